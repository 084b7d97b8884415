package dingtalktest

import (
	"maps"
	"time"
)

// Counts tells what happened since the start.
type Counts struct {
	Calls    map[string]int // of the server API, by path, misbehaving ones too
	Billed   int            // calls that count against the month
	Lost     map[string]int // messages that were delivered while the caller was not told so, by text
	Dropped  int            // messages that were promised and never shown
	Opened   int            // connections of the stream
	Repeated int            // messages that were brought again
}

type traffic struct {
	counts Counts
	second map[string]window
	month  string
	billed int
}

// window counts the calls of one second.
type window struct {
	second int64
	calls  int
}

func newTraffic() traffic {
	return traffic{counts: Counts{Calls: map[string]int{}, Lost: map[string]int{}}, second: map[string]window{}}
}

// Counts gives the counts since the start. The maps are the caller's.
func (p *Platform) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.traffic.counts
	c.Calls, c.Lost = maps.Clone(c.Calls), maps.Clone(c.Lost)
	return c
}

// tooOften counts a call in its second and tells whether it is one too many.
func (p *Platform) tooOften(path string) bool {
	now := p.now().Unix()
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.traffic.second[path]
	if w.second != now {
		w = window{second: now}
	}
	w.calls++
	p.traffic.second[path] = w
	return w.calls > p.options.PerSecond
}

// bill counts a call in its month and tells whether the month's calls are used up.
func (p *Platform) bill() (usedUp bool) {
	month := p.now().In(time.FixedZone("", 8*60*60)).Format("2006-01")
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.traffic.month != month {
		p.traffic.month, p.traffic.billed = month, 0
	}
	if p.options.PerMonth > 0 && p.traffic.billed >= p.options.PerMonth {
		return true
	}
	p.traffic.billed++
	p.traffic.counts.Billed++
	return false
}

func (p *Platform) tally(change func(*Counts)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.traffic.counts)
}
