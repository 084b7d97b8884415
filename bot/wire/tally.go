package wire

import (
	"maps"
	"sync"
)

// Tally counts by name. The zero value is ready; it is safe for concurrent use.
type Tally struct {
	mu sync.Mutex
	n  map[string]uint64
}

// Add counts one more under a name.
func (t *Tally) Add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n == nil {
		t.n = make(map[string]uint64)
	}
	t.n[name]++
}

// Copy gives what was counted so far; the map is the caller's. It is nil as long as nothing was.
func (t *Tally) Copy() map[string]uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.n)
}
