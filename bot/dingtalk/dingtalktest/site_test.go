package dingtalktest_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// site is a platform with an application of the real adapter.
type site struct {
	*dingtalktest.Platform
	server *httptest.Server
	config dingtalk.Config
	sender *dingtalk.Sender
	in     *dingtalk.Intake
	clock  clock
	log    logBuffer
}

// clock is the platform's and the application's: real time plus what it was moved forward, or an instant at which it stands.
type clock struct {
	mu    sync.Mutex
	plus  time.Duration
	still time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.still.IsZero() {
		return c.still
	}
	return time.Now().Add(c.plus)
}

func (c *clock) stand(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.still = at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plus += d
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newSite starts a platform and sets an application up with its credentials. change sees the configuration before it is used.
func newSite(t testing.TB, o dingtalktest.Options, change func(*dingtalk.Config)) *site {
	t.Helper()
	s := &site{}
	o.Now = s.clock.now
	o.ClickWithin, o.EventWithin = time.Minute, time.Minute // the application keeps its own, shorter ones; a busy machine is not its fault
	s.Platform = dingtalktest.New(o)
	s.server = httptest.NewServer(s.Platform)
	s.Listen(s.server.URL)
	o = s.Options()
	s.config = dingtalk.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, RobotCode: o.RobotCode, CorpID: o.CorpID, APIBase: s.server.URL, OldAPIBase: s.server.URL,
		EventToken: o.EventToken, EventAESKey: o.EventAESKey, BodyAESKey: o.BodyAESKey, CardTemplate: "t.schema",
	}
	if change != nil {
		change(&s.config)
	}
	s.sender = dingtalk.NewSender(s.config, nil, zerolog.New(&s.log), s.clock.now)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if s.in != nil {
			if err := s.in.Close(ctx); err != nil {
				t.Error(err)
			}
		}
		if err := s.sender.Close(ctx); err != nil {
			t.Error(err)
		}
		s.Close()
		s.server.Close()
	})
	return s
}

// listen takes messages in over HTTP.
func (s *site) listen(t testing.TB, b dingtalk.Bot) {
	t.Helper()
	s.in = dingtalk.NewIntake(s.config, b, s.sender, zerolog.New(&s.log), s.clock.now)
	callback, err := dingtalk.NewCallback(s.in)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/callback/dingtalk", callback)
	mux.Handle("/callback/dingtalk/card", callback.Cards())
	app := httptest.NewServer(mux)
	t.Cleanup(app.Close)
	s.CallBack(app.URL + "/callback/dingtalk")
}

// connect takes messages in over the stream, until stop is called.
func (s *site) connect(t testing.TB, b dingtalk.Bot, opt dingtalk.StreamOptions) (stream *dingtalk.Stream, stop func()) {
	t.Helper()
	if s.in == nil {
		s.in = dingtalk.NewIntake(s.config, b, s.sender, zerolog.New(&s.log), s.clock.now)
	}
	stream = dingtalk.NewStream(s.in, opt)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stream.Run(ctx)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(15 * time.Second):
			t.Error("the stream does not end")
		}
	})
	t.Cleanup(stop)
	await(t, "a connection", func() bool { return stream.Connected() == nil && s.Connections() > 0 })
	return stream, stop
}

// quick does not wait for what a test makes happen. What takes long because the machine is busy with other things is waited for: a watchdog would take that for
// silence.
func quick() dingtalk.StreamOptions {
	return dingtalk.StreamOptions{
		Idle: time.Minute, LeastPause: time.Millisecond, LongestWait: 20 * time.Millisecond, Steady: 50 * time.Millisecond, Drain: 500 * time.Millisecond,
	}
}

// await waits for something to become true.
func await(t testing.TB, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func to(user string) policy.Address { return policy.Address{Channel: dingtalk.Channel, User: user} }

func (s *site) send(ctx context.Context, user, text string) ledger.Outcome {
	return s.sender.Send(ctx, to(user), text)
}

// notebook is a Bot that keeps what it hears by key, and answers every message once made.
type notebook struct {
	mu      sync.Mutex
	kept    map[string]bot.Message
	replies map[string]string
	heard   int // calls, repeated ones too
	later   []string
	trouble func(n int) error // before anything is kept
	say     func(n int, m bot.Message) string
	tell    func(m bot.Message, text string) error // nil: remembered in later
}

func newNotebook() *notebook {
	return &notebook{kept: map[string]bot.Message{}, replies: map[string]string{}}
}

func (b *notebook) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	b.mu.Lock()
	b.heard++
	n, trouble := b.heard, b.trouble
	b.mu.Unlock()
	if trouble != nil {
		if err := trouble(n); err != nil {
			return bot.Reply{}, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, is := b.kept[m.Key]; !is {
		b.kept[m.Key] = m
		if b.say != nil {
			b.replies[m.Key] = b.say(len(b.kept), m)
		}
	}
	return bot.Reply{Text: b.replies[m.Key]}, nil
}

func (b *notebook) Late(_ context.Context, m bot.Message, r bot.Reply) error {
	b.mu.Lock()
	tell := b.tell
	b.later = append(b.later, r.Text)
	b.mu.Unlock()
	if tell != nil {
		return tell(m, r.Text)
	}
	return nil
}

func (b *notebook) messages() []bot.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []bot.Message
	for _, m := range b.kept {
		out = append(out, m)
	}
	return out
}

func echo(n int, m bot.Message) string { return fmt.Sprintf("第%d条：%s", n, m.Text) }

func testLog(s *site) zerolog.Logger { return zerolog.New(&s.log) }
