package kvtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lianxin/store/kv"
)

func testOrder(t *testing.T, e kv.Engine) {
	want := []string{"\x00", "\x00\x00", "\x00\xFF", "A", "A\x00", "AA", "B", "a", "z", "\x7F", "\x80", "\xFE\xFF", "\xFF", "\xFF\x00", "\xFF\xFF"}
	update(t, e, func(tx kv.Tx) {
		for i := range want {
			tx.Put("a", []byte(want[(i*7)%len(want)]), nil)
		}
	})
	view(t, e, func(tx kv.Tx) {
		same(t, "ascending", want, keys(tx.Scan("a", nil, nil)))
		down := slices.Clone(want)
		slices.Reverse(down)
		same(t, "descending", down, keys(tx.ScanReverse("a", nil, nil)))
	})
}

func testRanges(t *testing.T, e kv.Engine) {
	put(t, e, "a", "b=", "bb=", "d=", "f=")
	for _, c := range []struct {
		from, to string // "-" is nil
		want     string
	}{
		{"-", "-", "b bb d f"},
		{"", "-", "b bb d f"},
		{"-", "", ""},
		{"", "", ""},
		{"a", "z", "b bb d f"},
		{"b", "f", "b bb d"},
		{"b\x00", "f", "bb d"},
		{"b", "f\x00", "b bb d f"},
		{"b", "b", ""},
		{"b", "bb", "b"},
		{"bb", "bb\x00", "bb"},
		{"c", "e", "d"},
		{"c", "d", ""},
		{"e", "c", ""},
		{"f", "-", "f"},
		{"f\x00", "-", ""},
		{"-", "b", ""},
		{"-", "b\x00", "b"},
		{"z", "-", ""},
		{"-", "a", ""},
	} {
		scan := func(tx kv.Tx) {
			want := strings.Fields(c.want)
			up := keys(tx.Scan("a", bound(c.from), bound(c.to)))
			same(t, fmt.Sprintf("[%q, %q)", c.from, c.to), want, append([]string{}, up...))
			slices.Reverse(want)
			down := keys(tx.ScanReverse("a", bound(c.from), bound(c.to)))
			same(t, fmt.Sprintf("[%q, %q) in reverse", c.from, c.to), want, append([]string{}, down...))
		}
		view(t, e, scan)
		update(t, e, scan)
	}
}

func bound(s string) []byte {
	if s == "-" {
		return nil
	}
	return []byte(s)
}

func testPrefixes(t *testing.T, e kv.Engine) {
	put(t, e, "a", "a=", "b=", "b\x00=", "b\xFF=", "b\xFF\xFF=", "c=", "\xFF=", "\xFF\xFFz=")
	for prefix, want := range map[string][]string{
		"":         {"a", "b", "b\x00", "b\xFF", "b\xFF\xFF", "c", "\xFF", "\xFF\xFFz"},
		"b":        {"b", "b\x00", "b\xFF", "b\xFF\xFF"},
		"b\xFF":    {"b\xFF", "b\xFF\xFF"},
		"\xFF":     {"\xFF", "\xFF\xFFz"},
		"\xFF\xFF": {"\xFF\xFFz"},
		"d":        nil,
	} {
		from, to := kv.Prefix([]byte(prefix))
		view(t, e, func(tx kv.Tx) {
			same(t, fmt.Sprintf("prefix %q", prefix), want, keys(tx.Scan("a", from, to)))
			down := slices.Clone(want)
			slices.Reverse(down)
			same(t, fmt.Sprintf("prefix %q in reverse", prefix), down, keys(tx.ScanReverse("a", from, to)))
		})
	}
}

func testBreak(t *testing.T, e kv.Engine) {
	put(t, e, "a", "1=", "2=", "3=")
	view(t, e, func(tx kv.Tx) {
		scan := tx.Scan("a", nil, nil)
		for range 2 { // a scan can be run again
			for k := range scan {
				if string(k) != "1" {
					t.Errorf("first key is %q", k)
				}
				break
			}
		}
		for k := range tx.Scan("a", nil, nil) { // scans in one another
			if got := keys(tx.ScanReverse("a", nil, k)); len(got) != int(k[0]-'1') {
				t.Errorf("before %s: %q", k, got)
			}
		}
	})
}

