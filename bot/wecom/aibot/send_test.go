package aibot_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lianxin/bot"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store/ledger"
)

var (
	_ reminders.Sender        = (*aibot.Robot)(nil)
	_ reminders.PictureSender = (*aibot.Robot)(nil)
)

// TestSend: of its own accord the bot speaks to those who have spoken to it, and says what to do about the others.
func TestSend(t *testing.T) {
	b := newNotebook()
	b.say = func(int, bot.Message) string { return "" }
	s := newSite(t, b, wecomtest.SmartOptions{Groups: []string{"wrG"}}, quick())
	if out := s.robot.Send(t.Context(), to("u1"), "提醒"); out.State != ledger.Refused || out.Code != 93006 || !strings.Contains(out.Reason, "你好") {
		t.Errorf("to somebody who never spoke: %+v", out)
	}
	if out := s.robot.SendGroup(t.Context(), "wrG", "提醒"); out.State != ledger.Refused || !strings.Contains(out.Reason, "群") {
		t.Errorf("to a silent group: %+v", out)
	}
	s.say(t, "u1", "你好")
	if _, err := s.SayInGroup(t.Context(), "wrG", "u1", wecomtest.SmartText("你好")); err != nil {
		t.Fatal(err)
	}
	for _, out := range []ledger.Outcome{s.robot.Send(t.Context(), to("u1"), "第一行\n第二行"), s.robot.SendGroup(t.Context(), "wrG", "大家好")} {
		if out.State != ledger.Sent {
			t.Errorf("%+v", out)
		}
	}
	if s.Told("u1")[0] != "第一行\n第二行" || s.ToldGroup("wrG")[0] != "大家好" {
		t.Errorf("%q %q", s.Told("u1"), s.ToldGroup("wrG"))
	}
	for _, who := range []policy.Address{{Channel: "dingtalk", User: "u1"}, to("@all"), to("u1|u2"), to(""), to(strings.Repeat("x", 65))} {
		if out := s.robot.Send(t.Context(), who, "好"); out.State != ledger.Refused || out.Code != 0 {
			t.Errorf("%v: %+v", who, out)
		}
	}
	if out := s.robot.Send(t.Context(), to("u1"), " \n"); out.State != ledger.Refused {
		t.Errorf("nothing: %+v", out)
	}
}

// TestRefusals: what an errcode means for a notice.
func TestRefusals(t *testing.T) {
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{BotID: "aib-of-the-test"}, quick()) // one that is made up may hold what is looked for
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	for _, row := range []struct {
		code int
		want ledger.OutcomeState
	}{
		{-1, ledger.Retry},
		{45009, ledger.Retry},
		{846607, ledger.Retry},
		{853000, ledger.Retry},
		{846605, ledger.Retry},
		{93006, ledger.Refused},
		{45002, ledger.Refused},
		{40201, ledger.Refused},
		{777777, ledger.Retry},
	} {
		s.Inject("aibot_send_msg", 1, wecomtest.SmartRefuse(row.code))
		if out := s.robot.Send(t.Context(), to("u1"), "提醒"); out.State != row.want || out.Code != row.code || out.Reason == "" {
			t.Errorf("%d: %+v", row.code, out)
		}
	}
	if log := s.log.String(); strings.Contains(log, "提醒") || strings.Contains(log, "u1") || !strings.Contains(log, "<user>") {
		t.Errorf("the log holds what was said, or to whom: %s", log)
	}
}

// TestRate: more than thirty messages a minute are refused, and wait.
func TestRate(t *testing.T) {
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, quick())
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	for i := range 30 {
		out := s.robot.Send(t.Context(), to("u1"), strings.Repeat("嗯", i+1))
		if want := i < 29; (out.State == ledger.Sent) != want || !want && (out.After <= 0 || out.Code != 45009) {
			t.Errorf("%d: %+v", i, out)
		}
	}
}

