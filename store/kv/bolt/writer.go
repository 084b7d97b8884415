package bolt

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"lianxin/store/kv"
)

// writer owns the goroutine that changes the file: it gathers the calls that wait, runs them in one bbolt transaction,
// commits and answers. Its state is in fields, because a function that ends its goroutine makes it go on in another.
type writer struct {
	db       *bbolt.DB
	calls    <-chan *call
	nest     *nesting
	max      int
	runTwice bool
	ended    chan error // gets the outcome of the last commit, that of the list of free pages

	batch  []*call
	turn   int    // the first call of the batch that has not run
	space  *space // the transaction of the batch; nil between batches
	wrote  bool   // a function of the batch wrote something and succeeded
	spare  []change
	listed bool  // the file has its list of free pages
	failed error // no more writing

	batches, functions, commits atomic.Uint64
}

// run writes until the calls are closed. If a function ends the goroutine, it goes on in a new one where it was.
func (w *writer) run() {
	finished := false
	defer func() {
		if !finished {
			go w.run()
		}
	}()
	debug.SetPanicOnFault(true)
	w.nest.setWriter()
	for w.space != nil || w.gather() {
		w.runBatch()
		answered := len(w.batch)
		w.answer(w.finish())
		w.letJoin(answered)
	}
	finished = true
	w.ended <- w.storeList()
}

// gather waits for a call, takes what else waits, and begins a transaction.
func (w *writer) gather() bool {
	for c := range w.calls {
		w.batch, w.turn = append(w.batch, c), 0
		w.gatherMore()
		btx, err := w.begin()
		if err == nil {
			w.space, w.wrote = &space{btx: btx}, false
			return true
		}
		w.answer(err)
	}
	return false
}

func (w *writer) gatherMore() {
	for len(w.batch) < w.max {
		select {
		case c, open := <-w.calls:
			if !open {
				return
			}
			w.batch = append(w.batch, c)
		default:
			return
		}
	}
}

// letJoin lets callers that were just answered come again before the next batch begins, as long as some do: otherwise
// two halves of them take turns, and each waits for the other's commit. It gives way to what can run and waits for
// nothing, about 30 µs if nobody comes, and not at all after a batch of one. With 64 and 256 busy callers it makes
// batches 1.6 and 1.5 times as large and the rate 1.1 and 1.25 times.
func (w *writer) letJoin(answered int) {
	const patience = 200
	waiting := len(w.calls)
	for tries := 0; tries < patience && 1 < answered && waiting < answered; tries++ {
		runtime.Gosched()
		if now := len(w.calls); now > waiting {
			waiting, tries = now, 0
		}
	}
}

func (w *writer) begin() (*bbolt.Tx, error) {
	if w.failed != nil {
		return nil, w.failed
	}
	btx, err := w.db.Begin(true)
	if err != nil {
		return nil, fmt.Errorf("kv/bolt: begin: %w", err)
	}
	return btx, nil
}

func (w *writer) runBatch() {
	for w.turn < len(w.batch) && w.space.damage == nil {
		c := w.batch[w.turn]
		w.turn++
		if c.abandoned {
			continue
		}
		if w.runTwice {
			w.runCall(c, false)
		}
		if !c.broken() {
			w.runCall(c, true)
		}
	}
}

// runCall gives the function its turn, and undoes its writes unless it succeeds and they are to be kept.
func (w *writer) runCall(c *call, keep bool) {
	t := &tx{space: w.space, changes: w.spare[:0]}
	defer func() {
		t.end()
		c.err = kv.Outcome(c.err, t.err)
		if !keep || c.err != nil || c.broken() {
			t.undo()
		} else if len(t.changes) > 0 {
			w.wrote = true
		}
		clear(t.changes)
		w.spare = t.changes
	}()
	c.run(t)
}

// finish ends the transaction of the batch: with a commit if there is something to commit.
func (w *writer) finish() error {
	s := w.space
	w.space = nil
	if s.damage != nil || !w.wrote {
		return errors.Join(s.damage, guard(s.btx.Rollback))
	}
	w.listed = false
	w.commits.Add(1)
	s.pack()
	return w.commit(s.btx)
}

// commit makes sure that a failed commit leaves either nothing behind or an engine that writes no more.
func (w *writer) commit(btx *bbolt.Tx) error {
	id := btx.ID()
	err := guard(btx.Commit)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("kv/bolt: commit: %w", err)
	if errors.Is(err, kv.ErrCorrupt) {
		_ = guard(btx.Rollback) // frees the locks that the panic left
		w.failed = fmt.Errorf("%w: %w", kv.ErrFailed, err)
		return w.failed
	}
	if w.visible(id) {
		w.failed = fmt.Errorf("%w: %w", kv.ErrFailed, err)
		return w.failed
	}
	return err
}

// visible reports whether a transaction shows in the file although its commit failed: then the last fsync did, and
// only reading the file anew tells what the disk has kept.
func (w *writer) visible(id int) bool {
	btx, err := w.db.Begin(false)
	if err != nil {
		return false
	}
	defer btx.Rollback()
	return btx.ID() >= id
}

func (w *writer) answer(err error) {
	w.batches.Add(1)
	w.functions.Add(uint64(len(w.batch)))
	for _, c := range w.batch {
		if err != nil {
			c.err = err
		}
		close(c.done)
	}
	clear(w.batch)
	w.batch = w.batch[:0]
}

// storeList writes the list of free pages, so that the next Open need not read the whole file.
func (w *writer) storeList() error {
	if w.listed || w.failed != nil {
		return nil
	}
	w.db.NoFreelistSync = false
	btx, err := w.begin()
	if err != nil {
		return err
	}
	return w.commit(btx)
}
