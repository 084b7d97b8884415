package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxText is how much of a message is read, in bytes. Platforms cut texts at 2 KB to 20 KB; what lies beyond this says nothing new.
const maxText = 32 << 10

// folder brings a message into the form in which it is read: full width letters and digits to half width, traditional and Cantonese characters to the
// simplified ones the lexicon is written in, marks that nobody reads (zero width, emoji) to spaces. It never touches what is stored.
type folder struct {
	han [hanLast - hanFirst + 1]rune // 0: stays as it is
}

// The block of Chinese characters that the tables cover.
const (
	hanFirst = 0x3400
	hanLast  = 0x9fff
)

func newFolder() *folder {
	f := new(folder)
	for _, pairs := range [...]string{traditional, cantonese} {
		for _, pair := range strings.Fields(pairs) {
			from, n := utf8.DecodeRuneInString(pair)
			to, _ := utf8.DecodeRuneInString(pair[n:])
			if from >= hanFirst && from <= hanLast {
				f.han[from-hanFirst] = to
			}
		}
	}
	return f
}

// rune gives the form of one character in which it is read; 0 drops it.
func (f *folder) rune(r rune) rune {
	switch {
	case r >= hanFirst && r <= hanLast:
		if to := f.han[r-hanFirst]; to != 0 {
			return to
		}
		return r
	case r < 0x80:
		if r == '\t' || r == '\r' || r < ' ' && r != '\n' {
			return ' '
		}
		return r
	case r == '❌', r == '✖', r == '✘':
		return '×'
	case r == '　', r == 0xa0, r == utf8.RuneError:
		return ' '
	case r >= 0xff00 && r <= 0xffef:
		if w := width.LookupRune(r).Folded(); w != 0 {
			return w
		}
		return r
	case r >= 0x2000 && r <= 0x206f:
		return general(r)
	case r >= 0x1f000, r >= 0x2600 && r <= 0x27bf, r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff:
		return ' '
	case unicode.Is(unicode.Mn, r):
		return 0
	}
	return r
}

// general folds the block of general punctuation: dashes to one dash, quotation marks stay, invisible marks go.
func general(r rune) rune {
	switch r {
	case '–', '—', '―', '‐', '‑', '‒':
		return '-'
	case '‘', '’', '“', '”', '…', '•':
		return r
	case 0x200b, 0x200c, 0x200d, 0x2060:
		return 0
	}
	return ' '
}

// text folds a whole message, cuts it at maxText and squeezes runs of spaces to one. A text that needs nothing is returned as it is.
func (f *folder) text(s string) string {
	s = cut(s, maxText)
	if f.clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	last := ' '
	for _, r := range s {
		r = f.rune(r)
		if r == 0 || r == ' ' && (last == ' ' || last == '\n') {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return strings.TrimRight(b.String(), " \n")
}

// clean tells whether folding would leave the text as it is.
func (f *folder) clean(s string) bool {
	last := ' '
	for _, r := range s {
		if f.rune(r) != r || r == ' ' && (last == ' ' || last == '\n') || r == utf8.RuneError {
			return false
		}
		last = r
	}
	return last != ' ' && last != '\n' || s == ""
}

// cut shortens s to at most n bytes on a character's border.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
