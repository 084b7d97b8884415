package aibot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// TestSilentServer: a connection on which not even the answer to a heartbeat comes is dead, though TCP holds it and takes what we write.
func TestSilentServer(t *testing.T) {
	b := newNotebook()
	opt := quick()
	opt.Link.Idle = 400 * time.Millisecond
	s := newSite(t, b, wecomtest.SmartOptions{}, opt)
	for _, user := range []string{"u1", "u2"} {
		opened := s.robot.Links().Opened
		s.Silence()
		await(t, "another connection", func() bool { return s.robot.Links().Opened > opened })
		s.last(t, b, user)
	}
	if got := s.robot.Links(); got.Broken < 2 || got.Displaced != 0 {
		t.Errorf("%+v", got)
	}
}

// TestHalfOpen: what is written goes nowhere. A command without an answer, while nothing else came, ends the connection long before the watchdog does.
func TestHalfOpen(t *testing.T) {
	opt := quick()
	opt.Link.Beat, opt.Answer = time.Minute, 100*time.Millisecond
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, opt)
	s.Greeted("u1")
	s.Silence()
	opened := s.robot.Links().Opened
	send := func(want ledger.OutcomeState) { // a machine that is busy may need more than one attempt to hear or to be heard in time
		await(t, fmt.Sprint("the outcome ", want), func() bool { return s.robot.Send(t.Context(), to("u1"), "提醒").State == want })
	}
	send(ledger.Unknown)
	await(t, "another connection", func() bool { return s.robot.Links().Opened > opened })
	send(ledger.Sent)
	for _, told := range s.Told("u1") {
		if !strings.HasPrefix(told, "提醒\n（网络不稳") {
			t.Errorf("%q", told)
		}
	}
}

// TestDisplaced: another program has subscribed with the same bot. The first one says so, stays away, takes nothing back at once, and comes back in the end.
func TestDisplaced(t *testing.T) {
	b := newNotebook()
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	began := time.Now()
	s.Displace()
	await(t, "its return", func() bool { return s.robot.Links().Opened == 2 && s.robot.Connected() == nil })
	if took, got := time.Since(began), s.robot.Links(); took < quick().Link.Exile || got.Displaced != 1 || got.Failed != 0 {
		t.Errorf("it fights: back after %v, %+v", took, got)
	}
	if log := s.log.String(); strings.Count(log, "another program has connected with the same smart bot") != 1 || !strings.Contains(log, `"level":"error"`) {
		t.Errorf("log: %s", log)
	}
	s.say(t, "u1", "回来了")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
}

// TestTwoPrograms: the second gets the messages, the first does not take them back; neither flaps.
func TestTwoPrograms(t *testing.T) {
	first, second := newNotebook(), newNotebook()
	opt := quick()
	opt.Link.Exile = time.Minute
	s := newSite(t, first, wecomtest.SmartOptions{}, opt)
	other := s.another(second, opt)
	stop := run(t, other)
	defer stop()
	await(t, "the second", func() bool { return other.Connected() == nil && s.robot.Links().Displaced == 1 })
	await(t, "the word of it", func() bool { return s.robot.Connected() != nil })
	if err := s.robot.Connected(); !strings.Contains(err.Error(), "taken over by another connection") {
		t.Errorf("health says %v", err)
	}
	for i := range 10 {
		s.say(t, "u1", fmt.Sprint(i))
	}
	await(t, "the replies", func() bool { return len(s.Told("u1")) == 10 })
	if len(first.messages()) != 0 || len(second.messages()) != 10 || other.Links().Opened != 1 || s.robot.Links().Opened != 1 {
		t.Errorf("first %d, second %d, %+v %+v", len(first.messages()), len(second.messages()), s.robot.Links(), other.Links())
	}
}

// TestDisplacedMidway: what was under way when the connection was taken over is still answered on it.
func TestDisplacedMidway(t *testing.T) {
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(int, bot.Message) error { <-held; return nil }
	opt := quick()
	opt.Link.Drain = time.Minute
	s := newSite(t, b, wecomtest.SmartOptions{CloseAfter: time.Minute}, opt)
	s.say(t, "u1", "慢的")
	await(t, "the message", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.heard == 1 })
	s.Displace()
	await(t, "the word of it", func() bool { return s.robot.Links().Displaced == 1 })
	close(held)
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
}

