package dingtalk

import (
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// Meter keeps the number of calls of a month: it counts one more in the month "2026-11" and gives the sum. It outlives the process.
type Meter func(month string) (calls uint64, err error)

// meter watches the monthly budget (protocol 3.10). What was counted by others of the same organisation it cannot know.
type meter struct {
	keep   Meter
	budget int
	now    func() time.Time

	mu    sync.Mutex
	month string
	calls uint64
	said  int // percent of the budget that were last told
}

// The platform's month is that of China.
var china = time.FixedZone("CST", 8*60*60)

// Month is the name of the month in which a call at an instant counts.
func Month(at time.Time) string { return at.In(china).Format("2006-01") }

// count counts one call, and tells the operator when much of the budget is gone.
func (m *meter) count(log zerolog.Logger) {
	month := Month(m.now())
	calls, err := m.add(month)
	if err != nil {
		log.Error().Err(err).Msg("dingtalk: a call was not counted")
	}
	if percent := m.alarm(calls); percent > 0 {
		log.Warn().Int("percent", percent).Uint64("calls", calls).Int("budget", m.budget).Str("month", month).Msg("dingtalk: much of the monthly call budget is gone")
	}
}

func (m *meter) add(month string) (calls uint64, err error) {
	if m.keep != nil {
		calls, err = m.keep(month)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.month != month {
		m.month, m.calls, m.said = month, 0, 0
	}
	m.calls = max(m.calls+1, calls)
	return m.calls, err
}

// alarm gives the step of the budget that was reached and not yet told; 0 if there is none.
func (m *meter) alarm(calls uint64) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, step := range []int{100, 90, 70} {
		if m.budget > 0 && calls*100 >= uint64(m.budget)*uint64(step) {
			if m.said >= step {
				return 0
			}
			m.said = step
			return step
		}
	}
	return 0
}
