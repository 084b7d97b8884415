package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lianxin/bot"
	"lianxin/config/policy"
)

// Door is a platform by which people sign in (OAuth): it sends them to itself and is told by a code who they are.
type Door interface {
	Channel() string // of the accounts it gives
	Name() string    // 企业微信
	// Ask is where a browser is sent; the platform sends it on to back with a code and the state. userAgent is what the browser calls itself.
	Ask(userAgent, back, state string) string
	// Who gives the account behind a code, which is good once. Somebody from outside, and a code that is no good, is a *ledger.Refusal.
	Who(ctx context.Context, code string) (user string, err error)
}

const (
	signinName     = "lianxin_signin" // of the cookie to which a sign-in is bound
	signinTime     = 10 * time.Minute // in which it must be done
	exchangeTime   = 15 * time.Second // for the platform to say who it is
	atOnceAsked    = 8                // codes that are being exchanged at once
	askedPerSecond = 10
	askedBurst     = 50
	mostSpent      = 50_000 // states that are remembered as used
)

// signin binds each sign-in to the browser that began it: a random state, the page to which it leads, and an end, sealed in a cookie. A state is good once.
type signin struct {
	key   []byte
	now   func() time.Time
	asked chan struct{}
	pace  *rate.Limiter // of the codes that are exchanged: whoever makes codes up must not use up the calls of the school

	mu    sync.Mutex
	spent map[string]time.Time // states that were used, until when that must be known
}

func newSignin(now func() time.Time) *signin {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return &signin{key: key, now: now, asked: make(chan struct{}, atOnceAsked), pace: rate.NewLimiter(askedPerSecond, askedBurst), spent: map[string]time.Time{}}
}

// begin gives a state and the value of the cookie to which it is bound.
func (s *signin) begin(to string) (state, cookie string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	state = hex.EncodeToString(raw)
	words := state + "." + strconv.FormatInt(s.now().Add(signinTime).Unix(), 36) + "." + base64.RawURLEncoding.EncodeToString([]byte(to))
	return state, words + "." + s.mark(words)
}

func (s *signin) mark(words string) string {
	h := hmac.New(sha256.New, s.key)
	_, _ = h.Write([]byte(words))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// open reads the cookie of a sign-in: the page to which the state leads, if it is that of the cookie and in time.
func (s *signin) open(cookie, state string) (to string, ok bool) {
	words, mark, _ := cutLast(cookie, ".")
	parts := strings.Split(words, ".")
	if len(parts) != 3 || state == "" || !hmac.Equal([]byte(mark), []byte(s.mark(words))) || !hmac.Equal([]byte(parts[0]), []byte(state)) {
		return "", false
	}
	until, err := strconv.ParseInt(parts[1], 36, 64)
	path, broken := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || broken != nil || s.now().Unix() >= until {
		return "", false
	}
	return string(path), true
}

// spend uses a state up; false if it was used before.
func (s *signin) spend(state string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if len(s.spent) >= mostSpent {
		for one, until := range s.spent {
			if !now.Before(until) {
				delete(s.spent, one)
			}
		}
	}
	if _, used := s.spent[state]; used || len(s.spent) >= mostSpent {
		return false
	}
	s.spent[state] = now.Add(signinTime)
	return true
}

// door finds the door of a platform.
func (a *App) door(channel string) Door {
	for _, d := range a.options.Doors {
		if d.Channel() == channel {
			return d
		}
	}
	return nil
}

// local gives the page to go to after something was done: one of ours, the first one for anything else.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/app") || strings.Contains(to, `\`) || strings.HasPrefix(to, "//") ||
		u.Path != "/app" && !strings.HasPrefix(u.Path, "/app/") || strings.HasPrefix(u.Path, "/app/oauth/") || strings.HasPrefix(u.Path, "/app/sign") {
		return "/app"
	}
	return u.RequestURI()
}

// signinPage offers the doors: GET /app/signin?to=PAGE. Within the client of a platform there is no question which one.
func (a *App) signinPage(w http.ResponseWriter, r *http.Request) {
	to := local(r.URL.Query().Get("to"))
	agent := strings.ToLower(r.UserAgent())
	for _, d := range a.options.Doors {
		if inside := map[string]string{"wecom": "wxwork", "dingtalk": "dingtalk"}[d.Channel()]; inside != "" && strings.Contains(agent, inside) && !r.URL.Query().Has("said") {
			a.ask(w, r, d, to)
			return
		}
	}
	view := signinView{Why: signinWords[r.URL.Query().Get("said")]}
	for _, d := range a.options.Doors {
		view.Doors = append(view.Doors, doorView{d.Name(), "/app/signin/" + d.Channel() + "?" + url.Values{"to": {to}}.Encode()})
	}
	a.bare(w, http.StatusOK, "signin.html", "登录", view)
}

// signinView is the page on which somebody signs in.
type signinView struct {
	Why   string
	Doors []doorView
}

type doorView struct{ Name, URL string }

