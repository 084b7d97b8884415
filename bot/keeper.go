package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// The offices that keep the records of one duty: 统战部 of Art. 5.5, 离退休工作处 of 5.6, 马克思主义学院 of the first lesson (5.4). They enter them for leaders,
// hear of what others enter, and may ask how the duty stands; of other duties they see nothing.

// keeps tells whether a member's office keeps the records that a rule counts.
func keeps(m *policy.Member, r *policy.Rule) bool {
	return m != nil && r != nil && slices.ContainsFunc(r.Kinds, func(k policy.Kind) bool { return kept(k) && m.Has(ledger.KeeperOf(k)) })
}

// kept tells whether a kind has an office of its own besides those that keep everything.
func kept(k policy.Kind) bool {
	switch ledger.KeeperOf(k) {
	case policy.UnitedFront, policy.RetireeOffice, policy.MarxismSchool:
		return true
	}
	return false
}

// kindRecord is the kind of notices that tell an office of a record that it keeps: they wait for an hour at which the bot may speak.
const kindRecord = "record"

// tellKeepers tells the offices that keep records of their kind what was entered by somebody else.
func (b *Bot) tellKeepers(tx *store.Tx, t *talk, made []ledger.Activity) error {
	for _, a := range made {
		if !kept(a.Kind) {
			continue
		}
		for _, m := range b.school.HoldersOf(ledger.KeeperOf(a.Kind), t.today) {
			if m.ID == t.by || len(m.Accounts) == 0 {
				continue
			}
			_, err := tx.Notify(ledger.Notice{
				Key: fmt.Sprintf("%s/%s/new/%s", kindRecord, a.ID, m.ID), Kind: kindRecord, To: m.Accounts[0], Member: m.ID,
				Text: fmt.Sprintf(sayTellKeeper, b.credited(a), a.ID, b.card(a, t.today)), Made: t.Received, Due: t.Received,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// credited names those whom a record is about.
func (b *Bot) credited(a ledger.Activity) string {
	names := make([]string, len(a.Credits))
	for i, c := range a.Credits {
		names[i] = b.member(c.Member)
	}
	return strings.Join(names, "、")
}

// nonpartyOfAll lists for 统战部 and the offices with whom each leader keeps in touch by Art. 5.5, and what of it was done this year. It is 根据情况: nobody is
// said to lack anything.
func (b *Bot) nonpartyOfAll(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		var lines []string
		for _, m := range b.school.Leaders(t.today) {
			if len(m.ContactNonparty)+len(m.ContactParty) == 0 {
				continue
			}
			done, err := b.nonpartyDone(tx, t, m)
			if err != nil {
				return "", err
			}
			lines = append(lines, b.nonparty(m)+done)
		}
		if len(lines) == 0 {
			return sayNonpartyNobody, nil
		}
		return strings.Join(lines, "\n"), nil
	})
}

// nonpartyDone says what a leader has on record under the rules of Art. 5.5 this year.
func (b *Bot) nonpartyDone(tx *store.Tx, t *talk, m *policy.Member) (string, error) {
	all, err := b.standings(tx, m, t.today)
	var parts []string
	for _, s := range all {
		if slices.Contains(s.Rule.Kinds, policy.NonpartyTalk) || slices.Contains(s.Rule.Kinds, policy.NonpartyEvent) {
			parts = append(parts, fmt.Sprintf("%s %s %s", s.Rule.Name(), amount(s.Done), policy.UnitZh(s.Rule.Unit)))
		}
	}
	if len(parts) == 0 {
		return "", err
	}
	return fmt.Sprintf(sayNonpartyDone, b.school.Say(b.school.Year(t.today), t.today), strings.Join(parts, "、")), err
}
