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

// swapsFor gives the swaps on which somebody's word is awaited: the leader who is asked, or the office.
func swapsFor(tx *store.Tx, m *policy.Member) ([]ledger.Swap, error) {
	if m == nil || !m.Has(policy.Leader) && !ledger.Keeper(m) {
		return nil, nil
	}
	out, err := collect(tx.SwapsWaitingFor(m.ID), mostListed)
	if err != nil || !ledger.Keeper(m) {
		return out, err
	}
	more, err := collect(tx.SwapsWaitingForOffice(), mostListed)
	return append(out, more...), err
}

// answersSwap hears 同意 and 不同意, which are about the swap that waits for the speaker, whatever else was just spoken of.
func (b *Bot) answersSwap(t *talk) (move, bool) {
	named := idNamed(t.Text, ledger.SwapLetters)
	agrees := strings.Contains(t.Text, "同意") || strings.Contains(t.Text, "换班")
	short := len(t.Text) <= 90
	yesNo := t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Deny || t.cmd.Intent == phrase.Ack
	switch {
	case named != "" && t.who != nil && t.Group == "" && short && startsWithWord(t.Text, "同意", "不同意"): // also one that is settled
	case len(t.swaps) == 0 || t.Group != "" || !short:
		return move{}, false
	case named == "" && !(agrees && yesNo) && !startsWithWord(t.Text, "同意", "不同意"):
		return move{}, false
	}
	return b.answerSwap(t, named, saysYes(t)), true
}

// saysYes tells a yes from a no in an answer about a swap.
func saysYes(t *talk) bool {
	return t.cmd.Intent != phrase.Deny && !strings.Contains(t.Text, "不同意") && !strings.Contains(t.Text, "不行") && !strings.Contains(t.Text, "不换")
}

func startsWithWord(text string, words ...string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(text, w) })
}

// swapAsked shows the swap on which the speaker's word is awaited, where he said something that may be meant for it and is no plain yes or no.
func (b *Bot) swapAsked(t *talk, other move) move {
	if len(t.swaps) == 0 || t.Group != "" || t.thanks() {
		return other
	}
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		var lines []string
		for _, s := range t.swaps {
			from, to := swapSlots(slots, s)
			lines = append(lines, s.ID+" "+b.swapLine(s, from, to))
		}
		if len(lines) > 1 {
			return fmt.Sprintf(saySwapSeveral, strings.Join(lines, "\n"), t.swaps[0].ID), nil
		}
		return fmt.Sprintf(saySwapWaits, lines[0]), nil
	})
}

// cannot opens a message of somebody who cannot do what he was asked for.
var cannot = []string{"不行", "没空", "没时间", "有事", "我有事", "不方便", "去不了", "我去不了", "抱歉", "不好意思", "可以", "好", "行"}

// swapOr takes a bare yes or no as being about the swap that waits, unless records wait for it too.
func (b *Bot) swapOr(t *talk, other move) move {
	if len(t.swaps) == 0 {
		return other
	}
	about := b.answerSwap(t, "", t.cmd.Intent == phrase.Confirm)
	return change(func(tx *store.Tx) (string, error) {
		for _, err := range tx.Waiting(t.by) {
			if err != nil {
				return "", err
			}
			return other.run(tx)
		}
		return about.run(tx)
	})
}

// answerSwap takes the other leader's word, or the office's. Several that wait are listed with their numbers.
func (b *Bot) answerSwap(t *talk, id string, yes bool) move {
	return change(func(tx *store.Tx) (string, error) {
		waiting, err := swapsFor(tx, t.who)
		if err != nil {
			return "", err
		}
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		if id != "" {
			waiting = slices.DeleteFunc(waiting, func(s ledger.Swap) bool { return s.ID != id })
		}
		switch len(waiting) {
		case 0:
			return saySwapNoneWaits, nil
		case 1:
			return b.settleSwap(tx, t, waiting[0], slots, yes)
		}
		var lines []string
		for _, s := range waiting {
			from, to := swapSlots(slots, s)
			lines = append(lines, s.ID+" "+b.swapLine(s, from, to))
		}
		return fmt.Sprintf(saySwapSeveral, strings.Join(lines, "\n"), waiting[0].ID), nil
	})
}

