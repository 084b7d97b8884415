package web

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"lianxin/store"
)

// Trouble is something that goes wrong with the platform, or with the program itself, when somebody in the sandbox wants to see it.
type Trouble string

// The troubles of the sandbox. Their words stand in trouble_words.go.
const (
	Repeat   Trouble = "repeat"   // the platform brings the last message once more
	NoAnswer Trouble = "noanswer" // the platform does not wait for the answer to the next message, and brings it again
	Cut      Trouble = "cut"      // nobody reaches anybody for a minute
	Token    Trouble = "token"    // the access token ends before its time
	Rate     Trouble = "rate"     // the platform has had enough calls
	Page     Trouble = "page"     // something on the way answers with a web page
	Restart  Trouble = "restart"  // the program is killed while it sends, and started again
	Heal     Trouble = "heal"     // all is well again
)

// ErrNothingSaid is why nothing can be repeated: this phone has not sent a message yet.
var ErrNothingSaid = errors.New("web: nothing was said on this phone yet")

// Troubles make things go wrong, and watch what comes of it.
type Troubles interface {
	// Cause makes something go wrong and returns when what follows at once has happened. It is felt on the phone of user: most troubles send a notice
	// there, so that there is something that can go wrong. ErrNothingSaid, or another error when it could not be done.
	Cause(ctx context.Context, t Trouble, user string) (Aftermath, error)
	// Brought tells how often the platform brought the last message of a phone.
	Brought(user string) int
	// Started is the start of the program, by the demo's clock: an attempt to send that began before has no known end.
	Started() time.Time
}

// Aftermath is what came of a trouble, as far as it shows at once. What does not belong to the trouble is zero.
type Aftermath struct {
	Code int // of the platform's refusal

	Text     string // Repeat: the message that was brought again
	Accepted bool   // Repeat: the program took it
	Same     bool   // Repeat: it answered word for word as before
	Written  bool   // Repeat: it wrote something into the ledger

	State    string    // of the notice that was sent to feel it, as ledger.Notice.State names it; "" if none was
	Attempts int       // to send it so far
	Reason   string    // why it has not arrived yet
	Next     time.Time // when it is tried again
	Shown    int       // how often it stands on the phone

	Unsure bool          // Restart: it was under way when the program was killed
	Known  bool          // Restart: the platform had it already and knew the repetition
	Down   time.Duration // Restart: how long the program was away
}

// Ledger is what the sandbox reads.
type Ledger interface {
	View(fn func(*store.Tx) error) error
	Changed() <-chan struct{}
}

var _ Ledger = (*store.Store)(nil)

// Offer gives the page its fault buttons. It is called before the sandbox serves, if at all.
func (s *Sandbox) Offer(t Troubles) { s.troubles = t }

// startOf is the start of the program that runs now.
func (s *Sandbox) startOf() time.Time {
	if s.troubles != nil {
		return s.troubles.Started()
	}
	return s.started
}

// troubleRows is how many of the troubles so far the page shows, the newest first.
const troubleRows = 4

// troubleView is one line about what was done to the platform, and what came of it.
type troubleView struct {
	N           int
	When        string
	Done, After string
}

// troubled are the troubles so far. The zero value is none.
type troubled struct {
	mu   sync.Mutex
	n    int
	rows []troubleView
	news chan struct{} // closed at the next one; nil: nobody waits
}

func (t *troubled) add(v troubleView) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	v.N = t.n
	t.rows = append([]troubleView{v}, t.rows[:min(len(t.rows), troubleRows-1)]...)
	if t.news != nil {
		close(t.news)
		t.news = nil
	}
}

func (t *troubled) list() []troubleView {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]troubleView(nil), t.rows...)
}

// changed gives a channel that is closed at the next trouble.
func (t *troubled) changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.news == nil {
		t.news = make(chan struct{})
	}
	return t.news
}

// note puts a line on the page.
func (s *Sandbox) note(done, after string) {
	s.past.add(troubleView{When: s.clock.Now().In(s.school.Location).Format("15:04:05"), Done: done, After: after})
}

// trouble makes something go wrong: POST /sandbox/trouble with what and who. One at a time, and none while the clock moves.
func (s *Sandbox) trouble(w http.ResponseWriter, r *http.Request) {
	p, known := s.person(r.PostFormValue("who"))
	words, ok := troubleOf(r.PostFormValue("what"))
	switch {
	case s.troubles == nil || !ok:
		s.fail(w, r, http.StatusBadRequest, "没有这种故障。")
		return
	case !known:
		s.fail(w, r, http.StatusNotFound, "没有这个人。")
		return
	case !s.advancing.TryLock():
		s.fail(w, r, http.StatusConflict, "时钟正在前进，或上一个故障还没演完，请稍候。")
		return
	}
	defer s.advancing.Unlock()
	noDeadline(w)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), troubleTime)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	after, err := s.troubles.Cause(ctx, words.What, p.user)
	switch {
	case errors.Is(err, ErrNothingSaid):
		s.fail(w, r, http.StatusConflict, p.Name+"的手机还没有发过消息。先说一句，再让平台重发。")
		return
	case err != nil:
		s.log.Error().Err(err).Str("trouble", string(words.What)).Msg("sandbox trouble failed")
		s.fail(w, r, http.StatusInternalServerError, "没有演成，详情见运行日志。")
		return
	}
	said := s.aftermath(words.What, p, after)
	s.note(words.Done, said)
	s.done(w, r, words.Done+said)
}

// troubleTime is for a trouble and what follows at once.
const troubleTime = 45 * time.Second

// repeated says that the platform had to bring a message more than once.
func (s *Sandbox) repeated(p person) {
	if s.troubles == nil {
		return
	}
	if n := s.troubles.Brought(p.user); n > 1 {
		s.note(broughtAgain(p.Name, n))
	}
}
