package aibot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

const cardText = "已登记 HD2026-0001\n听课 2学时｜11月18日(周三) → 本学期 2/4 学时"

func aCard(id string) ledger.Card {
	return ledger.Card{ID: id, Choices: []ledger.Choice{{Label: "对", Say: "确认"}, {Label: "删", Say: "删除"}}}
}

// newCardSite is a site whose robot shows cards, to u1, who has spoken to it.
func newCardSite(t *testing.T, b *notebook) *site {
	t.Helper()
	s := newSite(t, b, wecomtest.SmartOptions{}, quick())
	s.Greeted("u1")
	return s
}

// pressed answers every press with a text, and says what its card comes to look like.
func pressed(b *notebook, text, label string) {
	b.say = func(int, bot.Message) string { return text }
	b.face = func(m bot.Message) bot.Face {
		if m.Kind != bot.Press || label == "" {
			return bot.Face{}
		}
		return bot.Face{Card: m.TaskID, Title: "已登记 HD2026-0001", Label: label}
	}
}

// TestButtons shows a card, presses it and reads what it says then. What is too long for it, or comes later than five seconds, or changes nothing on it, is
// told in the chat; a repeated press is answered once.
func TestButtons(t *testing.T) {
	long := strings.Repeat("一二三四五六七八九。", 40)
	for name, tt := range map[string]struct {
		text, label string
		late        bool
		card, chat  string
	}{
		"short":                {"已确认。", "已选 对", false, "已登记 HD2026-0001\n已确认。", ""},
		"long":                 {long, "已选 对", false, "已登记 HD2026-0001\n结果见下一条消息。", long},
		"late":                 {"已确认。", "已选 对", true, cardText, "已确认。"},
		"only looked":          {"你的进度", "", false, cardText, "你的进度"},
		"said by another card": {"", "已选 对", false, "已登记 HD2026-0001", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newNotebook()
			pressed(b, tt.text, tt.label)
			s := newCardSite(t, b)
			for range 2 { // a card is shown once under its id
				if out := s.robot.ShowCard(t.Context(), to("u1"), cardText, aCard("c1")); out.State != ledger.Sent {
					t.Fatalf("%+v", out)
				}
			}
			lines := s.Chat("u1")
			if d := cmp.Diff([]wecomtest.Button{{Key: "1", Text: "对"}, {Key: "2", Text: "删"}}, lines[0].Buttons); d != "" || len(lines) != 1 || lines[0].Text != cardText {
				t.Fatalf("%s %+v", d, lines)
			}
			if tt.late {
				b.trouble = func(int, bot.Message) error { s.later.Store(int64(5 * time.Second)); return nil }
			}
			id, err := s.Click(t.Context(), "u1", lines[0].MsgID, "1")
			if err != nil {
				t.Fatal(err)
			}
			await(t, "the answer", func() bool { return s.robot.Counts()["answered"] == 1 })
			if m := b.messages()[0]; m.Kind != bot.Press || m.TaskID != "c1" || m.EventKey != "1" {
				t.Errorf("heard %+v", m)
			}
			if err := s.Again(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			await(t, "the repetition", func() bool { return s.robot.Counts()["repeated"] == 1 })
			chat := s.Chat("u1")
			if chat[0].Text != tt.card || tt.label != "" && !tt.late && chat[0].Buttons[0] != (wecomtest.Button{Text: "已选 对", Pressed: true}) {
				t.Errorf("the card says %+v", chat[0])
			}
			if got := strings.Join(s.Told("u1")[1:], ""); got != tt.chat {
				t.Errorf("the chat says %q", got)
			}
		})
	}
}

// TestCardOrText: what the platform does not take as a card goes as the text, once, and no cards are offered for a while.
func TestCardOrText(t *testing.T) {
	for name, c := range map[string]struct {
		code  int
		text  string
		shows bool
		cards int
		state ledger.OutcomeState
	}{
		"taken":    {0, cardText, true, 1, ledger.Sent},
		"too long": {0, strings.Repeat("一二三四五六七八九。", 800), true, 0, ledger.Sent},
		"a fault":  {42034, cardText, false, 0, ledger.Sent},
		"busy":     {45009, cardText, false, 0, ledger.Retry},
	} {
		t.Run(name, func(t *testing.T) {
			s := newCardSite(t, newNotebook())
			if c.code != 0 {
				s.Inject("aibot_send_msg", 1, wecomtest.SmartRefuse(c.code))
			}
			if out := s.robot.ShowCard(t.Context(), to("u1"), c.text, aCard("c1")); out.State != c.state {
				t.Fatalf("%+v", out)
			}
			cards := 0
			for _, l := range s.Chat("u1") {
				if l.Kind == "template_card" {
					cards++
				}
			}
			if cards != c.cards || s.robot.Shows() != c.shows || c.state == ledger.Sent && len(s.Told("u1")) == 0 {
				t.Errorf("%d cards, shows %v, chat %+v", cards, s.robot.Shows(), s.Chat("u1"))
			}
			s.later.Store(int64(6 * time.Minute))
			if !s.robot.Shows() {
				t.Error("cards are never offered again")
			}
		})
	}
}

// TestCardInDoubt: a card that was shown although nobody said so is shown once; one that was not shown says that it may be the second.
func TestCardInDoubt(t *testing.T) {
	for name, tt := range map[string]struct {
		fault wecomtest.SmartFault
		want  string
	}{
		"shown":     {wecomtest.SmartBreak(), cardText},
		"not shown": {wecomtest.SmartIgnore(), cardText + "\n（网络不稳，这一条可能是重复的）"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newCardSite(t, newNotebook())
			s.Inject("aibot_send_msg", 1, tt.fault)
			if out := s.robot.ShowCard(t.Context(), to("u1"), cardText, aCard("c1")); out.State != ledger.Unknown {
				t.Fatalf("%+v", out)
			}
			await(t, "a connection", func() bool { return s.robot.Connected() == nil && s.Connected() })
			var out ledger.Outcome
			await(t, "the card", func() bool {
				out = s.robot.ShowCard(t.Context(), to("u1"), cardText, aCard("c1"))
				return out.State == ledger.Sent
			})
			if got := s.Told("u1"); len(got) != 1 || got[0] != tt.want {
				t.Errorf("%q", got)
			}
		})
	}
}
