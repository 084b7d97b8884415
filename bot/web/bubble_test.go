package web

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

// hall is a listener in memory: in a bubble the time of its connections passes by itself, and no limit is missed because the machine is busy.
type hall struct {
	arriving chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newHall() *hall { return &hall{arriving: make(chan net.Conn), closed: make(chan struct{})} }

func (h *hall) Accept() (net.Conn, error) {
	select {
	case conn := <-h.arriving:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *hall) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *hall) Addr() net.Addr { return &net.UnixAddr{Name: "hall", Net: "unix"} }

// enter connects.
func (h *hall) enter(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case h.arriving <- there:
		return here, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// serveInBubble runs a server until the end of the test, which fails if it does not end well.
func serveInBubble(t *testing.T, server *Server) *hall {
	t.Helper()
	h := newHall()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, h) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return h
}

// A peer that sends nothing, or never ends its headers, is let go.
func TestServerLetsSlowPeersGo(t *testing.T) {
	for name, begins := range map[string]string{
		"nothing": "", "half the headers": "GET / HTTP/1.1\r\nHost: x\r\n", "half the body": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					if _, err := io.Copy(io.Discard, r.Body); err == nil {
						t.Error("a body that was never sent is whole")
					}
				}), zerolog.Nop())
				if server.http.WriteTimeout <= 0 || server.http.IdleTimeout <= 0 {
					t.Error("no time limit for answers, or for idle connections")
				}
				conn, err := serveInBubble(t, server).enter(t.Context(), "", "")
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				began := time.Now()
				if _, err := io.WriteString(conn, begins); err != nil {
					t.Fatal(err)
				}
				if _, err := io.ReadAll(conn); err != nil {
					t.Errorf("the connection was not closed: %v", err)
				}
				limit := server.http.ReadHeaderTimeout
				if strings.HasPrefix(begins, "POST") {
					limit = server.http.ReadTimeout
				}
				if took := time.Since(began); took < limit || took > limit+time.Second {
					t.Errorf("let go after %v, the limit is %v", took, limit)
				}
			})
		})
	}
}

// The limits that hold for every other answer would cut a stream off.
func TestStreamOutlivesTheTimeLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		at := serveInBubble(t, NewServer(h, zerolog.Nop(), h.Close))
		client := &http.Client{Transport: &http.Transport{DialContext: at.enter}}
		defer client.CloseIdleConnections()
		response, err := client.Get("http://localhost/sandbox/events?" + url.Values{"who": {"lin"}, "mark": {h.mark(0)}}.Encode())
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		said := make(chan any, 1)
		go func() {
			r := &reader{t: t, body: bufio.NewScanner(response.Body)}
			said <- r.until("chat")
		}()
		time.Sleep(time.Hour)
		h.phones.put("LinXiaofeng", Line{At: morning, Text: "还在"})
		if chat, _ := (<-said).(string); !strings.Contains(chat, "还在") {
			t.Errorf("chat: %q", chat)
		}
	})
}
