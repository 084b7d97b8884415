package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split cuts a text into parts of at most limit bytes, to be shown one after another. It cuts at the last line end in the second half of a part, else after
// a sentence, else after a clause or a space, else between two characters; never inside a character, nor before what joins itself to the one before it.
// White space at a cut is dropped, everything else is kept. An empty text has no parts, a short one is its only part. A limit below utf8.UTFMax counts as that.
func Split(text string, limit int) []string {
	limit = max(limit, utf8.UTFMax)
	var parts []string
	for len(text) > limit {
		n := cut(text, limit)
		if part := strings.TrimRightFunc(text[:n], unicode.IsSpace); part != "" {
			parts = append(parts, part)
		}
		text = strings.TrimLeftFunc(text[n:], unicode.IsSpace)
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// Parts cuts a text into messages of at most limit bytes; several carry their number besides. A short text is its only part, as it is; a blank one has none.
func Parts(text string, limit int) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	parts := Split(text, limit)
	if len(parts) == 1 {
		return []string{text}
	}
	return Number(parts)
}

// NumberRoom is enough for what Number adds to each of 999 parts.
const NumberRoom = 16

// Number gives several parts of one text their number, "（1/3）" on a line of its own; in place.
func Number(parts []string) []string {
	for i := range parts {
		parts[i] += fmt.Sprintf("\n（%d/%d）", i+1, len(parts))
	}
	return parts
}

// cut finds the best place to cut a text that is longer than limit; the result is in 1..limit.
func cut(text string, limit int) int {
	last := RuneBorder(text, limit)
	best, at := noBreak, last
	for n := last; n > limit/2; {
		if b := breakAt(text, n); b > best {
			best, at = b, n
		}
		_, size := utf8.DecodeLastRuneInString(text[:n])
		n -= size
	}
	return at
}

// RuneBorder is the last border between two characters of a text at n bytes or before; text[n] must be there. In what is not UTF-8 it looks back no further
// than a character may be long.
func RuneBorder(text string, n int) int {
	for back := 0; back < utf8.UTFMax-1 && !utf8.RuneStart(text[n]); back++ {
		n--
	}
	return n
}

// How good a place for a cut is.
const (
	noBreak = iota
	anywhere
	afterClause
	afterSentence
	afterLine
)

func breakAt(text string, n int) int {
	before, size := utf8.DecodeLastRuneInString(text[:n])
	after, _ := utf8.DecodeRuneInString(text[n:])
	if joined(before, after) || closing(after) {
		return noBreak
	}
	if bracket(before) { // 。” ends a sentence as 。 does
		before, _ = utf8.DecodeLastRuneInString(text[:n-size])
	}
	switch {
	case before == '\n':
		return afterLine
	case strings.ContainsRune("。！？；…!?;", before):
		return afterSentence
	case strings.ContainsRune("，、：,:", before), unicode.IsSpace(before):
		return afterClause
	}
	return anywhere
}

// joined tells whether two characters are one for the reader: marks, joined and coloured emoji, flags.
func joined(before, after rune) bool {
	const joiner = '\u200d'
	return unicode.Is(unicode.M, after) || before == joiner || after == joiner ||
		'\U0001F3FB' <= after && after <= '\U0001F3FF' ||
		unicode.Is(unicode.Regional_Indicator, before) && unicode.Is(unicode.Regional_Indicator, after)
}

// closing tells whether a character may not begin a line.
func closing(r rune) bool {
	return bracket(r) || strings.ContainsRune("。！？；，、：…!?;,:", r)
}

// bracket tells whether a character closes a bracket or a quotation.
func bracket(r rune) bool { return unicode.In(r, unicode.Pe, unicode.Pf) }
