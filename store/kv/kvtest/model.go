package kvtest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lianxin/store/kv"
)

// testModel runs random transactions on an engine and on maps and compares all that both give. The maps themselves
// are so simple that they are right by looking at them.
func testModel(t *testing.T, open func(*testing.T) kv.Engine) {
	rapid.Check(t, func(rt *rapid.T) {
		e := open(t)
		defer closeOnce(t, e)
		m := model{}
		rt.Repeat(map[string]func(*rapid.T){
			"update": func(rt *rapid.T) { m = updateBoth(rt, e, m, false) },
			"fail":   func(rt *rapid.T) { updateBoth(rt, e, m, true) },
			"view": func(rt *rapid.T) {
				script := rapid.SliceOfN(steps(false), 1, 5).Draw(rt, "script")
				if err := e.View(func(tx kv.Tx) error { return play(tx, m, script) }); err != nil {
					rt.Fatal(err)
				}
			},
			"": func(rt *rapid.T) {
				if err := e.View(func(tx kv.Tx) error { return compareAll(tx, m) }); err != nil {
					rt.Fatal(err)
				}
			},
		})
	})
}

// updateBoth plays a random script on both and returns the model after it. The engine may run the function more than
// once, so each run has a copy of the model.
func updateBoth(rt *rapid.T, e kv.Engine, m model, fail bool) model {
	script := rapid.SliceOfN(steps(true), 1, 8).Draw(rt, "script")
	var after model
	err := e.Update(func(tx kv.Tx) error {
		after = m.clone()
		if err := play(tx, after, script); err != nil {
			return err
		}
		if err := compareAll(tx, after); err != nil {
			return err
		}
		if fail {
			return errRefused
		}
		return nil
	})
	if fail && err != errRefused || !fail && err != nil {
		rt.Fatal(err)
	}
	return after
}

// step is one thing to do in a transaction.
type step struct {
	do       string
	table    string
	key, to  string
	noEnd    bool // of a scan
	size     int  // of a value
	most     int  // entries of a scan
	whileFor string
}

// steps draws keys and sizes so that some tables fill several pages and are emptied again.
func steps(writes bool) *rapid.Generator[step] {
	key := rapid.StringOfN(rapid.RuneFrom([]rune{0, 'a', 'b', 'c', 'ÿ'}), 1, 3, -1)
	kinds := []string{"get", "scan", "scan", "reverse", "reverse"}
	if writes {
		kinds = append(kinds, "put", "put", "put", "delete", "fill", "clear", "clear")
	}
	return rapid.Custom(func(rt *rapid.T) step {
		s := step{
			do:    rapid.SampledFrom(kinds).Draw(rt, "do"),
			table: rapid.SampledFrom([]string{"s", "t"}).Draw(rt, "table"),
			key:   key.Draw(rt, "key"),
			to:    key.Draw(rt, "to"),
			noEnd: rapid.Bool().Draw(rt, "no end"),
			size:  rapid.SampledFrom([]int{0, 1, 60, 700, 5000}).Draw(rt, "size"),
			most:  rapid.SampledFrom([]int{1, 3, 1000}).Draw(rt, "most"),
		}
		if writes {
			s.whileFor = rapid.SampledFrom([]string{"", "", "delete", "put ahead", "put behind", "delete ahead"}).Draw(rt, "while")
		}
		return s
	})
}

func (s step) end() []byte {
	if s.noEnd {
		return nil
	}
	return []byte(s.to)
}

// play does the same to a transaction and to the model, and tells the first difference.
func play(tx kv.Tx, m model, script []step) error {
	for i, s := range script {
		if err := s.play(tx, m); err != nil {
			return fmt.Errorf("step %d, %+v: %w", i, s, err)
		}
	}
	return nil
}

