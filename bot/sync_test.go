package bot_test

import (
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
	"lianxin/config/policy"
	"lianxin/store"
)

// contacts are the address books of both simulated platforms over one story.
type contacts struct {
	*story
	t        *testing.T
	wecom    *wecomtest.Platform
	dingtalk *dingtalktest.Platform
	book     map[string]func() bot.Directory
}

// newContacts knows everybody of the demo school on WeCom, in his unit, and nobody on DingTalk.
func newContacts(t *testing.T) *contacts {
	t.Helper()
	s, err := newStory(t.TempDir() + "/lianxin.db")
	if err != nil {
		t.Fatal(err)
	}
	c := &contacts{story: s, t: t}
	departments := []wecomtest.Department{{ID: 1, Name: "示例大学"}, {ID: 2, ParentID: 1, Name: "党办"}, {ID: 3, ParentID: 2, Name: "秘书科"}}
	var members []wecomtest.Member
	for _, m := range s.school.Members {
		members = append(members, wecomtest.Member{UserID: m.Accounts[0].User, Name: m.Name, Department: 1})
	}
	if c.wecom, err = wecomtest.New(wecomtest.Options{Members: members, Departments: departments}); err != nil {
		t.Fatal(err)
	}
	c.dingtalk = dingtalktest.New(dingtalktest.Options{Departments: []dingtalktest.Department{{ID: 7, Name: "党委办公室"}, {ID: 8, Parent: 7, Name: "机要科"}, {ID: 9, Name: "后勤处"}}})
	w, d := httptest.NewServer(c.wecom), httptest.NewServer(c.dingtalk)
	wo, do := c.wecom.Options(), c.dingtalk.Options()
	now := time.Now
	ding := dingtalk.NewSender(dingtalk.Config{ClientID: do.ClientID, ClientSecret: do.ClientSecret, APIBase: d.URL, OldAPIBase: d.URL}, nil, zerolog.Nop(), now)
	config := wecom.Config{CorpID: wo.CorpID, AgentID: wo.AgentID, Secret: wo.Secret, ContactSecret: wo.ContactSecret, APIBase: w.URL}
	c.book = map[string]func() bot.Directory{
		wecom.Channel:    func() bot.Directory { return wecom.NewDirectory(config, now) },
		dingtalk.Channel: func() bot.Directory { return ding.Directory() },
		"unlisted": func() bot.Directory {
			alone := config
			alone.ContactSecret = ""
			return wecom.NewDirectory(alone, now)
		},
	}
	t.Cleanup(func() {
		_ = ding.Close(t.Context())
		c.wecom.Close()
		c.dingtalk.Close()
		w.Close()
		d.Close()
		_ = s.store.Close()
	})
	return c
}

// sync compares one address book.
func (c *contacts) sync(which string, o bot.SyncOptions) string {
	c.t.Helper()
	channel := which
	if which == "unlisted" {
		channel = wecom.Channel
	}
	said, err := c.bot.Sync(c.t.Context(), channel, c.book[which](), c.now, o)
	if err != nil {
		c.t.Fatal(err)
	}
	return said
}

// wants looks for parts in what was said, and for parts that must not be there behind a "!".
func (c *contacts) wants(said string, parts ...string) {
	c.t.Helper()
	for _, part := range parts {
		rest, not := strings.CutPrefix(part, "!")
		if strings.Contains(said, rest) == not {
			c.t.Errorf("%q: %v, in\n%s", rest, !not, said)
		}
	}
}

func (c *contacts) ended(a policy.Address) (is bool) {
	_ = c.store.View(func(tx *store.Tx) error {
		is = tx.Ended(a)
		return nil
	})
	return is
}

// TestSyncLeavers: who is in the directory no more ends, with a word to the administrators; who is only out of sight does not; a dry run writes nothing; who
// comes back is back; whoever is not listed is a number.
func TestSyncLeavers(t *testing.T) {
	c := newContacts(t)
	lin, he := c.address("lin"), c.address("he")
	c.wecom.Leave(lin.User)
	c.wecom.Join(wecomtest.Member{UserID: he.User, Name: "何敏华", Hidden: true})
	c.wecom.Join(wecomtest.Member{UserID: "stranger1"})
	ghost := policy.Address{Channel: wecom.Channel, User: "Ghost"}
	if err := c.store.Update(c.now, func(tx *store.Tx) error {
		return tx.Bind(c.school, ghost, policy.Address{Channel: "dingtalk", User: "0199"}, "code")
	}); err != nil {
		t.Fatal(err)
	}
	dry := c.sync(wecom.Channel, bot.SyncOptions{Dry: true})
	c.wants(dry, "停用：林晓峰 的账号 LinXiaofeng", "名单以外绑定过的账号 1 个", "!Ghost", "!0199", "试运行", "!stranger1")
	if c.ended(lin) {
		t.Fatal("a dry run ended an account")
	}
	c.wants(c.sync(wecom.Channel, bot.SyncOptions{}), "停用：林晓峰", "已同步")
	if !c.ended(lin) || !c.ended(ghost) || c.ended(he) {
		t.Error("the wrong accounts ended")
	}
	var told strings.Builder
	if err := c.notes(&told, nil); err != nil {
		t.Fatal(err)
	}
	c.wants(told.String(), "林晓峰的企业微信账号已不在通讯录里", "wecom:GuJia")
	c.wants(c.sync(wecom.Channel, bot.SyncOptions{}), "!停用", "已同步") // the same again tells nothing
	c.wecom.Join(wecomtest.Member{UserID: lin.User, Name: "林晓峰"})
	c.wants(c.sync("unlisted", bot.SyncOptions{}), "恢复：林晓峰", "不能列出全部成员", "看不到：何敏华")
	if c.ended(lin) {
		t.Error("not back")
	}
}

