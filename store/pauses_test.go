package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// TestPauses: pauses are found by their member, the last one first, and by the day on which they end; the indexes agree, also after they were made anew.
func TestPauses(t *testing.T) {
	school := ledgertest.School()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	today := school.Today(noon)
	put := func(p ledger.Pause) error {
		return st.Update(noon, func(tx *store.Tx) error {
			if p.ID == "" {
				p.ID = tx.NextPauseID()
			}
			return tx.PutPause(p)
		})
	}
	err = errors.Join(
		put(ledger.Pause{Member: "lin", Since: noon, Until: today.Add(1)}), put(ledger.Pause{Member: "li", Since: noon, Until: today.Add(3)}),
		put(ledger.Pause{Member: "lin", Since: noon}), put(ledger.Pause{Member: "lin", Since: noon, Until: today.Add(9)}),
		put(ledger.Pause{ID: "ZT2026-0001", Member: "lin", Since: noon, Until: today.Add(1), Ended: noon, Next: "ZT2026-0003"}),
		put(ledger.Pause{ID: "ZT2026-0004", Member: "lin", Since: noon, Until: today.Add(9), Ended: noon.AddDate(0, 0, 2)}),
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []ledger.Pause{{Member: "lin"}, {Since: noon}, {ID: "HD2026-0001", Member: "lin", Since: noon}} {
		if put(p) == nil {
			t.Errorf("%+v was kept", p)
		}
	}
	ids := func(seq func(yield func(ledger.Pause, error) bool)) string {
		var out []string
		for p, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, p.ID)
		}
		return strings.Join(out, " ")
	}
	expect := func() {
		t.Helper()
		view(t, st, func(tx *store.Tx) error {
			if got := ids(tx.Pauses("lin")); got != "ZT2026-0004 ZT2026-0003 ZT2026-0001" {
				t.Errorf("of lin: %s", got)
			}
			if got := ids(tx.PausesEnding(today, today.Add(30))); got != "ZT2026-0004 ZT2026-0002" {
				t.Errorf("ending: %s", got)
			}
			if got := ids(tx.PausesEnding(today.Add(3), today.Add(4))); got != "ZT2026-0002" {
				t.Errorf("ending on one day: %s", got)
			}
			return nil
		})
		sound(t, st)
	}
	expect()
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	expect()
}

// TestRecall: what was not tried is taken back, with what rides on it; what was tried, what is of another kind and what another has to hear stays.
func TestRecall(t *testing.T) {
	st, err := store.Open(memory.New(), store.Options{Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	of := func(key, kind string, change func(*ledger.Notice)) ledger.Notice {
		n := notice(key, 5)
		n.Kind, n.Planned = kind, noon
		if change != nil {
			change(&n)
		}
		return n
	}
	list := []ledger.Notice{
		of("plain", "quota", nil), of("tried", "quota", func(n *ledger.Notice) { n.Attempts = 1 }), of("sent", "quota", func(n *ledger.Notice) { n.Sent = noon }),
		of("duty", "reception_duty", nil), of("other", "quota", func(n *ledger.Notice) { n.Member = "li" }),
		of("head", "quota", func(n *ledger.Notice) { n.Riders = []string{"rider", "keeps"} }), of("rider", "unconfirmed", func(n *ledger.Notice) { n.With = "head" }),
		of("keeps", "issue_due", func(n *ledger.Notice) { n.With = "head" }),
	}
	notify(t, st, list...)
	member := &policy.Member{ID: "lin", Accounts: []policy.Address{lin}}
	update(t, st, noon, func(tx *store.Tx) error { return tx.Recall(member, ledger.Rests) })
	if got := outbox(t, st, noon.Add(time.Hour)).Recent; got != "keeps other duty sent tried" {
		t.Errorf("left: %s", got)
	}
	if got := outbox(t, st, noon.Add(time.Hour)).Due; !strings.Contains(got, "keeps") {
		t.Errorf("what rode on it does not go by itself: %s", got)
	}
	sound(t, st)
	notify(t, st, of("again", "quota", nil))
	update(t, st, noon, func(tx *store.Tx) error { return tx.RecallMadeAfter(noon.Add(-time.Second), ledger.Rests) })
	if got := outbox(t, st, noon.Add(time.Hour)).Recent; got != "keeps duty sent tried" {
		t.Errorf("left of what was made later: %s", got)
	}
	sound(t, st)
}
