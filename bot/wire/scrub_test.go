package wire

import (
	"errors"
	"regexp"
	"testing"
)

func TestScrub(t *testing.T) {
	named := regexp.MustCompile(`(?i)(\btoken=)[^&\s"]+`)
	for _, row := range []struct{ text, want string }{
		{`Get "https://h/x?a=1&token=x-Y_z&b=1": EOF`, `Get "https://h/x?a=1&token=<secret>&b=1": EOF`},
		{`s3cr3t/of+the=app or s3cr3t%2Fof%2Bthe%3Dapp`, `<secret> or <secret>`},
		{`TOKEN=s3cr3t/of+the=app`, `TOKEN=<secret>`},
		{`tokens=45009, ok`, `tokens=45009, ok`},
	} {
		if got := Scrub(row.text, named, "s3cr3t/of+the=app", ""); got != row.want {
			t.Errorf("%q\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestUnnamed(t *testing.T) {
	if got := Unnamed("xiaoyu.24 and XiaoYu.24, not xiaoyu524: $1", "XiaoYu.24", ""); got != "<user> and <user>, not xiaoyu524: $1" {
		t.Errorf("%q", got)
	}
}

func TestAddress(t *testing.T) {
	where := regexp.MustCompile(`from ([0-9a-f.:]+)`)
	for _, row := range []struct{ text, tail, want string }{
		{"from 203.0.113.9, sorry", ".", "203.0.113.9"},
		{"from 203.0.113.9.", ".", "203.0.113.9"},
		{"from 203.0.113.9:", ".", ""},
		{"from 203.0.113.9:.", ".:", "203.0.113.9"},
		{"from 2001:DB8::1", ".", ""},
		{"from 2001:db8:0::1", ".", "2001:db8::1"},
		{"from 203.0.113.999", ".", ""},
		{"from nowhere", ".", ""},
	} {
		if got := Address(row.text, where, row.tail); got != row.want {
			t.Errorf("%q: %q, want %q", row.text, got, row.want)
		}
	}
}

func TestPanicText(t *testing.T) {
	caught := func(f func()) (text string) {
		defer func() { text = PanicText(recover()) }()
		f()
		return ""
	}
	var none []int
	for _, row := range []struct {
		f    func()
		want string
	}{
		{func() { panic("王丽反映空调坏了") }, "string"},
		{func() { panic(errors.New("王丽反映空调坏了")) }, "*errors.errorString"},
		{func() { _ = none[len(none)] }, "runtime error: index out of range [0] with length 0"},
	} {
		if got := caught(row.f); got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
}
