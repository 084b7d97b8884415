package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/textproto"

	"lianxin/config/policy"
)

// errMalformed is a mail that cannot be read or has no sender who could be answered. A person must look at it.
var errMalformed = errors.New("mail: malformed")

// decode reads one mail as it is transferred. own are the addresses of this program. reason tells why a mail is no letter (automatic); the letter is then
// empty. At and Received are left to the caller. It reads no more than maxMail bytes and holds no more than the limits of a Letter and two texts.
func decode(r io.Reader, own map[string]bool) (l Letter, reason string, err error) {
	h, body, err := readHeader(r)
	if err != nil {
		return Letter{}, "", err
	}
	name, from, ok := sender(guessed([]byte(h.Get("From"))))
	if !ok {
		return Letter{}, "", errMalformed
	}
	if reason = automatic(h, from, own); reason != "" {
		return Letter{}, reason, nil
	}
	l = Letter{
		From: policy.Address{Channel: Channel, User: from}, Name: name, Subject: clip(unwords(h.Get("Subject")), 300),
		InReplyTo: ids(h.Get("In-Reply-To")), References: ids(h.Get("References")),
	}
	if id := ids(h.Get("Message-Id")); len(id) > 0 {
		l.MessageID = id[0]
	}
	if l.Case = caseIn(l.Subject); l.Case == "" {
		l.Case = caseAnswered(append(l.References, l.InReplyTo...), own)
	}
	digest := sha256.New()
	read := &counted{r: io.TeeReader(body, digest)}
	l.fill(h, read)
	_, _ = io.Copy(io.Discard, read)
	if l.Text == "" && len(l.Attachments) == 0 && (l.Subject == "" || l.Incomplete) {
		return Letter{}, "", errMalformed
	}
	l.Incomplete = l.Incomplete || read.n >= maxMail
	l.Key = l.key(h, digest.Sum(nil))
	return l, "", nil
}

// fill reads the body.
func (l *Letter) fill(h textproto.Header, body io.Reader) {
	p := parts{room: MaxAttachments}
	text := tidy(p.part(h, body, 0).plain())
	if len(text) > 2*MaxText {
		text, p.incomplete = cutBytes(text, 2*MaxText), true
	}
	l.Text, l.Cut = split(text, l.isAnswer())
	for _, s := range []*string{&l.Text, &l.Cut} {
		if len(*s) > MaxText {
			*s, p.incomplete = cutBytes(*s, MaxText), true
		}
	}
	l.Attachments, l.Incomplete = p.files, p.incomplete
}

// isAnswer tells whether a letter answers another, so that quotes may stand in it.
func (l *Letter) isAnswer() bool {
	return l.Case != "" || len(l.InReplyTo) > 0 || len(l.References) > 0 || answerSubject.MatchString(l.Subject)
}

var answerSubject = regexp.MustCompile(`(?i)^\s*(re|回复|答复|回覆|答覆)\s*[:：]`)

// key is the identity of a letter. The sender is part of it: who knows the Message-ID of somebody else's letter must not get the reply to that.
func (l *Letter) key(h textproto.Header, body []byte) string {
	what := "id\x00" + l.MessageID
	if l.MessageID == "" {
		what = fmt.Sprintf("content\x00%s\x00%s\x00%x", h.Get("Date"), h.Get("Subject"), body)
	}
	sum := sha256.Sum256([]byte(l.From.User + "\x00" + what))
	return Channel + ":" + hex.EncodeToString(sum[:16])
}

// cutBytes cuts a text to so many bytes, between characters.
func cutBytes(s string, most int) string {
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return strings.TrimRight(s[:most], "\n")
}

// counted counts what is read.
type counted struct {
	r io.Reader
	n int64
}

// Read reads and counts.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
