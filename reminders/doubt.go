package reminders

import (
	"time"

	"lianxin/store/ledger"
)

// Doubter is what a Sender is besides whose platform has no duplicate check: it shows the same body as often as it is sent. Such a Sender itself says with an
// attempt that it may be the second (ledger.SayMaybeAgain), as long as it remembers the first: Remembers, and never beyond the end of the process. A text that
// says so already is sent as it is.
type Doubter interface {
	Remembers() time.Duration
}

// swallows is how long after an attempt another platform certainly shows the same body only once (WeCom: half an hour, protocol 2.2).
const swallows = 29 * time.Minute

// maybeAgain tells whether an attempt now on a channel may be the second that its reader sees, and nobody else says so.
func (d *Delivery) maybeAgain(channel string, n *ledger.Notice, now time.Time) bool {
	if n.Unsure.IsZero() {
		return false
	}
	if s, is := d.senders[channel].(Doubter); is {
		return n.Unsure.Before(d.began) || now.Sub(n.Unsure) > s.Remembers()
	}
	return now.Sub(n.Unsure) > swallows
}
