package aibot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
)

// TestTalks: one to one and in a group, over the connection alone; heartbeats go out all the time.
func TestTalks(t *testing.T) {
	b := newNotebook()
	s := newSite(t, b, wecomtest.SmartOptions{Groups: []string{"wrG"}}, quick())
	s.say(t, "u1", "帮助")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	if _, err := s.SayInGroup(t.Context(), "wrG", "u1", wecomtest.SmartText("今天谁接待")); err != nil {
		t.Fatal(err)
	}
	await(t, "the reply in the group", func() bool { return len(s.ToldGroup("wrG")) == 1 })
	if got := s.Told("u1")[0] + s.ToldGroup("wrG")[0]; got != "第1条：帮助第2条：今天谁接待" {
		t.Errorf("told %q", got)
	}
	for _, m := range b.messages() {
		if (m.Text == "今天谁接待") != (m.Group == "wrG") || m.From != to("u1") || m.At.IsZero() || m.Received.IsZero() {
			t.Errorf("%+v", m)
		}
	}
	await(t, "heartbeats", func() bool { return s.Counts().Pings >= 5 })
	await(t, "the receipts", func() bool { return s.robot.Counts()["answered"] == 2 })
	if got := s.robot.Links(); got.Opened != 1 || s.robot.Connected() != nil || s.robot.Counts()["stored"] != 2 {
		t.Errorf("%+v, %v, %v", got, s.robot.Connected(), s.robot.Counts())
	}
}

