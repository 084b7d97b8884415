package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
	"lianxin/store/kv/kvtest"
)

// open makes an engine in a new file, which is checked page by page after the test.
func open(opt bolt.Options) func(*testing.T) kv.Engine {
	return func(t *testing.T) kv.Engine {
		path := filepath.Join(t.TempDir(), "db")
		t.Cleanup(func() {
			if err := bolt.Check(path); err != nil {
				t.Error(err)
			}
		})
		return reopen(t, path, opt)
	}
}

func reopen(t *testing.T, path string, opt bolt.Options) *bolt.Engine {
	t.Helper()
	e, err := bolt.Open(path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil && !errors.Is(err, kv.ErrClosed) {
			t.Error(err)
		}
	})
	return e
}

func put(t *testing.T, e kv.Engine, table, key, value string) {
	t.Helper()
	if err := e.Update(func(tx kv.Tx) error { tx.Put(table, []byte(key), []byte(value)); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestEngine(t *testing.T) {
	t.Run("Plain", func(t *testing.T) { kvtest.Run(t, open(bolt.Options{})) })
	t.Run("RunTwice", func(t *testing.T) { kvtest.Run(t, open(bolt.Options{NoSync: true, RunTwice: true})) })
	t.Run("NoBatches", func(t *testing.T) { kvtest.Run(t, open(bolt.Options{NoSync: true, MaxBatch: 1})) })
}

func TestSnapshot(t *testing.T) {
	kvtest.RunSnapshot(t, open(bolt.Options{}), func(t *testing.T, copied []byte) kv.Engine {
		return reopen(t, checkedCopy(t, copied), bolt.Options{})
	})
}

func checkedCopy(t *testing.T, copied []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy")
	if err := os.WriteFile(path, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Check(path); err != nil {
		t.Error(err)
	}
	return path
}

// TestSnapshotOfABusyStore copies while writers change two tables together.
func TestSnapshotOfABusyStore(t *testing.T) {
	e := open(bolt.Options{NoSync: true})(t)
	stop := make(chan bool)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := e.Update(func(tx kv.Tx) error {
					key := fmt.Appendf(nil, "%d-%d", i%200, w)
					tx.Put("left", key, make([]byte, i%3000))
					tx.Put("right", key, make([]byte, i%3000))
					return nil
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 5 {
		var copied bytes.Buffer
		if _, err := e.Snapshot(&copied); err != nil {
			t.Fatal(err)
		}
		c := reopen(t, checkedCopy(t, copied.Bytes()), bolt.Options{})
		if err := c.View(sameTables); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	writers.Wait()
}

// sameTables fails unless the tables left and right have the same entries.
func sameTables(tx kv.Tx) error {
	left, right := 0, 0
	for k, v := range tx.Scan("left", nil, nil) {
		left++
		if w, ok := tx.Get("right", k); !ok || !bytes.Equal(v, w) {
			return fmt.Errorf("%s is %d bytes on the left, %d on the right", k, len(v), len(w))
		}
	}
	for range tx.Scan("right", nil, nil) {
		right++
	}
	if left != right {
		return fmt.Errorf("%d entries on the left, %d on the right", left, right)
	}
	return nil
}

func TestStats(t *testing.T) {
	e := reopen(t, filepath.Join(t.TempDir(), "db"), bolt.Options{})
	if s := e.Stats(); s.Batches != 0 || s.AverageBatch() != 0 || s.FileSize == 0 {
		t.Errorf("new engine: %+v", s)
	}
	for range 3 {
		put(t, e, "a", "k", "v")
	}
	refused := errors.New("refused")
	for _, fn := range []func(kv.Tx) error{
		func(kv.Tx) error { return nil },
		func(tx kv.Tx) error { tx.Get("a", []byte("k")); return nil },
		func(tx kv.Tx) error { tx.Delete("a", []byte("none")); return nil },
		func(tx kv.Tx) error { tx.Put("a", []byte("k2"), nil); return refused },
		func(tx kv.Tx) error { tx.Put("a", nil, nil); return nil },
	} {
		_ = e.Update(fn)
	}
	s := e.Stats()
	if s.Functions != 8 || s.Batches != 8 || s.Commits != 3 || s.AverageBatch() != 1 {
		t.Errorf("after 3 writes and 5 functions that write nothing: %+v", s)
	}
	if s.FreePages == 0 {
		t.Errorf("no free pages after a page was replaced: %+v", s)
	}
}

// TestInABubble shows that tests may move the time of an engine's callers.
func TestInABubble(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	synctest.Test(t, func(t *testing.T) {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() { put(t, e, "a", fmt.Sprint(i), "v") })
		}
		all.Wait()
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
