package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestPlanActivity(t *testing.T) {
	school := ledgertest.School()
	for _, tt := range []struct {
		name, by, member, day, code string
	}{
		{"his own", "lin", "lin", "2026-11-20", ""},
		{"today", "lin", "lin", "2026-11-19", ""},
		{"by the delegate", "zhao", "lin", "2026-11-20", ""},
		{"yesterday", "lin", "lin", "2026-11-18", "past"},
		{"of somebody who did not ask for it", "zhao", "zhou", "2026-11-20", "not_delegated"},
		{"of nobody", "lin", "nobody", "2026-11-20", "unknown_member"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := ledger.Entry{Kind: policy.Visit, Date: day(tt.day), Members: []string{tt.member}, By: member(t, school, tt.by), At: noon, Said: ledger.Details{Place: "食堂", Text: "周五去食堂看看"}}
			p, err := ledger.PlanActivity(school, e)
			refused(t, err, tt.code)
			if tt.code == "" && (!p.Open() || p.Member != tt.member || p.By != tt.by || p.Said.Place == "" || p.Said.Text != "") {
				t.Errorf("%+v", p)
			}
			if _, counts := p.Mark(); counts {
				t.Error("an activity to come counts")
			}
		})
	}
}

func TestPlanIsSettledOnce(t *testing.T) {
	school := ledgertest.School()
	p := ledger.Plan{ID: "JH2026-0001", Member: "lin", By: "zhao", Kind: policy.Visit, Date: day("2026-11-20")}
	_, err := p.Happened(member(t, school, "wu"), "HD2026-0001")
	refused(t, err, "not_yours")
	_, err = p.Drop(member(t, school, "wu"), noon)
	refused(t, err, "not_yours")
	done, err := p.Happened(member(t, school, "zhao"), "HD2026-0001")
	refused(t, err, "")
	if done.Open() || !p.Open() {
		t.Error("a plan that was carried out is open, or the one before is not")
	}
	_, err = done.Drop(member(t, school, "lin"), noon)
	refused(t, err, "plan_settled")
	dropped, err := p.Drop(member(t, school, "lin"), noon)
	refused(t, err, "")
	_, err = dropped.Happened(member(t, school, "lin"), "HD2026-0001")
	refused(t, err, "plan_settled")
}

func TestPlanMoves(t *testing.T) {
	school := ledgertest.School()
	p := ledger.Plan{ID: "JH2026-0001", Member: "lin", By: "zhao", Kind: policy.Visit, Date: day("2026-11-20")}
	for _, tt := range []struct{ by, day, code string }{
		{"lin", "2026-11-24", ""},
		{"zhao", "2026-11-19", ""},
		{"wu", "2026-11-24", "not_yours"},
		{"lin", "2026-11-18", "past"},
		{"lin", "2026-11-20", "nothing_changed"},
	} {
		moved, err := p.Move(member(t, school, tt.by), day(tt.day), day("2026-11-19"))
		refused(t, err, tt.code)
		if tt.code == "" && (moved.Date != day(tt.day) || !moved.Open()) {
			t.Errorf("%+v", moved)
		}
	}
	dropped, err := p.Drop(member(t, school, "lin"), noon)
	refused(t, err, "")
	_, err = dropped.Alter(member(t, school, "lin"), policy.Forum, ledger.Details{})
	refused(t, err, "plan_settled")
	_, err = p.Alter(member(t, school, "wu"), policy.Forum, ledger.Details{})
	refused(t, err, "not_yours")
	altered, err := p.Alter(member(t, school, "lin"), policy.Forum, ledger.Details{Unit: "文学院", Text: "改成座谈"})
	refused(t, err, "")
	if altered.Kind != policy.Forum || altered.Said.Unit == "" || altered.Said.Text != "" {
		t.Errorf("%+v", altered)
	}
	_, err = dropped.Move(member(t, school, "lin"), day("2026-11-24"), day("2026-11-19"))
	refused(t, err, "plan_settled")
}

