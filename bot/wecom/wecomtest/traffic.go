package wecomtest

import (
	"maps"
	"time"
)

// Counts tells what happened to the calls of the server API, the silent losses above all.
type Counts struct {
	Calls     map[string]int // by path behind /cgi-bin/, misbehaving ones too
	Peak      map[string]int // most calls at the same time, by path
	Dropped   map[string]int // messages that vanished because their receiver had enough of them, by user id in lower case (2.2)
	Swallowed int            // messages that the duplicate check took for a repetition
	Cut       int            // texts that were cut at 2048 bytes
}

// traffic is what goes on at the API.
type traffic struct {
	counts Counts
	busy   map[string]int // calls that run now, by path
	quotas map[string]*quota
	day    *quota // of messages to members; nil: no limit
}

func newTraffic() traffic {
	return traffic{counts: Counts{Calls: map[string]int{}, Peak: map[string]int{}, Dropped: map[string]int{}}, busy: map[string]int{}, quotas: map[string]*quota{}}
}

// Counts gives the counts since the start. The maps are the caller's.
func (p *Platform) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.traffic.counts
	c.Calls, c.Peak, c.Dropped = maps.Clone(c.Calls), maps.Clone(c.Peak), maps.Clone(c.Dropped)
	return c
}

// enter counts a call that begins and tells whether it is one too many (45033).
func (p *Platform) enter(path string) (crowded bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &p.traffic
	t.counts.Calls[path]++
	t.busy[path]++
	t.counts.Peak[path] = max(t.counts.Peak[path], t.busy[path])
	return p.options.Concurrent > 0 && t.busy[path] > p.options.Concurrent
}

// exhausted counts a call and tells whether the corporation has called this API too often (45009). The caller holds the lock.
func (p *Platform) exhausted(path string) bool {
	q := p.traffic.quotas[path]
	if q == nil {
		q = apiQuota()
		p.traffic.quotas[path] = q
	}
	return !q.allow(p.now(), 1)
}

// tiring tells whether the application has said enough for today.
func (p *Platform) tiring(receivers int) bool {
	if p.options.Daily == 0 {
		return false
	}
	if p.traffic.day == nil {
		p.traffic.day = newQuota(limit{p.options.Daily * len(p.staff.members), 24 * time.Hour})
	}
	return !p.traffic.day.allow(p.now(), receivers)
}

func (p *Platform) leave(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.traffic.busy[path]--
}
