package reminders

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// most is the largest number of deliveries within any stretch of time that begins with one.
func most(got []delivered, within time.Duration) int {
	slices.SortFunc(got, func(a, b delivered) int { return a.At.Compare(b.At) })
	best := 0
	for i := range got {
		n := 0
		for _, d := range got[i:] {
			if d.At.Sub(got[i].At) < within {
				n++
			}
		}
		best = max(best, n)
	}
	return best
}

func TestBudgetOfOneReceiver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		for i := range 1500 {
			post(t, st, []string{"Busy", "busy"}[i%2], fmt.Sprintf("%04d", i))
		}
		begun := time.Now()
		stop := run(t, delivery(st, p))
		time.Sleep(time.Minute)
		post(t, st, "idle", "one for somebody else")
		time.Sleep(3 * time.Hour)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		var busy []delivered
		for _, d := range p.sent() {
			switch {
			case strings.EqualFold(d.To, "busy"):
				busy = append(busy, d)
			case d.At.Sub(begun) > time.Minute+time.Second:
				t.Errorf("a notice to somebody else waited %v behind a busy receiver", d.At.Sub(begun)-time.Minute)
			}
		}
		if n := most(busy, time.Minute); n > 27 || n < 20 {
			t.Errorf("%d messages to one receiver in a minute, want about 25", n)
		}
		if n := most(busy, time.Hour); n > 960 || n < 850 {
			t.Errorf("%d messages to one receiver in an hour, want about 900", n)
		}
		if len(busy) != 1500 {
			t.Errorf("%d of 1500 arrived", len(busy))
		}
		if !slices.IsSortedFunc(busy, func(a, b delivered) int { return strings.Compare(a.Text, b.Text) }) {
			t.Error("not in order")
		}
	})
}

func TestBudgetOutlivesARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		for i := range 100 {
			post(t, st, "busy", fmt.Sprintf("%04d", i))
		}
		for range 6 {
			stop := run(t, delivery(st, p))
			time.Sleep(10 * time.Second)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
		}
		if n := most(p.sent(), time.Minute); n > 29 {
			t.Errorf("%d messages to one receiver in a minute with six restarts", n)
		}
	})
}

func TestLongTextsCostMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		for i := range 10 {
			long := strings.Repeat("长", 2000) // four parts
			post(t, st, "busy", fmt.Sprint(i), func(n *ledger.Notice) { n.Text += long })
		}
		sent, err := delivery(st, p).Once(context.Background())
		if err != nil || sent != 2 {
			t.Errorf("Once = %d, %v; want 2 of four parts each", sent, err)
		}
	})
}

func TestPaceOfTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &flaky{Engine: memory.New()}
		st, p := storeOn(t, engine), &phone{}
		for i := range 400 {
			post(t, st, fmt.Sprintf("user%d", i), fmt.Sprint(i))
		}
		engine.updates.Store(0)
		begun := time.Now()
		sent, err := delivery(st, p).Once(context.Background())
		if err != nil || sent != 400 {
			t.Fatalf("Once = %d, %v", sent, err)
		}
		if took := time.Since(begun); took < 18*time.Second || took > 21*time.Second {
			t.Errorf("400 notices took %v, want about 19 s", took)
		}
		if n := most(p.sent(), time.Second); n > 40 {
			t.Errorf("%d messages in a second", n)
		}
		if p.most > 4 {
			t.Errorf("%d attempts at once", p.most)
		}
	})
}

func TestRowsAreMarkedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &flaky{Engine: memory.New()}
		st, p := storeOn(t, engine), &phone{}
		for i := range 1000 {
			post(t, st, fmt.Sprintf("user%d", i), fmt.Sprint(i))
		}
		engine.updates.Store(0)
		d := delivery(st, p, func(o *DeliveryOptions) { o.AppPerSecond, o.AppBurst = 1e6, 1e6 })
		if sent, err := d.Once(context.Background()); err != nil || sent != 1000 {
			t.Fatalf("Once = %d, %v", sent, err)
		}
		if n := engine.updates.Load(); n > 80 {
			t.Errorf("%d transactions for 1000 notices", n)
		}
	})
}

func TestFullBucketsAreForgotten(t *testing.T) {
	b := newBudget(25, 950)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		to := policy.Address{Channel: "wecom", User: fmt.Sprint(i)}
		if wait := b.reserve("first", to, 1, at); wait != 0 {
			t.Fatalf("the first message waits %v", wait)
		}
		b.reserve(fmt.Sprint("second", i), to, 10, at)
	}
	b.sweep(at.Add(time.Second))
	if len(b.buckets) != 1000 || len(b.paid) != 1000 {
		t.Errorf("buckets in use: %d, paid: %d", len(b.buckets), len(b.paid))
	}
	b.sweep(at.Add(10 * time.Minute))
	if len(b.buckets) != 0 || len(b.paid) != 0 {
		t.Errorf("after a rest %d buckets and %d paid tokens are kept", len(b.buckets), len(b.paid))
	}
}

func TestPulse(t *testing.T) {
	base := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return base.Add(time.Duration(seconds) * time.Second) }
	var p pulse
	for _, step := range []struct {
		name              string
		clock, real, want int
	}{
		{"begins with the clock", 0, 0, 0},
		{"goes with both", 10, 10, 10},
		{"a clock moved forward", 100, 11, 100},
		{"a clock set back", 50, 12, 101},
		{"a clock that stands still", 50, 20, 109},
		{"real time set back", 60, 0, 119},
	} {
		if got := p.beat(at(step.clock), at(step.real)); !got.Equal(at(step.want)) {
			t.Errorf("%s: %v, want %v", step.name, got.Sub(base), at(step.want).Sub(base))
		}
	}
}
