package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// space is one bbolt transaction with the tables that have been used in it. In an Update the functions of one batch
// share it.
type space struct {
	btx    *bbolt.Tx
	tables []*table
	damage error // bbolt failed where it must not: nothing of this transaction may be kept

	memory []byte // what is left of the piece in which keys and values are kept until the commit
}

// keep copies bytes into memory that lasts as long as the transaction. The many small ones of a batch share large pieces.
func (s *space) keep(b []byte) []byte {
	const piece = 32 << 10
	if len(b) > piece/4 {
		return append([]byte{}, b...)
	}
	if s.memory == nil || len(b) > len(s.memory) {
		s.memory = make([]byte, piece)
	}
	kept := s.memory[:len(b):len(b)]
	s.memory = s.memory[copy(kept, b):]
	return kept
}

// find returns a table, or nil if it does not exist. There are few, and a program names them by constants, so looking
// through them is faster than a map.
func (s *space) find(name string) *table {
	for _, tb := range s.tables {
		if tb.name == name {
			return tb
		}
	}
	b := s.btx.Bucket([]byte(name))
	if b == nil {
		return nil
	}
	return s.add(name, b)
}

func (s *space) create(name string) (*table, error) {
	if tb := s.find(name); tb != nil {
		return tb, nil
	}
	b, err := s.btx.CreateBucket([]byte(name))
	if err != nil {
		return nil, err
	}
	return s.add(name, b), nil
}

func (s *space) add(name string, b *bbolt.Bucket) *table {
	tb := &table{name: name, bucket: b, cursor: b.Cursor()}
	s.tables = append(s.tables, tb)
	return tb
}

// pack fills the pages of tables that grow at their end. bbolt splits pages in halves, which leaves room for keys that
// come between others. Records in the order of their time have no such keys, and take half the space with full pages.
func (s *space) pack() {
	const full = 1.0
	for _, tb := range s.tables {
		if tb.appended > tb.inserted {
			tb.bucket.FillPercent = full
		}
	}
}

// table is a bucket with a cursor for looking up single keys and a count of its changes, by which scans notice that
// their own cursor is no longer to be trusted.
type table struct {
	name    string
	bucket  *bbolt.Bucket
	cursor  *bbolt.Cursor
	spare   []*bbolt.Cursor // of scans that have ended
	changes int
	top     []byte // no key of the table comes after it; nil: nobody has looked

	appended, inserted int // keys put after all others, and before some
}

// lend gives a cursor for one scan. A used one has room for its way down the tree already, which a new one takes from the heap in four pieces.
func (tb *table) lend() *bbolt.Cursor {
	n := len(tb.spare)
	if n == 0 {
		return tb.bucket.Cursor()
	}
	c := tb.spare[n-1]
	tb.spare = tb.spare[:n-1]
	return c
}

func (tb *table) takeBack(c *bbolt.Cursor) { tb.spare = append(tb.spare, c) }

// get returns nil if there is no such key; an empty value is not nil.
func (tb *table) get(key []byte) []byte {
	value, _ := tb.look(key)
	return value
}

// look is get that also tells whether key comes after all keys of the table.
func (tb *table) look(key []byte) (value []byte, last bool) {
	if tb.top != nil && bytes.Compare(key, tb.top) > 0 {
		return nil, true // records in the order of their time: nothing is looked for
	}
	k, v := tb.cursor.Seek(key)
	if k != nil && bytes.Equal(k, key) {
		return v, false
	}
	return nil, k == nil
}

// count notes where a new key goes, which must last as long as the transaction.
func (tb *table) count(key []byte, last bool) {
	if last {
		tb.appended++
		tb.top = key
	} else {
		tb.inserted++
	}
}

// put keeps value until the commit.
func (tb *table) put(key, value []byte) error {
	tb.changes++
	return tb.bucket.Put(key, value)
}

func (tb *table) delete(key []byte) error {
	tb.changes++
	return tb.bucket.Delete(key)
}
