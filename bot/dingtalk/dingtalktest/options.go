package dingtalktest

import (
	"net/http"
	"time"
)

// Options describe one organisation with one application and its robot. Everything but Members has a default.
type Options struct {
	ClientID, ClientSecret  string // empty: made up
	RobotCode               string // empty: ClientID
	CorpID                  string // empty: made up
	EventToken, EventAESKey string // of the event subscription; empty: made up
	BodyAESKey              string // set: robot messages are encrypted over HTTP

	CallbackURL string // where robot messages and events go; empty: over the stream
	Members     []Member
	Departments []Department
	Groups      []string          // conversation ids of the groups that the robot is in
	Robots      map[string]string // custom group robots: token -> secret, "" without one
	Keyword     string            // that a custom group robot's messages must contain; "" = none

	Now         func() time.Time // clock of the platform; nil: time.Now
	Client      *http.Client     // for callbacks; nil: one of its own
	Patience    time.Duration    // how long one attempt over HTTP may take: 3 s
	RetryAfter  time.Duration    // between two attempts: 1 s
	Attempts    int              // how often a message is brought: 3
	AckWithin   time.Duration    // how long an answer over the stream may take: 60 s
	PingEvery   time.Duration    // 25 s
	CloseAfter  time.Duration    // how long a displaced connection stays open: 10 s
	ClickWithin time.Duration    // how long the answer to a click may take (3.8): 2 s
	EventWithin time.Duration    // how long the answer to an event over HTTP may take (3.9): 1.5 s
	Session     time.Duration    // how long a session lasts: 90 min
	PerSecond   int              // calls of one API in one second of the clock, beyond it 403: 20
	PerMonth    int              // calls in a month, beyond it 403: 0 = no limit
	Keep        int              // lines that a chat remembers: 0 = all

	Shown func(chat string, l Line) // sees every new line of a chat; it must not call the platform; nil: nobody does
}

// Member is somebody of the organisation.
type Member struct {
	UserID     string
	Name       string // empty: the UserID
	Department int64  // 0: the root, 1
	Hidden     bool   // not in the application's visible range: 50002 when asked for
	Foreign    bool   // of another organisation: the platform does not tell the application who that is (3.3)
}

// Department is one node of the organisation. The root has the id 1 and is always there.
type Department struct {
	ID, Parent int64
	Name       string
}

// People makes members of user ids.
func People(ids ...string) []Member {
	out := make([]Member, len(ids))
	for i, id := range ids {
		out[i] = Member{UserID: id}
	}
	return out
}

func (o Options) complete() Options {
	text := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	text(&o.ClientID, "ding"+letters(16))
	text(&o.ClientSecret, letters(64))
	text(&o.RobotCode, o.ClientID)
	text(&o.CorpID, "ding"+letters(32))
	text(&o.EventToken, letters(16))
	text(&o.EventAESKey, letters(42)+"A")
	span := func(d *time.Duration, otherwise time.Duration) {
		if *d <= 0 {
			*d = otherwise
		}
	}
	span(&o.Patience, 3*time.Second)
	span(&o.RetryAfter, time.Second)
	span(&o.AckWithin, time.Minute)
	span(&o.PingEvery, 25*time.Second)
	span(&o.CloseAfter, 10*time.Second)
	span(&o.ClickWithin, 2*time.Second)
	span(&o.EventWithin, 1500*time.Millisecond)
	span(&o.Session, 90*time.Minute)
	if o.Attempts <= 0 {
		o.Attempts = 3
	}
	if o.PerSecond <= 0 {
		o.PerSecond = 20
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Options gives the options with everything that was left out filled in.
func (p *Platform) Options() Options {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.options
}
