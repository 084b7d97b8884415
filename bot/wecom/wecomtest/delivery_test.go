package wecomtest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSay(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	d, err := p.Say(t.Context(), "LinXiaofeng", "昨天听了两节课")
	if err != nil {
		t.Fatal(err)
	}
	if d.Reply().Text != "收到：昨天听了两节课" || len(d.Attempts) != 1 || d.MsgID == "" {
		t.Fatalf("%+v", d)
	}
	s := ref.all()[0]
	if s.FromUserName != "LinXiaofeng" || s.MsgId != d.MsgID || s.CreateTime != morning.Unix() {
		t.Fatalf("%+v", s)
	}
	want := []Line{
		{ID: 1, At: morning, From: FromMember, Kind: "text", Text: "昨天听了两节课", MsgID: d.MsgID},
		{ID: 2, At: morning, From: FromApp, Kind: "text", Text: "收到：昨天听了两节课", Passive: true},
	}
	if diff := cmp.Diff(want, p.Chat("linxiaofeng")); diff != "" {
		t.Fatal(diff)
	}
}

func TestAnswersThatSayNothing(t *testing.T) {
	for _, body := range []string{"", "success"} {
		p, _ := newPlatform(t, nil)
		application(t, p, func(int, seen) (int, string) { return 200, body })
		if d, err := p.Say(t.Context(), "chen", "hi"); err != nil || d.Reply() != (Reply{}) {
			t.Errorf("%q: %+v, %v", body, d, err)
		}
		if got := texts(p.Chat("chen")); !cmp.Equal(got, []string{"member: hi"}) {
			t.Errorf("%q: %v", body, got)
		}
	}
}

// inside runs a test in a bubble of time: an application without a socket, and the platform's own five seconds.
func inside(t *testing.T, each func(ref *reference, n int, s seen) (int, string), test func(t *testing.T, p *Platform, ref *reference)) {
	synctest.Test(t, func(t *testing.T) {
		ref := &reference{t: t}
		p, err := New(Options{Client: &http.Client{Transport: Direct(ref)}, CallbackURL: "http://lianxin.test/callback"})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		ref.o = p.Options()
		ref.each = func(n int, s seen) (int, string) { return each(ref, n, s) }
		test(t, p, ref)
	})
}

// The second and third attempt carry the same plaintext in a new envelope, five seconds after the one before.
func TestRetries(t *testing.T) {
	for name, trouble := range map[string]func(s seen) (int, string){
		"status":    func(seen) (int, string) { return 500, "" },
		"forbidden": func(seen) (int, string) { return 403, "" },
		"redirect":  func(seen) (int, string) { return 302, "" },
		"closed":    func(seen) (int, string) { return 0, "" },
		"late":      func(s seen) (int, string) { <-s.userAborts; return 200, "" },
	} {
		t.Run(name, func(t *testing.T) {
			each := func(ref *reference, n int, s seen) (int, string) {
				if n < attempts {
					return trouble(s)
				}
				return 200, ref.wrap(ref.text(s, "好"))
			}
			inside(t, each, func(t *testing.T, p *Platform, ref *reference) {
				began := time.Now()
				d, err := p.Say(t.Context(), "chen", "hi")
				if err != nil || len(d.Attempts) != 3 || d.Reply().Text != "好" {
					t.Fatalf("%+v, %v", d, err)
				}
				if took := time.Since(began); took != 10*time.Second {
					t.Errorf("three attempts in %s", took)
				}
				sameMessageInNewEnvelopes(t, ref.all())
			})
		})
	}
}

// An answer counts in the fifth second and not after it.
func TestPatience(t *testing.T) {
	for _, takes := range []time.Duration{5*time.Second - 1, 5*time.Second + 1} {
		each := func(ref *reference, _ int, s seen) (int, string) {
			time.Sleep(takes)
			return 200, ref.wrap(ref.text(s, "好"))
		}
		inside(t, each, func(t *testing.T, p *Platform, _ *reference) {
			d, err := p.Say(t.Context(), "chen", "hi")
			if inTime := takes < 5*time.Second; inTime != d.Accepted() || inTime != (err == nil) || inTime != (len(d.Attempts) == 1) {
				t.Errorf("after %s: %+v, %v", takes, d, err)
			}
		})
	}
}

