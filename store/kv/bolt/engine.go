// Package bolt keeps the ordered key-value layer in one bbolt file. All Updates go through one writer goroutine that
// runs what waits in one bbolt transaction and commits once for all, so that many callers share the price of an fsync
// and a lone one pays no delay. It knows bbolt and the file system; nothing of bbolt leaves it.
//
// # The list of free pages
//
// bbolt can write the list of free pages with every commit, or not at all and find them by reading the whole file when
// it is opened. While the engine runs it does the latter, because the former makes every commit slower the busier the
// past was: with 17,000 free pages a lone commit took 1.3 times as long, with 100,000, which a backup of some gigabytes
// under load leaves behind, 1.4 to 1.9 times (BenchmarkFreePages). Close writes the list once, so that the next Open
// reads it in 2 ms. Only after a crash does Open read the file, in 1.7 s a gigabyte, half of it for making sure that
// bbolt can.
//
// The free pages are in bbolt's hash map. With 100,000 of them its array copies all in every commit, which makes the
// mean 1.4 times and the slowest hundredth 4 times as long; with few both are equal, also for many writers.
package bolt

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"lianxin/store/kv"
)

// Options of an engine; the zero value is what a server needs.
type Options struct {
	MaxBatch    int           // most functions in one commit; 0 means 512
	LockTimeout time.Duration // how long Open waits for another process to close the file; 0 means one second

	// NoSync loses acknowledged writes, or the whole file, in a power cut. Only for tests and benchmarks.
	NoSync bool

	// RunTwice runs every function of Update twice and keeps the second run's writes, and gives ErrNested for every
	// call of the engine from inside one of its functions. Only for tests: it shows that callers keep the rules.
	RunTwice bool
}

// Engine is one open file. It implements kv.Engine.
type Engine struct {
	db     *bbolt.DB
	path   string
	nest   nesting
	calls  chan *call
	writer *writer

	mu     sync.Mutex
	closed bool
	active sync.WaitGroup // calls that have begun
}

var _ kv.Engine = (*Engine)(nil)

// View runs fn on the state of the last commit, in the caller's goroutine.
func (e *Engine) View(fn func(kv.Tx) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.leave()
	btx, err := e.db.Begin(false)
	if err != nil {
		return fmt.Errorf("kv/bolt: view: %w", err)
	}
	defer btx.Rollback()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	t := &tx{space: &space{btx: btx}}
	defer t.end()
	return kv.Outcome(fn(t), t.err)
}

// Update hands fn to the writer goroutine and waits for the commit.
func (e *Engine) Update(fn func(kv.Tx) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.leave()
	c := &call{fn: fn, done: make(chan struct{})}
	if err := e.await(c); err != nil {
		return err
	}
	return c.outcome()
}

// await returns when c has been answered. A call from inside the writer's own goroutine would wait for ever, which
// shows in that it waits long and who it is; asking that of every call would cost more than the call.
func (e *Engine) await(c *call) error {
	long := time.NewTimer(time.Second)
	defer long.Stop()
	calls, done := e.calls, (chan struct{})(nil)
	for {
		select {
		case calls <- c:
			calls, done = nil, c.done
		case <-done:
			return nil
		case <-long.C:
			if e.nest.writing() {
				c.abandoned = true
				return fmt.Errorf("kv/bolt: update: %w", kv.ErrNested)
			}
		}
	}
}

// Snapshot writes a bbolt file to w. Pages that are changed meanwhile are kept until it has ended, so the file grows
// with what is written while a slow w takes its time. The copy has no list of free pages: its first Open reads it.
func (e *Engine) Snapshot(w io.Writer) (int64, error) {
	if err := e.enter(); err != nil {
		return 0, err
	}
	defer e.leave()
	btx, err := e.db.Begin(false)
	if err != nil {
		return 0, fmt.Errorf("kv/bolt: snapshot: %w", err)
	}
	defer btx.Rollback()
	n, err := btx.WriteTo(w)
	if err != nil {
		return n, fmt.Errorf("kv/bolt: snapshot: %w", err)
	}
	return n, nil
}

// Close waits for what had begun, stores the list of free pages and releases the file and its lock, in spite of an
// error too.
func (e *Engine) Close() error {
	if err := e.shut(); err != nil {
		return err
	}
	e.active.Wait()
	close(e.calls)
	err := <-e.writer.ended
	if err = errors.Join(err, e.db.Close()); err != nil {
		return fmt.Errorf("kv/bolt: close %s: %w", e.path, err)
	}
	return nil
}

func (e *Engine) shut() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return kv.ErrClosed
	}
	e.closed = true
	return nil
}

func (e *Engine) enter() error {
	if err := e.nest.enter(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		e.nest.leave()
		return kv.ErrClosed
	}
	e.active.Add(1)
	return nil
}

func (e *Engine) leave() {
	e.active.Done()
	e.nest.leave()
}
