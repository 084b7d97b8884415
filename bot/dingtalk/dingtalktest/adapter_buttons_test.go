package dingtalktest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/store/ledger"
)

const cardText = "已登记 HD2026-0001\n听课 2学时｜11月18日(周三) → 本学期 2/4 学时"

func aCard(id string) ledger.Card {
	return ledger.Card{ID: id, Choices: []ledger.Choice{{Label: "对", Say: "确认"}, {Label: "删", Say: "删除"}}}
}

// faced is a notebook whose answers to presses change the card.
type faced struct {
	*notebook
	text string
}

func (b *faced) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	r, err := b.notebook.Handle(ctx, m)
	r.Text, r.Face = b.text, bot.Face{Card: m.TaskID, Title: "已登记 HD2026-0001", Label: "已选 对"}
	return r, err
}

// TestButtons shows a card, presses it and reads what it says then, over HTTP and over the stream. A long answer is told in the chat.
func TestButtons(t *testing.T) {
	long := strings.Repeat("一二三四五六七八九。", 40)
	for _, mode := range []string{"webhook", "stream"} {
		for name, text := range map[string]string{"short": "已确认 HD2026-0001。", "long": long, "said by another card": ""} {
			t.Run(mode+" "+name, func(t *testing.T) {
				b := &faced{notebook: newNotebook(), text: text}
				s := newCardSite(t, mode, b)
				for range 2 { // a card is shown once under its id
					if out := s.sender.ShowCard(t.Context(), to("u1"), cardText, aCard("c1")); out.State != ledger.Sent {
						t.Fatalf("%+v", out)
					}
				}
				shown := s.Card("c1", "u1")
				if shown[dingtalk.CardTitle] != "已登记 HD2026-0001" || shown["button1"] != "对" || shown["button2"] != "删" || shown["button3"] != "" || len(s.Chat("u1")) != 1 {
					t.Fatalf("shown %v, chat %+v", shown, s.Chat("u1"))
				}
				if err := s.Click(t.Context(), "u1", "c1", "1", nil); err != nil {
					t.Fatal(err)
				}
				if m := b.messages()[0]; m.Kind != bot.Press || m.TaskID != "c1" || m.EventKey != "1" {
					t.Errorf("heard %+v", m)
				}
				want := text
				if text == long {
					want = "结果见下一条消息。"
				}
				after := s.Card("c1", "u1")
				if after[dingtalk.CardReply] != want || after[dingtalk.CardChosen] != "已选 对" || after["button1"] != "" {
					t.Errorf("the card says %v", after)
				}
				if text != long {
					return
				}
				await(t, "the answer in the chat", func() bool {
					b.mu.Lock()
					defer b.mu.Unlock()
					return len(b.later) == 1
				})
			})
		}
	}
}

// TestCardOrText: what the platform does not take as a card goes as the text, once, and no cards are offered for a while.
func TestCardOrText(t *testing.T) {
	for name, c := range map[string]struct {
		setUp func(*site)
		text  string
		shows bool
		cards int
	}{
		"taken":    {func(*site) {}, cardText, true, 1},
		"too long": {func(*site) {}, strings.Repeat("一二三四五六七八九。", 800), true, 0},
		"forbidden": {func(s *site) {
			s.Inject("/v1.0/card/instances/createAndDeliver", 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "no scope"))
		}, cardText, false, 0},
		"used up": {func(s *site) {
			s.Inject("/v1.0/card/instances/createAndDeliver", 1, dingtalktest.Refuse(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", "used up"))
		}, cardText, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newCardSite(t, "stream", newNotebook())
			c.setUp(s)
			if out := s.sender.ShowCard(t.Context(), to("u1"), c.text, aCard("c1")); out.State != ledger.Sent {
				t.Fatalf("%+v", out)
			}
			cards := 0
			for _, l := range s.Chat("u1") {
				if l.Kind == "card" {
					cards++
				}
			}
			if cards != c.cards || cards == 0 && len(s.Told("u1")) == 0 || s.sender.Shows() != c.shows {
				t.Errorf("%d cards, shows %v, chat %+v", cards, s.sender.Shows(), s.Chat("u1"))
			}
			s.clock.forward(6 * time.Minute)
			if !s.sender.Shows() {
				t.Error("cards are never offered again")
			}
		})
	}
}
