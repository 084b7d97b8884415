package bot

import (
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// seat is where this person's dialog lies: what is done on pages has one of its own, so that neither takes an answer that was meant for the other.
func (t *talk) seat() policy.Address {
	a := t.From.Fold()
	if t.Page {
		a.Channel = "page/" + a.Channel
	}
	return a
}

// left is the draft that this person can still take up once the present dialog is over; nil if there is none.
func (t *talk) left() *ledger.Left { return t.row.Remains(t.Received) }

// consume marks the present dialog as answered: what it holds is no draft any more, what it carried along stays one. Called while deciding, never
// inside a transaction.
func (t *talk) consume() {
	if t.row != nil {
		t.row = &ledger.Dialog{Who: t.row.Who, Expires: t.row.Expires, Left: t.row.Left}
	}
}

// await notes what the bot waits for from now on, and carries along the draft that is left.
func (b *Bot) await(tx *store.Tx, t *talk, d ledger.Dialog) error {
	d.Who, d.Group, d.Expires = t.seat(), t.Group, t.Received.Add(dialogLasts)
	if d.Left == nil {
		d.Left = t.left()
	}
	return tx.PutDialog(d)
}

// remember notes what was shown, unless an answer is awaited: a question in between ends nothing.
func (b *Bot) remember(tx *store.Tx, t *talk, d ledger.Dialog) error {
	if t.row.Open(t.Received) && (t.row.Kind == ledger.DialogReport || len(t.row.Ask) > 0) {
		return nil
	}
	return b.await(tx, t, d)
}

// settled notes that nothing is awaited any more. A draft that is left stays.
func (b *Bot) settled(tx *store.Tx, t *talk) error {
	if left := t.left(); left != nil {
		return tx.PutDialog(ledger.KeepLeft(t.seat(), left))
	}
	tx.EndDialog(t.seat())
	return nil
}

// drop gives up what the bot was waiting for, its draft too.
func (b *Bot) drop(t *talk, text string) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return text, b.settled(tx, t) })
}
