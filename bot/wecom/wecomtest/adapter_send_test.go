package wecomtest_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// morning is when the clock stands at the beginning of a test.
var morning = time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)

// site is a platform and the real adapter that is set up for it.
type site struct {
	*wecomtest.Platform
	config wecom.Config
	sender *wecom.Sender
	log    *lockedBuffer

	mu sync.Mutex
	at time.Time
}

func newSite(t *testing.T, o wecomtest.Options) *site {
	t.Helper()
	s := &site{at: morning, log: &lockedBuffer{}}
	o.Now, o.Console = s.now, time.Minute // a busy machine is not the application's fault
	if o.Members == nil {
		o.Members = wecomtest.People("LinXiaofeng", "chen", "zhao", "wang")
	}
	p, err := wecomtest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Platform = p
	api := httptest.NewServer(p)
	t.Cleanup(api.Close)
	t.Cleanup(p.Close)
	o = p.Options()
	s.config = wecom.Config{
		CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: api.URL,
	}
	s.sender = wecom.NewSender(s.config, zerolog.New(s.log), s.now)
	t.Cleanup(func() { s.leaksNothing(t) })
	return s
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *site) forward(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func (s *site) send(ctx context.Context, user, text string) ledger.Outcome {
	return s.sender.Send(ctx, policy.Address{Channel: wecom.Channel, User: user}, text)
}

// giveUp lets somebody lose patience with a call that hangs, soon after it has reached the platform.
func (s *site) giveUp(cancel context.CancelFunc, path string) {
	for until := time.Now().Add(10 * time.Second); s.Counts().Calls[path] == 0 && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	time.AfterFunc(50*time.Millisecond, cancel) // by then the caller knows that it was written
}

// leaksNothing looks for what must not be in a log.
func (s *site) leaksNothing(t *testing.T) {
	t.Helper()
	for _, hidden := range []string{s.config.Secret, s.config.Token, s.config.EncodingAESKey, "access_token=", "高度机密"} {
		if strings.Contains(s.log.String(), hidden) {
			t.Errorf("the log has %q in it:\n%s", hidden, s.log)
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func shown(lines []wecomtest.Line) []string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.Text)
	}
	return texts
}

// Every fault of the server API, met once: what the sender makes of it, and what the phone shows in the end when the same text is sent again until it is taken.
func TestSenderMeetsFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path  string
		fault wecomtest.Fault
		first ledger.OutcomeState
		after time.Duration // least wait that the outcome asks for
	}{
		"withdrawn token":   {"message/send", wecomtest.TokenGone(), ledger.Sent, 0},
		"40014 once":        {"message/send", wecomtest.Answer(40014), ledger.Sent, 0},
		"42001 once":        {"message/send", wecomtest.Answer(42001), ledger.Sent, 0},
		"40001 once":        {"message/send", wecomtest.Answer(40001), ledger.Sent, 0},
		"busy":              {"message/send", wecomtest.Answer(-1), ledger.Retry, time.Second},
		"too often":         {"message/send", wecomtest.Answer(45009), ledger.Retry, time.Minute},
		"too many at once":  {"message/send", wecomtest.Answer(45033), ledger.Retry, time.Second},
		"address":           {"message/send", wecomtest.Answer(60020), ledger.Retry, time.Minute},
		"502":               {"message/send", wecomtest.BadGateway(), ledger.Unknown, 0},
		"redirect":          {"message/send", wecomtest.Redirect("http://127.0.0.1:1/"), ledger.Retry, 0},
		"hang":              {"message/send", wecomtest.Hang(time.Hour), ledger.Unknown, 0},
		"truncated":         {"message/send", wecomtest.Truncated(), ledger.Unknown, 0},
		"lost answer":       {"message/send", wecomtest.LostAnswer(), ledger.Unknown, 0},
		"disconnected":      {"message/send", wecomtest.Disconnect(), ledger.Unknown, 0},
		"stale connection":  {"message/send", wecomtest.StaleConnection(), ledger.Sent, 0},
		"token: secret":     {"gettoken", wecomtest.Answer(40001), ledger.Retry, time.Minute},
		"token: address":    {"gettoken", wecomtest.Answer(60020), ledger.Retry, time.Minute},
		"token: 502":        {"gettoken", wecomtest.BadGateway(), ledger.Retry, 0},
		"token: truncated":  {"gettoken", wecomtest.Truncated(), ledger.Retry, 0},
		"token: hang":       {"gettoken", wecomtest.Hang(time.Hour), ledger.Retry, 0},
		"token: short life": {"gettoken", wecomtest.ShortToken(time.Minute), ledger.Sent, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, wecomtest.Options{})
			s.Inject(c.path, 1, c.fault)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if strings.Contains(name, "hang") {
				go s.giveUp(cancel, c.path)
			}
			out := s.send(ctx, "LinXiaofeng", "高度机密")
			if out.State != c.first || out.After < c.after || (out.State != ledger.Sent && out.Reason == "") {
				t.Fatalf("first: %+v", out)
			}
			if name == "address" && !strings.Contains(out.Reason, "203.0.113.9") {
				t.Errorf("the address is not named: %s", out.Reason)
			}
			if out.State == ledger.Retry {
				s.forward(max(out.After, time.Minute))
			}
			for n := 1; out.State == ledger.Unknown || n == 1; n++ { // a stale connection may be noticed only now
				out = s.send(t.Context(), "LinXiaofeng", "高度机密")
				if n == 3 {
					break
				}
			}
			if out.State != ledger.Sent || out.ID == "" {
				t.Fatalf("again: %+v", out)
			}
			if got := shown(s.Chat("LinXiaofeng")); len(got) != 1 || got[0] != "高度机密" {
				t.Fatalf("the phone shows %q", got)
			}
		})
	}
}

