package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// mostSwaps is how many of the other leader's receptions are offered for an exchange.
const mostSwaps = 4

// swap takes a leader's wish to exchange his reception (1.4 no. 8): the other leader is asked, then the office. Which of the other's receptions it is
// for is asked where there are several; where there is none, the other sits in.
func (b *Bot) swap(t *talk) move {
	switch {
	case t.who == nil || !t.who.Has(policy.Leader):
		return say(saySwapLeaders)
	case b.school.Member(t.cmd.With) == nil:
		return b.askSwapWith(t)
	}
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		from, ok := b.ownSlot(slots, t)
		if !ok {
			return b.notYours(slots, t), nil
		}
		theirs := b.exchangeable(slots, t, from)
		if len(theirs) <= 1 {
			var to ledger.Slot
			if len(theirs) == 1 {
				to = theirs[0]
			}
			return b.askSwap(tx, t, t.cmd.With, from, to, swapReason(t))
		}
		d := ledger.Dialog{Kind: ledger.DialogSwap, For: []string{t.cmd.With}, Records: []string{from.Regular.String()}, Reason: swapReason(t)}
		var lines []string
		for _, s := range theirs {
			d.Choices = append(d.Choices, s.Regular.String())
			lines = append(lines, b.rosterLine(s))
		}
		return fmt.Sprintf(saySwapWhich, b.member(t.cmd.With), numbered(lines)), b.await(tx, t, d)
	})
}

// swapReason is the reason that was given, without the request itself.
func swapReason(t *talk) string {
	if t.cmd.Text == t.Text || strings.ContainsAny(t.cmd.Text, "换调替顶") {
		return ""
	}
	return reasonIn(t.cmd.Text)
}

// ownSlot finds the speaker's reception that he means: that of the day he names, else his next one.
func (b *Bot) ownSlot(slots []ledger.Slot, t *talk) (ledger.Slot, bool) {
	for _, s := range slots {
		if s.Held() && s.Member == t.by && !s.Begun(b.school, t.Received) && (t.cmd.Date == 0 || s.Day == t.cmd.Date) {
			return s, true
		}
	}
	return ledger.Slot{}, false
}

func (b *Bot) notYours(slots []ledger.Slot, t *talk) string {
	own, ok := nextSlot(slots, t.today, t.by)
	if !ok {
		return saySwapNone
	}
	return fmt.Sprintf(saySwapYours, b.slotLine(own))
}

// exchangeable lists the other leader's receptions of the same term that are still to come.
func (b *Bot) exchangeable(slots []ledger.Slot, t *talk, from ledger.Slot) []ledger.Slot {
	var out []ledger.Slot
	for _, s := range slots {
		if s.Held() && s.Term == from.Term && s.Member == t.cmd.With && !s.Begun(b.school, t.Received) && len(out) < mostSwaps {
			out = append(out, s)
		}
	}
	return out
}

// swapChosen hears which of the other's receptions the exchange is for.
func (b *Bot) swapChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch {
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, saySwapDropped), true
	case t.cmd.Intent == phrase.Choose && t.cmd.Choice >= 1 && t.cmd.Choice <= len(d.Choices):
	case t.cmd.Intent == phrase.Choose:
		return say(fmt.Sprintf(sayNoSuchNumber, len(d.Choices))), true
	default:
		return move{}, false
	}
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		from, _ := slotNamed(slots, d.Records[0])
		to, _ := slotNamed(slots, d.Choices[t.cmd.Choice-1])
		return b.askSwap(tx, t, d.For[0], from, to, d.Reason)
	}), true
}

// slotNamed finds a reception by the name that a dialog keeps of it.
func slotNamed(slots []ledger.Slot, name string) (ledger.Slot, bool) {
	regular, err := policy.ParseDate(name)
	if err != nil {
		return ledger.Slot{}, false
	}
	return ledger.SlotOf(slots, regular)
}

func (b *Bot) askSwap(tx *store.Tx, t *talk, other string, from, to ledger.Slot, reason string) (string, error) {
	m := b.school.Member(other)
	s, err := ledger.AskSwap(b.school, t.speaker(), m, from, to, reason, t.Received)
	if err != nil {
		return "", err
	}
	s.ID = tx.NextSwapID()
	if err := b.keepSwap(tx, t, s, "swap asked"); err != nil {
		return "", err
	}
	line := b.swapLine(s, from, to)
	if len(m.Accounts) > 0 {
		if err := b.tellCard(tx, t, m, "swap/"+s.ID+"/"+m.ID, "5.8", fmt.Sprintf(sayTellSwap, line), yesOrNo(s.ID)); err != nil {
			return "", err
		}
	}
	if err := b.settled(tx, t); err != nil {
		return "", err
	}
	return fmt.Sprintf(saySwapAsked, s.ID, line, m.Name), nil
}

func (b *Bot) keepSwap(tx *store.Tx, t *talk, s ledger.Swap, verb string) error {
	if err := tx.PutSwap(s); err != nil {
		return err
	}
	return tx.Log(t.by, verb, s.ID, fmt.Sprintf("%s %s %s %s", s.Asker, s.From, s.Other, s.To))
}

// swapLine says who wants to exchange what.
func (b *Bot) swapLine(s ledger.Swap, from, to ledger.Slot) string {
	if s.To == 0 {
		return fmt.Sprintf(saySwapInLine, b.member(s.Asker), from.Day.Chinese(), b.member(s.Other), inBrackets(s.Reason))
	}
	return fmt.Sprintf(saySwapLine, b.member(s.Asker), from.Day.Chinese(), b.member(s.Other), to.Day.Chinese(), inBrackets(s.Reason))
}
