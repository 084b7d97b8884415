package wecom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func TestSend(t *testing.T) {
	s := newServer(t)
	out := s.sender(time.Now).Send(t.Context(), leader("LinXiaofeng"), "听课 <2> & 3 次\n→ 本学期 2/4")
	if diff := cmp.Diff(ledger.Outcome{State: ledger.Sent, ID: "m-1"}, out); diff != "" {
		t.Error(diff)
	}
	want := sentText{ToUser: "LinXiaofeng", MsgType: "text", AgentID: testAgent, Check: 1, Interval: 1800}
	want.Text.Content = "听课 <2> & 3 次\n→ 本学期 2/4"
	if diff := cmp.Diff([]sentText{want}, s.sent); diff != "" {
		t.Error(diff)
	}
}

// TestFaults has one row for every way in which the platform or the way to it may fail.
func TestFaults(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request)
		want  ledger.OutcomeState
		code  int
		after time.Duration // at least
		say   string
	}{
		{"busy", code(-1), ledger.Retry, -1, time.Second, sayBusy},
		{"rate", code(45009), ledger.Retry, 45009, time.Minute, sayTooOften},
		{"too many at once", code(45033), ledger.Retry, 45033, time.Second, sayTooOften},
		{"no valid receiver", code(81013), ledger.Refused, 81013, 0, sayNoSuchUser},
		{"unknown user", code(60111), ledger.Refused, 60111, 0, sayNoSuchUser},
		{"bad body", code(40058), ledger.Refused, 40058, 0, sayBadContent},
		{"other application", code(301002), ledger.Retry, 301002, time.Minute, sayBadAgent},
		{"not permitted", code(48002), ledger.Retry, 48002, time.Minute, sayNotPermitted},
		{"address not trusted", code(60020), ledger.Retry, 60020, time.Minute, "203.0.113.9"},
		{"address not trusted, none named", raw(200, `{"errcode":60020,"errmsg":"not allow to access from your ip"}`), ledger.Retry, 60020, time.Minute, sayOwnAddress},
		{"code nobody knows", code(99999), ledger.Retry, 99999, 0, "99999"},
		{"invalid user", raw(200, `{"errcode":0,"errmsg":"ok","invaliduser":"wangwu|ZHANGSAN","msgid":"m"}`), ledger.Refused, 0, 0, sayNoSuchUser},
		{"unlicensed user", raw(200, `{"errcode":0,"errmsg":"ok","unlicenseduser":"zhangsan","msgid":"m"}`), ledger.Refused, 0, 0, sayUnlicensed},
		{"somebody else invalid", raw(200, `{"errcode":0,"errmsg":"ok","invaliduser":"zhang","msgid":"m"}`), ledger.Sent, 0, 0, ""},
		{"bad gateway", raw(502, "<html>502 Bad Gateway</html>"), ledger.Unknown, 0, 0, sayNoAnswer},
		{"not found", raw(404, "<html>404</html>"), ledger.Retry, 0, 0, sayUnreachable},
		{"HTML with 200", raw(200, "<html>please log in</html>"), ledger.Unknown, 0, 0, sayNoAnswer},
		{"JSON of something else", raw(200, `{}`), ledger.Unknown, 0, 0, sayNoAnswer},
		{"empty", raw(200, ``), ledger.Unknown, 0, 0, sayNoAnswer},
		{"truncated", raw(200, `{"errcode":0,"errmsg":"o`), ledger.Unknown, 0, 0, sayNoAnswer},
		{"endless", raw(200, `{"errcode":0,"errmsg":"`+strings.Repeat("x", 2*maxAnswer)+`"}`), ledger.Unknown, 0, 0, sayNoAnswer},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, ledger.Retry, 0, 0, sayUnreachable},
		{"connection reset", reset, ledger.Unknown, 0, 0, sayNoAnswer},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			s.then(row.fault)
			out := s.sender(time.Now).Send(t.Context(), leader("zhangsan"), "机密的内容")
			if out.State != row.want || out.Code != row.code || out.After < row.after || out.After > 2*row.after+10*waitManager {
				t.Errorf("outcome %+v, want state %d, code %d, after %v", out, row.want, row.code, row.after)
			}
			if !strings.Contains(out.Reason, row.say) {
				t.Errorf("reason %q, want %q", out.Reason, row.say)
			}
			wantNoSecret(t, "reason", out.Reason)
			wantNoSecret(t, "log", s.logged())
			callFailed := row.code != 0 || row.want == ledger.Retry || row.want == ledger.Unknown
			if strings.Contains(s.logged(), "message not sent") != callFailed {
				t.Errorf("the log says %q", s.logged())
			}
		})
	}
}

