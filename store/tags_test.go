package store_test

import (
	"errors"
	"testing"

	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// No tag tells that two things were done by one person: none stands in two places, whatever somebody has done.
func TestTagsTellNothingOfOneAnother(t *testing.T) {
	engine, school := memory.New(), receiving()
	st, err := store.Open(engine, store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	who := somebody(1)
	bookPlace(t, st, school, who, ledger.Booking{Place: 1})
	fileCase(t, st, school, noon, who, ledger.Filing{Raw: "热水器坏"})
	absence := func(tx *store.Tx) (id string, added bool) {
		id, added, err := tx.Absent(school, who, ledger.Absence{Slot: receptionDay})
		if err != nil {
			t.Fatal(err)
		}
		return id, added
	}
	update(t, st, noon, func(tx *store.Tx) error {
		if _, added := absence(tx); !added {
			t.Error("the first word of it is not new")
		}
		_, fault := tx.OfferCode(who, []string{"123456"})
		return errors.Join(tx.Prefer(school, who, who.Channel), fault)
	})
	err = engine.View(func(tx kv.Tx) error {
		found := map[string]string{}
		for _, table := range []string{"accounts", "codes", "vault_by_tag"} {
			n := 0
			for key := range tx.Scan(table, nil, nil) {
				n++
				place := table
				if len(key) > 16 { // of the vault: the tag, and then whose row it is
					place += string(key[22:23])
				}
				if other, again := found[string(key[:16])]; again && other != place {
					t.Errorf("one tag stands in %s and in %s", other, place)
				}
				found[string(key[:16])] = place
			}
			if n == 0 {
				t.Errorf("nothing in %s", table)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	update(t, st, noon, func(tx *store.Tx) error {
		if id, added := absence(tx); added || id != "MJ2026-0001" {
			t.Errorf("said again it is %s, new %v", id, added)
		}
		return nil
	})
	sound(t, st)
}
