package kvtest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lianxin/store/kv"
)

func testEmpty(t *testing.T, e kv.Engine) {
	look := func(tx kv.Tx) {
		if v, ok := tx.Get("none", []byte("k")); ok || v != nil {
			t.Errorf("Get from no table = %q, %v", v, ok)
		}
		if v, ok := tx.Get("", nil); ok || v != nil {
			t.Errorf("Get of nothing = %q, %v", v, ok)
		}
		same(t, "scan of no table", []string(nil), keys(tx.Scan("none", nil, nil)))
		same(t, "reverse scan of no table", []string(nil), keys(tx.ScanReverse("none", nil, nil)))
		if tx.Err() != nil {
			t.Errorf("Err = %v", tx.Err())
		}
	}
	view(t, e, look)
	update(t, e, look)
	update(t, e, func(tx kv.Tx) { tx.Delete("none", []byte("k")) })
	put(t, e, "some", "k=v")
	update(t, e, func(tx kv.Tx) { tx.Delete("some", []byte("k")); tx.Delete("some", []byte("k")) })
	same(t, "table after its only entry was deleted", []string(nil), entries(t, e, "some"))
}

func testValues(t *testing.T, e kv.Engine) {
	large := bytes.Repeat([]byte("large "), 1<<18)
	values := map[string][]byte{"none": nil, "empty": {}, "zero": {0}, "text": []byte("连心"), "large": large}
	update(t, e, func(tx kv.Tx) {
		for k, v := range values {
			tx.Put("a", []byte(k), v)
		}
		tx.Put("b", []byte("text"), []byte("another table"))
		tx.Put("a", []byte("text"), []byte("replaced"))
		tx.Put("a", []byte("text"), values["text"])
	})
	look := func(tx kv.Tx) {
		for k, want := range values {
			if got, ok := tx.Get("a", []byte(k)); !ok || got == nil || !bytes.Equal(got, want) {
				t.Errorf("%s: got %d bytes (nil: %v), %v; want %d", k, len(got), got == nil, ok, len(want))
			}
		}
		for k, v := range tx.Scan("a", nil, nil) {
			if v == nil || !bytes.Equal(v, values[string(k)]) {
				t.Errorf("%s: scan gives %d bytes (nil: %v)", k, len(v), v == nil)
			}
		}
		if v, ok := tx.Get("a", []byte("tex")); ok {
			t.Errorf("the beginning of a key gives %q", v)
		}
	}
	view(t, e, look)
	update(t, e, look)
	same(t, "the other table", []string{"text=another table"}, entries(t, e, "b"))
}

