package dingtalk

import (
	"crypto/sha256"
	"sync"
	"time"
)

// progress remembers what became of a text that could not be sent to its end: how many of its parts were taken, and whether the next one may have arrived
// although nobody said so. The next attempt goes on there. It lies in memory only: after a restart the first parts are sent again. The zero value is ready.
type progress struct {
	mu   sync.Mutex
	done map[[sha256.Size]byte]partly
}

type partly struct {
	parts int
	doubt bool // the part after these may have been delivered
	at    time.Time
}

// An entry is forgotten after a while: the same text may then be meant anew. There are few; when there are many, something is wrong and all are forgotten.
const (
	progressLasts = 6 * time.Hour
	progressMost  = 1000
)

func progressKey(who, text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(who + "\x00" + text))
}

func (p *progress) get(key [sha256.Size]byte, now time.Time) partly {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.done[key]
	if now.Sub(e.at) > progressLasts {
		return partly{}
	}
	return e
}

// keep notes how far it came, and that another attempt will follow.
func (p *progress) keep(key [sha256.Size]byte, e partly) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.parts == 0 && !e.doubt {
		return
	}
	if p.done == nil || len(p.done) >= progressMost {
		p.done = make(map[[sha256.Size]byte]partly)
	}
	p.done[key] = e
}

// forget notes that no other attempt will follow.
func (p *progress) forget(key [sha256.Size]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.done, key)
}
