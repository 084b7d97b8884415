package wecom

import (
	"strings"
	"unicode/utf8"
)

// clean makes a text fit for XML and for the send API: what is not UTF-8 becomes U+FFFD, characters that XML forbids disappear. A clean text is returned
// as it is.
func clean(s string) string {
	if utf8.ValidString(s) && !hasControl(s) && !hasNonCharacter(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if !isXML(r) {
			return -1
		}
		return r
	}, s)
}

// appendCDATA writes a clean text for the inside of a CDATA section. A "]]>" is divided between two sections, or it would end the first.
func appendCDATA(b []byte, text string) []byte {
	for {
		before, after, found := strings.Cut(text, cdataClose)
		b = append(b, before...)
		if !found {
			return b
		}
		b = append(b, "]]"+cdataClose+cdataOpen+">"...)
		text = after
	}
}
