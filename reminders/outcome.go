package reminders

import (
	"time"

	"lianxin/store/ledger"
)

// Waits between the attempts of one notice: doubled each time, up to mostBackoff, and shortened by up to a half so that notices which failed together
// do not come back together. A platform's own wait (After) counts when it is longer. The longest stays below the half hour in which WeCom swallows
// a repeated message (protocol 2.2): an attempt whose outcome is unknown is better repeated while that holds.
const (
	leastBackoff = 5 * time.Second
	mostBackoff  = 25 * time.Minute
)

// backoff is the wait after so many attempts, 1 or more; jitter lies in [0, 1).
func backoff(attempts int, jitter float64) time.Duration {
	wait := min(leastBackoff<<min(max(attempts-1, 0), 10), mostBackoff)
	return wait - time.Duration(jitter*float64(wait)/2)
}

// settle writes an outcome onto the row of the attempt, at the instant now.
func (o *DeliveryOptions) settle(n *ledger.Notice, out ledger.Outcome, now time.Time) {
	n.Reason, n.Code, n.PlatformID = out.Reason, out.Code, out.ID
	if out.State == ledger.Unknown {
		doubt(n)
	}
	switch out.State {
	case ledger.Sent:
		n.Sent, n.Reason, n.Code = now, "", 0
	case ledger.Refused:
		n.Refused = now
	default:
		o.again(n, out, now)
	}
}

// doubt notes that nobody knows what became of the attempt that is on the row.
func doubt(n *ledger.Notice) {
	if n.Unsure.IsZero() {
		n.Unsure = n.Sending
	}
}

// fewAttempts are made whatever the age of a notice: it may have waited for the program to come back. A notice that ends by itself (Until) may be tried
// oftenMore times as often, and until it is longerOld times as old: a platform that is down for a day loses nothing that is still of use.
const (
	fewAttempts = 10
	oftenMore   = 10
	longerOld   = 3
)

// mostAttempts is how often a notice is tried.
func (o *DeliveryOptions) mostAttempts(n *ledger.Notice) int {
	if n.Until.IsZero() {
		return o.MaxAttempts
	}
	return o.MaxAttempts * oftenMore
}

// exhausted tells whether a notice was tried enough.
func (o *DeliveryOptions) exhausted(n *ledger.Notice, now time.Time) bool {
	age := o.MaxAge
	if !n.Until.IsZero() {
		age *= longerOld
	}
	return n.Attempts >= o.mostAttempts(n) || n.Attempts >= fewAttempts && now.Sub(n.Made) > age
}

// again plans the next attempt, or ends it where another one is of no use.
func (o *DeliveryOptions) again(n *ledger.Notice, out ledger.Outcome, now time.Time) {
	next := now.Add(max(backoff(n.Attempts, o.Jitter()), out.After))
	switch {
	case o.exhausted(n, now):
		n.Refused, n.Reason = now, exhaustedReason(n.Attempts, out.Reason)
	case !n.Until.IsZero() && !next.Before(n.Until):
		n.Dropped, n.Reason = now, expiredReason(out.Reason)
	default:
		n.Sending, n.Due = time.Time{}, next
	}
}
