package bolt

import (
	"bytes"
	"fmt"
	"io"

	"lianxin/store/kv"
)

// walk reads the pages of a file without bbolt, which trusts what it reads: a wrong number in a page can make it panic
// in a goroutine of its own, or read memory that is not there.
type walk struct {
	file io.ReaderAt
	meta meta
	seen []bool // pages met so far: none may be met twice
	free [][]byte
}

// bounds are the keys that a page may have: from <= key < to, where nil means no bound.
type bounds struct{ from, to []byte }

func newWalk(file io.ReaderAt, m meta) *walk {
	w := &walk{file: file, meta: m, seen: make([]bool, m.pages)}
	w.seen[0], w.seen[1] = true, true
	return w
}

// page is one page with those that continue it.
type page struct {
	id    uint64
	kind  uint16
	count int
	bytes []byte
}

func (w *walk) damaged(id uint64, format string, args ...any) error {
	return fmt.Errorf("%w: page %d: %s", kv.ErrCorrupt, id, fmt.Sprintf(format, args...))
}

// read reads a page that nothing has referred to before.
func (w *walk) read(id uint64) (page, error) {
	if id >= w.meta.pages {
		return page{}, w.damaged(id, "beyond the last page %d", w.meta.pages-1)
	}
	b := w.buffer()
	if _, err := w.file.ReadAt(b, int64(id)*w.meta.pageSize); err != nil {
		return page{}, fmt.Errorf("page %d: %w", id, err)
	}
	p := parse(b)
	more := uint64(order.Uint32(b[12:]))
	if p.id != id {
		return p, w.damaged(id, "says it is page %d", p.id)
	}
	if id+more >= w.meta.pages {
		return p, w.damaged(id, "goes on beyond the last page")
	}
	for i := id; i <= id+more; i++ {
		if w.seen[i] {
			return p, w.damaged(i, "in use twice")
		}
		w.seen[i] = true
	}
	return p, w.readMore(&p, more)
}

func (w *walk) readMore(p *page, more uint64) error {
	if more == 0 {
		return nil
	}
	p.bytes = append(p.bytes, make([]byte, int64(more)*w.meta.pageSize)...)
	if _, err := w.file.ReadAt(p.bytes[w.meta.pageSize:], int64(p.id+1)*w.meta.pageSize); err != nil {
		return fmt.Errorf("page %d: %w", p.id+1, err)
	}
	return nil
}

// buffer gives the bytes for one page. A walk needs as many as its tree is deep.
func (w *walk) buffer() []byte {
	if n := len(w.free); n > 0 {
		b := w.free[n-1]
		w.free = w.free[:n-1]
		return b
	}
	return make([]byte, w.meta.pageSize)
}

func (w *walk) release(p page) {
	if int64(len(p.bytes)) == w.meta.pageSize {
		w.free = append(w.free, p.bytes)
	}
}

// parse reads the header of a page or of a small table kept inside a page.
func parse(b []byte) page {
	return page{id: order.Uint64(b), kind: order.Uint16(b[8:]), count: int(order.Uint16(b[10:])), bytes: b}
}

// tree checks a page and what hangs below it.
func (w *walk) tree(id uint64, in bounds) error {
	p, err := w.read(id)
	if err != nil {
		return err
	}
	defer w.release(p)
	switch p.kind {
	case leafType:
		return w.leaf(p, in)
	case branchType:
		return w.branch(p, in)
	}
	return w.damaged(id, "has type %#x", p.kind)
}

func (w *walk) branch(p page, in bounds) error {
	if p.count == 0 {
		return w.damaged(p.id, "is empty")
	}
	children := make([]bounds, p.count)
	for i := range children {
		e, err := w.entry(p, i)
		if err != nil {
			return err
		}
		children[i].from = e.key
		if i > 0 {
			children[i-1].to = e.key
		}
	}
	children[p.count-1].to = in.to
	if err := w.ordered(p, children[0].from, in); err != nil {
		return err
	}
	for i, child := range children {
		if i > 0 && bytes.Compare(children[i-1].from, child.from) >= 0 {
			return w.damaged(p.id, "has keys out of order")
		}
		e, _ := w.entry(p, i)
		if err := w.tree(e.child, child); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) leaf(p page, in bounds) error {
	var last []byte
	for i := range p.count {
		e, err := w.entry(p, i)
		if err != nil {
			return err
		}
		if err := w.ordered(p, e.key, in); err != nil {
			return err
		}
		if i > 0 && bytes.Compare(last, e.key) >= 0 {
			return w.damaged(p.id, "has keys out of order")
		}
		last = e.key
		if err := w.table(p, e); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) ordered(p page, key []byte, in bounds) error {
	if bytes.Compare(key, in.from) < 0 || in.to != nil && bytes.Compare(key, in.to) >= 0 {
		return w.damaged(p.id, "has keys that belong elsewhere")
	}
	return nil
}

// table checks an entry that is a table: a tree of its own, or a leaf inside the entry if it is small.
func (w *walk) table(p page, e entry) error {
	if !e.table {
		return nil
	}
	const tableHeader = 16 // root 8, sequence 8
	if len(e.value) < tableHeader {
		return w.damaged(p.id, "has a table of %d bytes", len(e.value))
	}
	if root := order.Uint64(e.value); root != 0 {
		return w.tree(root, bounds{})
	}
	if len(e.value) < tableHeader+headerSize {
		return w.damaged(p.id, "has a small table of %d bytes", len(e.value))
	}
	small := parse(e.value[tableHeader:])
	if small.kind != leafType {
		return w.damaged(p.id, "has a small table of type %#x", small.kind)
	}
	small.id = p.id
	return w.leaf(small, bounds{})
}

// entry is one element of a page.
type entry struct {
	key, value []byte
	child      uint64 // in a branch
	table      bool   // in a leaf
}

// entry reads an element: where its key is, counted from the element itself, and how long its parts are.
func (w *walk) entry(p page, i int) (entry, error) {
	const size = 16 // branch: position 4, key 4, child 8; leaf: flags 4, position 4, key 4, value 4
	start := headerSize + i*size
	if start+size > len(p.bytes) {
		return entry{}, w.damaged(p.id, "has no room for its %d entries", p.count)
	}
	b := p.bytes[start:]
	var e entry
	var at, key, value int
	if p.kind == branchType {
		at, key = int(order.Uint32(b)), int(order.Uint32(b[4:]))
		e.child = order.Uint64(b[8:])
	} else {
		e.table = order.Uint32(b)&1 != 0
		at, key, value = int(order.Uint32(b[4:])), int(order.Uint32(b[8:])), int(order.Uint32(b[12:]))
	}
	if at+key+value > len(b) {
		return entry{}, w.damaged(p.id, "has an entry that leaves the page")
	}
	e.key, e.value = b[at:at+key], b[at+key:at+key+value]
	return e, nil
}

// freePages checks the list of free pages if there is one.
func (w *walk) freePages() error {
	if !w.meta.listed() {
		return nil
	}
	p, err := w.read(w.meta.freelist)
	if err != nil {
		return err
	}
	if p.kind != freelistType {
		return w.damaged(p.id, "is not the list of free pages")
	}
	ids := p.bytes[headerSize:]
	count := uint64(p.count)
	if count == 0xFFFF && len(ids) >= 8 { // too many for the header
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return w.damaged(p.id, "lists %d free pages, more than fit", count)
	}
	for i := range count {
		id := order.Uint64(ids[i*8:])
		if id >= w.meta.pages || w.seen[id] {
			return w.damaged(p.id, "lists page %d as free, which is in use or not there", id)
		}
		w.seen[id] = true
	}
	return nil
}
