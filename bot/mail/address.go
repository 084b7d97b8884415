package mail

import "strings"

// sender reads the first address of a From field and the name beside it. Quotes are minded: a name that looks like an address is a name. False if there is no
// address that mail servers take.
func sender(field string) (name, address string, ok bool) {
	quoted, depth, open := false, 0, -1
	for i := 0; i < len(field); i++ {
		switch b := field[i]; {
		case b == '\\':
			i++
		case b == '"' && depth == 0:
			quoted = !quoted
		case quoted:
		case b == '(':
			depth++
		case b == ')' && depth > 0:
			depth--
		case depth > 0:
		case b == '<':
			open = i
		case b == '>' && open >= 0:
			address, ok = bareAddress(field[open+1 : i])
			return displayName(field[:open]), address, ok
		case b == ',' && open < 0:
			address, ok = bareAddress(withoutComment(field[:i]))
			return "", address, ok
		}
	}
	address, ok = bareAddress(withoutComment(field))
	return "", address, ok
}

// displayName takes the quotes away and decodes.
func displayName(s string) string {
	return clip(unwords(unquoteParam(strings.TrimSpace(s))), 100)
}

func withoutComment(s string) string {
	s, _, _ = strings.Cut(s, "(")
	return s
}

// bareAddress gives an address in lower case. It takes what every mail server takes: local part of at most 64 and domain of dotted letters, digits and hyphens,
// ASCII only, no quotes. Nothing that passes can end a line or a command.
func bareAddress(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	local, host, ok := strings.Cut(s, "@")
	if !ok || len(s) > 254 || len(local) > 64 || !dotted(local, "!#$%&'*+/=?^_`{|}~-") || !dotted(host, "-") || !strings.Contains(host, ".") && host != "localhost" {
		return "", false
	}
	return s, true
}

// dotted tells whether a text is made of letters, digits and the other characters, in pieces between single dots.
func dotted(s, others string) bool {
	last := byte('.')
	for i := 0; i < len(s); i++ {
		b := s[i]
		switch {
		case 'a' <= b && b <= 'z', '0' <= b && b <= '9', strings.IndexByte(others, b) >= 0:
		case b == '.' && last != '.':
		default:
			return false
		}
		last = b
	}
	return last != '.'
}

// ids reads the message ids of a field, without < >. What is no id is passed over; at most the last 20 are given.
func ids(field string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(field, func(r rune) bool { return r == '<' || r == '>' || r == ',' || r <= ' ' }) {
		if isID(s) {
			out = append(out, s)
		}
	}
	if len(out) > 20 {
		out = out[len(out)-20:]
	}
	return out
}

// isID tells whether a text can stand between < > as it is.
func isID(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == '<' || s[i] == '>' {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 250
}

// clip cuts a text after so many characters.
func clip(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}
