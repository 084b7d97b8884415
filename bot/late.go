package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"lianxin/store"
	"lianxin/store/ledger"
)

// Late brings what could not be said in the answer to a message by way of the outbox: a reply that came after the platform had hung up, or the rest
// of one that was too long. The same reply to the same message is brought once.
func (b *Bot) Late(_ context.Context, m Message, r Reply) error {
	if r.Text == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(r.Text))
	n := ledger.Notice{
		Key: "reply/" + m.Key + "/" + hex.EncodeToString(sum[:6]), Kind: "reply", To: m.From, Text: r.Text, Made: m.Received, Due: m.Received,
	}
	if who := b.school.MemberAt(m.From); who != nil {
		n.Member = who.ID
	}
	err := b.store.Update(m.Received, func(tx *store.Tx) error {
		_, err := tx.Notify(n)
		return err
	})
	if err != nil {
		return fmt.Errorf("bot: late reply to %s: %w", m.Key, err)
	}
	return nil
}
