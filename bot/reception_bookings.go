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

// showBookings tells who may know how many come and about what; names only of those who let it be known, and only to the leader on duty and to the
// companion (requirements, 4).
func (b *Bot) showBookings(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := b.slotToShow(slots, t)
		if !ok {
			return sayNoTurn, nil
		}
		if !b.mayEnter(t, slot) {
			return sayNotAllowed, nil
		}
		booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
		if err != nil || len(booked) == 0 {
			return fmt.Sprintf(sayNobodyBooked, b.slotLine(slot)), err
		}
		slices.SortFunc(booked, func(x, y ledger.Booking) int { return x.Place - y.Place })
		lines := []string{fmt.Sprintf(sayBookingsOf, b.slotLine(slot), len(booked))}
		for _, o := range booked {
			row, err := b.bookingRow(tx, t, slot, &o)
			if err != nil {
				return "", err
			}
			lines = append(lines, row)
		}
		return strings.Join(lines, "\n"), nil
	})
}

// slotToShow is the reception whose bookings are asked for: that of the day, else the speaker's next one, else the next one.
func (b *Bot) slotToShow(slots []ledger.Slot, t *talk) (ledger.Slot, bool) {
	if d := b.dayAhead(t, t.Text); d != 0 {
		return slotOn(slots, d)
	}
	if s, ok := nextSlot(slots, t.today, t.by); ok {
		return s, true
	}
	return nextSlot(slots, t.today, "")
}

// bookingRow is one booking as the leader on duty reads it: the name only of a visitor who lets it be known.
func (b *Bot) bookingRow(tx *store.Tx, t *talk, slot ledger.Slot, o *ledger.Booking) (string, error) {
	row := fmt.Sprintf("%s %d人", b.school.Reception.PlaceAt(o.Place), o.People)
	if o.Topic != "" {
		row += "，" + o.Topic
	}
	if t.by != slot.Member && !t.who.Has(policy.PresidentOffice) {
		return row, nil
	}
	who, err := tx.VisitorOf(o)
	if m := tx.MemberAt(b.school, who); m != nil {
		return row + "（" + m.Name + "）", err
	}
	if who.User != "" {
		row += "（" + who.User + "）"
	}
	return row, err
}

// own is a booking of the speaker with its reception.
type ownBooking struct {
	ledger.Booking
	slot ledger.Slot
}

// ownBookings lists the speaker's bookings whose reception has not begun, the nearest first; of one that was called off it may still be moved.
func (b *Bot) ownBookings(tx *store.Tx, t *talk, slots []ledger.Slot) ([]ownBooking, error) {
	var out []ownBooking
	mine, err := tx.BookingsBy(b.school, t.From)
	if err != nil {
		return nil, err
	}
	for _, o := range mine {
		slot, ok := ledger.SlotOf(slots, o.Slot)
		if ok && !slot.Begun(b.school, t.Received) {
			out = append(out, ownBooking{o, slot})
		}
	}
	slices.SortStableFunc(out, func(x, y ownBooking) int { return int(x.slot.Day - y.slot.Day) })
	return out, nil
}

// myBookings lists the speaker's bookings.
func (b *Bot) myBookings(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		list, err := b.ownBookings(tx, t, slots)
		if err != nil || len(list) == 0 {
			return sayNoBooking, err
		}
		var lines []string
		for _, o := range list {
			line := o.ID + " " + b.bookingLine(o.Booking, o.slot)
			if !o.slot.Held() {
				line = o.ID + " " + fmt.Sprintf(sayRowOff, o.slot.Day.Chinese(), inBrackets(o.slot.Reason))
			}
			lines = append(lines, line)
		}
		return fmt.Sprintf(sayMyBookings, strings.Join(lines, "\n")), nil
	})
}

// rebook moves the speaker's booking to another day or time. A time that was not named stays if it is free there.
func (b *Bot) rebook(t *talk) move {
	rest := movedTo(t.Text)
	clock, timed := clockNamed(rest)
	day := t.cmd.Date
	if day == 0 && rest != "" {
		day = b.dayAhead(t, rest)
	}
	return shown(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		list, err := b.ownBookings(tx, t, slots)
		if err == nil && len(list) == 0 && day != 0 && t.dialog != nil && t.dialog.Kind == ledger.DialogBook {
			slot, _ := slotMeant(slots, day)
			return b.offerPlaces(tx, t, slot, slots, *t.dialog.Booking)
		}
		if err != nil || len(list) == 0 {
			return sayNoBooking, err
		}
		o, to := list[0], list[0].slot
		if day != 0 {
			var ok bool
			if to, ok = slotMeant(slots, day); !ok || !to.Held() {
				return b.whyNone(slots, day) + b.nextReception(slots, max(day, t.today), ""), nil
			}
		}
		place := o.Place
		if timed {
			var fits bool
			if place, fits = b.school.Reception.PlaceOf(clock); !fits {
				return b.offerPlaces(tx, t, to, slots, o.Booking)
			}
		}
		if day == 0 && !timed {
			return b.offerPlaces(tx, t, to, slots, o.Booking)
		}
		return b.movePlace(tx, t, to, slots, o.ID, place)
	})
}

func (b *Bot) movePlace(tx *store.Tx, t *talk, to ledger.Slot, slots []ledger.Slot, id string, place int) (string, error) {
	o, err := tx.Booking(id)
	if err != nil {
		return "", err
	}
	from, _ := ledger.SlotOf(slots, o.Slot)
	next, err := tx.MoveBooking(b.school, t.From, o, from, to, place)
	if err != nil {
		return b.noPlace(tx, t, to, slots, o, err)
	}
	if err := b.logBooking(tx, next, "rebooked"); err != nil {
		return "", err
	}
	return fmt.Sprintf(sayRebooked, next.ID, b.bookingLine(next, to)), b.settled(tx, t)
}

// unbook asks before a booking is given back.
func (b *Bot) unbook(t *talk) move {
	return shown(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		list, err := b.ownBookings(tx, t, slots)
		if err == nil && t.cmd.Date != 0 {
			list = slices.DeleteFunc(list, func(o ownBooking) bool { return o.slot.Day != t.cmd.Date })
		}
		if err != nil || len(list) == 0 {
			return sayNoBooking, err
		}
		o := list[0]
		d := ledger.Dialog{Kind: ledger.DialogUnbook, Booking: &ledger.Booking{ID: o.ID}}
		return fmt.Sprintf(sayUnbookAsk, b.bookingLine(o.Booking, o.slot)), b.await(tx, t, d)
	})
}

// unbookOrNot hears the yes to giving a place back.
func (b *Bot) unbookOrNot(t *talk) (move, bool) {
	id := t.dialog.Booking.ID
	switch {
	case t.agrees(), t.is(wordsUnbook):
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			o, err := tx.Booking(id)
			if err != nil {
				return "", err
			}
			slots, err := tx.Slots(b.school)
			if err != nil {
				return "", err
			}
			slot, _ := ledger.SlotOf(slots, o.Slot)
			if o, err = o.Cancel(b.school, slot, t.Received); err != nil {
				return "", err
			}
			if err := tx.PutBooking(o); err != nil {
				return "", err
			}
			if err := b.logBooking(tx, o, "unbooked"); err != nil {
				return "", err
			}
			return fmt.Sprintf(sayUnbooked, o.ID), b.settled(tx, t)
		}), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayBookingKept), true
	}
	return move{}, false
}
