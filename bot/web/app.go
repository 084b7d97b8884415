package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
)

// App is the pages under /app, for those who would rather look than type. What they show is asked of a bot.Viewer, so that everybody sees what the chat would
// show him; what is done on them goes to the bot in the words of the chat, so that there is one rulebook.
type App struct {
	wording
	store    *store.Store
	bot      *bot.Bot
	options  AppOptions
	log      zerolog.Logger
	sheets   map[string]*template.Template // by file
	assets   assets
	cookies  cookies
	sessions sessions
	signin   *signin
	started  time.Time
	papers   chan struct{} // holds one for each paper that is being made
	handler  http.Handler
}

// AppOptions are what the pages need from other floors, given by main.
type AppOptions struct {
	Doors     []Door                   // platforms by which people sign in; none: nobody can
	PublicURL string                   // how browsers reach the program, without a slash at the end; over https its cookies go nowhere else
	Choose    func(user string) string // demo: somebody is chosen in the platform's place; gives the code that the platform would give. nil else
	Now       func() time.Time         // of the ledger
	Clock     func() time.Time         // of sessions and sign-ins, which the demo does not move; nil: time.Now
}

// NewApp builds the pages of a school.
func NewApp(school *policy.School, st *store.Store, b *bot.Bot, log zerolog.Logger, o AppOptions) (*App, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("web: public url: %w", err)
	}
	all, err := loadAssets()
	if err != nil {
		return nil, err
	}
	sheets, err := loadSheets(all)
	if err != nil {
		return nil, err
	}
	a := &App{
		wording: wording{school}, store: st, bot: b, options: o, log: log, sheets: sheets, assets: all, cookies: cookies{public.Scheme == "https"},
		sessions: sessions{now: o.Clock}, signin: newSignin(o.Clock), started: o.Now(), papers: make(chan struct{}, atOnce),
	}
	protection := http.NewCrossOriginProtection()
	if public.Host != "" {
		if err := protection.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, fmt.Errorf("web: public url: %w", err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		a.sorry(w, http.StatusForbidden, sayForeign)
	}))
	a.handler = protection.Handler(http.MaxBytesHandler(a.routes(), maxForm))
	return a, nil
}

// ServeHTTP answers /app and everything below it.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policyOfApp)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	if a.cookies.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	a.handler.ServeHTTP(w, r)
}

// policyOfApp is the content security policy of these pages: their one style sheet and own pictures, no script at all, nothing inline, no frames.
const policyOfApp = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /app/signin", a.signinPage)
	mux.HandleFunc("GET /app/signin/{channel}", a.enter)
	mux.HandleFunc("GET /app/oauth/{channel}", a.back)
	if a.options.Choose != nil {
		mux.HandleFunc("GET /app/choose", a.choose)
		mux.HandleFunc("POST /app/choose", a.chosen)
	}
	mux.HandleFunc("GET /app/static/{name}", func(w http.ResponseWriter, r *http.Request) { a.assets.serve(w, r) })
	mux.Handle("GET /app", http.RedirectHandler("/app/", http.StatusMovedPermanently))
	for pattern, show := range map[string]func(*visit){
		"GET /app/{$}": a.home, "GET /app/records": a.ledger, "GET /app/records/{id}": a.record, "GET /app/school": a.whole,
		"GET /app/cases": a.cases, "GET /app/cases/{id}": a.oneCase, "GET /app/cases/{id}/pictures/{hash}": a.casePicture,
		"GET /app/receptions": a.receptionDays, "GET /app/notices": a.delivery, "GET /app/settings": a.settings,
		"GET /app/papers/ledger": a.ledgerFile, "GET /app/papers/{kind}": a.paper, "GET /app/assessment": a.assessment, "GET /app/journal": a.audit,
		"POST /app/do": a.do, "POST /app/signout": a.checked(a.signOut),
	} {
		mux.Handle(pattern, a.signedIn(show))
	}
	mux.HandleFunc("/app/", func(w http.ResponseWriter, _ *http.Request) { a.missing(w) })
	return mux
}

// visit is one request of somebody who has signed in.
type visit struct {
	*bot.Viewer
	w       http.ResponseWriter
	r       *http.Request
	session *session
	at      time.Time // by the clock of the ledger
}

