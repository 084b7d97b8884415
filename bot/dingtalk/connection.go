package dingtalk

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// connection is one WebSocket to the platform: one reader, one writer, and the answers that are still owed on it. serve owns all of it.
type connection struct {
	s     *Stream
	ws    *websocket.Conn
	life  context.Context // of reading and writing; outlives the program's wish to end, so that answers still go out
	end   context.CancelFunc
	out   chan outgoing
	all   sync.WaitGroup // everything that runs for this connection
	owed  atomic.Int64   // answers to frames under way
	leave sync.Once
	gone  chan struct{} // closed when nothing new will come
	why   departure     // set before gone is closed
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
	settleWithin = 4 * time.Second        // how long answers are waited for at the end
	farewell     = 500 * time.Millisecond // how long the peer may take to say goodbye
)

func newConnection(s *Stream, ws *websocket.Conn) *connection {
	c := &connection{s: s, ws: ws, out: make(chan outgoing), gone: make(chan struct{})}
	c.life, c.end = context.WithCancel(context.Background())
	return c
}

// untilLeaving waits until the connection brings nothing new any more, and tells why.
func (c *connection) untilLeaving() departure {
	<-c.gone
	return c.why
}

// leaving tells the stream that it needs another connection.
func (c *connection) leaving(why departure) {
	c.leave.Do(func() {
		c.why = why
		c.s.left(why)
		close(c.gone)
	})
}

// serve reads and answers until the connection ends, or ctx does: then nothing new is begun, and what is under way is answered.
func (c *connection) serve(ctx context.Context) {
	c.all.Go(c.write)
	c.all.Go(func() {
		defer c.end()
		c.read(ctx)
	})
	select {
	case <-c.life.Done():
	case <-ctx.Done():
	case <-c.gone: // the platform closes it soon; answers still go out
		select {
		case <-c.life.Done():
		case <-ctx.Done():
		case <-time.After(c.s.opt.Drain):
		}
	}
	if ctx.Err() != nil {
		c.leaving(ended)
	}
	c.settle()
	c.leaving(broken)
	c.close()
	c.all.Wait()
}

// settle waits for the answers under way.
func (c *connection) settle() {
	for until := time.Now().Add(settleWithin); c.owed.Load() > 0 && c.life.Err() == nil && time.Now().Before(until); {
		sleep(c.life, 10*time.Millisecond)
	}
}

// close says goodbye, if there is somebody to hear it, and ends the connection.
func (c *connection) close() {
	if c.life.Err() == nil {
		said := make(chan struct{})
		c.all.Go(func() {
			defer close(said)
			_ = c.ws.Close(websocket.StatusNormalClosure, "")
		})
		select {
		case <-said:
		case <-time.After(farewell):
		}
	}
	c.end()
	_ = c.ws.CloseNow()
}

// read takes one frame after the other. Every wait for one is bounded: a connection on which not even a ping comes is dead, whatever TCP believes.
func (c *connection) read(ctx context.Context) {
	for {
		data, err := c.next()
		if err != nil {
			return
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			c.s.in.counts.Add("garbled") // without a messageId nothing can be answered
			continue
		}
		if !c.take(ctx, &f) {
			return
		}
	}
}

func (c *connection) next() ([]byte, error) {
	ctx, cancel := context.WithTimeout(c.life, c.s.opt.Idle)
	defer cancel()
	_, data, err := c.ws.Read(ctx)
	return data, err
}

// take deals with one frame; false ends the reading.
func (c *connection) take(ctx context.Context, f *frame) bool {
	switch {
	case f.Type == kindSystem && f.topic() == topicPing:
		return c.answer(f, verdict{codeOK, saysOK, f.Data})
	case f.Type == kindSystem && f.topic() == topicDisconnect:
		c.leaving(displaced)
		return true
	case f.Type == kindSystem:
		return c.answer(f, verdict{codeOK, saysOK, f.Data})
	case ctx.Err() != nil: // we are ending: what is not acknowledged comes again
		return true
	}
	return c.begin(f)
}

// begin has a frame handled beside the reading. Without a free place it waits for one, and nothing more is read meanwhile.
func (c *connection) begin(f *frame) bool {
	v, wait := c.s.in.frame(c.life, f)
	if wait == nil {
		return v.code == 0 || c.answer(f, v)
	}
	c.owed.Add(1)
	c.all.Go(func() {
		defer c.owed.Add(-1)
		if v := wait(c.life); v.code != 0 {
			c.answer(f, v)
		}
	})
	return true
}

// answer writes the answer to a frame; false when the connection is dead.
func (c *connection) answer(f *frame, v verdict) bool {
	written := make(chan struct{})
	select {
	case c.out <- outgoing{v.encode(f), written}:
	case <-c.life.Done():
		return false
	}
	select {
	case <-written:
		return true
	case <-c.life.Done():
		return false
	}
}

// write is the only one who writes to the connection.
func (c *connection) write() {
	for {
		select {
		case one := <-c.out:
			ctx, cancel := context.WithTimeout(c.life, writeWithin)
			err := c.ws.Write(ctx, websocket.MessageText, one.data)
			cancel()
			if err != nil {
				c.end()
				return
			}
			close(one.written)
		case <-c.life.Done():
			return
		}
	}
}
