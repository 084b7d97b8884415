package wecomtest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const cardText = "已登记 HD2026-0001\n听课 2学时｜11月18日(周三) → 本学期 2/4 学时\n回复“对”“改”“删”均可。"

func aCard(id string) ledger.Card {
	return ledger.Card{ID: id, Title: ledger.TitleOf(cardText), Choices: []ledger.Choice{{Label: "对", Say: "确认"}, {Label: "删", Say: "删除"}}}
}

// cardSite is a site that shows cards and hears their buttons.
func cardSite(t *testing.T, b wecom.Bot) *site {
	t.Helper()
	s := newSite(t, wecomtest.Options{})
	s.config.Cards = true
	s.sender = wecom.NewSender(s.config, zerolog.New(s.log), s.now)
	s.listen(t, b).Updating(s.sender)
	return s
}

func (s *site) show(t *testing.T, text string, c ledger.Card) ledger.Outcome {
	t.Helper()
	return s.sender.ShowCard(t.Context(), policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}, text, c)
}

// faced is a notebook whose answers to presses change the card.
type faced struct {
	*notebook
	text string
}

func (b *faced) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	r, err := b.notebook.Handle(ctx, m)
	if m.Kind == bot.Press {
		r.Text, r.Face = b.text, bot.Face{Card: m.TaskID, Title: "已登记 HD2026-0001", Label: "已选 对"}
	}
	return r, err
}

// A card shows the text and its buttons; a press arrives with the card's id, the button's place and the right to change the card, and its answer stands on
// the card.
func TestCardIsShownAndPressed(t *testing.T) {
	t.Parallel()
	b := &faced{notebook: newNotebook(), text: "已确认 HD2026-0001。"}
	s := cardSite(t, b)
	out := s.show(t, cardText, aCard("c1"))
	if out.State != ledger.Sent || out.ID == "" || !strings.HasPrefix(out.Update, "RC") {
		t.Fatalf("%+v", out)
	}
	lines := s.Chat("LinXiaofeng")
	if len(lines) != 1 || lines[0].Text != cardText {
		t.Fatalf("shown %+v", lines)
	}
	want := []wecomtest.Button{{Key: "1", Text: "对"}, {Key: "2", Text: "删"}}
	if d := diff.Diff(want, lines[0].Buttons); d != "" {
		t.Error(d)
	}
	d, err := s.Click(t.Context(), "LinXiaofeng", lines[0].MsgID, "1")
	if err != nil || d.Reply().Kind != "update_template_card" {
		t.Fatalf("%v: %+v", err, d)
	}
	m := b.only(t)
	if m.Kind != bot.Press || m.TaskID != "c1" || m.EventKey != "1" || !strings.HasPrefix(m.Right, "RC") || m.From.User != "LinXiaofeng" {
		t.Errorf("heard %+v", m)
	}
	after := s.Chat("LinXiaofeng")
	if len(after) != 1 || after[0].Text != "已登记 HD2026-0001\n已确认 HD2026-0001。" {
		t.Errorf("shown %+v", after)
	}
	if d := diff.Diff([]wecomtest.Button{{Text: "已选 对", Pressed: true}}, after[0].Buttons); d != "" {
		t.Error(d)
	}
	if len(b.late) != 0 {
		t.Errorf("told besides: %v", b.late)
	}
}

// An answer that is too long for the card is told in the chat, whole, and the card says so.
func TestLongAnswerToAPress(t *testing.T) {
	t.Parallel()
	b := &faced{notebook: newNotebook(), text: strings.Repeat("一二三四五六七八九。", 40)}
	s := cardSite(t, b)
	s.show(t, cardText, aCard("c1"))
	line := s.Chat("LinXiaofeng")[0]
	if _, err := s.Click(t.Context(), "LinXiaofeng", line.MsgID, "2"); err != nil {
		t.Fatal(err)
	}
	if got := s.Chat("LinXiaofeng")[0].Text; got != "已登记 HD2026-0001\n结果见下一条消息。" {
		t.Errorf("the card says %q", got)
	}
	if b.late[b.only(t).Key] != b.text {
		t.Errorf("told %v", b.late)
	}
}

