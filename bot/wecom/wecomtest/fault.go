package wecomtest

import (
	"bytes"
	"net/http"
	"time"
)

// Fault is one way in which the server API misbehaves. It is made by the functions below and given to Inject.
type Fault struct {
	code   int           // this errcode, and nothing else happens
	users  []string      // message/send: these are invalid
	life   time.Duration // gettoken: the token lives no longer
	around around
}

// around misbehaves on the level of HTTP; it may call serve or not.
type around func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

// Answer is a refusal by errcode; nothing is done. 40014, 42001, 45009, 45033, -1, 81013 ... (2.11); 60020 names the address 203.0.113.9.
func Answer(errcode int) Fault { return Fault{code: errcode} }

// InvalidUsers makes message/send answer errcode 0 and yet reach none of these users, who stand in invaliduser (2.2).
func InvalidUsers(users ...string) Fault { return Fault{users: users} }

// ShortToken makes gettoken give a fresh token that lives no longer than this.
func ShortToken(life time.Duration) Fault { return Fault{life: life} }

// TokenGone withdraws all access tokens just before the call, which so meets 40014.
func TokenGone() Fault {
	return Fault{around: func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		p.Withdraw()
		serve(w, r)
	}}
}

// BadGateway is an HTML page with status 502; nothing is done.
func BadGateway() Fault {
	return Fault{around: func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"))
	}}
}

// Redirect sends the caller elsewhere; nothing is done.
func Redirect(to string) Fault {
	return Fault{around: func(_ *Platform, w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		http.Redirect(w, r, to, http.StatusFound)
	}}
}

// Slow does what it is asked to, but only after a while, unless the caller hangs up before.
func Slow(d time.Duration) Fault {
	return Fault{around: func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if p.linger(r, d) {
			serve(w, r)
		}
	}}
}

// Hang answers nothing for a while and then closes the connection; nothing is done.
func Hang(d time.Duration) Fault {
	return Fault{around: func(p *Platform, _ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		p.linger(r, d)
		panic(http.ErrAbortHandler)
	}}
}

// Truncated does what it is asked to and answers the first half of the JSON.
func Truncated() Fault {
	return Fault{around: func(_ *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		whole := newRecorder()
		serve(whole, r)
		_, _ = w.Write(whole.body.Bytes()[:whole.body.Len()/2])
	}}
}

// LostAnswer does what it is asked to and closes the connection without a word: the caller cannot know.
func LostAnswer() Fault {
	return Fault{around: func(_ *Platform, _ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(newRecorder(), r)
		panic(http.ErrAbortHandler)
	}}
}

// SilentUntil does what it is asked to, says nothing until end is closed, and then closes the connection: whoever waits for the answer may die meanwhile.
func SilentUntil(end <-chan struct{}) Fault {
	return Fault{around: func(p *Platform, _ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(newRecorder(), r)
		select {
		case <-end:
		case <-r.Context().Done():
		case <-p.life.Done():
		}
		panic(http.ErrAbortHandler)
	}}
}

// Disconnect closes the connection before anything is done.
func Disconnect() Fault {
	return Fault{around: func(*Platform, http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }}
}

// StaleConnection answers well and then closes the kept-alive connection without having announced it: the caller's next request may find it dead.
// Without a real connection underneath it only answers well.
func StaleConnection() Fault {
	return Fault{around: func(_ *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		whole := newRecorder()
		serve(whole, r)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			whole.copyTo(w)
			return
		}
		defer conn.Close()
		var wire bytes.Buffer
		if whole.response(r).Write(&wire) == nil {
			_, _ = conn.Write(wire.Bytes())
		}
	}}
}
