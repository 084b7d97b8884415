package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"lianxin/config/policy"
)

// How long a session lasts, and how many there are.
const (
	sessionIdle  = 12 * time.Hour     // since it was last used
	sessionWhole = 7 * 24 * time.Hour // since the sign-in
	mostSessions = 8                  // of one account; the oldest one ends
	mostSaid     = 8                  // replies that wait for their page
	sessionName  = "lianxin"          // of the cookie; behind __Host- over https
	maxSession   = int(sessionWhole / time.Second)
)

// session is one browser in which somebody has signed in. It lies in memory under the hash of its id: a restart signs everybody out, and WeCom and DingTalk
// sign their members in again without a question.
type session struct {
	who  policy.Address
	key  []byte // makes the tokens of its forms
	made time.Time

	mu   sync.Mutex
	used time.Time
	said []saidOn // replies that wait to be shown
}

// saidOn is a reply that a page shows once.
type saidOn struct{ page, text string }

// sessions are all of them; the zero value has none. It is safe for concurrent use.
type sessions struct {
	now func() time.Time

	mu  sync.Mutex
	all map[[sha256.Size]byte]*session
}

// begin makes a session and gives its id, which is kept nowhere.
func (s *sessions) begin(who policy.Address) (id string, made *session) {
	raw, key := make([]byte, 32), make([]byte, 32)
	_, _ = rand.Read(raw)
	_, _ = rand.Read(key)
	id, now := base64.RawURLEncoding.EncodeToString(raw), s.now()
	made = &session{who: who, key: key, made: now, used: now}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[[sha256.Size]byte]*session{}
	}
	s.sweep(who, now)
	s.all[sha256.Sum256([]byte(id))] = made
	return id, made
}

// sweep ends what is over, and the oldest session of an account that has too many.
func (s *sessions) sweep(who policy.Address, now time.Time) {
	type mine struct {
		hash [sha256.Size]byte
		made time.Time
	}
	var own []mine
	for hash, one := range s.all {
		switch {
		case !one.alive(now):
			delete(s.all, hash)
		case one.who.Fold() == who.Fold():
			own = append(own, mine{hash, one.made})
		}
	}
	slices.SortFunc(own, func(a, b mine) int { return a.made.Compare(b.made) })
	for len(own) >= mostSessions {
		delete(s.all, own[0].hash)
		own = own[1:]
	}
}

// find gives the session of an id and marks it as used; nil if there is none any more.
func (s *sessions) find(id string) *session {
	hash, now := sha256.Sum256([]byte(id)), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.all[hash]
	if one == nil || !one.alive(now) {
		delete(s.all, hash)
		return nil
	}
	one.mu.Lock()
	one.used = now
	one.mu.Unlock()
	return one
}

// end ends the session of an id.
func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, sha256.Sum256([]byte(id)))
}

func (o *session) alive(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return now.Sub(o.used) < sessionIdle && now.Sub(o.made) < sessionWhole
}

// keep lets a page show a reply once.
func (o *session) keep(page, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.said = slices.DeleteFunc(o.said, func(s saidOn) bool { return s.page == page })
	o.said = append(o.said, saidOn{page, text})
	o.said = o.said[max(0, len(o.said)-mostSaid):]
}

// take gives the reply that a page is to show now; "" if there is none.
func (o *session) take(page string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, s := range o.said {
		if s.page == page {
			o.said = slices.Delete(o.said, i, i+1)
			return s.text
		}
	}
	return ""
}

// token is what a form of this session carries: the instant at which it was written, a number of its own, and a mark that nobody else can make.
func (o *session) token(at time.Time) string {
	own := strconv.FormatInt(at.Unix(), 36) + "." + rand.Text()
	return own + "." + o.mark(own)
}

// mark seals words with the key of the session.
func (o *session) mark(words string) string {
	h := hmac.New(sha256.New, o.key)
	_, _ = h.Write([]byte(words))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// wrote tells when a form of this session was written; false if its token is none of its.
func (o *session) wrote(token string) (at time.Time, ok bool) {
	own, mark, ok := cutLast(token, ".")
	if !ok || !hmac.Equal([]byte(mark), []byte(o.mark(own))) {
		return time.Time{}, false
	}
	stamp, _, _ := strings.Cut(own, ".")
	unix, err := strconv.ParseInt(stamp, 36, 64)
	return time.Unix(unix, 0).UTC(), err == nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// cookies writes the cookies of the pages: none is for scripts or other sites, over https none without it.
type cookies struct{ secure bool }

func (c cookies) name(of string) string {
	if c.secure {
		return "__Host-" + of
	}
	return of
}

func (c cookies) set(w http.ResponseWriter, of, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(of), Value: value, Path: "/", MaxAge: seconds, Secure: c.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (c cookies) get(r *http.Request, of string) string {
	cookie, err := r.Cookie(c.name(of))
	if err != nil {
		return ""
	}
	return cookie.Value
}
