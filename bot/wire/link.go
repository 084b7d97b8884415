package wire

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// LinkOptions are the patience of a Link. Every zero value but those of Beat and Exile is replaced by the default named beside it.
type LinkOptions struct {
	Idle        time.Duration // a connection on which nothing comes for so long is dead, whatever TCP believes: 75 s
	LeastPause  time.Duration // before the second attempt to connect; doubled each time: 1 s
	LongestWait time.Duration // at most: 1 min
	Steady      time.Duration // a connection that lasted so long makes the pauses short again: 30 s
	Drain       time.Duration // how long a connection that the platform is closing may still be read: 12 s
	Beat        time.Duration // how often Peer.Ping is sent; 0: never, the platform pings
	Exile       time.Duration // how long to stay away after a displacement; doubled each time, sixteen times this at most. 0: it is a mere move, the next connection follows at once
}

func (o LinkOptions) withDefaults() LinkOptions {
	for _, d := range []struct {
		value     *time.Duration
		otherwise time.Duration
	}{
		{&o.Idle, 75 * time.Second},
		{&o.LeastPause, time.Second},
		{&o.LongestWait, time.Minute},
		{&o.Steady, 30 * time.Second},
		{&o.Drain, 12 * time.Second},
	} {
		if *d.value <= 0 {
			*d.value = d.otherwise
		}
	}
	return o
}

// Peer is what one platform does in its own way about a long connection.
type Peer struct {
	Name  string                                                // what is not connected, for the error of Connected
	Dial  func(ctx context.Context) (*websocket.Conn, error)    // opens a connection
	Greet func(ctx context.Context, l *Line) error              // makes it one on which something comes, after reading began; nil: it is already
	Take  func(ctx context.Context, l *Line, frame []byte) bool // deals with one frame, on the goroutine that reads: meanwhile nothing more is read. false ends the connection. ctx has ended when the program ends
	Ping  func() []byte                                         // the frame of a heartbeat
	Note  func(event LinkEvent, err error)                      // something to log; err only with Failed
}

// LinkEvent is what happens to the connections of a Link.
type LinkEvent int

// Events of a Link.
const (
	Opened    LinkEvent = iota
	Failed              // an attempt to open one; told once for each kind of failure
	Displaced           // the platform said that it closes one
)

// Link keeps one connection to a platform open. A connection that falls silent, breaks or is displaced is replaced: after a pause that grows and is spread by
// chance; at once when the platform only moves it, and then the old one is read to its end; after a long time when somebody else has taken its place, because
// two who take it from each other serve nobody.
type Link struct {
	peer Peer
	opt  LinkOptions

	telling sync.Mutex // held while an event is noted and told: they are told in their order

	mu    sync.Mutex
	live  []*Line   // that are open and not about to be closed, the newest last
	since time.Time // when the last of them ended; zero: there never was one
	away  time.Time // until when the link stays away from somebody who took its place
	count LinkCounts
	said  string // the fault that was told last
}

// LinkCounts tells what happened to the connections since the start.
type LinkCounts struct {
	Opened    uint64 // connections that were opened
	Failed    uint64 // attempts that were not
	Displaced uint64 // connections that the platform announced to close
	Broken    uint64 // connections that ended without that
}

// NewLink makes one; it does nothing before Run.
func NewLink(p Peer, opt LinkOptions) *Link { return &Link{peer: p, opt: opt.withDefaults()} }

// Run keeps connected until ctx ends. Then nothing more is taken in, what is owed is awaited, and it returns when every connection is closed; nothing of it
// goes on.
func (k *Link) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	pause, exile := k.opt.LeastPause, k.opt.Exile
	for ctx.Err() == nil {
		began := time.Now()
		why := broken
		if l := k.open(ctx, &all); l != nil {
			why = l.untilLeaving()
		}
		lasted := time.Since(began)
		if why == displaced && exile > 0 {
			if lasted >= exile {
				exile = k.opt.Exile
			}
			k.stayAway(ctx, exile)
			exile = min(2*exile, 16*k.opt.Exile)
			continue
		}
		if lasted >= k.opt.Steady {
			pause = k.opt.LeastPause
			if why == displaced {
				continue
			}
		}
		Sleep(ctx, pause/2+time.Duration(rand.Float64()*float64(pause)/2))
		pause = min(2*pause, k.opt.LongestWait)
	}
}

