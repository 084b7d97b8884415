package reminders_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// twoPlatforms is the demo school on both simulated platforms.
type twoPlatforms struct {
	school   *policy.School
	st       *store.Store
	wecom    *wecomtest.Platform
	dingtalk *dingtalktest.Platform
	delivery *reminders.Delivery
	bot      *bot.Bot
	log      bytes.Buffer
	keys     int
}

// newTwoPlatforms knows on WeCom everybody but those who left it.
func newTwoPlatforms(t *testing.T, left ...string) *twoPlatforms {
	t.Helper()
	p := &twoPlatforms{}
	var err error
	if p.school, err = config.DemoSchool(); err != nil {
		t.Fatal(err)
	}
	vault, err := store.NewVault([]byte("k " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		t.Fatal(err)
	}
	if p.st, err = store.Open(memory.New(), store.Options{Location: p.school.Location, Vault: vault}); err != nil {
		t.Fatal(err)
	}
	var wecomUsers, dingUsers []string
	for _, m := range p.school.Members {
		for _, a := range m.Accounts {
			switch a.Channel {
			case wecom.Channel:
				wecomUsers = append(wecomUsers, a.User)
			case dingtalk.Channel:
				dingUsers = append(dingUsers, a.User)
			}
		}
	}
	if p.wecom, err = wecomtest.New(wecomtest.Options{Members: wecomtest.People(wecomUsers...)}); err != nil {
		t.Fatal(err)
	}
	for _, user := range left {
		p.wecom.Leave(user)
	}
	p.dingtalk = dingtalktest.New(dingtalktest.Options{Members: dingtalktest.People(append(dingUsers, "0199")...)})
	w, d := httptest.NewServer(p.wecom), httptest.NewServer(p.dingtalk)
	p.dingtalk.Listen(d.URL)
	wo, do := p.wecom.Options(), p.dingtalk.Options()
	log := zerolog.New(zerolog.SyncWriter(&p.log))
	ding := dingtalk.NewSender(dingtalk.Config{ClientID: do.ClientID, ClientSecret: do.ClientSecret, APIBase: d.URL, OldAPIBase: d.URL}, nil, log, time.Now)
	senders := map[string]reminders.Sender{
		wecom.Channel:    wecom.NewSender(wecom.Config{CorpID: wo.CorpID, AgentID: wo.AgentID, Secret: wo.Secret, APIBase: w.URL}, log, time.Now),
		dingtalk.Channel: ding,
	}
	p.delivery = reminders.NewDelivery(p.st, senders, time.Now, log, reminders.DeliveryOptions{
		Resolve: reminders.Resolver(p.school, []string{wecom.Channel, dingtalk.Channel}),
	})
	p.bot = bot.New(p.school, p.st, log, bot.Options{})
	t.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
		defer stop()
		if err := ding.Close(ctx); err != nil {
			t.Error(err)
		}
		p.wecom.Close()
		p.dingtalk.Close()
		w.Close()
		d.Close()
		_ = p.st.Close()
	})
	return p
}

// say has somebody write from an account.
func (p *twoPlatforms) say(t *testing.T, from policy.Address, text string) string {
	t.Helper()
	p.keys++
	now := time.Now().UTC()
	reply, err := p.bot.Handle(t.Context(), bot.Message{Key: string(rune('a' + p.keys)), From: from, Text: text, At: now, Received: now})
	if err != nil {
		t.Fatal(err)
	}
	return reply.Text
}

