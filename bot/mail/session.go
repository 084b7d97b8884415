package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// The steps of a session, as the log names them.
const (
	stepConnect = "connect"
	stepLogin   = "login"
	stepSelect  = "select"
	stepSearch  = "search"
	stepFetch   = "fetch"
	stepMark    = "mark"
	stepMove    = "move"
	stepWait    = "wait"
)

// How long things may take. The library waits for ever for an answer that does not begin.
const (
	connectTime = 30 * time.Second
	commandTime = time.Minute
	fetchTime   = 10 * time.Minute // a large mail on a slow line
	leaveTime   = 5 * time.Second  // to mark what was just filed, after the end was called
)

// session is one connection to the mailbox.
type session struct {
	*Intake
	conn    net.Conn
	client  *imapclient.Client
	changed chan struct{} // the server told of new mail
	deaf    bool          // the server does not know how to tell
}

// session connects and looks until something breaks or ctx ends. reached: the mailbox was open.
func (in *Intake) session(ctx context.Context) (reached bool, err error) {
	s := &session{Intake: in, changed: make(chan struct{}, 1)}
	if s.conn, err = in.dial(ctx); err != nil {
		return false, during(stepConnect, err)
	}
	s.client = imapclient.New(s.conn, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: s.told}})
	defer s.client.Close()
	over := make(chan struct{})
	defer close(over)
	unwatch := context.AfterFunc(ctx, func() {
		select {
		case <-over:
		case <-time.After(leaveTime):
			_ = s.conn.Close()
		}
	})
	defer unwatch()
	if err := s.open(); err != nil {
		return false, err
	}
	in.tally.Add("connected")
	for {
		failed, err := s.look(ctx)
		if err == nil && ctx.Err() == nil {
			err = during(stepWait, s.wait(ctx, in.rest(failed)))
		}
		if err != nil {
			return true, err
		}
		if ctx.Err() != nil {
			_ = s.within(leaveTime, func() error { return s.client.Logout().Wait() })
			return true, nil
		}
	}
}

// dial connects, with TLS unless it is this very machine.
func (in *Intake) dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	plain := &net.Dialer{KeepAlive: time.Minute}
	if in.in.Plain {
		return plain.DialContext(ctx, "tcp", place(in.in.Host, in.in.Port))
	}
	dialer := &tls.Dialer{NetDialer: plain, Config: encrypted(in.in.TLS, in.in.Host)}
	return dialer.DialContext(ctx, "tcp", place(in.in.Host, in.in.Port))
}

// open logs in and opens the folder. Some servers (163, 126) show nothing to programs that do not say who they are.
func (s *session) open() error {
	err := s.within(commandTime, func() error { return s.client.Login(s.in.User, s.in.Password).Wait() })
	if err != nil {
		return during(stepLogin, err)
	}
	if s.client.Caps().Has(imap.CapID) {
		_ = s.within(commandTime, func() error {
			_, err := s.client.ID(&imap.IDData{Name: "lianxin", Version: "1", Vendor: "lianxin"}).Wait()
			return err
		})
	}
	return during(stepSelect, s.within(commandTime, func() error {
		_, err := s.client.Select(s.in.Folder, nil).Wait()
		return err
	}))
}

// told hears what the server says by itself.
func (s *session) told(data *imapclient.UnilateralDataMailbox) {
	if data.NumMessages == nil {
		return
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// within cuts the connection if f takes longer.
func (s *session) within(limit time.Duration, f func() error) error {
	cut := time.AfterFunc(limit, func() { _ = s.conn.Close() })
	defer cut.Stop()
	return f()
}

// wait waits until the server tells of new mail, at most so long.
func (s *session) wait(ctx context.Context, most time.Duration) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	var idle *imapclient.IdleCommand
	if caps := s.client.Caps(); !s.deaf && (caps.Has(imap.CapIdle) || caps.Has(imap.CapIMAP4rev2)) {
		err := s.within(commandTime, func() (err error) { idle, err = s.client.Idle(); return err })
		if s.deaf = isAnswer(err); err != nil && !s.deaf {
			return err
		}
	}
	select {
	case <-s.changed:
	case <-timer.C:
	case <-ctx.Done():
	case <-s.client.Closed():
		return net.ErrClosed
	}
	if idle == nil {
		return nil
	}
	return s.within(commandTime, func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
}

// isAnswer tells whether the server answered NO or BAD: the connection goes on.
func isAnswer(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye
}
