// Package store is the durable ledger: one consistent set of activities, petitions, notices, dialogs, stored answers and journal lines, read in
// View and changed in Update. It keeps every index, number and journal link in the transaction of the record they belong to.
//
// It knows what a record is and where it lies, not what may happen to it (store/ledger) and not how bytes reach the disk (store/kv). It starts no
// goroutine, reads no clock and logs nothing.
package store

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"lianxin/store/kv"
)

// ErrNotFound is what a lookup by id gives for a record that is not there; compare with errors.Is.
var ErrNotFound = errors.New("store: no such record")

// ErrDamaged marks a ledger whose bytes are not what the program wrote: a row that cannot be read, an index that disagrees with its records, a
// broken journal. Reading the rest goes on.
var ErrDamaged = errors.New("store: the ledger is damaged")

// Options says what the store cannot know by itself. The zero value is usable.
type Options struct {
	Location *time.Location // zone in which the year of an id is counted; nil = UTC
	Vault    *Vault         // seals who filed a case; nil = no case is taken in, everything else works
}

// Store is one open ledger. Its methods may be called from many goroutines.
type Store struct {
	engine kv.Engine
	loc    *time.Location
	vault  *Vault
	path   string // of the ledger's file; "" if the engine was handed in
	news   news

	scratch sync.Pool // of *scratch
}

// Open takes an engine over: it brings an older ledger up to the present form and refuses one written by a newer program (a *Fault). The engine
// is closed by Close, also after a failed Open.
func Open(engine kv.Engine, opt Options) (*Store, error) {
	s := &Store{engine: engine, loc: opt.Location, vault: opt.Vault}
	if s.loc == nil {
		s.loc = time.UTC
	}
	if err := upgrade(engine, schemaVersion, migrations()); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return s, nil
}

// View runs fn on a consistent state of the ledger; no writer waits for it and it waits for none. fn gives back values, not the transaction.
func (s *Store) View(fn func(*Tx) error) error {
	return s.engine.View(func(k kv.Tx) error {
		tx := begin(k, s, time.Time{})
		defer tx.end(s)
		if err := fn(tx); err != nil {
			return err
		}
		return tx.failed()
	})
}

// Update runs fn in a transaction in which everything happens at the instant at, and returns nil once it is on disk. What fn returns as an error,
// a refusal too, comes back as it is and nothing of fn's writing stays.
//
// fn may run more than once and in another goroutine: it touches nothing but tx and values it sets afresh each time, refuses before it writes, and
// calls neither View nor Update.
func (s *Store) Update(at time.Time, fn func(*Tx) error) error {
	if at.IsZero() {
		return errors.New("store: update without an instant")
	}
	at = at.UTC()
	var wrote bool
	err := s.engine.Update(func(k kv.Tx) error {
		tx := begin(k, s, at)
		defer tx.end(s)
		if err := fn(tx); err != nil {
			return err
		}
		wrote = tx.wrote
		return tx.failed()
	})
	if err == nil && wrote {
		s.news.spread()
	}
	return err
}

// Changed gives a channel that is closed when the next change has been committed. Take it before looking, so that nothing is missed in between.
func (s *Store) Changed() <-chan struct{} { return s.news.wait() }

// Close waits for the transactions that run and releases the ledger.
func (s *Store) Close() error {
	if err := s.engine.Close(); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}
