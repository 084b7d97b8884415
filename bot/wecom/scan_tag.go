package wecom

import "strings"

// startTag reads <name attributes> or <name/> and opens the element. Attributes are checked and dropped.
func (x *scanner) startTag() (string, bool) {
	if !x.take('<') {
		return "", false
	}
	name := x.name()
	if name == "" || x.depth == maxDepth {
		return "", false
	}
	for {
		x.space()
		switch {
		case x.take('>'):
			x.push(name, false)
			return name, true
		case x.take('/'):
			x.push(name, true)
			return name, x.take('>')
		case !x.attribute():
			return "", false
		}
	}
}

// endTag reads </name> of the element that is open and closes it.
func (x *scanner) endTag() bool {
	x.pos += len("</")
	if x.depth == 0 || !strings.HasPrefix(x.s[x.pos:], x.open[x.depth-1]) {
		return false
	}
	x.pos += len(x.open[x.depth-1])
	x.space()
	x.pop()
	return x.take('>')
}

func (x *scanner) push(name string, empty bool) {
	x.open[x.depth] = name
	x.depth++
	x.empty = empty
}

func (x *scanner) pop() {
	x.depth--
	x.empty = false
}

func (x *scanner) attribute() bool {
	if x.name() == "" {
		return false
	}
	x.space()
	if !x.take('=') {
		return false
	}
	x.space()
	if x.pos == len(x.s) {
		return false
	}
	quote := x.s[x.pos]
	if quote != '"' && quote != '\'' {
		return false
	}
	rest := x.s[x.pos+1:]
	end := strings.IndexByte(rest, quote)
	if end < 0 || strings.IndexByte(rest[:end], '<') >= 0 {
		return false
	}
	x.pos += 1 + end + 1
	_, ok := unescape(rest[:end])
	return ok
}

// name reads an ASCII name; "" when there is none.
func (x *scanner) name() string {
	from := x.pos
	for x.pos < len(x.s) && isNameByte(x.s[x.pos], x.pos == from) {
		x.pos++
	}
	return x.s[from:x.pos]
}

func isNameByte(b byte, first bool) bool {
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
		return true
	case '0' <= b && b <= '9', b == '-', b == '.':
		return !first
	}
	return false
}

func (x *scanner) take(b byte) bool {
	if x.pos == len(x.s) || x.s[x.pos] != b {
		return false
	}
	x.pos++
	return true
}

// declaration reads <?xml version="1.0" encoding="UTF-8"?>. Another version or another encoding is an error.
func (x *scanner) declaration() bool {
	rest := x.s[len("<?xml"):]
	end := strings.Index(rest, "?>")
	if end < 1 || !isSpace(rest[0]) {
		return false
	}
	x.pos = len("<?xml") + end + len("?>")
	return declares(rest[:end], "version", "1.0") && declares(rest[:end], "encoding", "utf-8")
}

// declares tells whether a declaration says nothing about a key, or says it once and says what is wanted.
func declares(declaration, key, want string) bool {
	_, value, found := strings.Cut(declaration, key)
	if !found {
		return true
	}
	value = strings.TrimLeft(value, "=")
	if len(value) < len(want)+2 || strings.Contains(value, key) {
		return false
	}
	quote := value[0]
	return (quote == '"' || quote == '\'') && strings.EqualFold(value[1:1+len(want)], want) && value[1+len(want)] == quote
}
