package aibot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"lianxin/bot/wire"
)

// calls are the commands whose answer is awaited, by req_id. The zero value is ready.
type calls struct {
	mu      sync.Mutex
	waiting map[string]chan frame
}

// expect waits for the answer to a req_id; false when somebody waits for it already.
func (c *calls) expect(reqID string) (<-chan frame, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == nil {
		c.waiting = make(map[string]chan frame)
	}
	if c.waiting[reqID] != nil {
		return nil, false
	}
	answered := make(chan frame, 1)
	c.waiting[reqID] = answered
	return answered, true
}

func (c *calls) forget(reqID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, reqID)
}

// settle brings an answer to whoever waits for it; false when nobody does.
func (c *calls) settle(f frame) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	reqID := string(f.Headers.ReqID)
	answered := c.waiting[reqID]
	if answered == nil {
		return false
	}
	delete(c.waiting, reqID)
	answered <- f
	return true
}

// call gives a command over a connection and waits for its answer, whose body goes into out unless that is nil. Every error is a *callError. A live platform
// answers in time: a connection on which nothing at all came in that time is given up.
func (r *Robot) call(ctx context.Context, l *wire.Line, cmd, reqID string, body, out any) error {
	defer l.Hold()()
	answered, free := r.calls.expect(reqID)
	if !free {
		return &callError{Cmd: cmd, Text: "another answer to the same request is under way"}
	}
	defer r.calls.forget(reqID)
	ctx, cancel := context.WithTimeout(ctx, r.opt.Answer)
	defer cancel()
	began := time.Now()
	if err := l.Write(ctx, encode(cmd, reqID, body)); err != nil {
		return &callError{Cmd: cmd, Text: err.Error(), Maybe: errors.Is(err, wire.ErrMaybeSent)}
	}
	select {
	case f := <-answered:
		return r.judge(l, cmd, f, out)
	case <-l.Life().Done():
		return &callError{Cmd: cmd, Text: "the connection ended before an answer", Maybe: true}
	case <-ctx.Done():
		if time.Since(began) >= r.opt.Answer && l.Heard().Before(began) {
			l.End()
		}
		return &callError{Cmd: cmd, Text: "no answer", Maybe: true}
	}
}

// judge reads an answer.
func (r *Robot) judge(l *wire.Line, cmd string, f frame, out any) error {
	if code := *f.ErrCode; code != 0 {
		if code == codeNotSubscribed && cmd != cmdSubscribe {
			l.End() // it would bring nothing, and the heartbeats go on
		}
		return &callError{Cmd: cmd, Code: code, Text: scrub(f.ErrMsg, r.config.Secret)}
	}
	if out != nil && json.Unmarshal(f.Body, out) != nil {
		return &callError{Cmd: cmd, Text: "an answer that is not understood"}
	}
	return nil
}

// command is a call that answers nothing that came, over the current connection.
func (r *Robot) command(ctx context.Context, cmd string, body, out any) error {
	l := r.link.Current()
	if l == nil {
		return &callError{Cmd: cmd, Text: "not connected"}
	}
	return r.call(ctx, l, cmd, rand.Text(), body, out)
}
