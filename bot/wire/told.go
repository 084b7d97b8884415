package wire

import (
	"sync"
	"time"
)

// Told remembers which replies were given, or are being given, so that a message which the platform repeats is answered once. It lies in memory only: after a
// restart a repeated message gets its stored reply once more. The zero value is ready.
type Told struct {
	mu   sync.Mutex
	when map[string]time.Time
	seen time.Time // when old ones were forgotten last
}

// Platforms repeat within minutes, and events for hours at most.
const (
	toldLasts = 2 * time.Hour
	toldSweep = time.Minute
)

// Claim tells whether the reply to a message is the caller's to give.
func (t *Told) Claim(key string, now time.Time) bool {
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

// First is the instant at which something counts that an impatient finger may repeat: its own, or that of the same shortly before.
func (t *Told) First(key string, now time.Time, within time.Duration) time.Time {
	if t.Claim(key, now) {
		return now
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if at := t.when[key]; now.Sub(at) < within {
		return at
	}
	t.when[key] = now
	return now
}

// Release gives back a claim whose reply could not be given.
func (t *Told) Release(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.when, key)
}
