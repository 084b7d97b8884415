package wecom

import (
	"context"
	"strings"

	"lianxin/bot"
	"lianxin/bot/wecom/layout"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// cardPressed is the event of a button of a card (protocol 1.6).
const cardPressed = "template_card_event"

// CardUpdater changes cards where they were shown, by a right that is good once (Sender.UpdateCard).
type CardUpdater interface {
	UpdateCard(ctx context.Context, to policy.Address, right string, f bot.Face, text string) ledger.Outcome
}

// Updating gives the callback a way to change the card of a press whose answer the platform did not fetch. It is called before the first request; without
// it such an answer is told in the chat.
func (c *Callback) Updating(u CardUpdater) { c.updater = u }

// divideOnCard puts the answer to a press on its card, whose buttons give way to what was pressed; an answer that is too long for it is told in the chat.
func divideOnCard(r bot.Reply) (now Passive, later string) {
	card, fits := layout.Answered(r.Face, clean(r.Text))
	if !fits {
		later = r.Text
	}
	out := UpdateCard{
		Type: card.CardType, TaskID: card.TaskID, Main: &CardTitle{Title: card.Main.Title, Desc: card.Main.Desc}, SubTitle: card.SubTitle, ReplaceText: card.ReplaceText,
	}
	for _, b := range card.Buttons {
		out.Buttons = append(out.Buttons, CardButton(b))
	}
	return out, later
}

// lateFor is late for everything that the bot is asked. The answer to a press goes onto its card by the right that came with the press; only what does not
// get there, or does not fit there, is told in the chat.
func (c *Callback) lateFor(ctx context.Context, said bot.Message, res result) {
	if said.Kind != bot.Press || res.err != nil || c.updater == nil || res.reply.Face.Label == "" {
		c.late(ctx, said, res)
		return
	}
	pause(ctx, retriesTake)
	if !c.owed.take(said.Key) {
		return
	}
	out := c.updater.UpdateCard(context.WithoutCancel(ctx), said.From, said.Right, res.reply.Face, res.reply.Text)
	_, _, fits := layout.Spread(clean(res.reply.Text))
	if out.State == ledger.Sent && fits || strings.TrimSpace(res.reply.Text) == "" {
		return
	}
	c.tellLate(ctx, said, res)
}
