package aibot

import (
	"context"
	"errors"
	"strings"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/layout"
	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// quietCards is how long no cards are offered after the platform did not take one: what is said meanwhile is said in reply, in words.
const quietCards = 5 * time.Minute

// Shows tells whether buttons are shown now: the configuration wants them, the bot is connected, and the platform takes cards.
func (r *Robot) Shows() bool {
	return r.config.Cards && r.link.Current() != nil && !r.now().Before(time.Unix(r.quiet.Load(), 0))
}

// ShowCard brings a text with buttons to one member, as a card. One that the platform has already, which an attempt of unknown end leaves behind, was shown.
// What does not fit on a card, and what the platform does not take as one, goes as the text.
func (r *Robot) ShowCard(ctx context.Context, to policy.Address, text string, c ledger.Card) ledger.Outcome {
	key := "card/" + c.ID
	before := r.progress.Of(key, "", r.now())
	shown := wire.Clean(text)
	if before.Doubt && !strings.Contains(shown, ledger.SayMaybeAgain) {
		shown += "\n" + sayAgain
	}
	card, fits := layout.Of(shown, &c)
	if !fits || !r.config.Cards || to.Channel != Channel || !isUserID(to.User) {
		return r.Send(ctx, to, text)
	}
	out, err := r.postCard(ctx, to, card)
	e := (*callError)(nil)
	switch {
	case errors.As(err, &e) && layout.IsKnown(e.Code, e.Text):
		out = ledger.Outcome{State: ledger.Sent}
	case e != nil && layout.IsFault(e.Code):
		r.hush()
		return r.Send(ctx, to, text)
	case out.State == ledger.Retry, out.State == ledger.Unknown:
		r.hush()
	}
	if doubt := out.State == ledger.Unknown || before.Doubt && out.State == ledger.Retry; doubt {
		r.progress.Keep(key, "", wire.Reached{Doubt: true}, r.now())
	} else {
		r.progress.Forget(key, "")
	}
	return out
}

// hush offers no cards for a while.
func (r *Robot) hush() { r.quiet.Store(r.now().Add(quietCards).Unix()) }

func (r *Robot) postCard(ctx context.Context, to policy.Address, card layout.Card) (ledger.Outcome, error) {
	body := fields{"chatid": to.User, "chat_type": person(to.User).kind, "msgtype": "template_card", "template_card": card}
	err := r.command(ctx, cmdSend, body, nil)
	return r.outcome(err, to.User), err
}

// press answers a press: on its card, whose buttons give way to what was pressed, as long as the platform waits for that. What is too long for a card, or does
// not get there, is told in the chat.
func (r *Robot) press(ctx context.Context, in *incoming, reply bot.Reply) {
	text := strings.TrimSpace(reply.Text)
	switch {
	case text == "" && reply.Face.Label == "":
		r.counts.Add("silent")
		return
	case !r.told.Claim(in.said.Key, r.now()):
		r.counts.Add("repeated")
		return
	}
	fits := r.change(ctx, in, reply)
	if text == "" || fits {
		r.counts.Add("answered")
		return
	}
	r.tell(ctx, in, reply, nil)
}

// change puts what became of a press on its card, and tells whether all of it stands there.
func (r *Robot) change(ctx context.Context, in *incoming, reply bot.Reply) bool {
	if reply.Face.Label == "" || r.now().Sub(in.said.Received) > answerWithin {
		return false
	}
	card, fits := layout.Answered(reply.Face, wire.Clean(reply.Text))
	body := fields{"response_type": "update_template_card", "template_card": card}
	return r.outcome(r.call(ctx, in.line, cmdUpdate, in.reqID, body, nil), in.said.From.User).State == ledger.Sent && fits
}
