package wire

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
)

// gateway is a platform in memory, so that the time of a bubble can pass on its connections. It takes connections until the bubble ends.
type gateway struct {
	serve    func(ctx context.Context, ws *websocket.Conn)
	arriving chan net.Conn
	life     context.Context
	server   *http.Server
	client   *http.Client
	served   sync.WaitGroup
}

func newGateway(t *testing.T, serve func(ctx context.Context, ws *websocket.Conn)) *gateway {
	g := &gateway{serve: serve, arriving: make(chan net.Conn), life: t.Context()}
	g.server = &http.Server{Handler: g}
	g.client = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		here, there := net.Pipe()
		select {
		case g.arriving <- there:
			return here, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}}
	g.served.Go(func() { _ = g.server.Serve(g) })
	t.Cleanup(func() {
		_ = g.server.Close()
		g.client.CloseIdleConnections()
		g.served.Wait()
	})
	return g
}

func (g *gateway) Accept() (net.Conn, error) {
	select {
	case conn := <-g.arriving:
		return conn, nil
	case <-g.life.Done():
		return nil, net.ErrClosed
	}
}

func (g *gateway) Close() error   { return nil }
func (g *gateway) Addr() net.Addr { return &net.UnixAddr{} }

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = ws.CloseNow() }()
	g.serve(g.life, ws)
}

func (g *gateway) dial(ctx context.Context) (*websocket.Conn, error) {
	ws, _, err := websocket.Dial(ctx, "ws://gateway", &websocket.DialOptions{HTTPClient: g.client})
	return ws, err
}

// mute takes what comes and says nothing.
func mute(ctx context.Context, ws *websocket.Conn) {
	for {
		if _, _, err := ws.Read(ctx); err != nil {
			return
		}
	}
}

// echo answers every frame with itself.
func echo(ctx context.Context, ws *websocket.Conn) {
	for {
		kind, data, err := ws.Read(ctx)
		if err != nil || ws.Write(ctx, kind, data) != nil {
			return
		}
	}
}

// diary is what a link says of itself.
type diary struct {
	mu  sync.Mutex
	all []LinkEvent
}

func (d *diary) note(e LinkEvent, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, e)
}

func (d *diary) read() []LinkEvent {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

// linked runs a link to a platform until the bubble ends. Frames that say "displaced" displace.
func linked(t *testing.T, serve func(context.Context, *websocket.Conn), greet func(context.Context, *Line) error, opt LinkOptions) (*Link, *diary) {
	return linkedTo(t, serve, Peer{Greet: greet, Take: func(_ context.Context, l *Line, frame []byte) bool {
		if bytes.Equal(frame, []byte("displaced")) {
			l.Displace()
		}
		return true
	}}, opt)
}

// linkedTo is linked for a peer that deals with frames in its own way.
func linkedTo(t *testing.T, serve func(context.Context, *websocket.Conn), p Peer, opt LinkOptions) (*Link, *diary) {
	g, d := newGateway(t, serve), &diary{}
	p.Name, p.Dial, p.Note, p.Ping = "the test", g.dial, d.note, func() []byte { return []byte("ping") }
	k := NewLink(p, opt)
	ctx, end := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { k.Run(ctx) })
	t.Cleanup(func() {
		end()
		running.Wait()
	})
	return k, d
}

// TestSilenceIsDeath: a connection on which nothing comes is replaced when patience ends, and not before.
func TestSilenceIsDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := linked(t, mute, nil, LinkOptions{})
		synctest.Wait()
		time.Sleep(75*time.Second - 1)
		synctest.Wait()
		if got := k.Counts(); got != (LinkCounts{Opened: 1}) || k.Connected() != nil {
			t.Errorf("before: %+v, %v", got, k.Connected())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := k.Counts(); got != (LinkCounts{Opened: 2, Broken: 1}) || k.Connected() != nil {
			t.Errorf("after: %+v, %v", got, k.Connected())
		}
	})
}

// TestHeartbeatsKeepAlive: where nobody says anything, the answers to heartbeats keep a connection open for ever.
func TestHeartbeatsKeepAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := linked(t, echo, nil, LinkOptions{Beat: 30 * time.Second})
		time.Sleep(24 * time.Hour)
		if got := k.Counts(); got != (LinkCounts{Opened: 1}) {
			t.Errorf("%+v", got)
		}
	})
}

