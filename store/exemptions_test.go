package store_test

import (
	"errors"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// TestExemptions: what was granted is found by its person, in order, and the indexes agree, also after they were made anew.
func TestExemptions(t *testing.T) {
	school := ledgertest.School()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	today := school.Today(noon)
	week := policy.Span{From: today, To: today.Add(7)}
	put := func(e ledger.Exemption) error {
		return st.Update(noon, func(tx *store.Tx) error {
			if e.ID == "" {
				e.ID = tx.NextExemptionID()
			}
			return tx.PutExemption(e)
		})
	}
	err = errors.Join(
		put(ledger.Exemption{Member: "lin", Span: week, Reason: "病假"}), put(ledger.Exemption{Member: "li", Span: week, Reason: "出国"}),
		put(ledger.Exemption{Member: "lin", Rules: []string{"5.4b"}, Span: week, Reason: "党校学习"}),
		put(ledger.Exemption{ID: "JM2026-0001", Member: "lin", Span: week, Reason: "病假", Withdrawn: noon, WithdrawnBy: "chen"}),
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []ledger.Exemption{{Member: "lin", Reason: "病假"}, {Span: week}, {ID: "HD2026-0001", Member: "lin", Span: week}} {
		if put(e) == nil {
			t.Errorf("%+v was kept", e)
		}
	}
	expect := func() {
		t.Helper()
		err := st.View(func(tx *store.Tx) error {
			var ids []string
			for e, err := range tx.Exemptions("lin") {
				if err != nil {
					return err
				}
				ids = append(ids, e.ID+" "+e.Reason)
			}
			if len(ids) != 2 || ids[0] != "JM2026-0001 病假" || ids[1] != "JM2026-0003 党校学习" {
				t.Errorf("%v", ids)
			}
			for e, err := range tx.RecentExemptions(1) {
				if err != nil || e.ID != "JM2026-0003" {
					t.Errorf("%+v, %v", e, err)
				}
			}
			if e, err := tx.Exemption("JM2026-0001"); err != nil || e.Live() {
				t.Errorf("%+v, %v", e, err)
			}
			_, err := tx.Exemption("JM2026-0009")
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := st.Verify(); err != nil || r.Exemptions != 3 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	expect()
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	expect()
}
