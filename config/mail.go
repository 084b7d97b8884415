package config

import (
	"net/mail"
	"time"
)

// Mail is the mailbox that takes petitions in, and the one that sends answers out. nil: not configured.
type Mail struct {
	IMAP *IMAP
	SMTP *SMTP
}

// IMAP is the box that is looked into.
type IMAP struct {
	Host     string
	Port     int // TLS from the first byte
	User     string
	Password Secret
	Folder   string
	MoveTo   string        // folder for what is done with; "": it stays in Folder, marked as read
	Every    time.Duration // the longest time between two looks
}

// SMTP is the server that takes letters.
type SMTP struct {
	Host     string
	Port     int // 465: TLS from the first byte; else STARTTLS
	User     string
	Password Secret
	From     string // the address that stands on the letters
	ReplyTo  string // the address that answers go to; "": From
}

func (m *Mail) read(v value) {
	v.mapping(
		optional("imap", func(at value) {
			m.IMAP = &IMAP{Port: 993, Folder: "INBOX", Every: 5 * time.Minute}
			at.mapping(
				required("host", checked(&m.IMAP.Host, isHost, sayHost)),
				optional("port", number(&m.IMAP.Port, 1, 65535)),
				required("user", text(&m.IMAP.User)),
				required("password", secret(&m.IMAP.Password, anySecret)).asSecret(),
				optional("folder", text(&m.IMAP.Folder)),
				optional("move_to", text(&m.IMAP.MoveTo)),
				optional("every", duration(&m.IMAP.Every)),
			)
		}),
		optional("smtp", func(at value) {
			m.SMTP = &SMTP{Port: 465}
			at.mapping(
				required("host", checked(&m.SMTP.Host, isHost, sayHost)),
				optional("port", number(&m.SMTP.Port, 1, 65535)),
				required("user", text(&m.SMTP.User)),
				required("password", secret(&m.SMTP.Password, anySecret)).asSecret(),
				required("from", checked(&m.SMTP.From, isMailAddress, sayMailAddress)),
				optional("reply_to", checked(&m.SMTP.ReplyTo, isMailAddress, sayMailAddress)),
			)
		}),
	)
}

func isMailAddress(s string) bool {
	_, err := mail.ParseAddress(s)
	return err == nil
}
