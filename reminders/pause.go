package reminders

import (
	"time"

	"lianxin/store/ledger"
)

// pause leaves a channel alone while its platform asks for it or does not answer, so that an outage costs a few attempts and not one of every row.
// The zero value is no pause.
type pause struct {
	until   time.Time
	trouble int       // attempts in a row that were not taken
	since   time.Time // when the first of them was
	why     string    // and why the last one was not
}

// From the troubled-th failure in a row on a channel rests between attempts, at most longestProbe; a platform that asks for quiet gets at most
// longestPause at a time.
const (
	troubled     = 5
	longestProbe = 30 * time.Second
	longestPause = time.Hour
)

// note learns from one outcome.
func (p *pause) note(out ledger.Outcome, now time.Time) {
	if out.State == ledger.Sent || out.State == ledger.Refused {
		p.trouble = 0
		return
	}
	if p.trouble++; p.trouble == 1 {
		p.since = now
	}
	p.why = out.Reason
	if p.trouble >= troubled {
		p.extend(now.Add(min(leastBackoff<<min(p.trouble-troubled, 10), longestProbe)))
	}
	if out.State == ledger.Retry {
		p.extend(now.Add(min(out.After, longestPause)))
	}
}

func (p *pause) extend(until time.Time) {
	if until.After(p.until) {
		p.until = until
	}
}

// stuck tells whether the channel rests and took nothing for so long that those who have another account are told there.
func (p *pause) stuck(now time.Time) bool {
	return p != nil && p.lasts(now) && p.trouble > 0 && now.Sub(p.since) >= fallAfter
}

// lasts tells whether the channel is to be left alone. A pause that lies too far ahead was made by a clock that has been set back since.
func (p *pause) lasts(now time.Time) bool { return ahead(p.until, now, longestPause) }

// longestHold is how long a notice that waits for its next attempt may stop the later ones to the same person; after that they overtake.
const longestHold = time.Minute

// ahead tells whether an instant is still to come, and not further than it can honestly be.
func ahead(at, now time.Time, most time.Duration) bool {
	left := at.Sub(now)
	return left > 0 && left <= most
}
