package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// envelope is a text on its way out.
type envelope struct {
	to      string
	text    string
	number  string   // of the case, "" for none
	auto    string   // of the field Auto-Submitted (RFC 3834)
	answers string   // message id of the letter that is answered
	thread  []string // what that letter answered
}

// Subjects say nothing of the matter: mail servers write them into their logs.
const (
	subjectCase  = "[%s] 信访事项办理情况"
	subjectOther = "来信办理情况"
)

// compose builds the message. Whatever the text holds stands in the body; all header fields are made of checked pieces.
func (s *Sender) compose(e envelope) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingB64))
	m.FromMailAddress(s.from)
	if s.replyTo != nil {
		m.ReplyToMailAddress(s.replyTo)
	}
	if err := m.To(e.to); err != nil {
		return nil, err
	}
	now := s.now()
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(s.messageID(e, now))
	m.Subject(subjectOther)
	if e.number != "" {
		m.Subject(fmt.Sprintf(subjectCase, e.number))
	}
	if isID(e.answers) {
		m.SetGenHeader("In-Reply-To", "<"+e.answers+">")
	}
	if line := s.references(e); line != "" {
		m.SetGenHeader("References", line)
	}
	m.SetGenHeader("Auto-Submitted", e.auto)
	m.SetGenHeader("X-Auto-Response-Suppress", "All") // Exchange sends no absence notes then
	m.SetGenHeader(loopField, "1")
	m.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(tidy(e.text), "\n", "\r\n")+"\r\n")
	return m, nil
}

// messageID is the same for the same text to the same address on the same day (UTC). The number of the case stands in it, by which an answer is known whose
// subject was changed.
func (s *Sender) messageID(e envelope, now time.Time) string {
	sum := sha256.Sum256([]byte(e.to + "\x00" + e.answers + "\x00" + now.UTC().Format(time.DateOnly) + "\x00" + e.text))
	id := hex.EncodeToString(sum[:16]) + "@" + domain(s.from.Address)
	if e.number != "" {
		return strings.ToLower(e.number) + "." + id
	}
	return id
}

// mostReferences is how long the field References may be, in bytes: a line of a mail has 998.
const mostReferences = 900

// references names the case and what the letter answered, the last of it if it is long.
func (s *Sender) references(e envelope) string {
	var line string
	if isID(e.answers) {
		line = "<" + e.answers + ">"
	}
	root := ""
	if e.number != "" {
		root = "<" + strings.ToLower(e.number) + "@" + domain(s.from.Address) + ">"
	}
	for i := len(e.thread) - 1; i >= 0; i-- {
		one := "<" + e.thread[i] + ">"
		if !isID(e.thread[i]) || one == root || len(root)+len(one)+len(line) > mostReferences {
			continue
		}
		line = one + " " + line
	}
	return strings.TrimSpace(root + " " + line)
}
