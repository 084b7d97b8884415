// Package kv is the ordered key-value layer under the ledger: tables of byte keys in ascending order, changed in
// serialisable transactions. It is the one interface the engines meet (kv/bolt on disk, kv/memory for tests and
// comparisons) and the words their callers need. It knows no record, no encoding, no index and no clock.
package kv

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// MaxKey and MaxValue are the longest key and value in bytes that every engine stores; a table's name is as long as
// a key at most. The limits are those of the narrowest engine that may come, not of the present ones.
const (
	MaxKey   = 2048
	MaxValue = 64 << 20
)

// Failures that callers tell apart with errors.Is. Engines wrap them with what they know besides.
var (
	ErrClosed   = errors.New("kv: the engine is closed")
	ErrReadOnly = errors.New("kv: a View cannot write")
	ErrDone     = errors.New("kv: the transaction is over")
	ErrKey      = errors.New("kv: a key and a table's name have 1 to 2048 bytes")
	ErrValue    = errors.New("kv: a value has at most 64 MiB")
	ErrNested   = errors.New("kv: a transaction called its own engine")
	ErrLocked   = errors.New("kv: another process has this store open")
	ErrCorrupt  = errors.New("kv: the file is damaged or is not a store")
	ErrFailed   = errors.New("kv: a write ended halfway; reading goes on, writing needs a restart")
)

// Engine is one open store. Its methods may be called from many goroutines at once, but not from inside the functions
// they run: that can wait for itself for ever, and gives ErrNested where an engine notices it.
type Engine interface {
	// View runs fn on a consistent snapshot that no later write changes. Many Views run at once and none waits for
	// a writer. A long one keeps the space of deleted data in use, so fn should not wait for people or networks.
	View(fn func(Tx) error) error

	// Update runs fn in a serialisable transaction and returns nil once its writes are durable. If fn returns an
	// error, its writes are undone and Update returns that error; if fn panics, they are undone and the caller's
	// goroutine panics, with a *Panic if fn ran in another one. Updates of other callers are not affected.
	//
	// Functions run in the order in which they arrive. An engine may run fn more than once, in another goroutine
	// and together with others in one commit, so fn must touch nothing but tx and what it sets afresh each time.
	// If the commit fails, all its functions fail with that error, even those that would have failed otherwise.
	Update(fn func(Tx) error) error

	// Snapshot writes a consistent copy of the whole store, in the engine's own format, to w while Views and
	// Updates go on, and returns the number of bytes written.
	Snapshot(w io.Writer) (int64, error)

	// Close waits for every call that had begun and releases the store. Later calls, a second Close too, give
	// ErrClosed.
	Close() error
}

// Tx is one transaction, valid until the function it was given to returns; one goroutine uses it.
//
// Its methods return no errors: the first failure is kept, later writes are ignored, and View or Update fails with it
// at the end unless fn's own error wraps it. Only code that would do much in vain need look at Err.
type Tx interface {
	// Get returns the value of key, and whether there is one. A table without entries has none. The bytes are
	// valid until fn returns and must not be changed; an empty value is empty, not nil.
	Get(table string, key []byte) (value []byte, ok bool)

	// Put sets the value of key; nil counts as empty. The table need not exist before. Key and value are copied,
	// so the caller may use both buffers again at once.
	Put(table string, key, value []byte)

	// Delete removes key. It is no failure if there is none.
	Delete(table string, key []byte)

	// Scan yields the entries with from <= key < to in ascending order of their bytes. A nil or empty from is the
	// beginning of the table, a nil to its end; a range with to <= from is empty. The bytes are as those of Get,
	// and from and to must not change before the loop ends.
	//
	// A scan is live: each step goes to the next key after the last one yielded, as the table is at that moment.
	// So the loop may delete or change what it has been given, and meets what it puts ahead of itself.
	Scan(table string, from, to []byte) iter.Seq2[[]byte, []byte]

	// ScanReverse yields the same range as Scan in descending order, live in the same way.
	ScanReverse(table string, from, to []byte) iter.Seq2[[]byte, []byte]

	// Err is the first failure of this transaction: ErrReadOnly, ErrKey, ErrValue, ErrDone or one of the engine's.
	Err() error
}

// Panic is what Update panics with when its function panicked in another goroutine: the value, and the stack of
// where it happened.
type Panic struct {
	Value any
	Stack []byte
}

// Error gives the value and the stack, which is what a crash should show. A log line should take Value.
func (p *Panic) Error() string { return fmt.Sprintf("%v\n\n%s", p.Value, p.Stack) }

// Unwrap gives the value if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Prefix returns the range [from, to) of all keys that begin with p, for Scan. An empty p gives the whole table.
// from is p itself; to is nil if no key can follow the prefix (p is all 0xFF).
func Prefix(p []byte) (from, to []byte) {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] == 0xFF {
			continue
		}
		to = append([]byte(nil), p[:i+1]...)
		to[i]++
		return p, to
	}
	return p, nil
}

// Storable returns the failure, ErrKey or ErrValue, that a Put of these must give in every engine, or nil.
func Storable(table string, key, value []byte) error {
	switch {
	case table == "" || len(table) > MaxKey || len(key) == 0 || len(key) > MaxKey:
		return ErrKey
	case len(value) > MaxValue:
		return ErrValue
	}
	return nil
}

// Outcome is what a transaction ends with: fn's own error, unless the transaction had failed before and fn did not
// say so.
func Outcome(err, failure error) error {
	if failure == nil || errors.Is(err, failure) {
		return err
	}
	return failure
}
