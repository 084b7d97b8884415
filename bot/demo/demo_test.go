package demo

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/ledger"
)

// stage is a demo put together as main does, on a ledger of its own.
type stage struct {
	*Troubles
	school *policy.School
	starts atomic.Int64
}

func newStage(t *testing.T) *stage {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{school: school}
	clock := NewClock(time.Now, time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location))
	platform, err := wecomtest.New(wecomtest.Options{Members: Users(school), Now: clock.Now, Console: time.Minute, RetryAfter: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	api := httptest.NewServer(platform)
	t.Cleanup(api.Close)
	o := platform.Options()
	app := wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: api.URL}
	file := filepath.Join(t.TempDir(), "lianxin.db")
	program, err := NewProgram(clock, func() (*Run, error) {
		s.starts.Add(1)
		return s.open(file, app, clock)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := program.Close(); err != nil {
			t.Error(err)
		}
	})
	door := httptest.NewServer(program)
	t.Cleanup(door.Close)
	if err := platform.SaveURL(t.Context(), door.URL); err != nil {
		t.Fatal(err)
	}
	s.Troubles = NewTroubles(school, &Phones{Platform: platform}, program, clock)
	return s
}

// open builds the program on the ledger.
func (s *stage) open(file string, app wecom.Config, clock *Clock) (*Run, error) {
	st, err := store.OpenFile(file, store.Options{Location: s.school.Location})
	if err != nil {
		return nil, err
	}
	b := bot.New(s.school, st, zerolog.Nop(), bot.Options{})
	callback, err := wecom.NewCallback(app, b, zerolog.Nop(), clock.Now)
	if err != nil {
		return nil, err
	}
	delivery := reminders.NewDelivery(st, map[string]reminders.Sender{wecom.Channel: wecom.NewSender(app, zerolog.Nop(), clock.Now)}, clock.Now, zerolog.Nop(),
		reminders.DeliveryOptions{Jitter: func() float64 { return 0.9 }})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = delivery.Run(ctx) }()
	end := func() error { cancel(); <-ended; return callback.Close(context.Background()) }
	return &Run{
		Store: st, Door: callback, Reminders: reminders.New(s.school, st, zerolog.Nop(), reminders.Options{Channels: []string{wecom.Channel}, Spread: AtOnce}), Outbox: delivery,
		Close: func() error { return errors.Join(end(), st.Close()) },
		Kill:  func() { _ = st.Close(); _ = end() },
	}, nil
}

const lin = "LinXiaofeng"

// must causes a trouble.
func (s *stage) must(t *testing.T, what web.Trouble) web.Aftermath {
	t.Helper()
	after, err := s.Cause(t.Context(), what, lin)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return after
}

// settled waits until every drill is on its way no more, and looks that each stands on the phone once and the ledger is sound.
func (s *stage) settled(t *testing.T) {
	t.Helper()
	var rows []ledger.Notice
	if !wait(t.Context(), 20*time.Second, func() bool {
		rows = nil
		open := false
		err := s.program.View(func(tx *store.Tx) error {
			for n, err := range tx.RecentNotices(100) {
				if err != nil {
					return err
				}
				if n.Kind != drillKind {
					continue
				}
				rows = append(rows, n)
				open = open || !n.Settled()
			}
			return nil
		})
		return err == nil && !open
	}) {
		t.Fatalf("the outbox is not empty: %+v", rows)
	}
	for _, n := range rows {
		if n.Sent.IsZero() || s.shown(lin, n.Text) != 1 {
			t.Errorf("%s: %s %s, %d times on the phone", n.Text, n.State(time.Time{}), n.Reason, s.shown(lin, n.Text))
		}
	}
	s.program.mu.RLock()
	defer s.program.mu.RUnlock()
	if _, err := s.program.run.Store.Verify(); err != nil {
		t.Error(err)
	}
}

