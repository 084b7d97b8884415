package dingtalktest_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/store/ledger"
)

// TestDoor signs a member in by a code that is good once, and nobody else.
func TestDoor(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: []dingtalktest.Member{{UserID: "013344"}, {UserID: "f1", Foreign: true}}}, nil)
	door := dingtalk.NewDoor(s.sender)
	code := s.Visit("013344")
	if user, err := door.Who(t.Context(), code); err != nil || user != "013344" {
		t.Errorf("a member: %q, %v", user, err)
	}
	s.Withdraw()
	if user, err := door.Who(t.Context(), s.Visit("013344")); err != nil || user != "013344" {
		t.Errorf("with a new token: %q, %v", user, err)
	}
	late := s.Visit("013344")
	s.clock.forward(5 * time.Minute)
	for name, code := range map[string]string{"spent": code, "late": late, "made up": "abc", "foreign": s.Visit("f1"), "unknown": s.Visit("nobody")} {
		user, err := door.Who(t.Context(), code)
		if no := (*ledger.Refusal)(nil); user != "" || !errors.As(err, &no) {
			t.Errorf("%s: %q, %v", name, user, err)
		}
	}
	s.Inject("/v1.0/oauth2/userAccessToken", 1, dingtalktest.Refuse(503, "ServiceUnavailable", "away"))
	code = s.Visit("013344")
	if user, err := door.Who(t.Context(), code); user != "" || err == nil || strings.Contains(err.Error(), code) {
		t.Errorf("the platform is away: %q, %v", user, err)
	}
}

// TestDoorAsks sends browsers where the platform signs members in.
func TestDoorAsks(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{}, nil)
	at, err := url.Parse(dingtalk.NewDoor(s.sender).Ask("", "https://x.example/app/oauth/dingtalk", "abc"))
	if err != nil || at.Host != "login.dingtalk.com" || at.Path != "/oauth2/auth" {
		t.Fatalf("%v, %v", at, err)
	}
	q := at.Query()
	if q.Get("client_id") != s.config.ClientID || q.Get("redirect_uri") != "https://x.example/app/oauth/dingtalk" || q.Get("state") != "abc" || q.Get("response_type") != "code" || q.Get("scope") != "openid" {
		t.Errorf("%v", q)
	}
}
