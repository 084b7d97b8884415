package bolt_test

import (
	"errors"
	"io"
	"path/filepath"
	"testing"
	"testing/synctest"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

func nothing(kv.Tx) error { return nil }

// TestUpdateInUpdate is noticed after a second, which passes at once in a bubble.
func TestUpdateInUpdate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	synctest.Test(t, func(t *testing.T) {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ran := false
		var inner error
		err = e.Update(func(tx kv.Tx) error {
			tx.Put("a", []byte("k"), []byte("v"))
			inner = e.Update(func(kv.Tx) error { ran = true; return nil })
			return inner
		})
		if !errors.Is(inner, kv.ErrNested) || !errors.Is(err, kv.ErrNested) {
			t.Errorf("inner %v, outer %v", inner, err)
		}
		put(t, e, "a", "k2", "goes on")
		if ran {
			t.Error("the inner function ran after its caller had given up")
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestRunTwiceNoticesEveryNesting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	e := reopen(t, path, bolt.Options{RunTwice: true})
	other := reopen(t, path+"2", bolt.Options{RunTwice: true})
	runs := map[string]func(func(kv.Tx) error) error{"view": e.View, "update": e.Update}
	for outer, run := range runs {
		for inner, again := range runs {
			err := run(func(kv.Tx) error { return again(nothing) })
			if !errors.Is(err, kv.ErrNested) {
				t.Errorf("%s in %s: %v", inner, outer, err)
			}
		}
		err := run(func(kv.Tx) error { _, err := e.Snapshot(io.Discard); return err })
		if !errors.Is(err, kv.ErrNested) {
			t.Errorf("snapshot in %s: %v", outer, err)
		}
		if err := run(func(kv.Tx) error { return other.Update(nothing) }); err != nil {
			t.Errorf("update of another engine in %s: %v", outer, err)
		}
		if err := run(nothing); err != nil {
			t.Errorf("%s afterwards: %v", outer, err)
		}
	}
}

func TestRunTwiceRunsTwice(t *testing.T) {
	e := reopen(t, filepath.Join(t.TempDir(), "db"), bolt.Options{RunTwice: true})
	runs := 0
	if err := e.Update(func(tx kv.Tx) error {
		runs++
		if _, ok := tx.Get("a", []byte("k")); ok {
			t.Error("the second run sees what the first wrote")
		}
		tx.Put("a", []byte("k"), []byte{byte(runs)})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := e.View(func(tx kv.Tx) error {
		if v, _ := tx.Get("a", []byte("k")); len(v) != 1 || v[0] != 2 {
			t.Errorf("kept %v, want the second run's", v)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
