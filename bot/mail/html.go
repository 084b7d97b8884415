package mail

import (
	"html"
	"strings"
)

// htmlText gives the text of an HTML letter, lines where a reader would see lines. Nothing of it is ever shown as HTML. It is one pass over any input.
func htmlText(s string) string {
	p := page{s: s, lower: asciiLower(s)}
	for p.at < len(p.s) {
		open := strings.IndexByte(p.s[p.at:], '<')
		if open < 0 {
			p.text(p.s[p.at:])
			break
		}
		p.text(p.s[p.at : p.at+open])
		p.at += open
		p.tag()
	}
	return p.out.String()
}

// page is an HTML text being read.
type page struct {
	s, lower string
	at       int
	out      strings.Builder
	fresh    bool // the line has text
	space    bool // white space is owed before the next text
	unclosed [2]bool
}

// text writes what stands between tags; white space of any length is one space.
func (p *page) text(s string) {
	s = strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ")
	for i, f := range strings.FieldsFunc(s, isHTMLSpace) {
		if p.fresh && (i > 0 || p.space || isHTMLSpace(rune(s[0]))) {
			p.out.WriteByte(' ')
		}
		p.out.WriteString(f)
		p.fresh, p.space = true, false
	}
	p.space = p.space || s != "" && isHTMLSpace(rune(s[len(s)-1]))
}

func isHTMLSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\f' }

// tag reads what begins with <.
func (p *page) tag() {
	rest := p.lower[p.at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		p.skip("-->", len("<!--"), len("-->"))
	case len(rest) < 2 || rest[1] != '/' && rest[1] != '!' && rest[1] != '?' && (rest[1] < 'a' || rest[1] > 'z'):
		p.text("<")
		p.at++
	default:
		name := tagName(rest)
		p.end()
		if hidden[name] {
			p.skip("</"+name, 0, 0)
			return
		}
		p.lay(strings.TrimPrefix(name, "/"))
	}
}

// skip goes behind the next occurrence of a mark; without one the rest is passed over.
func (p *page) skip(mark string, from, length int) {
	i := strings.Index(p.lower[p.at+from:], mark)
	if i < 0 {
		p.at = len(p.s)
		return
	}
	p.at += from + i + length
}

// end goes behind the > of a tag; one in quotes does not count. What a quote that never ends would hide is read on.
func (p *page) end() {
	for p.at++; p.at < len(p.s); p.at++ {
		switch b := p.s[p.at]; b {
		case '>':
			p.at++
			return
		case '"', '\'':
			kind := strings.IndexByte("\"'", b)
			if p.unclosed[kind] || p.s[p.at-1] != '=' && !isHTMLSpace(rune(p.s[p.at-1])) {
				continue
			}
			if i := strings.IndexByte(p.s[p.at+1:], b); i >= 0 {
				p.at += 1 + i
			} else {
				p.unclosed[kind] = true
			}
		}
	}
}

// tagName is the name of a tag, with the slash of a closing one.
func tagName(s string) string {
	i := 1
	for i < len(s) && (s[i] == '/' && i == 1 || 'a' <= s[i] && s[i] <= 'z' || '0' <= s[i] && s[i] <= '9') {
		i++
	}
	return s[1:i]
}

// hidden are the elements whose content is no text of the letter.
var hidden = map[string]bool{"script": true, "style": true, "title": true, "template": true, "textarea": true}

// lay breaks the line where an element does.
func (p *page) lay(name string) {
	switch name {
	case "br":
		p.line()
	case "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dl", "dt", "dd", "center", "section",
		"article", "header", "footer", "body":
		if p.fresh {
			p.line()
		}
	case "td", "th":
		p.space = true
	}
}

func (p *page) line() {
	p.out.WriteByte('\n')
	p.fresh, p.space = false, false
}

// asciiLower keeps every byte in its place.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
