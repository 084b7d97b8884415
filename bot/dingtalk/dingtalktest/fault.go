package dingtalktest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

// Fault is one way in which a server API misbehaves; serve is what it would have done.
type Fault func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

// Refuse is a refusal of the new API; nothing is done. 400 InvalidAuthentication, 403 Forbidden.AccessDenied... (3.10).
func Refuse(status int, code, message string) Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		refuse(w, status, code, message)
	}
}

// ErrCode is a refusal of the old API, in an answer with status 200; nothing is done.
func ErrCode(code int, message string) Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		oldAnswer(w, code, message)
	}
}

// TokenGone withdraws all access tokens just before the call.
func TokenGone() Fault {
	return func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		p.Withdraw()
		serve(w, r)
	}
}

// ShortToken makes the platform give a token that lives no longer than this.
func ShortToken(life time.Duration) Fault { return marked(marks{life: life}) }

// FlowControlled does what it is asked to but for these people, who stand in flowControlledStaffIdList.
func FlowControlled(users ...string) Fault { return marked(marks{flow: users}) }

// InvalidStaff does what it is asked to but for these people, who stand in invalidStaffIdList.
func InvalidStaff(users ...string) Fault { return marked(marks{invalid: users}) }

// SilentDrop says that all is well, and nobody ever sees it.
func SilentDrop() Fault { return marked(marks{drop: true}) }

// Undelivered is a card that the platform made and did not deliver, in an answer that says success.
func Undelivered(message string) Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		answer(w, object{"success": true, "result": object{"deliverResults": []object{{"success": false, "errorMsg": message}}}})
	}
}

// Punished is the page that stands before the platform when one address calls too often; nothing is done.
func Punished() Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctypehtml><title>403</title><h1>punish</h1>")
	}
}

// PunishedJSON is the same in its other form.
func PunishedJSON() Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		_, _ = io.WriteString(w, `{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"1"}`)
	}
}

// BadGateway is an HTML page with status 502; nothing is done, but the caller cannot know.
func BadGateway() Fault {
	return func(_ *Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><h1>502 Bad Gateway</h1></html>")
	}
}

// Hang answers nothing for a while and then closes the connection; nothing is done.
func Hang(d time.Duration) Fault {
	return func(p *Platform, _ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		p.linger(r, d)
		panic(http.ErrAbortHandler)
	}
}

// Slow does what it is asked to, but only after a while, unless the caller hangs up before.
func Slow(d time.Duration) Fault {
	return func(p *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if p.linger(r, d) {
			serve(w, r)
		}
	}
}

// Truncated does what it is asked to and answers the first half of the JSON.
func Truncated() Fault {
	return func(_ *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		whole := httptest.NewRecorder()
		serve(whole, lostAnswer(r))
		_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
	}
}

// LostAnswer does what it is asked to and closes the connection without a word.
func LostAnswer() Fault {
	return func(_ *Platform, _ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(httptest.NewRecorder(), lostAnswer(r))
		panic(http.ErrAbortHandler)
	}
}

// Disconnect closes the connection before anything is done.
func Disconnect() Fault {
	return func(*Platform, http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }
}

// Redirect sends the caller elsewhere; nothing is done.
func Redirect(to string) Fault {
	return func(_ *Platform, w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		http.Redirect(w, r, to, http.StatusFound)
	}
}

// marks are what an endpoint is to do otherwise than asked.
type marks struct {
	life          time.Duration
	flow, invalid []string
	drop, lost    bool
}

type marksKey struct{}

func marked(m marks) Fault {
	return func(_ *Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		serve(w, r.WithContext(context.WithValue(r.Context(), marksKey{}, m)))
	}
}

func lostAnswer(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), marksKey{}, marks{lost: true}))
}

func marksOf(r *http.Request) marks {
	m, _ := r.Context().Value(marksKey{}).(marks)
	return m
}

// linger waits; false means that the caller or the platform ended it. The body is read first, because only then the server notices a caller who hangs up.
func (p *Platform) linger(r *http.Request, d time.Duration) bool {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	select {
	case <-time.After(d):
		return true
	case <-r.Context().Done():
	case <-p.life.Done():
	}
	return false
}

// faults are the misbehaviours still to come, in the order in which they were injected.
type faults struct {
	mu   sync.Mutex
	next []planned
}

type planned struct {
	path  string
	left  int
	fault Fault
}

// Inject makes the next calls of a path misbehave, so many times; a negative number is until Heal. The path is as in the protocol notes, such as
// "/v1.0/robot/oToMessages/batchSend"; empty is every path. Faults of one path come one after another.
func (p *Platform) Inject(path string, times int, f Fault) {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	p.faults.next = append(p.faults.next, planned{path, times, f})
}

// Heal forgets all faults that are still to come.
func (p *Platform) Heal() {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	p.faults.next = nil
}

// take gives the fault that this call is to meet, or nil.
func (f *faults) take(path string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.IndexFunc(f.next, func(n planned) bool { return n.left != 0 && (n.path == "" || n.path == path) })
	if at < 0 {
		return nil
	}
	f.next[at].left--
	found := f.next[at].fault
	f.next = slices.DeleteFunc(f.next, func(n planned) bool { return n.left == 0 })
	return found
}
