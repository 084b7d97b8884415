package wecom

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape resolves the references of a stretch of text and makes every line end "\n". Text that needs neither is returned as it is.
func unescape(raw string) (string, bool) {
	amp := strings.IndexByte(raw, '&')
	if amp < 0 {
		return newlines(raw), true
	}
	out := make([]byte, 0, len(raw))
	for amp >= 0 {
		out = append(out, newlines(raw[:amp])...)
		r, size, ok := entity(raw[amp:])
		if !ok {
			return "", false
		}
		out = utf8.AppendRune(out, r)
		raw = raw[amp+size:]
		amp = strings.IndexByte(raw, '&')
	}
	return string(append(out, newlines(raw)...)), true
}

// entity reads one reference such as &lt; or &#x4E2D; and gives its character and its length.
func entity(s string) (r rune, size int, ok bool) {
	end := strings.IndexByte(s, ';')
	if end < 0 {
		return 0, 0, false
	}
	size = end + 1
	name := s[1:end]
	if strings.HasPrefix(name, "#") {
		r, ok = numeric(name[1:])
		return r, size, ok
	}
	r, ok = named(name)
	return r, size, ok
}

func named(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "apos":
		return '\'', true
	case "quot":
		return '"', true
	}
	return 0, false
}

// numeric reads the digits of a character reference. A surrogate becomes U+FFFD, as encoding/xml has it.
func numeric(digits string) (rune, bool) {
	base := 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 64)
	if err != nil || n > utf8.MaxRune || !isXML(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// newlines turns "\r\n" and a lone "\r" into "\n", as every XML reader must.
func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n")
}
