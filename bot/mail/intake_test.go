package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/mail/mailtest"
)

// TestLetterAndAnswer is the life of a case by mail: a letter is filed and answered, the sender writes again under its number.
func TestLetterAndAnswer(t *testing.T) {
	s := newScene(t, nil)
	s.run()
	s.until("connected", func() bool { return s.counts("connected") == 1 })
	s.deliver(qqMail)
	s.until("answered", func() bool { return len(s.server.Sent()) == 1 })
	sent := s.server.Sent()[0]
	answer, err := mail.ReadMessage(bytes.NewReader(sent.Data))
	if err != nil {
		t.Fatal(err)
	}
	if sent.To != "2845xxxx@qq.com" || sent.From != boxUser {
		t.Errorf("from %s to %s", sent.From, sent.To)
	}
	for field, want := range map[string]string{
		"In-Reply-To": "<tencent_4F1C0A9B7E@qq.com>", "References": "<xf2026-0001@lianxin.edu.cn> <tencent_4F1C0A9B7E@qq.com>",
		"Auto-Submitted": "auto-replied",
	} {
		if got := answer.Header.Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if subject := unwords(answer.Header.Get("Subject")); subject != "[XF2026-0001] 信访事项办理情况" {
		t.Errorf("subject %q", subject)
	}
	text, err := io.ReadAll(untransfer(answer.Header.Get("Content-Transfer-Encoding"), answer.Body))
	if err != nil || strings.TrimSpace(string(text)) != "您的来信已登记，编号 XF2026-0001。" {
		t.Errorf("%q %v", text, err)
	}

	s.deliver(crlf("From: 2845XXXX@qq.com\nSubject: " + answer.Header.Get("Subject") + "\nIn-Reply-To: " + answer.Header.Get("Message-Id") +
		"\nMessage-ID: <second@qq.com>\nContent-Type: text/plain; charset=utf-8\n\n还是凉的。\n\n------------------ 原始邮件 ------------------\n您的来信已登记\n"))
	s.until("the second answered", func() bool { return len(s.server.Sent()) == 2 })
	letters := s.desk.kept()
	if letters[1].Case != "XF2026-0001" || letters[1].Text != "还是凉的。" || letters[0].Case != "" || letters[0].Name != "小雨" {
		t.Errorf("%q %q %q", letters[1].Case, letters[1].Text, letters[0].Name)
	}
	if at := letters[0].At; !at.Equal(time.Date(2026, 11, 18, 4, 31, 9, 0, time.UTC)) || at.Location() != time.UTC || letters[0].Received.Before(at) && time.Now().After(at) {
		t.Errorf("at %v, received %v", at, letters[0].Received)
	}
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`, `\Seen`}) })
	if n := s.counts("filed"); n != 2 || s.counts("answered") != 2 {
		t.Errorf("%v", s.intake.Counts())
	}
}

// TestOwnAnswerComesBack puts every answer of the program into its own mailbox: it takes none of them.
func TestOwnAnswerComesBack(t *testing.T) {
	s := newScene(t, nil)
	s.run()
	s.deliver(qqMail)
	s.until("answered", func() bool { return len(s.server.Sent()) == 1 })
	s.deliver(string(s.server.Sent()[0].Data))
	s.deliver(strings.Replace(string(s.server.Sent()[0].Data), boxUser, "somebody@else.cn", 1))
	s.until("ignored", func() bool { return s.counts("own")+s.counts("reply") == 2 })
	if len(s.server.Sent()) != 1 || len(s.desk.asked()) != 1 {
		t.Errorf("%d sent, %d filed", len(s.server.Sent()), len(s.desk.asked()))
	}
}

// TestStubbornMachine lets a program answer every answer as a person would: after a while it is filed and not answered.
func TestStubbornMachine(t *testing.T) {
	s := newScene(t, nil)
	for i := range 15 {
		s.deliver(mailFrom("robot@b.cn", fmt.Sprintf("r%d@b.cn", i), "received, thank you"))
	}
	s.deliver(mailFrom("person@b.cn", "p@b.cn", "a letter"))
	s.run()
	s.until("all filed", func() bool { return s.counts("filed") == 16 })
	s.until("all marked", func() bool { return !slices.Contains(s.flags("INBOX"), "") })
	if n := len(s.server.Sent()); n != answersADay+1 || s.counts("unanswered") != 5 {
		t.Errorf("%d answers, %v", n, s.intake.Counts())
	}
}

// TestCrashBeforeTheMark cuts the connection between the desk and the mark: the letter comes again with the same key and is answered once.
func TestCrashBeforeTheMark(t *testing.T) {
	s := newScene(t, nil)
	s.server.Set(mailtest.Trouble{CutMark: 2})
	s.deliver(qqMail)
	s.run()
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	calls := s.desk.asked()
	if len(calls) != 3 || calls[0] != calls[1] || calls[1] != calls[2] || len(s.desk.kept()) != 1 {
		t.Errorf("calls %v", calls)
	}
	if n := len(s.server.Sent()); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// TestRestart lets one program file and not mark, and another begin: the same key, and no mail is lost.
func TestRestart(t *testing.T) {
	s := newScene(t, nil)
	s.server.Set(mailtest.Trouble{NoMarks: true})
	s.deliver(qqMail)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); s.intake.Run(ctx) }()
	s.until("filed", func() bool { return len(s.desk.asked()) == 1 })
	stop()
	<-done
	s.server.Set(mailtest.Trouble{})
	second, err := NewIntake(s.intake.in, s.desk, s.sender, zerolog.Nop(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	go second.Run(t.Context())
	defer second.Close()
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	if calls := s.desk.asked(); len(calls) != 2 || calls[0] != calls[1] || len(s.desk.kept()) != 1 {
		t.Errorf("calls %v", calls)
	}
}

func TestDeskFails(t *testing.T) {
	for name, trouble := range map[string]func(int, Letter) error{
		"error": func(n int, l Letter) error {
			if n <= 2 && l.From.User == "2845xxxx@qq.com" {
				return errDesk
			}
			return nil
		},
		"panic": func(n int, l Letter) error {
			if n == 1 {
				panic("二饭堂")
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, func(in *IMAP) { in.Every = 20 * time.Millisecond })
			s.desk.trouble = trouble
			s.deliver(qqMail)
			s.deliver(mailFrom("other@b.cn", "o@b.cn", "another letter"))
			s.run()
			s.until("both filed", func() bool { return len(s.desk.kept()) == 2 })
			s.until("both marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`, `\Seen`}) })
			s.intake.Close()
			if first := s.desk.kept()[0].From.User; first != "other@b.cn" {
				t.Error("one letter that is not stored held the other up")
			}
			if strings.Contains(s.log.String(), "饭堂") || !strings.Contains(s.log.String(), `"uid":1`) {
				t.Error(s.log.String())
			}
		})
	}
}

