package dingtalktest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/store/ledger"
)

// soakTime is how long the soak goes on.
const soakTime = time.Second

// TestSoak lets eight members talk at once, over HTTP and over the stream, to a bot whose store fails, hesitates and panics, through a stream that breaks,
// falls silent and is displaced, and through a server API that misbehaves in every way. In the end every message that was acknowledged was stored once, and
// every reply was told once, or twice where the platform took it without saying so, and then with the line that says it may be a repetition.
func TestSoak(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"webhook", "stream"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			soak(t, mode)
		})
	}
}

// notice is something to tell a member by the outbox.
type notice struct{ user, text string }

func soak(t *testing.T, mode string) {
	var users []string
	for i := range 8 {
		users = append(users, fmt.Sprintf("u%d", i))
	}
	s := newSite(t, dingtalktest.Options{
		Members: dingtalktest.People(users...), PingEvery: 50 * time.Millisecond, CloseAfter: 50 * time.Millisecond, RetryAfter: time.Millisecond,
		AckWithin: 500 * time.Millisecond, Attempts: 3, PerSecond: 1000,
	}, nil)
	b := newNotebook()
	b.trouble = hesitate
	b.say = func(n int, _ bot.Message) string { return fmt.Sprintf("第%d条 高度机密", n) }
	outbox := make(chan notice, 100000)
	b.tell = func(m bot.Message, text string) error {
		outbox <- notice{m.From.User, text}
		return nil
	}
	ctx, cancel := context.WithTimeout(t.Context(), soakTime)
	defer cancel()
	var trouble, talking, work sync.WaitGroup
	stop := func() {}
	if mode == "webhook" {
		s.listen(t, b)
	} else {
		opt := quick()
		opt.Idle = 400 * time.Millisecond // it falls silent
		_, stop = s.connect(t, b, opt)
		trouble.Go(func() { s.shake(ctx) })
	}
	trouble.Go(func() { s.misbehave(ctx) })
	var refused sync.Map
	for range 4 {
		work.Go(func() { s.deliver(t, outbox, &refused) })
	}
	var mu sync.Mutex
	accepted := map[string]bool{}
	for _, u := range users {
		talking.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond) // so that what ends in the outbox is soon sent, ten a second
				id := s.talk(t, u, n)
				mu.Lock()
				accepted[id] = true
				mu.Unlock()
			}
		})
	}
	talking.Wait()
	trouble.Wait()
	stop()
	if err := s.in.Close(t.Context()); err != nil {
		t.Error(err)
	}
	close(outbox)
	work.Wait()
	for id := range accepted {
		if _, is := b.kept[s.config.RobotCode+"|"+id]; !is {
			t.Errorf("acknowledged and lost: %s", id)
		}
	}
	if len(accepted) < len(users) || len(b.kept) != len(accepted) {
		t.Errorf("%d messages were acknowledged, %d are stored", len(accepted), len(b.kept))
	}
	s.toldOnce(t, users, b, &refused)
	if strings.Contains(s.log.String(), "高度机密") {
		t.Error("the log holds what was said")
	}
	t.Logf("%s: %d messages, %d by the outbox, %+v", mode, len(accepted), len(b.later), s.Counts())
}

// hesitate is a store in a bad condition.
func hesitate(int) error {
	switch rand.IntN(12) {
	case 0:
		return errors.New("disk full")
	case 1:
		panic("高度机密")
	case 2:
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	}
	return nil
}

// talk says one thing and brings it again until it is acknowledged, sometimes once more afterwards, and sometimes twice at once.
func (s *site) talk(t *testing.T, user string, n int) (msgID string) {
	body, id := s.Prepare(user, "", dingtalktest.Text(fmt.Sprintf("%s %d 高度机密", user, n)))
	var twin sync.WaitGroup
	if rand.IntN(6) == 0 {
		twin.Go(func() { _, _ = s.Attempt(t.Context(), body) })
	}
	for {
		if _, err := s.Deliver(t.Context(), body); err == nil {
			break
		} else if !errors.Is(err, dingtalktest.ErrUndelivered) {
			t.Errorf("%s %d: %v", user, n, err)
		}
	}
	twin.Wait()
	if rand.IntN(6) == 0 {
		_, _ = s.Attempt(t.Context(), body)
	}
	return id
}

