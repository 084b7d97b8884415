package store_test

import (
	"errors"
	"testing"

	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestIssuesInTheLedger(t *testing.T) {
	st, school := open(t), demoSchool()
	entry := visit("2026-11-18")
	entry.Said.Issues, entry.Said.Unit = []string{"琴房空调坏", "走廊灯不亮"}, "音乐学院"
	id := enter(t, st, entry)
	raise := func() (list []ledger.Issue) {
		update(t, st, noon, func(tx *store.Tx) error {
			a, err := tx.Activity(id)
			if err != nil {
				return err
			}
			list, err = tx.RaiseIssuesOf(by(school, tx, "wu"), &a, "后勤处")
			return err
		})
		return list
	}
	if first, again := raise(), raise(); len(first) != 2 || len(again) != 0 || first[0].ID != "WT2026-0001" || first[0].From != id {
		t.Fatalf("raised %+v, then %+v", first, again)
	}
	count := func(want int, seq func(*store.Tx) ([]ledger.Issue, error)) {
		t.Helper()
		view(t, st, func(tx *store.Tx) error {
			got, err := seq(tx)
			if len(got) != want {
				t.Errorf("%d issues, want %d: %+v", len(got), want, got)
			}
			return err
		})
		sound(t, st)
	}
	all := func(tx *store.Tx) ([]ledger.Issue, error) { return list(tx.OpenIssues()) }
	of := func(unit string) func(*store.Tx) ([]ledger.Issue, error) {
		return func(tx *store.Tx) ([]ledger.Issue, error) { return list(tx.IssuesOfUnit(unit)) }
	}
	count(2, all)
	count(2, of("后勤处"))
	count(1, func(tx *store.Tx) ([]ledger.Issue, error) { return tx.SimilarIssues("琴房的空调坏了") })
	change := func(who, id string, step func(*ledger.Deed, ledger.Issue) (ledger.Issue, error)) error {
		return st.Update(noon, func(tx *store.Tx) error {
			d := by(school, tx, who)
			_, err := tx.ChangeIssue(d, id, func(i ledger.Issue) (ledger.Issue, error) { return step(d, i) })
			return err
		})
	}
	hand := func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.HandOver(d, "", "lin", "请林校长协调")
	}
	refusal(t, change("xu", "WT2026-0001", hand), "issue_right")
	if err := change("peng", "WT2026-0001", hand); err != nil {
		t.Fatal(err)
	}
	count(1, of("后勤处"))
	count(1, func(tx *store.Tx) ([]ledger.Issue, error) { return list(tx.IssuesOfMember("lin")) })
	if err := change("peng", "WT2026-0002", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Solve(d, "走廊灯全部换好") }); err != nil {
		t.Fatal(err)
	}
	count(1, all)
	count(2, func(tx *store.Tx) ([]ledger.Issue, error) { return list(tx.IssuesFrom(id)) })
	view(t, st, func(tx *store.Tx) error {
		lines, err := list(tx.JournalOf("WT2026-0001"))
		if len(lines) != 2 || lines[1].Verb != ledger.VerbHanded {
			t.Errorf("%+v", lines)
		}
		if _, err := tx.Issue("WT2026-0009"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no issue: %v", err)
		}
		return err
	})
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	if r := sound(t, st); r.Issues != 2 {
		t.Errorf("%+v", r)
	}
	update(t, st, ledgertest.At("2026-11-20 10:00"), func(tx *store.Tx) error {
		if id := tx.NextIssueID(); id != "WT2026-0003" {
			t.Errorf("next id %s", id)
		}
		return nil
	})
}

// TestQueues: everybody's list and numbers, without what he has an interest in.
func TestQueues(t *testing.T) {
	st, _ := sealing(t)
	school, today := modelSchool(), ledgertest.Day("2026-11-19")
	put := func(unit string, change func(*ledger.Petition)) {
		update(t, st, noon, func(tx *store.Tx) error {
			p := ledger.Petition{
				ID: tx.NextPetitionID(), Received: tx.At, Unit: unit, Summary: "x", Told: ledger.Told{At: tx.At}, Accepted: tx.At, Due: today.Add(-1), DueFor: ledger.ClockUnit,
				Assignments: []ledger.Assignment{{Unit: unit, Lead: true, At: tx.At}},
			}
			change(&p)
			return tx.PutPetition(p)
		})
	}
	put("后勤处", func(*ledger.Petition) {})
	put("后勤处", func(p *ledger.Petition) { p.Targets = []string{"peng"}; p.Assignments[0].Unit = "教务处" })
	put("教务处", func(p *ledger.Petition) { p.Major = true; p.Due = today.Add(3) })
	put("教务处", func(p *ledger.Petition) { p.TargetUnits = []string{"校长办公室"} })
	put("教务处", func(p *ledger.Petition) { p.Closed = noon })
	for who, want := range map[string]store.Counts{
		"liu": {Open: 3, Overdue: 2}, "peng": {Open: 1, Overdue: 1}, "boss": {Open: 1, Overdue: 1}, "tang": {Open: 3, Overdue: 2}, "wu": {Open: 1, Overdue: 1}, "lin": {Open: 3, Overdue: 2},
		"liang": {Open: 1}, "xie": {}, "ma": {Open: 1, Overdue: 1}, "sun": {Open: 3, Overdue: 2}, "chen": {Open: 4, Overdue: 3}, "zhao": {}, "mayuan": {},
	} {
		view(t, st, func(tx *store.Tx) error {
			got, err := tx.CountPetitions(school, school.Member(who), today)
			if got != want {
				t.Errorf("%s: %+v, want %+v", who, got, want)
			}
			return err
		})
	}
	view(t, st, func(tx *store.Tx) error {
		got, err := tx.Queue(school, school.Member("liu"), today, 1)
		if len(got) != 1 || got[0].ID() != "XF2026-0001" {
			t.Errorf("the first of the queue: %+v", got)
		}
		return err
	})
	sound(t, st)
}
