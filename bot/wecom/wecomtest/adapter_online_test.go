package wecomtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
)

// silent is a Bot that hears nothing.
type silent struct{}

func (silent) Handle(context.Context, bot.Message) (bot.Reply, error) { return bot.Reply{}, nil }
func (silent) Late(context.Context, bot.Message, bot.Reply) error     { return nil }

// TestCheck: what is wrong with an application or around it, each in one line that says what to click, and nothing secret in any of them.
func TestCheck(t *testing.T) {
	type world struct {
		platform *wecomtest.Platform
		config   wecom.Config
		options  bot.CheckOptions
		now      func() time.Time
		door     http.Handler // in front of the callback
	}
	for name, tt := range map[string]struct {
		change func(*world)
		want   []string // parts of the lines that say what is wrong; none: all is well
	}{
		"all well":            {func(*world) {}, nil},
		"wrong corporation":   {func(w *world) { w.config.CorpID = "ww0000000000000000" }, []string{"企业 ID", "不认签名"}},
		"wrong secret":        {func(w *world) { w.config.Secret = "wrong" }, []string{"应用 Secret 不对"}},
		"wrong agent":         {func(w *world) { w.config.AgentID = 1000009 }, []string{"agent_id 1000009"}},
		"address not trusted": {func(w *world) { w.platform.Inject("agent/get", -1, wecomtest.Answer(60020)) }, []string{"203.0.113.9 不在可信 IP"}},
		"token refused":       {func(w *world) { w.platform.Inject("gettoken", -1, wecomtest.Answer(60020)) }, []string{"203.0.113.9"}},
		"platform down":       {func(w *world) { w.config.APIBase = "http://127.0.0.1:1" }, []string{"连不上 http://127.0.0.1:1"}},
		"another code":        {func(w *world) { w.platform.Inject("agent/get", -1, wecomtest.Answer(45009)) }, []string{"45009"}},
		"somebody out of sight": {func(w *world) {
			w.platform.Join(wecomtest.Member{UserID: "chen", Hidden: true})
			w.options.People = append(w.options.People, bot.ListedPerson{Name: "陈晓", User: "chen"}, bot.ListedPerson{Name: "赵敏", User: "nobody"})
		}, []string{"陈晓 不在应用的可见范围", "赵敏（nobody） 的账号在通讯录里没有"}},
		"nobody listed": {func(w *world) { w.options.People = []bot.ListedPerson{} }, []string{"没有人有企业微信账号"}},
		"not looked at": {func(w *world) { w.options.People = nil }, nil},
		"no public URL": {func(w *world) { w.options.Callback = "" }, []string{"public_url"}},
		"not running":   {func(w *world) { w.options.Callback = "http://127.0.0.1:1/callback/wecom" }, []string{"访问不到"}},
		"other keys":    {func(w *world) { w.config.Token = "another" }, []string{"不认签名"}},
		"bad key":       {func(w *world) { w.config.EncodingAESKey = "short" }, []string{"写法不对"}},
		"not forwarded": {func(w *world) { w.door = http.NotFoundHandler() }, []string{"HTTP 404"}},
		"answer changed": {func(w *world) {
			w.door = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("\"hello\"")) })
		}, []string{"被改动"}},
		"clock": {func(w *world) { w.now = func() time.Time { return time.Now().Add(5 * time.Minute) } }, []string{"相差 5m0s"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := wecomtest.New(wecomtest.Options{Members: []wecomtest.Member{{UserID: "LinXiaofeng", Name: "林晓峰"}}})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			server := httptest.NewServer(p)
			defer server.Close()
			o := p.Options()
			w := world{platform: p, now: time.Now, config: wecom.Config{
				CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: server.URL,
			}}
			callback, err := wecom.NewCallback(w.config, silent{}, zerolog.Nop(), time.Now)
			if err != nil {
				t.Fatal(err)
			}
			w.door = callback
			door := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.door.ServeHTTP(rw, r) }))
			defer door.Close()
			w.options = bot.CheckOptions{Callback: door.URL + "/callback/wecom", People: []bot.ListedPerson{{Name: "林晓峰", User: "LinXiaofeng"}}}
			tt.change(&w)
			var bad []string
			for _, f := range wecom.Check(t.Context(), w.config, w.options, w.now) {
				if f.Bad {
					bad = append(bad, f.Say)
				}
				for _, secret := range []string{o.Secret, o.Token, o.EncodingAESKey} {
					if strings.Contains(f.Say, secret) || strings.Contains(f.Say, "\n") {
						t.Errorf("%q", f.Say)
					}
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
		})
	}
}
