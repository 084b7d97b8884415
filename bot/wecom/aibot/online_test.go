package aibot_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
)

// TestCheck: what is wrong with a bot or around it, each in one line that says what to click, and nothing secret in any of them. While a program serves it
// keeps its connection.
func TestCheck(t *testing.T) {
	type world struct {
		platform *wecomtest.SmartBot
		config   aibot.Config
		options  bot.CheckOptions
		serving  aibot.Serving
		now      func() time.Time
	}
	displace := func(w *world) {
		go func(p *wecomtest.SmartBot) {
			for range 2000 {
				if p.Connected() {
					p.Displace()
					return
				}
				time.Sleep(time.Millisecond)
			}
		}(w.platform)
	}
	for name, tt := range map[string]struct {
		change func(*world)
		wrong  []string // parts of the lines that say what is wrong; none: all is well
	}{
		"all well":     {func(*world) {}, nil},
		"wrong secret": {func(w *world) { w.config.Secret = "another-secret" }, []string{"bot_id 或 secret 不对"}},
		"wrong bot":    {func(w *world) { w.config.BotID = "aibother" }, []string{"bot_id 或 secret 不对"}},
		"not allowed":  {func(w *world) { w.platform.Inject("aibot_subscribe", -1, wecomtest.SmartRefuse(846610)) }, []string{"错误码 846610"}},
		"not reached":  {func(w *world) { w.config.Gateway = "ws://127.0.0.1:1" }, []string{"连不上 ws://127.0.0.1:1"}},
		"displaced":    {displace, []string{"被另一个程序顶掉"}},
		"served":       {func(w *world) { w.serving = aibot.Connected }, nil},
		"not served":   {func(w *world) { w.serving = aibot.NotConnected }, []string{"没有接上"}},
		"clock":        {func(w *world) { w.now = func() time.Time { return time.Now().Add(5 * time.Minute) } }, []string{"相差 5m0s"}},
		"nobody":       {func(w *world) { w.options.People = []bot.ListedPerson{} }, []string{"没有人有企业微信账号"}},
		"not looked":   {func(w *world) { w.options.People = nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := wecomtest.NewSmartBot(wecomtest.SmartOptions{Members: wecomtest.People("u1")})
			server := httptest.NewServer(platform)
			defer server.Close()
			defer platform.Close()
			platform.Listen(server.URL)
			o := platform.Options()
			w := &world{
				platform: platform, config: aibot.Config{BotID: o.BotID, Secret: o.Secret, Gateway: platform.Gateway()},
				options: bot.CheckOptions{People: []bot.ListedPerson{{Name: "陈晓", User: "chen"}}}, now: time.Now,
			}
			tt.change(w)
			var wrong []string
			for _, f := range aibot.Check(t.Context(), w.config, w.options, w.serving, w.now) {
				if f.Bad {
					wrong = append(wrong, f.Say)
				}
				if strings.Contains(f.Say, o.Secret) || strings.Contains(f.Say, "another-secret") {
					t.Errorf("a secret is said: %s", f.Say)
				}
			}
			if len(wrong) != len(tt.wrong) {
				t.Fatalf("%q, want %q", wrong, tt.wrong)
			}
			for i, part := range tt.wrong {
				if !strings.Contains(wrong[i], part) {
					t.Errorf("%q, want %q", wrong[i], part)
				}
			}
			if w.serving != aibot.NotServing && platform.Counts().Subscribed != 0 {
				t.Error("the check took the connection of the program")
			}
		})
	}
}
