package reminders

import (
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// fallAfter is how long one account is tried, or its channel waited for, before a notice goes to another account of the same person.
const fallAfter = 30 * time.Minute

// choose picks the account to which a row goes now, and those that are left for later. A channel that has been in trouble for long is passed over where there
// is another one, which is noted like an account that was tried in vain. What answers a message goes first to where that was said.
func (d *Delivery) choose(t *taken, to policy.Address, all []policy.Address, now time.Time) {
	if t.row.Kind == kindReply {
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(a, b policy.Address) int { return second(a, to) - second(b, to) })
	}
	open := make([]policy.Address, 0, len(all))
	for _, a := range all {
		if !t.row.TriedOn(a.Channel) {
			open = append(open, a)
		}
	}
	for len(open) > 1 && t.row.Unsure.IsZero() && d.pauses[open[0].Channel].stuck(now) {
		d.giveUp(&t.row, open[0].Channel, ledger.Outcome{Reason: d.pauses[open[0].Channel].why}, now)
		open = open[1:]
	}
	if len(open) == 0 && len(all) > 0 {
		open = all[len(all)-1:]
	}
	if len(open) > 0 {
		t.to, t.rest = open[0], d.served(open[1:])
	}
	if len(t.row.Tried) > 0 {
		t.row.Via = t.to.Channel
	}
}

// second is 0 for the account that a reply answers.
func second(a, to policy.Address) int {
	if a.Fold() == to.Fold() {
		return 0
	}
	return 1
}

// served are the accounts on channels that have a Sender.
func (d *Delivery) served(list []policy.Address) []policy.Address {
	return slices.DeleteFunc(slices.Clone(list), func(a policy.Address) bool { return d.senders[a.Channel] == nil })
}

// fallOver sends a row on to the next account of its receiver when this one refused it, or has not taken it for long. What may have arrived here is told
// nowhere else. false: there is no other, or it is not time.
func (d *Delivery) fallOver(t *taken, row *ledger.Notice, out ledger.Outcome, now time.Time) bool {
	switch {
	case len(t.rest) == 0:
		return false
	case out.State == ledger.Refused:
	case out.State != ledger.Retry || !row.Unsure.IsZero():
		return false
	case row.Began.IsZero() || now.Sub(row.Began) < fallAfter:
		return false
	}
	d.giveUp(row, t.to.Channel, out, now)
	row.Due = now
	d.log.Info().Str("kind", row.Kind).Str("from", t.to.Channel).Str("to", t.rest[0].Channel).Int("code", out.Code).Str("reason", out.Reason).
		Msg("outbox: a notice goes to another account of its receiver")
	return true
}

// giveUp notes that an account was tried in vain; the row begins anew with the next.
func (d *Delivery) giveUp(row *ledger.Notice, channel string, out ledger.Outcome, now time.Time) {
	row.Tried = append(slices.Clone(row.Tried), ledger.Try{Channel: channel, At: now.UTC(), Attempts: row.Attempts, Reason: out.Reason, Code: out.Code})
	row.Attempts, row.Sending, row.Began, row.Unsure, row.Reason, row.Code = 0, time.Time{}, time.Time{}, time.Time{}, "", 0
}

// unlinked takes out of a row that is over on which accounts it was tried, where its receiver must not be named: which platforms somebody uses, and that he
// joined two accounts, would say much of who filed a case. A row under way still needs it.
func unlinked(n ledger.Notice) ledger.Notice {
	if n.Settled() && n.To.Channel == store.SealedChannel {
		n.Tried, n.Via = nil, ""
	}
	return n
}