// A card of the same id is there once, however often it is sent; what does not fit on a card, or is not taken as one, goes as the text, whole and once.
func TestCardOrText(t *testing.T) {
	t.Parallel()
	long := aCard("c2")
	long.Choices[1].Label = "十一个字是放不下的按钮"
	many := aCard("c3")
	many.Choices = append(many.Choices, many.Choices...)
	for name, c := range map[string]struct {
		text  string
		card  ledger.Card
		setUp func(*site)
		cards int
	}{
		"twice":         {cardText, aCard("c1"), func(s *site) { s.show(t, cardText, aCard("c1")) }, 1},
		"long text":     {strings.Repeat("一二三四五六七八九十", 40), aCard("c1"), nil, 0},
		"long label":    {cardText, long, nil, 0},
		"same labels":   {cardText, many, nil, 0},
		"field refused": {cardText, aCard("c1"), func(s *site) { s.Inject("message/send", 1, wecomtest.Answer(42035)) }, 0},
		"not permitted": {cardText, aCard("c1"), func(s *site) { s.Inject("message/send", 1, wecomtest.Answer(43012)) }, 0},
		"lost answer": {cardText, aCard("c1"), func(s *site) {
			s.Inject("message/send", 1, wecomtest.LostAnswer())
			if out := s.show(t, cardText, aCard("c1")); out.State != ledger.Unknown {
				t.Errorf("%+v", out)
			}
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := cardSite(t, newNotebook())
			if c.setUp != nil {
				c.setUp(s)
			}
			if out := s.show(t, c.text, c.card); out.State != ledger.Sent {
				t.Fatalf("%+v", out)
			}
			lines := s.Chat("LinXiaofeng")
			if len(lines) != 1 || (len(lines[0].Buttons) > 0) != (c.cards == 1) || lines[0].Text != c.text {
				t.Errorf("shown %+v", lines)
			}
		})
	}
}

// A right to change a card is good once, for three days; then the platform says 60140.
func TestUpdateCard(t *testing.T) {
	t.Parallel()
	s := cardSite(t, newNotebook())
	to := policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}
	face := bot.Face{Card: "c1", Title: "受理 XF2026-0001", Label: "已由刘芳受理"}
	first := s.show(t, cardText, aCard("c1"))
	if out := s.sender.UpdateCard(t.Context(), to, first.Update, face, ""); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	if l := s.Chat("LinXiaofeng")[0]; l.Text != face.Title || len(l.Buttons) != 1 || l.Buttons[0].Text != face.Label || !l.Buttons[0].Pressed {
		t.Errorf("shown %+v", l)
	}
	second := s.show(t, cardText, aCard("c2"))
	s.forward(72 * time.Hour)
	for name, right := range map[string]string{"used": first.Update, "too old": second.Update, "none": ""} {
		if out := s.sender.UpdateCard(t.Context(), to, right, face, "结果"); out.State != ledger.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// Buttons are offered while the server API takes what is sent, and not while it does not: then everything is said in the HTTP answer.
func TestShows(t *testing.T) {
	t.Parallel()
	s := cardSite(t, newNotebook())
	if !s.sender.Shows() {
		t.Error("nothing was tried, and no cards are shown")
	}
	s.Inject("message/send", 1, wecomtest.Answer(60020))
	if out := s.show(t, cardText, aCard("c1")); out.State != ledger.Retry || s.sender.Shows() {
		t.Errorf("%+v, shows %v", out, s.sender.Shows())
	}
	if out := s.show(t, cardText, aCard("c1")); out.State != ledger.Sent || !s.sender.Shows() {
		t.Errorf("%+v, shows %v", out, s.sender.Shows())
	}
	off := s.config
	off.Cards = false
	plain := wecom.NewSender(off, zerolog.Nop(), s.now)
	if out := plain.ShowCard(t.Context(), policy.Address{Channel: wecom.Channel, User: "chen"}, cardText, aCard("c9")); out.State != ledger.Sent || plain.Shows() {
		t.Errorf("%+v", out)
	}
	if l := s.Chat("chen"); len(l) != 1 || len(l[0].Buttons) != 0 {
		t.Errorf("shown %+v", l)
	}
}
