package bot

import (
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// noticeCrisis is the kind of notices by which a human is called. They are no reminders: no quiet hours hold them back.
const noticeCrisis = "crisis"

// hush answers without keeping a word: only the key of the message, the fixed reply and a counter (requirements 2.4).
func (b *Bot) hush(_ *talk, counter, text string) move {
	return change(func(tx *store.Tx) (string, error) {
		tx.Bump(counter)
		return text, nil
	})
}

// crisis answers somebody in danger with whom to call now, and calls those who are on duty for it: they are told who it is, which lies sealed in the
// outbox until it is sent, and none of the words. More words within the hour do not call again.
func (b *Bot) crisis(t *talk, name string) move {
	text := fill(sayCrisis, b.school.Petitions.CrisisContacts)
	called := b.called(t)
	if len(called) > 0 && t.Group == "" {
		text += "\n" + sayCrisisCalled
	}
	return change(func(tx *store.Tx) (string, error) {
		tx.Bump(noticeCrisis)
		for _, m := range called {
			n := ledger.Notice{
				Key:  fmt.Sprintf("%s/%s/%s/%s", noticeCrisis, tx.Mark(t.From.String()), t.Received.Format("2006-01-02T15"), m.ID),
				Kind: noticeCrisis, Rule: "5.7", To: m.Accounts[0], Member: m.ID, Text: b.crisisText(t, name), Made: t.Received, Due: t.Received,
			}
			if _, err := tx.NotifySealed(n); err != nil {
				return "", err
			}
		}
		return text, nil
	})
}

// called lists who is called when somebody is in danger: those whom the configuration names (petitions.crisis_responders), else the petition officers;
// never the one who is in danger.
func (b *Bot) called(t *talk) []*policy.Member {
	var out []*policy.Member
	for _, id := range b.school.Petitions.CrisisResponders {
		if m := b.school.Member(id); m != nil && m.Serves(t.today) {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		out = slices.Clone(b.school.HoldersOf(policy.PetitionOfficer, t.today))
	}
	return slices.DeleteFunc(out, func(m *policy.Member) bool { return m == t.who || len(m.Accounts) == 0 })
}

// crisisText says whom to go to.
func (b *Bot) crisisText(t *talk, name string) string {
	switch {
	case t.who != nil:
		name = t.who.Name
		if t.who.Unit != "" {
			name += "（" + t.who.Unit + "）"
		}
	case name != "":
		name += "（" + t.From.User + "）"
	default:
		name = t.From.User
	}
	return fmt.Sprintf(sayCrisisCall, name, t.Received.In(b.school.Location).Format("15:04"))
}
