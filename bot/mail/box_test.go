package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"lianxin/bot/mail/mailtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	boxUser     = "xinfang@lianxin.edu.cn"
	boxPassword = "Secret-of-the-mailbox"
)

// office is a desk that keeps letters under their keys, as the real one does, and answers each with its number.
type office struct {
	mu      sync.Mutex
	letters []Letter
	replies map[string]string
	calls   []string                    // the key of every call
	trouble func(n int, l Letter) error // before anything is stored; n counts the calls
}

// File stores a letter once.
func (o *office) File(_ context.Context, l Letter) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, l.Key)
	if o.trouble != nil {
		if err := o.trouble(len(o.calls), l); err != nil {
			return "", err
		}
	}
	if reply, known := o.replies[l.Key]; known {
		return reply, nil
	}
	if o.replies == nil {
		o.replies = map[string]string{}
	}
	o.letters = append(o.letters, l)
	reply := fmt.Sprintf("您的来信已登记，编号 XF2026-%04d。", len(o.letters))
	if l.Case != "" {
		reply = "已补充到 " + l.Case + "。"
	}
	o.replies[l.Key] = reply
	return reply, nil
}

func (o *office) kept() []Letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.letters)
}

func (o *office) asked() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.calls)
}

// scene is a mailbox, the program that looks into it, and what it logs.
type scene struct {
	t      *testing.T
	server *mailtest.Server
	desk   *office
	intake *Intake
	sender *Sender
	log    *tape
}

// newScene starts a mail server and the intake; more changes the mailbox's configuration.
func newScene(t *testing.T, more func(*IMAP)) *scene {
	t.Helper()
	s := &scene{t: t, desk: &office{}, log: &tape{}}
	s.server = newServer(t, mailtest.Options{Folders: []string{"已办"}})
	log := zerolog.New(s.log)
	s.sender = newSender(t, s.server, log)
	in := IMAP{Host: "127.0.0.1", Port: s.server.IMAPPort(), User: boxUser, Password: boxPassword, Plain: true, Every: time.Hour}
	if more != nil {
		more(&in)
	}
	var err error
	if s.intake, err = NewIntake(in, s.desk, s.sender, log, time.Now); err != nil {
		t.Fatal(err)
	}
	s.intake.firstWait = 5 * time.Millisecond
	return s
}

func newServer(t *testing.T, opt mailtest.Options) *mailtest.Server {
	t.Helper()
	opt.User, opt.Password = boxUser, boxPassword
	server, err := mailtest.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func newSender(t *testing.T, server *mailtest.Server, log zerolog.Logger) *Sender {
	t.Helper()
	s, err := NewSender(SMTP{Host: "127.0.0.1", Port: server.SMTPPort(), User: boxUser, Password: boxPassword, From: "信访办 <" + boxUser + ">", Plain: true}, log, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run starts the intake; it is closed at the end of the test.
func (s *scene) run() {
	go s.intake.Run(s.t.Context())
	s.t.Cleanup(s.intake.Close)
}

func (s *scene) deliver(raw string) {
	s.t.Helper()
	if err := s.server.Deliver([]byte(raw), time.Date(2026, 11, 18, 12, 31, 9, 0, time.FixedZone("", 8*3600))); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for something to become true.
func (s *scene) until(what string, f func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !f(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("%s: never\ncounts %v, calls %v, %d sent", what, s.intake.Counts(), s.desk.asked(), len(s.server.Sent()))
		}
	}
}

// flags gives the flags of the mails in a folder.
func (s *scene) flags(folder string) []string {
	s.t.Helper()
	mails, err := s.server.Mails(folder)
	if err != nil {
		s.t.Fatal(err)
	}
	var all []string
	for _, m := range mails {
		slices.Sort(m.Flags)
		all = append(all, strings.Join(m.Flags, " "))
	}
	return all
}

func (s *scene) counts(name string) uint64 { return s.intake.Counts()[name] }

// mailFrom is a short letter.
func mailFrom(from, id, text string) string {
	return crlf("From: " + from + "\nSubject: letter\nMessage-ID: <" + id + ">\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n")
}

var errDesk = errors.New("the ledger is full")

// certificates are those of net/http's tests.
func certificates(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	t.Cleanup(s.Close)
	return s
}

// tape is a log that can be read while it is written.
type tape struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write keeps a line.
func (t *tape) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

// String gives everything.
func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}
