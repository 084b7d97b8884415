package ledger_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestReportDates(t *testing.T) {
	tests := []struct {
		name string
		kind policy.Kind
		date string
		at   string
		code string
		late bool
	}{
		{"today", policy.ObserveClass, "2026-11-19", "2026-11-19 12:00", "", false},
		{"tomorrow", policy.ObserveClass, "2026-11-20", "2026-11-19 12:00", "future", false},
		{"the first minute of the day in school time", policy.Visit, "2026-11-20", "2026-11-20 00:00", "", false},
		{"the last minute of the day before", policy.Visit, "2026-11-20", "2026-11-19 23:59", "future", false},
		{"no day", policy.Visit, "", "2026-11-19 12:00", "no_date", false},
		{"30 days ago", policy.Visit, "2026-10-20", "2026-11-19 12:00", "", false},
		{"31 days ago", policy.Visit, "2026-10-19", "2026-11-19 12:00", "", true},
		{"last day of the term, on that day", policy.ObserveClass, "2026-07-19", "2026-07-19 23:00", "", false},
		{"last day of the term, the day after", policy.ObserveClass, "2026-07-19", "2026-07-20 08:00", "", true},
		{"the same day, a kind that counts by the year", policy.Forum, "2026-07-19", "2026-07-20 08:00", "", false},
		{"last day of the school year, the day after", policy.Visit, "2026-08-30", "2026-08-31 08:00", "", true},
		{"last day of the school year, on that day", policy.Visit, "2026-08-30", "2026-08-30 22:00", "", false},
		{"in the vacation", policy.ObserveClass, "2026-08-03", "2026-08-04 08:00", "", false},
		{"a closed term (补上学期的)", policy.ObserveClass, "2025-12-10", "2026-07-06 12:00", "", true},
		{"a kind that is no activity", policy.ResearchPlan, "2026-11-18", "2026-11-19 12:00", "unknown_kind", false},
		{"a kind that nobody knows", "party", "2026-11-18", "2026-11-19 12:00", "unknown_kind", false},
	}
	school := ledgertest.School()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := ledger.Entry{Kind: tt.kind, Members: []string{"lin"}, By: member(t, school, "lin"), At: at(tt.at)}
			if tt.date != "" {
				e.Date = day(tt.date)
			}
			a, err := ledger.Report(school, e)
			refused(t, err, tt.code)
			if a.Late != tt.late {
				t.Errorf("late: %v", a.Late)
			}
		})
	}

	t.Run("a school without a limit of days", func(t *testing.T) {
		school := ledgertest.School()
		school.Measure.Settings.LateEntryDays = 0
		if a := own(t, school, "lin", "2026-09-01", policy.Visit, ledger.Details{}); a.Late {
			t.Error("late without a limit")
		}
	})
}