// TestSyncBinds: somebody listed without an account on DingTalk is bound to the one person there of his name and unit, also below it; what is not sure is only
// said; both go on as one person.
func TestSyncBinds(t *testing.T) {
	c := newContacts(t)
	for _, m := range []string{"lin", "chen", "peng", "liu"} {
		_ = c.unlisted(nil, []string{m, "dingtalk"})
	}
	for _, m := range c.school.Members {
		for _, a := range m.Accounts {
			if a.Channel == dingtalk.Channel {
				c.dingtalk.Join(dingtalktest.Member{UserID: a.User, Name: m.Name})
			}
		}
	}
	for _, m := range []dingtalktest.Member{
		{UserID: "d-chen", Name: "陈晓", Department: 8},
		{UserID: "d-peng1", Name: "彭勇", Department: 9},
		{UserID: "d-peng2", Name: "彭勇", Department: 7},
		{UserID: "d-lin", Name: "林晓峰", Department: 9},
		{UserID: "d-none", Name: "路人"},
	} {
		c.dingtalk.Join(m)
	}
	dry := c.sync(dingtalk.Channel, bot.SyncOptions{Dry: true})
	c.wants(dry, "绑定：陈晓（党委办公室）→ d-chen", "待核对：名单里的彭勇", "d-peng1", "d-peng2", "待核对：名单里的林晓峰", "!路人", "!d-none")
	c.wants(c.sync(dingtalk.Channel, bot.SyncOptions{}), "绑定：陈晓", "已同步")
	_ = c.store.View(func(tx *store.Tx) error {
		if m := tx.MemberAt(c.school, policy.Address{Channel: dingtalk.Channel, User: "d-chen"}); m == nil || m.ID != "chen" {
			t.Errorf("bound to %v", m)
		}
		for _, user := range []string{"d-peng1", "d-peng2", "d-lin"} {
			if m := tx.MemberAt(c.school, policy.Address{Channel: dingtalk.Channel, User: user}); m != nil {
				t.Errorf("%s is %s", user, m.Name)
			}
		}
		return nil
	})
	var told strings.Builder
	if err := c.notes(&told, nil); err != nil {
		t.Fatal(err)
	}
	c.wants(told.String(), "-> wecom:ChenXiao", "按通讯录把钉钉账号 d-chen 绑定为您的账号")
	c.wants(c.sync(dingtalk.Channel, bot.SyncOptions{}), "!绑定：陈晓", "!停用")
}

// TestSyncStops: where half of the accounts seem gone nothing ends without a second word; a failing platform ends nothing at all; without a permission single
// accounts are compared.
func TestSyncStops(t *testing.T) {
	c := newContacts(t)
	for _, m := range c.school.Members[:10] {
		c.wecom.Leave(m.Accounts[0].User)
	}
	c.wants(c.sync(wecom.Channel, bot.SyncOptions{}), "什么也没有改", "--force")
	if c.ended(c.school.Members[0].Accounts[0]) {
		t.Error("ended all the same")
	}
	c.wecom.Inject("user/get", -1, wecomtest.Answer(45009))
	if _, err := c.bot.Sync(t.Context(), wecom.Channel, c.book[wecom.Channel](), c.now, bot.SyncOptions{Force: true}); err == nil || c.ended(c.school.Members[0].Accounts[0]) {
		t.Errorf("a platform that fails: %v", err)
	}
	c.wecom.Heal()
	c.wants(c.sync(wecom.Channel, bot.SyncOptions{Force: true}), "已同步")
	if !c.ended(c.school.Members[0].Accounts[0]) {
		t.Error("not ended by force")
	}
	c.dingtalk.Inject("/topapi/v2/department/listsub", 1, dingtalktest.ErrCode(60011, "没有调用该接口的权限"))
	c.wants(c.sync(dingtalk.Channel, bot.SyncOptions{Dry: true}), "不能列出全部成员", "停用：")
}