// wantNoSecret looks for what must not stand in a log, a reason or an error.
func wantNoSecret(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range []string{testSecret, "s3cr3t", "token-", testToken, testKey, "机密"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds %q: %s", where, secret, text)
		}
	}
}

// TestStaleToken: a withdrawn token is renewed and the message sent, once.
func TestStaleToken(t *testing.T) {
	for _, n := range []int{40001, 40014, 41001, 42001} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s := newServer(t)
			s.then(code(n))
			if out := s.sender(time.Now).Send(t.Context(), leader("u"), "a"); out.State != ledger.Sent {
				t.Errorf("outcome %+v", out)
			}
			if s.tokens != 2 || len(s.sent) != 1 {
				t.Errorf("%d tokens, %d messages", s.tokens, len(s.sent))
			}
		})
	}
	t.Run("twice", func(t *testing.T) {
		s := newServer(t)
		s.then(code(40014), code(40014))
		out := s.sender(time.Now).Send(t.Context(), leader("u"), "a")
		if out.State != ledger.Retry || out.Code != 40014 || s.tokens != 2 {
			t.Errorf("outcome %+v after %d tokens", out, s.tokens)
		}
	})
}

// TestParallel: many at once, one token, at most four calls; then the token is withdrawn and renewed once, not once for each.
func TestParallel(t *testing.T) {
	s := newServer(t)
	s.delay = 2 * time.Millisecond
	sender := s.sender(time.Now)
	sendAll := func() {
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				if out := sender.Send(t.Context(), leader(fmt.Sprintf("u%d", i)), "a"); out.State != ledger.Sent {
					t.Errorf("outcome %+v", out)
				}
			})
		}
		all.Wait()
	}
	sendAll()
	if s.tokens != 1 || s.most > atOnce {
		t.Errorf("%d tokens, %d calls at once", s.tokens, s.most)
	}
	s.mu.Lock()
	s.stale = true
	s.mu.Unlock()
	sendAll()
	if s.tokens != 2 || len(s.sent) != 80 {
		t.Errorf("%d tokens, %d messages", s.tokens, len(s.sent))
	}
}

// TestSendersApart: two senders in one process share silenceper's client and nothing else.
func TestSendersApart(t *testing.T) {
	one, other := newServer(t), newServer(t)
	var all sync.WaitGroup
	for _, s := range []*server{one, other} {
		all.Go(func() {
			sender := s.sender(time.Now)
			for range 10 {
				sender.Send(t.Context(), leader("u"), "a")
			}
		})
	}
	all.Wait()
	if len(one.sent) != 10 || len(other.sent) != 10 || one.tokens != 1 || other.tokens != 1 {
		t.Errorf("%d and %d messages, %d and %d tokens", len(one.sent), len(other.sent), one.tokens, other.tokens)
	}
}

func TestHang(t *testing.T) {
	s := newServer(t)
	free := make(chan struct{})
	defer close(free)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.then(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.AfterFunc(50*time.Millisecond, cancel) // by then the caller knows that it was written
		<-free
	})
	start := time.Now()
	out := s.sender(time.Now).Send(ctx, leader("u"), "机密")
	if out.State != ledger.Unknown || time.Since(start) >= callTimeout {
		t.Errorf("outcome %+v after %v", out, time.Since(start))
	}
	wantNoSecret(t, "log", s.logged())
}

// TestUnreachable: nothing listens, so nothing was sent.
func TestUnreachable(t *testing.T) {
	s := newServer(t)
	sender := s.sender(time.Now)
	s.Close()
	out := sender.Send(t.Context(), leader("u"), "a")
	if out.State != ledger.Retry || out.Reason != sayUnreachable {
		t.Errorf("outcome %+v", out)
	}
	wantNoSecret(t, "log", s.logged())
	if !strings.Contains(s.logged(), "connect") {
		t.Errorf("the log does not say why: %s", s.logged())
	}
}

