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
// of one that was too long. The same reply to the same message is brought once. It says to what it answers: who asks the same thing twice is told twice,
// though a platform shows the same words once in half an hour (protocol 2.2). A reply may tell of a case, so that receiver and text are sealed in the row.
func (b *Bot) Late(_ context.Context, m Message, r Reply) error {
	if r.Text == "" {
		return nil
	}
	say := sayLate
	if m.Kind == Press {
		say = sayLatePress
	}
	text := r.Text + "\n" + fmt.Sprintf(say, m.Received.In(b.school.Location).Format("15:04"))
	n := ledger.Notice{Kind: noticeReply, To: m.From, Text: text, Made: m.Received, Due: m.Received}
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