// TestReportCredits: who may report for whom, and whose word counts at once.
func TestReportCredits(t *testing.T) {
	tests := []struct {
		name    string
		by      string
		members []string
		kind    policy.Kind
		confirm []string
		trust   bool // the school asks no 对 of delegates and the office
		code    string
		counts  []string // those for whom it counts at once
		waits   []string
	}{
		{name: "own report", by: "lin", members: []string{"lin"}, counts: []string{"lin"}},
		{name: "own report with a guessed day", by: "lin", members: []string{"lin"}, confirm: []string{"date"}, waits: []string{"lin"}},
		{name: "own report with a guessed kind", by: "lin", members: []string{"lin"}, confirm: []string{"kind"}, waits: []string{"lin"}},
		{name: "own report with guessed hours", by: "lin", members: []string{"lin"}, confirm: []string{"class_hours"}, waits: []string{"lin"}},
		{name: "a guess that changes nothing that counts", by: "lin", members: []string{"lin"}, confirm: []string{"course"}, counts: []string{"lin"}},
		{name: "secretary with a delegation", by: "zhao", members: []string{"lin"}, waits: []string{"lin"}},
		{name: "secretary without a delegation", by: "zhao", members: []string{"he"}, code: "not_delegated"},
		{name: "secretary for two, one delegation", by: "zhao", members: []string{"lin", "he"}, code: "not_delegated"},
		{name: "delegate where the school trusts him", by: "zhao", members: []string{"lin"}, trust: true, counts: []string{"lin"}},
		{name: "trusted, but the day was guessed", by: "zhao", members: []string{"lin"}, trust: true, confirm: []string{"date"}, waits: []string{"lin"}},
		{name: "party office for anybody", by: "chen", members: []string{"he", "wu"}, waits: []string{"he", "wu"}},
		{name: "party office where the school trusts it", by: "chen", members: []string{"he"}, trust: true, counts: []string{"he"}},
		{name: "a group, reported by one of them", by: "lin", members: []string{"lin", "he", "wu"}, counts: []string{"lin"}, waits: []string{"he", "wu"}},
		{name: "a colleague is never trusted", by: "lin", members: []string{"lin", "he"}, trust: true, counts: []string{"lin"}, waits: []string{"he"}},
		{name: "somebody who was there", by: "zeng", members: []string{"zeng", "lin"}, counts: []string{"zeng"}, waits: []string{"lin"}},
		{name: "somebody who was not", by: "zeng", members: []string{"lin"}, code: "not_delegated"},
		{name: "the office that plans first lessons", by: "mayuan", members: []string{"he"}, kind: policy.FirstLesson, waits: []string{"he"}},
		{name: "that office and something else", by: "mayuan", members: []string{"he"}, code: "not_delegated"},
		{name: "somebody unlisted for himself", by: "wecom:zhang", members: []string{"wecom:zhang"}, code: "unknown_member"},
		{name: "somebody unlisted for a leader", by: "wecom:zhang", members: []string{"lin"}, code: "not_delegated"},
		{name: "nobody", by: "chen", code: "nobody"},
		{name: "a name twice", by: "lin", members: []string{"lin", "lin"}, counts: []string{"lin"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			school := ledgertest.School()
			school.Measure.Settings.LeaderConfirmsDelegateEntry = !tt.trust
			by := school.Member(tt.by)
			if by == nil {
				by = &policy.Member{ID: tt.by}
			}
			kind := tt.kind
			if kind == "" {
				kind = policy.Visit
			}
			a, err := ledger.Report(school, ledger.Entry{
				Kind: kind, Date: day("2026-11-18"), Members: tt.members, By: by, At: noon, Confirm: tt.confirm,
			})
			refused(t, err, tt.code)
			var counts, waits []string
			for _, c := range a.Credits {
				switch a.Waits(c.Member) {
				case "":
					counts = append(counts, c.Member)
				case ledger.WaitsMember:
					waits = append(waits, c.Member)
				}
			}
			if !slices.Equal(counts, tt.counts) || !slices.Equal(waits, tt.waits) {
				t.Errorf("counts for %v, waits for %v; want %v and %v", counts, waits, tt.counts, tt.waits)
			}
		})
	}
}

func TestReportHostOnly(t *testing.T) {
	school := ledgertest.School()
	school.Measure.Settings.GroupCredit = policy.HostOnly
	a := report(t, school, ledger.Entry{
		Kind: policy.Research, Date: day("2026-11-18"), Members: []string{"he", "lin"}, By: member(t, school, "chen"), At: noon,
	})
	if len(a.Credits) != 1 || a.Credits[0].Member != "he" {
		t.Errorf("credits: %+v", a.Credits)
	}
}

func TestReportLateByTheOffice(t *testing.T) {
	school := ledgertest.School()
	e := ledger.Entry{Kind: policy.Visit, Date: day("2026-09-15"), Members: []string{"lin"}, By: member(t, school, "chen"), At: noon}
	a := report(t, school, e)
	if !a.Late || a.ApprovedBy != "chen" || !a.Approved.Equal(noon) {
		t.Errorf("entered late by the office: %+v", a)
	}
	e.By = member(t, school, "lin")
	a = report(t, school, e)
	if !a.Late || !a.Approved.IsZero() || a.Waits("lin") != ledger.WaitsOffice {
		t.Errorf("entered late by the leader: %+v", a)
	}
}

func TestReportKeepsWhatWasSaid(t *testing.T) {
	school := ledgertest.School()
	said := ledger.Details{ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽", Issues: []string{"投影"}}
	a := own(t, school, "lin", "2026-11-18", policy.ObserveClass, said)
	want := ledger.Activity{
		ID: "HD2026-0001", Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: said, By: "lin", Entered: at("2026-11-18 20:00"),
		Credits: []ledger.Credit{{Member: "lin", Confirmed: at("2026-11-18 20:00")}},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
}