// TestKinds: what arrives, and what lies encrypted on the platform.
func TestKinds(t *testing.T) {
	b := newNotebook()
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	at := s.Upload([]byte("一张图"))
	for _, m := range []wecomtest.SmartMessage{
		wecomtest.SmartVoice("昨天听了两节课"), wecomtest.SmartFile("image", at), wecomtest.SmartFile("file", at), wecomtest.SmartFile("video", at),
		wecomtest.SmartMixed("看这里", at, at), wecomtest.SmartMixed("", at), wecomtest.SmartOther("hologram", 7), wecomtest.SmartOther("text", "not an object"),
	} {
		if _, err := s.Say(t.Context(), "u1", m); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "all of them", func() bool { return len(b.messages()) == 8 })
	var got []string
	for _, m := range b.messages() {
		got = append(got, fmt.Sprintf("%d %q %d", m.Kind, m.Text, len(m.Media)))
		for _, one := range m.Media {
			if data, err := s.robot.Fetch(t.Context(), one); err != nil || string(data) != "一张图" {
				t.Errorf("%+v: %q %v", one, data, err)
			}
		}
	}
	slices.Sort(got)
	want := []string{
		fmt.Sprintf("%d %q 0", bot.Voice, "昨天听了两节课"), fmt.Sprintf("%d %q 1", bot.Image, ""), fmt.Sprintf("%d %q 1", bot.Image, ""), fmt.Sprintf("%d %q 1", bot.File, ""),
		fmt.Sprintf("%d %q 1", bot.Video, ""), fmt.Sprintf("%d %q 2", bot.Text, "看这里"), fmt.Sprintf("%d %q 0", bot.Other, ""), fmt.Sprintf("%d %q 0", bot.Text, ""),
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFetch: only the platform's own machines, only with the key, and no more than is kept.
func TestFetch(t *testing.T) {
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, quick())
	at, large := s.Upload([]byte("秘密")), s.Upload(make([]byte, 11<<20))
	for _, row := range []struct {
		name, url, key string
	}{
		{"another host", "https://evil.example.com/file/x", at.Key},
		{"what only looks like it", "https://evilmyqcloud.com/x", at.Key},
		{"without TLS", "http://x.cos.myqcloud.com/x", at.Key},
		{"inside", "http://169.254.169.254/latest", at.Key},
		{"no address", "", at.Key},
		{"another key", at.URL, large.Key},
		{"no key", at.URL, ""},
		{"gone", at.URL + "x", at.Key},
	} {
		data, err := s.robot.Fetch(t.Context(), bot.Media{URL: row.url, ID: row.key})
		if err == nil || strings.Contains(err.Error(), at.Key) || strings.Contains(err.Error(), "/file/") {
			t.Errorf("%s: %q %v", row.name, data, err)
		}
	}
	if data, err := s.robot.Fetch(t.Context(), bot.Media{URL: large.URL, ID: large.Key}); err != nil || len(data) != 10<<20+1 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

// TestFrames: what is no message does not end the connection, and what is for another bot is not handled.
func TestFrames(t *testing.T) {
	b := newNotebook()
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	for _, garbage := range []string{
		"", "hello", "[]", `{"cmd":1}`, `{"headers":{"req_id":"x"}}`, `{"errcode":0}`, `{"cmd":"aibot_moon","headers":{}}`, `{"cmd":"aibot_msg_callback"}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":"1"},"body":{"msgid":"1"}}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":"2"},"body":{"msgid":"2","aibotid":"other","from":{"userid":"u1"},"msgtype":"text","text":{"content":"x"}}}`,
		`{"cmd":"aibot_event_callback","headers":{"req_id":"3"},"body":{"msgid":"3","msgtype":"event","event":{"eventtype":"feedback_event","feedback_event":{"content":"秘密"}}}}`,
		`{"cmd":"aibot_event_callback","headers":{"req_id":"4"},"body":{"msgid":"4","msgtype":"event","event":{"eventtype":"comet"}}}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":5},"body":{"msgid":5,"from":{"userid":"u1"},"msgtype":"text","text":{"content":"数字"}}}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":"6"},"body":{"from":{"userid":"u1"},"msgtype":"text","text":{"content":"没有编号"}}}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":"7"},"body":{"msgid":"7","msgtype":"text","text":{"content":"没有人"}}}`,
		strings.Repeat("x", 100_000),
	} {
		if err := s.Garbage(t.Context(), garbage); err != nil {
			t.Error(err)
		}
	}
	s.say(t, "u1", "还在")
	await(t, "the message", func() bool { return len(b.messages()) == 3 })
	await(t, "the stranger", func() bool { return s.robot.Counts()["stranger"] == 1 })
	counts := s.robot.Counts()
	if s.robot.Links().Opened != 1 || counts["garbled"] != 6 || counts["message"] != 2 || counts["receiver"] != 1 || counts["feedback"] != 1 || counts["unknown"] != 2 {
		t.Errorf("%+v %v", s.robot.Links(), counts)
	}
	if strings.Contains(s.log.String(), "秘密") {
		t.Errorf("the log holds what somebody wrote: %s", &s.log)
	}
}

// TestRepeated: the platform may bring a message as often as it likes; it is stored once and answered once.
func TestRepeated(t *testing.T) {
	b := newNotebook()
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	id := s.say(t, "u1", "帮助")
	for range 5 {
		if err := s.Again(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "all repetitions", func() bool { return s.robot.Counts()["repeated"] == 5 })
	if len(s.Told("u1")) != 1 || len(b.messages()) != 1 {
		t.Errorf("told %v, kept %d", s.Told("u1"), len(b.messages()))
	}
}

// TestNotStored: nobody brings a message again, so it is tried again here; in the end its sender is asked to.
func TestNotStored(t *testing.T) {
	b := newNotebook()
	b.trouble = func(n int, m bot.Message) error {
		switch {
		case m.Text == "三次" && n <= 3, m.Text == "永远":
			return errors.New("disk full")
		case m.Text == "恐慌":
			panic("高度机密")
		}
		return nil
	}
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	for i, text := range []string{"三次", "永远", "恐慌"} {
		s.say(t, "u1", text)
		await(t, text, func() bool { return len(s.Told("u1")) == i+1 })
	}
	got := s.Told("u1")
	if got[0] != "第1条：三次" || !strings.Contains(got[1], "没有记下来") || got[1] != got[2] || len(b.messages()) != 1 {
		t.Errorf("told %q, kept %v", got, b.messages())
	}
	if counts := s.robot.Counts(); counts["failed"] != 2 || counts["panic"] != 1 || b.heard != 4+4+1 {
		t.Errorf("%v, heard %d", counts, b.heard)
	}
	if strings.Contains(s.log.String(), "高度机密") || strings.Contains(s.log.String(), "永远") {
		t.Errorf("the log holds a message: %s", &s.log)
	}
}

// TestOrder: what one person says is handled in its order, while others are not held up.
func TestOrder(t *testing.T) {
	const many = 50
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(_ int, m bot.Message) error {
		if m.Text == "0" && m.From == to("u1") {
			<-held
		}
		return nil
	}
	b.say = func(int, bot.Message) string { return "" }
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	var want []string
	for i := range many {
		s.say(t, "u1", fmt.Sprint(i))
		want = append(want, fmt.Sprint(i))
	}
	s.say(t, "u2", "别人")
	await(t, "the other", func() bool { return len(b.messages()) == 1 })
	close(held)
	await(t, "all", func() bool { return len(b.messages()) == many+1 })
	if diff := cmp.Diff(append([]string{"别人"}, want...), b.order); diff != "" {
		t.Error(diff)
	}
}

// TestEvents: a welcome within five seconds, a click that is answered in the chat.
func TestEvents(t *testing.T) {
	b := newNotebook()
	b.say = func(_ int, m bot.Message) string { return "[" + m.Event + " " + m.TaskID + " " + m.EventKey + "]" }
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	for i, m := range []wecomtest.SmartMessage{
		wecomtest.SmartEvent("enter_chat", nil), wecomtest.SmartText("好"), wecomtest.SmartClick("task-1", "yes"), wecomtest.SmartEvent("template_card_event", map[string]any{"event_key": "no", "task_id": "task-2"}),
	} {
		if _, err := s.Say(t.Context(), "u1", m); err != nil {
			t.Fatal(err)
		}
		await(t, "an answer", func() bool { return len(s.Told("u1")) == i+1 })
	}
	if diff := cmp.Diff([]string{"[subscribe  ]", "[  ]", "[template_card_event task-1 yes]", "[template_card_event task-2 no]"}, s.Told("u1")); diff != "" {
		t.Error(diff)
	}
	if lines := s.Chat("u1"); lines[0].Kind != "text" || lines[2].Kind != "stream" || lines[3].Kind != "markdown" || s.robot.Counts()["welcomed"] != 1 {
		t.Errorf("%+v", lines)
	}
}

// TestLateWelcome: the platform takes a welcome for five seconds; later it is not given, and nobody is told anything by another way.
func TestLateWelcome(t *testing.T) {
	b := newNotebook()
	var s *site
	b.trouble = func(int, bot.Message) error { s.later.Add(int64(5 * time.Second)); return nil }
	s = newSite(t, b, wecomtest.SmartOptions{}, quick())
	if _, err := s.Say(t.Context(), "u1", wecomtest.SmartEvent("enter_chat", nil)); err != nil {
		t.Fatal(err)
	}
	await(t, "the end of it", func() bool { return s.robot.Counts()["late"] == 1 })
	if len(s.Told("u1")) != 0 || len(b.told()) != 0 || s.Counts().Commands["aibot_respond_welcome_msg"] != 0 {
		t.Errorf("told %v, later %v", s.Told("u1"), b.told())
	}
}

// TestMarkdown: a plain text is shown as it was meant, and nobody smuggles a link or a mention into it.
func TestMarkdown(t *testing.T) {
	b := newNotebook()
	b.say = func(int, bot.Message) string {
		return "第一行\n第二行\n\n[点这里](https://evil.example.com) <@all>"
	}
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	s.say(t, "u1", "好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	if got := s.Told("u1")[0]; got != "第一行\n第二行\n\n[点这里] (https://evil.example.com) < @all>" {
		t.Errorf("%q", got)
	}
}

// TestLongReply: it comes in numbered parts, in order, the first in answer to the message.
func TestLongReply(t *testing.T) {
	b := newNotebook()
	long := strings.Repeat("这一句话一共十二个字吗。\n", 500)
	b.say = func(int, bot.Message) string { return long }
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	s.say(t, "u1", "全部")
	await(t, "all parts", func() bool { return len(s.Told("u1")) == 4 })
	lines := s.Chat("u1")
	for i, l := range lines[1:] {
		if !strings.HasSuffix(l.Text, fmt.Sprintf("\n（%d/4）", i+1)) || l.Passive != (i == 0) {
			t.Errorf("part %d ends %q", i, l.Text[len(l.Text)-20:])
		}
	}
	if got := strings.Count(strings.Join(s.Told("u1"), "\n"), "这一句话"); got != 500 {
		t.Errorf("%d sentences", got)
	}
}

// TestBackpressure: when all is full nothing is read, not even the receipts of replies; in the end everything is handled once and answered once, on the
// connection on which it came.
func TestBackpressure(t *testing.T) {
	const many, people = 300, 50 // of each more than one waits, of all together more than are read
	b := newNotebook()
	free := make(chan struct{})
	b.trouble = func(int, bot.Message) error { <-free; return nil }
	members := make([]string, people)
	for i := range members {
		members[i] = fmt.Sprintf("m%d", i)
	}
	opt := quick()
	opt.Wait = 2 * people
	s := newSite(t, b, wecomtest.SmartOptions{Members: wecomtest.People(members...)}, opt)
	said, done := make(chan error, 1), atomic.Int64{}
	go func() {
		for i := range many {
			if _, err := s.Say(context.Background(), members[i%len(members)], wecomtest.SmartText(fmt.Sprint(i))); err != nil {
				said <- err
				return
			}
			done.Add(1)
		}
		said <- nil
	}()
	await(t, "a full house", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.heard == people && done.Load() == many })
	close(free)
	if err := <-said; err != nil {
		t.Fatal(err)
	}
	await(t, "all of them", func() bool { return s.robot.Counts()["answered"]+s.robot.Counts()["outbox"] == many })
	if b.heard != many || len(b.kept) != many || len(b.told()) != 0 || s.robot.Links().Opened != 1 {
		t.Errorf("heard %d, kept %d, %d by another way, %+v", b.heard, len(b.kept), len(b.told()), s.robot.Links())
	}
}
