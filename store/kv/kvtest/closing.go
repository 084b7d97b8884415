package kvtest

import (
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"lianxin/store/kv"
)

func testClosed(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k=v")
	if err := e.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	never := func(kv.Tx) error { t.Error("a function ran after Close"); return nil }
	_, snapshot := e.Snapshot(io.Discard)
	for what, err := range map[string]error{
		"view": e.View(never), "update": e.Update(never), "snapshot": snapshot, "second close": e.Close(),
	} {
		if !errors.Is(err, kv.ErrClosed) {
			t.Errorf("%s after Close = %v", what, err)
		}
	}
}

// testCloseWaits closes the engine while a View and many Updates run.
func testCloseWaits(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k=v")
	inside, release := make(chan bool), make(chan bool)
	var all sync.WaitGroup
	all.Go(func() {
		if err := e.View(func(tx kv.Tx) error {
			close(inside)
			<-release
			if v, _ := tx.Get("a", []byte("k")); string(v) != "v" {
				t.Errorf("a View during Close reads %q", v)
			}
			return nil
		}); err != nil {
			t.Errorf("view: %v", err)
		}
	})
	<-inside
	for range 20 {
		all.Go(func() {
			err := e.Update(func(tx kv.Tx) error { add(tx, "n", 1); return nil })
			if err != nil && !errors.Is(err, kv.ErrClosed) {
				t.Errorf("update: %v", err)
			}
		})
	}
	closed := make(chan error)
	go func() { closed <- e.Close() }()
	select {
	case err := <-closed:
		t.Errorf("Close did not wait for a View: %v", err)
		close(release)
	case <-time.After(50 * time.Millisecond):
		close(release)
		if err := <-closed; err != nil {
			t.Errorf("close: %v", err)
		}
	}
	all.Wait()
}
