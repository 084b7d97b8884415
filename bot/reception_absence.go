package bot

import (
	"fmt"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// absence takes the word of somebody who came to a reception and met nobody (Art. 4.4). The office looks into it; who said it is told to nobody.
func (b *Bot) absence(t *talk) move {
	day := t.cmd.Date
	if day == 0 {
		day = t.today
	}
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := slotOn(slots, day)
		switch {
		case !ok:
			return b.whyNone(slots, day) + b.nextReception(slots, max(day, t.today), ""), nil
		case !slot.Begun(b.school, t.Received):
			return fmt.Sprintf(sayNotYetBegun, b.slotLine(slot)), nil
		case t.cmd.Person != "" && t.cmd.Person != slot.Member:
			return fmt.Sprintf(sayOtherOnDuty, b.slotLine(slot)), nil
		}
		return b.noteAbsence(tx, t, slot)
	})
}

func (b *Bot) noteAbsence(tx *store.Tx, t *talk, slot ledger.Slot) (string, error) {
	clock := t.cmd.Clock
	if c, ok := clockNamed(t.Text); ok && clock == "" {
		clock = c.String()
	}
	id, added, err := tx.Absent(b.school, t.From, ledger.Absence{Slot: slot.Regular, Time: clock})
	if err != nil || !added {
		return sayAbsenceAgain, err
	}
	if err := tx.Log("visitor", "absence", id, slot.Day.String()); err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayTellAbsence, slot.Day.Chinese(), b.titled(slot.Member), timeOr(clock), id)
	for _, m := range b.school.HoldersOf(policy.PartyOffice, t.today) {
		if err := b.tellMember(tx, t, m.ID, "absence/"+id+"/"+m.ID, text); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(sayAbsenceNoted, id), nil
}

func timeOr(clock string) string {
	if clock == "" {
		return "当天下午"
	}
	return clock + "左右"
}
