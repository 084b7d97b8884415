package platforms

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/config"
	"lianxin/store"
)

// TestMetricsOfEveryChannel reads the metrics of a school with both platforms.
func TestMetricsOfEveryChannel(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "lianxin.db"), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	p := New(st, zerolog.Nop(), time.Now)
	b := bot.New(school, st, zerolog.Nop(), bot.Options{Fetch: p.Fetch, Files: p.TakesFiles, Cards: p.ShowsCards})
	app := wecom.Config{CorpID: "ww0123456789abcdef", AgentID: 1000002, Secret: "oh-so-secret", Token: "TokenOfTheTest", EncodingAESKey: strings.Repeat("a", 42) + "A"}
	if err := p.AddWeCom(app, map[string]string{"党委办公室": "a-key"}, b); err != nil {
		t.Fatal(err)
	}
	if err := p.AddDingTalk(dingtalk.Config{ClientID: "dingabc", ClientSecret: "oh-so-secret", MonthlyCalls: 5000}, nil, b); err != nil {
		t.Fatal(err)
	}
	defer p.HangUp(t.Context())
	if got := strings.Join(p.Channels(), " "); got != "dingtalk dingtalk-group wecom wecom-group" {
		t.Errorf("channels %s", got)
	}
	admin := web.NewAdmin(zerolog.Nop())
	if err := p.Metrics(admin); err != nil {
		t.Fatal(err)
	}
	if calls, err := p.meter()(dingtalk.Month(time.Now())); err != nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	w := httptest.NewRecorder()
	admin.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`lianxin_callbacks_total{channel="wecom",outcome="answered"} 0`, `lianxin_callbacks_total{channel="dingtalk",outcome="stranger"} 0`,
		`lianxin_api_calls_month{channel="dingtalk"} 1`, `lianxin_api_budget_month{channel="dingtalk"} 5000`,
		`lianxin_stream_connections_total{channel="dingtalk",state="displaced"} 0`,
	} {
		if !strings.Contains(w.Body.String(), want+"\n") {
			t.Errorf("no %s", want)
		}
	}
}
