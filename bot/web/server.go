package web

import (
	"context"
	"errors"
	"fmt"
	stdlog "log"
	"net"
	"net/http"
	"time"

	"github.com/rs/zerolog"
)

// drainTime is how long a server that is told to end waits for the answers under way. It leaves main some of the ten seconds in which the whole
// program has to end.
const drainTime = 8 * time.Second

// Server carries a handler over HTTP: with time limits for slow peers, security headers on every answer, a debug line for every request, and an end
// that lets the answers under way be finished.
type Server struct {
	http  *http.Server
	drain time.Duration
}

// NewServer prepares a server. Each of onDrain is called when it begins to end: there belongs what ends answers that would go on for ever
// (Sandbox.Close). Handlers that rightly take long lift their own deadlines.
func NewServer(handler http.Handler, log zerolog.Logger, onDrain ...func()) *Server {
	h := &http.Server{
		Handler:           watched{secured(handler), log},
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       75 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          stdlog.New(complaints{log}, "", 0),
	}
	for _, f := range onDrain {
		h.RegisterOnShutdown(f)
	}
	return &Server{http: h, drain: drainTime}
}

// Serve answers on ln until ctx ends, then takes no more requests and waits up to 8 s for those under way; what is not done by then is cut off,
// which is an error. It closes ln. A Server serves once.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(ln) }()
	select {
	case err := <-served:
		return fmt.Errorf("web: serving %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.drain)
	defer cancel()
	err := s.http.Shutdown(limit)
	if err != nil {
		err = errors.Join(fmt.Errorf("web: %s did not finish its answers in %v: %w", ln.Addr(), s.drain, err), s.http.Close())
	}
	<-served
	return err
}

// complaints takes what net/http has to say about broken connections.
type complaints struct{ log zerolog.Logger }

func (c complaints) Write(line []byte) (int, error) {
	c.log.Debug().Bytes("detail", line).Msg("http connection failed")
	return len(line), nil
}
