package reminders

import (
	"context"
	"errors"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
)

// Outcomes are written together: flushRows of them, or all there are flushWait after the first. While attempts are under way the outbox is looked at
// every lookAgain at least.
const (
	flushRows = 64
	flushWait = 50 * time.Millisecond
	lookAgain = 250 * time.Millisecond
)

// line holds the rows in hand for one receiver: they go one after the other.
type line struct {
	to   policy.Address // folded
	rows []taken
}

// round is one drain of the outbox. One goroutine owns it; attempts touch nothing of it and only answer.
type round struct {
	d        *Delivery
	attempts context.Context // outlives the caller's context by the grace
	cancel   context.CancelFunc
	ended    <-chan struct{}  // the caller's context
	grace    <-chan time.Time // set once it has ended
	ripe     <-chan time.Time // when the outcomes there are shall be written
	horizon  func() time.Time

	lines   map[policy.Address]*line
	ready   []*line // whose first row may start
	flying  int
	answers chan answer
	sent    int
	over    bool // no new attempts
	fault   error
}

// drain delivers what is due at the horizon until nothing more may go. When ctx ends, what has not started is put back and the rest is waited for.
func (d *Delivery) drain(ctx context.Context, horizon func() time.Time) (sent int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.prepare(ctx); err != nil || ctx.Err() != nil {
		return 0, err
	}
	r := d.round(ctx, horizon)
	defer r.cancel()
	for {
		changed := d.st.Changed()
		r.fill()
		nap := r.launch()
		switch {
		case r.flying > 0 || len(r.ready) > 0:
			r.wait(changed, nap)
		case len(d.done) > 0 && !r.over: // room for more
			r.fail(d.flush())
		default:
			return r.sent, errors.Join(r.fault, d.flush())
		}
	}
}

// prepare makes good what an earlier process, or an earlier drain that could not write, has left.
func (d *Delivery) prepare(ctx context.Context) error {
	if err := d.flush(); err != nil || d.resumed || ctx.Err() != nil {
		return err
	}
	return d.resume()
}

func (d *Delivery) round(ctx context.Context, horizon func() time.Time) *round {
	attempts, cancel := context.WithCancel(context.WithoutCancel(ctx))
	return &round{
		d: d, attempts: attempts, cancel: cancel, ended: ctx.Done(), horizon: horizon,
		lines: map[policy.Address]*line{}, answers: make(chan answer, d.opt.Concurrency),
	}
}

// fail ends the round: what is under way is waited for, nothing new begins.
func (r *round) fail(err error) {
	if err != nil {
		r.fault, r.over = errors.Join(r.fault, err), true
	}
}

// fill takes rows into hand while there is room for a good number of them.
func (r *round) fill() {
	for more := true; more && !r.over; {
		room := handRows - len(r.d.hand)
		if room < handRows/2 {
			return
		}
		var gone []taken
		var err error
		if gone, more, err = r.d.take(r.horizon(), room); errors.Is(err, store.ErrDamaged) {
			r.fault = err // the others go on
			return
		}
		r.fail(err)
		for _, t := range gone {
			r.queue(t)
		}
	}
}

// queue puts a row behind the others to the same person.
func (r *round) queue(t taken) {
	to := t.to.Fold()
	l := r.lines[to]
	if l == nil {
		l = &line{to: to}
		r.lines[to] = l
		r.ready = append(r.ready, l)
	}
	l.rows = append(l.rows, t)
}

// launch starts as many attempts as may be under way at once and as the pace of their channels allows; nap is the wait until it may start more.
func (r *round) launch() (nap time.Duration) {
	nap = lookAgain
	waiting := r.ready[:0]
	for _, l := range r.ready {
		switch {
		case r.over || r.d.pauses[l.to.Channel].lasts(r.d.now()):
			r.putBack(l, time.Time{})
		case r.flying == r.d.opt.Concurrency:
			waiting = append(waiting, l)
		default:
			if wait := r.d.step(&l.rows[0]); wait > 0 {
				nap = min(nap, wait)
				waiting = append(waiting, l)
				continue
			}
			r.start(l)
		}
	}
	clear(r.ready[len(waiting):])
	r.ready = waiting
	return nap
}

// putBack gives the rows of a line back to the outbox as they were, or with a later Due.
func (r *round) putBack(l *line, due time.Time) {
	delete(r.lines, l.to)
	for _, t := range l.rows {
		if !due.IsZero() {
			t.before.Due = due
		}
		r.finish(t.before)
	}
}

// wait lets time pass until an attempt answers, the outbox changes, or something is to be done.
func (r *round) wait(changed <-chan struct{}, nap time.Duration) {
	timer := time.NewTimer(nap)
	defer timer.Stop()
	select {
	case a := <-r.answers:
		r.absorb(a)
	case <-r.ripe:
		r.fail(r.d.flush())
		r.ripe = nil
	case <-changed:
	case <-timer.C:
	case <-r.ended:
		r.ended, r.grace, r.over = nil, time.After(r.d.opt.Grace), true
	case <-r.grace:
		r.cancel()
	}
}
