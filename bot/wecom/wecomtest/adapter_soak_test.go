package wecomtest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// soakTime is how long the soak goes on.
const soakTime = 2 * time.Second

// TestSoak lets eight members talk at once with all manners, to a bot whose store fails, hesitates and panics, which answers about a third of the messages
// through a server API that misbehaves. In the end every message that was accepted is stored once, each was answered once, and nothing was told twice.
func TestSoak(t *testing.T) {
	t.Parallel()
	members := wecomtest.People("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8")
	s := newSite(t, wecomtest.Options{Members: members, RetryAfter: 20 * time.Millisecond, Patience: time.Minute, Keep: 100000})
	b := newNotebook()
	b.trouble = hesitate
	b.say = func(n int, m bot.Message) string { return fmt.Sprintf("第%d条 高度机密", n) }
	outbox := make(chan notice, 100000)
	b.tell = func(m bot.Message, text string) error {
		outbox <- notice{m.From.User, text}
		return nil
	}
	s.listen(t, b)

	ctx, cancel := context.WithTimeout(t.Context(), soakTime)
	defer cancel()
	var talk, work sync.WaitGroup
	for range 4 {
		work.Go(func() { s.deliver(t, outbox) })
	}
	work.Go(func() { s.misbehave(ctx) })
	said := make(chan int, len(members))
	for _, m := range members {
		talk.Go(func() { said <- s.talk(ctx, t, m.UserID) })
	}
	talk.Wait()
	close(outbox)
	work.Wait()
	close(said)

	total := 0
	for n := range said {
		total += n
	}
	if total < len(members) || len(b.kept) != total {
		t.Errorf("%d messages were accepted, %d are stored", total, len(b.kept))
	}
	answeredOnce(t, s, members, b)
	t.Logf("%d messages, %d said later, %+v", total, len(b.late), s.Counts().Calls)
}

// notice is something to tell a member through the server API.
type notice struct{ user, text string }

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

// talk is one member until the time is up. A message that was given up is brought again until it is accepted. It gives the number of messages.
func (s *site) talk(ctx context.Context, t *testing.T, user string) int {
	for n := 0; ; n++ {
		if ctx.Err() != nil {
			return n
		}
		m := wecomtest.Text(fmt.Sprintf("%s %d 高度机密", user, n))
		if rand.IntN(3) == 0 {
			m = wecomtest.Event("pic_sysphoto", fmt.Sprintf("%s %d", user, n)) // no text is shown in answer to it
		}
		d, err := s.Send(t.Context(), user, m, anyManner())
		for errors.Is(err, wecomtest.ErrUndelivered) {
			var again wecomtest.Delivery
			if again, err = s.Raw(t.Context(), user, d.Plain, wecomtest.Manner{}); again.Accepted() {
				d = again
			}
		}
		if err != nil {
			t.Errorf("%s %d: %v", user, n, err)
			return n
		}
	}
}

func anyManner() wecomtest.Manner {
	switch rand.IntN(8) {
	case 0:
		return wecomtest.Manner{CloseEarly: 1}
	case 1:
		return wecomtest.Manner{Twice: true}
	case 2:
		return wecomtest.Manner{Chunked: true}
	}
	return wecomtest.Manner{}
}

// deliver is an outbox worker: it sends each notice until it was taken. The clock goes on, so that nobody gets more than the platform lets through.
func (s *site) deliver(t *testing.T, outbox <-chan notice) {
	for n := range outbox {
		for state := ledger.Unknown; state != ledger.Sent; {
			if state = s.send(t.Context(), n.user, n.text).State; state == ledger.Refused {
				t.Errorf("refused: %+v", n)
				break
			}
		}
		s.forward(2 * time.Second)
	}
}

// misbehave keeps the server API in trouble.
func (s *site) misbehave(ctx context.Context) {
	faults := []wecomtest.Fault{
		wecomtest.TokenGone(), wecomtest.Answer(40014), wecomtest.Answer(42001), wecomtest.Answer(-1), wecomtest.Answer(45033),
		wecomtest.LostAnswer(), wecomtest.Truncated(), wecomtest.BadGateway(), wecomtest.Disconnect(), wecomtest.StaleConnection(),
		wecomtest.Slow(5 * time.Millisecond),
	}
	for ctx.Err() == nil {
		s.Inject("message/send", 1, faults[rand.IntN(len(faults))])
		time.Sleep(10 * time.Millisecond)
	}
	s.Heal()
}

// answeredOnce looks at the phones: every reply that the bot gave is on exactly one of them, once, unless its message was given up in the meantime.
func answeredOnce(t *testing.T, s *site, members []wecomtest.Member, b *notebook) {
	t.Helper()
	told := map[string]int{}
	failed := 0
	for _, m := range members {
		for _, l := range s.Chat(m.UserID) {
			if l.From == wecomtest.FromApp {
				told[l.Text]++
			}
			if l.Failed {
				failed++
			}
		}
	}
	missing := 0
	for _, r := range b.replies {
		switch told[r.Text] {
		case 0:
			missing++
		case 1:
		default:
			t.Errorf("%q was told %d times", r.Text, told[r.Text])
		}
		delete(told, r.Text)
	}
	if len(told) != 0 || missing != failed {
		t.Errorf("%d replies are missing after %d failures; nobody gave %v", missing, failed, told)
	}
}
