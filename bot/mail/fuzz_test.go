package mail

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode holds any bytes against what a letter promises.
func FuzzDecode(f *testing.F) {
	for _, raw := range []string{qqMail, htmlOnly, foxmail, attached, "From: a@b.cn\r\n\r\n\xff", "From: a@b.cn\nContent-Transfer-Encoding: quoted-printable\n\n=\r\n=4=E4\n="} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, reason, err := decode(bytes.NewReader(raw), own)
		if err != nil || reason != "" {
			if l.Key != "" {
				t.Error("a letter that is none")
			}
			return
		}
		again, _, err := decode(bytes.NewReader(raw), own)
		if err != nil || again.Key != l.Key || again.Text != l.Text {
			t.Error("read twice, it differs")
		}
		if _, ok := bareAddress(l.From.User); !ok || l.Key == "" || len(l.Text) > MaxText || len(l.Cut) > MaxText {
			t.Errorf("%q %q", l.Key, l.From.User)
		}
		for _, s := range append([]string{l.Text, l.Cut, l.Subject, l.Name, l.MessageID}, append(l.References, l.InReplyTo...)...) {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\x00\x1b") {
				t.Errorf("%q", s)
			}
		}
		for _, s := range []string{l.Subject, l.Name, l.MessageID} {
			if strings.Contains(s, "\n") {
				t.Errorf("more than one line: %q", s)
			}
		}
		for _, a := range l.Attachments {
			if a.Name == "" || strings.ContainsAny(a.Name, "/\\\n\x00") || strings.HasPrefix(a.Name, ".") {
				t.Errorf("file name %q", a.Name)
			}
		}
	})
}
