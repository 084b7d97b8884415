package reminders

import (
	"context"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// PictureSender is what a Sender may be besides: one that brings pictures, too. An attempt whose end is unknown is repeated with the same bytes.
type PictureSender interface {
	SendPicture(ctx context.Context, to policy.Address, png []byte) ledger.Outcome
}

// bring hands a notice to the Sender of its channel: its file, its picture or its card where it has one and the platform takes them, else its text. A picture
// that cannot be drawn is logged, and the text goes in its place: it says the same.
func (d *Delivery) bring(ctx context.Context, to policy.Address, n *ledger.Notice, c *ledger.Card) ledger.Outcome {
	if out, done := d.bringFile(ctx, to, n); done {
		return out
	}
	sender := d.senders[to.Channel]
	if cards, able := sender.(CardSender); able && c != nil {
		return cards.ShowCard(ctx, to, n.Text, *c)
	}
	pictures, able := sender.(PictureSender)
	if n.Picture == "" || !able || d.opt.Draw == nil {
		return sender.Send(ctx, to, n.Text)
	}
	png, err := d.opt.Draw(n.Picture)
	if err != nil {
		d.log.Error().Err(err).Str("kind", n.Kind).Msg("outbox: a picture was not drawn, its text goes instead")
		return sender.Send(ctx, to, n.Text)
	}
	return pictures.SendPicture(ctx, to, png)
}
