package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// book takes the wish for a place at a reception (Art. 5.8): the free times are offered, or the one that was named is taken at once. Without a vault, in
// which alone may stand who comes, there are no bookings.
func (b *Bot) book(t *talk) move {
	if t.cmd.People > policy.MostVisitors {
		return say(fmt.Sprintf(sayTooMany, policy.MostVisitors))
	}
	want := ledger.Booking{People: t.cmd.People, Topic: t.cmd.Topic}
	return shown(func(tx *store.Tx) (string, error) {
		if err := tx.MayFile(); err != nil {
			return "", err
		}
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := b.slotWanted(slots, t)
		if !ok {
			return b.noSlot(slots, t), nil
		}
		if clock, named := clockNamed(t.Text); named {
			if place, fits := b.school.Reception.PlaceOf(clock); fits {
				return b.takePlace(tx, t, slot, slots, want, place)
			}
		}
		return b.offerPlaces(tx, t, slot, slots, want)
	})
}

// slotWanted finds the reception that a visitor wants: that of the day, else the next one of the leader, else the next one, at which places are left to
// be booked.
func (b *Bot) slotWanted(slots []ledger.Slot, t *talk) (ledger.Slot, bool) {
	if t.cmd.Date != 0 {
		s, ok := slotMeant(slots, t.cmd.Date)
		return s, ok && s.Held()
	}
	if s, ok := b.nextBookable(slots, t.Received, t.cmd.Person); ok {
		return s, true
	}
	return nextSlot(slots, t.today, t.cmd.Person)
}

func (b *Bot) noSlot(slots []ledger.Slot, t *talk) string {
	if t.cmd.Date != 0 {
		if _, ok := nextSlot(slots, t.cmd.Date, ""); ok {
			return b.whyNone(slots, t.cmd.Date) + b.nextReception(slots, max(t.cmd.Date, t.today), "")
		}
		return b.whyNone(slots, t.cmd.Date) + b.nextReception(slots, t.today, "")
	}
	if t.cmd.Person != "" {
		return fmt.Sprintf(sayNoTurnOf, b.member(t.cmd.Person)) + b.nextReception(slots, t.today, "")
	}
	return sayNoTurn
}

// offerPlaces shows the free times of a reception and waits for one of them. want.ID says that a booking is moved.
func (b *Bot) offerPlaces(tx *store.Tx, t *talk, slot ledger.Slot, slots []ledger.Slot, want ledger.Booking) (string, error) {
	taken, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
	if err != nil {
		return "", err
	}
	others := slices.DeleteFunc(slices.Clone(taken), func(o ledger.Booking) bool { return o.ID == want.ID })
	free := ledger.FreePlaces(b.school, others)
	if want.ID != "" && want.Slot == slot.Regular {
		free = slices.DeleteFunc(free, func(place int) bool { return place == want.Place })
	}
	own, err := b.bookedBy(tx, t)
	if err != nil {
		return "", err
	}
	probe := want
	if len(free) > 0 {
		probe.Place = free[0]
	}
	if _, err := ledger.Book(b.school, slot, others, own, probe, t.Received); err != nil {
		return b.orNext(tx, t, slot, slots, want, err)
	}
	want.Slot = slot.Regular
	d := ledger.Dialog{Kind: ledger.DialogBook, Booking: &want}
	for _, place := range free {
		d.Choices = append(d.Choices, b.school.Reception.PlaceAt(place).String())
	}
	minutes := int(b.school.Reception.PlaceAt(1) - b.school.Reception.PlaceAt(0))
	return fmt.Sprintf(sayOfferPlaces, b.rosterLine(slot), numbered(d.Choices), minutes), b.await(tx, t, d)
}

// bookedBy lists the ids of the bookings that the speaker has.
func (b *Bot) bookedBy(tx *store.Tx, t *talk) ([]string, error) {
	mine, err := tx.BookingsBy(b.school, t.From)
	ids := make([]string, 0, len(mine))
	for _, o := range mine {
		ids = append(ids, o.ID)
	}
	return ids, err
}

// orNext says why a reception cannot be booked, and offers the times of the next one where that helps.
func (b *Bot) orNext(tx *store.Tx, t *talk, slot ledger.Slot, slots []ledger.Slot, want ledger.Booking, err error) (string, error) {
	no := refusalIn(err)
	if no == nil {
		return "", err
	}
	switch no.Code {
	case "booking_closed", "full", "slot_over":
		for _, s := range slots {
			if s.Day > slot.Day && s.Bookable(b.school, t.Received) {
				more, err := b.offerPlaces(tx, t, s, slots, want)
				return no.Say + "\n" + more, err
			}
		}
	}
	return no.Say, nil
}

