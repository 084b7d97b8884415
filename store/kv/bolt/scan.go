package bolt

import (
	"bytes"
	"iter"

	"go.etcd.io/bbolt"
)

func (t *tx) Scan(name string, from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		tb := t.reading(name)
		if tb == nil {
			return
		}
		s := scan{t: t, tb: tb, c: tb.lend()}
		k, v := s.first(from)
		for k != nil && (to == nil || bytes.Compare(k, to) < 0) {
			seen := tb.changes
			if !yield(k, v) || t.over {
				break
			}
			k, v = s.next(k, seen != tb.changes)
		}
		tb.takeBack(s.c)
	}
}

func (t *tx) ScanReverse(name string, from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		tb := t.reading(name)
		if tb == nil {
			return
		}
		s := scan{t: t, tb: tb, c: tb.lend()}
		k, v := s.last(to)
		for k != nil && bytes.Compare(k, from) >= 0 {
			seen := tb.changes
			if !yield(k, v) || t.over {
				break
			}
			k, v = s.previous(k, seen != tb.changes)
		}
		tb.takeBack(s.c)
	}
}

// scan is a cursor that minds changes of its table.
type scan struct {
	t  *tx
	tb *table
	c  *bbolt.Cursor
}

func (s *scan) first(from []byte) (k, v []byte) {
	defer s.t.catch()
	return s.c.Seek(from)
}

// next returns the entry after key, on which the cursor stands unless it is stale.
func (s *scan) next(key []byte, stale bool) (k, v []byte) {
	defer s.t.catch()
	if stale {
		if k, v = s.c.Seek(key); !bytes.Equal(k, key) {
			return k, v
		}
	}
	return s.c.Next()
}

// last returns the last entry before to, or of the table if to is nil.
func (s *scan) last(to []byte) (k, v []byte) {
	defer s.t.catch()
	if to != nil {
		return s.before(to)
	}
	// bbolt looks for the last entry for ever if all of several pages were emptied in this transaction.
	if s.least() == nil {
		return nil, nil
	}
	return s.c.Last()
}

// previous returns the entry before key, on which the cursor stands unless it is stale.
func (s *scan) previous(key []byte, stale bool) (k, v []byte) {
	defer s.t.catch()
	if stale {
		return s.before(key)
	}
	return s.back(key)
}

func (s *scan) before(key []byte) (k, v []byte) {
	if k, _ = s.c.Seek(key); k != nil {
		return s.back(key)
	}
	if s.least() == nil {
		return nil, nil
	}
	return s.c.Last()
}

// back steps to the entry before key. A page that was emptied in this transaction looks to bbolt like the beginning of
// the table, so at every beginning it looks whether it is the true one.
func (s *scan) back(key []byte) (k, v []byte) {
	for k, v = s.c.Prev(); k == nil; k, v = s.c.Prev() {
		if least := s.least(); least == nil || bytes.Compare(least, key) >= 0 {
			return nil, nil
		}
	}
	return k, v
}

func (s *scan) least() []byte {
	k, _ := s.tb.cursor.First()
	return k
}
