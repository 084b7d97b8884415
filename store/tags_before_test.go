package store

import (
	"bytes"
	"encoding/base64"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// What was said under a tag of before, that of accounts, is found, and has a tag of its own once it is sealed anew.
func TestTagsOfBefore(t *testing.T) {
	key := func(id string, letter byte) string {
		return id + " " + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{letter}, 32)) + "\n"
	}
	vault := func(lines string) *Vault {
		v, err := NewVault([]byte(lines))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	school, who := &policy.School{Location: time.UTC}, policy.Address{Channel: "wecom", User: "old"}
	st, err := Open(memory.New(), Options{Vault: vault(key("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	run := func(fn func(tx *Tx) error) {
		t.Helper()
		if err := st.Update(at, fn); err != nil {
			t.Fatal(err)
		}
	}
	serial := ledger.Serial{Year: 2026, Number: 1}
	run(func(tx *Tx) error {
		a := ledger.Absence{ID: tx.nextID(ledger.AbsenceLetters), Slot: 20787, At: at}
		if err := absences.put(tx, appendSerial(nil, serial), &a); err != nil {
			return err
		}
		return tx.putSealed(serial, shelfAbsent, 0, Person{Address: who}, sealedRow{Reach: true, Tag: tx.vault.shelfTags(shelfAbsent, who)[0]})
	})
	known := func(tag byte) {
		t.Helper()
		run(func(tx *Tx) error {
			if id, added, err := tx.Absent(school, who, ledger.Absence{Slot: 20787}); err != nil || added || id != "MJ2026-0001" {
				t.Errorf("said again it is %s, new %v, %v", id, added, err)
			}
			row, err := sealed.get(tx, appendSealed(nil, serial, shelfAbsent, 0))
			if err == nil && !bytes.Equal(row.Tag, tx.vault.shelfTags(tag, who)[0]) {
				t.Error("the row has another tag")
			}
			return err
		})
		if _, err := st.Verify(); err != nil {
			t.Error(err)
		}
	}
	known(shelfAbsent)
	st.Unlock(vault(key("k2", 2) + key("k1", 1)))
	if n, lost, err := st.Reseal(at); err != nil || n != 1 || lost != 0 {
		t.Fatalf("%d %d %v", n, lost, err)
	}
	known(tagsAbsent)
}
