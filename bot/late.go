package bot

import (
	"context"
	"fmt"

	"lianxin/store"
	"lianxin/store/ledger"
)

// noticeReply is the kind of notices that bring a reply.
const noticeReply = "reply"

// Late brings what could not be said in the answer to a message by way of the outbox: a reply that came after the platform had hung up, or the rest
// of one that was too long. The same reply to the same message is brought once. A reply may tell of a case, so that receiver and text are sealed in the row.
func (b *Bot) Late(_ context.Context, m Message, r Reply) error {
	if r.Text == "" {
		return nil
	}
	n := ledger.Notice{Kind: noticeReply, To: m.From, Text: r.Text, Made: m.Received, Due: m.Received}
	if who := b.school.MemberAt(m.From); who != nil {
		n.Member = who.ID
	}
	err := b.store.Update(m.Received, func(tx *store.Tx) error {
		n := n
		n.Key = noticeReply + "/" + m.Key + "/" + tx.Mark(r.Text)
		_, err := tx.NotifySealed(n)
		return err
	})
	if err != nil {
		return fmt.Errorf("bot: late reply to %s: %w", m.Key, err)
	}
	return nil
}
