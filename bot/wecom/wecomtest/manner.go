package wecomtest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"
)

// Manner is how one delivery behaves on the wire (1.8). The zero Manner is good manners.
type Manner struct {
	WrongSignature bool          // signed with something else: the application must answer 403
	WrongReceiver  bool          // encrypted for another corporation: the application must answer 403
	CloseEarly     int           // so many attempts hang up when the request is written, and read no answer
	Twice          bool          // every attempt is posted twice at the same moment
	Chunked        bool          // the length of the body is not announced
	SlowRead       time.Duration // pause before every byte of the answer that is read
}

// hurry is how long after writing a request an attempt hangs up that is meant to. The request is on its way by then, an answer mostly not.
const hurry = time.Millisecond

var errHungUp = errors.New("wecomtest: hung up before the answer, as told")

// hangsUp tells whether the n-th attempt, from 1, is one of those.
func (m Manner) hangsUp(n int) bool { return n <= m.CloseEarly }

// dress applies what concerns the request.
func (m Manner) dress(req *http.Request) *http.Request {
	if m.Chunked {
		req.Body, req.ContentLength, req.GetBody = io.NopCloser(req.Body), -1, nil
	}
	return req
}

// hangUp makes a request end soon after it was written. The function it gives stops that, if it is not too late.
func hangUp(req *http.Request, cancel func()) (*http.Request, func()) {
	soon := time.AfterFunc(time.Hour, cancel)
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { soon.Reset(hurry) }}
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace)), func() { soon.Stop() }
}

// reader reads an answer at the pace of the manner.
func (m Manner) reader(ctx context.Context, r io.Reader) io.Reader {
	r = io.LimitReader(r, maxReply+1)
	if m.SlowRead > 0 {
		return &slowReader{ctx: ctx, r: r, pause: m.SlowRead}
	}
	return r
}

type slowReader struct {
	ctx   context.Context
	r     io.Reader
	pause time.Duration
}

func (s *slowReader) Read(b []byte) (int, error) {
	if err := sleep(s.ctx, s.pause); err != nil {
		return 0, err
	}
	return s.r.Read(b[:min(1, len(b))])
}

// sleep waits, or gives up with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
