package dingtalktest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const (
	pathBatch = "/v1.0/robot/oToMessages/batchSend"
	pathToken = "/v1.0/oauth2/accessToken"
	pathGroup = "/v1.0/robot/groupMessages/send"
	pathSess  = "/robot/sendBySession"
)

// TestOutcomes: what the platform says in each of its ways, and what it means for the notice. Nothing secret is in the log.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		path  string
		times int
		fault dingtalktest.Fault
		state ledger.OutcomeState
		say   string        // a part of the reason
		after time.Duration // at least
		seen  int           // messages on the phone
	}{
		{"all well", "", 0, nil, ledger.Sent, "", 0, 1},
		{"token withdrawn", pathBatch, 1, dingtalktest.TokenGone(), ledger.Sent, "", 0, 1},
		{"token withdrawn for good", pathBatch, 2, dingtalktest.Refuse(400, "InvalidAuthentication", "不合法的access_token"), ledger.Retry, "访问凭证", 30 * time.Second, 0},
		{"missing token", pathBatch, 1, dingtalktest.Refuse(401, "InvalidAuthentication.MissingToken", "x"), ledger.Sent, "", 0, 1},
		{"bad secret", pathToken, 1, dingtalktest.Refuse(400, "invalidClientIdOrSecret", "x"), ledger.Retry, "client_secret", time.Minute, 0},
		{"invalid person in a good answer", pathBatch, 1, dingtalktest.InvalidStaff("u1"), ledger.Refused, "没有这个账号", 0, 0},
		{"flow controlled in a good answer", pathBatch, 1, dingtalktest.FlowControlled("u1"), ledger.Retry, "暂时限制", 0, 0},
		{"QPS of the application", pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "x"), ledger.Retry, "频繁", time.Second, 0},
		{"QPS of the platform", pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForApi", "x"), ledger.Retry, "频繁", 5 * time.Second, 0},
		{"the month is used up", pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", "x"), ledger.Retry, "本月", time.Hour, 0},
		{"a scope is missing", pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "qyapi_robot_sendmsg"), ledger.Retry, "qyapi_robot_sendmsg", time.Minute, 0},
		{"address", pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.IpNotInWhiteList", "request ip=203.0.113.9 not in whitelist"), ledger.Retry, "203.0.113.9", time.Minute, 0},
		{"unknown person", pathBatch, 1, dingtalktest.Refuse(400, "staffId.notExisted", "x"), ledger.Refused, "没有这个账号", 0, 0},
		{"robot stopped", pathBatch, 1, dingtalktest.Refuse(400, "bot.stopped", "x"), ledger.Retry, "robot_code", time.Minute, 0},
		{"bad message", pathBatch, 1, dingtalktest.Refuse(400, "msgParam.invalid", "x"), ledger.Refused, "内容", 0, 0},
		{"unknown code", pathBatch, 1, dingtalktest.Refuse(400, "what.is.this", "x"), ledger.Retry, "what.is.this", 0, 0},
		{"page of punishment", pathBatch, 1, dingtalktest.Punished(), ledger.Retry, "五分钟", 5 * time.Minute, 0},
		{"JSON of punishment", pathBatch, 1, dingtalktest.PunishedJSON(), ledger.Retry, "五分钟", 5 * time.Minute, 0},
		{"redirect", pathBatch, 1, dingtalktest.Redirect("https://example.com/"), ledger.Retry, "五分钟", 0, 0},
		{"busy", pathBatch, 1, dingtalktest.Refuse(503, "ServiceUnavailable", "x"), ledger.Unknown, "不知是否送达", 0, 0},
		{"bad gateway", pathBatch, 1, dingtalktest.BadGateway(), ledger.Unknown, "不知是否送达", 0, 0},
		{"cut off", pathBatch, 1, dingtalktest.Truncated(), ledger.Unknown, "不知是否送达", 0, 1},
		{"answer lost", pathBatch, 1, dingtalktest.LostAnswer(), ledger.Unknown, "不知是否送达", 0, 1},
		{"token answer lost", pathToken, 1, dingtalktest.LostAnswer(), ledger.Retry, "连不上", 0, 0},
		{"silent drop", pathBatch, 1, dingtalktest.SilentDrop(), ledger.Sent, "", 0, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
			if row.fault != nil {
				s.Inject(row.path, row.times, row.fault)
			}
			out := s.send(t.Context(), "u1", "高度机密")
			if out.State != row.state || !strings.Contains(out.Reason, row.say) || out.After < row.after {
				t.Errorf("outcome %+v", out)
			}
			if got := s.Told("u1"); len(got) != row.seen {
				t.Errorf("on the phone %q", got)
			}
			for _, secret := range []string{"高度机密", s.config.ClientSecret, "u1"} {
				if strings.Contains(s.log.String(), secret) {
					t.Errorf("the log holds %q: %s", secret, &s.log)
				}
			}
			if out.State != ledger.Sent && out.Reason == "" {
				t.Error("no reason for the staff")
			}
		})
	}
}

