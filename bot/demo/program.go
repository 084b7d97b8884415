package demo

import (
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"lianxin/bot/web"
	"lianxin/store"
)

// Run is the program between one start and its end, on the ledger that stays.
type Run struct {
	Store     *store.Store
	Door      http.Handler // what everybody may reach: the callback, health
	Reminders Reminders
	Outbox    Outbox

	Close func() error // ends it as an operator does: what came in is finished
	Kill  func()       // ends it as a power cut does: from this instant on nothing is written down
}

// Program is the program of the demo, which can be killed and started again while the platform and the phones go on. It is what everybody outside reaches:
// the platform its door, the page its ledger. While it is away the door breaks connections off, and who reads the ledger waits.
type Program struct {
	start func() (*Run, error)
	clock *Clock

	mu  sync.RWMutex // held for writing while the program is away
	run *Run         // nil: it could not be started again

	began atomic.Pointer[time.Time] // by the demo's clock; asked for inside of View, too
}

var _ web.Ledger = (*Program)(nil)

// errAway means that the program could not be started again.
var errAway = errors.New("demo: the program is not running")

// NewProgram starts the program. start opens the ledger and builds everything on it, at the first start and at each later one.
func NewProgram(clock *Clock, start func() (*Run, error)) (*Program, error) {
	p := &Program{start: start, clock: clock}
	return p, p.begin()
}

// begin starts the program; the caller holds the lock, or is alone.
func (p *Program) begin() error {
	now := p.clock.Now()
	p.began.Store(&now)
	run, err := p.start()
	if err != nil {
		return err
	}
	p.run = run
	p.clock.Drive(run.Reminders, run.Outbox)
	return nil
}

// Restart kills the program and starts it again. It tells how long it was away.
func (p *Program) Restart() (down time.Duration, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.run == nil {
		return 0, errAway
	}
	killed := time.Now()
	old := p.run
	p.run = nil
	old.Kill()
	err = p.begin()
	return time.Since(killed), err
}

// Close ends the program for good.
func (p *Program) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.run == nil {
		return nil
	}
	old := p.run
	p.run = nil
	return old.Close()
}

// Started is the start of the program that runs now, by the demo's clock.
func (p *Program) Started() time.Time { return *p.began.Load() }

// ServeHTTP is the door of the program. Nobody is behind it while the program is away.
func (p *Program) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	door := p.door()
	if door == nil {
		panic(http.ErrAbortHandler)
	}
	door.ServeHTTP(w, r)
}

func (p *Program) door() http.Handler {
	if !p.mu.TryRLock() {
		return nil
	}
	defer p.mu.RUnlock()
	if p.run == nil {
		return nil
	}
	return p.run.Door
}

// View reads the ledger.
func (p *Program) View(fn func(*store.Tx) error) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.run == nil {
		return errAway
	}
	return p.run.Store.View(fn)
}

// Update changes the ledger at the demo's time.
func (p *Program) Update(fn func(*store.Tx) error) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.run == nil {
		return errAway
	}
	return p.run.Store.Update(p.clock.Now(), fn)
}

// Changed is closed at the next change of the ledger. A new start of the program closes nothing: whoever restarts it tells by itself.
func (p *Program) Changed() <-chan struct{} {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.run == nil {
		return nil
	}
	return p.run.Store.Changed()
}
