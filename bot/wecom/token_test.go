package wecom

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/store/ledger"
)

// TestTokenLife: renewed five minutes early, unless it is short-lived from the start.
func TestTokenLife(t *testing.T) {
	for _, row := range []struct {
		life   int
		steps  []time.Duration
		tokens int
	}{
		{7200, []time.Duration{0, 7200*time.Second - 5*time.Minute - time.Second}, 1},
		{7200, []time.Duration{0, 7200*time.Second - 5*time.Minute}, 2},
		{60, []time.Duration{0, 59 * time.Second}, 1},
		{60, []time.Duration{0, 60 * time.Second}, 2},
		{600, []time.Duration{0, 599 * time.Second}, 1},
		{0, []time.Duration{0, 0}, 2},
	} {
		t.Run(fmt.Sprintf("%d/%v", row.life, row.steps), func(t *testing.T) {
			s := newServer(t)
			s.life = row.life
			now := newClock()
			sender := s.sender(now.now)
			for _, d := range row.steps {
				now.advance(d)
				if out := sender.Send(t.Context(), leader("u"), "a"); out.State != ledger.Sent {
					t.Errorf("outcome %+v", out)
				}
			}
			if s.tokens != row.tokens {
				t.Errorf("%d tokens, want %d", s.tokens, row.tokens)
			}
		})
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

// TestOneFlight: while one asks for a token the others wait, each no longer than he wants; when the one gives up, the next asks.
func TestOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		slow := &tokens{now: time.Now, fetch: func(ctx context.Context) (token, error) {
			asked++
			select {
			case <-ctx.Done():
				return token{}, ctx.Err()
			case <-time.After(3 * time.Second):
				return token{"t", time.Hour}, nil
			}
		}}
		var all sync.WaitGroup
		get := func(patience time.Duration, want string) {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				if got, err := slow.GetAccessTokenContext(ctx); got != want || (err == nil) != (want != "") {
					t.Errorf("patience %v: %q, %v", patience, got, err)
				}
			})
		}
		get(2*time.Second, "") // leads, and gives up before the answer
		synctest.Wait()
		get(time.Second, "")     // gives up while waiting
		get(10*time.Second, "t") // leads after two seconds
		get(10*time.Second, "t") // waits for that
		all.Wait()
		if asked != 2 {
			t.Errorf("asked %d times", asked)
		}
		if got, err := slow.GetAccessToken(); got != "t" || err != nil {
			t.Errorf("cached: %q, %v", got, err)
		}
		slow.drop("older")
		if got, _ := slow.GetAccessToken(); got != "t" || asked != 2 {
			t.Error("an older token took the new one with it")
		}
	})
}

func TestPanicInFetchFreesTheOthers(t *testing.T) {
	calls := 0
	tk := &tokens{now: time.Now, fetch: func(context.Context) (token, error) {
		if calls++; calls == 1 {
			panic("boom")
		}
		return token{"t", time.Hour}, nil
	}}
	func() {
		defer func() { _ = recover() }()
		_, _ = tk.GetAccessToken()
	}()
	if got, err := tk.GetAccessToken(); got != "t" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
