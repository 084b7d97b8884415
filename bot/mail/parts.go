package mail

import (
	"bufio"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// parts takes a mail apart. What is too much or cannot be read makes it incomplete; the rest is kept.
type parts struct {
	files      []Attachment
	room       int64 // bytes that files may still take
	seen       int
	incomplete bool
}

// said is a text of the mail, or nothing.
type said struct {
	text string
	html bool
}

func (s said) empty() bool { return strings.TrimSpace(s.text) == "" }

// plain is the text without HTML.
func (s said) plain() string {
	if s.html {
		return htmlText(s.text)
	}
	return s.text
}

// part reads one part with everything in it.
func (p *parts) part(h textproto.Header, body io.Reader, depth int) said {
	kind, named := params(h.Get("Content-Type"))
	if p.seen++; p.seen > maxParts || depth > maxDepth {
		p.incomplete = true
		return said{}
	}
	if strings.HasPrefix(kind, "multipart/") {
		return p.multipart(kind, named["boundary"], body, depth)
	}
	placed, where := params(h.Get("Content-Disposition"))
	name := where["filename"]
	if name == "" {
		name = named["name"]
	}
	body = untransfer(h.Get("Content-Transfer-Encoding"), body)
	isText := kind == "" || strings.HasPrefix(kind, "text/") && kind != "text/calendar" || kind == "text" || kind == "plain"
	if !isText || placed == "attachment" || name != "" {
		p.file(kind, name, body)
		return said{}
	}
	return said{utf8Of(p.read(body, maxTextPart), named["charset"]), kind == "text/html"}
}

// multipart reads the parts of a part. Of alternatives it takes the plain text, if that says anything; of everything else all texts.
func (p *parts) multipart(kind, boundary string, body io.Reader, depth int) said {
	var all []said
	r := textproto.NewMultipartReader(body, boundary)
	for p.seen <= maxParts {
		part, err := r.NextPart()
		if err != nil {
			p.incomplete = p.incomplete || !errors.Is(err, io.EOF)
			break
		}
		if s := p.part(part.Header, part, depth+1); !s.empty() {
			all = append(all, s)
		}
	}
	if kind == "multipart/alternative" {
		return best(all)
	}
	var texts []string
	for _, s := range all {
		texts = append(texts, s.plain())
	}
	return said{text: strings.Join(texts, "\n\n")}
}

// best is the first plain text, else the last alternative, which the RFC calls the richest.
func best(all []said) said {
	for _, s := range all {
		if !s.html {
			return s
		}
	}
	if len(all) == 0 {
		return said{}
	}
	return all[len(all)-1]
}

// file keeps an attachment.
func (p *parts) file(kind, name string, body io.Reader) {
	content := p.take(body, min(MaxAttachment, p.room))
	rest, err := io.Copy(io.Discard, body)
	p.damaged(err)
	a := Attachment{Name: fileName(name, kind), Type: kind, Size: int64(len(content)) + rest, Content: content}
	if rest > 0 {
		a.Content, p.incomplete = nil, true
	}
	p.room -= int64(len(a.Content))
	p.files = append(p.files, a)
}

// read reads a text. What is longer is cut.
func (p *parts) read(r io.Reader, most int64) []byte {
	b := p.take(r, most)
	rest, err := io.Copy(io.Discard, r)
	p.damaged(err)
	p.incomplete = p.incomplete || rest > 0
	return b
}

func (p *parts) take(r io.Reader, most int64) []byte {
	b, err := io.ReadAll(io.LimitReader(r, most))
	p.damaged(err)
	return b
}

// damaged notes that a part ended in the middle.
func (p *parts) damaged(err error) { p.incomplete = p.incomplete || err != nil }

// fileName makes a name harmless: no folders, no control characters, no leading dots, at most 120 characters.
func fileName(name, kind string) string {
	name = strings.TrimLeft(oneLine(path.Base(strings.ReplaceAll(name, `\`, "/"))), ". ")
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*/`, r) {
			return '_'
		}
		return r
	}, name)
	if name == "" {
		name = "附件"
		if kind == "message/rfc822" {
			name = "邮件.eml"
		}
	}
	if ext := path.Ext(name); len(ext) < 10 {
		return clip(strings.TrimSuffix(name, ext), 110) + ext
	}
	return clip(name, 110)
}

// readHeader reads the fields of a mail and gives the reader of what follows.
func readHeader(r io.Reader) (textproto.Header, io.Reader, error) {
	limited := &io.LimitedReader{R: r, N: maxHeader}
	b := bufio.NewReader(limited)
	h, err := textproto.ReadHeader(b)
	if limited.N <= 0 || err != nil && !errors.Is(err, io.EOF) {
		return h, nil, errMalformed
	}
	limited.N = maxMail
	return h, b, nil
}
