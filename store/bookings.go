package store

import (
	"errors"
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	bookingsBySlot = "bookings_by_slot"
	bookingsKnown  = "bookings_known"
)

// bookings are kept by their serial; who booked lies in the vault (visitors.go):
//
//	bookings_by_slot  slot serial  those that stand, by their reception
//	bookings_known    slot serial  those whose visitor retention has not deleted yet
var bookings = table[ledger.Booking]{
	name:    "bookings",
	keySize: serialSize,
	indexes: []string{bookingsBySlot, bookingsKnown},
	entries: bookingEntries,
	say:     func(key []byte) string { return "bookings/" + readSerial(key).ID(ledger.BookingLetters) },
}

func bookingEntries(into *entries, serial []byte, b *ledger.Booking) {
	key := append(appendDate(nil, b.Slot), serial...)
	if b.Stands() {
		into.add(bookingsBySlot, key, nil)
	}
	if b.Forgotten.IsZero() {
		into.add(bookingsKnown, key, nil)
	}
}

// Booking finds a booking by its id; ErrNotFound if there is none.
func (tx *Tx) Booking(id string) (ledger.Booking, error) {
	serial, ok := ledger.ParseID(ledger.BookingLetters, id)
	if !ok {
		return ledger.Booking{}, ErrNotFound
	}
	return bookings.get(tx, appendSerial(nil, serial))
}

// PutBooking writes a booking that Book has made, as it was changed. Whether the place can be had is judged by Book and MoveBooking.
func (tx *Tx) PutBooking(b ledger.Booking) error {
	serial, ok := ledger.ParseID(ledger.BookingLetters, b.ID)
	if !ok || b.Slot <= 0 {
		return fmt.Errorf("store: booking %q is incomplete", b.ID)
	}
	return bookings.put(tx, appendSerial(nil, serial), &b)
}

// BookingsOf gives the bookings of a reception that stand, in the order in which they were made. slot is its regular day.
func (tx *Tx) BookingsOf(slot policy.Date) iter.Seq2[ledger.Booking, error] {
	from, to := kv.Prefix(appendDate(nil, slot))
	return bookings.follow(tx, tx.kv.Scan(bookingsBySlot, from, to))
}

// Book gives somebody a place at a reception: looked at and written together, so that no place is given twice, and who it is goes into the vault. The
// refusals are those of ledger.Book, and no_vault where identities cannot be kept safe.
func (tx *Tx) Book(school *policy.School, who policy.Address, slot ledger.Slot, want ledger.Booking) (ledger.Booking, error) {
	if tx.vault == nil {
		return ledger.Booking{}, noVault()
	}
	taken, own, err := tx.takenAt(school, who, slot)
	if err != nil {
		return ledger.Booking{}, err
	}
	b, err := ledger.Book(school, slot, taken, own, want, tx.At)
	if err != nil {
		return ledger.Booking{}, err
	}
	b.ID = tx.nextID(ledger.BookingLetters)
	serial, _ := ledger.ParseID(ledger.BookingLetters, b.ID)
	return b, errors.Join(tx.putVisitor(shelfVisitors, serial, who), tx.PutBooking(b))
}

// MoveBooking gives a visitor another place in the same way. The refusals are those of Booking.Move.
func (tx *Tx) MoveBooking(school *policy.School, who policy.Address, b ledger.Booking, from, to ledger.Slot, place int) (ledger.Booking, error) {
	taken, own, err := tx.takenAt(school, who, to)
	if err != nil {
		return b, err
	}
	next, err := b.Move(school, from, to, place, taken, own, tx.At)
	if err != nil {
		return b, err
	}
	return next, tx.PutBooking(next)
}

// takenAt gives the bookings of a reception that stand, and the ids of those that one visitor made anywhere.
func (tx *Tx) takenAt(school *policy.School, who policy.Address, slot ledger.Slot) (taken []ledger.Booking, own []string, err error) {
	if taken, err = All(tx.BookingsOf(slot.Regular)); err != nil {
		return nil, nil, err
	}
	mine, err := tx.BookingsBy(school, who)
	for _, b := range mine {
		own = append(own, b.ID)
	}
	return taken, own, err
}
