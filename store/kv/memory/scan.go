package memory

import (
	"bytes"

	"github.com/tidwall/btree"
)

// scan stands on an entry of a table and finds its place again when the table has changed.
type scan struct {
	t       *tx
	name    string
	it      btree.IterG[entry]
	changes int // of the transaction, when the place was found
	at      entry
}

func (s *scan) key() []byte { return s.at.key }

// yield hands the entry out, and reports whether to go on.
func (s *scan) yield(yield func(k, v []byte) bool) bool {
	return yield(s.at.key, s.at.value) && !s.t.over
}

// open begins anew on the table as it is now.
func (s *scan) open() bool {
	tb := s.t.reading(s.name)
	if tb == nil {
		return false
	}
	s.it, s.changes = tb.Iter(), s.t.changes
	return true
}

func (s *scan) seek(from []byte) bool {
	return s.open() && s.stand(s.it.Seek(entry{key: from}))
}

func (s *scan) next() bool {
	if s.changes == s.t.changes {
		return s.stand(s.it.Next())
	}
	last := s.at.key
	if !s.seek(last) {
		return false
	}
	return !bytes.Equal(s.at.key, last) || s.stand(s.it.Next())
}

// before finds the last entry before to, or of the table if to is nil.
func (s *scan) before(to []byte) bool {
	if !s.open() {
		return false
	}
	if to != nil && s.it.Seek(entry{key: to}) {
		return s.stand(s.it.Prev())
	}
	return s.stand(s.it.Last())
}

func (s *scan) previous() bool {
	if s.changes == s.t.changes {
		return s.stand(s.it.Prev())
	}
	return s.before(s.at.key)
}

func (s *scan) stand(ok bool) bool {
	if ok {
		s.at = s.it.Item()
	}
	return ok
}