func testScanWhileWriting(t *testing.T, e kv.Engine) {
	type step struct {
		at   string
		puts string
		gone string
	}
	for _, c := range []struct {
		what    string
		reverse bool
		do      step
		want    string
	}{
		{"delete the current", false, step{at: "d", gone: "d"}, "b d f h"},
		{"delete the next", false, step{at: "d", gone: "f"}, "b d h"},
		{"delete the last ones", false, step{at: "d", gone: "f h"}, "b d"},
		{"delete all", false, step{at: "b", gone: "b d f h"}, "b"},
		{"delete those behind", false, step{at: "f", gone: "b d"}, "b d f h"},
		{"put ahead", false, step{at: "d", puts: "e z"}, "b d e f h z"},
		{"put behind", false, step{at: "d", puts: "a c"}, "b d f h"},
		{"replace the current", false, step{at: "d", puts: "d"}, "b d f h"},
		{"delete the current, put ahead", false, step{at: "h", gone: "h", puts: "i"}, "b d f h i"},
		{"delete the current", true, step{at: "f", gone: "f"}, "h f d b"},
		{"delete the next", true, step{at: "f", gone: "d"}, "h f b"},
		{"delete the last ones", true, step{at: "f", gone: "d b"}, "h f"},
		{"delete all", true, step{at: "h", gone: "b d f h"}, "h"},
		{"delete those behind", true, step{at: "d", gone: "f h"}, "h f d b"},
		{"put ahead", true, step{at: "f", puts: "e a"}, "h f e d b a"},
		{"put behind", true, step{at: "f", puts: "g z"}, "h f d b"},
		{"replace the current", true, step{at: "f", puts: "f"}, "h f d b"},
		{"delete the current, put ahead", true, step{at: "b", gone: "b", puts: "a"}, "h f d b a"},
	} {
		update(t, e, func(tx kv.Tx) {
			for k := range tx.Scan("a", nil, nil) {
				tx.Delete("a", k)
			}
			for _, k := range strings.Fields("b d f h") {
				tx.Put("a", []byte(k), []byte("first"))
			}
			scan := tx.Scan("a", nil, nil)
			if c.reverse {
				scan = tx.ScanReverse("a", nil, nil)
			}
			var met []string
			for k, v := range scan {
				met = append(met, string(k))
				if string(k) != c.do.at {
					continue
				}
				for _, gone := range strings.Fields(c.do.gone) {
					tx.Delete("a", []byte(gone))
				}
				for _, key := range strings.Fields(c.do.puts) {
					tx.Put("a", []byte(key), []byte("second"))
				}
				if string(k) != c.do.at || string(v) != "first" {
					t.Errorf("%s: the yielded entry became %s=%s", c.what, k, v)
				}
			}
			same(t, fmt.Sprintf("%s (reverse: %v)", c.what, c.reverse), strings.Fields(c.want), met)
		})
	}
}

// testEmptiedPages scans over holes of many pages that the same transaction made.
func testEmptiedPages(t *testing.T, e kv.Engine) {
	const all = 1000
	key := func(i int) []byte { return fmt.Appendf(nil, "%04d", i) }
	update(t, e, func(tx kv.Tx) {
		for i := range all {
			tx.Put("a", key(i), make([]byte, 200))
		}
	})
	boom := fmt.Errorf("undo it all")
	for _, hole := range [][2]int{{0, 500}, {300, 700}, {500, all}, {1, all - 1}, {0, all - 1}, {1, all}, {0, all}} {
		err := e.Update(func(tx kv.Tx) error {
			var left []string
			for i := range all {
				if hole[0] <= i && i < hole[1] {
					tx.Delete("a", key(i))
				} else {
					left = append(left, string(key(i)))
				}
			}
			same(t, fmt.Sprintf("without %v", hole), left, keys(tx.Scan("a", nil, nil)))
			middle := keys(tx.Scan("a", key(hole[0]), key(hole[1])))
			same(t, fmt.Sprintf("inside %v", hole), []string(nil), middle)
			slices.Reverse(left)
			same(t, fmt.Sprintf("without %v in reverse", hole), left, keys(tx.ScanReverse("a", nil, nil)))
			middle = keys(tx.ScanReverse("a", key(hole[0]), key(hole[1])))
			same(t, fmt.Sprintf("inside %v in reverse", hole), []string(nil), middle)
			return boom
		})
		if err != boom {
			t.Fatal(err)
		}
	}
	if got := len(entries(t, e, "a")); got != all {
		t.Errorf("%d entries after all was undone, want %d", got, all)
	}
}