// signedIn lets nobody through without a session: a page leads to the sign-in and back to itself. The session of an account that has left the directory ends.
func (a *App) signedIn(show func(*visit)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one := a.sessions.find(a.cookies.get(r, sessionName))
		if one == nil {
			to := "/app"
			if r.Method == http.MethodGet {
				to = r.URL.RequestURI()
			}
			http.Redirect(w, r, "/app/signin?"+url.Values{"to": {local(to)}}.Encode(), http.StatusSeeOther)
			return
		}
		at := a.options.Now()
		viewer, err := a.bot.Viewer(one.who, at)
		switch {
		case errors.Is(err, bot.ErrEnded):
			a.sessions.end(a.cookies.get(r, sessionName))
			a.cookies.set(w, sessionName, "", -1)
			a.refuseSignin(w, r, "gone")
			return
		case err != nil:
			a.log.Error().Err(err).Msg("a page failed: who looks is not known")
			a.sorry(w, http.StatusInternalServerError, sayBroken)
			return
		}
		show(&visit{Viewer: viewer, w: w, r: r, session: one, at: at})
	})
}

// sheet is everything that a page has beside its body.
type sheet struct {
	Title, School, Who, What string // What is the title or kind of who looks
	Nav                      []navItem
	Token                    string // of all forms of the page
	Here                     string // address of the page: where its forms lead back to
	Said                     string // what became of the last form; "" = nothing was done
	Body                     any
}

type navItem struct {
	Name, URL string
	Current   bool
}

// show writes a page, or says that there is none where the viewer may not see it or something is wrong.
func (a *App) show(v *visit, file, title string, body any, err error) {
	if _, no := bot.No(err); no || errors.Is(err, store.ErrNotFound) {
		a.missing(v.w)
		return
	}
	if err != nil {
		a.log.Error().Err(err).Str("page", file).Msg("a page failed")
		a.sorry(v.w, http.StatusInternalServerError, sayBroken)
		return
	}
	s := sheet{
		Title: title, School: a.school.Name, Nav: a.nav(v), Token: v.session.token(v.at), Here: v.r.URL.RequestURI(), Said: v.session.take(v.r.URL.Path), Body: body,
	}
	s.Who, s.What = a.whoIs(v)
	a.write(v.w, http.StatusOK, file, s)
}

// bare writes a page for somebody who has not signed in.
func (a *App) bare(w http.ResponseWriter, status int, file, title string, body any) {
	a.write(w, status, file, sheet{Title: title, School: a.school.Name, Body: body})
}

// missing is the one answer to what is not there and to what the viewer may not see.
func (a *App) missing(w http.ResponseWriter) { a.sorry(w, http.StatusNotFound, sayMissing) }

func (a *App) sorry(w http.ResponseWriter, status int, sentence string) {
	a.bare(w, status, "sorry.html", sentence, sentence)
}

func (a *App) write(w http.ResponseWriter, status int, file string, s sheet) {
	var b bytes.Buffer
	if err := a.sheets[file].ExecuteTemplate(&b, "page", s); err != nil {
		a.log.Error().Err(err).Str("page", file).Msg("a page could not be written")
		http.Error(w, sayBroken, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// whoIs names who looks.
func (a *App) whoIs(v *visit) (name, what string) {
	m := v.Member()
	if m == nil {
		return sayPlainMember, ""
	}
	return m.Name, a.title(person{Member: m})
}

// nav lists the pages that the viewer has something on.
func (a *App) nav(v *visit) []navItem {
	path := v.r.URL.Path
	var out []navItem
	add := func(is bool, name, at string) {
		if is {
			out = append(out, navItem{name, at, path == at || at != "/app/" && len(path) > len(at) && path[:len(at)+1] == at+"/"})
		}
	}
	add(true, "我的", "/app/")
	add(v.SeesAll() || len(a.whose(v)) > 0, "台账", "/app/records")
	add(v.SeesAll(), "全校", "/app/school")
	add(v.HasDesk(), "信访", "/app/cases")
	add(true, "接待日", "/app/receptions")
	add(true, "提醒", "/app/notices")
	add(true, "设置", "/app/settings")
	add(v.Audits(), "审计", "/app/journal")
	return out
}
