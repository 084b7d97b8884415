package store_test

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func cases(seq iter.Seq2[ledger.Petition, error]) (string, error) {
	all, err := list(seq)
	var out []string
	for _, p := range all {
		out = append(out, strings.TrimPrefix(p.ID, "XF2026-000"))
	}
	return strings.Join(out, " "), err
}

func TestPetitions(t *testing.T) {
	st := open(t)
	put := func(p ledger.Petition) ledger.Petition {
		t.Helper()
		update(t, st, noon, func(tx *store.Tx) error {
			if p.ID == "" {
				q := p
				q.ID = tx.NextPetitionID()
				return tx.PutPetition(q)
			}
			return tx.PutPetition(p)
		})
		return p
	}
	expect := func(step, open, recent string) {
		t.Helper()
		view(t, st, func(tx *store.Tx) error {
			gotOpen, err := cases(tx.OpenPetitions())
			gotRecent, err2 := cases(tx.RecentPetitions(2))
			if gotOpen != open || gotRecent != recent {
				t.Errorf("%s: open %q, recent %q; want %q and %q", step, gotOpen, gotRecent, open, recent)
			}
			return errors.Join(err, err2)
		})
		sound(t, st)
	}
	first := ledger.Petition{Received: noon, Category: "后勤-食堂", Summary: "排队时间长"}
	put(first)
	put(ledger.Petition{Received: noon, Category: "教务", Due: ledgertest.Day("2026-12-01")})
	put(ledger.Petition{Received: noon, Category: "财务", Due: ledgertest.Day("2026-11-20")})
	expect("three cases, one without a due day", "3 2 1", "3 2")

	first.ID, first.Due = "XF2026-0001", ledgertest.Day("2026-11-25")
	put(first)
	expect("a due day for the first", "3 1 2", "3 2")

	first.Replied = noon
	put(first)
	expect("an answered case stays open", "3 1 2", "3 2")

	first.Closed = noon
	put(first)
	expect("a closed one does not", "3 2", "3 2")

	view(t, st, func(tx *store.Tx) error {
		got, err := tx.Petition("XF2026-0001")
		if diff := cmp.Diff(first, got); diff != "" {
			t.Error(diff)
		}
		if _, err := tx.Petition("HD2026-0001"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an activity's id: %v", err)
		}
		return err
	})
	if err := st.Update(noon, func(tx *store.Tx) error { return tx.PutPetition(ledger.Petition{Summary: "机密"}) }); err == nil || strings.Contains(err.Error(), "机密") {
		t.Errorf("a case without an id: %v", err)
	}
}