// TestGoesOn: a long text goes on where it ended, and says when a part may have arrived before.
func TestGoesOn(t *testing.T) {
	opt := quick()
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, opt)
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	long := strings.Repeat("很长的一句话。\n", 700)
	s.Inject("aibot_moon", 1, wecomtest.SmartIgnore()) // stays for ever: nothing of it is taken by others
	out := s.robot.Send(t.Context(), to("u1"), long)
	if out.State != ledger.Sent || len(s.Told("u1")) != 1+3 {
		t.Fatalf("%+v, %d messages", out, len(s.Told("u1")))
	}
	s.Inject("aibot_send_msg", 1, wecomtest.SmartBreak())
	long += "完"
	if out = s.robot.Send(t.Context(), to("u1"), long); out.State != ledger.Unknown {
		t.Fatalf("%+v", out)
	}
	await(t, "another connection", func() bool { return s.robot.Links().Opened == 2 })
	if out = s.robot.Send(t.Context(), to("u1"), long); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	told := s.Told("u1")[4:]
	if len(told) != 4 || !strings.HasPrefix(told[1], told[0]) || !strings.HasSuffix(told[1], "（网络不稳，这一条可能是重复的）") || strings.Contains(told[2]+told[3], "重复") {
		t.Errorf("%d parts", len(told))
	}
}

// TestPictures: a picture in one piece, a file in several; both whole at the other end.
func TestPictures(t *testing.T) {
	s := newSite(t, newNotebook(), wecomtest.SmartOptions{}, quick())
	s.say(t, "u1", "你好")
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	var picture bytes.Buffer
	_ = png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 40)))
	file := make([]byte, 3<<20/2+7)
	for i := range file {
		file[i] = byte(rand.Uint32())
	}
	if out := s.robot.SendPicture(t.Context(), to("u1"), picture.Bytes()); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	if out := s.robot.SendFile(t.Context(), to("u1"), "名单.xlsx", file); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	lines := s.Chat("u1")[2:]
	for i, want := range [][]byte{picture.Bytes(), file} {
		kind, data, ok := s.Media(lines[i].MediaID)
		if !ok || kind != []string{"image", "file"}[i] || !slices.Equal(data, want) {
			t.Errorf("%s of %d bytes, %v", kind, len(data), ok)
		}
	}
	s.Inject("aibot_upload_media_chunk", 1, wecomtest.SmartRefuse(-1))
	if out := s.robot.SendFile(t.Context(), to("u1"), "名单.xlsx", file); out.State != ledger.Retry || out.Code != -1 {
		t.Errorf("%+v", out)
	}
	for _, out := range []ledger.Outcome{
		s.robot.SendPicture(t.Context(), to("u1"), nil), s.robot.SendPicture(t.Context(), to("u1"), make([]byte, 11<<20)), s.robot.SendPicture(t.Context(), to("@all"), picture.Bytes()),
	} {
		if out.State != ledger.Refused || out.Code != 0 {
			t.Errorf("%+v", out)
		}
	}
}

// TestUnheard: somebody who says nothing in between is told so much and no more by a bot; what is left over waits and is told when he has spoken.
func TestUnheard(t *testing.T) {
	b := newNotebook()
	b.say = func(int, bot.Message) string { return "" }
	s := newSite(t, b, wecomtest.SmartOptions{Unheard: 3}, quick())
	s.say(t, "u1", "你好")
	for n := range 3 {
		if out := s.robot.Send(t.Context(), to("u1"), fmt.Sprint("提醒", n)); out.State != ledger.Sent {
			t.Errorf("%d: %+v", n, out)
		}
	}
	if out := s.robot.Send(t.Context(), to("u1"), "提醒3"); out.State != ledger.Retry || out.Code != 45009 || out.After == 0 {
		t.Errorf("the fourth: %+v", out)
	}
	s.say(t, "u1", "收到")
	if out := s.robot.Send(t.Context(), to("u1"), "提醒3"); out.State != ledger.Sent || len(s.Told("u1")) != 4 {
		t.Errorf("after an answer: %+v, %q", out, s.Told("u1"))
	}
}

// TestPending: of one person the platform takes three messages that are not answered yet; the bot answers them all, and then takes more.
func TestPending(t *testing.T) {
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(int, bot.Message) error { <-held; return nil }
	s := newSite(t, b, wecomtest.SmartOptions{Pending: 3}, quick())
	for n := range 3 {
		s.say(t, "u1", fmt.Sprint(n))
	}
	if _, err := s.Say(t.Context(), "u1", wecomtest.SmartText("3")); !errors.Is(err, wecomtest.ErrPending) {
		t.Errorf("the fourth: %v", err)
	}
	s.say(t, "u2", "别人")
	close(held)
	await(t, "the replies", func() bool { return len(s.Told("u1")) == 3 && len(s.Told("u2")) == 1 })
	s.say(t, "u1", "3")
	await(t, "the fourth reply", func() bool { return len(s.Told("u1")) == 4 })
	if err := s.Again(t.Context(), "nothing"); err == nil {
		t.Error("a message that nobody said was brought")
	}
}
