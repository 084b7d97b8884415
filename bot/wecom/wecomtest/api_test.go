package wecomtest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestUnknownPaths(t *testing.T) {
	p, _ := newPlatform(t, nil)
	for _, path := range []string{"/", "/cgi-bin/", "/cgi-bin/message/sent", "/message/send", "/cgi-bin/gettoken/"} {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), `"errcode":40066`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestBehindAPrefix(t *testing.T) {
	p, _ := newPlatform(t, nil)
	w := httptest.NewRecorder()
	http.StripPrefix("/inside/wecom", p).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/inside/wecom/cgi-bin/getcallbackip", nil))
	if !strings.Contains(w.Body.String(), "41001") {
		t.Fatal(w.Body)
	}
}

func TestWrongMethodAndBody(t *testing.T) {
	t.Parallel()
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	wantCode(t, a.get("message/send"), 43002)
	wantCode(t, a.post("user/get", "{}"), 43001)
	wantCode(t, a.post("message/send", "{"), 47001)
	wantCode(t, a.post("message/send", `{"touser":7}`), 47001)
	wantCode(t, a.post("message/send", strings.Repeat(" ", maxBody+1)), 45001)
}

func TestErrorTextsCarryAHint(t *testing.T) {
	text, _ := fail(60020, "")["errmsg"].(string)
	for _, part := range []string{"hint: [", "from ip: 203.0.113.9", "devtool/query?e=60020"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

func TestToken(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	o := p.Options()
	if again := a.newToken(o.Secret, o.CorpID); again != a.token || len(again) > 512 {
		t.Fatal("a valid token was not given again")
	}
	wantCode(t, a.get("getcallbackip"), 0)

	clock.forward(tokenLife - time.Second)
	wantCode(t, a.get("getcallbackip"), 0)
	clock.forward(time.Second)
	wantCode(t, a.get("getcallbackip"), 42001)

	old := a.token
	if a.token = a.newToken(o.Secret, o.CorpID); a.token == old {
		t.Fatal("an expired token was given again")
	}
	wantCode(t, a.get("getcallbackip"), 0)
	p.Withdraw()
	wantCode(t, a.get("getcallbackip"), 40014)
	a.token = ""
	wantCode(t, a.get("getcallbackip"), 41001)
}

func TestTokenRefusals(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a, o := login(t, p), p.Options()
	for _, c := range []struct {
		corp, secret string
		code         int
	}{
		{o.CorpID, o.Secret, 0},
		{o.CorpID, o.ContactSecret, 0},
		{o.CorpID, o.Secret + "x", 40001},
		{o.CorpID, "", 40001},
		{"ww0", o.Secret, 40013},
	} {
		got := a.call(http.MethodGet, "gettoken?corpid="+c.corp+"&corpsecret="+url.QueryEscape(c.secret), "", nil)
		wantCode(t, got, c.code)
		if c.code == 0 && got["expires_in"] != float64(7200) {
			t.Errorf("expires_in %v", got["expires_in"])
		}
	}
}

func TestTokensOfTwoSecretsDiffer(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a, o := login(t, p), p.Options()
	contact := a.newToken(o.ContactSecret, o.CorpID)
	if contact == a.token {
		t.Fatal("one token for two secrets")
	}
	a.token = contact
	wantCode(t, a.post("message/send", textTo(p, "chen", "hi")), 48002)
}

func TestTicket(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	first := a.get("get_jsapi_ticket")
	wantCode(t, first, 0)
	if again := a.get("ticket/get?type=agent_config"); again["ticket"] != first["ticket"] || first["ticket"] == "" {
		t.Fatalf("%v and %v", first, again)
	}
}