func swapSlots(slots []ledger.Slot, s ledger.Swap) (from, to ledger.Slot) {
	from, _ = ledger.SlotOf(slots, s.From)
	if s.To != 0 {
		to, _ = ledger.SlotOf(slots, s.To)
	}
	return from, to
}

func (b *Bot) settleSwap(tx *store.Tx, t *talk, s ledger.Swap, slots []ledger.Slot, yes bool) (string, error) {
	from, to := swapSlots(slots, s)
	line := b.swapLine(s, from, to)
	if yes {
		if err := s.Stands(b.school, from, to, t.Received); err != nil {
			return "", err
		}
	}
	if s.Waits() == ledger.WaitsMember {
		return b.otherSaid(tx, t, s, line, yes)
	}
	return b.officeSaid(tx, t, s, line, yes)
}

// otherSaid takes the word of the leader who was asked.
func (b *Bot) otherSaid(tx *store.Tx, t *talk, s ledger.Swap, line string, yes bool) (string, error) {
	s, err := s.Answer(t.speaker(), yes, t.Received)
	if err != nil {
		return "", err
	}
	if !yes {
		if err := b.keepSwap(tx, t, s, "swap declined"); err != nil {
			return "", err
		}
		return saySwapDeclined, b.tellMember(tx, t, s.Asker, "swap/"+s.ID+"/declined/"+s.Asker, fmt.Sprintf(sayTellSwapNo, b.member(s.Other), line))
	}
	if err := b.keepSwap(tx, t, s, "swap agreed"); err != nil {
		return "", err
	}
	for _, m := range b.keepers(t.today) {
		if m.ID == t.by || len(m.Accounts) == 0 {
			continue
		}
		if err := b.tellCard(tx, t, m, "swap/"+s.ID+"/office/"+m.ID, "5.8", fmt.Sprintf(sayTellSwapOffice, line, s.ID), yesOrNo(s.ID)); err != nil {
			return "", err
		}
	}
	return saySwapAgreed, b.tellMember(tx, t, s.Asker, "swap/"+s.ID+"/agreed/"+s.Asker, fmt.Sprintf(sayTellSwapYes, b.member(s.Other), line))
}

// officeSaid takes the office's word. A yes changes the roster, and everybody is told.
func (b *Bot) officeSaid(tx *store.Tx, t *talk, s ledger.Swap, line string, yes bool) (string, error) {
	s, err := s.Decide(t.speaker(), yes, t.Received)
	if err != nil {
		return "", err
	}
	if !yes {
		if err := b.keepSwap(tx, t, s, "swap denied"); err != nil {
			return "", err
		}
		for _, id := range [...]string{s.Asker, s.Other} {
			if err := b.tellMember(tx, t, id, "swap/"+s.ID+"/denied/"+id, fmt.Sprintf(sayTellSwapDenied, line)); err != nil {
				return "", err
			}
		}
		return saySwapDenied, nil
	}
	text, err := b.makeChanges(tx, t, s.Changes())
	if err != nil {
		return "", err
	}
	return text, b.keepSwap(tx, t, s, "swap approved")
}

// keepers are those who decide on the roster: the president's office, or the party office where nobody holds that post.
func (b *Bot) keepers(d policy.Date) []*policy.Member {
	if list := b.school.HoldersOf(policy.PresidentOffice, d); len(list) > 0 {
		return list
	}
	return b.school.HoldersOf(policy.PartyOffice, d)
}

// tellMember puts a notice for a member into the outbox, unless it is the speaker or nobody who can be reached.
func (b *Bot) tellMember(tx *store.Tx, t *talk, id, key, text string) error {
	m := b.school.Member(id)
	if m == nil || m.ID == t.by || len(m.Accounts) == 0 {
		return nil
	}
	return b.tell(tx, t, m, key, "5.8", text)
}
