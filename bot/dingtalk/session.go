package dingtalk

import (
	"sync"
	"time"
)

// session is where a conversation can be answered without a token and without a call that counts, until it ends (protocol 3.6).
type session struct {
	address string
	until   time.Time
}

// sessionMargin is how long before its end a session is no longer used.
const sessionMargin = time.Minute

func (s session) open(now time.Time) bool {
	return s.address != "" && now.Before(s.until.Add(-sessionMargin))
}

// sessions remembers the last session of every person and of every group. It lies in memory only: after a restart the server API is used until the next
// message. The zero value is ready.
type sessions struct {
	mu   sync.Mutex
	last map[string]session
}

// mostSessions is more than a large university needs; when there are more, those that have ended go.
const mostSessions = 20_000

func (s *sessions) keep(who string, one session, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = make(map[string]session)
	}
	if len(s.last) >= mostSessions {
		for k, old := range s.last {
			if !old.open(now) {
				delete(s.last, k)
			}
		}
	}
	if len(s.last) < mostSessions {
		s.last[who] = one
	}
}

// of gives the open session of a person or a group; false if there is none.
func (s *sessions) of(who string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.last[who]
	return one, ok && one.open(now)
}

// drop forgets a session that the platform says is gone, unless a newer one has taken its place.
func (s *sessions) drop(who, address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last[who].address == address {
		delete(s.last, who)
	}
}