// enter sends a browser to a platform: GET /app/signin/CHANNEL?to=PAGE.
func (a *App) enter(w http.ResponseWriter, r *http.Request) {
	d := a.door(r.PathValue("channel"))
	if d == nil {
		a.missing(w)
		return
	}
	a.ask(w, r, d, local(r.URL.Query().Get("to")))
}

func (a *App) ask(w http.ResponseWriter, r *http.Request, d Door, to string) {
	state, cookie := a.signin.begin(to)
	a.cookies.set(w, signinName, cookie, int(signinTime/time.Second))
	at := d.Ask(r.UserAgent(), a.options.PublicURL+"/app/oauth/"+d.Channel(), state)
	if a.options.Choose != nil {
		at = "/app/choose?" + url.Values{"state": {state}, "channel": {d.Channel()}}.Encode()
	}
	http.Redirect(w, r, at, http.StatusFound)
}

// back takes a browser that comes from a platform: GET /app/oauth/CHANNEL?code=CODE&state=STATE (DingTalk calls it authCode). The state must be that of the
// cookie, and is used up with it.
func (a *App) back(w http.ResponseWriter, r *http.Request) {
	d, q := a.door(r.PathValue("channel")), r.URL.Query()
	code, state := q.Get("code"), q.Get("state")
	if code == "" {
		code = q.Get("authCode")
	}
	to, ok := a.signin.open(a.cookies.get(r, signinName), state)
	a.cookies.set(w, signinName, "", -1)
	switch {
	case d == nil || !ok || code == "" || len(code) > 512:
		a.refuseSignin(w, r, "state")
		return
	case !a.signin.pace.Allow(): // before the state is spent: whoever makes codes up must not fill the memory of spent states either
		a.refuseSignin(w, r, "busy")
		return
	case !a.signin.spend(state):
		a.refuseSignin(w, r, "state")
		return
	}
	user, err := a.exchange(r.Context(), d, code)
	if _, no := bot.No(err); no {
		a.refuseSignin(w, r, "refused")
		return
	}
	if err != nil {
		a.log.Error().Err(err).Str("channel", d.Channel()).Msg("sign-in failed: the platform does not say who it is")
		a.refuseSignin(w, r, "platform")
		return
	}
	a.sessions.end(a.cookies.get(r, sessionName))
	id, _ := a.sessions.begin(policy.Address{Channel: d.Channel(), User: user})
	a.cookies.set(w, sessionName, id, maxSession)
	a.log.Info().Str("channel", d.Channel()).Msg("somebody signed in to the pages")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// exchange asks the platform, a few at once.
func (a *App) exchange(ctx context.Context, d Door, code string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeTime)
	defer cancel()
	select {
	case a.signin.asked <- struct{}{}:
		defer func() { <-a.signin.asked }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return d.Who(ctx, code)
}

// refuseSignin leads back to the page on which somebody signs in, with why he must do so again.
func (a *App) refuseSignin(w http.ResponseWriter, r *http.Request, why string) {
	http.Redirect(w, r, "/app/signin?said="+why, http.StatusSeeOther)
}

// signOut ends the session: POST /app/signout.
func (a *App) signOut(v *visit) {
	a.sessions.end(a.cookies.get(v.r, sessionName))
	a.cookies.set(v.w, sessionName, "", -1)
	http.Redirect(v.w, v.r, "/app/signin?said=out", http.StatusSeeOther)
}

// choose shows the people of the demo, in the place of a platform: GET /app/choose?state=STATE&channel=CHANNEL.
func (a *App) choose(w http.ResponseWriter, r *http.Request) {
	state, channel := r.URL.Query().Get("state"), r.URL.Query().Get("channel")
	if _, ok := a.signin.open(a.cookies.get(r, signinName), state); !ok {
		a.refuseSignin(w, r, "state")
		return
	}
	view := chooseView{State: state, Channel: channel}
	for _, p := range peopleOf(a.school) {
		if n := len(view.Groups); n == 0 || view.Groups[n-1].Name != p.group.String() {
			view.Groups = append(view.Groups, chooseGroup{Name: p.group.String()})
		}
		g := &view.Groups[len(view.Groups)-1]
		g.People = append(g.People, chooseOne{p.user, p.Name, a.title(p)})
	}
	a.bare(w, http.StatusOK, "choose.html", "选一个人", view)
}

// chosen is somebody of the demo who was chosen: POST /app/choose. He goes the way of a real sign-in from here.
func (a *App) chosen(w http.ResponseWriter, r *http.Request) {
	state, channel := r.PostFormValue("state"), r.PostFormValue("channel")
	if _, ok := a.signin.open(a.cookies.get(r, signinName), state); !ok || a.door(channel) == nil {
		a.refuseSignin(w, r, "state")
		return
	}
	q := url.Values{"code": {a.options.Choose(r.PostFormValue("who"))}, "state": {state}}
	http.Redirect(w, r, "/app/oauth/"+channel+"?"+q.Encode(), http.StatusSeeOther)
}

type chooseView struct {
	State, Channel string
	Groups         []chooseGroup
}

type chooseGroup struct {
	Name   string
	People []chooseOne
}

type chooseOne struct{ User, Name, Title string }
