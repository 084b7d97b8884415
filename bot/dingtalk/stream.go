package dingtalk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/rs/zerolog"
)

// StreamOptions are the patience of a Stream. Every zero value is replaced by the default named beside it.
type StreamOptions struct {
	Idle        time.Duration // a connection on which nothing comes for so long is dead; the platform pings every 20 to 30 s: 75 s
	LeastPause  time.Duration // before the second attempt to connect; doubled each time: 1 s
	LongestWait time.Duration // at most: 1 min
	Steady      time.Duration // a connection that lasted so long makes the pauses short again: 30 s
	Drain       time.Duration // how long a connection that the platform is closing may still be read: 12 s
}

func (o StreamOptions) withDefaults() StreamOptions {
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

// Stream keeps one connection to the platform open and takes in what comes over it (protocol 3.5). A connection that falls silent, breaks or is displaced is
// replaced: after a pause that grows and is spread by chance, or at once when the platform says that it is about to close it; then the old one is read to its
// end. A message is acknowledged after it is stored; one that is not acknowledged is repeated by the platform. When too much is under way, no more is read.
type Stream struct {
	in  *Intake
	api *api
	log zerolog.Logger
	opt StreamOptions

	mu    sync.Mutex
	live  int       // connections that are open and not about to be closed
	since time.Time // when the last of them ended; zero: there never was one
	count StreamCounts
	said  string // the fault that was logged last
}

// StreamCounts tells what happened to the connections since the start.
type StreamCounts struct {
	Opened    uint64 // connections that were opened
	Failed    uint64 // attempts that were not
	Displaced uint64 // connections that the platform announced to close
	Broken    uint64 // connections that ended without that
}

// NewStream builds the client; it does nothing before Run.
func NewStream(in *Intake, opt StreamOptions) *Stream {
	return &Stream{in: in, api: in.sender.api, log: in.log, opt: opt.withDefaults()}
}

// Run keeps connected until ctx ends. Then it takes no more in, answers what is under way, and returns when every connection is closed; nothing of it goes on.
func (s *Stream) Run(ctx context.Context) {
	var old sync.WaitGroup
	defer old.Wait()
	pause := s.opt.LeastPause
	for ctx.Err() == nil {
		began := time.Now()
		why := broken
		if c := s.open(ctx); c != nil {
			old.Go(func() { c.serve(ctx) })
			why = c.untilLeaving()
		}
		if time.Since(began) >= s.opt.Steady {
			pause = s.opt.LeastPause
			if why == displaced {
				continue
			}
		}
		sleep(ctx, pause/2+time.Duration(rand.Float64()*float64(pause)/2))
		pause = min(2*pause, s.opt.LongestWait)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// grace is how long a stream may be without a connection before it is ill: the platform moves connections about as it likes.
const grace = 15 * time.Second

// Connected is nil while there is a connection, and for a moment afterwards.
func (s *Stream) Connected() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.live > 0:
		return nil
	case s.since.IsZero():
		return errors.New("dingtalk: the stream is not connected yet")
	}
	if gone := time.Since(s.since); gone > grace {
		return fmt.Errorf("dingtalk: the stream is not connected since %v", gone.Round(time.Second))
	}
	return nil
}

// Counts tells what happened to the connections.
func (s *Stream) Counts() StreamCounts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// open asks for a ticket and opens a connection; nil if that fails, which is logged once for each kind of failure.
func (s *Stream) open(ctx context.Context) *connection {
	ws, err := s.dial(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.count.Failed++
		if text := err.Error(); ctx.Err() == nil && text != s.said {
			s.said = text
			s.log.Warn().Str("error", text).Msg("dingtalk: the stream cannot be opened, trying again")
		}
		return nil
	}
	s.said = ""
	s.live++
	s.count.Opened++
	s.log.Info().Str("client_id", s.in.config.ClientID).Msg("dingtalk: stream connected")
	return newConnection(s, ws)
}

// userAgent says who connects.
const userAgent = "lianxin/1"

func (s *Stream) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*callTimeout)
	defer cancel()
	var got struct{ Endpoint, Ticket string }
	err := s.api.request(ctx, request{method: http.MethodPost, path: pathOpen, out: &got, in: fields{
		"clientId": s.in.config.ClientID, "clientSecret": s.in.config.ClientSecret, "ua": userAgent,
		"subscriptions": []fields{
			{"type": kindCallback, "topic": topicMessage}, {"type": kindCallback, "topic": topicCard}, {"type": kindEvent, "topic": "*"},
		},
	}})
	if err != nil {
		return nil, err
	}
	if !s.in.config.gateway(got.Endpoint) {
		return nil, &apiError{API: pathOpen, Text: "the endpoint is not one of the platform's"}
	}
	ws, res, err := websocket.Dial(ctx, got.Endpoint+"?"+url.Values{"ticket": {got.Ticket}}.Encode(), &websocket.DialOptions{HTTPClient: s.api.client})
	if err != nil {
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			return nil, &apiError{API: "stream", Status: res.StatusCode, Text: fmt.Sprintf("HTTP status %d", res.StatusCode)}
		}
		return nil, lost("stream", errors.New(scrub(err.Error(), got.Ticket)), true, got.Ticket)
	}
	ws.SetReadLimit(maxBody)
	return ws, nil
}

// left notes that a connection no longer brings anything new.
func (s *Stream) left(why departure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live--
	s.since = time.Now()
	switch why {
	case displaced:
		s.count.Displaced++
	case broken:
		s.count.Broken++
	}
}
