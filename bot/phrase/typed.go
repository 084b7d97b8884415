package phrase

import (
	"strings"
	"unicode/utf8"
)

// typed gives a text that is kept the punctuation that Chinese is written with: folding made it narrow for reading. Marks between letters or digits
// stay narrow (3.5, 15:00).
func typed(s string) string {
	if !strings.ContainsAny(s, ",;:!?()") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	before := rune(0)
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if wide := wideMark(r); wide != 0 && (before > 0x7f || next > 0x7f && next != utf8.RuneError) {
			r = wide
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// wideMark gives the wide form of a mark; 0 if it has none.
func wideMark(r rune) rune {
	switch r {
	case ',':
		return '，'
	case ';':
		return '；'
	case ':':
		return '：'
	case '!':
		return '！'
	case '?':
		return '？'
	case '(':
		return '（'
	case ')':
		return '）'
	}
	return 0
}

func typedAll(list []string) []string {
	for i, s := range list {
		list[i] = typed(s)
	}
	return list
}
