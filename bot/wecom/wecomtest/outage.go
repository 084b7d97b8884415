package wecomtest

import (
	"errors"
	"net/http"
	"sync"
	"time"
)

// hung is how long a call of the server API hangs in an outage before its connection breaks off. Nothing is done.
const hung = time.Second

var errUnreachable = errors.New("wecomtest: the network is down")

// outage is a time in which neither side reaches the other. The zero value is none.
type outage struct {
	mu    sync.Mutex
	until time.Time // real time: what hangs, hangs in it
}

func (o *outage) set(until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.until = until
}

func (o *outage) left() time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	return max(0, time.Until(o.until))
}

// Cut takes the network away for so long, in real time, whatever the platform's clock does: deliveries reach nobody, and calls of the server API hang for a
// second and break off. A delivery that is under way is not touched. Zero or less gives the network back.
func (p *Platform) Cut(d time.Duration) { p.outage.set(time.Now().Add(d)) }

// CutFor tells how long the network stays away; 0: it is there.
func (p *Platform) CutFor() time.Duration { return p.outage.left() }

// unreachable lets a call hang while the network is away.
func (p *Platform) unreachable(r *http.Request) {
	if p.CutFor() > 0 {
		p.linger(r, hung)
		panic(http.ErrAbortHandler)
	}
}
