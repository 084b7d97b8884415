package wecom

import (
	"strings"
	"unicode/utf8"
)

// scanner reads the small XML that the platform writes, in one pass and without copying what needs no unescaping. It takes a subset of XML 1.0 and
// rejects the rest: one root, ASCII names without prefixes, at most maxDepth levels, UTF-8, no document type, no entities but the five of XML, no
// processing instruction but a leading declaration. What it takes, encoding/xml reads in the same way.
//
//	x.root() -> name of the root; then, inside any open element, either
//	x.child() -> name of the next child that is now open, or "" when the element itself was closed; or
//	x.text()  -> everything written in it, and it is closed.
type scanner struct {
	s     string
	pos   int
	open  [maxDepth]string
	depth int
	empty bool // the element opened last was <a/>
}

const maxDepth = 16

// newScanner checks what holds for the text as a whole. A leading byte order mark is passed over.
func newScanner(s string) (scanner, bool) {
	s = strings.TrimPrefix(s, "\ufeff")
	return scanner{s: s}, utf8.ValidString(s) && !hasControl(s) && !hasNonCharacter(s)
}

// root passes over the declaration, comments and white space and opens the root element.
func (x *scanner) root() (string, bool) {
	if strings.HasPrefix(x.s, "<?xml") && !x.declaration() {
		return "", false
	}
	if !x.misc() {
		return "", false
	}
	return x.startTag()
}

// end tells whether the root is closed and nothing but comments and white space follows.
func (x *scanner) end() bool {
	return x.depth == 0 && x.misc() && x.pos == len(x.s)
}

// misc passes over white space and comments.
func (x *scanner) misc() bool {
	for {
		x.space()
		if !strings.HasPrefix(x.s[x.pos:], "<!--") {
			return true
		}
		if !x.comment() {
			return false
		}
	}
}

// child opens the next element inside the one that is open; "" means that there is none and the open one is closed now.
func (x *scanner) child() (string, bool) {
	if x.empty {
		x.pop()
		return "", true
	}
	if !x.chars(nil) {
		return "", false
	}
	if strings.HasPrefix(x.s[x.pos:], "</") {
		return "", x.endTag()
	}
	return x.startTag()
}

// text gives what is written in the open element, without what is written in elements inside it, and closes it.
func (x *scanner) text() (string, bool) {
	if x.empty {
		x.pop()
		return "", true
	}
	var all pieces
	for {
		if !x.chars(&all) {
			return "", false
		}
		if strings.HasPrefix(x.s[x.pos:], "</") {
			return all.join(), x.endTag()
		}
		if _, ok := x.startTag(); !ok || !x.skip() {
			return "", false
		}
	}
}

// skip closes the open element and passes over everything inside it.
func (x *scanner) skip() bool {
	for outer := x.depth - 1; x.depth > outer; {
		if _, ok := x.child(); !ok {
			return false
		}
	}
	return true
}

// pieces joins stretches of text in linear time; a single one is kept without copying.
type pieces struct {
	first string
	more  []byte
}

func (p *pieces) add(part string) {
	switch {
	case p == nil || part == "":
	case p.more != nil:
		p.more = append(p.more, part...)
	case p.first == "":
		p.first = part
	default:
		p.more = append([]byte(p.first), part...)
	}
}

func (p *pieces) join() string {
	if p.more != nil {
		return string(p.more)
	}
	return p.first
}

// chars reads text, CDATA sections and comments up to the next tag, adds them to all unless it is nil, and stands at the "<" of the tag.
func (x *scanner) chars(all *pieces) bool {
	for {
		part, more, ok := x.run()
		if !ok {
			return false
		}
		if !more {
			return true
		}
		all.add(part)
	}
}

// run reads one stretch of text, one CDATA section or one comment; more is false at a tag.
func (x *scanner) run() (part string, more, ok bool) {
	rest := x.s[x.pos:]
	switch {
	case rest == "":
		return "", false, false
	case rest[0] != '<':
		part, ok = x.plain(rest)
		return part, true, ok
	case len(rest) > 1 && rest[1] != '!':
		return "", false, true // a tag, or something that no tag begins with
	case strings.HasPrefix(rest, cdataOpen):
		part, ok = x.cdata(rest[len(cdataOpen):])
		return part, true, ok
	case strings.HasPrefix(rest, "<!--"):
		return "", true, x.comment()
	}
	return "", false, false
}

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

func (x *scanner) plain(rest string) (string, bool) {
	end := strings.IndexByte(rest, '<')
	if end < 0 {
		return "", false
	}
	x.pos += end
	raw := rest[:end]
	if strings.Contains(raw, cdataClose) {
		return "", false
	}
	return unescape(raw)
}

func (x *scanner) cdata(rest string) (string, bool) {
	end := strings.Index(rest, cdataClose)
	if end < 0 {
		return "", false
	}
	x.pos += len(cdataOpen) + end + len(cdataClose)
	raw := rest[:end]
	return newlines(raw), true
}

// comment passes over a comment; "--" inside one is an error.
func (x *scanner) comment() bool {
	rest := x.s[x.pos+len("<!--"):]
	end := strings.Index(rest, "--")
	if end < 0 || !strings.HasPrefix(rest[end:], "-->") {
		return false
	}
	x.pos += len("<!--") + end + len("-->")
	return true
}

func (x *scanner) space() {
	for x.pos < len(x.s) && isSpace(x.s[x.pos]) {
		x.pos++
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
