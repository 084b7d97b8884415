package ledger_test

import (
	"slices"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// TestOldYearsKeepOldRules: the number of a term is that of its first day, whichever version is asked for.
func TestOldYearsKeepOldRules(t *testing.T) {
	school := ledgertest.School()
	for i := range school.Measure.Rules {
		if r := &school.Measure.Rules[i]; r.ID == "5.4b" {
			r.Span = policy.Span{To: day("2026-08-31")}
			later := *r
			later.Min, later.Span = 6, policy.Span{From: day("2026-08-31")}
			school.Measure.Rules = append(school.Measure.Rules, later)
			break
		}
	}
	school.Measure.Rules = append(school.Measure.Rules, policy.Rule{
		ID: "new", Who: policy.Who{Scope: policy.Each, Group: "学校领导"}, Kinds: []policy.Kind{policy.Visit}, Min: 1, Unit: "times", Per: policy.PerTerm,
		Span: policy.Span{From: day("2026-10-01")},
	})
	lin := member(t, school, "lin")
	for on, need := range map[string]float64{"2026-04-08": 4, "2026-08-30": 4, "2026-08-31": 6, "2026-11-19": 6} {
		list, err := ledger.Standings(school, lin, day(on), book())
		refused(t, err, "")
		n := 0
		for _, s := range list {
			if s.Rule.ID == "5.4b" {
				n++
				one, err := ledger.StandingOf(school, school.Measure.Rule("5.4b"), lin, day(on), book())
				refused(t, err, "")
				if s.Need != need || one.Need != need || one.Rule != s.Rule {
					t.Errorf("%s: %g, alone %g, want %g", on, s.Need, one.Need, need)
				}
			}
			if s.Rule.ID == "new" {
				t.Errorf("%s: a rule of October holds in a term that began before", on)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d versions at once", on, n)
		}
	}
	a := own(t, school, "lin", "2026-11-10", policy.ObserveClass, lesson(2))
	if got := ledger.CountsFor(school, a, lin); len(got) != 1 || got[0].Rule.Min != 6 {
		t.Errorf("%+v", got)
	}
}

// TestEveryWeek: one contact a week counts, two in a week once, none in the exam weeks.
func TestEveryWeek(t *testing.T) {
	school := ledgertest.School()
	school.Measure.Rules = append(school.Measure.Rules, policy.Rule{
		ID: "weekly", Who: policy.Who{Scope: policy.Each, Group: "学校领导"}, Kinds: []policy.Kind{policy.Visit, policy.Forum}, EveryWeek: true, Unit: "week",
		Per: policy.PerTerm, Where: policy.Where{Audience: []string{"学生"}},
	})
	records := []ledger.Activity{
		own(t, school, "wu", "2026-09-01", policy.Visit, forum("学生")),
		own(t, school, "wu", "2026-09-06", policy.Forum, forum("毕业生")),
		own(t, school, "wu", "2026-09-07", policy.Forum, forum("学生")),
		own(t, school, "wu", "2026-09-14", policy.Visit, forum("职工")),
		own(t, school, "wu", "2027-01-05", policy.Visit, forum("学生")),
	}
	s, err := ledger.StandingOf(school, school.Measure.Rule("weekly"), member(t, school, "wu"), day("2027-01-06"), book(records...))
	refused(t, err, "")
	if s.Full != 18 || s.Need != 18 || s.Done != 2 {
		t.Errorf("%g of %g", s.Done, s.Need)
	}
	// What waits is no second contact of a week that counts, whichever of them came first.
	for _, on := range []string{"2026-09-07", "2026-09-08", "2026-09-15"} {
		a := own(t, school, "wu", on, policy.Visit, forum("学生"))
		a.Credits[0].Confirmed = time.Time{}
		records = append(records, a)
	}
	records = append(records, own(t, school, "wu", "2026-09-09", policy.Visit, forum("学生")))
	records = slices.Delete(records, 2, 3)
	s, err = ledger.StandingOf(school, school.Measure.Rule("weekly"), member(t, school, "wu"), day("2027-01-06"), book(records...))
	refused(t, err, "")
	if s.Done != 2 || s.Waiting != 1 {
		t.Errorf("%g count and %g wait", s.Done, s.Waiting)
	}
}

// TestUnitsOfARule: a rule that names units counts what was done there and nowhere else.
func TestUnitsOfARule(t *testing.T) {
	school := ledgertest.School()
	school.Measure.Rules = append(school.Measure.Rules, policy.Rule{
		ID: "there", Who: policy.Who{Scope: policy.Each, Group: "学校领导"}, Kinds: []policy.Kind{policy.Research}, Min: 1, Unit: "times", Per: policy.PerYear,
		Where: policy.Where{Units: []string{"教育科学学院"}},
	})
	for unit, want := range map[string]float64{"教育科学学院": 1, "文学院": 0, "": 0} {
		a := own(t, school, "wu", "2026-10-20", policy.Research, ledger.Details{Unit: unit})
		s, err := ledger.StandingOf(school, school.Measure.Rule("there"), member(t, school, "wu"), day("2026-11-19"), book(a))
		refused(t, err, "")
		if s.Done != want {
			t.Errorf("%s: %g", unit, s.Done)
		}
	}
}

// TestDeadline: the research plan is due with the sixth week of term 1, not sooner (5.3c).
func TestDeadline(t *testing.T) {
	school := ledgertest.School()
	for on, pace := range map[string]float64{"2026-09-20": 0, "2026-10-11": 0, "2026-10-12": 1, "2026-11-19": 1} {
		s, err := ledger.StandingOf(school, school.Measure.Rule("5.3c"), member(t, school, "lin"), day(on), book())
		refused(t, err, "")
		if s.Pace != pace {
			t.Errorf("%s: pace %g", on, s.Pace)
		}
	}
}
