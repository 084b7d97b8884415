package wecomtest_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// TestDoor signs a member in by a code that is good once and for five minutes, and nobody else.
func TestDoor(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	door := wecom.NewDoor(s.config, s.sender)
	code := s.Visit("LinXiaofeng")
	s.Inject("auth/getuserinfo", 1, wecomtest.TokenGone())
	if user, err := door.Who(t.Context(), code); err != nil || user != "LinXiaofeng" {
		t.Errorf("with a new token: %q, %v", user, err)
	}
	late := s.Visit("chen")
	s.forward(5 * time.Minute)
	for name, code := range map[string]string{"spent": code, "late": late, "made up": "abc", "none": "", "not a member": s.Visit("")} {
		user, err := door.Who(t.Context(), code)
		if no := (*ledger.Refusal)(nil); user != "" || !errors.As(err, &no) {
			t.Errorf("%s: %q, %v", name, user, err)
		}
	}
	s.Inject("auth/getuserinfo", 1, wecomtest.BadGateway())
	code = s.Visit("chen")
	if user, err := door.Who(t.Context(), code); user != "" || err == nil || strings.Contains(err.Error(), code) {
		t.Errorf("the platform is away: %q, %v", user, err)
	}
}

// TestDoorAsks sends WeCom's own client one way and other browsers another, as the protocol has it.
func TestDoorAsks(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	c := s.config
	inside := wecom.NewDoor(c, s.sender).Ask("Mozilla/5.0 MicroMessenger/7.0.1 wxwork/4.1", "https://x.example/app/oauth/wecom", "abc")
	want := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + c.CorpID + "&redirect_uri=https%3A%2F%2Fx.example%2Fapp%2Foauth%2Fwecom&response_type=code&scope=snsapi_base&state=abc&agentid="
	if !strings.HasPrefix(inside, want) || !strings.HasSuffix(inside, "#wechat_redirect") {
		t.Errorf("in the client: %s", inside)
	}
	c.OAuthBase, c.LoginBase = "https://oauth.example/", "https://login.example"
	door := wecom.NewDoor(c, s.sender)
	if at := door.Ask("wxwork", "b", "s"); !strings.HasPrefix(at, "https://oauth.example/connect/") {
		t.Errorf("private deployment, client: %s", at)
	}
	at, err := url.Parse(door.Ask("Mozilla/5.0", "https://x.example/b", "s"))
	if err != nil || at.Host != "login.example" || at.Query().Get("redirect_uri") != "https://x.example/b" || at.Query().Get("login_type") != "CorpApp" {
		t.Errorf("browser: %v, %v", at, err)
	}
}