// TestBrokenMidReply: the connection ends between a message and its reply, or its receipt. The reply goes by another way; one that may have arrived says so.
func TestBrokenMidReply(t *testing.T) {
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(_ int, m bot.Message) error {
		if m.Text == "慢的" {
			<-held
		}
		return nil
	}
	s := start(t, b, wecomtest.SmartOptions{}, quick())
	b.tell = func(m bot.Message, text string) error { // the outbox, which tries until it is sent
		go func() {
			for s.robot.Send(context.Background(), m.From, text).State != ledger.Sent {
				time.Sleep(5 * time.Millisecond)
			}
		}()
		return nil
	}
	await(t, "a connection", s.Connected)
	s.say(t, "u1", "慢的")
	await(t, "the message", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.heard == 1 })
	s.Drop()
	await(t, "another connection", func() bool { return s.robot.Links().Opened == 2 })
	close(held)
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	s.Inject("aibot_respond_msg", 1, wecomtest.SmartBreak())
	s.say(t, "u1", "第二句")
	await(t, "both copies", func() bool { return len(s.Told("u1")) == 3 })
	if diff := cmp.Diff([]string{"第1条：慢的", "第2条：第二句", "第2条：第二句\n（网络不稳，这一条可能是重复的）"}, s.Told("u1")); diff != "" {
		t.Error(diff)
	}
	if b.heard != 2 {
		t.Errorf("heard %d", b.heard)
	}
}

// TestUnreachable: a platform that hangs, refuses or breaks while somebody subscribes is tried again, with pauses; health names it and no secret is logged.
func TestUnreachable(t *testing.T) {
	b := newNotebook()
	s := &site{SmartBot: wecomtest.NewSmartBot(wecomtest.SmartOptions{Members: wecomtest.People("u1")})}
	for _, f := range []wecomtest.SmartFault{wecomtest.SmartRefuse(853000), wecomtest.SmartBreak(), wecomtest.SmartIgnore(), wecomtest.SmartRefuse(45009)} {
		s.Inject("aibot_subscribe", 1, f)
	}
	secret := s.Options().Secret
	opt := quick()
	opt.Answer = 200 * time.Millisecond
	join(t, s, b, opt)
	if err := s.robot.Connected(); err == nil || !strings.Contains(err.Error(), "not connected yet") {
		t.Errorf("before: %v", err)
	}
	await(t, "a connection", func() bool { return s.robot.Connected() == nil })
	if got := s.robot.Links(); got.Failed < 4 || got.Opened != 1 { // on a busy machine one more may come too late
		t.Errorf("%+v", got)
	}
	if log := s.log.String(); strings.Contains(log, secret) || !strings.Contains(log, "errcode 853000") || !strings.Contains(log, "check bot_id and secret") {
		t.Errorf("log: %s", log)
	}
	s.SmartBot.Close()
	await(t, "the end of it", func() bool { return s.robot.Links().Broken == 1 })
	if out := s.robot.Send(t.Context(), to("u1"), "好"); !strings.Contains(out.Reason, "没有接通") {
		t.Errorf("%+v", out)
	}
}

// TestSubscriptionForgotten: the connection stands, but the platform has forgotten who is on it (846609), and a message comes before the next heartbeat: another
// is opened, and what could not be sent is sent by the next attempt.
func TestSubscriptionForgotten(t *testing.T) {
	opt := quick()
	opt.Link.Beat = time.Minute
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, opt)
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	s.Forget()
	out := s.robot.Send(t.Context(), to("u1"), "提醒")
	if out.Code != 846609 || out.State != ledger.Retry {
		t.Errorf("%+v", out)
	}
	await(t, "another connection", func() bool { return s.robot.Links().Opened == 2 })
	if out := s.robot.Send(t.Context(), to("u1"), "提醒"); out.State != ledger.Sent {
		t.Errorf("%+v", out)
	}
}

// TestSubscriptionForgottenInSilence: nobody says anything, so that only the heartbeat can find out.
func TestSubscriptionForgottenInSilence(t *testing.T) {
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, quick())
	s.Forget()
	await(t, "another connection", func() bool { return s.robot.Links().Opened == 2 && s.Connected() })
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
}