// TestNoSlot: who waits for one of the four calls gives up with his context.
func TestNoSlot(t *testing.T) {
	s := newServer(t)
	sender := s.sender(time.Now)
	for range atOnce {
		sender.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if out := sender.Send(ctx, leader("u"), "a"); out.State != ledger.Retry || out.Reason != sayWaiting {
		t.Errorf("outcome %+v", out)
	}
}

func TestRefusedBeforeSending(t *testing.T) {
	s := newServer(t)
	sender := s.sender(time.Now)
	for _, to := range []policy.Address{
		leader(""), leader("@all"), leader("@ALL"), leader("a|b"), leader("a b"), leader("张三"), leader("a\"b"), leader("_a"), leader(strings.Repeat("a", 65)),
		{Channel: "dingtalk", User: "u"},
	} {
		if out := sender.Send(t.Context(), to, "a"); out.State != ledger.Refused || out.Reason != sayBadUser {
			t.Errorf("%v: %+v", to, out)
		}
	}
	for _, text := range []string{"", " \n\t", "\x00\x01"} {
		if out := sender.Send(t.Context(), leader("u"), text); out.State != ledger.Refused || out.Reason != sayEmpty {
			t.Errorf("%q: %+v", text, out)
		}
	}
	if s.tokens != 0 || len(s.sent) != 0 {
		t.Errorf("the platform was asked: %d tokens, %d messages", s.tokens, len(s.sent))
	}
	for _, user := range []string{"a", "7", "Lin.Xiao-feng_2@dept", strings.Repeat("a", 64)} {
		if out := sender.Send(t.Context(), leader(user), "a"); out.State != ledger.Sent {
			t.Errorf("%s: %+v", user, out)
		}
	}
}

// TestParts: a long text goes out in numbered parts; after a failure the next attempt begins where the last one ended.
func TestParts(t *testing.T) {
	s := newServer(t)
	now := newClock()
	sender := s.sender(now.now)
	line := strings.Repeat("好", 100) + "\n"
	text := strings.Repeat(line, 20) // 6,020 bytes, all parts alike
	attempt := func() ledger.Outcome { return sender.Send(t.Context(), leader("u"), text) }

	s.then(s.take, code(-1))
	if out := attempt(); out.State != ledger.Retry {
		t.Errorf("outcome %+v", out)
	}
	if out := attempt(); out.State != ledger.Sent || out.ID != "m-4" {
		t.Errorf("outcome %+v", out)
	}
	got := s.texts()
	if len(got) != 4 {
		t.Fatalf("%d parts", len(got))
	}
	for i, part := range got {
		if len(part) > MaxText || !strings.HasSuffix(part, fmt.Sprintf("\n（%d/4）", i+1)) || !strings.HasPrefix(part, line) {
			t.Errorf("part %d of %d bytes: %q", i+1, len(part), part)
		}
	}

	s.then(s.take, code(81013))
	attempt() // the first notice is long done: this is another one with the same text, and it is refused at its second part
	s.then(s.take, code(-1))
	attempt() // a third one, left for later at its second part
	now.advance(6*time.Hour + time.Second)
	attempt() // and a fourth
	begins := 0
	for _, part := range s.texts()[4:] {
		if strings.HasSuffix(part, "（1/4）") {
			begins++
		}
	}
	if begins != 3 || len(s.texts()) != 4+1+1+4 {
		t.Errorf("three more notices with the same text began %d times and had %d parts", begins, len(s.texts())-4)
	}
}

// TestLogNamesNobody: a notice about a petition goes to somebody whose account stands nowhere else; the platform's error repeats it.
func TestLogNamesNobody(t *testing.T) {
	s := newServer(t)
	s.send = append(s.send, raw(200, `{"errcode":60111,"errmsg":"userid LIXIAOYU not found, hint lixiaoyu"}`))
	s.sender(time.Now).Send(t.Context(), leader("LiXiaoyu"), "有新进展")
	if log := strings.ToLower(s.log.String()); strings.Contains(log, "lixiaoyu") || !strings.Contains(log, "60111") {
		t.Errorf("the log says %s", log)
	}
}
