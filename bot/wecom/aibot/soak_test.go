package aibot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// soakTime is how long the soak goes on.
const soakTime = 2 * time.Second

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
	b.trouble = func(int, bot.Message) error {
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
	ctx, cancel := context.WithTimeout(t.Context(), soakTime)
	defer cancel()
	var busy sync.WaitGroup
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
	// One more of everybody: when its reply is there, all that the same person said before is done.
	b.mu.Lock()
	b.trouble = nil
	b.mu.Unlock()
	for _, u := range users {
		id := s.say(t, u, u+" at last")
		await(t, "the last reply to "+u, func() bool { return s.repliedTo(b, id, u) })
	}
	await(t, "what is under way", func() bool {
		c := s.robot.Counts()
		return c["stored"] == c["answered"]+c["outbox"]+c["repeated"] && s.robot.Connected() == nil
	})
	outbox.Wait()
	s.stop()
	s.examine(t, b)
	if strings.Contains(s.log.String(), "高度机密") {
		t.Error("the log holds what somebody said")
	}
	await(t, "nothing to be left behind", func() bool { return runtime.NumGoroutine() < before+60 })
	t.Logf("%d messages, %+v, %v, refused %v", len(b.messages()), s.robot.Links(), s.robot.Counts(), s.Counts().Refused)
}

// repliedTo tells whether the reply to a message stands on a phone, with a warning or without.
func (s *site) repliedTo(b *notebook, id, user string) bool {
	b.mu.Lock()
	var reply string
	for key, m := range b.kept {
		if m.From.User == user && strings.Contains(key, id) {
			reply = b.replies[key]
		}
	}
	b.mu.Unlock()
	for _, told := range s.Told(user) {
		if reply != "" && strings.HasPrefix(told, reply) {
			return true
		}
	}
	return false
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
	if len(b.kept) < 100 {
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
