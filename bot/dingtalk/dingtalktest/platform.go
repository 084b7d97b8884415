package dingtalktest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Platform is DingTalk for one organisation. It is an http.Handler for both server APIs, the stream and the files, and may be used by many goroutines at
// once. Close it at the end.
type Platform struct {
	options Options
	client  *http.Client
	own     *http.Transport // nil when the client is the caller's
	api     http.Handler
	faults  faults
	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup

	mu       sync.Mutex // guards what follows
	base     string
	changed  chan struct{}
	chats    map[string][]Line
	tokens   map[string]time.Time // until when
	sessions map[string]place
	swept    time.Time // when ended sessions were forgotten last
	tickets  map[string]time.Time
	sockets  map[*socket]bool
	cards    map[string]*card
	route    route
	cardsTo  string
	files    map[string][]byte      // that members sent
	media    map[string]Media       // that the application uploaded
	robots   map[string][]time.Time // when a group robot spoke
	silenced map[string]time.Time   // until when it may not
	traffic  traffic
	visitors visitors
}

// New builds a platform.
func New(o Options) *Platform {
	p := &Platform{
		options: o.complete(), changed: make(chan struct{}), chats: map[string][]Line{}, tokens: map[string]time.Time{}, sessions: map[string]place{},
		tickets: map[string]time.Time{}, sockets: map[*socket]bool{}, cards: map[string]*card{}, files: map[string][]byte{}, media: map[string]Media{},
		robots: map[string][]time.Time{}, silenced: map[string]time.Time{},
		traffic: newTraffic(), client: o.Client, visitors: visitors{codes: map[string]visit{}, tokens: map[string]visit{}},
	}
	p.life, p.end = context.WithCancel(context.Background())
	if p.client == nil {
		p.own = &http.Transport{MaxIdleConnsPerHost: 64}
		p.client = &http.Client{Transport: p.own, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	p.api = p.endpoints()
	return p
}

// Listen tells the platform under which address it is reached itself.
func (p *Platform) Listen(base string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.base = base
}

// CallBack tells the platform where robot messages and events go.
func (p *Platform) CallBack(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options.CallbackURL = url
}

// Close ends the stream, deliveries under way and answers that hang, and waits for them.
func (p *Platform) Close() {
	p.end()
	p.mu.Lock()
	for s := range p.sockets {
		_ = s.ws.CloseNow()
	}
	p.mu.Unlock()
	p.running.Wait()
	if p.own != nil {
		p.own.CloseIdleConnections()
	}
}

func (p *Platform) now() time.Time { return p.options.Now().UTC() }

// member finds somebody of the organisation.
func (p *Platform) member(user string) (Member, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.options.Members {
		if m.UserID == user {
			return m, true
		}
	}
	return Member{}, false
}
