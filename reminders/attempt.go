package reminders

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// answer is what an attempt brings home.
type answer struct {
	line *line
	out  ledger.Outcome
}

// start sends the first row of a line.
func (r *round) start(l *line) {
	r.flying++
	to, row := l.rows[0].to, l.rows[0].row
	row.Text = l.rows[0].text // of a sealed row in this copy only, which is not written down
	card := l.rows[0].card
	go func() { r.answers <- answer{line: l, out: r.d.attempt(r.attempts, to, &row, card)} }()
}

// absorb takes in what became of the first row of a line, and decides what follows for those behind it.
func (r *round) absorb(a answer) {
	r.flying--
	now := r.d.now()
	first := &a.line.rows[0]
	row := first.row
	a.out = unnamed(&row, a.line.to, a.out)
	a.line.rows = a.line.rows[1:]
	if !r.d.fallOver(first, &row, a.out, now) {
		r.d.opt.settle(&row, a.out, now)
	}
	if a.out.Update != "" && row.Card != "" {
		r.d.rights[row.Key] = a.out.Update
	}
	r.d.pauses[a.line.to.Channel].note(a.out, now)
	r.finish(row)
	switch {
	case !row.Sent.IsZero():
		r.sent++
		r.next(a.line)
	case !row.Settled() && ahead(row.Due, now, longestHold):
		r.d.holds[a.line.to] = row.Due
		r.putBack(a.line, row.Due)
	default:
		r.next(a.line)
	}
}

// unnamed takes the account out of what a platform says about a notice to somebody who must not be named: it is written down and shown.
func unnamed(n *ledger.Notice, to policy.Address, out ledger.Outcome) ledger.Outcome {
	if n.To.Channel != store.SealedChannel || to.User == "" {
		return out
	}
	for _, text := range []*string{&out.Reason, &out.ID} {
		if strings.Contains(strings.ToLower(*text), to.User) {
			*text = stranger(n.To)
		}
	}
	return out
}

// next lets the following row of a line start.
func (r *round) next(l *line) {
	if len(l.rows) == 0 {
		delete(r.lines, l.to)
		return
	}
	r.ready = append(r.ready, l)
}

// finish notes a row that is to be written.
func (r *round) finish(row ledger.Notice) {
	r.d.done = append(r.d.done, row)
	if len(r.d.done) >= flushRows {
		r.fail(r.d.flush())
	}
	if len(r.d.done) > 0 && r.ripe == nil {
		r.ripe = time.After(flushWait)
	}
}

// flush writes the rows whose attempt ended. What cannot be written stays in hand: it was perhaps sent and must not be taken again.
func (d *Delivery) flush() error {
	if _, err := d.write(d.done, d.now()); err != nil {
		return fmt.Errorf("reminders: %d outcomes are not written: %w", len(d.done), err)
	}
	for i := range d.done {
		delete(d.hand, d.done[i].Key)
		delete(d.rights, d.done[i].Key)
	}
	d.done = d.done[:0]
	return nil
}

// step asks the pace of the channel whether a notice may go; if not, it gives the wait.
func (d *Delivery) step(t *taken) time.Duration {
	at, pace := d.beat(), d.pace[t.to.Channel]
	reserved := pace.ReserveN(at, min(pieces(t.text), pace.Burst()))
	wait := reserved.DelayFrom(at)
	if wait > 0 {
		reserved.CancelAt(at)
	}
	return wait
}

// beat reads the pulse. Nothing else in delivery looks at real time; all that is written down comes from the clock that was handed in.
func (d *Delivery) beat() time.Time { return d.pulse.beat(d.now(), time.Now()) }

// patience is what a Sender gets to return after its time is up, before it is left to itself.
const patience = time.Second

// attempt sends one notice within the time limit. A Sender that does not return is not waited for: what it did is unknown.
func (d *Delivery) attempt(ctx context.Context, to policy.Address, n *ledger.Notice, c *ledger.Card) ledger.Outcome {
	ctx, cancel := context.WithTimeout(ctx, d.opt.SendTimeout)
	defer cancel()
	answered := make(chan ledger.Outcome, 1)
	go func() { answered <- d.send(ctx, to, n, c) }()
	select {
	case out := <-answered:
		return out
	case <-ctx.Done():
	}
	select {
	case out := <-answered:
		return out
	case <-time.After(patience):
		return ledger.Outcome{State: ledger.Unknown, Reason: reasonNoAnswer}
	}
}

// send calls the Sender. A panic leaves the outcome unknown; its value may hold the text and is not logged.
func (d *Delivery) send(ctx context.Context, to policy.Address, n *ledger.Notice, c *ledger.Card) (out ledger.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error().Str("channel", to.Channel).Str("type", fmt.Sprintf("%T", p)).Bytes("stack", debug.Stack()).Msg("outbox: a sender panicked")
			out = ledger.Outcome{State: ledger.Unknown, Reason: reasonPanic}
		}
	}()
	return d.bring(ctx, to, n, c)
}
