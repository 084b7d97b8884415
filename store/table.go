package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
)

// table is one kind of record: rows in the order of their keys, and the index entries that each row causes. Rows are JSON (row.go); all keys of a
// table have one size, so that an index entry ends with the key of its row.
type table[T any] struct {
	name    string
	keySize int
	indexes []string                              // the tables into which entries goes
	entries func(into *entries, key []byte, v *T) // must follow from the row alone
	say     func(key []byte) string               // how a row is named in an error
}

// entry is one line of an index.
type entry struct {
	table      string
	key, value []byte
}

// entries are the index lines of one row, in one piece of memory that is used again for the next row.
type entries struct {
	list []entry
	buf  []byte
}

func (e *entries) reset() { e.list, e.buf = e.list[:0], e.buf[:0] }

// add copies an entry in.
func (e *entries) add(table string, key, value []byte) {
	at := len(e.buf)
	e.buf = append(append(e.buf, key...), value...)
	cut, end := at+len(key), at+len(key)+len(value)
	e.list = append(e.list, entry{table: table, key: e.buf[at:cut:cut], value: e.buf[cut:end:end]})
}

// get finds a row; ErrNotFound if there is none.
func (t *table[T]) get(tx *Tx, key []byte) (T, error) {
	var v T
	row, ok := tx.kv.Get(t.name, key)
	if !ok {
		return v, ErrNotFound
	}
	if err := decodeRow(row, &v); err != nil {
		return v, fmt.Errorf("store: %s: %w", t.say(key), err)
	}
	return v, nil
}

// put writes a row and brings its index entries up to date.
func (t *table[T]) put(tx *Tx, key []byte, v *T) error {
	tx.was.reset()
	if row, ok := tx.kv.Get(t.name, key); ok {
		var old T
		if err := decodeRow(row, &old); err != nil {
			return fmt.Errorf("store: %s: %w", t.say(key), err)
		}
		t.entries(&tx.was, key, &old)
	}
	return t.write(tx, key, v)
}

// insert writes a row under a key that no row has.
func (t *table[T]) insert(tx *Tx, key []byte, v *T) error {
	tx.was.reset()
	return t.write(tx, key, v)
}

// remove deletes a row with its index entries; nothing happens if there is none.
func (t *table[T]) remove(tx *Tx, key []byte) error {
	row, ok := tx.kv.Get(t.name, key)
	if !ok {
		return nil
	}
	var old T
	if err := decodeRow(row, &old); err != nil {
		return fmt.Errorf("store: %s: %w", t.say(key), err)
	}
	tx.was.reset()
	tx.is.reset()
	t.entries(&tx.was, key, &old)
	tx.unset(t.name, key)
	tx.reindex()
	return nil
}

// write writes a row in the place of one that caused the entries tx.was.
func (t *table[T]) write(tx *Tx, key []byte, v *T) error {
	row, err := tx.rows.encode(v)
	if err != nil {
		return fmt.Errorf("store: %s: %w", t.say(key), err)
	}
	tx.is.reset()
	t.entries(&tx.is, key, v)
	tx.set(t.name, key, row)
	tx.reindex()
	return nil
}

// reindex writes the difference between the entries tx.was and tx.is.
func (tx *Tx) reindex() {
	for _, e := range tx.was.list {
		if !slices.ContainsFunc(tx.is.list, e.sameKey) {
			tx.unset(e.table, e.key)
		}
	}
	for _, e := range tx.is.list {
		if !slices.ContainsFunc(tx.was.list, e.same) {
			tx.set(e.table, e.key, e.value)
		}
	}
}

func (e entry) sameKey(o entry) bool { return e.table == o.table && bytes.Equal(e.key, o.key) }
func (e entry) same(o entry) bool    { return e.sameKey(o) && bytes.Equal(e.value, o.value) }

// follow gives the rows that index entries point to, in the order of the entries.
func (t *table[T]) follow(tx *Tx, index iter.Seq2[[]byte, []byte]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for key := range index {
			if !yield(t.owner(tx, key)) {
				return
			}
		}
	}
}

// owner gives the row that an index entry belongs to.
func (t *table[T]) owner(tx *Tx, index []byte) (T, error) {
	v, err := t.get(tx, index[max(0, len(index)-t.keySize):])
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("%w: an index of %s points to a row that is not there", ErrDamaged, t.name)
	}
	return v, err
}

// newest gives up to limit rows, the last key first; a limit of 0 or less gives all.
func (t *table[T]) newest(tx *Tx, limit int) iter.Seq2[T, error] {
	return first(limit, func(yield func(T, error) bool) {
		for key, row := range tx.kv.ScanReverse(t.name, nil, nil) {
			var v T
			err := decodeRow(row, &v)
			if err != nil {
				err = fmt.Errorf("store: %s: %w", t.say(key), err)
			}
			if !yield(v, err) {
				return
			}
		}
	})
}

// first cuts a sequence off after limit elements; a limit of 0 or less cuts nothing.
func first[T any](limit int, seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	if limit <= 0 {
		return seq
	}
	return func(yield func(T, error) bool) {
		n := 0
		for v, err := range seq {
			n++
			if !yield(v, err) || n == limit {
				return
			}
		}
	}
}