// TestBadAccounts: what is no user id never reaches the platform, the encrypted ids of senders among it.
func TestBadAccounts(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{}, nil)
	for _, a := range []policy.Address{
		{Channel: "wecom", User: "u1"}, to(""), to("$:LWCP_v1:$abc"), to("a b"), to(`a"b`), to("a,b"), to("某人"), to(strings.Repeat("a", 65)),
	} {
		if out := s.sender.Send(t.Context(), a, "好"); out.State != ledger.Refused {
			t.Errorf("%v: %+v", a, out)
		}
	}
	if out := s.send(t.Context(), "u1", " \n"); out.State != ledger.Refused {
		t.Errorf("nothing to say: %+v", out)
	}
	if got := s.Counts().Calls; len(got) != 0 {
		t.Errorf("calls %v", got)
	}
}

// TestBatches: many who are told the same at the same time share few calls, exactly how few TestGathered says; those who cannot be told do not stop the others.
func TestBatches(t *testing.T) {
	var users []string
	for i := range 45 {
		users = append(users, fmt.Sprintf("u%02d", i))
	}
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People(users...)}, nil)
	for i, out := range s.sender.SendMany(t.Context(), users, "接待日安排已公布") {
		if out.State != ledger.Sent || len(s.Told(users[i])) != 1 {
			t.Errorf("%s: %+v", users[i], out)
		}
	}
	before := s.Counts().Calls[pathBatch]
	if before < 3 || before > 15 {
		t.Errorf("%d calls for 45 people", before)
	}
	var all sync.WaitGroup
	for _, u := range users[:20] {
		all.Go(func() {
			if out := s.send(t.Context(), u, "同一句"); out.State != ledger.Sent {
				t.Errorf("%s: %+v", u, out)
			}
		})
	}
	all.Wait()
	if got := s.Counts().Calls[pathBatch] - before; got > 10 {
		t.Errorf("%d calls for 20 people who are told the same", got)
	}
}

func TestUnknownPersonInABatch(t *testing.T) {
	users := []string{"u1", "u2", "gone", "u3", "u4", "u5"}
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1", "u2", "u3", "u4", "u5")}, nil)
	for i, out := range s.sender.SendMany(t.Context(), users, "通知") {
		want := ledger.Sent
		if users[i] == "gone" {
			want = ledger.Refused
		}
		if out.State != want || want == ledger.Sent && len(s.Told(users[i])) != 1 {
			t.Errorf("%s: %+v, told %v", users[i], out, s.Told(users[i]))
		}
	}
	s.Inject(pathBatch, 1, dingtalktest.FlowControlled("u2"))
	for i, out := range s.sender.SendMany(t.Context(), []string{"u1", "u2", "u3"}, "又一条") {
		if want := []ledger.OutcomeState{ledger.Sent, ledger.Retry, ledger.Sent}[i]; out.State != want || out.After != 0 {
			t.Errorf("%d: %+v", i, out)
		}
	}
}

