package aibot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// The soak goes on for soakTime at least, and on a machine that is busy with other things until so many messages were stored.
const (
	soakTime    = 2 * time.Second
	leastStored = 100
)

// TestSoak lets many members talk at once to a bot whose store fails and panics, over a connection that breaks, falls silent, is forgotten and taken over, to a
// platform that refuses, hesitates and does things without saying so. In the end every message that was stored was stored once, and its reply stands on the
// phone once, or besides with the line that says that it may be a repetition.
func TestSoak(t *testing.T) {
	began := time.Now()
	var users []string
	for i := range 40 {
		users = append(users, fmt.Sprintf("u%d", i))
	}
	b := newNotebook()
	var calm atomic.Bool
	b.trouble = func(int, bot.Message) error {
		if calm.Load() {
			return nil
		}
		switch rand.IntN(40) {
		case 0:
			return errors.New("disk full")
		case 1:
			panic("高度机密")
		case 2:
			time.Sleep(20 * time.Millisecond)
		}
		return nil
	}
	b.say = func(n int, _ bot.Message) string { return fmt.Sprintf("第%d条 高度机密", n) }
	opt := quick()
	opt.Answer = 100 * time.Millisecond
	opt.Link.Idle, opt.Link.Exile = 200*time.Millisecond, time.Millisecond
	before := runtime.NumGoroutine()
	s := start(t, b, wecomtest.SmartOptions{ // its minutes pass in a third of a second, so that nobody is told too much in one
		Members: wecomtest.People(users...), Now: func() time.Time { return began.Add(200 * time.Since(began)) }, CloseAfter: time.Millisecond, Keep: 100_000,
	}, opt)
	s.Greeted(users...)
	var outbox sync.WaitGroup
	b.tell = func(m bot.Message, text string) error {
		outbox.Go(func() { s.insist(t, m, text) })
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var busy sync.WaitGroup
	busy.Go(func() {
		defer cancel()
		for until := time.Now().Add(time.Minute); time.Since(began) < soakTime || len(b.messages()) < leastStored && time.Now().Before(until); {
			time.Sleep(10 * time.Millisecond)
		}
	})
	busy.Go(func() { s.shake(ctx) })
	for _, u := range users {
		busy.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
				id, err := s.Say(ctx, u, wecomtest.SmartText(fmt.Sprint(u, " ", n)))
				if err == nil && rand.IntN(10) == 0 {
					_ = s.Again(ctx, id)
				}
			}
		})
	}
	busy.Wait()
	s.Heal()
	calm.Store(true)
	for _, u := range users {
		s.last(t, b, u)
	}
	outbox.Wait()
	s.stop()
	s.examine(t, b)
	if strings.Contains(s.log.String(), "高度机密") {
		t.Error("the log holds what somebody said")
	}
	await(t, "nothing to be left behind", func() bool { return runtime.NumGoroutine() < before+60 })
	t.Logf("%d messages, %+v, %v, refused %v", len(b.messages()), s.robot.Links(), s.robot.Counts(), s.Counts().Refused)
}

// last has somebody say one thing more, and waits until he is told the reply; the platform repeats it where it was lost with a connection. What one person
// says is dealt with in its order, so that by then everything that he said before has been answered or handed to the outbox.
func (s *site) last(t *testing.T, b *notebook, user string) {
	t.Helper()
	text, id := user+" 最后", ""
	for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		if id == "" {
			id, _ = s.Say(ctx, user, wecomtest.SmartText(text))
		} else {
			_ = s.Again(ctx, id)
		}
		cancel()
		for again := time.Now().Add(time.Second); time.Now().Before(again); time.Sleep(time.Millisecond) {
			if reply, stored := b.replyTo(text); stored && slices.ContainsFunc(s.Told(user), func(told string) bool { return strings.HasPrefix(told, reply) }) {
				return
			}
		}
		if time.Now().After(until) {
			t.Fatalf("the last word of %s is not answered", user)
		}
	}
}

// insist is the outbox: it tries until the platform takes it.
func (s *site) insist(t *testing.T, m bot.Message, text string) {
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		switch out := s.robot.Send(context.Background(), m.From, text); {
		case out.State == ledger.Sent:
			return
		case out.State == ledger.Refused, time.Now().After(until):
			t.Errorf("%s cannot be told: %+v", text, out)
			return
		}
	}
}

// shake is everything that may happen to a connection and to what goes over it.
func (s *site) shake(ctx context.Context) {
	harms := []func(){
		s.Drop, s.Silence, s.Displace, s.Forget,
		func() { s.Inject("aibot_respond_msg", 1, wecomtest.SmartRefuse(846605)) }, func() { s.Inject("aibot_respond_msg", 1, wecomtest.SmartMute()) },
		func() { s.Inject("aibot_respond_msg", 1, wecomtest.SmartBreak()) }, func() { s.Inject("aibot_send_msg", 1, wecomtest.SmartBreak()) },
		func() { s.Inject("aibot_send_msg", 1, wecomtest.SmartMute()) }, func() { s.Inject("aibot_send_msg", 1, wecomtest.SmartRefuse(-1)) },
		func() { s.Inject("aibot_subscribe", 1, wecomtest.SmartIgnore()) }, func() { s.Inject("aibot_subscribe", 1, wecomtest.SmartRefuse(45009)) },
		func() { s.Inject("", 1, wecomtest.SmartSlow(50*time.Millisecond)) }, func() { _ = s.Garbage(ctx, "{") },
	}
	for ctx.Err() == nil {
		harms[rand.IntN(len(harms))]()
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
	}
}

// examine looks for the reply to every message that was stored.
func (s *site) examine(t *testing.T, b *notebook) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.kept) < leastStored {
		t.Errorf("only %d messages were stored", len(b.kept))
	}
	for key, m := range b.kept {
		plain, doubtful := 0, 0
		for _, told := range s.Told(m.From.User) {
			switch {
			case told == b.replies[key]:
				plain++
			case strings.HasPrefix(told, b.replies[key]+"\n（网络不稳"):
				doubtful++
			}
		}
		if plain > 1 || plain+doubtful == 0 {
			t.Errorf("%s: told %d times, and %d times with a warning", m.Text, plain, doubtful)
		}
	}
}
