package wecom

import (
	"crypto/sha256"
	"sync"
	"time"
)

// progress remembers how many parts of a long text were taken when a later part was not, so that the next attempt goes on there. It lies in memory only:
// after a restart the first parts are sent again, and the platform's duplicate check swallows them for half an hour.
type progress struct {
	mu   sync.Mutex
	done map[[sha256.Size]byte]partly
}

type partly struct {
	parts int
	at    time.Time
}

// An entry is forgotten after a while: the same text may then be meant anew. There are few; when there are many, something is wrong and all are forgotten.
const (
	progressLasts = 6 * time.Hour
	progressMost  = 1000
)

func progressKey(user, text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(user + "\x00" + text))
}

func (p *progress) get(key [sha256.Size]byte, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.done[key]
	if now.Sub(e.at) > progressLasts {
		return 0
	}
	return e.parts
}

// keep notes that so many parts were taken, and that another attempt will follow.
func (p *progress) keep(key [sha256.Size]byte, parts int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if parts == 0 {
		return
	}
	if p.done == nil || len(p.done) >= progressMost {
		p.done = make(map[[sha256.Size]byte]partly)
	}
	p.done[key] = partly{parts, now}
}

// forget notes that no other attempt will follow.
func (p *progress) forget(key [sha256.Size]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.done, key)
}
