package dingtalktest

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// ticketLasts is how long a ticket works, once (3.5).
const ticketLasts = 90 * time.Second

// open gives a ticket.
func (p *Platform) open(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ClientID, ClientSecret string
		Subscriptions          []struct{ Type, Topic string }
	}
	if !decode(w, r, &in) {
		return
	}
	if in.ClientID != p.options.ClientID || in.ClientSecret != p.options.ClientSecret || len(in.Subscriptions) == 0 {
		refuse(w, http.StatusUnauthorized, "authFailed", "鉴权失败")
		return
	}
	ticket := letters(16) + "+/=" // must be escaped in the address
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tickets[ticket] = p.now().Add(ticketLasts)
	answer(w, object{"endpoint": strings.Replace(p.base, "http", "ws", 1) + "/connect", "ticket": ticket})
}

// connect is the gateway itself.
func (p *Platform) connect(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	p.mu.Lock()
	until, ok := p.tickets[ticket]
	delete(p.tickets, ticket)
	p.mu.Unlock()
	if !ok || !p.now().Before(until) {
		http.Error(w, "ticket", http.StatusUnauthorized)
		return
	}
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	ws.SetReadLimit(1 << 20)
	p.serve(ws)
}

// socket is one connection of the stream.
type socket struct {
	ws      *websocket.Conn
	life    context.Context
	end     context.CancelFunc
	waiting map[string]chan Ack // by messageId; guarded by mu
	mu      sync.Mutex
	moved   bool // displaced: nothing new is brought; guarded by the platform's lock
	silent  chan struct{}
	hush    sync.Once
}

// Ack is what the application answers to a frame.
type Ack struct {
	Code int
	Data string
}

// serve keeps one connection until it ends.
func (p *Platform) serve(ws *websocket.Conn) {
	s := &socket{ws: ws, waiting: map[string]chan Ack{}, silent: make(chan struct{})}
	s.life, s.end = context.WithCancel(p.life)
	p.mu.Lock()
	if p.life.Err() != nil {
		p.mu.Unlock()
		s.end()
		_ = ws.CloseNow()
		return
	}
	p.sockets[s] = true
	p.traffic.counts.Opened++
	p.running.Add(2)
	p.mu.Unlock()
	go func() {
		defer p.running.Done()
		s.ping(p.options.PingEvery)
	}()
	defer p.running.Done()
	s.read()
	p.mu.Lock()
	delete(p.sockets, s)
	p.mu.Unlock()
	s.end()
	_ = ws.CloseNow()
}

// ping sends what keeps a connection alive, until it falls silent.
func (s *socket) ping(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = s.send(object{"specVersion": "1.0", "type": "SYSTEM", "headers": object{"topic": "ping", "messageId": letters(16), "time": time.Now().UnixMilli()}, "data": `{"opaque":"` + letters(8) + `"}`})
		case <-s.silent:
			return
		case <-s.life.Done():
			return
		}
	}
}

// read takes the answers to frames, until the connection falls silent.
func (s *socket) read() {
	for {
		_, data, err := s.ws.Read(s.life)
		if err != nil {
			return
		}
		select {
		case <-s.silent:
			<-s.life.Done() // half open: nobody reads, nobody closes
			return
		default:
		}
		var in struct {
			Code    int
			Headers struct{ MessageID string }
			Data    string
		}
		if json.Unmarshal(data, &in) != nil {
			continue
		}
		s.mu.Lock()
		to := s.waiting[in.Headers.MessageID]
		delete(s.waiting, in.Headers.MessageID)
		s.mu.Unlock()
		if to != nil {
			to <- Ack{in.Code, in.Data}
		}
	}
}

func (s *socket) send(o object) error {
	data, _ := json.Marshal(o)
	return s.write(data)
}

func (s *socket) write(data []byte) error {
	ctx, cancel := context.WithTimeout(s.life, 5*time.Second)
	defer cancel()
	return s.ws.Write(ctx, websocket.MessageText, data)
}

