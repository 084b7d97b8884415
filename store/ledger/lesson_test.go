package ledger_test

import (
	"errors"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func middayOf(day string) time.Time {
	return ledgertest.Day(day).At(12, 0, time.FixedZone("CST", 8*60*60))
}

func codeOf(err error) string {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestArrangeLesson(t *testing.T) {
	school := ledgertest.School()
	arranger := &policy.Member{ID: "su", Roles: []policy.Role{policy.MarxismSchool}}
	office := &policy.Member{ID: "chen", Roles: []policy.Role{policy.PartyOffice}}
	teacher := &policy.Member{ID: "wang"}
	school.Members = append(school.Members, policy.Member{ID: "teach", Name: "王丽"})
	for _, row := range []struct {
		name, speaker, day, today string
		by                        *policy.Member
		want                      string
	}{
		{"the school arranges", "liang", "2026-09-07", "2026-08-31", arranger, ""},
		{"so does the office", "liang", "2026-09-07", "2026-08-31", office, ""},
		{"nobody else", "liang", "2026-09-07", "2026-08-31", teacher, "arrangers_only"},
		{"a leader neither", "liang", "2026-09-07", "2026-08-31", school.Member("liang"), "arrangers_only"},
		{"nobody", "nobody", "2026-09-07", "2026-08-31", arranger, "unknown_member"},
		{"a teacher gives none", "teach", "2026-09-07", "2026-08-31", arranger, "no_speaker"},
		{"a day of the term that is over", "liang", "2026-09-01", "2026-09-07", arranger, ""},
		{"a day of the last term", "liang", "2026-03-09", "2026-09-07", arranger, "past"},
		{"the vacation", "liang", "2026-08-01", "2026-07-25", arranger, "no_term"},
		{"the next term, in the vacation", "liang", "2026-08-31", "2026-07-25", arranger, ""},
		{"the last day of a term", "liang", "2026-07-19", "2026-03-02", arranger, ""},
		{"the day after it", "liang", "2026-07-20", "2026-03-02", arranger, "no_term"},
	} {
		_, err := ledger.ArrangeLesson(school, row.speaker, ledgertest.Day(row.day), ledger.Details{}, row.by, middayOf(row.today))
		if got := codeOf(err); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestLessonIsChangedAndDropped(t *testing.T) {
	school := ledgertest.School()
	arranger := &policy.Member{ID: "su", Roles: []policy.Role{policy.MarxismSchool}}
	colleague := &policy.Member{ID: "other", Roles: []policy.Role{policy.MarxismSchool}}
	p, err := ledger.ArrangeLesson(school, "liang", ledgertest.Day("2026-09-07"), ledger.Details{Place: "一教301", PartOfDay: "下午"}, arranger, middayOf("2026-08-31"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Rearrange(school, p.Date, p.Said, arranger, middayOf("2026-09-01")); codeOf(err) != "nothing_changed" {
		t.Errorf("a change of nothing: %v", err)
	}
	if _, err := p.Rearrange(school, ledgertest.Day("2026-09-08"), p.Said, school.Member("liang"), middayOf("2026-09-01")); codeOf(err) != "arrangers_only" {
		t.Errorf("the speaker moves his lesson: %v", err)
	}
	moved, err := p.Rearrange(school, ledgertest.Day("2026-09-09"), p.Said.Follows(ledger.Details{Periods: "3-4", ClassHours: 2}), colleague, middayOf("2026-09-01"))
	if err != nil || moved.Version() != 2 || !moved.Arranged().Equal(middayOf("2026-09-01")) || p.Version() != 1 {
		t.Fatalf("moved %+v, %v", moved, err)
	}
	if moved.Said.PartOfDay != "" || moved.Said.Periods != "3-4" || moved.Said.Place != "一教301" || moved.Earlier[0].Said.PartOfDay != "下午" {
		t.Errorf("a new time takes the place of the old one, the room stays: %+v", moved)
	}
	for _, by := range []*policy.Member{arranger, colleague, school.Member("liang")} {
		if dropped, err := moved.Drop(by, middayOf("2026-09-02")); err != nil || dropped.Open() {
			t.Errorf("%s gives it up: %v", by.ID, err)
		}
	}
	if _, err := moved.Drop(school.Member("he"), middayOf("2026-09-02")); codeOf(err) != "not_yours" {
		t.Errorf("another leader gives it up: %v", err)
	}
	done, err := moved.Happened(school.Member("liang"), "HD2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := done.Rearrange(school, ledgertest.Day("2026-09-10"), done.Said, arranger, middayOf("2026-09-09")); codeOf(err) != "plan_settled" {
		t.Errorf("a lesson that was held is moved: %v", err)
	}
}

func TestLessonIsHeld(t *testing.T) {
	school := ledgertest.School()
	p := ledger.Plan{Member: "liang", Kind: policy.FirstLesson, Date: ledgertest.Day("2026-09-16"), Made: middayOf("2026-09-07")}
	lesson := func(day string) ledger.Mark { return ledger.Mark{Kind: policy.FirstLesson, Date: ledgertest.Day(day)} }
	retracted, declined := lesson("2026-09-16"), lesson("2026-09-16")
	retracted.Retracted, declined.Declined = true, true
	for _, row := range []struct {
		name string
		mark ledger.Mark
		want bool
	}{
		{"on its day", lesson("2026-09-16"), true},
		{"earlier than planned", lesson("2026-09-08"), true},
		{"on the day of planning", lesson("2026-09-07"), true},
		{"before it was planned: another one", lesson("2026-09-06"), false},
		{"later in the term", lesson("2026-10-12"), true},
		{"in the next term", lesson("2027-03-02"), false},
		{"taken back", retracted, false},
		{"declined", declined, false},
		{"another kind", ledger.Mark{Kind: policy.Forum, Date: ledgertest.Day("2026-09-16")}, false},
	} {
		if got := p.HeldAs(school, row.mark); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	late := p
	late.Date, late.Made = ledgertest.Day("2026-09-02"), middayOf("2026-09-07")
	if !late.HeldAs(school, lesson("2026-09-02")) || late.HeldAs(school, lesson("2026-09-03")) {
		t.Error("a lesson planned after its day is held by a record of that day alone, or a later one")
	}
}
