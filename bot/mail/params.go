package mail

import (
	"slices"
	"strings"
)

// params reads "text/plain; charset=GBK; name="附件.doc"": the value in lower case and its parameters by name in lower case. It takes what mailers write: raw
// GBK in quotes, encoded words, spaces without quotes, and the pieces and charsets of RFC 2231.
func params(field string) (value string, named map[string]string) {
	value, rest := cutField(field)
	named = map[string]string{}
	var pieces []piece
	for rest != "" {
		var one string
		one, rest = cutField(rest)
		name, text, ok := strings.Cut(one, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); !ok || name == "" {
			continue
		}
		text = unquoteParam(strings.TrimSpace(text))
		if base, tail, extended := strings.Cut(name, "*"); extended {
			pieces = append(pieces, piece{base, tail, text})
		} else if _, twice := named[name]; !twice {
			named[name] = unwords(text)
		}
	}
	join(pieces, named)
	return strings.ToLower(strings.TrimSpace(value)), named
}

// cutField cuts at the first semicolon outside quotes.
func cutField(s string) (head, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}

// unquoteParam takes the quotes and the backslashes before quotes away.
func unquoteParam(s string) string {
	if !strings.HasPrefix(s, `"`) {
		return s
	}
	s = strings.TrimSuffix(s[1:], `"`)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s)
}

// piece is a parameter of RFC 2231: name*=charset'language'text, name*0=text, name*1*=text ...
type piece struct{ name, tail, text string }

// join puts pieces together by their numbers, which have one or two digits.
func join(pieces []piece, named map[string]string) {
	slices.SortStableFunc(pieces, func(a, b piece) int {
		a.tail, b.tail = strings.TrimSuffix(a.tail, "*"), strings.TrimSuffix(b.tail, "*")
		if d := len(a.tail) - len(b.tail); d != 0 {
			return d
		}
		return strings.Compare(a.tail, b.tail)
	})
	whole, charset := map[string][]byte{}, map[string]string{}
	for _, p := range pieces {
		_, begun := whole[p.name]
		text := []byte(p.text)
		if p.tail == "" || strings.HasSuffix(p.tail, "*") {
			if label, rest, ok := strings.Cut(p.text, "'"); ok && !begun {
				charset[p.name] = label
				_, p.text, _ = strings.Cut(rest, "'")
			}
			text = unpercent(p.text)
		}
		whole[p.name] = append(whole[p.name], text...)
	}
	for name, text := range whole {
		named[name] = oneLine(utf8Of(text, charset[name]))
	}
}

// unpercent decodes %E4; any other % stands for itself.
func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if high, low := hexDigit(s[i+1]), hexDigit(s[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
