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

// sheetWait is how many days back a reception is looked for that nobody has entered.
const sheetWait = 14

// received takes a reception that was held (Art. 5.8) as the activity that it is, with its sheet: of the leader who says so, or of the leader who sat
// there where the companion or a secretary says so. It counts whether anybody came or not.
func (b *Bot) received(t *talk) move {
	if t.cmd.Date > t.today {
		return say(sayNotHeldYet)
	}
	visits := b.visitTold(t)
	if isListed(t.Text) {
		visits = b.visitsIn(t)
	}
	if t.cmd.Visitors <= 0 {
		visits = nil
	}
	return b.enterSheet(t, b.daySaid(t), max(t.cmd.Visitors, 0), t.cmd.People, visits)
}

// daySaid is the day of a sheet; 0 if it is today only because nothing else was said.
func (b *Bot) daySaid(t *talk) policy.Date {
	if t.cmd.Date == t.today && !strings.Contains(t.Text, "今") && !strings.Contains(t.Text, "刚") {
		return 0
	}
	return t.cmd.Date
}

// nobodyCame takes the bare 没人来 of the companion.
func (b *Bot) nobodyCame(t *talk) move { return b.enterSheet(t, 0, 0, 0, nil) }

// askSheet waits for what came of a reception.
func (b *Bot) askSheet(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		slot, ok, err := b.missingSheet(tx, t)
		if err != nil || !ok {
			return sayNoneMissing, err
		}
		return fmt.Sprintf(sayAskSheet, b.rosterLine(slot)), b.await(tx, t, ledger.Dialog{Kind: ledger.DialogSheet})
	})
}

// sheetAnswer hears what came of the reception.
func (b *Bot) sheetAnswer(t *talk) (move, bool) {
	switch {
	case t.is(wordsNobody):
		t.consume()
		return b.nobodyCame(t), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, saySheetDropped), true
	case isOwnOrder(t.cmd.Intent):
		return move{}, false
	}
	visits := b.visitsIn(t)
	if len(visits) == 0 {
		return move{}, false
	}
	t.consume()
	return b.enterSheet(t, 0, len(visits), 0, visits), true
}

// isOwnOrder tells whether a message under the question for a sheet is an order or a question of its own.
func isOwnOrder(i phrase.Intent) bool {
	switch i {
	case phrase.RecordReception, phrase.QueryReception, phrase.GenerateSchedule, phrase.ChangeSchedule, phrase.Help, phrase.QueryQuota, phrase.QueryRecords,
		phrase.QueryDelivery, phrase.PreviewReminders, phrase.AskPolicy, phrase.QueryAssignment, phrase.Confirm, phrase.Choose, phrase.Ack:
		return true
	}
	return false
}

// enterSheet enters the reception of a day, or where none is named the last one that nobody has entered.
func (b *Bot) enterSheet(t *talk, day policy.Date, groups, people int, visits []ledger.Visit) move {
	return change(func(tx *store.Tx) (string, error) {
		day, visits := day, visits // the function may run again
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := slotOn(slots, day)
		if day == 0 {
			if slot, ok, err = b.missingSheet(tx, t); err != nil {
				return "", err
			}
			if !ok {
				return sayNoneMissing, nil
			}
			if said, err := b.enteredToday(tx, t, slots, slot); err != nil || said != "" {
				return said, err
			}
			day = slot.Day
		}
		d := ledger.Draft{Kind: policy.ReceptionDay, Date: day}
		d.Said = sheetDetails(visits)
		d.Said.Visitors, d.Said.Headcount = max(groups, len(visits)), people
		s := said{drafts: []ledger.Draft{d}}
		if t.who == nil || !t.who.Has(policy.Leader) {
			if !ok {
				return b.whyNone(slots, day) + b.nextReception(slots, day, ""), nil
			}
			s.leaders = []string{slot.Member}
		}
		if ok {
			if visits, err = b.withBookings(tx, slot, visits); err != nil {
				return "", err
			}
			s.drafts[0].Sheet = &ledger.Sheet{Groups: d.Said.Visitors, Visits: visits}
		}
		return b.enter(tx, t, s)
	})
}

// enteredToday says that the reception of today is entered already, where a sheet without a day would go to an earlier one; "" if it is not.
func (b *Bot) enteredToday(tx *store.Tx, t *talk, slots []ledger.Slot, missing ledger.Slot) (string, error) {
	slot, ok := slotOn(slots, t.today)
	if !ok || slot.Day == missing.Day || !slot.Begun(b.school, t.Received) || !b.mayEnter(t, slot) {
		return "", nil
	}
	sheet, err := tx.SheetOf(slot.Regular)
	if sheet == nil || err != nil {
		return "", err
	}
	return fmt.Sprintf(saySheetTwice, slot.Day.Chinese(), b.sheetText(*sheet), sheet.Record, fmt.Sprintf("%d月%d日", missing.Day.Month(), missing.Day.Day())), nil
}

// missingSheet finds the last reception that has begun and that nobody has entered, among those which the speaker may enter.
func (b *Bot) missingSheet(tx *store.Tx, t *talk) (ledger.Slot, bool, error) {
	slots, err := tx.Slots(b.school)
	if err != nil {
		return ledger.Slot{}, false, err
	}
	for _, s := range slices.Backward(slots) {
		if !s.Held() || !s.Begun(b.school, t.Received) || s.Day < t.today.Add(-sheetWait) || !b.mayEnter(t, s) {
			continue
		}
		sheet, err := tx.SheetOf(s.Regular)
		if err != nil {
			return s, false, err
		}
		if sheet == nil {
			return s, true, nil
		}
	}
	return ledger.Slot{}, false, nil
}

