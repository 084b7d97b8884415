package mailtest

import (
	"io"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// transfer is one SMTP connection.
type transfer struct {
	server *Server
	conn   *smtp.Conn
	known  bool
	letter Letter
}

func (s *Server) newTransfer(c *smtp.Conn) (smtp.Session, error) {
	if s.now().CutGreet {
		_ = c.Conn().Close()
	}
	return &transfer{server: s, conn: c}, nil
}

// AuthMechanisms are the ways to log in.
func (t *transfer) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth begins to log in.
func (t *transfer) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, password string) error {
		if t.known = user == t.server.opt.User && password == t.server.opt.Password; !t.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}
	if strings.EqualFold(mechanism, sasl.Plain) {
		return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// Mail begins a letter.
func (t *transfer) Mail(from string, _ *smtp.MailOptions) error {
	if e := t.server.now().Sender; e != nil {
		return e
	}
	if !t.known {
		return smtp.ErrAuthRequired
	}
	t.letter = Letter{From: from}
	return nil
}

// Rcpt names a receiver.
func (t *transfer) Rcpt(to string, _ *smtp.RcptOptions) error {
	if e := t.server.now().Receiver; e != nil {
		return e
	}
	t.letter.To = to
	return nil
}

// Data takes the letter.
func (t *transfer) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if e := t.server.now().Text; e != nil {
		return e
	}
	t.letter.Data = data
	t.server.mu.Lock()
	t.server.sent = append(t.server.sent, t.letter)
	t.server.mu.Unlock()
	if t.server.use(func(t *Trouble) *int { return &t.CutText }) {
		return t.conn.Conn().Close()
	}
	return nil
}

// Reset forgets the letter under way.
func (t *transfer) Reset() { t.letter = Letter{} }

// Logout ends the connection.
func (t *transfer) Logout() error { return nil }
