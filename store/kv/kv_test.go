package kv_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/store/kv"
)

func TestPrefix(t *testing.T) {
	for _, c := range []struct{ prefix, from, to string }{
		{"a", "a", "b"},
		{"ab", "ab", "ac"},
		{"a\x00", "a\x00", "a\x01"},
		{"a\xFE", "a\xFE", "a\xFF"},
		{"a\xFF", "a\xFF", "b"},
		{"a\xFF\xFF", "a\xFF\xFF", "b"},
		{"\xFE\xFF", "\xFE\xFF", "\xFF"},
	} {
		from, to := kv.Prefix([]byte(c.prefix))
		if diff := cmp.Diff([]string{c.from, c.to}, []string{string(from), string(to)}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.prefix, diff)
		}
	}
	for _, endless := range []string{"", "\xFF", "\xFF\xFF\xFF"} {
		if from, to := kv.Prefix([]byte(endless)); string(from) != endless || to != nil {
			t.Errorf("%q: [%q, %q)", endless, from, to)
		}
	}
}

func TestPrefixHoldsExactlyItsKeys(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune{0, 1, 'a', 0xFE, 0xFF}), 0, 3, -1)
	rapid.Check(t, func(t *rapid.T) {
		prefix, key := latin(text.Draw(t, "prefix")), latin(text.Draw(t, "key"))
		from, to := kv.Prefix([]byte(prefix))
		inside := key >= string(from) && (to == nil || key < string(to))
		if want := strings.HasPrefix(key, prefix); inside != want {
			t.Errorf("%q in [%q, %q) of prefix %q: %v, want %v", key, from, to, prefix, inside, want)
		}
	})
}

// latin makes one byte of each rune.
func latin(s string) string {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

func TestOutcome(t *testing.T) {
	own, failure := errors.New("own"), fmt.Errorf("table: %w", kv.ErrKey)
	wrapped := fmt.Errorf("own words: %w", failure)
	for _, c := range []struct{ err, failure, want error }{
		{nil, nil, nil},
		{own, nil, own},
		{nil, failure, failure},
		{own, failure, failure},
		{wrapped, failure, wrapped},
	} {
		if got := kv.Outcome(c.err, c.failure); got != c.want {
			t.Errorf("Outcome(%v, %v) = %v, want %v", c.err, c.failure, got, c.want)
		}
	}
}

func TestPanic(t *testing.T) {
	cause := errors.New("cause")
	p := &kv.Panic{Value: cause, Stack: []byte("where")}
	if !errors.Is(p, cause) || p.Error() != "cause\n\nwhere" {
		t.Errorf("%v", p)
	}
	if plain := (&kv.Panic{Value: "text"}); plain.Unwrap() != nil {
		t.Errorf("%v", plain.Unwrap())
	}
}
