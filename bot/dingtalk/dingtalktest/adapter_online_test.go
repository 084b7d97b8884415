package dingtalktest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
)

// TestCheck: what is wrong with an application or around it, each in one line that says what to click, and nothing secret in any of them.
func TestCheck(t *testing.T) {
	t.Parallel()
	const cards, units = "/v1.0/card/instances", "/topapi/v2/user/get"
	type world struct {
		*site
		options bot.CheckOptions
		now     func() time.Time
		door    http.Handler
	}
	refuse := func(path, code, text string) func(*world) {
		return func(w *world) { w.Inject(path, -1, dingtalktest.Refuse(403, code, text)) }
	}
	for name, tt := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"all well":          {func(*world) {}, nil},
		"webhook, all well": {func(w *world) { w.options.Stream = false }, nil},
		"wrong secret":      {func(w *world) { w.config.ClientSecret = "wrong" }, []string{"Client Secret 不对"}},
		"platform down":     {func(w *world) { w.config.APIBase = "http://127.0.0.1:1" }, []string{"连不上"}},
		"wrong robot":       {func(w *world) { w.config.RobotCode = "dingother" }, []string{"核对 RobotCode"}},
		"may not send":      {refuse(pathBatch, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "qyapi_robot_sendmsg"), []string{"（qyapi_robot_sendmsg）"}},
		"address":           {refuse(pathBatch, "Forbidden.AccessDenied.IpNotInWhiteList", "request ip=203.0.113.9 not in whitelist"), []string{"203.0.113.9"}},
		"month used up":     {refuse(pathBatch, "Forbidden.AccessDenied.ApiCountLimitForOrg", "x"), []string{"额度已用完"}},
		"no cards":          {refuse(cards, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "Card.Instance.Write"), []string{"互动卡片"}},
		"no stream": {func(w *world) {
			w.Inject("/v1.0/gateway/connections/open", -1, dingtalktest.Refuse(400, "ua.invalid", "x"))
		}, []string{"ua.invalid"}},
		"no contacts": {func(w *world) { w.Inject(units, -1, dingtalktest.ErrCode(60011, "x")) }, []string{"没有读通讯录的权限"}},
		"people": {func(w *world) {
			w.Join(dingtalktest.Member{UserID: "u2", Hidden: true})
			w.options.People = append(w.options.People, bot.ListedPerson{Name: "陈晓", User: "u2"}, bot.ListedPerson{Name: "赵敏", User: "u3"})
		}, []string{"陈晓 不在应用的可见范围", "赵敏（u3） 的账号在通讯录里没有"}},
		"nobody listed": {func(w *world) { w.options.People = []bot.ListedPerson{} }, []string{"没有人有钉钉账号"}},
		"no public URL": {func(w *world) { w.options.Stream, w.options.Callback = false, "" }, []string{"public_url"}},
		"not running": {func(w *world) {
			w.options.Stream, w.options.Callback = false, "http://127.0.0.1:1/callback/dingtalk/verysecret"
		}, []string{"访问不到"}},
		"not forwarded": {func(w *world) { w.options.Stream, w.door = false, http.NotFoundHandler() }, []string{"HTTP 404"}},
		"no headers": {func(w *world) {
			inner := w.door
			w.options.Stream = false
			w.door = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				r.Header.Del("sign")
				inner.ServeHTTP(rw, r)
			})
		}, []string{"timestamp 和 sign"}},
		"clock": {func(w *world) { w.now = func() time.Time { return time.Now().Add(-2 * time.Minute) } }, []string{"相差 2m0s"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world{site: newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil), now: time.Now}
			w.listen(t, newNotebook())
			callback, err := dingtalk.NewCallback(w.in)
			if err != nil {
				t.Fatal(err)
			}
			w.door = callback
			door := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.door.ServeHTTP(rw, r) }))
			defer door.Close()
			w.options = bot.CheckOptions{Callback: door.URL + "/callback/dingtalk/verysecret", Stream: true, People: []bot.ListedPerson{{Name: "林晓峰", User: "u1"}}}
			tt.change(&w)
			var bad []string
			for _, f := range dingtalk.Check(t.Context(), w.config, w.options, w.now) {
				if f.Bad {
					bad = append(bad, f.Say)
				}
				if strings.Contains(f.Say, w.Options().ClientSecret) || strings.Contains(f.Say, "verysecret") || strings.Contains(f.Say, "\n") {
					t.Errorf("%q", f.Say)
				}
			}
			if len(bad) != len(tt.want) {
				t.Fatalf("%q, want %q", bad, tt.want)
			}
			for i, part := range tt.want {
				if !strings.Contains(bad[i], part) {
					t.Errorf("%q, want %q", bad[i], part)
				}
			}
			if len(w.Chat("u1")) != 0 {
				t.Error("somebody was told something")
			}
		})
	}
}
