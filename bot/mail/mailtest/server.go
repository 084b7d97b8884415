package mailtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// Options describe the one account of the server.
type Options struct {
	User     string
	Password string
	Folders  []string    // beside INBOX
	TLS      *tls.Config // nil: all in the clear. Else IMAP is TLS from the first byte, SMTP offers STARTTLS
	Implicit bool        // with TLS: SMTP, too, is TLS from the first byte
}

// Server is the running mail server. It is safe for concurrent use.
type Server struct {
	opt  Options
	user *imapmemserver.User
	imap *imapserver.Server
	smtp *smtp.Server
	in   net.Listener
	out  net.Listener

	mu      sync.Mutex
	trouble Trouble
	sent    []Letter
	conns   map[*imapserver.Conn]bool
	logins  int
	serving sync.WaitGroup
}

// Letter is one mail that the server took over SMTP.
type Letter struct {
	From, To string // of the envelope
	Data     []byte
}

// New starts a server on free ports of 127.0.0.1.
func New(opt Options) (*Server, error) {
	s := &Server{opt: opt, user: imapmemserver.NewUser(opt.User, opt.Password), conns: map[*imapserver.Conn]bool{}}
	for _, folder := range append([]string{"INBOX"}, opt.Folders...) {
		if err := s.user.Create(folder, nil); err != nil {
			return nil, fmt.Errorf("mailtest: folder %s: %w", folder, err)
		}
	}
	var err error
	if s.in, err = s.listen(opt.TLS != nil); err != nil {
		return nil, err
	}
	if s.out, err = s.listen(opt.TLS != nil && opt.Implicit); err != nil {
		return nil, errors.Join(err, s.in.Close())
	}
	quiet := log.New(io.Discard, "", 0)
	s.imap = imapserver.New(&imapserver.Options{
		NewSession: s.newSession, InsecureAuth: true, Logger: quiet,
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}},
	})
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.newTransfer))
	s.smtp.Domain, s.smtp.AllowInsecureAuth, s.smtp.ErrorLog = "localhost", true, quiet
	if opt.TLS != nil && !opt.Implicit {
		s.smtp.TLSConfig, s.smtp.AllowInsecureAuth = opt.TLS, false
	}
	in, out := &served{Listener: s.in, accepting: make(chan struct{})}, &served{Listener: s.out, accepting: make(chan struct{})}
	s.serving.Go(func() { _ = s.imap.Serve(in) })
	s.serving.Go(func() { _ = s.smtp.Serve(out) })
	<-in.accepting
	<-out.accepting
	return s, nil
}

// served is a listener that tells when it is served: a server that is closed while it only begins to serve races with itself in the IMAP library, which counts
// its listeners after it has let go of the lock.
type served struct {
	net.Listener

	once      sync.Once
	accepting chan struct{}
}

func (l *served) Accept() (net.Conn, error) {
	l.once.Do(func() { close(l.accepting) })
	return l.Listener.Accept()
}

func (s *Server) listen(encrypted bool) (net.Listener, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil && encrypted {
		l = tls.NewListener(l, s.opt.TLS)
	}
	return l, err
}

// Close ends both servers and all connections.
func (s *Server) Close() error {
	err := errors.Join(s.imap.Close(), s.smtp.Close())
	s.serving.Wait()
	return err
}

// IMAPPort and SMTPPort are where the servers listen on 127.0.0.1.
func (s *Server) IMAPPort() int { return s.in.Addr().(*net.TCPAddr).Port }

// SMTPPort is where letters are taken.
func (s *Server) SMTPPort() int { return s.out.Addr().(*net.TCPAddr).Port }

// Deliver puts a mail into INBOX, as it is transferred, and tells who is waiting. at is when the mailbox got it.
func (s *Server) Deliver(mail []byte, at time.Time) error {
	_, err := s.user.Append("INBOX", bytes.NewReader(mail), &imap.AppendOptions{Time: at})
	return err
}

// Sent gives the letters that were taken over SMTP, in order.
func (s *Server) Sent() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.sent...)
}

// Logins tells how often somebody logged in over IMAP.
func (s *Server) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}
