package store_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger/ledgertest"
)

// copyOf writes a copy of a ledger and changes its rows behind the store's back.
func copyOf(t *testing.T, st *store.Store, damage func(kv.Tx)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := writeFile(path, st.Backup); err != nil {
		t.Fatal(err)
	}
	engine, err := bolt.Open(path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Update(func(k kv.Tx) error {
		damage(k)
		return nil
	})
	if err := errors.Join(err, engine.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func writeFile(path string, write func(io.Writer) error) error {
	var buf bytes.Buffer
	if err := write(&buf); err != nil {
		return err
	}
	return os.WriteFile(path, buf.Bytes(), 0o600)
}

// nth is a copy of the key and value of a table's n-th row.
func nth(k kv.Tx, table string, n int) (key, value []byte) {
	for key, value := range k.Scan(table, nil, nil) {
		if n--; n == 0 {
			return bytes.Clone(key), bytes.Clone(value)
		}
	}
	return nil, nil
}

// change gives a value with one byte changed.
func change(value []byte, at int) []byte {
	value = bytes.Clone(value)
	value[at] ^= 1
	return value
}

func TestVerifyFindsDamage(t *testing.T) {
	whole, _ := seeded(t)
	notify(t, whole, notice("a", 0), notice("b", 5))
	update(t, whole, noon, func(tx *store.Tx) error { return tx.PutDialog(dialog(lin, noon)) })
	if line := sound(t, whole).String(); line != "activities 113 petitions 12 notices 2 journal 181 journal ok" {
		t.Errorf("whole: %s", line)
	}

	swap := func(table string, row int, spoil func([]byte) []byte) func(kv.Tx) {
		return func(k kv.Tx) {
			key, value := nth(k, table, row)
			k.Put(table, key, spoil(value))
		}
	}
	remove := func(table string, row int) func(kv.Tx) {
		return func(k kv.Tx) {
			key, _ := nth(k, table, row)
			k.Delete(table, key)
		}
	}
	add := func(table, key string) func(kv.Tx) { return func(k kv.Tx) { k.Put(table, []byte(key), nil) } }
	replace := func(old, new string) func([]byte) []byte {
		return func(v []byte) []byte { return bytes.Replace(v, []byte(old), []byte(new), 1) }
	}
	tests := []struct {
		name    string
		damage  func(kv.Tx)
		fault   string // part of what is found
		journal string // the end of the line
		repairs bool   // Repair mends it
	}{
		{"an index entry is missing", remove("activities_by_person", 7), "is not as it should be in activities_by_person", "journal ok", true},
		{"an index entry is too much", add("activities_by_person", "lin\x00w\x07\xEA\x00\x00\x00\x01"), "activities_by_person has 1 entries that no row causes", "journal ok", true},
		{"a mark says something else", func(k kv.Tx) {
			from, to := kv.Prefix([]byte("lin\x00d"))
			for key, value := range k.Scan("activities_by_person", from, to) {
				k.Put("activities_by_person", key, change(value, 2))
				break
			}
		}, "is not as it should be in activities_by_person", "journal ok", true},
		{"a case is not in the queue", remove("petitions_open", 2), "petitions/XF2026-", "journal ok", true},
		{"a case that is not there is in the queue", add("petitions_open", "0123456789"), "petitions_open has 1 entries", "journal ok", true},
		{"a key of the outbox is forgotten", remove("notices_by_key", 1), "notices/0000000000000001 is not as it should be in notices_by_key", "journal ok", true},
		{"a due row is forgotten", remove("notices_due", 1), "in notices_due", "journal ok", true},
		{"an activity is cut off", swap("activities", 3, func(v []byte) []byte { return v[:len(v)-2] }), "activities/HD2025-0003 cannot be read", "journal ok", false},
		{"an activity of another version", swap("activities", 3, replace(`"v":1`, `"v":2`)), "activities/HD2025-0003 cannot be read", "journal ok", false},
		{"an activity is gone", remove("activities", 3), "entries that no row causes", "journal ok", true},
		{"a case is garbage", swap("petitions", 1, func([]byte) []byte { return []byte{0xFF} }), "petitions/XF2026-0001 cannot be read", "journal ok", false},
		{"a dialog is garbage", swap("dialogs", 1, func([]byte) []byte { return nil }), "dialog ", "journal ok", false},
		{"a counter is behind", func(k kv.Tx) { k.Put("counters", []byte("id/HD2026"), []byte{0, 0, 0, 0, 0, 0, 0, 5}) }, "counter id/HD2026 is behind", "journal ok", true},
		{"a counter is gone", func(k kv.Tx) { k.Delete("counters", []byte("id/XF2026")) }, "counter id/XF2026 is behind", "journal ok", true},
		{"a journal line was changed", swap("journal", 50, replace("reported", "retraced")), "journal line 50 is not what was written", "journal broken at line 50", false},
		{"a journal line was forged with its hash", func(k kv.Tx) {
			key, value := nth(k, "journal", 50)
			text := bytes.Replace(value[sha256.Size:], []byte("reported"), []byte("retraced"), 1)
			sum := sha256.Sum256(text)
			k.Put("journal", key, append(sum[:], text...))
		}, "journal line 51 does not follow the line before", "journal broken at line 51", false},
		{"a journal line stands twice", func(k kv.Tx) {
			_, other := nth(k, "journal", 51)
			key, _ := nth(k, "journal", 50)
			k.Put("journal", key, other)
		}, "journal line 50 is not what was written", "journal broken at line 50", false},
		{"a journal line is missing", remove("journal", 50), "journal line 50 is missing", "journal broken at line 50", false},
		{"the first journal line is missing", remove("journal", 1), "journal line 1 is missing", "journal broken at line 1", false},
		{"a journal line is cut off", swap("journal", 50, func(v []byte) []byte { return v[:10] }), "journal line 50 is not what was written", "journal broken at line 50", false},
		{"a journal line too many", add("journal", "x"), "journal line 182 is not", "journal broken at line 182", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := openAt(t, copyOf(t, whole, tt.damage))
			report, err := st.Verify()
			if !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("verify: %s, %v", report, err)
			}
			found := strings.Join(report.Faults, "\n")
			if !strings.Contains(found, tt.fault) {
				t.Errorf("found:\n%s\nwant: %s", found, tt.fault)
			}
			if !strings.HasSuffix(report.String(), tt.journal) || !strings.Contains(report.String(), " faults ") {
				t.Errorf("line: %s", report)
			}
			if err := st.Repair(noon); err != nil && tt.repairs {
				t.Fatal(err)
			}
			if report, err := st.Verify(); (err == nil) != tt.repairs {
				t.Errorf("after Repair: %s, %v\n%s", report, err, strings.Join(report.Faults, "\n"))
			}
		})
	}

	t.Run("the whole one is as it was", func(t *testing.T) { sound(t, whole) })
}

// TestVerifyTellsNoSecret: a damaged row is named, never quoted.
func TestVerifyTellsNoSecret(t *testing.T) {
	whole, _ := seeded(t)
	st := openAt(t, copyOf(t, whole, func(k kv.Tx) {
		key, value := nth(k, "petitions", 1)
		k.Put("petitions", key, bytes.Replace(value, []byte(`"received":"`), []byte(`"received":"机密`), 1))
	}))
	report, err := st.Verify()
	if err == nil || strings.Contains(err.Error()+strings.Join(report.Faults, ""), "机密") {
		t.Errorf("%v\n%v", err, report.Faults)
	}
	err = st.View(func(tx *store.Tx) error {
		_, err := tx.Petition("XF2026-0001")
		return err
	})
	if !errors.Is(err, store.ErrDamaged) || strings.Contains(err.Error(), "机密") {
		t.Errorf("%v", err)
	}
	for _, err := range []error{
		st.View(func(tx *store.Tx) error {
			_, err := list(tx.RecentPetitions(0))
			return err
		}),
		st.Update(noon, func(tx *store.Tx) error { return tx.PutPetition(firstCase()) }),
	} {
		if !errors.Is(err, store.ErrDamaged) || strings.Contains(err.Error(), "机密") {
			t.Errorf("%v", err)
		}
	}
}

// TestRepairOfASoundLedger changes nothing but the journal.
func TestRepairOfASoundLedger(t *testing.T) {
	st, school := seeded(t)
	before := unmet(t, st, school, ledgertest.Day("2026-07-19"))
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	if r := sound(t, st); r.Journal != 182 {
		t.Errorf("%s", r)
	}
	if after := unmet(t, st, school, ledgertest.Day("2026-07-19")); len(before) != len(after) {
		t.Errorf("%v became %v", before, after)
	}
}
