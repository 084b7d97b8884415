package paper

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Guard puts an apostrophe before a text that a spreadsheet would take for a formula: one that begins with = + - @, which some take in full width too, or
// with a tab or a line end. What begins with apostrophes and then one of these gets one more, so that Unguard gives every text back as it was.
func Guard(text string) string {
	if risky(text) {
		return "'" + text
	}
	return text
}

// Unguard takes away the apostrophe that Guard has put.
func Unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && risky(rest) {
		return rest
	}
	return text
}

// risky tells whether a text begins like a formula, behind any number of apostrophes.
func risky(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "'"))
	return strings.ContainsRune("=+-@＝＋－＠\t\r\n", first)
}

// longestCell is how many UTF-16 units a cell holds.
const longestCell = 32767

// cutToCell shortens what no cell holds. Of a text in characters beyond the basic plane it keeps half, which is enough and simple.
func cutToCell(text string) string {
	if len(text) <= longestCell {
		return text
	}
	units, most := 0, longestCell-1
	for i, r := range text {
		if units++; r > 0xFFFF {
			units++
		}
		if units > most {
			return text[:i] + "…"
		}
	}
	return text
}

// coded finds what readers of workbooks take for a coded character: _x000D_.
var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// appendText writes a text into a sheet: as appendPlain does, and what looks like a coded character is coded itself.
func appendText(b []byte, text string) []byte {
	for strings.Contains(text, "_x") {
		at := coded.FindStringIndex(text)
		if at == nil {
			break
		}
		b = append(appendPlain(b, text[:at[0]]), "_x005F_"...)
		text = text[at[0]+1:]
	}
	return appendPlain(b, text)
}

// appendPlain writes a text into XML. Characters that XML cannot hold become U+FFFD.
func appendPlain(b []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\r':
			b = append(b, "&#13;"...)
		case r == utf8.RuneError, r < 0x20 && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b = append(b, "\uFFFD"...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}
