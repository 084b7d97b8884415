package store

import (
	"errors"
	"time"

	"lianxin/store/kv"
)

// Tx is one transaction, valid until the function it was given to returns; one goroutine uses it.
//
// A method that gives no error keeps its failure: the View or Update fails with it in the end.
type Tx struct {
	At time.Time // UTC: the instant at which everything in an Update happens; zero in a View

	kv    kv.Tx
	loc   *time.Location
	vault *Vault // nil: nothing can be sealed or opened
	err   error
	wrote bool
	*scratch
}

// scratch is the memory in which a transaction puts rows and keys together. The next one uses it again.
type scratch struct {
	rows rowWriter
	was  entries // what the indexes held of the row that is being put
	is   entries // and what they are to hold
}

// begin makes a transaction. Its scratch is that of an earlier one, if one lies ready.
func begin(k kv.Tx, s *Store, at time.Time) *Tx {
	used, ready := s.scratch.Get().(*scratch)
	if !ready {
		used = new(scratch)
	}
	return &Tx{At: at, kv: k, loc: s.loc, vault: s.vault, scratch: used}
}

// end lays the scratch back. Whoever uses the transaction after its end meets nil, and not what another one writes.
func (tx *Tx) end(s *Store) {
	s.scratch.Put(tx.scratch)
	tx.scratch = nil
}

// Wrote tells whether anything was written in the transaction so far.
func (tx *Tx) Wrote() bool { return tx.wrote }

// fail keeps the first failure of a method that gives no error.
func (tx *Tx) fail(err error) {
	if tx.err == nil {
		tx.err = err
	}
}

// failed gives what went wrong in the transaction, here or in the engine.
func (tx *Tx) failed() error { return errors.Join(tx.err, tx.kv.Err()) }

func (tx *Tx) set(table string, key, value []byte) {
	tx.wrote = true
	tx.kv.Put(table, key, value)
}

func (tx *Tx) unset(table string, key []byte) {
	tx.wrote = true
	tx.kv.Delete(table, key)
}
