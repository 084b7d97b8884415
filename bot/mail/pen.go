package mail

import (
	"errors"
	"time"
)

// errPanic is a desk that broke down.
var errPanic = errors.New("mail: the desk panicked")

// pen remembers whom the intake answered, so that nobody is answered twice for one letter when the mailbox does not keep its marks, and no program that
// answers every answer can keep it busy. It lies in memory: after a restart it begins anew. It is used by one goroutine.
type pen struct {
	letters map[string]*letterState
	people  map[string]*person
	resting bool // the mail server takes nothing now: no more answers in this look
}

type letterState struct {
	doubts   int
	finished bool
	at       time.Time
}

type person struct {
	answers int
	since   time.Time
}

const (
	answersADay = 10
	doubtsMost  = 2
	penKeeps    = 24 * time.Hour
	penMost     = 10000 // when there are more, the old ones are forgotten; when all are new, all
)

// What the pen says.
const (
	penWrite = iota
	penDone
	penTired
	penLater
)

// fresh begins a look.
func (p *pen) fresh() { p.resting = false }

// rest ends the answers of this look.
func (p *pen) rest() { p.resting = true }

// known tells whether a letter was met before.
func (p *pen) known(key string) bool { return p.letters[key] != nil }

// may tells what to do about an answer.
func (p *pen) may(key, address string, now time.Time) int {
	state := p.letter(key, now)
	who := p.people[address]
	switch {
	case state.finished:
		return penDone
	case who != nil && now.Sub(who.since) < penKeeps && who.answers >= answersADay:
		return penTired
	case p.resting:
		return penLater
	}
	return penWrite
}

// done notes that a letter needs no answer any more.
func (p *pen) done(key string, now time.Time) { p.letter(key, now).finished = true }

// wrote notes an answer.
func (p *pen) wrote(key, address string, now time.Time) {
	p.done(key, now)
	who := p.people[address]
	if who == nil || now.Sub(who.since) >= penKeeps {
		if len(p.people) >= penMost {
			p.people = nil
		}
		if p.people == nil {
			p.people = map[string]*person{}
		}
		who = &person{since: now}
		p.people[address] = who
	}
	who.answers++
}

// doubt notes an answer that may have arrived; true when it was tried often enough.
func (p *pen) doubt(key, address string, now time.Time) bool {
	state := p.letter(key, now)
	if state.doubts++; state.doubts < doubtsMost {
		return false
	}
	p.wrote(key, address, now)
	return true
}

// letter finds what is known of a letter.
func (p *pen) letter(key string, now time.Time) *letterState {
	if state := p.letters[key]; state != nil {
		return state
	}
	if len(p.letters) >= penMost {
		p.forget(now)
	}
	if p.letters == nil {
		p.letters = map[string]*letterState{}
	}
	state := &letterState{at: now}
	p.letters[key] = state
	return state
}

func (p *pen) forget(now time.Time) {
	for key, state := range p.letters {
		if now.Sub(state.at) >= penKeeps {
			delete(p.letters, key)
		}
	}
	if len(p.letters) >= penMost {
		p.letters = nil
	}
}
