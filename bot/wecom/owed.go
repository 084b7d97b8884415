package wecom

import "sync"

// owed are the messages whose sender waits for a reply although the platform's attempt was turned away: the attempt came to its end before the
// handling did. The platform comes again and fetches the stored reply; what it does not fetch is told by another way. The zero value is ready.
type owed struct {
	mu   sync.Mutex
	keys map[string]bool
}

func (o *owed) add(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.keys == nil {
		o.keys = make(map[string]bool)
	}
	o.keys[key] = true
}

// take tells whether a reply is still owed, and whoever is told so gives it.
func (o *owed) take(key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.keys[key]
	delete(o.keys, key)
	return was
}
