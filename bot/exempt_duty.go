package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// emptied finds the receptions at which nobody sits because of leave that was just granted (Art. 5.8). It is said to who granted it, and told to everybody else
// who keeps the roster; "" if there are none.
func (b *Bot) emptied(tx *store.Tx, t *talk, e ledger.Exemption) (string, error) {
	if !e.Leave() {
		return "", nil
	}
	slots, err := tx.Slots(b.school)
	if err != nil {
		return "", err
	}
	var days []string
	var first ledger.Slot
	for _, s := range slots {
		if _, end := b.school.ReceptionSpan(s.Day); s.Held() && s.Member == e.Member && e.Span.Holds(s.Day) && t.Received.Before(end) {
			if days = append(days, s.Day.Chinese()); len(days) == 1 {
				first = s
			}
		}
	}
	if len(days) == 0 {
		return "", nil
	}
	text := fmt.Sprintf(sayEmptied, b.member(e.Member), strings.Join(days, "、"), first.Day.Month(), first.Day.Day(), b.sitsIn(tx, first))
	for _, m := range b.school.HoldersOf(policy.PresidentOffice, t.today) {
		if m.ID == t.by || len(m.Accounts) == 0 {
			continue
		}
		if err := b.tell(tx, t, m, "exempt/"+e.ID+"/empty/"+m.ID, "5.8", text); err != nil {
			return "", err
		}
	}
	return "\n" + text, nil
}

// sitsIn is the name of the next leader of the roster who is in post on the day of a reception and not on leave; "某某" if there is none.
func (b *Bot) sitsIn(tx *store.Tx, slot ledger.Slot) string {
	roster := b.school.Reception.Roster
	at := slices.Index(roster, slot.Member)
	for i := range roster {
		m := b.school.Member(roster[(at+1+i)%len(roster)])
		if m != nil && m.ID != slot.Member && m.Serves(slot.Day) && !m.OnLeave(slot.Day) && !onLeave(tx, m.ID, slot.Day) {
			return m.Name
		}
	}
	return "某某"
}

// onLeave tells whether the office granted a member leave for a day.
func onLeave(tx *store.Tx, member string, day policy.Date) bool {
	for e, err := range tx.Exemptions(member) {
		if err == nil && e.Leave() && e.Span.Holds(day) {
			return true
		}
	}
	return false
}
