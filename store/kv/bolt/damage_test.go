package bolt

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"lianxin/store/kv"
)

// storeFile gives the bytes of a file with a table of many pages, a small one, one with a value of several pages, and
// free pages; with or without its list of free pages.
func storeFile(t testing.TB, listed bool) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole")
	e, err := Open(path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		if err := e.Update(func(tx kv.Tx) error {
			for i := range 400 {
				tx.Put("many", fmt.Appendf(nil, "key %03d", i*7%400), make([]byte, 100+round))
			}
			tx.Put("small", []byte("key"), []byte("value"))
			tx.Put("large", []byte("key"), make([]byte, 20_000))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if !listed {
		defer e.Close()
	} else if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := inspectFile(path, true)
	if err != nil || m.listed() != listed {
		t.Fatalf("listed %v, %v", m.listed(), err)
	}
	return whole[:int64(m.pages)*m.pageSize]
}

// tryOpen checks and opens a file with the given bytes. Either may refuse it, but only as damaged, and what is found
// sound can be read.
func tryOpen(t testing.TB, content []byte) (opened, checked error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	checked = Check(path)
	e, opened := Open(path, Options{NoSync: true})
	for what, err := range map[string]error{"open": opened, "check": checked} {
		if err != nil && !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if opened != nil {
		return opened, checked
	}
	if checked == nil {
		if err := e.View(readAll); err != nil {
			t.Errorf("view of a sound file: %v", err)
		}
	}
	if err := e.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	return nil, checked
}

func readAll(tx kv.Tx) error {
	for _, table := range []string{"many", "small", "large"} {
		for range tx.Scan(table, nil, nil) {
		}
		for range tx.ScanReverse(table, nil, nil) {
		}
		tx.Get(table, []byte("key"))
	}
	return nil
}

func TestCutFile(t *testing.T) {
	for _, listed := range []bool{true, false} {
		whole := storeFile(t, listed)
		if opened, checked := tryOpen(t, whole); opened != nil || checked != nil {
			t.Fatalf("the whole file: %v, %v", opened, checked)
		}
		for _, size := range []int{1, 100, pageSize, 2*pageSize - 1, 2 * pageSize, 5 * pageSize, len(whole) / 2, len(whole) - pageSize, len(whole) - 1} {
			opened, checked := tryOpen(t, whole[:size])
			if !errors.Is(opened, kv.ErrCorrupt) || !errors.Is(checked, kv.ErrCorrupt) {
				t.Errorf("the first %d of %d bytes (listed: %v): open %v, check %v", size, len(whole), listed, opened, checked)
			}
		}
	}
}

// TestLostPages replaces each page in turn by zeros, and by its neighbour.
func TestLostPages(t *testing.T) {
	for _, listed := range []bool{true, false} {
		whole := storeFile(t, listed)
		refused, found := 0, 0
		for at := 2 * pageSize; at < len(whole); at += pageSize {
			for _, instead := range [][]byte{make([]byte, pageSize), whole[at-pageSize : at]} {
				opened, checked := tryOpen(t, spliced(whole, at, instead))
				if opened != nil {
					refused++
				}
				if checked != nil {
					found++
				}
				if opened != nil && checked == nil {
					t.Errorf("page %d: open refuses (%v) what check finds sound", at/pageSize, opened)
				}
				if !listed && opened == nil && checked != nil {
					t.Errorf("page %d: open accepts what check refuses: %v", at/pageSize, checked)
				}
			}
		}
		if found == 0 || refused == 0 {
			t.Errorf("listed %v: open refused %d, check found %d", listed, refused, found)
		}
	}
}

// TestReadDamage reads a file that was closed well, so that Open does not look at its pages, and damaged afterwards.
func TestReadDamage(t *testing.T) {
	whole := storeFile(t, true)
	failed := 0
	for at := 2 * pageSize; at < len(whole); at += pageSize {
		path := filepath.Join(t.TempDir(), "db")
		if err := os.WriteFile(path, spliced(whole, at, make([]byte, pageSize)), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := Open(path, Options{})
		if err != nil {
			continue
		}
		read := e.View(readAll)
		write := e.Update(func(tx kv.Tx) error { tx.Delete("many", []byte("key 200")); return readAll(tx) })
		for what, err := range map[string]error{"view": read, "update": write} {
			if err != nil && !errors.Is(err, kv.ErrCorrupt) {
				t.Errorf("%s without page %d: %v", what, at/pageSize, err)
			}
		}
		if read != nil {
			failed++
		}
		if err := e.Close(); err != nil && !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("close without page %d: %v", at/pageSize, err)
		}
	}
	if failed == 0 {
		t.Error("no page was missed")
	}
}

// TestCommitOverDamage empties a page nearly, so that the commit joins it with the next one, which is damaged: bbolt
// panics halfway.
func TestCommitOverDamage(t *testing.T) {
	whole := storeFile(t, true)
	m, err := readMeta(bytesAt(whole))
	if err != nil {
		t.Fatal(err)
	}
	branch := tableRoot(t, whole, m, "many")
	first, next := childOf(t, whole, branch, 0), childOf(t, whole, branch, 1)
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, spliced(whole, int(next)*pageSize, make([]byte, pageSize)), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = e.Update(func(tx kv.Tx) error {
		for i := range lastOf(whole, first) {
			tx.Delete("many", fmt.Appendf(nil, "key %03d", i))
		}
		return nil
	})
	if !errors.Is(err, kv.ErrFailed) || !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("update = %v", err)
	}
	err = e.Update(func(tx kv.Tx) error { tx.Put("small", []byte("key"), []byte("new")); return nil })
	if !errors.Is(err, kv.ErrFailed) {
		t.Errorf("update afterwards = %v", err)
	}
	if err := e.View(func(tx kv.Tx) error {
		old, _ := tx.Get("small", []byte("key"))
		if _, ok := tx.Get("many", []byte("key 000")); !ok || string(old) != "value" {
			t.Errorf("view afterwards: key 000 %v, small %q", ok, old)
		}
		return nil
	}); err != nil {
		t.Errorf("view afterwards = %v", err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("close = %v", err)
	}
}

func TestLostMetaPages(t *testing.T) {
	for _, listed := range []bool{true, false} {
		whole, none := storeFile(t, listed), make([]byte, pageSize)
		for _, at := range []int{0, pageSize} {
			// The other one is valid: it may be that of the commit before, as after a crash in a commit.
			if _, err := readMeta(bytesAt(spliced(whole, at, none))); err != nil {
				t.Errorf("without meta page %d: %v", at/pageSize, err)
			}
			tryOpen(t, spliced(whole, at, none))
		}
		opened, checked := tryOpen(t, spliced(whole, 0, make([]byte, 2*pageSize)))
		if opened == nil || checked == nil {
			t.Errorf("without meta pages: open %v, check %v", opened, checked)
		}
	}
}

// TestWrongStructure changes single numbers and bytes in pages whose place it looks up.
func TestWrongStructure(t *testing.T) {
	for _, listed := range []bool{true, false} {
		whole := storeFile(t, listed)
		m, err := readMeta(bytesAt(whole))
		if err != nil {
			t.Fatal(err)
		}
		branch := tableRoot(t, whole, m, "many")
		leaf := childOf(t, whole, branch, 0)
		for what, damage := range map[string]func([]byte){
			"a child twice":          func(b []byte) { copy(b[element(branch, 1)+8:], b[element(branch, 0)+8:][:8]) },
			"a page in itself":       func(b []byte) { order.PutUint64(b[element(branch, 1)+8:], branch) },
			"a page in its child":    func(b []byte) { order.PutUint64(b[element(branch, 1)+8:], m.root) },
			"a child beyond the end": func(b []byte) { order.PutUint64(b[element(branch, 1)+8:], m.pages) },
			"a meta page as child":   func(b []byte) { order.PutUint64(b[element(branch, 1)+8:], 1) },
			"children exchanged":     func(b []byte) { exchange(b, element(branch, 1)+8, element(branch, 2)+8) },
			"a branch without child": func(b []byte) { order.PutUint16(b[branch*pageSize+10:], 0) },
			"too many entries":       func(b []byte) { order.PutUint16(b[leaf*pageSize+10:], 0xFFFF) },
			"a page too long":        func(b []byte) { order.PutUint32(b[leaf*pageSize+12:], uint32(m.pages)) },
			"a page over another": func(b []byte) {
				order.PutUint32(b[min(branch, leaf)*pageSize+12:], uint32(max(branch, leaf)-min(branch, leaf)))
			},
			"an unknown type":         func(b []byte) { order.PutUint16(b[leaf*pageSize+8:], 0x40) },
			"a key outside the page":  func(b []byte) { order.PutUint32(b[element(leaf, 3)+4:], 1<<30) },
			"a value out of the page": func(b []byte) { order.PutUint32(b[element(leaf, 3)+12:], pageSize) },
			"keys out of order":       func(b []byte) { b[keyAt(b, leaf, 3)] = 'a' },
			"a key of the next page":  func(b []byte) { copy(b[keyAt(b, leaf, lastOf(b, leaf)):], "key 999") },
			"an endless table":        func(b []byte) { order.PutUint64(b[rootAt(t, whole, m, "many"):], m.root) },
			"a table without its end": func(b []byte) { order.PutUint32(b[element(m.root, 0)+12:], 8) },
		} {
			b := spliced(whole, 0, nil)
			damage(b)
			opened, checked := tryOpen(t, b)
			if !listed && !errors.Is(opened, kv.ErrCorrupt) || !errors.Is(checked, kv.ErrCorrupt) {
				t.Errorf("%s (listed: %v): open %v, check %v", what, listed, opened, checked)
			}
		}
	}
}

func TestWrongListOfFreePages(t *testing.T) {
	whole := storeFile(t, true)
	m, err := readMeta(bytesAt(whole))
	if err != nil {
		t.Fatal(err)
	}
	list := m.freelist*pageSize + headerSize
	if order.Uint16(whole[list-6:]) < 2 {
		t.Fatal("no free pages to work with")
	}
	for what, damage := range map[string]func([]byte){
		"another type":          func(b []byte) { order.PutUint16(b[list-8:], leafType) },
		"more than fit":         func(b []byte) { order.PutUint16(b[list-6:], 0xFFFE) },
		"a long list":           func(b []byte) { order.PutUint16(b[list-6:], 0xFFFF); order.PutUint64(b[list:], 1<<62) },
		"a page twice":          func(b []byte) { copy(b[list:], b[list+8:][:8]) },
		"a meta page":           func(b []byte) { order.PutUint64(b[list:], 0) },
		"the list itself":       func(b []byte) { order.PutUint64(b[list:], m.freelist) },
		"a page not there":      func(b []byte) { order.PutUint64(b[list:], m.pages) },
		"a page that is in use": func(b []byte) { order.PutUint64(b[list:], m.root) },
	} {
		b := spliced(whole, 0, nil)
		damage(b)
		opened, checked := tryOpen(t, b)
		if !errors.Is(checked, kv.ErrCorrupt) || what != "a page that is in use" && !errors.Is(opened, kv.ErrCorrupt) {
			t.Errorf("%s: open %v, check %v", what, opened, checked)
		}
	}
}

// element is where element i of a page begins in the file.
func element(page uint64, i int) uint64 { return page*pageSize + headerSize + uint64(i)*16 }

func lastOf(b []byte, page uint64) int { return int(order.Uint16(b[page*pageSize+10:])) - 1 }

// keyAt is where the key of element i of a leaf begins in the file.
func keyAt(b []byte, page uint64, i int) uint64 {
	at := element(page, i)
	return at + uint64(order.Uint32(b[at+4:]))
}

// rootAt is where the number of a table's first page stands in the file.
func rootAt(t *testing.T, whole []byte, m meta, table string) uint64 {
	t.Helper()
	for i := range lastOf(whole, m.root) + 1 {
		at := keyAt(whole, m.root, i)
		if string(whole[at:][:len(table)]) == table {
			return at + uint64(len(table))
		}
	}
	t.Fatalf("no table %s", table)
	return 0
}

func tableRoot(t *testing.T, whole []byte, m meta, table string) uint64 {
	t.Helper()
	root := order.Uint64(whole[rootAt(t, whole, m, table):])
	if p := parse(whole[root*pageSize:]); p.kind != branchType || p.count < 3 {
		t.Fatalf("table %s begins with a page of type %#x and %d entries", table, p.kind, p.count)
	}
	return root
}

func childOf(t *testing.T, whole []byte, branch uint64, i int) uint64 {
	t.Helper()
	leaf := order.Uint64(whole[element(branch, i)+8:])
	if p := parse(whole[leaf*pageSize:]); p.kind != leafType || p.count < 5 {
		t.Fatalf("child %d has type %#x and %d entries", i, p.kind, p.count)
	}
	return leaf
}

func exchange(b []byte, x, y uint64) {
	first := order.Uint64(b[x:])
	order.PutUint64(b[x:], order.Uint64(b[y:]))
	order.PutUint64(b[y:], first)
}

// TestChangedBytes writes nonsense where the structure of pages is.
func TestChangedBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, listed := range []bool{true, false} {
		whole := storeFile(t, listed)
		for range 150 {
			page, in := 2+r.IntN(len(whole)/pageSize-2), r.IntN(64)
			nonsense := []byte{byte(r.Uint32()), byte(r.Uint32())}
			tryOpen(t, spliced(whole, page*pageSize+in, nonsense))
		}
	}
}

func FuzzDamage(f *testing.F) {
	files := map[bool][]byte{true: storeFile(f, true), false: storeFile(f, false)}
	f.Add(true, uint16(2), uint16(0), []byte{9})
	f.Add(false, uint16(3), uint16(8), []byte{1, 0})
	f.Add(false, uint16(5), uint16(16), []byte{0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, listed bool, page, at uint16, nonsense []byte) {
		whole := files[listed]
		tryOpen(t, spliced(whole, (int(page)*pageSize+int(at))%len(whole), nonsense))
	})
}

func spliced(whole []byte, at int, part []byte) []byte {
	changed := append([]byte(nil), whole...)
	copy(changed[at:], part)
	return changed
}

type bytesAt []byte

func (b bytesAt) ReadAt(p []byte, off int64) (int, error) { return copy(p, b[off:]), nil }
