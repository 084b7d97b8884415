package wecomtest

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"
)

func TestPost(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	status, reply, err := p.Post(t.Context(), "chen", "hi", "77")
	if status != 200 || reply != "收到：hi" || err != nil {
		t.Fatal(status, reply, err)
	}
	if s := ref.all()[0]; s.MsgId != "77" || s.FromUserName != "chen" || len(p.Chat("chen")) != 0 {
		t.Fatalf("%+v", s)
	}
}

func TestPostMakesOneAttempt(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, func(n int, _ seen) (int, string) {
		return []int{500, 0, 200}[n-1], "nonsense"
	})
	if status, _, err := p.Post(t.Context(), "chen", "hi", "1"); status != 500 || err != nil {
		t.Fatal(status, err)
	}
	if status, _, err := p.Post(t.Context(), "chen", "hi", "1"); status != 0 || err == nil {
		t.Fatal(status, err)
	}
	var bad *BadReply
	if status, _, err := p.Post(t.Context(), "chen", "hi", "1"); status != 200 || !errors.As(err, &bad) {
		t.Fatal(status, err)
	}
	if n := len(ref.all()); n != 3 {
		t.Fatalf("%d attempts", n)
	}
}

func TestPreparedEnvelopeIsPostedAgainAndAgain(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	e := p.Prepare("chen", "hi", "77")
	for range 3 {
		req, err := e.Request(t.Context(), p.Options().CallbackURL)
		if err != nil {
			t.Fatal(err)
		}
		res, err := p.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if r, bad := p.OpenReply("chen", body); err != nil || bad != nil || r.Text != "收到：hi" {
			t.Fatal(r, err, bad)
		}
	}
	if n := len(ref.all()); n != 3 {
		t.Fatalf("%d deliveries", n)
	}
}

// The application may live in the same process, without a socket.
func TestDirectCallback(t *testing.T) {
	app := &reference{t: t}
	p, _ := newPlatform(t, func(o *Options) {
		o.Client, o.CallbackURL = &http.Client{Transport: Direct(app)}, "http://lianxin.test/callback/wecom"
		o.Patience = time.Minute
	})
	app.o = p.Options()
	app.each = func(n int, s seen) (int, string) {
		if n == 1 {
			return 200, app.wrap(app.text(s, "好"))
		}
		<-s.userAborts // an attempt that hangs up
		return 200, ""
	}
	if err := p.VerifyURL(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d, err := p.Say(t.Context(), "chen", "hi"); err != nil || d.Reply().Text != "好" {
		t.Fatal(d, err)
	}
	if _, err := p.Send(t.Context(), "chen", Text("hi"), Manner{CloseEarly: 3}); !errors.Is(err, ErrUndelivered) {
		t.Fatal(err)
	}
}

func TestDirectLetsPanicsThrough(t *testing.T) {
	defer func() {
		if recover() != "bug" {
			t.Error("the panic was swallowed")
		}
	}()
	client := &http.Client{Transport: Direct(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("bug") }))}
	res, err := client.Get("http://lianxin.test/")
	if err == nil {
		res.Body.Close()
	}
}

func BenchmarkPrepare(b *testing.B) {
	p, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	for b.Loop() {
		p.Prepare("chen", "昨天下午去教科院听了两节课，王丽老师的教育心理学", "77")
	}
}
