package wire

import (
	"strings"
	"unicode/utf8"
)

// Clean makes a text fit to be sent as JSON: what is not UTF-8 becomes U+FFFD, control characters but tab and line ends disappear.
func Clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7F {
			return -1
		}
		return r
	}, s)
}