func TestMailServerAway(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.Every = 20 * time.Millisecond })
	s.server.Set(mailtest.Trouble{CutGreet: true})
	s.deliver(qqMail)
	s.run()
	s.until("filed", func() bool { return len(s.desk.asked()) > 2 })
	if len(s.desk.kept()) != 1 || slices.Contains(s.flags("INBOX"), `\Seen`) {
		t.Error("a letter that was not answered is done with")
	}
	s.server.Set(mailtest.Trouble{})
	s.until("answered", func() bool { return len(s.server.Sent()) == 1 })
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	if s.counts("filed") != 1 || s.counts("answered") != 1 {
		t.Error(s.intake.Counts())
	}
}

// TestDoubt lets answers arrive without a receipt: one letter is answered twice at most, with one Message-ID.
func TestDoubt(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.Every = 20 * time.Millisecond })
	s.server.Set(mailtest.Trouble{CutText: 5})
	s.deliver(qqMail)
	s.run()
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	sent := s.server.Sent()
	if len(sent) != 2 {
		t.Fatalf("%d answers", len(sent))
	}
	id := func(l mailtest.Letter) string {
		m, err := mail.ReadMessage(bytes.NewReader(l.Data))
		if err != nil {
			t.Fatal(err)
		}
		return m.Header.Get("Message-Id")
	}
	if id(sent[0]) != id(sent[1]) || id(sent[0]) == "" {
		t.Errorf("%q and %q", id(sent[0]), id(sent[1]))
	}
}

func TestNoMarks(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.Every = 10 * time.Millisecond })
	s.server.Set(mailtest.Trouble{NoMarks: true})
	s.deliver(qqMail)
	s.run()
	s.until("asked again and again", func() bool { return len(s.desk.asked()) > 5 })
	if len(s.server.Sent()) != 1 || len(s.desk.kept()) != 1 {
		t.Errorf("%d answers, %d letters", len(s.server.Sent()), len(s.desk.kept()))
	}
}

