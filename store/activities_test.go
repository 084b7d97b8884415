package store_test

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// visit is a record that lin entered and that counts for him; fields are changed by the tests.
func visit(on string) ledger.Activity {
	return ledger.Activity{
		Kind: policy.Visit, Date: ledgertest.Day(on), By: "lin", Entered: noon, Said: ledger.Details{Place: "第二食堂"},
		Credits: []ledger.Credit{{Member: "lin", Confirmed: noon}},
	}
}

// enter stores a new record and gives its id.
func enter(t testing.TB, st *store.Store, a ledger.Activity) string {
	t.Helper()
	var id string
	update(t, st, noon, func(tx *store.Tx) error {
		id = tx.NextActivityID()
		a.ID = id
		return tx.PutActivity(&a)
	})
	return id
}

func ids(seq iter.Seq2[ledger.Activity, error]) ([]string, error) {
	all, err := list(seq)
	var out []string
	for _, a := range all {
		out = append(out, a.ID)
	}
	return out, err
}

// found is what the queries give of a ledger's activities.
type found struct {
	Recent, Term, All, Waiting, Office []string
	Marks                              []string
	Last                               string
}

// look asks every query about one member.
func look(t tester, st *store.Store, who string) found {
	t.Helper()
	var f found
	view(t, st, func(tx *store.Tx) (err error) {
		f = found{}
		term := policy.Span{From: ledgertest.Day("2026-08-31"), To: ledgertest.Day("2027-01-18")}
		lists := []struct {
			to  *[]string
			seq iter.Seq2[ledger.Activity, error]
		}{
			{&f.Recent, tx.RecentActivities(0)},
			{&f.Term, tx.ActivitiesOf(who, term)},
			{&f.All, tx.ActivitiesOf(who, policy.Span{From: 1})},
			{&f.Waiting, tx.Waiting(who)},
			{&f.Office, tx.WaitingForOffice()},
		}
		for _, l := range lists {
			if *l.to, err = ids(l.seq); err != nil {
				return err
			}
		}
		for m, err := range tx.Marks(who, term) {
			if err != nil {
				return err
			}
			f.Marks = append(f.Marks, fmt.Sprintf("%s %s %s", m.ID(), m.Date, m.Waits()))
		}
		last, err := tx.LastEnteredBy(who)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		f.Last = last.ID
		return err
	})
	return f
}

