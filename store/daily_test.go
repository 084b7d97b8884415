package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
)

func TestDailyCopiesAreKeptInNumber(t *testing.T) {
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "lianxin.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	dir := filepath.Join(t.TempDir(), "backup")
	first := policy.MakeDate(2026, time.December, 30)
	for i := range 4 {
		if _, err := st.BackupDaily(dir, first.Add(i), 2, ""); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			keepsake := filepath.Join(dir, "lianxin-before-the-move.db")
			if err := os.WriteFile(keepsake, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := []string{"lianxin-2027-01-01.db", "lianxin-2027-01-02.db", "lianxin-before-the-move.db"}
	if len(names) != 3 || names[0] != want[0] || names[1] != want[1] || names[2] != want[2] {
		t.Errorf("copies %v, want %v", names, want)
	}
}

// A clock that was ahead of time, or is behind it, costs no copy of another day.
func TestDailyCopiesOutliveAWrongClock(t *testing.T) {
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "lianxin.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	dir := filepath.Join(t.TempDir(), "backup")
	days := []string{"2027-03-01", "2027-03-02", "2026-11-18", "2026-11-19", "2026-11-20"} // two nights of a clock that was ahead, then three true ones
	for _, text := range days {
		day, err := policy.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.BackupDaily(dir, day, 2, ""); err != nil {
			t.Fatal(err)
		}
	}
	got, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i] = filepath.Base(got[i])
	}
	want := "[lianxin-2026-11-19.db lianxin-2026-11-20.db lianxin-2027-03-01.db lianxin-2027-03-02.db]"
	if fmt.Sprint(got) != want {
		t.Errorf("copies %v, want %s", got, want)
	}
}
