package web

import "sync"

// seen remembers how many lines of each chat were shown. The zero value has shown none.
type seen struct {
	mu    sync.Mutex
	lines map[string]int // by user
}

// mark notes that the first n lines of the user's chat were shown.
func (s *seen) mark(user string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lines == nil {
		s.lines = make(map[string]int)
	}
	s.lines[user] = max(s.lines[user], n)
}

// count is how many lines of the user's chat were shown.
func (s *seen) count(user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines[user]
}

// unread counts the bot's lines on somebody's phone that were not shown yet.
func (s *Sandbox) unread(p person) int {
	lines := s.phones.Chat(p.user)
	n := 0
	for _, l := range lines[min(s.seen.count(p.user), len(lines)):] {
		if !l.Mine {
			n++
		}
	}
	return n
}
