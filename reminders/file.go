package reminders

import (
	"context"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// FileSender is what a Sender may be besides: one that brings files, too. name is the file's name with its ending; what may stand in it is the sender's to see
// to. An attempt whose end is unknown is repeated, with the same bytes unless the ledger has changed meanwhile.
type FileSender interface {
	SendFile(ctx context.Context, to policy.Address, name string, data []byte) ledger.Outcome
}

// bringFile hands over the file that a notice names. A file that cannot be made is logged, and the text goes in its place. false: this is no notice with a
// file, or the platform takes none.
func (d *Delivery) bringFile(ctx context.Context, to policy.Address, n *ledger.Notice) (ledger.Outcome, bool) {
	sender, able := d.senders[to.Channel].(FileSender)
	if n.File == "" || !able || d.opt.File == nil {
		return ledger.Outcome{}, false
	}
	name, data, err := d.opt.File(n.File)
	if err != nil {
		d.log.Error().Err(err).Str("kind", n.Kind).Msg("outbox: a file was not made, its text goes instead")
		return ledger.Outcome{}, false
	}
	return sender.SendFile(ctx, to, name, data), true
}