func TestMalformedStays(t *testing.T) {
	s := newScene(t, nil)
	s.deliver("Subject: 没有寄件人\r\n\r\n饭堂")
	s.deliver("\x00\xff\xfe")
	s.deliver(mailFrom("a@b.cn", "1@b.cn", "ok"))
	s.deliver(mailFrom("MAILER-DAEMON@b.cn", "2@b.cn", "your mail"))
	s.run()
	s.until("all judged", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Flagged`, `\Flagged`, `\Seen`, `\Seen`}) })
	if s.counts("malformed") != 2 || s.counts("filed") != 1 || s.counts("bounce") != 1 {
		t.Error(s.intake.Counts())
	}
	s.server.Cut()
	s.until("connected again", func() bool { return s.counts("connected") == 2 })
	s.deliver(mailFrom("a@b.cn", "3@b.cn", "ok"))
	s.until("filed", func() bool { return s.counts("filed") == 2 })
	if s.counts("malformed") != 2 {
		t.Error("a flagged mail was read again")
	}
}

func TestMove(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.MoveTo = "已办" })
	s.run()
	s.deliver(qqMail)
	s.deliver(mailFrom("a@b.cn", "1@b.cn", "ok"))
	s.deliver("no mail")
	s.until("moved", func() bool { return slices.Equal(s.flags("已办"), []string{`\Seen`, `\Seen`}) })
	s.until("flagged", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Flagged`}) })
}

func TestMoveToNowhere(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.MoveTo = "没有这个文件夹" })
	s.run()
	s.deliver(qqMail)
	s.until("marked", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	s.deliver(mailFrom("a@b.cn", "1@b.cn", "ok"))
	s.until("the next filed", func() bool { return len(s.desk.kept()) == 2 })
	if s.counts("connected") != 1 {
		t.Error("a folder that is missing cost the connection")
	}
}

// TestDeafServer has mail arrive that the server does not tell of.
func TestDeafServer(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.Every = 30 * time.Millisecond })
	s.server.Set(mailtest.Trouble{Deaf: true})
	s.run()
	s.until("connected", func() bool { return s.counts("connected") == 1 })
	s.deliver(qqMail)
	s.until("filed", func() bool { return len(s.desk.kept()) == 1 })
}

func TestBrokenConnections(t *testing.T) {
	s := newScene(t, nil)
	s.server.Set(mailtest.Trouble{CutFetch: 2})
	s.deliver(qqMail)
	s.run()
	s.until("filed", func() bool { return len(s.desk.kept()) == 1 })
	s.until("waiting", func() bool { return slices.Equal(s.flags("INBOX"), []string{`\Seen`}) })
	s.server.Cut()
	s.deliver(mailFrom("a@b.cn", "1@b.cn", "ok"))
	s.until("filed after the cut", func() bool { return len(s.desk.kept()) == 2 })
	if s.counts("malformed") != 0 || s.counts("broken") < 3 {
		t.Error(s.intake.Counts())
	}
}

// TestWrongPassword sees that a server which refuses the password is left in peace.
func TestWrongPassword(t *testing.T) {
	s := newScene(t, nil)
	s.server.Set(mailtest.Trouble{NoLogin: true})
	s.run()
	s.until("refused", func() bool { return s.counts("broken") == 1 })
	time.Sleep(100 * time.Millisecond)
	if n := s.counts("broken"); n != 1 {
		t.Errorf("%d attempts", n)
	}
	begun := time.Now()
	s.intake.Close()
	if time.Since(begun) >= longestWait/2 {
		t.Error("Close waits for a wait")
	}
	if log := s.log.String(); !strings.Contains(log, "login: imap NO AUTHENTICATIONFAILED") {
		t.Error(log)
	}
}

func TestBackoff(t *testing.T) {
	in := &Intake{firstWait: time.Second}
	for failures, most := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 9: longestWait, 1000: longestWait} {
		for range 50 {
			if wait := in.backoff(failures, io.EOF); wait < most/2 || wait > most {
				t.Errorf("%d failures: %v", failures, wait)
			}
		}
	}
}