// shake keeps the stream in trouble.
func (s *site) shake(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(time.Duration(20+rand.IntN(60)) * time.Millisecond)
		switch rand.IntN(5) {
		case 0:
			s.Drop()
		case 1:
			s.Displace()
		case 2:
			s.Silence()
		case 3:
			_ = s.Garbage(ctx, "}{")
		case 4:
			s.Inject("/v1.0/gateway/connections/open", 1, dingtalktest.BadGateway())
		}
	}
}

// misbehave keeps the server API in trouble.
func (s *site) misbehave(ctx context.Context) {
	session := []dingtalktest.Fault{
		dingtalktest.ErrCode(300001, "session 不存在"), dingtalktest.ErrCode(-1, "系统繁忙"), dingtalktest.LostAnswer(), dingtalktest.Truncated(), dingtalktest.BadGateway(),
		dingtalktest.Disconnect(), dingtalktest.PunishedJSON(), dingtalktest.Slow(5 * time.Millisecond),
	}
	api := []dingtalktest.Fault{
		dingtalktest.TokenGone(), dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForApi", "x"), dingtalktest.Refuse(503, "ServiceUnavailable", "x"),
		dingtalktest.LostAnswer(), dingtalktest.Truncated(), dingtalktest.BadGateway(), dingtalktest.Disconnect(), dingtalktest.Punished(),
		dingtalktest.Refuse(400, "staffId.notExisted", "x"), dingtalktest.Slow(5 * time.Millisecond),
	}
	for ctx.Err() == nil {
		s.Inject(pathSess, 1, session[rand.IntN(len(session))])
		s.Inject(pathBatch, 1, api[rand.IntN(len(api))])
		if rand.IntN(8) == 0 {
			s.CloseSessions()
		}
		time.Sleep(40 * time.Millisecond)
	}
	s.Heal()
}

// deliver is an outbox worker: it sends each notice until it was taken or refused for good.
func (s *site) deliver(t *testing.T, outbox <-chan notice, refused *sync.Map) {
	for n := range outbox {
		out := ledger.Outcome{State: ledger.Unknown}
		for attempt := 0; out.State != ledger.Sent && out.State != ledger.Refused; attempt++ {
			if out = s.send(t.Context(), n.user, n.text); attempt > 200 {
				t.Errorf("never ends: %+v", out)
				return
			}
		}
		if out.State == ledger.Refused {
			if out.Reason == "" {
				t.Error("refused without a name")
			}
			refused.Store(n.text, true)
		}
	}
}

// toldOnce looks at the phones.
func (s *site) toldOnce(t *testing.T, users []string, b *notebook, refused *sync.Map) {
	t.Helper()
	const again = "\n（网络不稳，这一条可能是重复的）"
	told, doubted := map[string]int{}, map[string]int{}
	for _, u := range users {
		for _, text := range s.Told(u) {
			plain, doubt := strings.CutSuffix(text, again)
			told[plain]++
			if doubt {
				doubted[plain]++
			}
		}
	}
	lost := s.Counts().Lost
	for _, text := range b.replies {
		unsaid := lost[text] + lost[text+again]
		_, no := refused.Load(text)
		switch n := told[text]; {
		case n == 0 && !no:
			t.Errorf("%q was never told", text)
		case n > 1+unsaid || n > 1+doubted[text]:
			t.Errorf("%q was told %d times, %d with a warning, after %d lost answers", text, n, doubted[text], unsaid)
		}
		delete(told, text)
	}
	if len(told) != 0 {
		t.Errorf("nobody gave %v", told)
	}
}

var _ dingtalk.Bot = (*notebook)(nil)
