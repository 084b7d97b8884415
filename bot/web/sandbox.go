package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
)

// Sandbox is the page of the demo that plays the phones of a school: /sandbox and what lies under it, and / which leads there.
type Sandbox struct {
	wording
	store  Ledger
	phones Phones
	clock  Clock
	log    zerolog.Logger

	people  []person
	pages   *template.Template
	assets  assets
	started time.Time // by the demo's clock: an attempt to send that began before it has no known end
	epoch   string    // tells the streams of this process from those of an earlier one
	handler http.Handler

	troubles Troubles // nil: nothing goes wrong here
	past     troubled

	seen      seen
	advancing sync.Mutex      // held while the clock moves
	life      context.Context // ends with Close
	end       context.CancelFunc
}

// NewSandbox builds the sandbox of a school. It shows the members who have a wecom account; a school without any is refused.
// All its requests must name this machine as their host (LocalOnly), and its changes must come from its own pages (SameOrigin).
func NewSandbox(school *policy.School, st Ledger, phones Phones, clock Clock, log zerolog.Logger) (*Sandbox, error) {
	people := peopleOf(school)
	if len(people) == 0 {
		return nil, errors.New("web: nobody of the school has a wecom account, so there is no phone to play")
	}
	assets, err := loadAssets()
	if err != nil {
		return nil, err
	}
	pages, err := loadPages()
	if err != nil {
		return nil, err
	}
	s := &Sandbox{
		wording: wording{school}, store: st, phones: phones, clock: clock, log: log,
		people: people, pages: pages, assets: assets, started: clock.Now(), epoch: rand.Text(),
	}
	s.life, s.end = context.WithCancel(context.Background())
	s.handler = LocalOnly(SameOrigin(s.routes()))
	return s, nil
}

func (s *Sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", http.RedirectHandler("/sandbox", http.StatusFound))
	mux.HandleFunc("GET /sandbox", s.show)
	mux.HandleFunc("GET /sandbox/events", s.events)
	mux.HandleFunc("GET /sandbox/picture", s.picture)
	mux.HandleFunc("GET /sandbox/file", s.file)
	mux.Handle("POST /sandbox/say", http.MaxBytesHandler(http.HandlerFunc(s.say), maxForm))
	mux.Handle("POST /sandbox/press", http.MaxBytesHandler(http.HandlerFunc(s.press), maxForm))
	mux.Handle("POST /sandbox/clock", http.MaxBytesHandler(http.HandlerFunc(s.advance), maxForm))
	mux.Handle("POST /sandbox/trouble", http.MaxBytesHandler(http.HandlerFunc(s.trouble), maxForm))
	mux.HandleFunc("GET /sandbox/static/{name}", s.asset)
	return mux
}

// ServeHTTP answers /, /sandbox and everything under /sandbox/.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the streams that pages hold open and a move of the clock that is under way, so that a server that drains need not wait for them.
// Closing twice does no harm.
func (s *Sandbox) Close() { s.end() }

// say writes a message on somebody's phone: POST /sandbox/say with who and text.
func (s *Sandbox) say(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, http.StatusRequestEntityTooLarge, "消息太长，没有发出。")
		return
	}
	p, ok := s.person(r.PostForm.Get("who"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "没有这个人。")
		return
	}
	// A message that was sent is on its way, also when the page is closed meanwhile.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), sayTime)
	defer cancel()
	if err := s.phones.Say(ctx, p.user, r.PostForm.Get("text")); err != nil {
		s.log.Error().Err(err).Msg("sandbox message was not taken")
		s.fail(w, r, http.StatusBadGateway, s.unsaid(p))
		return
	}
	s.repeated(p)
	s.done(w, r, "")
}

const (
	maxForm = 256 << 10        // bytes of the largest form that is read: far more than any platform lets a member write
	sayTime = 20 * time.Second // for the way to the platform
)

// done answers a form that was carried out: a script gets what is to be said about it, a plain form the page.
func (s *Sandbox) done(w http.ResponseWriter, r *http.Request, said string) {
	if scripted(r) {
		answer(w, http.StatusOK, said)
		return
	}
	http.Redirect(w, r, pageURL(r.PostForm.Get("who"), r.PostForm.Get("tab")), http.StatusSeeOther)
}

// fail answers a form that was not carried out. A plain form gets the page with the fault on it and what was typed still in the box.
func (s *Sandbox) fail(w http.ResponseWriter, r *http.Request, status int, fault string) {
	if scripted(r) {
		answer(w, status, fault)
		return
	}
	p, ok := s.person(r.PostForm.Get("who"))
	if !ok {
		p = s.people[0]
	}
	s.page(w, status, pageAsk{who: p, tab: tabOf(r.PostForm.Get("tab")), draft: r.PostForm.Get("text"), fault: fault})
}

// scripted tells whether the page's script asks, and not a plain form.
func scripted(r *http.Request) bool { return r.Header.Get("Accept") == "text/plain" }

// answer gives the script one sentence.
func answer(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, sentence)
}

// Beside puts the sandbox in front of the program's own door: the page is the sandbox's, everything else the program's.
func (s *Sandbox) Beside(program http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", program)
	for _, own := range []string{"/{$}", "/sandbox", "/sandbox/"} {
		mux.Handle(own, s)
	}
	return mux
}