func sameMessageInNewEnvelopes(t *testing.T, all []seen) {
	t.Helper()
	if len(all) != 3 {
		t.Fatalf("%d deliveries", len(all))
	}
	for _, s := range all[1:] {
		if s.plain != all[0].plain {
			t.Errorf("plaintext changed: %q", s.plain)
		}
		if s.query.Get("nonce") == all[0].query.Get("nonce") || s.query.Get("msg_signature") == all[0].query.Get("msg_signature") {
			t.Errorf("envelope was used again: %v", s.query)
		}
	}
}

func TestGivesUpAfterThreeAttempts(t *testing.T) {
	each := func(*reference, int, seen) (int, string) { return 503, "" }
	inside(t, each, func(t *testing.T, p *Platform, ref *reference) {
		d, err := p.Say(t.Context(), "chen", "hi")
		if !errors.Is(err, ErrUndelivered) || !strings.Contains(err.Error(), "503") || d.Accepted() || len(ref.all()) != 3 {
			t.Fatalf("%+v, %v", d, err)
		}
		if chat := p.Chat("chen"); len(chat) != 1 || !chat[0].Failed {
			t.Fatalf("%+v", chat)
		}
	})
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	p, _ := newPlatform(t, func(o *Options) { o.CallbackURL = "http://127.0.0.1:1/" })
	if _, err := p.Say(t.Context(), "chen", "hi"); !errors.Is(err, ErrUndelivered) {
		t.Fatal(err)
	}
}

func TestDeliveryEndsWithItsContextAndWithThePlatform(t *testing.T) {
	for name, end := range map[string]func(p *Platform, cancel context.CancelFunc){
		"context":  func(_ *Platform, cancel context.CancelFunc) { cancel() },
		"platform": func(p *Platform, _ context.CancelFunc) { p.Close() },
	} {
		p, _ := newPlatform(t, func(o *Options) { o.Patience = time.Hour })
		ctx, cancel := context.WithCancel(t.Context())
		application(t, p, func(_ int, s seen) (int, string) {
			end(p, cancel)
			<-s.userAborts
			return 200, ""
		})
		if _, err := p.Say(ctx, "chen", "hi"); !errors.Is(err, ErrUndelivered) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
}

func TestManners(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		how      Manner
		statuses []int // of the attempts
		seen     int
	}{
		"wrong signature": {Manner{WrongSignature: true}, []int{403, 403, 403}, 0},
		"wrong receiver":  {Manner{WrongReceiver: true}, []int{403, 403, 403}, 0},
		"hangs up once":   {Manner{CloseEarly: 1}, []int{0, 200}, 2},
		"hangs up always": {Manner{CloseEarly: 3}, []int{0, 0, 0}, 3},
		"twice":           {Manner{Twice: true}, []int{200, 200}, 2},
		"chunked":         {Manner{Chunked: true}, []int{200}, 1},
		"slow reader":     {Manner{SlowRead: time.Microsecond}, []int{200}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := newPlatform(t, func(o *Options) { o.Patience = time.Minute })
			var ref *reference
			ref = application(t, p, func(n int, s seen) (int, string) {
				if n <= c.how.CloseEarly { // the one that hangs up, unless that was so soon that it was never seen
					select {
					case <-s.userAborts:
					case <-time.After(100 * time.Millisecond):
					}
				}
				return 200, ref.wrap(ref.text(s, "好"))
			})
			d, err := p.Send(t.Context(), "chen", Text("hi"), c.how)
			var statuses []int
			for _, a := range d.Attempts {
				statuses = append(statuses, a.Status)
			}
			for begin := time.Now(); len(ref.all()) < c.seen && time.Since(begin) < 5*time.Second; { // the last one may still be on its way
				time.Sleep(time.Millisecond)
			}
			unseen := c.seen - len(ref.all())
			if !cmp.Equal(statuses, c.statuses) || unseen < 0 || unseen > c.how.CloseEarly || (err == nil) != d.Accepted() {
				t.Fatalf("statuses %v, seen %d, %v", statuses, len(ref.all()), err)
			}
			if name == "chunked" && ref.all()[0].length != -1 {
				t.Fatalf("length %d was announced", ref.all()[0].length)
			}
			if replies := len(p.Chat("chen")) - 1; (replies == 1) != d.Accepted() {
				t.Fatalf("%d replies in the chat", replies)
			}
		})
	}
}

