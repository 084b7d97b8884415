package store

import "sync"

// news wakes those who wait for a change. The zero value is ready.
type news struct {
	mu   sync.Mutex
	next chan struct{} // nil while nobody waits
}

// wait gives the channel that the next spread closes.
func (n *news) wait() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next == nil {
		n.next = make(chan struct{})
	}
	return n.next
}

// spread wakes everybody who waits.
func (n *news) spread() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next != nil {
		close(n.next)
		n.next = nil
	}
}
