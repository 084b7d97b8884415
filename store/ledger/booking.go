package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Booking 预约: a place of some minutes at a reception, for one matter (Art. 5.8; requirements, 3.1). Who booked stands in the vault alone: the record knows
// its visitor by no name and no account.
type Booking struct {
	ID     string      `json:"id"`              // YY2026-0001
	Slot   policy.Date `json:"slot"`            // of the reception, by its regular day
	Place  int         `json:"place"`           // from 0: the first twenty minutes
	People int         `json:"people"`          // how many come, at most five
	Topic  string      `json:"topic,omitempty"` // in a few words, masked
	Named  bool        `json:"named,omitempty"` // the visitor lets the leader on duty and the companion know the name

	Made      time.Time `json:"made"` // UTC
	Moves     []Move    `json:"moves,omitempty"`
	Cancelled time.Time `json:"cancelled,omitzero"`
	Forgotten time.Time `json:"forgotten,omitzero"` // when retention deleted who booked
}

// Move is a place that a booking gave up for another one.
type Move struct {
	Slot  policy.Date `json:"slot"`
	Place int         `json:"place"`
	At    time.Time   `json:"at"` // UTC
}

// longestTopic is how many characters of a topic are kept: a topic says what to prepare for, it is no petition.
const longestTopic = 24

// Stands tells whether the place is still wanted.
func (b *Booking) Stands() bool { return b.Cancelled.IsZero() }

// FreePlaces lists the places of a reception that nobody holds, in order of time.
func FreePlaces(school *policy.School, taken []Booking) []int {
	var free []int
	for place := range school.Reception.Places() {
		if !slices.ContainsFunc(taken, func(b Booking) bool { return b.Stands() && b.Place == place }) {
			free = append(free, place)
		}
	}
	return free
}

// Book gives somebody a place. taken are the bookings of the reception that stand, own the ids of those that the visitor made.
//
// Refusals: not_held, booking_closed, too_many_people, already_booked, full, place_taken.
func Book(school *policy.School, slot Slot, taken []Booking, own []string, want Booking, at time.Time) (Booking, error) {
	want.Slot, want.People = slot.Regular, max(want.People, 1)
	if no := want.fits(school, slot, taken, own, at); no != nil {
		return Booking{}, no
	}
	want.Topic = strings.TrimSpace(Mask(school, want.Topic))
	if topic := []rune(want.Topic); len(topic) > longestTopic {
		want.Topic = string(topic[:longestTopic])
	}
	want.Made, want.Moves, want.Cancelled, want.Forgotten = at.UTC(), nil, time.Time{}, time.Time{}
	return want, nil
}

// Move gives the visitor another place, at the same reception or at another one. taken are the bookings of the new reception that stand, own the ids of
// those that the visitor made. from is the reception that is given up.
//
// Refusals: booking_cancelled, slot_over, and those of Book.
func (b Booking) Move(school *policy.School, from, to Slot, place int, taken []Booking, own []string, at time.Time) (Booking, error) {
	switch {
	case !b.Stands():
		return b, refuseBookingCancelled()
	case from.Begun(school, at):
		return b, refuseSlotOver(from.Day)
	case b.Slot == to.Regular && b.Place == place:
		return b, refuseSamePlace()
	}
	taken = slices.DeleteFunc(slices.Clone(taken), func(o Booking) bool { return o.ID == b.ID })
	next := b
	next.Slot, next.Place = to.Regular, place
	if no := next.fits(school, to, taken, own, at); no != nil {
		return b, no
	}
	next.Moves = append(slices.Clone(b.Moves), Move{Slot: b.Slot, Place: b.Place, At: at.UTC()})
	return next, nil
}

// Cancel gives the place back. It may be done until the reception begins.
//
// Refusals: booking_cancelled, slot_over.
func (b Booking) Cancel(school *policy.School, slot Slot, at time.Time) (Booking, error) {
	switch {
	case !b.Stands():
		return b, refuseBookingCancelled()
	case slot.Held() && slot.Begun(school, at):
		return b, refuseSlotOver(slot.Day)
	}
	b.Cancelled = at.UTC()
	return b, nil
}

// fits refuses a place that cannot be had.
func (b *Booking) fits(school *policy.School, slot Slot, taken []Booking, own []string, at time.Time) *Refusal {
	free := FreePlaces(school, taken)
	same := func(o Booking) bool { return o.Stands() && slices.Contains(own, o.ID) }
	switch {
	case !slot.Held():
		return refuseNotHeld(slot.Day)
	case slot.Begun(school, at):
		return refuseBookingOver(slot.Day)
	case !slot.Bookable(school, at):
		return refuseBookingClosed(slot.Day)
	case b.People > policy.MostVisitors:
		return refuseTooManyPeople()
	case slices.ContainsFunc(taken, same):
		return refuseAlreadyBooked(slot.Day)
	case len(free) == 0:
		return refuseFull(slot.Day)
	case !slices.Contains(free, b.Place):
		return refusePlaceTaken()
	}
	return nil
}