func testBuffers(t *testing.T, e kv.Engine) {
	key, value := []byte("k?"), []byte("v?")
	update(t, e, func(tx kv.Tx) {
		for i := byte('0'); i < '9'; i++ {
			key[1], value[1] = i, i
			tx.Put("a", key, value)
			tx.Delete("a", key)
			tx.Put("a", key, value)
		}
		key[1], value[1] = '?', '?'
	})
	want := strings.Fields("k0=v0 k1=v1 k2=v2 k3=v3 k4=v4 k5=v5 k6=v6 k7=v7 k8=v8")
	same(t, "entries put from one buffer", want, entries(t, e, "a"))

	boom := errors.New("no")
	err := e.Update(func(tx kv.Tx) error {
		for i := byte('0'); i < '9'; i++ {
			key[1], value[1] = i, '!'
			tx.Put("a", key, value)
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("update = %v", err)
	}
	same(t, "entries after puts from one buffer were undone", want, entries(t, e, "a"))
}

func testLimits(t *testing.T, e kv.Engine) {
	name := func(n int) string { return strings.Repeat("n", n) }
	for _, c := range []struct {
		what       string
		table, key string
		value      int
		want       error
	}{
		{"shortest", "t", "k", 0, nil},
		{"longest key", "t", name(kv.MaxKey), 1, nil},
		{"longest name", name(kv.MaxKey), "k", 1, nil},
		{"no key", "t", "", 1, kv.ErrKey},
		{"no name", "", "k", 1, kv.ErrKey},
		{"key too long", "t", name(kv.MaxKey + 1), 1, kv.ErrKey},
		{"name too long", name(kv.MaxKey + 1), "k", 1, kv.ErrKey},
		{"value too long", "t", "k", kv.MaxValue + 1, kv.ErrValue},
	} {
		value := make([]byte, c.value)
		err := e.Update(func(tx kv.Tx) error {
			tx.Put(c.table, []byte(c.key), value)
			return nil
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
		view(t, e, func(tx kv.Tx) {
			if v, ok := tx.Get(c.table, []byte(c.key)); c.want == nil && (!ok || len(v) != c.value) {
				t.Errorf("%s: got %d bytes, %v", c.what, len(v), ok)
			}
		})
	}
}

func testOwnWrites(t *testing.T, e kv.Engine) {
	put(t, e, "a", "b=old", "c=old", "d=old")
	update(t, e, func(tx kv.Tx) {
		tx.Put("a", []byte("a"), []byte("new"))
		tx.Put("a", []byte("b"), []byte("new"))
		tx.Delete("a", []byte("c"))
		tx.Put("a", []byte("e"), []byte("new"))
		tx.Delete("a", []byte("e"))
		if v, _ := tx.Get("a", []byte("b")); string(v) != "new" {
			t.Errorf("own write reads as %q", v)
		}
		if v, ok := tx.Get("a", []byte("c")); ok {
			t.Errorf("own deletion reads as %q", v)
		}
		want := []string{"a=new", "b=new", "d=old"}
		same(t, "scan of own writes", want, listed(tx.Scan("a", nil, nil)))
		same(t, "reverse scan of own writes", []string{"d=old", "b=new", "a=new"}, listed(tx.ScanReverse("a", nil, nil)))
	})
	same(t, "entries", []string{"a=new", "b=new", "d=old"}, entries(t, e, "a"))
}

func testSticky(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k=old")
	boom := errors.New("boom")
	fail := func(result func(kv.Tx) error) error {
		return e.Update(func(tx kv.Tx) error {
			tx.Put("a", []byte("k"), []byte("new"))
			tx.Put("a", nil, []byte("fails"))
			tx.Put("a", []byte("k2"), []byte("ignored"))
			tx.Delete("a", []byte("k"))
			tx.Put("", []byte("k"), make([]byte, 10))
			if v, _ := tx.Get("a", []byte("k")); string(v) != "new" {
				t.Errorf("Get after a failure = %q", v)
			}
			return result(tx)
		})
	}
	for _, c := range []struct {
		what   string
		result func(kv.Tx) error
		want   error
		no     error
	}{
		{"nil", func(kv.Tx) error { return nil }, kv.ErrKey, nil},
		{"its own error", func(kv.Tx) error { return boom }, kv.ErrKey, boom},
		{"the failure with words", func(tx kv.Tx) error { return fmt.Errorf("%w: %w", boom, tx.Err()) }, boom, nil},
	} {
		err := fail(c.result)
		if !errors.Is(err, kv.ErrKey) || !errors.Is(err, c.want) || c.no != nil && errors.Is(err, c.no) {
			t.Errorf("a failed function that returned %s: %v", c.what, err)
		}
	}
	same(t, "entries after failures", []string{"k=old"}, entries(t, e, "a"))
}

func testReadOnly(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k=old")
	for what, write := range map[string]func(kv.Tx){
		"put":    func(tx kv.Tx) { tx.Put("a", []byte("k"), []byte("new")) },
		"create": func(tx kv.Tx) { tx.Put("b", []byte("k"), []byte("new")) },
		"delete": func(tx kv.Tx) { tx.Delete("a", []byte("k")) },
	} {
		err := e.View(func(tx kv.Tx) error {
			write(tx)
			if !errors.Is(tx.Err(), kv.ErrReadOnly) {
				t.Errorf("%s: Err = %v", what, tx.Err())
			}
			return nil
		})
		if !errors.Is(err, kv.ErrReadOnly) {
			t.Errorf("%s in a View: %v", what, err)
		}
	}
	same(t, "entries", []string{"k=old"}, entries(t, e, "a"))
	same(t, "the other table", []string(nil), entries(t, e, "b"))
}

func testOver(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k=v")
	var leaked []kv.Tx
	view(t, e, func(tx kv.Tx) { leaked = append(leaked, tx) })
	update(t, e, func(tx kv.Tx) { leaked = append(leaked, tx) })
	for _, tx := range leaked {
		if v, ok := tx.Get("a", []byte("k")); ok {
			t.Errorf("Get after the end = %q", v)
		}
		same(t, "scan after the end", []string(nil), keys(tx.Scan("a", nil, nil)))
		same(t, "reverse scan after the end", []string(nil), keys(tx.ScanReverse("a", nil, nil)))
		tx.Put("a", []byte("k"), []byte("late"))
		tx.Delete("a", []byte("k"))
		if !errors.Is(tx.Err(), kv.ErrDone) {
			t.Errorf("Err after the end = %v", tx.Err())
		}
	}
	same(t, "entries", []string{"k=v"}, entries(t, e, "a"))
}
