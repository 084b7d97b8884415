package wecomtest

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sort"
	"time"
)

// limit is so many in so long.
type limit struct {
	most int
	per  time.Duration
}

// meter counts what was let through, in sliding windows.
type meter struct {
	limits []limit     // the longest last
	past   []time.Time // in order
}

// memberMeter is for one member and one application (2.2, 2.11): beyond it messages vanish.
func memberMeter() *meter { return &meter{limits: []limit{{30, time.Minute}, {1000, time.Hour}}} }

// groupMeter is for one member and the groups that applications made (2.5): beyond it messages vanish.
func groupMeter() *meter { return &meter{limits: []limit{{200, time.Minute}, {10000, 24 * time.Hour}}} }

// robotMeter is for one group robot (2.9): beyond it 45009.
func robotMeter() *meter { return &meter{limits: []limit{{20, time.Minute}}} }

// quota is a meter for large numbers: it counts in fixed windows, from the first use on.
type quota struct {
	limits []limit
	begun  []time.Time
	used   []int
}

// apiQuota is for one API of one corporation (2.11): beyond it 45009.
func apiQuota() *quota { return newQuota(limit{10_000, time.Minute}, limit{150_000, time.Hour}) }

func newQuota(limits ...limit) *quota {
	return &quota{limits: limits, begun: make([]time.Time, len(limits)), used: make([]int, len(limits))}
}

// allow lets n through in all windows, or none in any.
func (q *quota) allow(at time.Time, n int) bool {
	for i, l := range q.limits {
		if at.Sub(q.begun[i]) >= l.per {
			q.begun[i], q.used[i] = at, 0
		}
		if q.used[i]+n > l.most {
			return false
		}
	}
	for i := range q.used {
		q.used[i] += n
	}
	return true
}

// allow lets one through and remembers it, or refuses and remembers nothing.
func (m *meter) allow(at time.Time) bool {
	longest := m.limits[len(m.limits)-1].per
	m.past = slices.Delete(m.past, 0, m.since(at.Add(-longest)))
	for _, l := range m.limits {
		if len(m.past)-m.since(at.Add(-l.per)) >= l.most {
			return false
		}
	}
	m.past = append(m.past, at)
	return true
}

// since is the index of the first that came after an instant.
func (m *meter) since(t time.Time) int {
	return sort.Search(len(m.past), func(i int) bool { return m.past[i].After(t) })
}

// echoes are the messages that the duplicate check remembers, each until its interval ends.
type echoes struct {
	until map[[sha256.Size]byte]time.Time
	swept time.Time // when what had ended was last forgotten
}

func newEchoes() echoes { return echoes{until: map[[sha256.Size]byte]time.Time{}} }

// heard tells whether the same was said before, inside its interval; if not, it is remembered from now on. Once an hour it forgets what has ended.
func (e *echoes) heard(what string, at time.Time, interval time.Duration) bool {
	key := sha256.Sum256([]byte(what))
	if until, found := e.until[key]; found && at.Before(until) {
		return true
	}
	if at.Sub(e.swept) >= time.Hour {
		maps.DeleteFunc(e.until, func(_ [sha256.Size]byte, until time.Time) bool { return !at.Before(until) })
		e.swept = at
	}
	e.until[key] = at.Add(interval)
	return false
}
