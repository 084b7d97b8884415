package wecomtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnswersByCode(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	for _, code := range []int{-1, 40001, 40014, 42001, 45009, 45033, 60020, 81013} {
		p.Inject("message/send", 2, Answer(code))
		wantCode(t, a.post("message/send", textTo(p, "chen", "hi")), code)
		wantCode(t, a.get("getcallbackip"), 0)
		wantCode(t, a.post("message/send", textTo(p, "chen", "hi")), code)
		before := len(p.Chat("chen"))
		wantCode(t, a.post("message/send", textTo(p, "chen", "hi")), 0)
		if len(p.Chat("chen")) != before+1 || before > 8 {
			t.Fatalf("%d: %d lines", code, len(p.Chat("chen")))
		}
	}
}

func TestFaultsComeInOrderUntilHealed(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	p.Inject("getcallbackip", 1, Answer(-1))
	p.Inject("", -1, Answer(45009))
	wantCode(t, a.get("getcallbackip"), -1)
	for range 5 {
		wantCode(t, a.get("getcallbackip"), 45009)
		wantCode(t, a.get("user/get?userid=chen"), 45009)
	}
	p.Heal()
	wantCode(t, a.get("getcallbackip"), 0)
}

// A download that fails is JSON with status 200.
func TestDownloadFails(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	id := p.Upload("image", "a.png", png)
	p.Inject("media/get", 1, Answer(-1))
	wantCode(t, a.get("media/get?media_id="+id), -1)
}

func TestInvalidUsers(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	p.Inject("message/send", 2, InvalidUsers("CHEN"))
	for _, c := range []struct{ to, invalid string }{{"chen|zhao", "chen"}, {"chen", "chen"}} {
		got := a.post("message/send", textTo(p, c.to, "hi"))
		wantCode(t, got, 0)
		if got["invaliduser"] != c.invalid {
			t.Fatalf("%v", got)
		}
	}
	if len(p.Chat("chen")) != 0 || len(p.Chat("zhao")) != 1 {
		t.Fatal("the wrong phone rang")
	}
}

func TestShortToken(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a, o := login(t, p), p.Options()
	p.Inject("gettoken", 1, ShortToken(time.Minute))
	got := a.call(http.MethodGet, "gettoken?corpid="+o.CorpID+"&corpsecret="+o.Secret, "", nil)
	if got["expires_in"] != float64(60) {
		t.Fatal(got)
	}
	a.token = got["access_token"].(string)
	wantCode(t, a.get("getcallbackip"), 0)
	clock.forward(time.Minute)
	wantCode(t, a.get("getcallbackip"), 42001)
}

func TestTokenGone(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a, o := login(t, p), p.Options()
	p.Inject("getcallbackip", 1, TokenGone())
	wantCode(t, a.get("getcallbackip"), 40014)
	wantCode(t, a.get("getcallbackip"), 40014)
	old := a.token
	if a.token = a.newToken(o.Secret, o.CorpID); a.token == old {
		t.Fatal("the withdrawn token came back")
	}
	wantCode(t, a.get("getcallbackip"), 0)
}

// onTheWire posts a text through a real socket and tells what came back.
func onTheWire(t *testing.T, client *http.Client, address string, p *Platform, token string) (status int, body string, err error) {
	t.Helper()
	res, err := client.Post(address+"/cgi-bin/message/send?access_token="+token, "application/json", strings.NewReader(textTo(p, "chen", "hi")))
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res.StatusCode, string(raw), err
}

func TestFaultsOfTheWire(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  Fault
		status int  // 0: no answer
		json   bool // the answer can be read
		done   bool // the message arrived none the less
	}{
		"bad gateway": {BadGateway(), 502, false, false},
		"redirect":    {Redirect("http://127.0.0.1:1/elsewhere"), 302, false, false},
		"slow":        {Slow(10 * time.Millisecond), 200, true, true},
		"hang":        {Hang(10 * time.Millisecond), 0, false, false},
		"truncated":   {Truncated(), 200, false, true},
		"lost answer": {LostAnswer(), 0, false, true},
		"disconnect":  {Disconnect(), 0, false, false},
		"stale":       {StaleConnection(), 200, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := newPlatform(t, nil)
			a := login(t, p)
			server := httptest.NewServer(p)
			defer server.Close()
			noRedirect := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			client := &http.Client{Transport: server.Client().Transport, CheckRedirect: noRedirect}
			for _, socket := range []bool{true, false} {
				if !socket {
					client.Transport = Direct(p)
				}
				before := len(p.Chat("chen"))
				p.Inject("message/send", 1, c.fault)
				status, body, err := onTheWire(t, client, server.URL, p, a.token)
				if status != c.status || (err == nil) != (c.status != 0) {
					t.Fatalf("socket %t: status %d, %v", socket, status, err)
				}
				if json.Valid([]byte(body)) != c.json || (len(p.Chat("chen")) > before) != c.done {
					t.Fatalf("socket %t: body %q, %d lines", socket, body, len(p.Chat("chen"))-before)
				}
				status, _, err = onTheWire(t, client, server.URL, p, a.token)
				if err != nil && name == "stale" { // found it dead, as it may
					status, _, err = onTheWire(t, client, server.URL, p, a.token)
				}
				if status != 200 || err != nil {
					t.Fatalf("socket %t: afterwards: %d, %v", socket, status, err)
				}
			}
		})
	}
}

func TestHangEndsWithTheCallerAndWithThePlatform(t *testing.T) {
	for name, end := range map[string]func(p *Platform, c *http.Client){
		"caller":   func(_ *Platform, c *http.Client) { c.Timeout = 20 * time.Millisecond },
		"platform": func(p *Platform, _ *http.Client) { time.AfterFunc(20*time.Millisecond, p.Close) },
	} {
		p, _ := newPlatform(t, nil)
		server := httptest.NewServer(p)
		client := &http.Client{Transport: server.Client().Transport}
		p.Inject("", -1, Hang(time.Hour))
		end(p, client)
		if _, _, err := onTheWire(t, client, server.URL, p, "x"); err == nil {
			t.Errorf("%s: an answer", name)
		}
		server.Close() // waits for the handler
	}
}

func TestTooManyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := newPlatform(t, func(o *Options) { o.Concurrent = 2 })
		a := login(t, p)
		p.Inject("message/send", -1, Slow(time.Second))
		var mu sync.Mutex
		codes := map[any]int{}
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				got := a.post("message/send", textTo(p, "chen", "hi"))
				mu.Lock()
				defer mu.Unlock()
				codes[got["errcode"]]++
			})
		}
		all.Wait()
		if codes[float64(0)] != 2 || codes[float64(45033)] != 3 || p.Counts().Peak["message/send"] != 5 || p.Counts().Calls["message/send"] != 5 {
			t.Fatalf("%v, %+v", codes, p.Counts())
		}
	})
}
