package bot

import (
	"errors"
	"slices"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// handOver makes issues of the matters of a sheet that were handed to a unit (Art. 6.3), and tells the units: 转后勤处 on the spot is no other thing than an
// issue, with the day that was named if it is sooner. A sheet that takes the place of an older one finds the issues of that one again.
func (b *Bot) handOver(tx *store.Tx, t *talk, s *ledger.Sheet, a *ledger.Activity) error {
	if t.who == nil || !t.who.Serves(t.today) {
		return nil
	}
	older, err := handedBefore(tx, s)
	if err != nil {
		return err
	}
	s.Visits = slices.Clone(s.Visits)
	d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
	for i := range s.Visits {
		v := &s.Visits[i]
		if b.school.Unit(v.Unit) == nil || strings.TrimSpace(v.Topic) == "" {
			continue
		}
		if v.Issue = older[v.Topic+arrow+v.Unit]; v.Issue != "" {
			continue
		}
		issue, err := tx.RaiseIssue(d, ledger.IssueEntry{
			From: a.ID, Source: b.kindName(a.Kind), Owner: v.Unit, Text: v.Topic, For: creditedTo(a, t.by), Wanted: v.Due,
		})
		if err != nil {
			return err
		}
		v.Issue = issue.ID
		if err := b.tellIssue(tx, t, &issue, stepsFor(d.Steps, issue.ID)); err != nil {
			return err
		}
	}
	return nil
}

// handedBefore finds the issues that older sheets of the same reception made, by what was handed to whom.
func handedBefore(tx *store.Tx, s *ledger.Sheet) (map[string]string, error) {
	out := map[string]string{}
	for old, err := range tx.SheetsOf(s.Slot) {
		if err != nil {
			return nil, err
		}
		for _, v := range old.Visits {
			if v.Issue != "" {
				out[v.Topic+arrow+v.Unit] = v.Issue
			}
		}
	}
	return out, nil
}

// handedOver lists the matters of a reception's sheet that are issues already, also of a record before this one.
func (b *Bot) handedOver(tx *store.Tx, a *ledger.Activity) ([]string, error) {
	slot, ok, err := b.slotOfRecord(tx, a)
	if err != nil || !ok {
		return nil, err
	}
	var out []string
	for s, err := range tx.SheetsOf(slot.Regular) {
		if err != nil {
			return nil, err
		}
		for _, v := range s.Visits {
			if s.Record == a.ID && v.Issue != "" {
				out = append(out, strings.TrimSpace(ledger.Mask(b.school, v.Topic)))
			}
		}
	}
	return out, nil
}

// lastSheet finds the sheet that is meant: the one named, else the last one among the receptions that the speaker may enter.
func (b *Bot) lastSheet(tx *store.Tx, t *talk, id string) (ledger.Sheet, bool, error) {
	if id != "" {
		s, err := tx.Sheet(id)
		if isMissing(err) {
			return s, false, nil
		}
		return s, err == nil && b.mayEnter(t, ledger.Slot{Member: s.Leader}), err
	}
	slots, err := tx.Slots(b.school)
	if err != nil {
		return ledger.Sheet{}, false, err
	}
	for _, slot := range slices.Backward(slots) {
		if !slot.Held() || !slot.Begun(b.school, t.Received) || slot.Day < t.today.Add(-sheetWait) || !b.mayEnter(t, slot) {
			continue
		}
		s, err := tx.SheetOf(slot.Regular)
		if err != nil {
			return ledger.Sheet{}, false, err
		}
		if s != nil && len(s.Visits) > 0 {
			return *s, true, nil
		}
	}
	return ledger.Sheet{}, false, nil
}

// visitor finds who came on a visit: as the office says it, and by which account if a place was booked. The account is put from one shelf of the vault onto
// another; nobody sees it. shy: the visitor did not let the name be known when booking.
func visitor(tx *store.Tx, v *ledger.Visit, said store.Person) (who store.Person, shy bool, err error) {
	if v.Booking == "" {
		return said, false, nil
	}
	o, err := tx.Booking(v.Booking)
	if err != nil {
		return said, false, err
	}
	at, err := tx.Resolve(store.SealedAddress(o.ID, 0))
	if errors.Is(err, store.ErrSealed) || isMissing(err) {
		return said, false, nil
	}
	said.Address = at
	return said, !o.Named, err
}
