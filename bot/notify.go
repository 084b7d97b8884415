package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// askLeaders tells everybody whose 对 the records wait for, except the one who speaks: one notice each, however many records there are. step tells
// notices about later versions of a record from the first one.
func (b *Bot) askLeaders(tx *store.Tx, t *talk, made []ledger.Activity, found clashes, step string) error {
	for _, m := range b.asked(t, made) {
		var waiting []ledger.Activity
		for _, a := range made {
			if a.Waits(m.ID) == ledger.WaitsMember {
				waiting = append(waiting, a)
			}
		}
		key := "confirm/" + waiting[0].ID
		if len(waiting) > 1 {
			key += fmt.Sprintf("+%d", len(waiting)-1)
		}
		text := b.forAsk(t, waiting, step)
		if found[m.ID] != "" {
			text += "\n" + found[m.ID]
		}
		if err := b.tellCard(tx, t, m, key+"/"+m.ID+step, "6.2", text, askCard(waiting)); err != nil {
			return err
		}
	}
	return nil
}

// asked lists the members with an account whose 对 the records wait for, each once, without the speaker.
func (b *Bot) asked(t *talk, made []ledger.Activity) []*policy.Member {
	var out []*policy.Member
	seen := map[string]bool{t.by: true}
	for _, a := range made {
		for _, c := range a.Credits {
			if seen[c.Member] || a.Waits(c.Member) != ledger.WaitsMember {
				continue
			}
			seen[c.Member] = true
			if m := b.school.Member(c.Member); m != nil && len(m.Accounts) > 0 {
				out = append(out, m)
			}
		}
	}
	return out
}

// forAsk is what a leader reads about records that wait for him.
func (b *Bot) forAsk(t *talk, waiting []ledger.Activity, step string) string {
	if len(waiting) == 1 {
		text := sayForAsk
		switch {
		case step != "":
			text = sayForChanged
		case reporterIsCredited(waiting[0], t.by):
			text = sayProposal
		}
		return fmt.Sprintf(text, b.speakerName(t), waiting[0].ID, b.card(waiting[0], t.today))
	}
	var lines []string
	for i, a := range waiting {
		lines = append(lines, fmt.Sprintf("%d. %s %s", i+1, a.ID, b.card(a, t.today)))
	}
	text := sayForAskMany
	if reporterIsCredited(waiting[0], t.by) {
		text = sayProposalMany
	}
	return fmt.Sprintf(text, b.speakerName(t), len(waiting), strings.Join(lines, "\n"))
}

// tellReporter says to the one who entered a record what somebody else made of it.
func (b *Bot) tellReporter(tx *store.Tx, t *talk, a ledger.Activity, verdict string) error {
	m := b.school.Member(a.By)
	if m == nil || m.ID == t.by || len(m.Accounts) == 0 {
		return nil
	}
	text := ""
	switch verdict {
	case ledger.VerdictDeclined:
		text = fmt.Sprintf(sayTellDeclined, b.speakerName(t), a.ID, b.card(a, t.today))
	case ledger.VerdictRetracted:
		text = fmt.Sprintf(sayTellRetracted, b.speakerName(t), a.ID, b.card(a, t.today))
	case ledger.VerdictApproved:
		text = fmt.Sprintf(sayTellApproved, a.ID, b.card(a, t.today))
	default:
		return nil
	}
	return b.tell(tx, t, m, verdict+"/"+a.ID+"/"+t.by, "", text)
}

// tellCredited tells those whom a record credited, and who did not decline it, that it was taken back as a whole by somebody else. Whoever entered it is
// told by tellReporter.
func (b *Bot) tellCredited(tx *store.Tx, t *talk, before, after ledger.Activity) error {
	if after.Live() {
		return nil
	}
	for _, c := range before.Credits {
		m := b.school.Member(c.Member)
		if m == nil || m.ID == t.by || m.ID == after.By || !c.Declined.IsZero() || len(m.Accounts) == 0 {
			continue
		}
		text := fmt.Sprintf(sayTellUndone, b.speakerName(t), after.ID, b.card(after, t.today))
		if err := b.tell(tx, t, m, "undone/"+after.ID+"/"+m.ID, "", text); err != nil {
			return err
		}
	}
	return nil
}

// tell puts one notice for a member into the outbox.
func (b *Bot) tell(tx *store.Tx, t *talk, m *policy.Member, key, rule, text string) error {
	return b.tellCard(tx, t, m, key, rule, text, ledger.Card{})
}

// tellCard is tell with buttons.
func (b *Bot) tellCard(tx *store.Tx, t *talk, m *policy.Member, key, rule, text string, c ledger.Card) error {
	_, err := tx.Show(ledger.Notice{
		Key: key, Kind: "confirm", Rule: rule, To: m.Accounts[0], Member: m.ID, Text: text, Made: t.Received, Due: t.Received,
	}, c)
	return err
}

func (b *Bot) speakerName(t *talk) string {
	if t.who != nil {
		return t.who.Name
	}
	return t.From.User
}

func reporterIsCredited(a ledger.Activity, by string) bool {
	for _, c := range a.Credits {
		if c.Member == by {
			return true
		}
	}
	return false
}
