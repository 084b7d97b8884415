package dingtalk

import (
	"sync"
	"time"
)

// told remembers which replies were given, or are being given, so that a message which the platform repeats is answered once. It lies in memory only: after a
// restart a repeated message gets its stored reply once more. The zero value is ready.
type told struct {
	mu   sync.Mutex
	when map[string]time.Time
	seen time.Time // when old ones were forgotten last
}

// The platform repeats within minutes, and events for hours at most.
const (
	toldLasts = 2 * time.Hour
	toldSweep = time.Minute
)

// claim tells whether the reply to a message is the caller's to give.
func (t *told) claim(key string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.when == nil {
		t.when = make(map[string]time.Time)
	}
	if now.Sub(t.seen) > toldSweep {
		t.seen = now
		for k, at := range t.when {
			if now.Sub(at) > toldLasts {
				delete(t.when, k)
			}
		}
	}
	if _, is := t.when[key]; is {
		return false
	}
	t.when[key] = now
	return true
}

// release gives back a claim whose reply could not be given.
func (t *told) release(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.when, key)
}
