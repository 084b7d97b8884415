// Package memory keeps the ordered key-value layer in the memory of the process: the model that other engines are
// tested against, and what a benchmark compares a disk with. It has the same meaning as they have, except that an
// Update is durable only as long as the process.
package memory

import (
	"bytes"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/tidwall/btree"

	"lianxin/store/kv"
)

// Engine is one store. It implements kv.Engine. An Update from inside a View or Update waits for ever if it waits for
// itself: this engine does not notice.
type Engine struct {
	writing sync.Mutex                        // one Update at a time
	state   atomic.Pointer[map[string]*table] // never changed, only replaced

	mu     sync.Mutex
	closed bool
	active sync.WaitGroup // calls that have begun
}

var _ kv.Engine = (*Engine)(nil)

type entry struct{ key, value []byte }

// table is an ordered set of entries. Its copies share what neither has changed.
type table = btree.BTreeG[entry]

// newTable makes nodes of at most 31 entries: smaller ones are cheaper to copy in an Update, larger ones to search.
func newTable() *table {
	before := func(a, b entry) bool { return bytes.Compare(a.key, b.key) < 0 }
	return btree.NewBTreeGOptions(before, btree.Options{Degree: 16, NoLocks: true})
}

// New makes an empty store.
func New() *Engine {
	e := new(Engine)
	e.state.Store(&map[string]*table{})
	return e
}

// View runs fn on the tables as they are now, in the caller's goroutine.
func (e *Engine) View(fn func(kv.Tx) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.active.Done()
	t := &tx{tables: *e.state.Load()}
	defer t.end()
	return kv.Outcome(fn(t), t.err)
}

// Update runs fn once, in the caller's goroutine, and shows its writes to others when it has succeeded.
func (e *Engine) Update(fn func(kv.Tx) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.active.Done()
	e.writing.Lock()
	defer e.writing.Unlock()
	t := &tx{tables: maps.Clone(*e.state.Load()), own: make(map[string]bool)}
	defer t.end()
	if err := kv.Outcome(fn(t), t.err); err != nil {
		return err
	}
	if len(t.own) > 0 {
		e.state.Store(&t.tables)
	}
	return nil
}

// Close waits for what had begun. The entries go with the last reference to the engine.
func (e *Engine) Close() error {
	if err := e.shut(); err != nil {
		return err
	}
	e.active.Wait()
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
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return kv.ErrClosed
	}
	e.active.Add(1)
	return nil
}
