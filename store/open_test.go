package store_test

import (
	"iter"
	"path/filepath"
	"testing"
	"time"

	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger/ledgertest"
)

// noon is the instant at which the tests happen unless they say otherwise.
var noon = ledgertest.At("2026-11-19 12:00")

// open gives a new ledger whose engine runs every function of Update twice.
func open(t testing.TB) *store.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "lianxin.db"))
}

// openAt opens the ledger in a file; it is closed with the test.
func openAt(t testing.TB, path string) *store.Store {
	t.Helper()
	engine, err := bolt.Open(path, bolt.Options{RunTwice: true, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: ledgertest.School().Location})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

// tester is what the helpers need of a test, also of one that rapid repeats.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// update runs fn at an instant; fn must succeed.
func update(t tester, st *store.Store, at time.Time, fn func(*store.Tx) error) {
	t.Helper()
	if err := st.Update(at, fn); err != nil {
		t.Fatal(err)
	}
}

// view runs fn; it must succeed.
func view(t tester, st *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := st.View(fn); err != nil {
		t.Fatal(err)
	}
}

// list gathers a sequence, or the first error in it.
func list[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// sound fails the test if Verify finds anything wrong, and gives its report.
func sound(t tester, st *store.Store) store.Report {
	t.Helper()
	report, err := st.Verify()
	if err != nil {
		t.Fatalf("verify: %v\n%v", err, report.Faults)
	}
	return report
}
