package memory

import (
	"bytes"
	"fmt"
	"iter"

	"lianxin/store/kv"
)

// tx is one transaction: in an Update, a copy of the map of tables, and of each table from its first change on.
type tx struct {
	tables  map[string]*table
	own     map[string]bool // tables that this transaction has copied; nil in a View
	changes int
	err     error
	over    bool
}

var _ kv.Tx = (*tx)(nil)

func (t *tx) Err() error { return t.err }

func (t *tx) Get(name string, key []byte) ([]byte, bool) {
	tb := t.reading(name)
	if tb == nil {
		return nil, false
	}
	e, ok := tb.Get(entry{key: key})
	return e.value, ok
}

func (t *tx) Put(name string, key, value []byte) {
	if !t.writing(name) {
		return
	}
	if err := kv.Storable(name, key, value); err != nil {
		t.fail(name, err)
		return
	}
	t.copied(name).Set(entry{key: bytes.Clone(key), value: append([]byte{}, value...)})
	t.changes++
}

func (t *tx) Delete(name string, key []byte) {
	if !t.writing(name) {
		return
	}
	if _, ok := t.Get(name, key); !ok {
		return
	}
	t.copied(name).Delete(entry{key: key})
	t.changes++
}

// copied returns the transaction's own copy of a table.
func (t *tx) copied(name string) *table {
	tb := t.tables[name]
	if t.own[name] {
		return tb
	}
	if tb == nil {
		tb = newTable()
	} else {
		tb = tb.Copy()
	}
	t.tables[name], t.own[name] = tb, true
	return tb
}

func (t *tx) Scan(name string, from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		s := scan{t: t, name: name}
		for ok := s.seek(from); ok && (to == nil || bytes.Compare(s.key(), to) < 0); ok = s.next() {
			if !s.yield(yield) {
				return
			}
		}
	}
}

func (t *tx) ScanReverse(name string, from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		s := scan{t: t, name: name}
		for ok := s.before(to); ok && bytes.Compare(s.key(), from) >= 0; ok = s.previous() {
			if !s.yield(yield) {
				return
			}
		}
	}
}

func (t *tx) reading(name string) *table {
	if t.over {
		t.fail(name, kv.ErrDone)
		return nil
	}
	return t.tables[name]
}

func (t *tx) writing(name string) bool {
	if t.over {
		t.fail(name, kv.ErrDone)
	} else if t.own == nil {
		t.fail(name, kv.ErrReadOnly)
	}
	return t.err == nil
}

func (t *tx) fail(name string, err error) {
	if t.err == nil {
		t.err = fmt.Errorf("kv/memory: table %q: %w", name, err)
	}
}

func (t *tx) end() { t.over = true }