// TestClose ends an intake at every moment of its work; what was filed is answered and marked.
func TestClose(t *testing.T) {
	for i := range 20 {
		s := newScene(t, nil)
		for n := range 5 {
			s.deliver(mailFrom("a@b.cn", fmt.Sprintf("%d@b.cn", n), "ok"))
		}
		go s.intake.Run(t.Context())
		time.Sleep(time.Duration(i) * time.Millisecond)
		s.intake.Close()
		marked := 0
		for _, f := range s.flags("INBOX") {
			if f == `\Seen` {
				marked++
			}
		}
		if filed, answered := len(s.desk.kept()), len(s.server.Sent()); marked != answered || filed != marked {
			t.Fatalf("%d filed, %d answered, %d marked\n%s", filed, answered, marked, s.log)
		}
	}
}

// TestCloseSilentServer ends an intake that waits for a server which never speaks.
func TestCloseSilentServer(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	in, err := NewIntake(IMAP{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: boxUser, Password: boxPassword, Plain: true}, &office{}, nil, zerolog.Nop(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	go in.Run(t.Context())
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	time.Sleep(100 * time.Millisecond) // until it waits for the greeting
	begun := time.Now()
	in.Close()
	if took := time.Since(begun); took >= connectTime {
		t.Errorf("Close took %v", took)
	}
}

func TestCloseWithoutRun(t *testing.T) {
	s := newScene(t, nil)
	s.intake.Close()
	s.intake.Run(t.Context())
	if len(s.intake.Counts()) != 0 {
		t.Error("a closed intake works")
	}
}

// TestLeaksNothing files, fails, breaks and refuses, and looks for every word of the letters in the log.
func TestLeaksNothing(t *testing.T) {
	s := newScene(t, func(in *IMAP) { in.Every = 20 * time.Millisecond })
	s.desk.trouble = func(n int, _ Letter) error {
		if n < 3 {
			return errDesk
		}
		return nil
	}
	s.server.Set(mailtest.Trouble{Receiver: refusal(550, "no such user 2845XXXX@qq.com"), CutFetch: 1, CutMark: 1})
	s.deliver(qqMail)
	s.deliver(foxmail)
	s.deliver(attached)
	s.deliver("Subject: 饭堂\r\n\r\n窗口")
	s.run()
	s.until("all judged", func() bool { return !slices.Contains(s.flags("INBOX"), "") && len(s.flags("INBOX")) == 4 })
	s.server.Set(mailtest.Trouble{NoLogin: true})
	s.server.Cut()
	s.until("refused", func() bool { return strings.Contains(s.log.String(), "AUTHENTICATIONFAILED") })
	s.intake.Close()
	log := s.log.String()
	for _, secret := range []string{"2845XXXX", "2845xxxx", "qq.com", "163.com", "小雨", "李老师", "li@", "饭堂", "窗口", "凉的", "情况说明", "DOC", "a@b.cn", boxPassword, "tencent", "XF2026-0042", "登记"} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, "not stored") || !strings.Contains(log, `"code":550`) || !strings.Contains(log, "cannot be read") {
		t.Errorf("the test saw too little:\n%s", log)
	}
}

func TestIMAPOverTLS(t *testing.T) {
	certificates := certificates(t)
	server := newServer(t, mailtest.Options{TLS: certificates.TLS})
	if err := server.Deliver([]byte(qqMail), time.Now()); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificates.Certificate())
	desk := &office{}
	in := IMAP{Host: "127.0.0.1", Port: server.IMAPPort(), User: boxUser, Password: boxPassword, TLS: &tls.Config{RootCAs: roots}}
	intake, err := NewIntake(in, desk, nil, zerolog.Nop(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	go intake.Run(t.Context())
	defer intake.Close()
	for deadline := time.Now().Add(10 * time.Second); len(desk.kept()) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(intake.Counts())
		}
	}

	in.TLS = nil
	var log tape
	stranger, err := NewIntake(in, desk, nil, zerolog.New(&log), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	go stranger.Run(t.Context())
	for deadline := time.Now().Add(10 * time.Second); stranger.Counts()["broken"] == 0 && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
	}
	stranger.Close()
	if !strings.Contains(log.String(), "certificate") || stranger.Counts()["connected"] != 0 {
		t.Errorf("a certificate that nobody vouches for: %s", log.String())
	}
}

func TestNewIntakeRefuses(t *testing.T) {
	for name, in := range map[string]IMAP{
		"in the clear over the network": {Host: "mail.example.edu.cn", Plain: true},
		"no address":                    {Host: "127.0.0.1", Own: []string{"信访"}},
	} {
		if _, err := NewIntake(in, &office{}, nil, zerolog.Nop(), time.Now); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

var _ Answerer = (*Sender)(nil)
