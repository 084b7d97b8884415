package wecomtest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestCutReachesBothWays(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	a := login(t, p)
	server := httptest.NewServer(p)
	defer server.Close()
	p.Cut(time.Minute)
	if left := p.CutFor(); left <= 50*time.Second || left > time.Minute {
		t.Fatalf("%v are left", left)
	}
	d, err := p.Say(t.Context(), "chen", "hi")
	if !errors.Is(err, ErrUndelivered) || len(d.Attempts) != 3 || len(ref.all()) != 0 || !p.Chat("chen")[0].Failed {
		t.Fatalf("%+v, %v", d, err)
	}
	began := time.Now()
	if res, err := http.Get(server.URL + "/cgi-bin/getcallbackip?access_token=" + a.token); err == nil {
		t.Fatalf("answered with %d", res.StatusCode)
	}
	if took := time.Since(began); took < hung {
		t.Fatalf("it broke off after %v", took)
	}
	p.Cut(0)
	if _, err := p.Say(t.Context(), "chen", "hi"); err != nil || p.CutFor() != 0 {
		t.Fatal(err)
	}
	wantCode(t, a.get("getcallbackip"), 0)
}

// An expired token is refused by another code than one that was withdrawn.
func TestTokensEndTwoWays(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	p.Expire()
	wantCode(t, a.get("getcallbackip"), 42001)
	a = login(t, p)
	wantCode(t, a.get("getcallbackip"), 0)
	p.Withdraw()
	wantCode(t, a.get("getcallbackip"), 40014)
}

// What is done without an answer is done, and the connection ends when it is told to.
func TestSilentUntil(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	server := httptest.NewServer(p)
	defer server.Close()
	end := make(chan struct{})
	p.Inject("message/send", 1, SilentUntil(end))
	failed := make(chan error, 1)
	go func() {
		_, err := http.Post(server.URL+"/cgi-bin/message/send?access_token="+a.token, "application/json", strings.NewReader(textTo(p, "chen", "hi")))
		failed <- err
	}()
	for until := time.Now().Add(10 * time.Second); len(p.Chat("chen")) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("nothing was done")
		}
	}
	select {
	case err := <-failed:
		t.Fatalf("it did not keep silent: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(end)
	if err := <-failed; err == nil {
		t.Fatal("an answer came")
	}
}