func TestResearchPlan(t *testing.T) {
	school := ledgertest.School()
	year := school.Year(day("2026-11-19"))
	lin := member(t, school, "lin")
	items := []ledger.PlanItem{{Text: "3月调研课程思政"}}
	_, err := ledger.NewResearchPlan(member(t, school, "zhao"), year, items, day("2026-11-19"), noon)
	refused(t, err, "leaders_only")
	_, err = ledger.NewResearchPlan(lin, year, nil, day("2026-11-19"), noon)
	refused(t, err, "no_items")
	p, err := ledger.NewResearchPlan(lin, year, items, day("2026-11-19"), noon)
	refused(t, err, "")
	_, err = p.Extend(lin, items)
	refused(t, err, "no_items")
	more, err := p.Extend(lin, []ledger.PlanItem{{Text: "5月调研实习"}})
	refused(t, err, "")
	if len(more.Items) != 2 || len(p.Items) != 1 {
		t.Errorf("%d and %d items", len(more.Items), len(p.Items))
	}
	p.ID = "JH2026-0001"
	mark, counts := p.Mark()
	if !counts || mark.Waits() != "" || !year.Span.Holds(mark.Date) {
		t.Errorf("%+v, %v", mark, counts)
	}
	early, err := ledger.NewResearchPlan(lin, year, items, year.Span.From.Add(-10), noon)
	refused(t, err, "")
	if early.Date != year.Span.From {
		t.Errorf("a plan laid down before the year counts from %s", early.Date)
	}
	if p.Dropped = noon; true {
		if _, counts = p.Mark(); counts {
			t.Error("a plan that was given up counts")
		}
	}
}

func TestDiff(t *testing.T) {
	old := ledger.Activity{Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: ledger.Details{ClassHours: 2, Unit: "文学院", Text: "a"}}
	is := old
	is.Date = day("2026-11-17")
	is.Said.ClassHours, is.Said.Unit, is.Said.Course, is.Said.Text, is.Said.Issues = 2.5, "", "声乐", "b", []string{"灯坏了", "椅子坏了"}
	want := []ledger.Change{
		{Field: "date", Old: "2026-11-18", New: "2026-11-17"},
		{Field: "class_hours", Old: "2", New: "2.5"},
		{Field: "unit", Old: "文学院"},
		{Field: "course", New: "声乐"},
		{Field: "issues", New: "灯坏了；椅子坏了"},
	}
	got := ledger.Diff(&old, &is)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	school := ledgertest.School()
	note := ledger.NoteChanges(school, &is, got[:3])
	if note != "date: 2026-11-18 → 2026-11-17; class_hours: 2 → 2.5; unit: 文学院 → -" {
		t.Errorf("note %q", note)
	}
	is.Kind = policy.Ideology
	for i := range school.Measure.Kinds {
		if school.Measure.Kinds[i].Kind == policy.Ideology {
			school.Measure.Kinds[i].Restricted = true
		}
	}
	if note = ledger.NoteChanges(school, &is, got[1:4]); note != "class_hours: 2 → 2.5; unit; course" {
		t.Errorf("note of a restricted kind %q", note)
	}
}

func TestHistoryKeepsEveryVersion(t *testing.T) {
	school := ledgertest.School()
	a := own(t, school, "lin", "2026-11-18", policy.ObserveClass, ledger.Details{ClassHours: 2})
	b, err := a.Correct(school, member(t, school, "lin"), ledger.Changes{Said: &ledger.Details{ClassHours: 1}}, noon)
	refused(t, err, "")
	c, err := b.Correct(school, member(t, school, "chen"), ledger.Changes{Date: day("2026-11-17")}, noon)
	refused(t, err, "")
	if len(a.History) != 0 || len(b.History) != 1 || len(c.History) != 2 || c.History[1].By != "chen" {
		t.Errorf("%d, %d, %d: %+v", len(a.History), len(b.History), len(c.History), c.History)
	}
	if diff := cmp.Diff([]ledger.Change{{Field: "class_hours", Old: "2", New: "1"}}, c.History[0].Changes); diff != "" {
		t.Error(diff)
	}
}
