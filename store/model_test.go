package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// model is a ledger of activities without any index: what the queries must agree with.
type model []ledger.Activity

func (m model) expect(who string) found {
	term := policy.Span{From: ledgertest.Day("2026-08-31"), To: ledgertest.Day("2027-01-18")}
	var f found
	byDay := slices.Clone(m)
	slices.SortStableFunc(byDay, func(a, b ledger.Activity) int { return cmp.Compare(a.Date, b.Date) })
	for _, a := range byDay {
		if !slices.ContainsFunc(a.Credits, func(c ledger.Credit) bool { return c.Member == who }) {
			continue
		}
		f.All = append(f.All, a.ID)
		if term.Holds(a.Date) {
			f.Term = append(f.Term, a.ID)
			f.Marks = append(f.Marks, fmt.Sprintf("%s %s %s", a.ID, a.Date, a.Waits(who)))
		}
	}
	for _, a := range m {
		f.Recent = append([]string{a.ID}, f.Recent...)
		if a.Waits(who) == ledger.WaitsMember {
			f.Waiting = append(f.Waiting, a.ID)
		}
		if a.Live() && a.Late && a.Approved.IsZero() {
			f.Office = append(f.Office, a.ID)
		}
		if a.Live() && a.By == who {
			f.Last = a.ID
		}
	}
	return f
}

// TestModel: after any sequence of reports, words and corrections the queries say what reading every record would say, and Verify agrees.
func TestModel(t *testing.T) {
	school := ledgertest.School()
	people := []string{"lin", "he", "wu", "zhao", "chen"}
	rapid.Check(t, func(t *rapid.T) {
		st, err := store.Open(memory.New(), store.Options{Location: school.Location})
		if err != nil {
			t.Fatal(err)
		}
		var m model
		at := noon
		write := func(i int, change func() (ledger.Activity, error)) {
			at = at.Add(time.Minute)
			a, err := change()
			if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
				return
			}
			err = st.Update(at, func(tx *store.Tx) error {
				if i == len(m) {
					a.ID = tx.NextActivityID()
				}
				return tx.PutActivity(&a)
			})
			if err != nil {
				t.Fatal(err)
			}
			m = append(m[:i], append(model{a}, m[min(i+1, len(m)):]...)...)
		}
		who := rapid.SampledFrom(people)
		days := rapid.Custom(func(t *rapid.T) policy.Date {
			return school.Today(noon).Add(-rapid.IntRange(0, 400).Draw(t, "days ago"))
		})
		one := func(t *rapid.T) int {
			return rapid.IntRange(0, len(m)-1).Draw(t, "record")
		}
		write(0, func() (ledger.Activity, error) {
			return ledger.Report(school, ledger.Entry{Kind: policy.Visit, Date: school.Today(noon), Members: []string{"lin"}, By: school.Member("lin"), At: at})
		})
		t.Repeat(map[string]func(*rapid.T){
			"report": func(t *rapid.T) {
				e := ledger.Entry{
					Kind: policy.Visit, Date: days.Draw(t, "day"), Members: rapid.SliceOfN(who, 1, 3).Draw(t, "members"),
					By: school.Member(who.Draw(t, "by")), At: at,
				}
				write(len(m), func() (ledger.Activity, error) { return ledger.Report(school, e) })
			},
			"confirm": func(t *rapid.T) {
				i, by := one(t), who.Draw(t, "by")
				write(i, func() (ledger.Activity, error) { return m[i].Confirm(by, at) })
			},
			"decline": func(t *rapid.T) {
				i, by := one(t), who.Draw(t, "by")
				write(i, func() (ledger.Activity, error) { return m[i].Decline(by, at) })
			},
			"retract": func(t *rapid.T) {
				i, by := one(t), school.Member(who.Draw(t, "by"))
				write(i, func() (ledger.Activity, error) { return m[i].Retract(by, "", at) })
			},
			"approve": func(t *rapid.T) {
				i := one(t)
				write(i, func() (ledger.Activity, error) { return m[i].Approve(school.Member("chen"), at) })
			},
			"correct": func(t *rapid.T) {
				i, by, c := one(t), school.Member(who.Draw(t, "by")), ledger.Changes{Date: days.Draw(t, "day")}
				write(i, func() (ledger.Activity, error) { return m[i].Correct(school, by, c, at) })
			},
		})
		for _, who := range people {
			if diff := gocmp.Diff(m.expect(who), look(t, st, who)); diff != "" {
				t.Fatalf("%s: %s", who, diff)
			}
		}
		if r, err := st.Verify(); err != nil || r.Activities != len(m) {
			t.Fatalf("verify: %s, %v", r, err)
		}
	})
}
