package wecomtest

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Platform is WeCom for one corporation. It is an http.Handler for the server API and may be used by many goroutines at once. Close it at the end.
type Platform struct {
	options Options
	crypt   crypt
	client  *http.Client
	own     *http.Transport // nil when the client is the caller's
	api     map[string]endpoint
	chats   *chats
	faults  faults
	outage  outage
	life    context.Context
	end     context.CancelFunc

	mu       sync.Mutex // guards what follows
	callback string
	staff    directory
	tokens   tokens
	outgoing outgoing
	cards    cards
	store    mediaStore
	visitors visitors
	groups   map[string]*group
	traffic  traffic
	lastID   int64
}

// New builds a platform. It fails on an EncodingAESKey that is not one.
func New(o Options) (*Platform, error) {
	o = o.complete()
	c, err := newCrypt(o.Token, o.EncodingAESKey, o.CorpID)
	if err != nil {
		return nil, err
	}
	p := &Platform{options: o, crypt: c, callback: o.CallbackURL, chats: newChats(o.Keep, o.Shown), lastID: firstID()}
	p.life, p.end = context.WithCancel(context.Background())
	p.client, p.own = deliveryClient(o.Client)
	p.api = p.endpoints()
	p.staff = newDirectory(o.Members, o.Departments)
	p.tokens = newTokens()
	p.outgoing = newOutgoing()
	p.cards = newCards()
	p.store = mediaStore{}
	p.visitors = newVisitors()
	p.groups = robots(o.Groups)
	p.traffic = newTraffic()
	return p, nil
}

// Close ends deliveries that are under way and answers that hang. The platform is of no use afterwards.
func (p *Platform) Close() {
	p.end()
	if p.own != nil {
		p.own.CloseIdleConnections()
	}
}

// now is UTC, whatever zone the clock tells.
func (p *Platform) now() time.Time { return p.options.Now().UTC() }

// deliveryClient never follows a redirect and waits as long as the context of the attempt: that is the platform's business, not the client's.
func deliveryClient(given *http.Client) (*http.Client, *http.Transport) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if given != nil {
		client.Transport, client.Jar = given.Transport, given.Jar
		return client, nil
	}
	own := &http.Transport{MaxIdleConnsPerHost: 256, IdleConnTimeout: 30 * time.Second}
	client.Transport = own
	return client, own
}

// nextID makes a message id.
func (p *Platform) nextID() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.newID()
}

// newID is nextID for callers that hold the lock.
func (p *Platform) newID() string {
	p.lastID++
	return strconv.FormatInt(p.lastID, 10)
}
