package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// errNoAuth is a server that offers no way to log in.
var errNoAuth = errors.New("mail: the server offers no known way to log in")

// portTLS is the port on which TLS begins with the first byte.
const portTLS = 465

// client builds the client of one attempt. hangUp ends its connection; it is ended, too, when ctx ends, whatever is under way.
func (s *Sender) client(ctx context.Context) (c *gomail.Client, hangUp func(), err error) {
	var made line
	options := []gomail.Option{
		gomail.WithPort(s.c.Port), gomail.WithTimeout(s.limit), gomail.WithHELO(domain(s.from.Address)),
		gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithoutSMTPUTF8(),
		gomail.WithTLSConfig(encrypted(s.c.TLS, s.c.Host)), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
			conn, err := s.dial(dialing, network, address)
			if err != nil {
				return nil, err
			}
			made = line{conn, context.AfterFunc(ctx, func() { _ = conn.Close() })}
			return conn, nil
		}),
	}
	switch {
	case s.c.Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case s.c.tlsFirst():
		options = append(options, gomail.WithSSL())
	}
	if s.c.User != "" {
		options = append(options, gomail.WithSMTPAuthCustom(&login{user: s.c.User, password: s.c.Password, host: s.c.Host, plain: s.c.Plain}))
	}
	c, err = gomail.NewClient(s.c.Host, options...)
	return c, func() { made.hangUp() }, err
}

// line is a connection that is cut when the context of its attempt ends.
type line struct {
	conn    net.Conn
	unwatch func() bool
}

// hangUp ends the connection, if there is one.
func (l line) hangUp() {
	if l.conn != nil {
		l.unwatch()
		_ = l.conn.Close()
	}
}

// dial connects; on the port for it, TLS begins at once.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	plain := &net.Dialer{KeepAlive: 15 * time.Second}
	if s.c.Plain || !s.c.tlsFirst() {
		return plain.DialContext(ctx, network, address)
	}
	return (&tls.Dialer{NetDialer: plain, Config: encrypted(s.c.TLS, s.c.Host)}).DialContext(ctx, network, address)
}

// login chooses among the ways to log in that the server offers. The password goes over TLS, or stays on this very machine.
type login struct {
	user, password, host string
	plain                bool
	chosen               smtp.Auth
}

// Start begins to log in.
func (l *login) Start(server *smtp.ServerInfo) (proto string, toServer []byte, err error) {
	offered := func(name string) bool {
		return slices.ContainsFunc(server.Auth, func(s string) bool { return strings.EqualFold(s, name) })
	}
	switch {
	case offered("PLAIN"):
		l.chosen = smtp.PlainAuth("", l.user, l.password, l.host, l.plain)
	case offered("LOGIN"):
		l.chosen = smtp.LoginAuth(l.user, l.password, l.host, l.plain)
	case offered("CRAM-MD5"):
		l.chosen = smtp.CRAMMD5Auth(l.user, l.password)
	default:
		return "", nil, errNoAuth
	}
	return l.chosen.Start(server)
}

// Next goes on.
func (l *login) Next(fromServer []byte, more bool) (toServer []byte, err error) {
	return l.chosen.Next(fromServer, more)
}
