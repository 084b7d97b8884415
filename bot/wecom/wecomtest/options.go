package wecomtest

import (
	"net/http"
	"time"
)

// Options describe one corporation with one self-built application. Everything but Members has a default.
type Options struct {
	CorpID         string // receiver of every ciphertext; empty: made up
	AgentID        int    // of the application; 0: 1000002
	Secret         string // of the application; empty: made up
	ContactSecret  string // of the contact synchronisation, the only one that may list ids (2.7); empty: made up
	Token          string // of the callback; empty: made up
	EncodingAESKey string // of the callback, 43 characters; empty: made up
	CallbackURL    string // where messages go; may be set later with SaveURL

	Members     []Member     // who sees the application; anybody else is 81013 or invaliduser
	Departments []Department // empty: one with id 1, which everybody belongs to
	Groups      []string     // keys of the group robots (2.9)

	Now        func() time.Time // clock of the platform: time stamps, limits, expiry; nil: time.Now
	Client     *http.Client     // for deliveries; redirects are not followed and its timeout does not count; nil: one of its own
	Patience   time.Duration    // how long one attempt may take; 0: the platform's 5 s
	Console    time.Duration    // how long the console waits for the echo when the callback address is saved (1.2); 0: the platform's 1 s
	RetryAfter time.Duration    // least time from the beginning of an attempt to the next; 0: the platform's 5 s
	Concurrent int              // calls of one API at the same time, beyond it 45033; 0: no limit
	Keep       int              // lines that a chat remembers; 0: 1000
	Daily      int              // messages of the application a day for each of its members (2.11: 200), all together; beyond it 45009; 0: no limit

	Shown func(room string, l Line) // sees every new line of a chat, of a member by his folded id; it must not call the platform; nil: nobody does
}

// Options gives the options with everything that was left out filled in, so that the application can be set up with the same credentials.
func (p *Platform) Options() Options {
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.options
	o.CallbackURL = p.callback
	return o
}

// complete fills in the defaults.
func (o Options) complete() Options {
	fill(&o.CorpID, "ww"+digits(16))
	fill(&o.Secret, secret(43))
	fill(&o.ContactSecret, secret(43))
	fill(&o.Token, secret(32))
	fill(&o.EncodingAESKey, secret(43))
	if o.AgentID == 0 {
		o.AgentID = 1000002
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience <= 0 {
		o.Patience = 5 * time.Second
	}
	if o.Console <= 0 {
		o.Console = time.Second
	}
	if o.RetryAfter <= 0 {
		o.RetryAfter = 5 * time.Second
	}
	if o.Keep <= 0 {
		o.Keep = 1000
	}
	if len(o.Departments) == 0 {
		o.Departments = []Department{{ID: 1, Name: o.CorpID}}
	}
	return o
}

func fill(s *string, value string) {
	if *s == "" {
		*s = value
	}
}