func (s step) play(tx kv.Tx, m model) error {
	switch s.do {
	case "get":
		got, ok := tx.Get(s.table, []byte(s.key))
		want, has := m[s.table][s.key]
		if ok != has || !bytes.Equal(got, want) {
			return fmt.Errorf("got %d bytes, %v; want %d, %v", len(got), ok, len(want), has)
		}
	case "put":
		s.put(tx, m, s.key)
	case "delete":
		tx.Delete(s.table, []byte(s.key))
		m.delete(s.table, s.key)
	case "fill":
		for i := range 60 {
			s.put(tx, m, fmt.Sprintf("%s%02d", s.key, (i*37)%60))
		}
	case "clear":
		for k := range tx.Scan(s.table, []byte(s.key), s.end()) {
			tx.Delete(s.table, k)
			m.delete(s.table, string(k))
		}
	case "scan", "reverse":
		return s.scan(tx, m)
	}
	return nil
}

func (s step) put(tx kv.Tx, m model, key string) {
	value := bytes.Repeat([]byte{byte(len(key))}, s.size)
	tx.Put(s.table, []byte(key), value)
	m.put(s.table, key, value)
}

// scan compares each entry that the engine yields with the one the model has next at that moment.
func (s step) scan(tx kv.Tx, m model) error {
	reverse := s.do == "reverse"
	scan := tx.Scan
	if reverse {
		scan = tx.ScanReverse
	}
	last, n := (*string)(nil), 0
	for k, v := range scan(s.table, []byte(s.key), s.end()) {
		want, ok := m.next(s.table, s.key, s.end(), last, reverse)
		if !ok || string(k) != want || !bytes.Equal(v, m[s.table][want]) {
			return fmt.Errorf("yields %q, want %q (%v)", k, want, ok)
		}
		if n++; n == s.most {
			return nil
		}
		key := string(k)
		last = &key
		s.meanwhile(tx, m, key, n)
	}
	if want, ok := m.next(s.table, s.key, s.end(), last, reverse); ok {
		return fmt.Errorf("ends before %q", want)
	}
	return nil
}

// meanwhile changes the table during a scan, a bounded number of times.
func (s step) meanwhile(tx kv.Tx, m model, at string, n int) {
	if n > 100 {
		return
	}
	switch s.whileFor {
	case "delete":
		tx.Delete(s.table, []byte(at))
		m.delete(s.table, at)
	case "put ahead":
		s.put(tx, m, at+"\x00")
	case "put behind":
		s.put(tx, m, at[:len(at)-1]+"\x00")
	case "delete ahead":
		if ahead, ok := m.next(s.table, "", nil, &at, s.do == "reverse"); ok {
			tx.Delete(s.table, []byte(ahead))
			m.delete(s.table, ahead)
		}
	}
}

func compareAll(tx kv.Tx, m model) error {
	for _, table := range []string{"s", "t"} {
		want := slices.Sorted(maps.Keys(m[table]))
		if got := keys(tx.Scan(table, nil, nil)); !slices.Equal(got, want) {
			return fmt.Errorf("table %s has %q, want %q", table, got, want)
		}
		slices.Reverse(want)
		if got := keys(tx.ScanReverse(table, nil, nil)); !slices.Equal(got, want) {
			return fmt.Errorf("table %s has in reverse %q, want %q", table, got, want)
		}
		for k, v := range tx.Scan(table, nil, nil) {
			if !bytes.Equal(v, m[table][string(k)]) {
				return fmt.Errorf("table %s has %d bytes at %q, want %d", table, len(v), k, len(m[table][string(k)]))
			}
		}
	}
	return tx.Err()
}

// model is tables of entries.
type model map[string]map[string][]byte

func (m model) put(table, key string, value []byte) {
	if m[table] == nil {
		m[table] = map[string][]byte{}
	}
	m[table][key] = value
}

func (m model) delete(table, key string) { delete(m[table], key) }

func (m model) clone() model {
	c := model{}
	for table, entries := range m {
		c[table] = maps.Clone(entries)
	}
	return c
}

// next is the key of [from, to) that a scan comes to after last, or first if last is nil.
func (m model) next(table, from string, to []byte, last *string, reverse bool) (string, bool) {
	best, found := "", false
	for k := range m[table] {
		inside := k >= from && (to == nil || k < string(to))
		ahead := last == nil || !reverse && k > *last || reverse && k < *last
		if inside && ahead && (!found || k < best != reverse) {
			best, found = k, true
		}
	}
	return best, found
}