// mayEnter tells whether the speaker may enter a reception, and see what came of it: the offices, the leader who sat there and his secretaries.
func (b *Bot) mayEnter(t *talk, s ledger.Slot) bool {
	m := b.school.Member(s.Member)
	return t.who != nil && (ledger.Keeper(t.who) || t.by == s.Member || m != nil && m.Delegated(t.by, t.today))
}

// withBookings puts the booking in the place of the time that a visit names: behind it stands who came.
func (b *Bot) withBookings(tx *store.Tx, slot ledger.Slot, visits []ledger.Visit) ([]ledger.Visit, error) {
	booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
	visits = slices.Clone(visits)
	for i, v := range visits {
		visits[i].Booking = ""
		for _, o := range booked {
			if v.Booking == b.school.Reception.PlaceAt(o.Place).String() {
				visits[i].Booking = o.ID
			}
		}
	}
	return visits, err
}

// sheetDetails puts what the visitors came about into the words of the ledger.
func sheetDetails(visits []ledger.Visit) ledger.Details {
	var d ledger.Details
	for _, v := range visits {
		if v.Topic != "" {
			d.Issues = append(d.Issues, v.Topic)
		}
		if v.Unit != "" {
			d.Handoffs = append(d.Handoffs, v.Topic+" → "+v.Unit)
		}
	}
	return d
}

// slotOfRecord is the reception of the roster that a record is of; not ok if it is of none.
func (b *Bot) slotOfRecord(tx *store.Tx, a *ledger.Activity) (slot ledger.Slot, ok bool, err error) {
	if a.Kind != policy.ReceptionDay {
		return slot, false, nil
	}
	slots, err := tx.Slots(b.school)
	if err != nil {
		return slot, false, err
	}
	slot, ok = slotOn(slots, a.Date)
	return slot, ok, nil
}

// sheetFor judges the sheet of a reception that a record, new or corrected, is of; nil if it is of no reception of the roster, or has its sheet. It is
// judged before anything is written: a reception is entered once, for the one leader who sat there.
func (b *Bot) sheetFor(tx *store.Tx, t *talk, d ledger.Draft, a *ledger.Activity) (*ledger.Sheet, error) {
	slot, ok, err := b.slotOfRecord(tx, a)
	if err != nil || !ok {
		return nil, err
	}
	before, err := tx.SheetOf(slot.Regular)
	if err != nil {
		return nil, err
	}
	if before != nil && before.Record == a.ID {
		return nil, nil
	}
	s := ledger.Sheet{Groups: a.Said.Visitors}
	if d.Sheet != nil {
		s = *d.Sheet
	}
	s.Leader, s.By = a.Credits[0].Member, t.by
	s, err = ledger.EnterSheet(b.school, slot, before, s, t.Received)
	return &s, err
}

// sheets judges the sheets of all receptions among new records, by their place.
func (b *Bot) sheets(tx *store.Tx, t *talk, s said, made []ledger.Activity) (map[int]ledger.Sheet, error) {
	out := map[int]ledger.Sheet{}
	seen := map[policy.Date]bool{}
	for i := range made {
		sheet, err := b.sheetFor(tx, t, s.drafts[i], &made[i])
		if err != nil {
			return nil, err
		}
		if sheet != nil && !seen[sheet.Slot] {
			seen[sheet.Slot] = true
			out[i] = *sheet
		}
	}
	return out, nil
}

// keepSheet numbers and keeps a sheet together with the record by which it counts. What was handed to a unit is an issue from then on.
func (b *Bot) keepSheet(tx *store.Tx, t *talk, s ledger.Sheet, a *ledger.Activity) (ledger.Sheet, error) {
	s.ID, s.Record = tx.NextSheetID(), a.ID
	if err := b.handOver(tx, t, &s, a); err != nil {
		return s, err
	}
	if err := tx.PutSheet(s); err != nil {
		return s, err
	}
	return s, tx.Log(t.by, "sheet", s.ID, fmt.Sprintf("%s %s %d", s.Day, s.Leader, s.Groups))
}

// sheetText is what a sheet says: its number, how many came, and each matter.
func (b *Bot) sheetText(s ledger.Sheet) string {
	if s.Groups == 0 {
		return fmt.Sprintf(saySheetEmpty, s.ID)
	}
	lines := []string{fmt.Sprintf(saySheet, s.ID, s.Groups)}
	for i, v := range s.Visits {
		line := fmt.Sprintf("%d. %s", i+1, v.Topic)
		if v.Answer != "" {
			line += "，" + v.Answer
		}
		if v.Unit != "" {
			line += " → " + v.Unit
		}
		if v.Due != 0 {
			line += fmt.Sprintf("（%s前答复）", v.Due.Chinese())
		}
		if v.Issue != "" {
			line += "，" + v.Issue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// showSheet shows a sheet to those who may see what came of a reception.
func (b *Bot) showSheet(t *talk, id string) move {
	return ask(func(tx *store.Tx) (string, error) {
		s, err := tx.Sheet(id)
		if isMissing(err) {
			return sayNothingSheet, nil
		}
		if err != nil {
			return "", err
		}
		if !b.mayEnter(t, ledger.Slot{Member: s.Leader}) {
			return sayNotAllowed, nil
		}
		return fmt.Sprintf(saySheetHead, s.Day.Chinese(), b.titled(s.Leader)) + "\n" + b.sheetText(s), nil
	})
}
