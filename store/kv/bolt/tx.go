package bolt

import (
	"fmt"

	"lianxin/store/kv"
)

// tx is what one function sees of a bbolt transaction: all of it in a View, its turn in a batch in an Update.
type tx struct {
	*space
	changes []change // what to undo, in the order it was done
	err     error
	over    bool
}

// change is an entry as it was before a write.
type change struct {
	table *table
	key   []byte
	old   []byte // nil if there was none
}

var _ kv.Tx = (*tx)(nil)

func (t *tx) Err() error { return t.err }

func (t *tx) Get(name string, key []byte) ([]byte, bool) {
	tb := t.reading(name)
	if tb == nil {
		return nil, false
	}
	defer t.catch()
	value := tb.get(key)
	return value, value != nil
}

func (t *tx) Put(name string, key, value []byte) {
	if !t.writing(name) {
		return
	}
	if err := kv.Storable(name, key, value); err != nil {
		t.fail(name, err)
		return
	}
	defer t.catchWrite()
	tb, err := t.create(name)
	if err != nil {
		t.fail(name, err)
		return
	}
	old, last := tb.look(key)
	key = t.keep(key)
	if old == nil {
		tb.count(key, last)
	}
	t.note(tb, key, old)
	if err := tb.put(key, t.keep(value)); err != nil {
		t.fail(name, err)
	}
}

func (t *tx) Delete(name string, key []byte) {
	if !t.writing(name) {
		return
	}
	defer t.catchWrite()
	tb := t.find(name)
	if tb == nil {
		return
	}
	old := tb.get(key)
	if old == nil {
		return
	}
	t.note(tb, t.keep(key), old)
	if err := tb.delete(key); err != nil {
		t.fail(name, err)
	}
}

// note keeps what is needed to undo a write; key must last as long as the transaction.
func (t *tx) note(tb *table, key, old []byte) {
	t.changes = append(t.changes, change{table: tb, key: key, old: old})
}

// undo takes back what the function wrote. Its entries were in memory a moment ago, so a failure is damage.
func (t *tx) undo() {
	defer t.catchWrite()
	for i := len(t.changes) - 1; i >= 0; i-- {
		if err := t.changes[i].undo(); err != nil {
			t.damage = fmt.Errorf("kv/bolt: undo: %w", err)
			return
		}
	}
}

func (c *change) undo() error {
	if c.old == nil {
		return c.table.delete(c.key)
	}
	c.table.top = nil // the entry may come after all that were left without it
	return c.table.put(c.key, c.old)
}

// reading returns the table, or nil if there is nothing to read.
func (t *tx) reading(name string) *table {
	if t.over {
		t.fail(name, kv.ErrDone)
		return nil
	}
	defer t.catch()
	return t.find(name)
}

func (t *tx) writing(name string) bool {
	if t.over {
		t.fail(name, kv.ErrDone)
	} else if !t.btx.Writable() {
		t.fail(name, kv.ErrReadOnly)
	}
	return t.err == nil
}

func (t *tx) fail(name string, err error) {
	if t.err == nil {
		t.err = fmt.Errorf("kv/bolt: table %q: %w", name, err)
	}
}

// catch is deferred around what bbolt does with pages: it panics over damaged ones. A function that cannot read fails
// alone.
func (t *tx) catch() {
	if v := recover(); v != nil && t.err == nil {
		t.err = damaged(v)
	}
}

// catchWrite is catch for what may leave the pages of the transaction half changed: that is the end of all of it.
func (t *tx) catchWrite() {
	if v := recover(); v != nil {
		t.damage = damaged(v)
	}
}

func (t *tx) end() { t.over = true }