// TestGivenUp: who no longer waits is not told, or nobody knows; the others are.
func TestGivenUp(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1", "u2")}, nil)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var other ledger.Outcome
	var all sync.WaitGroup
	all.Go(func() { other = s.send(t.Context(), "u2", "通知") })
	if out := s.send(gone, "u1", "通知"); out.State != ledger.Retry {
		t.Errorf("given up before the call: %+v", out)
	}
	all.Wait()
	if other.State != ledger.Sent || len(s.Told("u1")) != 0 || len(s.Told("u2")) != 1 {
		t.Errorf("%+v, told %v and %v", other, s.Told("u1"), s.Told("u2"))
	}
	late, cancel := context.WithCancel(t.Context())
	given := make(chan struct{})
	s.Inject(pathBatch, 1, func(_ *dingtalktest.Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		cancel()
		<-given
		serve(w, r)
	})
	if out := s.send(late, "u1", "慢的"); out.State != ledger.Unknown {
		t.Errorf("given up during the call: %+v", out)
	}
	close(given)
	await(t, "the slow one", func() bool { return len(s.Told("u1")) == 1 })
}

// TestAgainSaysSo: the platform has no duplicate check, so a message that may have arrived comes again with a line that says so.
func TestAgainSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	s.Inject(pathBatch, 1, dingtalktest.LostAnswer())
	if out := s.send(t.Context(), "u1", "通知"); out.State != ledger.Unknown {
		t.Fatalf("%+v", out)
	}
	if out := s.send(t.Context(), "u1", "通知"); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	if diff := cmp.Diff([]string{"通知", "通知\n（网络不稳，这一条可能是重复的）"}, s.Told("u1")); diff != "" {
		t.Error(diff)
	}
}

