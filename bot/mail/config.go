package mail

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// Channel is the name of this platform in a policy.Address; its User is a bare address in lower case.
const Channel = "mail"

// IMAP is the mailbox that is looked into. The mailbox belongs to this program: what somebody else marks as read is never filed. However it is printed, its
// password is not.
type IMAP struct {
	Host     string
	Port     int // TLS from the first byte
	User     string
	Password string
	Folder   string        // empty: INBOX
	MoveTo   string        // folder into which letters go when they are done with; empty: they stay, marked as read
	Every    time.Duration // the longest time between two looks, also where the server announces new mail (IDLE); 0: five minutes
	Own      []string      // addresses under which this program sends: mail from them is not taken. User is added if it is an address
	Plain    bool          // without TLS: taken only for this very machine (tests, the demo)
	TLS      *tls.Config   // nil: the roots of the system
}

// SMTP is the server that takes letters, and how they are signed. However it is printed, its password is not.
type SMTP struct {
	Host     string
	Port     int    // 465: TLS from the first byte; else STARTTLS, which the server must offer
	User     string // empty: the server wants no password
	Password string
	From     string // "xinfang@example.edu.cn" or "信访 <xinfang@example.edu.cn>"
	ReplyTo  string // the same, where answers shall go; empty: From
	Implicit bool   // TLS from the first byte on another port, too
	Plain    bool   // without TLS: taken only for this very machine (tests, the demo)
	TLS      *tls.Config
}

// tlsFirst tells whether TLS begins with the first byte.
func (c SMTP) tlsFirst() bool { return c.Implicit || c.Port == portTLS }

// String is what may be printed.
func (c IMAP) String() string { return "imap " + place(c.Host, c.Port) }

// Format prints the server for every verb of fmt.
func (c IMAP) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// MarshalText is String, for JSON and for loggers.
func (c IMAP) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String is what may be printed.
func (c SMTP) String() string { return "smtp " + place(c.Host, c.Port) }

// Format prints the server for every verb of fmt.
func (c SMTP) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// MarshalText is String, for JSON and for loggers.
func (c SMTP) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

func place(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }

// encrypted gives the TLS configuration for a host.
func encrypted(given *tls.Config, host string) *tls.Config {
	c := &tls.Config{}
	if given != nil {
		c = given.Clone()
	}
	if c.ServerName == "" {
		c.ServerName = host
	}
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	return c
}

// checkPlain refuses to send a password over a network without TLS.
func checkPlain(plain bool, host string) error {
	if ip := net.ParseIP(host); plain && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("mail: %s without TLS: only this very machine may be spoken to in the clear", host)
	}
	return nil
}

// parseAddress reads "name <address>" or an address from the configuration.
func parseAddress(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return nil, fmt.Errorf("mail: %q is not an address: %w", s, err)
	}
	bare, ok := bareAddress(a.Address)
	if !ok {
		return nil, fmt.Errorf("mail: %q is not an address that mail servers take", s)
	}
	return &mail.Address{Name: a.Name, Address: bare}, nil
}

// domain is the part of a bare address after the @.
func domain(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }
