package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// askSwapWith asks with whom the speaker wants to exchange: the button under the reminder of his duty names nobody. Those who could sit in are numbered.
func (b *Bot) askSwapWith(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		from, ok := b.ownSlot(slots, t)
		if !ok {
			return b.notYours(slots, t), nil
		}
		could := b.sitIn(t, from)
		if len(could) == 0 {
			return saySwapWith, nil
		}
		d := ledger.Dialog{Kind: ledger.DialogSwap, Choices: could, Records: []string{from.Day.String()}, Reason: swapReason(t)}
		return b.swapQuestion(from.Day, could), b.await(tx, t, d)
	})
}

func (b *Bot) swapQuestion(day policy.Date, could []string) string {
	return fmt.Sprintf(saySwapWhom, day.Chinese(), numbered(b.namesTitled(could)))
}

// sitIn lists the other leaders who receive on the day of a reception, in the order of their posts.
func (b *Bot) sitIn(t *talk, from ledger.Slot) []string {
	var out []string
	for _, m := range b.school.HoldersOf(policy.Leader, from.Day) {
		if m.ID != t.by && b.school.Receives(m.ID, from.Day) {
			out = append(out, m.ID)
		}
	}
	return out
}

// swapWhom hears with whom, by number or by name: 2, 谢校, 和谢校换. A name that sounds like thanks is a name here.
func (b *Bot) swapWhom(t *talk) (move, bool) {
	d := t.dialog
	if d.Kind != ledger.DialogSwap || len(d.For) > 0 {
		return move{}, false
	}
	day, err := policy.ParseDate(d.Records[0])
	if err != nil {
		return move{}, false
	}
	other := b.leaderNamed(t, d.Choices)
	switch {
	case other != "":
	case t.thanks() && t.cmd.Intent == phrase.Ack:
		return move{}, false
	case t.cmd.Intent == phrase.Confirm, t.cmd.Intent == phrase.Ack:
		return say(b.swapQuestion(day, d.Choices)), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, saySwapDropped), true
	case t.cmd.Intent == phrase.Choose:
		return say(fmt.Sprintf(sayNoSuchNumber, len(d.Choices))), true
	default:
		return move{}, false
	}
	t.cmd.With, t.cmd.Date, t.cmd.Text = other, day, d.Reason
	t.consume()
	return b.swap(t), true
}

// leaderNamed finds the one among members whom a short answer means.
func (b *Bot) leaderNamed(t *talk, among []string) string {
	if id := b.chosenName(t, among); id != "" && slices.Contains(among, id) {
		return id
	}
	text := strings.TrimSpace(t.Text)
	for _, w := range [...]string{"我和", "我跟", "和", "跟", "同", "找", "请"} {
		if rest, ok := strings.CutPrefix(text, w); ok {
			text = rest
			break
		}
	}
	for _, w := range [...]string{"换一下", "换班", "对换", "换", "代", "吧"} {
		if rest, ok := strings.CutSuffix(text, w); ok {
			text = rest
			break
		}
	}
	for _, id := range among {
		m := b.school.Member(id)
		if text == m.Name || text == m.Name+m.Title || slices.Contains(m.Aliases, text) {
			return id
		}
	}
	return ""
}