// TestEnd: what was read is handled and answered when the program ends, what comes meanwhile too.
func TestEnd(t *testing.T) {
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(n int, _ bot.Message) error {
		if n == 1 {
			<-held
		}
		return nil
	}
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	for i := range 20 {
		s.say(t, "u1", fmt.Sprint(i))
	}
	await(t, "the first", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.heard == 1 })
	ended := make(chan struct{})
	go func() { s.stop(); close(ended) }()
	time.Sleep(50 * time.Millisecond)
	close(held)
	<-ended
	if len(b.messages()) != 20 || len(s.Told("u1")) != 20 {
		t.Errorf("kept %d, told %d", len(b.messages()), len(s.Told("u1")))
	}
	await(t, "the platform to see it", func() bool { return !s.Connected() })
}

// TestEndsInTime: a bot that never answers does not keep the program from ending; Close says that something was cancelled.
func TestEndsInTime(t *testing.T) {
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(int, bot.Message) error { <-held; return errors.New("too late") }
	s := &site{SmartBot: wecomtest.NewSmartBot(wecomtest.SmartOptions{Members: wecomtest.People("u1")})}
	server := httptest.NewServer(s.SmartBot)
	defer server.Close()
	defer s.SmartBot.Close()
	s.Listen(server.URL)
	r := s.another(b, quick())
	ctx, cancel := context.WithCancel(t.Context())
	go r.Run(ctx)
	await(t, "a connection", func() bool { return r.Connected() == nil })
	s.say(t, "u1", "好")
	await(t, "the message", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.heard == 1 })
	cancel()
	limit, end := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer end()
	if err := r.Close(limit); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	close(held)
}

// TestReconnects: nothing is left behind by a thousand connections, and nothing that was read is lost: every message that the bot heard is stored, and every one
// of them was answered, on its connection or by another way.
func TestReconnects(t *testing.T) {
	const rounds = 1000
	b := newNotebook()
	opt := quick()
	opt.Link.LeastPause, opt.Link.LongestWait, opt.Link.Exile = time.Microsecond, 2*time.Microsecond, time.Nanosecond
	s := newSite(t, b, wecomtest.SmartOptions{Members: wecomtest.People("u1", "u2", "u3"), CloseAfter: time.Microsecond, Keep: 10 * rounds}, opt)
	var direct sync.Map
	before := runtime.NumGoroutine()
	for n := 0; s.robot.Links().Opened < rounds; n++ {
		text := fmt.Sprint("第", n)
		user := fmt.Sprint("u", n%3+1)
		if _, err := s.Say(t.Context(), user, wecomtest.SmartText(text)); err == nil && n%4 == 0 {
			await(t, "what becomes of it", func() bool {
				b.mu.Lock()
				defer b.mu.Unlock()
				return slices.Contains(b.order, text)
			})
			direct.Store(text, true)
		}
		switch n % 3 {
		case 0:
			s.Drop()
		case 1:
			s.Displace()
		}
	}
	s.stop()
	kept := map[string]bool{}
	for _, m := range b.messages() {
		kept[m.Text] = true
	}
	direct.Range(func(text, _ any) bool {
		if !kept[text.(string)] {
			t.Errorf("%v was heard and is lost", text)
		}
		return true
	})
	answered := map[string]bool{}
	for _, user := range []string{"u1", "u2", "u3"} {
		for _, told := range s.Told(user) {
			answered[told] = true
		}
	}
	for _, told := range b.told() {
		answered[told] = true
	}
	if len(answered) != len(kept) {
		t.Errorf("%d messages stored, %d answered", len(kept), len(answered))
	}
	await(t, "the connections to leave nothing behind", func() bool { return runtime.NumGoroutine() < before+20 })
	t.Logf("%+v, %d messages", s.robot.Links(), len(kept))
}

// TestConfigPrintsNoSecret: however it is printed.
func TestConfigPrintsNoSecret(t *testing.T) {
	c := aibot.Config{BotID: "aib1", Secret: "geheim", Gateway: "wss://x"}
	text, _ := c.MarshalText()
	out := fmt.Sprintf("%v %+v %#v %s %q %s", c, c, c, &c, &c, text)
	if strings.Contains(out, "geheim") || !strings.Contains(out, "aib1") {
		t.Error(out)
	}
}
