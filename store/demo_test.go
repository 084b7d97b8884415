package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

var demoNow = ledgertest.At("2026-11-19 10:00")

// demoSchool is the school of the tests with a roster, as the demo has one.
func demoSchool() *policy.School {
	s := ledgertest.School()
	s.Reception.Roster = []string{"liang", "he", "zhou", "lin", "wu", "xie", "huang"}
	return s
}

func seeded(t testing.TB) (*store.Store, *policy.School) {
	t.Helper()
	st, school := open(t), demoSchool()
	if err := store.SeedDemo(st, school, demoNow); err != nil {
		t.Fatal(err)
	}
	return st, school
}

func TestSeedDemo(t *testing.T) {
	st, school := seeded(t)
	report := sound(t, st)
	if report.Activities < 100 || report.Petitions != 12 || report.Journal < report.Activities+report.Petitions {
		t.Errorf("seeded: %s", report)
	}
	t.Log(report)

	view(t, st, func(tx *store.Tx) error {
		last, err := list(tx.RecentActivities(0))
		if err != nil {
			return err
		}
		for i := 1; i < len(last); i++ {
			if last[i].Entered.After(last[i-1].Entered) {
				t.Errorf("%s was entered after %s", last[i].ID, last[i-1].ID)
			}
		}
		waiting, err := list(tx.Waiting("lin"))
		if err != nil {
			return err
		}
		if len(waiting) != 1 || waiting[0].By != "zhao" || waiting[0].Kind != policy.Forum {
			t.Errorf("waiting for lin: %+v", waiting)
		}
		if late, err := list(tx.WaitingForOffice()); err != nil || len(late) != 0 {
			t.Errorf("waiting for the office: %+v, %v", late, err)
		}
		return nil
	})

	t.Run("the closed year is complete but for one class hour", func(t *testing.T) {
		short := unmet(t, st, school, ledgertest.Day("2026-07-19"))
		if diff := cmp.Diff(map[string]float64{"wu 5.4b": 1}, short); diff != "" {
			t.Error(diff)
		}
		if short := unmet(t, st, school, ledgertest.Day("2026-01-10")); short["wu 5.4b"] != 0 || short["he 5.4a"] != 0 {
			t.Errorf("first term: %v", short)
		}
	})

	t.Run("nobody has listened to a class in this term", func(t *testing.T) {
		short := unmet(t, st, school, school.Today(demoNow))
		for _, id := range school.Reception.Roster {
			if short[id+" 5.4b"] != 4 {
				t.Errorf("%s: %v class hours missing", id, short[id+" 5.4b"])
			}
		}
	})

	t.Run("one case is overdue", func(t *testing.T) {
		overdue, stages := 0, map[ledger.Stage]int{}
		view(t, st, func(tx *store.Tx) error {
			all, err := list(tx.RecentPetitions(0))
			for _, p := range all {
				stages[p.Stage()]++
				if p.Overdue(school.Today(demoNow)) {
					overdue++
				}
			}
			return err
		})
		if overdue != 1 {
			t.Errorf("%d cases are overdue", overdue)
		}
		if diff := cmp.Diff(map[ledger.Stage]int{"已登记": 1, "已告知": 1, "办理中": 3, "已答复": 2, "已办结": 5}, stages); diff != "" {
			t.Error(diff)
		}
	})
}

// unmet gives what is missing on a day, by member and rule; soft rules are left out.
func unmet(t testing.TB, st *store.Store, school *policy.School, day policy.Date) map[string]float64 {
	t.Helper()
	short := map[string]float64{}
	view(t, st, func(tx *store.Tx) error {
		for m, err := range ledger.AllStandings(school, day, tx) {
			if err != nil {
				return err
			}
			for _, s := range m.Standings {
				if !s.Soft && !s.Met() && m.Member.Has(policy.Leader) {
					short[m.Member.ID+" "+s.Rule.ID] = s.Left
				}
			}
		}
		body, err := ledger.BodyStandings(school, day, tx)
		for _, s := range body {
			if !s.Met() {
				short["body "+s.Rule.ID] = s.Left
			}
		}
		return err
	})
	return short
}

func TestSeedDemoTwice(t *testing.T) {
	a, school := seeded(t)
	b, _ := seeded(t)
	first, second := sound(t, a), sound(t, b)
	if first.Head != second.Head {
		t.Error("two seeds of one school differ")
	}
	if err := store.SeedDemo(a, school, demoNow.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, sound(t, a)); diff != "" {
		t.Errorf("seeding a ledger with records changed it: %s", diff)
	}
}

func TestSeedDemoOfAnotherSchool(t *testing.T) {
	school := ledgertest.School()
	school.Members = school.Members[1:] // without 梁志远
	school.Units = school.Units[:9]
	school.Member("lin").Delegates = nil
	st := open(t)
	if err := store.SeedDemo(st, school, ledgertest.At("2026-03-20 10:00")); err != nil {
		t.Fatal(err)
	}
	report := sound(t, st)
	if report.Activities == 0 || report.Petitions != 0 {
		t.Errorf("seeded until March: %s", report)
	}
	view(t, st, func(tx *store.Tx) error {
		all, err := list(tx.RecentActivities(0))
		for _, a := range all {
			if a.Entered.After(ledgertest.At("2026-03-20 10:00")) || a.Waits("liang") == "" {
				t.Errorf("%s of %s should not be there", a.ID, a.Date)
			}
		}
		return err
	})
}
