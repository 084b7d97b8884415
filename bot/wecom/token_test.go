package wecom

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lianxin/store/ledger"
)

// TestTokenLife: expires_in counts seconds, and the token is renewed before.
func TestTokenLife(t *testing.T) {
	s := newServer(t)
	s.life = 7200
	now := newClock()
	sender := s.sender(now.now)
	for _, row := range []struct {
		wait   time.Duration
		tokens int
	}{{0, 1}, {7200*time.Second - 5*time.Minute - time.Second, 1}, {time.Second, 2}} {
		now.advance(row.wait)
		if out := sender.Send(t.Context(), leader("u"), "a"); out.State != ledger.Sent || s.tokens != row.tokens {
			t.Errorf("after %v: outcome %+v, %d tokens, want %d", row.wait, out, s.tokens, row.tokens)
		}
	}
}

// TestRefusedToken: a wrong secret is not tried again at once, and a message was not sent for want of a token.
func TestRefusedToken(t *testing.T) {
	for _, row := range []struct {
		code  int
		quiet time.Duration
		say   string
	}{
		{40001, quietAfterRefusal, sayBadSecret}, {40013, quietAfterRefusal, sayBadSecret}, {60020, quietAfterRefusal, "203.0.113.9"}, {45009, quietWhenLocked, sayTooOften},
	} {
		t.Run(fmt.Sprint(row.code), func(t *testing.T) {
			s := newServer(t)
			now := newClock()
			sender := s.sender(now.now)
			asked := 0
			no := func(w http.ResponseWriter, r *http.Request) { asked++; code(row.code)(w, r) }
			s.get = append(s.get, no, no)
			for range 3 {
				out := sender.Send(t.Context(), leader("u"), "机密")
				if out.State != ledger.Retry || out.Code != row.code || !strings.Contains(out.Reason, row.say) || out.After < time.Minute {
					t.Errorf("outcome %+v", out)
				}
			}
			if asked != 1 {
				t.Errorf("asked %d times", asked)
			}
			now.advance(row.quiet)
			sender.Send(t.Context(), leader("u"), "a")
			if out := sender.Send(t.Context(), leader("u"), "a"); out.State != ledger.Retry || asked != 2 {
				t.Errorf("after the pause: %+v, asked %d times", out, asked)
			}
			now.advance(row.quiet)
			if out := sender.Send(t.Context(), leader("u"), "a"); out.State != ledger.Sent {
				t.Errorf("corrected: %+v", out)
			}
			wantNoSecret(t, "log", s.logged())
		})
	}
}

// TestTokenTrouble: no answer to the request for a token leaves the message unsent, not unknown, and the next attempt asks again.
func TestTokenTrouble(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request)
	}{
		{"bad gateway", raw(502, "<html>")},
		{"reset", reset},
		{"truncated", raw(200, `{"errcode":0,"access_token":"`)},
		{"no token", raw(200, `{"errcode":0,"errmsg":"ok","expires_in":7200}`)},
		{"no errcode", raw(200, `{"access_token":"x"}`)},
		{"busy", code(-1)},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			s.get = append(s.get, row.fault)
			sender := s.sender(time.Now)
			if out := sender.Send(t.Context(), leader("u"), "机密"); out.State != ledger.Retry {
				t.Errorf("outcome %+v", out)
			}
			if out := sender.Send(t.Context(), leader("u"), "a"); out.State != ledger.Sent {
				t.Errorf("next: %+v", out)
			}
			wantNoSecret(t, "log", s.logged())
		})
	}
}
