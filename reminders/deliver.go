package reminders

import (
	"context"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/time/rate"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Sender brings one text to one person on one platform and says what became of it. It returns soon after ctx has ended. A Retry with After asks the
// whole channel to wait so long (the platform refuses the app, not the message); a wait for this receiver alone is a Retry without After.
// Send is called from several goroutines, never twice at once for one receiver.
type Sender interface {
	Send(ctx context.Context, to policy.Address, text string) ledger.Outcome
}

// Delivery is the worker behind the outbox: due rows go to the Sender of their channel, inside the budgets of the platform, and what became of each
// attempt is written down. A row is marked as being sent before the network is touched, so that after a crash it is known to be unknown and is
// tried again with the same body.
//
// One Delivery works on one outbox; two would send everything twice.
type Delivery struct {
	st      *store.Store
	senders map[string]Sender
	now     func() time.Time
	log     zerolog.Logger
	opt     DeliveryOptions
	wake    chan struct{}
	began   time.Time // what was in doubt before, no Sender remembers

	complaint  string // the failure that Run logged last, and when
	complained time.Time

	mu      sync.Mutex // held by the drain under way; guards everything below
	pulse   pulse
	budget  *budget
	pace    map[string]*rate.Limiter     // of each channel
	pauses  map[string]*pause            // of each channel
	holds   map[policy.Address]time.Time // receivers whose earlier notice goes first, at that instant
	hand    map[string]bool              // keys of the rows taken from the outbox and not yet written back
	done    []ledger.Notice              // rows whose attempt ended, to be written
	rights  map[string]string            // by their keys, the rights to change the cards that were shown, to be written with them
	resumed bool                         // the rows of an earlier process were looked for
}

// NewDelivery builds the worker; it does nothing before Run or Once. senders are keyed by Address.Channel; a notice for another channel is refused
// with a reason. now gives the instants that are written down; waiting is done in real time.
func NewDelivery(st *store.Store, senders map[string]Sender, now func() time.Time, log zerolog.Logger, opt DeliveryOptions) *Delivery {
	opt = opt.withDefaults()
	d := &Delivery{
		st: st, senders: senders, now: now, log: log, opt: opt,
		wake:   make(chan struct{}, 1),
		began:  now(),
		budget: newBudget(opt.MemberPerMinute, opt.MemberPerHour),
		pace:   map[string]*rate.Limiter{},
		pauses: map[string]*pause{},
		holds:  map[policy.Address]time.Time{},
		hand:   map[string]bool{},
		rights: map[string]string{},
	}
	for channel := range senders {
		d.pace[channel] = rate.NewLimiter(rate.Limit(opt.AppPerSecond), opt.AppBurst)
		d.pauses[channel] = &pause{}
	}
	return d
}

// Run delivers until ctx ends: it looks when the ledger changes, when the next row is due and when it is woken. At the end it starts no new attempt,
// gives those under way a few seconds, and writes them down; what is returned is the failure of that last writing. While the store fails Run waits.
func (d *Delivery) Run(ctx context.Context) error {
	for {
		changed := d.st.Changed()
		_, err := d.drain(ctx, d.now)
		if ctx.Err() != nil {
			return d.leave()
		}
		if err != nil {
			d.complain(err)
			changed = nil
		}
		d.rest(ctx, changed, err != nil)
	}
}

// leave writes down what is still in hand.
func (d *Delivery) leave() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.flush()
}

// Once delivers all that is due now and may go, and tells how many notices the platforms took. It keeps to the pace of the app; what the budget of a
// receiver, a pause or the hours hold back stays in the outbox with a later Due. While Run is at work it waits for its turn.
func (d *Delivery) Once(ctx context.Context) (sent int, err error) {
	until := d.now()
	return d.drain(ctx, func() time.Time { return until })
}

// Wake makes Run look at once: for a clock that was moved by hand.
func (d *Delivery) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// How long Run rests: idleRest at most, which meets clocks that were moved; faultRest while the store fails.
const (
	idleRest  = time.Minute
	faultRest = 2 * time.Second
	leastRest = 5 * time.Millisecond
)

// complain logs that the store fails: once for the same failure, and again every complainAgain.
func (d *Delivery) complain(err error) {
	if now := d.now(); err.Error() != d.complaint || now.Sub(d.complained) >= complainAgain {
		d.complaint, d.complained = err.Error(), now
		d.log.Error().Err(err).Msg("outbox: the store fails, delivery waits")
	}
}

const complainAgain = 10 * time.Minute

// rest waits until there may be something to do.
func (d *Delivery) rest(ctx context.Context, changed <-chan struct{}, fault bool) {
	wait := faultRest
	if !fault {
		wait = d.untilDue()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-changed:
	case <-d.wake:
	case <-timer.C:
	}
}

// untilDue is the time until the first row of the outbox is due.
func (d *Delivery) untilDue() time.Duration {
	wait := idleRest
	err := d.st.View(func(tx *store.Tx) error {
		if due, ok := tx.NextDue(); ok {
			wait = min(wait, due.Sub(d.now()))
		}
		return nil
	})
	if err != nil {
		return faultRest
	}
	return max(wait, leastRest)
}
