package wecomtest

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// linger waits; false means that the caller or the platform ended it. The body is read first, because only then the server notices a caller who hangs up.
func (p *Platform) linger(r *http.Request, d time.Duration) bool {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-p.life.Done():
	}
	return false
}

// faults are the misbehaviours still to come, in the order in which they were injected.
type faults struct {
	mu   sync.Mutex
	next []planned
}

type planned struct {
	path  string
	left  int
	fault Fault
}

// Inject makes the next calls of a path misbehave, so many times; a negative number is until Heal. The path is the one behind /cgi-bin/, such as
// "message/send"; empty is every path. Faults of one path come one after another, in the order in which they were injected.
func (p *Platform) Inject(path string, times int, f Fault) {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	p.faults.next = append(p.faults.next, planned{path: path, left: times, fault: f})
}

// Heal forgets all faults that are still to come.
func (p *Platform) Heal() {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	p.faults.next = nil
}

// take gives the fault that this call is to meet, or the zero Fault.
func (f *faults) take(path string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.IndexFunc(f.next, func(n planned) bool { return n.left != 0 && (n.path == "" || n.path == path) })
	if at < 0 {
		return Fault{}
	}
	f.next[at].left--
	found := f.next[at].fault
	f.next = slices.DeleteFunc(f.next, func(n planned) bool { return n.left == 0 })
	return found
}