// stayAway leaves the place to whoever took it, for a while.
func (k *Link) stayAway(ctx context.Context, d time.Duration) {
	d += time.Duration(rand.Float64() * float64(d) / 4)
	k.mu.Lock()
	k.away = time.Now().Add(d)
	k.mu.Unlock()
	Sleep(ctx, d)
	k.mu.Lock()
	k.away = time.Time{}
	k.mu.Unlock()
}

// Sleep waits for a time or for the end of ctx.
func Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// open opens a connection and gives it once something may come on it; nil if that fails.
func (k *Link) open(ctx context.Context, all *sync.WaitGroup) *Line {
	ws, err := k.peer.Dial(ctx)
	if err != nil {
		k.failed(ctx, err)
		return nil
	}
	l := newLine(k, ws)
	all.Go(func() { l.serve(ctx) })
	if k.peer.Greet != nil {
		if err := k.peer.Greet(ctx, l); err != nil {
			l.End()
			k.failed(ctx, err)
			return nil
		}
	}
	k.opened(l)
	return l
}

func (k *Link) failed(ctx context.Context, err error) {
	k.mu.Lock()
	k.count.Failed++
	text := err.Error()
	tell := ctx.Err() == nil && text != k.said
	if tell {
		k.said = text
	}
	k.mu.Unlock()
	if tell {
		k.peer.Note(Failed, err)
	}
}

// opened notes that a connection brings something from now on. One that ended before is noted as ended.
func (k *Link) opened(l *Line) {
	k.telling.Lock()
	defer k.telling.Unlock()
	k.mu.Lock()
	k.said = ""
	k.count.Opened++
	l.noted = true
	if l.left {
		k.leftBy(l.why)
	} else {
		k.live = append(k.live, l)
	}
	gone := l.left && l.why == displaced
	k.mu.Unlock()
	k.peer.Note(Opened, nil)
	if gone {
		k.peer.Note(Displaced, nil)
	}
}

// left notes that a connection brings nothing new any more. Of one that is not opened yet nothing is told: opened does, should it come to that.
func (k *Link) left(l *Line) {
	k.telling.Lock()
	defer k.telling.Unlock()
	k.mu.Lock()
	l.left = true
	if l.noted {
		for i, one := range k.live {
			if one == l {
				k.live = append(k.live[:i:i], k.live[i+1:]...)
				break
			}
		}
		k.leftBy(l.why)
	}
	tell := l.noted && l.why == displaced
	k.mu.Unlock()
	if tell {
		k.peer.Note(Displaced, nil)
	}
}

// leftBy counts why one ended; the caller holds the lock.
func (k *Link) leftBy(why departure) {
	k.since = time.Now()
	switch why {
	case displaced:
		k.count.Displaced++
	case broken:
		k.count.Broken++
	}
}

// Current is the newest connection on which something may come; nil without one.
func (k *Link) Current() *Line {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.live) == 0 {
		return nil
	}
	return k.live[len(k.live)-1]
}

// grace is how long a link may be without a connection before it is ill: platforms move connections about as they like.
const grace = 15 * time.Second

// Connected is nil while there is a connection, and for a moment after one broke.
func (k *Link) Connected() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case len(k.live) > 0:
		return nil
	case !k.away.IsZero():
		return fmt.Errorf("%s was taken over by another connection and stays away for %v more", k.peer.Name, time.Until(k.away).Round(time.Second))
	case k.since.IsZero():
		return fmt.Errorf("%s is not connected yet", k.peer.Name)
	}
	if gone := time.Since(k.since); gone > grace {
		return fmt.Errorf("%s is not connected since %v", k.peer.Name, gone.Round(time.Second))
	}
	return nil
}

// Counts tells what happened to the connections.
func (k *Link) Counts() LinkCounts {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.count
}
