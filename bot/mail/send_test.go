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
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/rs/zerolog"

	"lianxin/bot/mail/mailtest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func refusal(code int, text string) *smtp.SMTPError {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: text}
}

var receiver = policy.Address{Channel: Channel, User: "Zhang.Wei@qq.com"}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name    string
		trouble mailtest.Trouble
		state   ledger.OutcomeState
		code    int
		after   time.Duration
		arrived bool
	}{
		{"sent", mailtest.Trouble{}, ledger.Sent, 0, 0, true},
		{"no such receiver", mailtest.Trouble{Receiver: refusal(550, "unknown zhang.wei@qq.com")}, ledger.Refused, 550, 0, false},
		{"greylisted", mailtest.Trouble{Receiver: refusal(451, "later zhang.wei@qq.com")}, ledger.Retry, 451, 0, false},
		{"end of the connection", mailtest.Trouble{Receiver: refusal(421, "bye")}, ledger.Retry, 421, waitBusy, false},
		{"our sender is not liked", mailtest.Trouble{Sender: refusal(553, "not yours")}, ledger.Retry, 553, waitManager, false},
		{"busy", mailtest.Trouble{Sender: refusal(452, "full")}, ledger.Retry, 452, waitBusy, false},
		{"the text is not liked", mailtest.Trouble{Text: refusal(554, "spam from zhang.wei@qq.com")}, ledger.Refused, 554, 0, false},
		{"the text later", mailtest.Trouble{Text: refusal(450, "later")}, ledger.Retry, 450, 0, false},
		{"silence after the text", mailtest.Trouble{CutText: 1}, ledger.Unknown, 0, 0, true},
		{"silence before all", mailtest.Trouble{CutGreet: true}, ledger.Retry, 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newServer(t, mailtest.Options{})
			server.Set(c.trouble)
			var log bytes.Buffer
			out := newSender(t, server, zerolog.New(&log)).Send(t.Context(), receiver, "XF2026-0042 已答复，请到窗口领取。")
			if out.State != c.state || out.Code != c.code || out.After != c.after || len(server.Sent()) > 0 != c.arrived {
				t.Errorf("%+v, %d arrived\n%s", out, len(server.Sent()), log.String())
			}
			if (out.Reason == "") != (out.State == ledger.Sent) || (out.ID == "") != (out.State != ledger.Sent) {
				t.Errorf("%+v", out)
			}
			for _, secret := range []string{"zhang", "Zhang", "qq.com", "领取", "窗口", "XF2026", boxPassword} {
				if strings.Contains(log.String()+out.Reason, secret) {
					t.Errorf("%q in %s %s", secret, log.String(), out.Reason)
				}
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	var log bytes.Buffer
	s, err := NewSender(SMTP{Host: "127.0.0.1", Port: port, From: boxUser, Plain: true}, zerolog.New(&log), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if out := s.Send(t.Context(), receiver, "x"); out.State != ledger.Retry || out.Reason != sayUnreachable || !strings.Contains(log.String(), "connection refused") {
		t.Errorf("%+v %s", out, log.String())
	}
}

// TestSilentServer is accepted and never spoken to.
func TestSilentServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, err := NewSender(SMTP{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: boxUser, Plain: true}, zerolog.Nop(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if out := s.Send(ctx, receiver, "x"); out.State != ledger.Retry || time.Since(begun) >= sendTime {
		t.Errorf("%+v after %v", out, time.Since(begun))
	}
	s.limit = 50 * time.Millisecond
	if out := s.Send(t.Context(), receiver, "x"); out.State != ledger.Retry || time.Since(begun) >= sendTime {
		t.Errorf("%+v after %v", out, time.Since(begun))
	}
}

func TestWrongPasswordOut(t *testing.T) {
	server := newServer(t, mailtest.Options{})
	var log bytes.Buffer
	s, err := NewSender(SMTP{Host: "127.0.0.1", Port: server.SMTPPort(), User: boxUser, Password: "wrong-one", From: boxUser, Plain: true}, zerolog.New(&log), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	out := s.Send(t.Context(), receiver, "x")
	if out.State != ledger.Retry || out.Reason != sayBadPassword || out.After != waitManager || out.Code != 535 || strings.Contains(log.String(), "wrong-one") {
		t.Errorf("%+v %s", out, log.String())
	}
}

func TestTLS(t *testing.T) {
	certificates := certificates(t)
	roots := x509.NewCertPool()
	roots.AddCert(certificates.Certificate())
	for _, c := range []struct {
		name     string
		implicit bool
		offers   bool
		roots    *x509.CertPool
		want     string
	}{
		{"STARTTLS", false, true, roots, ""},
		{"from the first byte", true, true, roots, ""},
		{"nobody vouches for it", false, true, nil, sayUnreachable},
		{"nobody vouches for it from the first byte", true, true, nil, sayUnreachable},
		{"not offered", false, false, roots, sayNotPossible},
	} {
		opt := mailtest.Options{Implicit: c.implicit}
		if c.offers {
			opt.TLS = certificates.TLS
		}
		server := newServer(t, opt)
		s, err := NewSender(SMTP{
			Host: "127.0.0.1", Port: server.SMTPPort(), User: boxUser, Password: boxPassword, From: boxUser, Implicit: c.implicit, TLS: &tls.Config{RootCAs: c.roots},
		}, zerolog.Nop(), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if out := s.Send(t.Context(), receiver, "x"); out.Reason != c.want || len(server.Sent()) > 0 != (c.want == "") {
			t.Errorf("%s: %+v", c.name, out)
		}
	}
}

func TestAddressesRefused(t *testing.T) {
	server := newServer(t, mailtest.Options{})
	s := newSender(t, server, zerolog.Nop())
	for _, user := range []string{
		"", "zhang", "a@b", "a@b.cn\r\nBcc: c@d.cn", "a@b.cn\nX: y", "a@b.cn, c@d.cn", "<a@b.cn>", "a b@c.cn", "a@b.cn>", "张三@b.cn", "a@b.cn\x00", "@b.cn",
		".a@b.cn", "a@b..cn", strings.Repeat("a", 65) + "@b.cn", boxUser, strings.ToUpper(boxUser),
	} {
		if out := s.Send(t.Context(), policy.Address{Channel: Channel, User: user}, "x"); out.State != ledger.Refused {
			t.Errorf("%q: %+v", user, out)
		}
	}
	if out := s.Send(t.Context(), policy.Address{Channel: "wecom", User: "a@b.cn"}, "x"); out.State != ledger.Refused {
		t.Errorf("another channel: %+v", out)
	}
	if out := s.Send(t.Context(), receiver, " \n"); out.State != ledger.Refused || out.Reason != sayEmpty {
		t.Errorf("an empty text: %+v", out)
	}
	if len(server.Sent()) != 0 {
		t.Error("something was sent")
	}
}

// TestMessage reads a letter as its receiver does.
func TestMessage(t *testing.T) {
	server := newServer(t, mailtest.Options{})
	now := time.Date(2026, 11, 19, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	s, err := NewSender(SMTP{
		Host: "127.0.0.1", Port: server.SMTPPort(), User: boxUser, Password: boxPassword, From: "信访办 <" + boxUser + ">", ReplyTo: "letters@lianxin.edu.cn", Plain: true,
	}, zerolog.Nop(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	text := "您反映的事项 XF2026-0042 已答复：\n.\nSubject: 别的\r\nBcc: a@b.cn\n\n" + strings.Repeat("很长的一行", 400)
	letter := Letter{From: receiver, MessageID: "x y\r\nBcc: a@b.cn", References: []string{"ok@b.cn", "bad\r\nX: y", strings.Repeat("r", 240) + "@b.cn", "last@b.cn"}}
	for range 6 {
		letter.References = append(letter.References, strings.Repeat("r", 240)+"@b.cn")
	}
	for i, out := range []ledger.Outcome{s.Send(t.Context(), receiver, text), s.Answer(t.Context(), letter, text), s.Send(t.Context(), receiver, "没有编号")} {
		if out.State != ledger.Sent {
			t.Fatalf("%d: %+v", i, out)
		}
	}
	var ids []string
	for i, sent := range server.Sent() {
		m, err := mail.ReadMessage(bytes.NewReader(sent.Data))
		if err != nil {
			t.Fatal(err)
		}
		for field, want := range map[string]string{
			"Date": "Thu, 19 Nov 2026 10:00:00 +0800", "To": "<zhang.wei@qq.com>", "Reply-To": "<letters@lianxin.edu.cn>", "Bcc": "", "X": "", "User-Agent": "", "X-Mailer": "",
			"Subject": []string{"[XF2026-0042] 信访事项办理情况", "[XF2026-0042] 信访事项办理情况", "来信办理情况"}[i], "In-Reply-To": "",
			"Auto-Submitted": []string{"auto-generated", "auto-replied", "auto-generated"}[i], "From": "\"信访办\" <" + boxUser + ">", "Mime-Version": "1.0", loopField: "1",
		} {
			if got := unwords(m.Header.Get(field)); got != want && !(field == "From" && got == "信访办 <"+boxUser+">") {
				t.Errorf("%d: %s: %q, want %q", i, field, got, want)
			}
		}
		body, err := io.ReadAll(untransfer(m.Header.Get("Content-Transfer-Encoding"), m.Body))
		if want := tidy(text); i < 2 && (err != nil || tidy(string(body)) != want) {
			t.Errorf("%d: %v %q", i, err, body)
		}
		for line := range strings.SplitSeq(string(sent.Data), "\r\n") {
			if len(line) > 998 || strings.Contains(line, "\n") {
				t.Errorf("a line of %d bytes", len(line))
			}
		}
		ids = append(ids, m.Header.Get("Message-Id"))
	}
	if !strings.HasPrefix(ids[0], "<xf2026-0042.") || !strings.HasSuffix(ids[0], "@lianxin.edu.cn>") || ids[0] == ids[2] {
		t.Errorf("%q", ids)
	}
	if caseAnswered([]string{strings.Trim(ids[0], "<>")}, own) != "XF2026-0042" {
		t.Errorf("%q is not known again", ids[0])
	}
}

func TestManyAtOnce(t *testing.T) {
	server := newServer(t, mailtest.Options{})
	s := newSender(t, server, zerolog.Nop())
	results := make(chan ledger.Outcome)
	for i := range 20 {
		go func() {
			results <- s.Send(t.Context(), policy.Address{Channel: Channel, User: fmt.Sprintf("u%d@b.cn", i)}, "hello")
		}()
	}
	for range 20 {
		if out := <-results; out.State != ledger.Sent {
			t.Errorf("%+v", out)
		}
	}
	if len(server.Sent()) != 20 {
		t.Errorf("%d arrived", len(server.Sent()))
	}
}

func TestNewSenderRefuses(t *testing.T) {
	for name, c := range map[string]SMTP{
		"in the clear over the network": {Host: "mail.example.edu.cn", Plain: true, From: boxUser},
		"no sender":                     {Host: "mail.example.edu.cn"},
		"a sender of no form":           {Host: "mail.example.edu.cn", From: "信访"},
		"an answer to nowhere":          {Host: "mail.example.edu.cn", From: boxUser, ReplyTo: "信访"},
	} {
		if _, err := NewSender(c, zerolog.Nop(), time.Now); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestSecretsDoNotPrint prints the configuration in every way.
func TestSecretsDoNotPrint(t *testing.T) {
	var b bytes.Buffer
	in, out := IMAP{Host: "h", User: boxUser, Password: boxPassword}, SMTP{Host: "h", User: boxUser, Password: boxPassword}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&b, verb+verb+verb, in, &in, out)
	}
	log := zerolog.New(&b)
	log.Info().Interface("in", in).Interface("out", out).Msg("")
	if strings.Contains(b.String(), boxPassword) {
		t.Error(b.String())
	}
}