// tell puts a reminder for a member into the outbox and delivers it.
func (p *twoPlatforms) tell(t *testing.T, key string, to policy.Address, member string) ledger.Notice {
	t.Helper()
	now := time.Now().UTC()
	err := p.st.Update(now, func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{Key: key, Kind: "quota", To: to, Member: member, Text: "提醒 " + key, Made: now, Due: now})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var n ledger.Notice
	for range 3 { // a row that falls over is due again at once
		if _, err := p.delivery.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	err = p.st.View(func(tx *store.Tx) (err error) {
		n, err = tx.Notice(key)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFallOverOnBothPlatforms: who is not in WeCom's visible range any more is told on DingTalk, once; where he said that he prefers DingTalk, there; where
// DingTalk does not know him either the office reads both reasons.
func TestFallOverOnBothPlatforms(t *testing.T) {
	p := newTwoPlatforms(t, "LinXiaofeng")
	lin, he, chen := p.school.Member("lin"), p.school.Member("he"), p.school.Member("chen")
	ding := func(m *policy.Member) string { return m.Accounts[1].User }
	if n := p.tell(t, "k1", lin.Accounts[0], lin.ID); n.Sent.IsZero() || len(n.Tried) != 1 || n.Via != dingtalk.Channel {
		t.Errorf("%+v", n)
	}
	if got := p.dingtalk.Told(ding(lin)); len(got) != 1 {
		t.Errorf("told %q", got)
	}
	p.say(t, he.Accounts[0], "首选钉钉")
	if n := p.tell(t, "k2", he.Accounts[0], he.ID); n.Sent.IsZero() || len(n.Tried) != 0 || len(p.dingtalk.Told(ding(he))) != 1 || len(p.wecom.Chat(he.Accounts[0].User)) != 0 {
		t.Errorf("%+v", n)
	}
	p.dingtalk.Inject("/v1.0/robot/oToMessages/batchSend", 1, dingtalktest.InvalidStaff(ding(lin)))
	if n := p.tell(t, "k3", lin.Accounts[0], lin.ID); n.Refused.IsZero() || len(n.Tried) != 1 {
		t.Errorf("%+v", n)
	}
	said := p.say(t, chen.Accounts[0], "谁没收到")
	for _, part := range []string{"林晓峰", "企业微信：企业微信里没有这个账号", "钉钉：钉钉里没有这个账号", "已改发到本人的另一个账号", "钉钉：已送达"} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not in %s", part, said)
		}
	}
}

// TestBoundFilerIsReached: somebody in no list files on WeCom, binds DingTalk, leaves WeCom, and still gets the answer; no log names an account of his, and what was
// settled does not show that he has two.
func TestBoundFilerIsReached(t *testing.T) {
	p := newTwoPlatforms(t)
	p.wecom.Join(wecomtest.Member{UserID: "ZqFiler"})
	from, other := policy.Address{Channel: wecom.Channel, User: "ZqFiler"}, policy.Address{Channel: dingtalk.Channel, User: "0199"}
	if said := p.say(t, from, "主楼电梯三天两头停，匿名"); !strings.Contains(said, "已登记") {
		t.Fatal(said)
	}
	_, code, _ := strings.Cut(p.say(t, other, "绑定企业微信"), "验证码 ")
	if said := p.say(t, from, "确认绑定 "+code[:6]); !strings.Contains(said, "已绑定") {
		t.Fatal(said)
	}
	p.wecom.Leave("ZqFiler")
	var id string
	err := p.st.View(func(tx *store.Tx) error {
		list, err := tx.Mine(p.school, other, true)
		if len(list) == 1 {
			id = list[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	if n := p.tell(t, "k1", store.SealedAddress(id, 0), ""); n.Sent.IsZero() || len(n.Tried) != 0 || n.Via != "" || !strings.EqualFold(n.To.User, id+"/0") {
		t.Errorf("%+v", n)
	}
	if got := strings.Join(p.dingtalk.Told("0199"), "\n"); !strings.Contains(got, "提醒 k1") {
		t.Errorf("told %q", got)
	}
	for _, secret := range []string{"zqfiler", "0199", code[:6], "电梯"} {
		if strings.Contains(strings.ToLower(p.log.String()), secret) {
			t.Errorf("%q is in the log: %s", secret, &p.log)
		}
	}
}