// errNoAck means that a frame was not answered: the connection ended, or nobody said a word in time.
var errNoAck = errors.New("dingtalktest: a frame was not acknowledged")

// frame sends one frame and waits for its answer.
func (s *socket) frame(ctx context.Context, kind string, headers object, data string, within time.Duration) (Ack, error) {
	id := letters(20)
	answered := make(chan Ack, 1)
	s.mu.Lock()
	s.waiting[id] = answered
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.waiting, id)
		s.mu.Unlock()
	}()
	headers["messageId"], headers["contentType"], headers["time"] = id, "application/json", millis(time.Now())
	if err := s.send(object{"specVersion": "1.0", "type": kind, "headers": headers, "data": data}); err != nil {
		return Ack{}, err
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case a := <-answered:
		return a, nil
	case <-s.life.Done():
	case <-timer.C:
	case <-ctx.Done():
	}
	return Ack{}, errNoAck
}

// Frame sends any frame to the application, over one of its connections, and gives the answer.
func (p *Platform) Frame(ctx context.Context, kind string, headers map[string]any, data string) (Ack, error) {
	s, err := p.socket(ctx)
	if err != nil {
		return Ack{}, err
	}
	h := object{}
	for k, v := range headers {
		h[k] = v
	}
	return s.frame(ctx, kind, h, data, p.options.AckWithin)
}

// Burst sends frames one behind the other without waiting for an answer in between, over one connection, and gives the answers in the order of the frames.
func (p *Platform) Burst(ctx context.Context, kind, topic string, data ...string) ([]Ack, error) {
	s, err := p.socket(ctx)
	if err != nil {
		return nil, err
	}
	acks, faults := make([]Ack, len(data)), make([]error, len(data))
	var all sync.WaitGroup
	for i, d := range data {
		all.Go(func() { acks[i], faults[i] = s.frame(ctx, kind, object{"topic": topic}, d, p.options.AckWithin) })
	}
	all.Wait()
	return acks, errors.Join(faults...)
}

// Garbage sends something that is no frame over one of the connections.
func (p *Platform) Garbage(ctx context.Context, data string) error {
	s, err := p.socket(ctx)
	if err != nil {
		return err
	}
	return s.write([]byte(data))
}

// socket gives one of the open connections, at random; it waits for one.
func (p *Platform) socket(ctx context.Context) (*socket, error) {
	for {
		p.mu.Lock()
		var open []*socket
		for s := range p.sockets {
			if !s.moved && s.life.Err() == nil {
				open = append(open, s)
			}
		}
		p.mu.Unlock()
		if len(open) > 0 {
			return open[rand.IntN(len(open))], nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.life.Done():
			return nil, p.life.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// Connections is how many connections are open and not displaced.
func (p *Platform) Connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for s := range p.sockets {
		if !s.moved {
			n++
		}
	}
	return n
}

// each does something to every connection.
func (p *Platform) each(do func(*socket)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.sockets {
		do(s)
	}
}

// Displace announces on every connection that it will be closed, brings nothing new on it, and closes it after a while (3.5).
func (p *Platform) Displace() {
	p.each(func(s *socket) {
		if s.moved {
			return
		}
		s.moved = true
		p.running.Go(func() {
			_ = s.send(object{"specVersion": "1.0", "type": "SYSTEM", "headers": object{"topic": "disconnect"}, "data": `{"reason":"connection is expired"}`})
			select {
			case <-time.After(p.options.CloseAfter):
			case <-s.life.Done():
			}
			s.end()
			_ = s.ws.CloseNow()
		})
	})
}

// Drop breaks every connection without a word.
func (p *Platform) Drop() {
	p.each(func(s *socket) { s.end(); _ = s.ws.CloseNow() })
}

// Silence makes zombies of the connections: they stay open, and nothing is sent or read on them any more. What was to be brought on them is lost to them.
func (p *Platform) Silence() {
	p.each(func(s *socket) {
		s.moved = true
		s.hush.Do(func() { close(s.silent) })
	})
}
