package reminders

import (
	"context"
	"sync"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// phone is a platform with knobs: it remembers what it was given and answers as told.
type phone struct {
	mu      sync.Mutex
	got     []delivered
	answers []ledger.Outcome // one after the other; then Sent
	latency time.Duration
	hang    func(text string) bool // do not answer before the context ends
	deaf    chan struct{}          // with hang: not even then, before this is closed
	panics  func(text string) bool
	most    int // attempts that were under way at once
	flying  int
}

type delivered struct {
	To   string
	Text string
	At   time.Time
}

func (p *phone) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	p.enter(to, text)
	defer p.leave()
	if p.latency > 0 {
		time.Sleep(p.latency)
	}
	if p.panics != nil && p.panics(text) {
		panic("the text is: " + text)
	}
	if p.hang != nil && p.hang(text) {
		<-ctx.Done()
		if p.deaf != nil {
			<-p.deaf
		}
		return ledger.Outcome{State: ledger.Unknown, Reason: "没有答复"}
	}
	return p.answer()
}

func (p *phone) enter(to policy.Address, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = append(p.got, delivered{To: to.User, Text: text, At: time.Now()})
	p.flying++
	p.most = max(p.most, p.flying)
}

func (p *phone) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying--
}

func (p *phone) answer() ledger.Outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.answers) == 0 {
		return ledger.Outcome{State: ledger.Sent, ID: "m1"}
	}
	out := p.answers[0]
	p.answers = p.answers[1:]
	return out
}

// texts lists what arrived at the platform, in order.
func (p *phone) texts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, d := range p.got {
		out = append(out, d.Text)
	}
	return out
}

func (p *phone) sent() []delivered {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]delivered(nil), p.got...)
}

// delivery is a worker over one WeCom phone, without chance in its retries.
func delivery(st *store.Store, p *phone, change ...func(*DeliveryOptions)) *Delivery {
	opt := DeliveryOptions{Jitter: func() float64 { return 0 }}
	for _, fn := range change {
		fn(&opt)
	}
	return NewDelivery(st, map[string]Sender{"wecom": p}, time.Now, quietLog(), opt)
}

// post puts a reply for one user into the outbox, due now.
func post(t testing.TB, st *store.Store, user, text string, change ...func(*ledger.Notice)) {
	t.Helper()
	now := time.Now().UTC()
	n := ledger.Notice{Key: "reply/" + text, Kind: "reply", To: policy.Address{Channel: "wecom", User: user}, Text: text, Made: now, Due: now}
	for _, fn := range change {
		fn(&n)
	}
	update(t, st, now, func(tx *store.Tx) error {
		_, err := tx.Notify(n)
		return err
	})
}

// notice reads the row of a text that was posted.
func notice(t testing.TB, st *store.Store, text string) ledger.Notice {
	t.Helper()
	var n ledger.Notice
	err := st.View(func(tx *store.Tx) (err error) {
		n, err = tx.Notice("reply/" + text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// run starts the worker and gives back what ends it and waits for it.
func run(t testing.TB, d *Delivery) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}
