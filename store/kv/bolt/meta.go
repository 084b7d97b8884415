package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"lianxin/store/kv"
)

// The file format of bbolt, as far as it takes to tell a sound file from a damaged one: pages with a header, of which
// the first two are copies of the meta data, and trees of branch and leaf pages, all in the machine's byte order.
const (
	headerSize = 16 // id 8, type 2, count 2, overflow 4

	branchType   = 0x01
	leafType     = 0x02
	freelistType = 0x10

	metaMagic   = 0xED0CDAED
	metaVersion = 2
	notListed   = ^uint64(0) // the place of a list of free pages that is not in the file
)

var order = binary.NativeEndian

// meta is what a meta page says.
type meta struct {
	pageSize int64
	root     uint64 // the page where the tree of all tables begins
	freelist uint64
	pages    uint64 // how many pages are in use, free ones included
	commit   uint64 // the number of the commit that wrote it
}

func (m meta) listed() bool { return m.freelist != notListed }

// inspectFile reads the meta data and the list of free pages, and the trees too if whole is set or the file has no
// list: then bbolt will read all of them.
func inspectFile(path string, whole bool) (meta, error) {
	f, err := os.Open(path)
	if err != nil {
		return meta{}, err
	}
	defer f.Close()
	m, err := readMeta(f)
	if err != nil {
		return m, err
	}
	info, err := f.Stat()
	if err != nil {
		return m, err
	}
	if whole := uint64(info.Size() / m.pageSize); whole < m.pages {
		return m, fmt.Errorf("%w: it has %d of its %d pages", kv.ErrCorrupt, whole, m.pages)
	}
	w := newWalk(f, m)
	if err := w.freePages(); err != nil || m.listed() && !whole {
		return m, err
	}
	return m, w.tree(m.root, bounds{})
}

// readMeta returns the newest valid meta page. A crash can spoil the one that was being written.
func readMeta(r io.ReaderAt) (meta, error) {
	first, ok := readMetaPage(r, 0)
	size := int64(pageSize)
	if ok {
		size = first.pageSize
	}
	second, ok2 := readMetaPage(r, size)
	switch {
	case !ok && !ok2:
		return meta{}, fmt.Errorf("%w: no valid meta page", kv.ErrCorrupt)
	case !ok || ok2 && second.commit > first.commit:
		return second, nil
	}
	return first, nil
}

func readMetaPage(r io.ReaderAt, at int64) (meta, bool) {
	page := make([]byte, headerSize+64)
	if _, err := r.ReadAt(page, at); err != nil {
		return meta{}, false
	}
	b := page[headerSize:] // magic 4, version 4, page size 4, flags 4, root 8, sequence 8, freelist 8, pages 8, commit 8, sum 8
	sum := fnv.New64a()
	sum.Write(b[:56])
	valid := order.Uint32(b) == metaMagic && order.Uint32(b[4:]) == metaVersion && order.Uint64(b[56:]) == sum.Sum64()
	m := meta{
		pageSize: int64(order.Uint32(b[8:])),
		root:     order.Uint64(b[16:]),
		freelist: order.Uint64(b[32:]),
		pages:    order.Uint64(b[40:]),
		commit:   order.Uint64(b[48:]),
	}
	const fewest = 4 // two of meta data, one of free pages, one of tables
	return m, valid && m.pageSize >= headerSize+64 && m.pages >= fewest
}
