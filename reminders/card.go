package reminders

import (
	"context"
	"errors"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// CardSender is what a Sender may be besides: one that shows a text with buttons. What it cannot show so it sends as the text alone, which is whole without
// them; it never does both. Outcome.Update is the right to change the card later. An attempt whose end is unknown is repeated with the same card.
type CardSender interface {
	ShowCard(ctx context.Context, to policy.Address, text string, c ledger.Card) ledger.Outcome
}

// cardOf reads the buttons that go with a row; nil where there are none, or none that can be read: the text says it all.
func cardOf(tx *store.Tx, n *ledger.Notice) (*ledger.Card, error) {
	if n.Card == "" {
		return nil, nil
	}
	c, err := tx.Card(n.Card)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrSealed):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &c, nil
}

// keepRight keeps the right to change a card with the card. It is one person's card, and the last right is the one that is good.
func keepRight(tx *store.Tx, id, right string) error {
	c, err := tx.Card(id)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrSealed) {
		return nil // forgotten meanwhile
	}
	if err != nil {
		return err
	}
	c.Update, c.Shown = right, tx.At
	return tx.PutCard(c)
}