func TestTroublesLoseNothingAndDoubleNothing(t *testing.T) {
	for _, tt := range []struct {
		what  web.Trouble
		check func(a web.Aftermath) bool
	}{
		{web.Token, func(a web.Aftermath) bool { return a.Code == 40014 && a.State == "sent" && a.Shown == 1 }},
		{web.Rate, func(a web.Aftermath) bool {
			return a.Code == 45009 && a.State == "pending" && a.Shown == 0 && a.Reason != ""
		}},
		{web.Page, func(a web.Aftermath) bool { return a.State == "pending" && a.Shown == 0 && a.Reason != "" }},
		{web.Cut, func(a web.Aftermath) bool { return a.State == "pending" && a.Shown == 0 && a.Attempts == 1 }},
		{web.Restart, func(a web.Aftermath) bool {
			return a.State == "sent" && a.Shown == 1 && a.Unsure && a.Known && a.Attempts == 2 && a.Down > 0
		}},
	} {
		t.Run(string(tt.what), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			if a := s.must(t, tt.what); !tt.check(a) {
				t.Errorf("%+v", a)
			}
			s.must(t, web.Heal)
			if err := s.clock.stop(t.Context(), s.clock.Now().Add(2*time.Minute)); err != nil { // what waits is due
				t.Fatal(err)
			}
			s.settled(t)
		})
	}
}

// The token ends by turns before its time and at it.
func TestTokenEndsBothWays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	first, second := s.must(t, web.Token), s.must(t, web.Token)
	if first.Code != 40014 || second.Code != 42001 || second.State != "sent" || s.platform.Counts().Calls["gettoken"] != 2 {
		t.Errorf("%+v, %+v, %+v", first, second, s.platform.Counts().Calls)
	}
	s.settled(t)
}

func TestRepeatIsRecognised(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	if _, err := s.Cause(t.Context(), web.Repeat, lin); !errors.Is(err, web.ErrNothingSaid) {
		t.Errorf("nothing was said: %v", err)
	}
	const text = "昨天下午去教科院听了两节课，王丽老师的教育心理学"
	if err := s.phones.Say(t.Context(), lin, text); err != nil {
		t.Fatal(err)
	}
	for _, again := range []bool{false, true} {
		if again { // the program that hears it once more is another one
			if _, err := s.program.Restart(); err != nil {
				t.Fatal(err)
			}
		}
		if a := s.must(t, web.Repeat); !a.Accepted || !a.Same || a.Written || a.Text != text {
			t.Errorf("%+v", a)
		}
	}
	if s.starts.Load() != 2 {
		t.Errorf("%d starts", s.starts.Load())
	}
	s.settled(t)
}

func TestCallbackTimeout(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.must(t, web.NoAnswer)
	if err := s.phones.Say(t.Context(), lin, "我还差几次听课"); err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, l := range s.phones.Chat(lin) {
		if !l.Mine {
			answers++
		}
	}
	if s.Brought(lin) != 2 || answers != 1 {
		t.Errorf("brought %d times, %d answers", s.Brought(lin), answers)
	}
	s.must(t, web.NoAnswer)
	s.must(t, web.Heal)
	if err := s.phones.Say(t.Context(), lin, "帮助"); err != nil || s.Brought(lin) != 1 {
		t.Errorf("after healing: brought %d times, %v", s.Brought(lin), err)
	}
}

// While the network is away a message is not lost in silence: the phone says so.
func TestMessageInAnOutage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.platform.Cut(time.Minute)
	if err := s.phones.Say(t.Context(), lin, "帮助"); !errors.Is(err, wecomtest.ErrUndelivered) {
		t.Errorf("said into nothing: %v", err)
	}
	if chat := s.phones.Chat(lin); len(chat) != 1 || chat[0].Note != "没有送到" {
		t.Errorf("%+v", chat)
	}
	s.must(t, web.Heal)
	if err := s.phones.Say(t.Context(), lin, "帮助"); err != nil {
		t.Error(err)
	}
}

func TestProgramThatDoesNotComeBack(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk full")
	first := true
	clock := NewClock(time.Now, time.Now())
	p, err := NewProgram(clock, func() (*Run, error) {
		if !first {
			return nil, broken
		}
		first = false
		return &Run{Kill: func() {}, Close: func() error { return nil }, Door: http.NotFoundHandler()}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Restart(); !errors.Is(err, broken) {
		t.Errorf("restart: %v", err)
	}
	_, again := p.Restart()
	for what, err := range map[string]error{
		"view": p.View(func(*store.Tx) error { return nil }), "update": p.Update(func(*store.Tx) error { return nil }), "restart": again,
	} {
		if !errors.Is(err, errAway) {
			t.Errorf("%s: %v", what, err)
		}
	}
	server := httptest.NewServer(p)
	defer server.Close()
	if _, err := http.Get(server.URL); err == nil || !strings.Contains(err.Error(), "EOF") {
		t.Errorf("the door: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
