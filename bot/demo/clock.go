package demo

import (
	"context"
	"sync"
	"time"

	"lianxin/bot/web"
	"lianxin/config/policy"
	"lianxin/store"
)

// Reminders is what the clock asks when it is moved: package reminders.
type Reminders interface {
	// Next is the next planned instant after another; false: nothing is planned any more.
	Next(after time.Time) (time.Time, bool)
	// Tick puts into the outbox what is owed at an instant and was not told.
	Tick(ctx context.Context, at time.Time) (told int, err error)
}

// Outbox delivers what is due now.
type Outbox interface {
	Once(ctx context.Context) (sent int, err error)
}

// AtOnce is the spread of reminders over time in the demo: none, because the clock stops at the planned moment and goes on.
const AtOnce time.Duration = -1

// Clock is the real clock plus an offset that only grows.
type Clock struct {
	real func() time.Time

	mu        sync.Mutex // guards what follows
	offset    time.Duration
	reminders Reminders
	outbox    Outbox

	walking sync.Mutex // one Advance at a time
}

var _ web.Clock = (*Clock)(nil)

// NewClock starts a clock at an instant; real is the clock that drives it.
func NewClock(real func() time.Time, start time.Time) *Clock {
	return &Clock{real: real, offset: start.Sub(real())}
}

// Drive gives the clock what it has to ask when it is moved.
func (c *Clock) Drive(r Reminders, o Outbox) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reminders, c.outbox = r, o
}

// driven is what Drive gave last: after a new start of the program it is another one.
func (c *Clock) driven() (Reminders, Outbox) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reminders, c.outbox
}

// Now is the demo's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.real().Add(c.offset)
}

// Advance moves the clock forward by d and stops at everything that is planned on the way, so that it is told at its own time.
func (c *Clock) Advance(ctx context.Context, d time.Duration) error {
	c.walking.Lock()
	defer c.walking.Unlock()
	target := c.Now().Add(d)
	for {
		planned, _ := c.driven()
		next, ok := planned.Next(c.Now())
		if !ok || next.After(target) {
			break
		}
		if err := c.stop(ctx, next); err != nil {
			return err
		}
	}
	return c.stop(ctx, target)
}

// stop sets the clock to an instant, looks what is owed and delivers what is due.
func (c *Clock) stop(ctx context.Context, at time.Time) error {
	c.mu.Lock()
	c.offset = max(c.offset, at.Sub(c.real()))
	c.mu.Unlock()
	owed, outbox := c.driven()
	if _, err := owed.Tick(ctx, c.Now()); err != nil {
		return err
	}
	_, err := outbox.Once(ctx)
	return err
}

// Begin fills a new ledger with the story of the demo school; an older one goes on where it ended, so that time never runs backwards in it.
func (c *Clock) Begin(st *store.Store, school *policy.School) error {
	var last time.Time
	err := st.View(func(tx *store.Tx) error {
		for line, err := range tx.JournalTail(1) {
			if err != nil {
				return err
			}
			last = line.At
		}
		return nil
	})
	if err != nil {
		return err
	}
	if last.IsZero() {
		return store.SeedDemo(st, school, c.Now())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = max(c.offset, last.Sub(c.real()))
	return nil
}
