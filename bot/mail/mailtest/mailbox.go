package mailtest

import (
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

var errCut = errors.New("mailtest: cut")

// session is one IMAP connection. Its account is there after Login.
type session struct {
	*imapmemserver.UserSession
	server *Server
	conn   *imapserver.Conn
}

func (s *Server) newSession(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[c] = true
	return &session{server: s, conn: c}, &imapserver.GreetingData{}, nil
}

// Login opens the account.
func (s *session) Login(user, password string) error {
	if s.server.now().NoLogin {
		return imapserver.ErrAuthFailed
	}
	if err := s.server.user.Login(user, password); err != nil {
		return err
	}
	s.server.mu.Lock()
	s.server.logins++
	s.server.mu.Unlock()
	s.UserSession = imapmemserver.NewUserSession(s.server.user)
	return nil
}

// Close ends the connection.
func (s *session) Close() error {
	s.server.mu.Lock()
	delete(s.server.conns, s.conn)
	s.server.mu.Unlock()
	return s.UserSession.Close()
}

// Idle tells of new mail, unless it is deaf. It looks by itself: what arrives just before an IDLE begins must be told, too.
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for look := time.NewTicker(5 * time.Millisecond); ; {
		select {
		case <-stop:
			look.Stop()
			return nil
		case <-look.C:
		}
		if s.server.now().Deaf {
			continue
		}
		if err := s.Poll(w, true); err != nil {
			return err
		}
	}
}

// Store keeps flags.
func (s *session) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, opt *imap.StoreOptions) error {
	if s.server.use(func(t *Trouble) *int { return &t.CutMark }) {
		_ = s.conn.NetConn().Close()
		return errCut
	}
	if s.server.now().NoMarks {
		return &imap.Error{Type: imap.StatusResponseTypeNo, Text: "read only"}
	}
	return s.UserSession.Store(w, set, flags, opt)
}

// Fetch gives mails.
func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, opt *imap.FetchOptions) error {
	if len(opt.BodySection) > 0 && s.server.use(func(t *Trouble) *int { return &t.CutFetch }) {
		_ = s.conn.NetConn().Close()
		return errCut
	}
	return s.UserSession.Fetch(w, set, opt)
}

// Mail is one mail of a folder.
type Mail struct {
	UID   uint32
	Flags []string // in lower case: \seen, \flagged
	Size  int64
}

// Mails lists a folder as another program would see it, over IMAP. It works without TLS only.
func (s *Server) Mails(folder string) ([]Mail, error) {
	c, err := imapclient.DialInsecure(s.in.Addr().String(), nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.Login(s.opt.User, s.opt.Password).Wait(); err != nil {
		return nil, fmt.Errorf("mailtest: login: %w", err)
	}
	box, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil || box.NumMessages == 0 {
		return nil, err
	}
	list, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: box.NumMessages}}, &imap.FetchOptions{UID: true, Flags: true, RFC822Size: true}).Collect()
	var mails []Mail
	for _, m := range list {
		mail := Mail{UID: uint32(m.UID), Size: m.RFC822Size}
		for _, f := range m.Flags {
			mail.Flags = append(mail.Flags, string(f))
		}
		mails = append(mails, mail)
	}
	return mails, errors.Join(err, c.Logout().Wait())
}
