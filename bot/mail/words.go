package mail

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// word is one encoded word of RFC 2047. The grammar is that of mailers, not of the RFC: a language after the charset, spaces in a Q word.
var word = regexp.MustCompile(`=\?([A-Za-z0-9_.:\-]{1,40})(?:\*[A-Za-z\-]{1,20})?\?([bBqQ])\?([^?\r\n]*)\?=`)

// unwords decodes the words in the value of a header field. Words that follow one another in the same charset are one text: mailers cut them in the middle of
// a character. A value outside ASCII is decoded first: some mailers write GBK as it is.
func unwords(value string) string {
	value = guessed([]byte(value))
	var out strings.Builder
	var gathered []byte // of the words not written yet
	charset, rest := "", 0
	for _, at := range word.FindAllStringSubmatchIndex(value, -1) {
		between, label := value[rest:at[0]], strings.ToLower(value[at[2]:at[3]])
		apart := strings.TrimSpace(between) != ""
		if apart || label != charset {
			out.WriteString(utf8Of(gathered, charset))
			gathered, charset = gathered[:0], label
		}
		if apart || rest == 0 {
			out.WriteString(between)
		}
		gathered = append(gathered, unword(value[at[4]:at[5]], value[at[6]:at[7]])...)
		rest = at[1]
	}
	out.WriteString(utf8Of(gathered, charset))
	out.WriteString(value[rest:])
	return oneLine(out.String())
}

// unword gives the bytes of one word; what is damaged is left out.
func unword(encoding, text string) []byte {
	if strings.EqualFold(encoding, "b") {
		clean := strings.Map(inBase64, text)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, _ := base64.RawStdEncoding.Decode(out, []byte(clean))
		return out[:n]
	}
	return unquote([]byte(strings.ReplaceAll(text, "_", " ")))
}

// oneLine makes a text fit for one line: no line ends, no control characters, no spaces at the ends.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || unseen(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// unseen tells of characters that show nothing, or turn the direction of what follows.
func unseen(r rune) bool {
	return r == 0xFEFF || 0x200B <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 || 0x80 <= r && r < 0xA0
}
