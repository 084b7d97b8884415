package reminders

import (
	"context"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// counter is a platform that shows cards, too.
type counter struct {
	phone
	shown []ledger.Card
	texts []string
	out   ledger.Outcome
}

func (c *counter) ShowCard(_ context.Context, _ policy.Address, text string, card ledger.Card) ledger.Outcome {
	c.shown, c.texts = append(c.shown, card), append(c.texts, text)
	return c.out
}

var _ CardSender = (*counter)(nil)

// TestCards: a notice with buttons is shown as a card where the platform shows cards, and as its text elsewhere, once; the right to change the card is kept
// with it, and a sealed row gives neither receiver nor text away.
func TestCards(t *testing.T) {
	for name, tt := range map[string]struct {
		plain, private, without bool
		out                     ledger.Outcome
		right                   string
	}{
		"a card":                    {out: ledger.Outcome{State: ledger.Sent, Update: "RC1"}, right: "RC1"},
		"a card without a right":    {out: ledger.Outcome{State: ledger.Sent}},
		"a sealed card":             {private: true, out: ledger.Outcome{State: ledger.Sent, Update: "RC1"}, right: "RC1"},
		"refused":                   {out: ledger.Outcome{State: ledger.Refused}},
		"a platform without cards":  {plain: true},
		"sealed, without cards":     {plain: true, private: true},
		"nothing that can be shown": {without: true},
	} {
		t.Run(name, func(t *testing.T) {
			st, c := emptyStore(t), &counter{out: tt.out}
			senders := map[string]Sender{"wecom": c}
			if tt.plain {
				senders["wecom"] = &c.phone
			}
			now := time.Now().UTC()
			card := ledger.Card{Private: tt.private, Choices: []ledger.Choice{{Label: "对", Say: "确认 HD2026-0001"}}}
			if tt.without {
				card.Choices = nil
			}
			n := ledger.Notice{Key: "card/1", Kind: "reply", To: policy.Address{Channel: "wecom", User: "LinXiaofeng"}, Text: "已登记 HD2026-0001\n听课", Made: now, Due: now}
			var id string
			update(t, st, now, func(tx *store.Tx) (err error) {
				id, err = tx.Show(n, card)
				return err
			})
			d := NewDelivery(st, senders, time.Now, zerolog.Nop(), DeliveryOptions{})
			if _, err := d.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantCards, wantTexts := 1, 0
			if tt.plain || tt.without {
				wantCards, wantTexts = 0, 1
			}
			if len(c.shown) != wantCards || len(c.got) != wantTexts {
				t.Fatalf("%d cards, %d texts", len(c.shown), len(c.got))
			}
			if wantCards == 1 && (c.texts[0] != n.Text || c.shown[0].ID != id || c.shown[0].Title != "已登记 HD2026-0001") {
				t.Errorf("%q, %+v", c.texts, c.shown)
			}
			if tt.without {
				return
			}
			if err := st.View(func(tx *store.Tx) error {
				kept, err := tx.Card(id)
				if err == nil && (kept.Update != tt.right || kept.To.User != "LinXiaofeng" || kept.Private != tt.private) {
					t.Errorf("%+v", kept)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}
