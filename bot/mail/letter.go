package mail

import (
	"context"
	"fmt"
	"io"
	"time"

	"lianxin/config/policy"
)

// Desk takes letters in. File stores one letter for good before it returns nil, under its Key: a letter whose Key was filed before changes nothing and gets
// the same reply. reply is what the sender is answered by mail, "" for nothing. An error means "not stored": the letter comes again at the next look. The
// error is logged, so it carries no word of the letter. ctx ends after a minute, or some seconds after the program was told to
// end.
type Desk interface {
	File(ctx context.Context, l Letter) (reply string, err error)
}

// Letter is one mail that a person wrote. Everything in it but Key, At, Received and Incomplete is the sender's identity or the sender's words. However it is
// printed, only its Key is.
type Letter struct {
	Key         string         // of sender and Message-ID, else of the content; the same mail has the same key however often it is read
	From        policy.Address // who sent it, as the mail says: a mail proves nothing
	Name        string         // what the sender calls himself beside the address; "" often
	Subject     string         // one line
	Case        string         // number of a case in the subject, or of the letter of ours that it answers: XF2026-0042; "" for none. A claim, too
	Text        string         // what was written, lines end with \n; without quoted letters and signature
	Cut         string         // what was taken out of the text: quoted letters, signature. Names and phone numbers stand there
	Attachments []Attachment   // in the order of the mail
	Incomplete  bool           // something was too large or unreadable and is missing here; the mail in the mailbox has it
	MessageID   string         // without < >; "" if there is none
	InReplyTo   []string       // without < >
	References  []string       // without < >, oldest first
	At          time.Time      // UTC: when the mailbox received it
	Received    time.Time      // UTC: when it reached this process; the instant at which everything it causes happens
}

// Attachment is a file of a letter. The name is made harmless: no folders, no control characters.
type Attachment struct {
	Name    string
	Type    string // application/pdf; as the mail says
	Size    int64  // bytes
	Content []byte // nil if the file is larger than MaxAttachment or the letter's files together than MaxAttachments
}

// What is taken of one mail, in bytes. What is larger is cut and makes the letter Incomplete.
const (
	MaxAttachment  = 10 << 20
	MaxAttachments = 25 << 20  // together
	MaxText        = 256 << 10 // of Text, and of Cut
	maxMail        = 40 << 20  // as it is transferred
	maxHeader      = 256 << 10
	maxTextPart    = 2 << 20 // one text of the mail, with its HTML
	maxParts       = 100
	maxDepth       = 8
)

// String is what may be printed.
func (l Letter) String() string { return "letter " + l.Key }

// Format prints the key for every verb of fmt.
func (l Letter) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.String()) }

// MarshalText is String, for JSON and for loggers.
func (l Letter) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Format prints the size for every verb of fmt.
func (a Attachment) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "attachment of %d bytes", a.Size)
}