func TestTwiceWantsOneAnswer(t *testing.T) {
	p, _ := newPlatform(t, nil)
	var ref *reference
	ref = application(t, p, func(n int, s seen) (int, string) { return 200, ref.wrap(ref.text(s, strings.Repeat("好", n))) })
	var bad *BadReply
	if _, err := p.Send(t.Context(), "chen", Text("hi"), Manner{Twice: true}); !errors.As(err, &bad) {
		t.Fatal(err)
	}
}

func TestRawIsALateRetry(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	first, err := p.Say(t.Context(), "chen", "hi")
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Raw(t.Context(), "chen", first.Plain, Manner{})
	if err != nil || !again.Reply().says(first.Reply()) {
		t.Fatalf("%+v, %v", again, err)
	}
	if all := ref.all(); all[0].MsgId != all[1].MsgId {
		t.Fatalf("%s and %s", all[0].MsgId, all[1].MsgId)
	}
	if got := texts(p.Chat("chen")); len(got) != 2 {
		t.Fatalf("the chat changed: %v", got)
	}
}

func TestEventsHaveNoID(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	for range 2 { // two in one second
		if d, err := p.Send(t.Context(), "chen", Event("enter_agent", ""), Manner{}); err != nil || d.MsgID != "" {
			t.Fatalf("%+v, %v", d, err)
		}
	}
	all := ref.all()
	if all[0].MsgId != "" || all[0].Event != "enter_agent" || all[0].plain != all[1].plain {
		t.Fatalf("%+v", all)
	}
	if got := texts(p.Chat("chen")); !cmp.Equal(got, []string{"app: 收到：", "app: 收到："}) {
		t.Fatal(got)
	}
}

func TestIDsDifferAcrossPlatforms(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		p, _ := newPlatform(t, nil)
		for range 3 {
			id := p.nextID()
			if seen[id] || len(id) > 19 {
				t.Fatalf("%s came twice or is too long", id)
			}
			seen[id] = true
		}
	}
}

func TestParallelDeliveries(t *testing.T) {
	p, _ := newPlatform(t, func(o *Options) { o.Patience = time.Minute })
	application(t, p, nil)
	var all sync.WaitGroup
	for _, user := range []string{"LinXiaofeng", "chen", "zhao", "wang"} {
		for range 25 {
			all.Go(func() {
				if _, err := p.Say(t.Context(), user, user); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	for _, user := range []string{"LinXiaofeng", "chen", "zhao", "wang"} {
		for _, l := range p.Chat(user) {
			if len(p.Chat(user)) != 50 || !strings.HasSuffix(l.Text, user) {
				t.Fatalf("%s: %d lines, %q", user, len(p.Chat(user)), l.Text)
			}
		}
	}
}

func TestVerification(t *testing.T) {
	for name, c := range map[string]struct {
		change func(body string) (int, string)
		good   bool
	}{
		"plain":      {func(b string) (int, string) { return 200, b }, true},
		"quoted":     {func(b string) (int, string) { return 200, `"` + b + `"` }, false},
		"newline":    {func(b string) (int, string) { return 200, b + "\n" }, false},
		"mark":       {func(b string) (int, string) { return 200, "\ufeff" + b }, false},
		"empty":      {func(string) (int, string) { return 200, "" }, false},
		"status 201": {func(b string) (int, string) { return 201, b }, false},
	} {
		p, _ := newPlatform(t, nil)
		ref := &reference{t: t, o: p.Options()}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			plain, ok := ref.open(r.URL.Query(), r.URL.Query().Get("echostr"))
			if !ok || !strings.ContainsAny(r.URL.Query().Get("echostr"), "+/") {
				t.Errorf("%s: echostr was not understood", name)
			}
			status, body := c.change(string(plain))
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		err := p.SaveURL(t.Context(), server.URL)
		if (err == nil) != c.good || (p.Options().CallbackURL == server.URL) != c.good {
			t.Errorf("%s: %v, address %q", name, err, p.Options().CallbackURL)
		}
		if c.good && p.VerifyURL(t.Context()) != nil {
			t.Errorf("%s: not verified again", name)
		}
		server.Close()
		p.Close()
	}
}
