package reminders

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// platform takes messages like the real one: what one person got within the half hour before is swallowed, and the sender does not always learn what
// became of a message.
type platform struct {
	mu     sync.Mutex
	chance *rand.Rand
	last   map[string]time.Time
	shown  map[string]int // how often a text was seen
}

// process is the sender of one life of the program: after its death it sends nothing.
type process struct {
	*platform
	calm bool // the platform answers as it should
	dead atomic.Bool
}

func (p *process) Send(_ context.Context, _ policy.Address, text string) ledger.Outcome {
	time.Sleep(p.roll(900) * time.Millisecond)
	if p.dead.Load() {
		return ledger.Outcome{}
	}
	fate := p.roll(10)
	if p.calm {
		fate = 9
	}
	switch fate {
	case 0:
		return ledger.Outcome{State: ledger.Retry, Reason: "忙"}
	case 1:
		return ledger.Outcome{State: ledger.Retry, Reason: "限流", After: time.Minute}
	case 2:
		return ledger.Outcome{State: ledger.Unknown, Reason: "超时"}
	case 3:
		p.show(text)
		return ledger.Outcome{State: ledger.Unknown, Reason: "超时"}
	}
	p.show(text)
	time.Sleep(p.roll(500) * time.Millisecond)
	return ledger.Outcome{State: ledger.Sent}
}

func (p *platform) roll(n int64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Duration(p.chance.Int64N(n))
}

func (p *platform) show(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at, ok := p.last[text]; !ok || time.Since(at) > 30*time.Minute {
		p.shown[text]++
	}
	p.last[text] = time.Now()
}

// TestKills kills the program at random moments, in the middle of sending, of writing and of waiting: nothing is lost and nothing is seen twice.
func TestKills(t *testing.T) {
	for seed := range uint64(15) {
		synctest.Test(t, func(t *testing.T) {
			const notices = 60
			engine := memory.New()
			p := &platform{chance: rand.New(rand.NewPCG(seed, 7)), last: map[string]time.Time{}, shown: map[string]int{}}
			watch := storeOn(t, engine)
			for i := range notices {
				post(t, watch, fmt.Sprintf("user%d", i%20), fmt.Sprint(i))
			}
			var ends []func() error
			for range 8 {
				disk, life := &flaky{Engine: engine}, &process{platform: p}
				d := NewDelivery(storeOver(t, disk), map[string]Sender{"wecom": life}, time.Now, quietLog(), DeliveryOptions{})
				stop := run(t, d)
				time.Sleep(p.roll(20_000) * time.Millisecond)
				disk.fails.Store(true)
				life.dead.Store(true)
				ends = append(ends, stop)
			}
			stop := run(t, NewDelivery(watch, map[string]Sender{"wecom": &process{platform: p, calm: true}}, time.Now, quietLog(), DeliveryOptions{}))
			time.Sleep(time.Hour)
			if err := stop(); err != nil {
				t.Error(err)
			}
			for _, end := range ends {
				_ = end() // the dead cannot write what they hold
			}
			for _, n := range outbox(t, watch) {
				if p.shown[n.Text] != 1 || n.State(time.Time{}) != "sent" {
					t.Errorf("seed %d: notice %s is %s and was seen %d times", seed, n.Text, n.State(time.Time{}), p.shown[n.Text])
				}
			}
			if len(p.shown) != notices {
				t.Errorf("seed %d: %d of %d were seen", seed, len(p.shown), notices)
			}
		})
	}
}
