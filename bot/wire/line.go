package wire

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// Line is one connection of a Link: one reader, one writer, and what is still owed on it. The link owns all of it.
type Line struct {
	link  *Link
	ws    *websocket.Conn
	life  context.Context // of reading and writing; outlives the program's wish to end, so that answers still go out
	end   context.CancelFunc
	out   chan outgoing
	all   sync.WaitGroup // everything that runs for this connection
	owed  atomic.Int64   // what is under way for it
	heard atomic.Int64   // when something came last, in unix nanoseconds
	taken atomic.Bool    // a frame is being dealt with, and what came behind it is not read
	leave sync.Once
	gone  chan struct{} // closed when nothing new will come
	why   departure     // set before gone is closed

	noted, left bool // guarded by the link: counted as opened, brings nothing new
}

// departure is why a connection brings nothing new any more.
type departure int

const (
	broken    departure = iota // it ended without a word, or fell silent
	displaced                  // the platform announced that it will close it
	ended                      // the program ends
)

// outgoing is one frame for the writer, who tells when it is on the wire.
type outgoing struct {
	data    []byte
	written chan<- struct{}
}

const (
	writeWithin  = 10 * time.Second       // a peer that takes nothing for so long is dead
	settleWithin = 4 * time.Second        // how long what is owed is waited for at the end
	farewell     = 500 * time.Millisecond // how long the peer may take to say goodbye
)

func newLine(k *Link, ws *websocket.Conn) *Line {
	l := &Line{link: k, ws: ws, out: make(chan outgoing), gone: make(chan struct{})}
	l.life, l.end = context.WithCancel(context.Background())
	return l
}

// Life ends with the connection.
func (l *Line) Life() context.Context { return l.life }

// End ends the connection without a word: it is of no use any more.
func (l *Line) End() { l.end() }

// Displace notes that the platform said it closes this connection.
func (l *Line) Displace() { l.leaving(displaced) }

// Heard is when something came on the connection last, an instant before that began if nothing did. While a frame is dealt with it is now: what came behind
// that one is not read, and is no silence of the peer.
func (l *Line) Heard() time.Time {
	if l.taken.Load() {
		return time.Now()
	}
	return time.Unix(0, l.heard.Load())
}

// Hold keeps the connection open at the end of the program, for a moment, until release is called.
func (l *Line) Hold() (release func()) {
	l.owed.Add(1)
	return func() { l.owed.Add(-1) }
}

// Go does something that the connection is held for. It is called by Peer.Take only.
func (l *Line) Go(do func(life context.Context)) {
	release := l.Hold()
	l.all.Go(func() {
		defer release()
		do(l.life)
	})
}

// untilLeaving waits until the connection brings nothing new any more, and tells why.
func (l *Line) untilLeaving() departure {
	<-l.gone
	return l.why
}

// leaving tells the link that it needs another connection.
func (l *Line) leaving(why departure) {
	l.leave.Do(func() {
		l.why = why
		l.link.left(l)
		close(l.gone)
	})
}

// serve reads and writes until the connection ends, or ctx does: then nothing new is begun, and what is under way is awaited.
func (l *Line) serve(ctx context.Context) {
	l.all.Go(l.write)
	if l.link.opt.Beat > 0 {
		l.all.Go(l.beat)
	}
	l.all.Go(func() {
		defer l.end()
		l.read(ctx)
	})
	select {
	case <-l.life.Done():
	case <-ctx.Done():
	case <-l.gone: // the platform closes it soon; answers still go out
		select {
		case <-l.life.Done():
		case <-ctx.Done():
		case <-time.After(l.link.opt.Drain):
		}
	}
	if ctx.Err() != nil {
		l.leaving(ended)
	}
	l.settle()
	l.leaving(broken)
	l.close()
	l.all.Wait()
}

// settle waits for what is under way.
func (l *Line) settle() {
	for until := time.Now().Add(settleWithin); l.owed.Load() > 0 && l.life.Err() == nil && time.Now().Before(until); {
		Sleep(l.life, 10*time.Millisecond)
	}
}

// close says goodbye, if there is somebody to hear it, and ends the connection.
func (l *Line) close() {
	if l.life.Err() == nil {
		said := make(chan struct{})
		l.all.Go(func() {
			defer close(said)
			_ = l.ws.Close(websocket.StatusNormalClosure, "")
		})
		select {
		case <-said:
		case <-time.After(farewell):
		}
	}
	l.end()
	_ = l.ws.CloseNow()
}

// read takes one frame after the other. Every wait for one is bounded: a connection on which not even a ping comes is dead, whatever TCP believes.
func (l *Line) read(ctx context.Context) {
	for {
		data, err := l.next()
		l.heard.Store(time.Now().UnixNano())
		if err != nil || !l.take(ctx, data) {
			return
		}
	}
}

// take deals with one frame; false ends the connection. The connection is held before Take can look whether the program ends: what it begins because that
// was not so is waited for.
func (l *Line) take(ctx context.Context, data []byte) bool {
	release := l.Hold()
	l.taken.Store(true)
	defer func() {
		release()
		l.heard.Store(time.Now().UnixNano())
		l.taken.Store(false)
	}()
	return l.link.peer.Take(ctx, l, data)
}

func (l *Line) next() ([]byte, error) {
	ctx, cancel := context.WithTimeout(l.life, l.link.opt.Idle)
	defer cancel()
	_, data, err := l.ws.Read(ctx)
	return data, err
}

// beat sends a heartbeat again and again.
func (l *Line) beat() {
	tick := time.NewTicker(l.link.opt.Beat)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = l.Write(l.life, l.link.peer.Ping())
		case <-l.life.Done():
			return
		}
	}
}

// What became of a frame that is not known to be on the wire.
var (
	ErrNotSent   = errors.New("wire: the connection ended before the frame was sent")
	ErrMaybeSent = errors.New("wire: the connection ended while the frame was sent")
)

// Write puts one frame on the wire, after those that were given before. Without an error it is there; the end of ctx before the writer has taken it is
// ErrNotSent.
func (l *Line) Write(ctx context.Context, frame []byte) error {
	written := make(chan struct{})
	if ctx.Err() != nil || l.life.Err() != nil {
		return ErrNotSent
	}
	select {
	case l.out <- outgoing{frame, written}:
	case <-ctx.Done():
		return ErrNotSent
	case <-l.life.Done():
		return ErrNotSent
	}
	select {
	case <-written:
		return nil
	case <-l.life.Done():
		return ErrMaybeSent
	}
}

// write is the only one who writes to the connection.
func (l *Line) write() {
	for {
		select {
		case one := <-l.out:
			ctx, cancel := context.WithTimeout(l.life, writeWithin)
			err := l.ws.Write(ctx, websocket.MessageText, one.data)
			cancel()
			if err != nil {
				l.end()
				return
			}
			close(one.written)
		case <-l.life.Done():
			return
		}
	}
}