func TestSenderRefusals(t *testing.T) {
	s := newSite(t, wecomtest.Options{Members: append(wecomtest.People("chen"), wecomtest.Member{UserID: "poor", Unlicensed: true})})
	s.Inject("message/send", 1, wecomtest.InvalidUsers("chen"))
	for _, c := range []struct {
		user, text string
		calls      int // of message/send
	}{
		{"chen", "invalid by injection", 1},
		{"nobody", "unknown", 1},
		{"poor", "has no licence", 1},
		{"@all", "everybody", 0},
		{"chen|nobody", "a list", 0},
		{"", "nobody", 0},
		{"chen", " \n", 0},
	} {
		before := s.Counts().Calls["message/send"]
		if out := s.send(t.Context(), c.user, c.text); out.State != ledger.Refused || out.Reason == "" {
			t.Errorf("%q to %q: %+v", c.text, c.user, out)
		}
		if made := s.Counts().Calls["message/send"] - before; made != c.calls {
			t.Errorf("%q to %q: %d calls", c.text, c.user, made)
		}
	}
	if got := shown(s.Chat("chen")); len(got) != 0 {
		t.Fatalf("the phone shows %q", got)
	}
}

func TestSenderCutsLongTexts(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	text := strings.Repeat("教师反映食堂排队时间长，希望增加窗口。👍🏽\n", 150)
	s.Inject("message/send", 1, wecomtest.LostAnswer())
	for s.send(t.Context(), "chen", text).State != ledger.Sent {
	}
	var whole strings.Builder
	for i, part := range shown(s.Chat("chen")) {
		body, number, found := strings.Cut(part, "\n（")
		if !found || !strings.HasPrefix(number, fmt.Sprintf("%d/", i+1)) {
			t.Fatalf("part %d ends %q", i+1, part[len(part)-20:])
		}
		whole.WriteString(body)
	}
	squeeze := strings.NewReplacer("\n", "", " ", "")
	if squeeze.Replace(whole.String()) != squeeze.Replace(text) || s.Counts().Cut != 0 {
		t.Fatalf("%d of %d bytes arrived, %d texts were cut", whole.Len(), len(text), s.Counts().Cut)
	}
}

func TestSenderKeepsToTheCrowdLimit(t *testing.T) {
	t.Parallel()
	s := newSite(t, wecomtest.Options{Concurrent: 4})
	s.Inject("message/send", -1, wecomtest.Slow(5*time.Millisecond))
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			user := []string{"LinXiaofeng", "chen", "zhao", "wang"}[i%4]
			if out := s.send(t.Context(), user, fmt.Sprint(i)); out.State != ledger.Sent {
				t.Errorf("%d: %+v", i, out)
			}
		})
	}
	all.Wait()
	if c := s.Counts(); c.Peak["message/send"] > 4 || c.Calls["gettoken"] != 1 || c.Calls["message/send"] != 60 {
		t.Fatalf("%+v", c)
	}
}

// Tokens are asked for once and renewed in time, however the clock jumps; a short-lived one is used as long as it lives.
func TestSenderRenewsTokens(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	sent := 0
	send := func(calls int) {
		t.Helper()
		sent++
		if out := s.send(t.Context(), "chen", fmt.Sprint(sent)); out.State != ledger.Sent {
			t.Fatalf("%+v", out)
		}
		if got := s.Counts().Calls["gettoken"]; got != calls {
			t.Fatalf("%d tokens were asked for, want %d", got, calls)
		}
	}
	send(1)
	s.forward(time.Hour)
	send(1)
	s.forward(time.Hour - time.Minute)
	send(2)
	s.Inject("gettoken", 1, wecomtest.ShortToken(time.Minute))
	s.forward(7 * 24 * time.Hour)
	send(3)
	s.forward(30 * time.Second)
	send(3)
	s.forward(time.Minute)
	send(4)
	if c := s.Counts(); c.Calls["message/send"] != sent {
		t.Fatalf("%d calls for %d messages: a token was used too long", c.Calls["message/send"], sent)
	}
}
