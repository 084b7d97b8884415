package store

import (
	"slices"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// broughtUp opens a ledger of an older schema that holds what write wrote, and wants it sound afterwards, with so many activities.
func broughtUp(t *testing.T, schema, activities int, write func(k kv.Tx, tx *Tx, at time.Time) error) *Store {
	t.Helper()
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	engine := memory.New()
	err := engine.Update(func(k kv.Tx) error {
		setSchema(k, schema)
		return write(k, begin(k, &Store{loc: time.UTC}, at), at)
	})
	if err != nil {
		t.Fatal(err)
	}
	st, err := Open(engine, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := st.Verify(); err != nil || len(r.Faults) > 0 || r.Activities != activities {
		t.Fatalf("%s, %v %v", r, err, r.Faults)
	}
	return st
}

// TestSchema3: a ledger of schema 2 is sound afterwards, and what somebody entered comes in its order.
func TestSchema3(t *testing.T) {
	st := broughtUp(t, 2, 3, func(k kv.Tx, tx *Tx, at time.Time) error {
		for range 3 {
			a := ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.Visit, Date: policy.MakeDate(2026, 11, 2), By: "lin", Entered: at,
				Credits: []ledger.Credit{{Member: "lin"}},
			}
			if err := tx.PutActivity(&a); err != nil {
				return err
			}
			serial, _ := ledger.ParseID(ledger.ActivityLetters, a.ID)
			k.Delete(byPerson, append(shelf(nil, "lin", 'e'), appendSerial(nil, serial)...))
			k.Put(byPerson, append(shelf(nil, "lin", 'e'), appendSerial(nil, serial)...), nil)
			k.Put(byPerson, append(shelf(nil, "lin", 'w'), appendSerial(nil, serial)...), nil)
		}
		return nil
	})
	err := st.View(func(tx *Tx) error {
		var entered, waiting []string
		for a, err := range tx.EnteredBy("lin") {
			if err != nil {
				return err
			}
			entered = append(entered, a.ID)
		}
		for a, err := range tx.Waiting("lin") {
			if err != nil {
				return err
			}
			waiting = append(waiting, a.ID)
		}
		if !slices.Equal(entered, []string{"HD2026-0003", "HD2026-0002", "HD2026-0001"}) || len(waiting) != 3 {
			t.Errorf("entered %v, waiting %v", entered, waiting)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