// takePlace books, or moves a booking, and gives the receipt.
func (b *Bot) takePlace(tx *store.Tx, t *talk, slot ledger.Slot, slots []ledger.Slot, want ledger.Booking, place int) (string, error) {
	if want.ID != "" {
		return b.movePlace(tx, t, slot, slots, want.ID, place)
	}
	want.Place = place
	o, err := tx.Book(b.school, t.From, slot, want)
	if err != nil {
		return b.noPlace(tx, t, slot, slots, want, err)
	}
	if err := b.logBooking(tx, o, "booked"); err != nil {
		return "", err
	}
	d := ledger.Dialog{Kind: ledger.DialogBooked, Booking: &ledger.Booking{ID: o.ID}}
	return fmt.Sprintf(sayBooked, o.ID, b.bookingLine(o, slot)) + "\n" + sayBookedHow + "\n" + sayMayName, b.await(tx, t, d)
}

// noPlace says why a place was not given, and offers what is free of the same reception, else the next one.
func (b *Bot) noPlace(tx *store.Tx, t *talk, slot ledger.Slot, slots []ledger.Slot, want ledger.Booking, err error) (string, error) {
	if no := refusalIn(err); no != nil && no.Code == "place_taken" {
		more, err := b.offerPlaces(tx, t, slot, slots, want)
		return no.Say + "\n" + more, err
	}
	return b.orNext(tx, t, slot, slots, want, err)
}

// logBooking notes a booking in the journal, without who booked.
func (b *Bot) logBooking(tx *store.Tx, o ledger.Booking, verb string) error {
	return tx.Log("visitor", verb, o.ID, fmt.Sprintf("%s %s", o.Slot, b.school.Reception.PlaceAt(o.Place)))
}

// bookingLine is when, where and about what: 11月30日(周一) 15:20，黄立新纪委书记，行政楼309，3人，宿舍热水.
func (b *Bot) bookingLine(o ledger.Booking, slot ledger.Slot) string {
	line := fmt.Sprintf(sayBookingLine, slot.Day.Chinese(), b.school.Reception.PlaceAt(o.Place), b.titled(slot.Member), b.school.ReceptionPlace(slot.Member), o.People)
	if o.Topic != "" {
		line += "，" + o.Topic
	}
	return line
}

// placeChosen hears which of the offered times is taken.
func (b *Bot) placeChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch t.cmd.Intent {
	case phrase.BookReception, phrase.RescheduleBooking, phrase.CancelBooking, phrase.QueryReception:
		return move{}, false
	}
	place, ok := b.placeNamed(t, d.Choices)
	_, timed := clockNamed(t.Text)
	switch {
	case b.dayAhead(t, t.Text) != 0:
		return move{}, false
	case ok:
	case timed:
		return say(fmt.Sprintf(sayWhichPlace, strings.Join(d.Choices, "、"))), true
	case t.cmd.Intent == phrase.Choose:
		return say(fmt.Sprintf(sayNoSuchNumber, len(d.Choices))), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayBookDropped), true
	default:
		return move{}, false
	}
	t.consume()
	return shown(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, _ := ledger.SlotOf(slots, d.Booking.Slot)
		return b.takePlace(tx, t, slot, slots, *d.Booking, place)
	}), true
}

// placeNamed finds the place that an answer names: a number of the list, a time, or any.
func (b *Bot) placeNamed(t *talk, choices []string) (int, bool) {
	pick := 0
	if clock, ok := clockNamed(t.Text); ok {
		return b.school.Reception.PlaceOf(clock)
	}
	switch {
	case t.cmd.Intent == phrase.Choose:
		pick = t.cmd.Choice
	case t.is(wordsAnyPlace), t.cmd.Intent == phrase.Confirm:
		pick = 1
	}
	if pick < 1 || pick > len(choices) {
		return 0, false
	}
	clock, err := policy.ParseClock(choices[pick-1])
	if err != nil {
		return 0, false
	}
	return b.school.Reception.PlaceOf(clock)
}

// booked hears what is said under a receipt: whether the name may be known. Anything about the booking itself is heard elsewhere.
func (b *Bot) booked(t *talk) (move, bool) {
	id := t.dialog.Booking.ID
	switch {
	case t.is(wordsUnbook):
		return b.unbook(t), true
	case t.is(wordsMayName):
		t.consume()
		return b.nameBooking(t, id, true), true
	case t.is(wordsNoName), t.cmd.Intent == phrase.Deny:
		t.consume()
		return b.nameBooking(t, id, false), true
	case t.cmd.Intent == phrase.RetractActivity:
		return b.unbook(t), true
	}
	return move{}, false
}

func (b *Bot) nameBooking(t *talk, id string, named bool) move {
	return change(func(tx *store.Tx) (string, error) {
		o, err := tx.Booking(id)
		if err != nil {
			return "", err
		}
		o.Named = named
		if err := tx.PutBooking(o); err != nil {
			return "", err
		}
		text := sayNameHidden
		if named {
			text = sayNameShown
		}
		return text, b.settled(tx, t)
	})
}

// refusalIn gives the refusal in an error; nil if it is a failure, or none.
func refusalIn(err error) *ledger.Refusal {
	var no *ledger.Refusal
	errors.As(err, &no)
	return no
}
