package aibot_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"lianxin/bot"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/bot/wire"
	"lianxin/config/policy"
)

// TestMain fails when anything goes on after the tests: a reader, a writer, a heartbeat, a lane.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a platform with a robot of the real adapter that is connected.
type site struct {
	*wecomtest.SmartBot
	server *httptest.Server
	robot  *aibot.Robot
	stop   func()
	log    logBuffer
	later  atomic.Int64 // nanoseconds by which the robot's clock was moved
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

// quick does not wait for what a test makes happen. What takes long because the machine is busy with other things is waited for: a watchdog would take that for
// silence.
func quick() aibot.Options {
	return aibot.Options{
		Link: wire.LinkOptions{
			Idle: time.Minute, LeastPause: time.Millisecond, LongestWait: 20 * time.Millisecond, Steady: 50 * time.Millisecond, Drain: 500 * time.Millisecond,
			Beat: 50 * time.Millisecond, Exile: 300 * time.Millisecond,
		},
		Again: []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond},
	}
}

// newSite starts a platform and connects a robot to it.
func newSite(t testing.TB, b aibot.Bot, o wecomtest.SmartOptions, opt aibot.Options) *site {
	t.Helper()
	s := start(t, b, o, opt)
	await(t, "a connection", func() bool { return s.robot.Connected() == nil && s.Connected() })
	return s
}

// start does not wait for the connection.
func start(t testing.TB, b aibot.Bot, o wecomtest.SmartOptions, opt aibot.Options) *site {
	t.Helper()
	if o.Members == nil {
		o.Members = wecomtest.People("u1", "u2")
	}
	s := &site{SmartBot: wecomtest.NewSmartBot(o)}
	join(t, s, b, opt)
	return s
}

// join connects a robot to a platform that was made before.
func join(t testing.TB, s *site, b aibot.Bot, opt aibot.Options) {
	t.Helper()
	s.server = httptest.NewServer(s.SmartBot)
	s.Listen(s.server.URL)
	s.robot = s.another(b, opt)
	s.stop = run(t, s.robot)
	t.Cleanup(func() {
		s.stop()
		s.SmartBot.Close()
		s.server.Close()
	})
}

// another is one more robot for the same bot.
func (s *site) another(b aibot.Bot, opt aibot.Options) *aibot.Robot {
	o := s.Options()
	return aibot.New(aibot.Config{BotID: o.BotID, Secret: o.Secret, Gateway: s.Gateway(), Cards: true}, b, zerolog.New(&s.log), s.now, opt)
}

func (s *site) now() time.Time { return time.Now().Add(time.Duration(s.later.Load())) }

// run runs a robot until stop is called.
func run(t testing.TB, r *aibot.Robot) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go r.Run(ctx)
	return sync.OnceFunc(func() {
		cancel()
		limit, end := context.WithTimeout(context.Background(), 15*time.Second)
		defer end()
		if err := r.Close(limit); err != nil {
			t.Error(err)
		}
	})
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

func to(user string) policy.Address { return policy.Address{Channel: aibot.Channel, User: user} }

// say brings a text and fails the test if it cannot.
func (s *site) say(t testing.TB, user, text string) string {
	t.Helper()
	id, err := s.Say(t.Context(), user, wecomtest.SmartText(text))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// notebook is a Bot that keeps what it hears by key, and answers every message once made.
type notebook struct {
	mu      sync.Mutex
	kept    map[string]bot.Message
	order   []string
	replies map[string]string
	heard   int
	later   []string
	trouble func(n int, m bot.Message) error // before anything is kept
	say     func(n int, m bot.Message) string
	face    func(m bot.Message) bot.Face // of the card that was pressed; nil: nothing becomes of it
	tell    func(m bot.Message, text string) error
}

func newNotebook() *notebook {
	return &notebook{kept: map[string]bot.Message{}, replies: map[string]string{}, say: echo}
}

func (b *notebook) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	b.mu.Lock()
	b.heard++
	n, trouble := b.heard, b.trouble
	b.mu.Unlock()
	if trouble != nil {
		if err := trouble(n, m); err != nil {
			return bot.Reply{}, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, is := b.kept[m.Key]; !is {
		b.kept[m.Key] = m
		b.order = append(b.order, m.Text)
		b.replies[m.Key] = b.say(len(b.kept), m)
	}
	reply := bot.Reply{Text: b.replies[m.Key]}
	if b.face != nil {
		reply.Face = b.face(m)
	}
	return reply, nil
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

func (b *notebook) messages() (out []bot.Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.kept {
		out = append(out, m)
	}
	return out
}

// replyTo gives the reply to a message by its text; false if none with it was stored.
func (b *notebook) replyTo(text string) (reply string, stored bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, m := range b.kept {
		if m.Text == text {
			return b.replies[key], true
		}
	}
	return "", false
}

func (b *notebook) told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.later...)
}

func echo(n int, m bot.Message) string { return fmt.Sprintf("第%d条：%s", n, m.Text) }
