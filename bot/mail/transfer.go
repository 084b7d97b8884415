package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
)

// untransfer gives the bytes of a part whose Content-Transfer-Encoding is named. It is patient: what does not belong to the encoding is passed over, so that
// one wrong byte does not cost the rest of a letter. Other encodings are read as they are.
func untransfer(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.RawStdEncoding, onlyBase64{r})
	case "quoted-printable":
		return &unquoter{r: r}
	}
	return r
}

// onlyBase64 passes the alphabet of base64 on and nothing else, not even the padding.
type onlyBase64 struct{ r io.Reader }

// Read reads at least one byte, if there is one.
func (o onlyBase64) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		n, err := o.r.Read(p)
		kept := 0
		for _, b := range p[:n] {
			if inBase64(rune(b)) >= 0 {
				p[kept] = b
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}

func inBase64(r rune) rune {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '+' || r == '/' {
		return r
	}
	return -1
}

// unquoter decodes quoted-printable. It holds back what may be the beginning of an escape.
type unquoter struct {
	r    io.Reader
	raw  []byte
	done []byte
	err  error
}

const unquoteBlock = 4096

// Read gives decoded bytes.
func (u *unquoter) Read(p []byte) (int, error) {
	for len(u.done) == 0 && u.err == nil {
		block := make([]byte, unquoteBlock)
		n, err := u.r.Read(block)
		u.raw, u.err = append(u.raw, block[:n]...), err
		safe := len(u.raw)
		if i := bytes.LastIndexByte(u.raw, '='); err == nil && i >= 0 && len(u.raw)-i < unquoteBlock && !settled(u.raw[i:]) {
			safe = i
		}
		u.done = unquote(u.raw[:safe])
		u.raw = append([]byte(nil), u.raw[safe:]...)
	}
	n := copy(p, u.done)
	u.done = u.done[n:]
	if n == 0 && len(p) > 0 {
		return 0, u.err
	}
	return n, nil
}

// settled tells whether what begins with = can be judged without more bytes.
func settled(b []byte) bool {
	b = bytes.TrimLeft(b[1:], " \t\r")
	return len(b) >= 2 || len(b) == 1 && b[0] == '\n'
}

// unquote decodes quoted-printable: =E4 is a byte, = at the end of a line joins it to the next; any other = stands for itself.
func unquote(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		if i+2 < len(b) {
			if high, low := hexDigit(b[i+1]), hexDigit(b[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		end := i + 1
		for end < len(b) && (b[end] == ' ' || b[end] == '\t' || b[end] == '\r') {
			end++
		}
		switch {
		case end < len(b) && b[end] == '\n':
			i = end
		case end == len(b): // the mail ends in the middle
			i = end
		default:
			out = append(out, '=')
		}
	}
	return out
}

func hexDigit(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'A' <= b && b <= 'F':
		return int(b-'A') + 10
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}