// TestLongText: numbered parts in order; after a fault the next attempt goes on where it stopped.
func TestLongText(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	text := strings.Repeat(`第“一”条："听课"两节。`+"\n", 400)
	s.Inject(pathBatch, 1, dingtalktest.Slow(0))
	s.Inject(pathBatch, 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForApi", "x"))
	if out := s.send(t.Context(), "u1", text); out.State != ledger.Retry || len(s.Told("u1")) != 1 {
		t.Fatalf("%+v after %d parts", out, len(s.Told("u1")))
	}
	if out := s.send(t.Context(), "u1", text); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	got := s.Told("u1")
	for i, part := range got {
		if !strings.HasSuffix(part, fmt.Sprintf("（%d/%d）", i+1, len(got))) {
			t.Errorf("part %d ends %q", i+1, part[len(part)-20:])
		}
	}
	if len(got) < 3 {
		t.Errorf("%d parts", len(got))
	}
	hard := strings.Repeat(`"\`, 2200) // the worst for JSON inside JSON
	if out := s.send(t.Context(), "u1", hard); out.State != ledger.Sent {
		t.Errorf("%+v", out)
	}
}

// TestTokenIsShared: many callers fetch one token, and another one before the first ends.
func TestTokenIsShared(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1", "u2", "u3"), PerSecond: 1000}, nil)
	talk := func(round int) {
		var all sync.WaitGroup
		for i := range 3 {
			all.Go(func() {
				if out := s.send(t.Context(), fmt.Sprintf("u%d", i+1), fmt.Sprint(round, i)); out.State != ledger.Sent {
					t.Errorf("%+v", out)
				}
			})
		}
		all.Wait()
	}
	talk(1)
	talk(2)
	if got := s.Counts().Calls[pathToken]; got != 1 {
		t.Errorf("%d tokens", got)
	}
	s.clock.forward(2 * time.Hour)
	talk(3)
	if got := s.Counts().Calls[pathToken]; got != 2 {
		t.Errorf("%d tokens after two hours", got)
	}
	s.Withdraw()
	talk(4)
	if got := s.Counts().Calls[pathToken]; got < 3 || got > 4 {
		t.Errorf("%d tokens after a withdrawal", got)
	}
}

// TestMonth: calls are counted, the operator is warned, and what the platform refuses at the end is named; sessions go on.
func TestMonth(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), PerMonth: 10}, func(c *dingtalk.Config) { c.MonthlyCalls = 10 })
	for i := range 10 {
		if out := s.send(t.Context(), "u1", fmt.Sprint("通知", i)); out.State != ledger.Sent {
			t.Fatalf("%d: %+v", i, out)
		}
	}
	for _, percent := range []string{`"percent":70`, `"percent":90`, `"percent":100`} {
		if n := strings.Count(s.log.String(), percent); n != 1 {
			t.Errorf("%s was told %d times", percent, n)
		}
	}
	if out := s.send(t.Context(), "u1", "第十一条"); out.State != ledger.Retry || !strings.Contains(out.Reason, "本月") {
		t.Errorf("%+v", out)
	}
	s.listen(t, newNotebook())
	if _, err := s.Say(t.Context(), "u1", dingtalktest.Text("你好")); err != nil {
		t.Fatal(err)
	}
	if out := s.send(t.Context(), "u1", "第十二条"); out.State != ledger.Sent || s.Counts().Calls[pathSess] != 1 {
		t.Errorf("in the session: %+v", out)
	}
	s.clock.forward(32 * 24 * time.Hour)
	if out := s.send(t.Context(), "u1", "下个月"); out.State != ledger.Sent {
		t.Errorf("next month: %+v", out)
	}
}

// TestSession: while it lasts it is used; when it is gone, whatever was promised, the server API is.
func TestSession(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), Groups: []string{"cidG"}}, nil)
	s.listen(t, newNotebook())
	say := func() {
		t.Helper()
		if _, err := s.Say(t.Context(), "u1", dingtalktest.Text("你好")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SayInGroup(t.Context(), "cidG", "u1", dingtalktest.Text("你好")); err != nil {
			t.Fatal(err)
		}
	}
	via := func(want string) {
		t.Helper()
		if out := s.send(t.Context(), "u1", "通知"+want); out.State != ledger.Sent {
			t.Errorf("%+v", out)
		}
		if out := s.sender.SendGroup(t.Context(), "cidG", "u1", "大家好"+want); out.State != ledger.Sent {
			t.Errorf("%+v", out)
		}
		chat, group := s.Chat("u1"), s.GroupChat("cidG")
		if a, b := chat[len(chat)-1], group[len(group)-1]; a.Via != want || b.Via != want || want == "session" && b.To != "u1" {
			t.Errorf("said via %+v and %+v, want %s", a, b, want)
		}
	}
	via("api")
	say()
	via("session")
	s.clock.forward(90*time.Minute - 30*time.Second) // nearly ended: not used any more
	via("api")
	say()
	s.CloseSessions()
	via("api")
}

// TestContents: everything that can be said, both ways, and what cannot.
func TestContents(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1", "u2")}, nil)
	s.listen(t, newNotebook())
	if _, err := s.Say(t.Context(), "u2", dingtalktest.Text("你好")); err != nil {
		t.Fatal(err)
	}
	button := dingtalk.Button{Title: "查看", URL: "https://example.com"}
	for kind, c := range map[string]dingtalk.Content{
		"text": dingtalk.Text("a\nb"), "markdown": dingtalk.Markdown{Title: "题", Text: "a\nb"}, "link": dingtalk.Link{Title: "题", Text: "a\nb", URL: "https://example.com"},
		"actionCard": dingtalk.ActionCard{Title: "题", Text: "a\nb", Buttons: []dingtalk.Button{button, button, button}},
	} {
		for user, via := range map[string]string{"u1": "api", "u2": "session"} {
			out := s.sender.SendContent(t.Context(), to(user), c)
			chat := s.Chat(user)
			l := chat[len(chat)-1]
			if text := strings.ReplaceAll(l.Text, "  \n", "\n"); out.State != ledger.Sent || l.Kind != kind || l.Via != via || text != "a\nb" {
				t.Errorf("%s to %s: %+v, %+v", kind, user, out, l)
			}
		}
	}
	for _, c := range []dingtalk.Content{dingtalk.Text(" "), dingtalk.Markdown{Text: "x"}, dingtalk.Link{Title: "x"}, dingtalk.ActionCard{Title: "x", Text: "y", Buttons: make([]dingtalk.Button, 6)}} {
		if out := s.sender.SendContent(t.Context(), to("u1"), c); out.State != ledger.Refused {
			t.Errorf("%+v: %+v", c, out)
		}
	}
}

// TestGroupRobot: signed, within the pace, and what goes wrong is named without its token.
func TestGroupRobot(t *testing.T) {
	t.Parallel()
	const token, secret = "robottoken0123456789", "SECabcdef"
	s := newSite(t, dingtalktest.Options{Robots: map[string]string{token: secret}, Keyword: "通知"}, func(c *dingtalk.Config) {
		c.Robots = map[string]dingtalk.GroupRobot{"党委办公室": {Token: token, Secret: secret}, "错": {Token: token, Secret: "x"}, "没了": {Token: "gone"}}
	})
	for _, row := range []struct {
		name, text string
		state      ledger.OutcomeState
	}{
		{"党委办公室", "通知：开会", ledger.Sent},
		{"党委办公室", "开会", ledger.Retry},
		{"错", "通知", ledger.Retry},
		{"没了", "通知", ledger.Refused},
		{"谁", "通知", ledger.Refused},
		{"党委办公室", "", ledger.Refused},
	} {
		if out := s.sender.SayAsRobot(t.Context(), row.name, dingtalk.Text(row.text)); out.State != row.state {
			t.Errorf("%s %q: %+v", row.name, row.text, out)
		}
	}
	sent, held := 0, 0
	for range 30 {
		switch out := s.sender.SayAsRobot(t.Context(), "党委办公室", dingtalk.Markdown{Title: "通知", Text: "通知"}); {
		case out.State == ledger.Sent:
			sent++
		case out.State == ledger.Retry && out.After > 0:
			held++
			s.clock.forward(out.After)
		default:
			t.Fatalf("%+v", out)
		}
	}
	if sent == 0 || held == 0 {
		t.Errorf("sent %d, held back %d", sent, held)
	}
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), secret) || strings.Contains(fmt.Sprintf("%+v", s.config), token) {
		t.Errorf("a secret is printed: %s %+v", &s.log, s.config)
	}
}

// TestFetch: a file on the platform, within its limits, and nothing else.
func TestFetch(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{}, nil)
	fits, large := make([]byte, dingtalk.MaxMedia), make([]byte, dingtalk.MaxMedia+1)
	for name, row := range map[string]struct {
		code string
		want int
	}{
		"small": {s.Upload([]byte("图片")), 6}, "largest": {s.Upload(fits), len(fits)}, "too large": {s.Upload(append(large, 1, 2, 3)), len(large)},
	} {
		data, err := s.sender.Fetch(t.Context(), bot.Media{ID: row.code})
		if len(data) != row.want || err != nil {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	for _, code := range []string{"", "unknown"} {
		if _, err := s.sender.Fetch(t.Context(), bot.Media{ID: code}); err == nil {
			t.Errorf("code %q was fetched", code)
		}
	}
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { t.Error("a foreign machine was asked") }))
	defer inside.Close()
	for _, address := range []string{inside.URL + "/x", "http://169.254.169.254/", "https://dingtalk.com.example.com/", "https://u@a.dingtalk.com/", "https://a.dingtalk.com:22/", "file:///etc/passwd", ""} {
		s.Inject("/v1.0/robot/messageFiles/download", 1, func(_ *dingtalktest.Platform, w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
			_, _ = io.WriteString(w, `{"downloadUrl":"`+address+`"}`)
		})
		if _, err := s.sender.Fetch(t.Context(), bot.Media{ID: s.Upload(nil)}); err != dingtalk.ErrForeignHost {
			t.Errorf("%s: %v", address, err)
		}
	}
	code := s.Upload([]byte("x"))
	s.Inject("/files/"+code, 1, dingtalktest.Redirect(inside.URL))
	if _, err := s.sender.Fetch(t.Context(), bot.Media{ID: code}); err == nil || strings.Contains(err.Error(), code) {
		t.Errorf("redirected: %v", err)
	}
}
