package reminders

import "time"

// pulse is the time that budgets run on: it goes on with the clock or with real time, whichever went further, and never back. So a clock that was
// moved forward by hand fills the buckets, and one that stands still does not stop delivery. The zero value is ready.
type pulse struct {
	at, clock, real time.Time
}

func (p *pulse) beat(clock, real time.Time) time.Time {
	if p.at.IsZero() {
		p.at, p.clock, p.real = clock, clock, real
	}
	p.at = p.at.Add(max(0, clock.Sub(p.clock), real.Sub(p.real)))
	p.clock, p.real = clock, real
	return p.at
}