// TestNotReadingIsNotSilence: while a frame is dealt with, for however long, nothing more is read, and neither the link nor who waits for an answer on the
// connection takes it for dead.
func TestNotReadingIsNotSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var taken atomic.Int64
		k, _ := linkedTo(t, func(ctx context.Context, ws *websocket.Conn) {
			for range 2 {
				_ = ws.Write(ctx, websocket.MessageText, []byte("frame"))
			}
			mute(ctx, ws)
		}, Peer{Take: func(context.Context, *Line, []byte) bool {
			time.Sleep(time.Hour)
			taken.Add(1)
			return true
		}}, LinkOptions{})
		began := time.Now()
		for _, minutes := range []time.Duration{1, 59, 61, 119} {
			time.Sleep(time.Until(began.Add(minutes*time.Minute + 1)))
			if l := k.Current(); l == nil || l.Heard() != time.Now() {
				t.Errorf("after %d minutes: heard of last at %v", minutes, l.Heard())
			}
		}
		time.Sleep(time.Until(began.Add(2*time.Hour + time.Minute)))
		if l := k.Current(); l == nil || l.Heard() != began.Add(2*time.Hour) {
			t.Errorf("in the end: heard of last at %v", l.Heard())
		}
		if got := k.Counts(); got != (LinkCounts{Opened: 1}) || taken.Load() != 2 {
			t.Errorf("%+v, %d frames", got, taken.Load())
		}
	})
}

// TestEndWaitsForTheFrameInHand: the program ends just after a frame was taken, and before anything was begun for it: its answer still goes out.
func TestEndWaitsForTheFrameInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answered := make(chan string, 1)
		g := newGateway(t, func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageText, []byte("frame"))
			if _, data, err := ws.Read(ctx); err == nil {
				answered <- string(data)
			}
		})
		ctx, end := context.WithCancel(t.Context())
		k := NewLink(Peer{Name: "the test", Dial: g.dial, Note: new(diary).note, Take: func(_ context.Context, l *Line, _ []byte) bool {
			end()
			time.Sleep(time.Second)
			l.Go(func(life context.Context) { _ = l.Write(life, []byte("answer")) })
			return true
		}}, LinkOptions{})
		k.Run(ctx)
		synctest.Wait()
		select {
		case got := <-answered:
			if got != "answer" {
				t.Errorf("answered %q", got)
			}
		default:
			t.Error("no answer")
		}
	})
}

// TestStaysAway: whoever was put out by another one stays away, so long and a quarter more at most, and says so; put out again at once, twice as long.
func TestStaysAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const exile = 15 * time.Minute
		k, d := linked(t, func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageText, []byte("displaced"))
			mute(ctx, ws)
		}, nil, LinkOptions{Exile: exile})
		for round, away := range []time.Duration{exile, 2 * exile, 4 * exile} {
			synctest.Wait()
			if got := k.Counts(); got.Opened != uint64(round+1) || got.Displaced != uint64(round+1) || k.Connected() == nil || k.Current() != nil {
				t.Errorf("round %d: %+v, %v", round, got, k.Connected())
			}
			time.Sleep(away - time.Nanosecond)
			synctest.Wait()
			if got := k.Counts().Opened; got != uint64(round+1) {
				t.Errorf("round %d: it came back early", round)
			}
			for n := 0; k.Counts().Opened == uint64(round+1); n++ {
				if time.Sleep(time.Second); n > int(away/4/time.Second)+1 {
					t.Fatalf("round %d: it does not come back", round)
				}
			}
		}
		synctest.Wait()
		if want := slices.Repeat([]LinkEvent{Opened, Displaced}, 4); !slices.Equal(d.read(), want) {
			t.Errorf("told %v", d.read())
		}
	})
}

// TestDisplacedWhileGreeting: the platform lets a connection in and puts it out at once. It was opened and displaced, in this order; one that it never let in
// was neither.
func TestDisplacedWhileGreeting(t *testing.T) {
	for name, tt := range map[string]struct {
		refused error
		want    []LinkEvent
		counts  LinkCounts
	}{
		"let in":     {nil, []LinkEvent{Opened, Displaced}, LinkCounts{Opened: 1, Displaced: 1}},
		"not let in": {errors.New("not you"), []LinkEvent{Failed}, LinkCounts{Failed: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, d := linked(t, mute, func(_ context.Context, l *Line) error {
					l.Displace()
					return tt.refused
				}, LinkOptions{Exile: time.Hour, LeastPause: time.Hour})
				synctest.Wait()
				if got := k.Counts(); got != tt.counts || !slices.Equal(d.read(), tt.want) {
					t.Errorf("%+v, told %v", got, d.read())
				}
			})
		})
	}
}