func TestActivities(t *testing.T) {
	st := open(t)
	enter(t, st, visit("2026-11-18"))
	enter(t, st, visit("2026-09-01"))
	enter(t, st, visit("2026-06-30")) // before the term

	bySecretary := visit("2026-11-17")
	bySecretary.By, bySecretary.Credits = "zhao", []ledger.Credit{{Member: "lin"}, {Member: "he"}}
	enter(t, st, bySecretary)

	late := visit("2026-08-31")
	late.Late = true
	enter(t, st, late)

	want := found{
		Recent:  []string{"HD2026-0005", "HD2026-0004", "HD2026-0003", "HD2026-0002", "HD2026-0001"},
		Term:    []string{"HD2026-0005", "HD2026-0002", "HD2026-0004", "HD2026-0001"},
		All:     []string{"HD2026-0003", "HD2026-0005", "HD2026-0002", "HD2026-0004", "HD2026-0001"},
		Waiting: []string{"HD2026-0004"},
		Office:  []string{"HD2026-0005"},
		Marks:   []string{"HD2026-0005 2026-08-31 office", "HD2026-0002 2026-09-01 ", "HD2026-0004 2026-11-17 member", "HD2026-0001 2026-11-18 "},
		Last:    "HD2026-0005",
	}
	if diff := cmp.Diff(want, look(t, st, "lin")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("HD2026-0004", look(t, st, "zhao").Last); diff != "" {
		t.Error(diff)
	}
	if f := look(t, st, "wu"); f.All != nil || f.Waiting != nil || f.Last != "" {
		t.Errorf("of somebody else: %+v", f)
	}
	sound(t, st)
}

// TestActivityChanges: every index follows what happens to a record.
func TestActivityChanges(t *testing.T) {
	st, school := open(t), ledgertest.School()
	asked := visit("2026-11-17")
	asked.By, asked.Credits = "zhao", []ledger.Credit{{Member: "lin"}}
	id := enter(t, st, asked)

	steps := []struct {
		name   string
		change func(a ledger.Activity) (ledger.Activity, error)
		lin    found
		last   string // what zhao entered last
	}{
		{
			"confirmed", func(a ledger.Activity) (ledger.Activity, error) { return a.Confirm("lin", noon) },
			found{Recent: []string{id}, Term: []string{id}, All: []string{id}, Marks: []string{id + " 2026-11-17 "}},
			id,
		},
		{
			"declined", func(a ledger.Activity) (ledger.Activity, error) { return a.Decline("lin", noon) },
			found{Recent: []string{id}, Term: []string{id}, All: []string{id}, Marks: []string{id + " 2026-11-17 declined"}},
			id,
		},
		{"moved to another day by the secretary", func(a ledger.Activity) (ledger.Activity, error) {
			return a.Correct(school, school.Member("zhao"), ledger.Changes{Date: ledgertest.Day("2026-11-16")}, noon)
		}, found{Recent: []string{id}, Term: []string{id}, All: []string{id}, Waiting: []string{id}, Marks: []string{id + " 2026-11-16 member"}}, id},
		{
			"taken back", func(a ledger.Activity) (ledger.Activity, error) { return a.Retract(school.Member("zhao"), "", noon) },
			found{Recent: []string{id}, Term: []string{id}, All: []string{id}, Marks: []string{id + " 2026-11-16 retracted"}},
			"",
		},
	}
	for _, step := range steps {
		update(t, st, noon, func(tx *store.Tx) error {
			a, err := tx.Activity(id)
			if err != nil {
				return err
			}
			if a, err = step.change(a); err != nil {
				return err
			}
			return tx.PutActivity(&a)
		})
		if diff := cmp.Diff(step.lin, look(t, st, "lin")); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
		if last := look(t, st, "zhao").Last; last != step.last {
			t.Errorf("%s: zhao entered %q last", step.name, last)
		}
		sound(t, st)
	}
}

func TestActivityRoundTrip(t *testing.T) {
	st := open(t)
	want := visit("2026-11-18")
	want.Said = ledger.Details{
		PartOfDay: "下午", ClassHours: 1.5, Unit: "后勤处", Issues: []string{"<湿滑> & \"路灯\""}, Handoffs: []string{"三楼地面湿滑 → 后勤处"},
		Headcount: 80, Approx: true, Text: "今天去了第二食堂\n😀\u2028",
	}
	want.Asked, want.Late, want.Approved, want.ApprovedBy = []string{"date"}, true, noon, "chen"
	want.ID = enter(t, st, want)
	view(t, st, func(tx *store.Tx) error {
		got, err := tx.Activity(want.ID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestActivityNotThere(t *testing.T) {
	st := open(t)
	enter(t, st, visit("2026-11-18"))
	view(t, st, func(tx *store.Tx) error {
		for _, id := range []string{"HD2026-0002", "HD2025-0001", "XF2026-0001", "", "HD2026-1", "../lianxin.db"} {
			if _, err := tx.Activity(id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%q: %v", id, err)
			}
		}
		return nil
	})
}

// TestActivityIncomplete: what no query could find again is refused as a mistake of the program.
func TestActivityIncomplete(t *testing.T) {
	st := open(t)
	for name, spoil := range map[string]func(*ledger.Activity){
		"no id":          func(a *ledger.Activity) { a.ID = "" },
		"a petition":     func(a *ledger.Activity) { a.ID = "XF2026-0001" },
		"no day":         func(a *ledger.Activity) { a.Date = 0 },
		"nobody":         func(a *ledger.Activity) { a.Credits = nil },
		"a nameless one": func(a *ledger.Activity) { a.Credits = []ledger.Credit{{}} },
		"by nobody":      func(a *ledger.Activity) { a.By = "" },
		"by a zero byte": func(a *ledger.Activity) { a.By = "li\x00n" },
	} {
		a := visit("2026-11-18")
		a.ID = "HD2026-0001"
		spoil(&a)
		if err := st.Update(noon, func(tx *store.Tx) error { return tx.PutActivity(&a) }); err == nil {
			t.Errorf("%s: stored", name)
		}
	}
	if r := sound(t, st); r.Activities != 0 {
		t.Errorf("%s", r)
	}
}

// TestActivitiesOfLikeNames: nobody sees the entries of somebody whose id begins with his.
func TestActivitiesOfLikeNames(t *testing.T) {
	st := open(t)
	for _, who := range []string{"li", "lin", "lind"} {
		a := visit("2026-11-18")
		a.By, a.Credits = who, []ledger.Credit{{Member: who, Confirmed: noon}}
		enter(t, st, a)
	}
	if diff := cmp.Diff([]string{"HD2026-0002"}, look(t, st, "lin").All); diff != "" {
		t.Error(diff)
	}
}

func TestActivityNumbers(t *testing.T) {
	st := open(t)
	next := func(at time.Time) string {
		var id string
		update(t, st, at, func(tx *store.Tx) error {
			id = tx.NextActivityID()
			a := visit("2026-11-18")
			a.ID = id
			return tx.PutActivity(&a)
		})
		return id
	}
	// The engine runs every function twice: numbers are counted once all the same.
	steps := []struct{ at, id string }{
		{"2026-12-31 23:58", "HD2026-0001"},
		{"2026-12-31 23:59", "HD2026-0002"}, // 15:59 UTC
		{"2027-01-01 00:00", "HD2027-0001"}, // 16:00 UTC of 31 December
		{"2026-12-31 23:59", "HD2026-0003"}, // a clock that was set back
	}
	for _, s := range steps {
		if id := next(ledgertest.At(s.at)); id != s.id {
			t.Errorf("%s: %s, want %s", s.at, id, s.id)
		}
	}
	failed := errors.New("no")
	err := st.Update(noon, func(tx *store.Tx) error {
		tx.NextActivityID()
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if id := next(noon); id != "HD2026-0004" {
		t.Errorf("after a failure: %s", id)
	}
	view(t, st, func(tx *store.Tx) error {
		got, err := ids(tx.RecentActivities(0))
		if diff := cmp.Diff([]string{"HD2027-0001", "HD2026-0004", "HD2026-0003", "HD2026-0002", "HD2026-0001"}, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

// TestTenThousand: HD2026-10000 comes after HD2026-9999.
func TestTenThousand(t *testing.T) {
	st := open(t)
	for range 73 {
		update(t, st, noon, func(tx *store.Tx) error {
			for range 137 {
				a := visit("2026-11-18")
				a.ID = tx.NextActivityID()
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	view(t, st, func(tx *store.Tx) error {
		got, err := ids(tx.RecentActivities(3))
		if diff := cmp.Diff([]string{"HD2026-10001", "HD2026-10000", "HD2026-9999"}, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if last := look(t, st, "lin").Last; last != "HD2026-10001" {
		t.Errorf("last: %s", last)
	}
}
