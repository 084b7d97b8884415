package wire

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Progress remembers how far a text came that could not be sent to its end, so that the next attempt goes on there. It lies in memory only: after a restart
// the first parts are sent again. The zero value is ready; it is safe for concurrent use.
type Progress struct {
	mu   sync.Mutex
	done map[[sha256.Size]byte]entry
}

// Reached is how far a text came.
type Reached struct {
	Parts int  // so many were taken
	Doubt bool // the next one may have arrived although nobody said so
}

type entry struct {
	Reached
	at time.Time
}

// An entry is forgotten after ProgressLasts: the same text may then be meant anew. There are few; when there are many, something is wrong and all are forgotten.
const (
	ProgressLasts = 6 * time.Hour
	progressMost  = 1000
)

func progressKey(who, text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(who + "\x00" + text))
}

// Of tells how far a text to somebody came; zero if it is not remembered.
func (p *Progress) Of(who, text string, now time.Time) Reached {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.done[progressKey(who, text)]
	if now.Sub(e.at) > ProgressLasts {
		return Reached{}
	}
	return e.Reached
}

// Keep notes how far it came, and that another attempt will follow.
func (p *Progress) Keep(who, text string, r Reached, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r == (Reached{}) {
		return
	}
	if p.done == nil || len(p.done) >= progressMost {
		p.done = make(map[[sha256.Size]byte]entry)
	}
	p.done[progressKey(who, text)] = entry{r, now}
}

// Forget notes that no other attempt will follow.
func (p *Progress) Forget(who, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.done, progressKey(who, text))
}
