package bolt

import (
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"lianxin/store/kv"
)

func openEngine(t *testing.T, opt Options) *Engine {
	t.Helper()
	e, err := Open(filepath.Join(t.TempDir(), "db"), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// hold keeps the writer busy with a function until release is called, while the calls of line wait in their order.
func hold(t *testing.T, e *Engine, line []func(kv.Tx) error) (errs []error, release func()) {
	t.Helper()
	inside, leave := make(chan bool), make(chan bool)
	var all sync.WaitGroup
	all.Go(func() {
		if err := e.Update(func(kv.Tx) error { close(inside); <-leave; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-inside
	errs = make([]error, len(line))
	for i, fn := range line {
		all.Go(func() { errs[i] = e.Update(fn) })
		for len(e.calls) <= i {
			runtime.Gosched()
		}
	}
	return errs, func() { close(leave); all.Wait() }
}

func TestOrderOfArrival(t *testing.T) {
	e := openEngine(t, Options{})
	var ran, want []int
	var line []func(kv.Tx) error
	for i := range 30 {
		want = append(want, i)
		line = append(line, func(tx kv.Tx) error {
			ran = append(ran, i)
			tx.Put("a", []byte{byte(i)}, nil)
			return nil
		})
	}
	_, release := hold(t, e, line)
	release()
	if !slices.Equal(ran, want) {
		t.Errorf("ran in the order %v", ran)
	}
	if s := e.Stats(); s.Functions != 31 || s.Batches != 2 || s.Commits != 1 {
		t.Errorf("30 that waited took more than one batch: %+v", s)
	}
}

// TestCloseWaitsForTheLine closes an engine while some callers wait in its queue and others for a place in it.
func TestCloseWaitsForTheLine(t *testing.T) {
	e, err := Open(filepath.Join(t.TempDir(), "db"), Options{MaxBatch: 1})
	if err != nil {
		t.Fatal(err)
	}
	inside, leave := make(chan bool), make(chan bool)
	var all sync.WaitGroup
	all.Go(func() {
		if err := e.Update(func(kv.Tx) error { close(inside); <-leave; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-inside
	for i := range 5 {
		all.Go(func() {
			err := e.Update(func(tx kv.Tx) error { tx.Put("a", []byte{byte(i)}, nil); return nil })
			if err != nil && !errors.Is(err, kv.ErrClosed) {
				t.Error(err)
			}
		})
	}
	for len(e.calls) < 1 {
		runtime.Gosched()
	}
	closed := make(chan error)
	go func() { closed <- e.Close() }()
	for !e.isClosed() {
		runtime.Gosched()
	}
	close(leave)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	all.Wait()
}

func (e *Engine) isClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.closed
}

func TestMaxBatch(t *testing.T) {
	e := openEngine(t, Options{MaxBatch: 10})
	line := make([]func(kv.Tx) error, 10)
	for i := range line {
		line[i] = func(tx kv.Tx) error { tx.Put("a", []byte{byte(i)}, nil); return nil }
	}
	_, release := hold(t, e, line)
	release()
	if s := e.Stats(); s.Batches < 2 {
		t.Errorf("more than 10 in a batch: %+v", s)
	}
}

// TestExitInABatch ends the writer's goroutine in the middle of a batch.
func TestExitInABatch(t *testing.T) {
	e := openEngine(t, Options{})
	write := func(key string) func(kv.Tx) error {
		return func(tx kv.Tx) error { tx.Put("a", []byte(key), nil); return nil }
	}
	exit := func(tx kv.Tx) error { tx.Put("a", []byte("lost"), nil); runtime.Goexit(); return nil }
	errs, release := hold(t, e, []func(kv.Tx) error{write("1"), exit, write("2"), exit, exit})
	release()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	var keys []string
	if err := e.View(func(tx kv.Tx) error {
		for k := range tx.Scan("a", nil, nil) {
			keys = append(keys, string(k))
		}
		return nil
	}); err != nil || !slices.Equal(keys, []string{"1", "2"}) {
		t.Errorf("kept %q, %v", keys, err)
	}
	if s := e.Stats(); s.Batches != 2 || s.Commits != 1 {
		t.Errorf("the batch did not stay one: %+v", s)
	}
}

func TestVisible(t *testing.T) {
	e := openEngine(t, Options{})
	btx, err := e.db.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	id := btx.ID()
	if e.writer.visible(id) {
		t.Error("visible before the commit")
	}
	if err := btx.Commit(); err != nil {
		t.Fatal(err)
	}
	if !e.writer.visible(id) || e.writer.visible(id+1) {
		t.Errorf("after commit %d: %v and %v", id, e.writer.visible(id), e.writer.visible(id+1))
	}
}

// TestPages fills a table in the order of its keys and one out of order, and looks at how full their pages are.
func TestPages(t *testing.T) {
	e := openEngine(t, Options{NoSync: true})
	const entries, size = 3000, 600
	for i := 0; i < entries; i += 30 {
		if err := e.Update(func(tx kv.Tx) error {
			for j := i; j < i+30; j++ {
				tx.Put("in order", []byte{byte(j >> 8), byte(j)}, make([]byte, size))
				tx.Put("mixed", []byte{byte(j * 7), byte(j >> 8), byte(j)}, make([]byte, size))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	full := map[string]float64{}
	if err := e.db.View(func(btx *bbolt.Tx) error {
		for _, name := range []string{"in order", "mixed"} {
			s := btx.Bucket([]byte(name)).Stats()
			full[name] = float64(s.LeafInuse) / float64(s.LeafAlloc)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if full["in order"] < 0.85 || full["mixed"] > 0.85 {
		t.Errorf("pages are full to %v", full)
	}
}

func TestListOfFreePages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	listed := func() bool {
		m, err := inspectFile(path, false)
		if err != nil {
			t.Fatal(err)
		}
		return m.listed()
	}
	for _, write := range []bool{true, false, true} {
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if write {
			if err := e.Update(func(tx kv.Tx) error { tx.Put("a", []byte("k"), nil); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if got := listed(); got == write {
			t.Errorf("while open, after a write %v: listed %v", write, got)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if !listed() {
			t.Errorf("after Close, after a write %v: not listed", write)
		}
	}
}
