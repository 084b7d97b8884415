package store

import (
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	bookingsBySlot    = "bookings_by_slot"
	bookingsByVisitor = "bookings_by_visitor"
)

// bookings are kept by their serial; those that stand are found by their reception and by who booked.
var bookings = table[ledger.Booking]{
	name:    "bookings",
	keySize: serialSize,
	indexes: []string{bookingsBySlot, bookingsByVisitor},
	entries: bookingEntries,
	say:     func(key []byte) string { return "bookings/" + readSerial(key).ID(ledger.BookingLetters) },
}

func bookingEntries(into *entries, serial []byte, b *ledger.Booking) {
	if !b.Stands() {
		return
	}
	into.add(bookingsBySlot, append(appendDate(nil, b.Slot), serial...), nil)
	into.add(bookingsByVisitor, append(appendAddress(nil, b.By.Address()), serial...), nil)
}

// Booking finds a booking by its id; ErrNotFound if there is none.
func (tx *Tx) Booking(id string) (ledger.Booking, error) {
	serial, ok := ledger.ParseID(ledger.BookingLetters, id)
	if !ok {
		return ledger.Booking{}, ErrNotFound
	}
	return bookings.get(tx, appendSerial(nil, serial))
}

// PutBooking writes a booking, new or changed. Whether the place can be had is judged by Book and MoveBooking.
func (tx *Tx) PutBooking(b ledger.Booking) error {
	serial, ok := ledger.ParseID(ledger.BookingLetters, b.ID)
	if !ok || b.Slot <= 0 || b.By.Address().User == "" {
		return fmt.Errorf("store: booking %q is incomplete", b.ID)
	}
	return bookings.put(tx, appendSerial(nil, serial), &b)
}

// BookingsOf gives the bookings of a reception that stand, in the order in which they were made. slot is its regular day.
func (tx *Tx) BookingsOf(slot policy.Date) iter.Seq2[ledger.Booking, error] {
	from, to := kv.Prefix(appendDate(nil, slot))
	return bookings.follow(tx, tx.kv.Scan(bookingsBySlot, from, to))
}

// BookingsBy gives the bookings of one visitor that stand, the newest first.
func (tx *Tx) BookingsBy(who policy.Address) iter.Seq2[ledger.Booking, error] {
	from, to := kv.Prefix(appendAddress(nil, who))
	return bookings.follow(tx, tx.kv.ScanReverse(bookingsByVisitor, from, to))
}

// Book gives somebody a place at a reception: looked at and written together, so that no place is given twice. The refusals are those of ledger.Book.
func (tx *Tx) Book(school *policy.School, slot ledger.Slot, want ledger.Booking) (ledger.Booking, error) {
	taken, err := all(tx.BookingsOf(slot.Regular))
	if err != nil {
		return ledger.Booking{}, err
	}
	b, err := ledger.Book(school, slot, taken, want, tx.At)
	if err != nil {
		return ledger.Booking{}, err
	}
	b.ID = tx.nextID(ledger.BookingLetters)
	return b, tx.PutBooking(b)
}

// MoveBooking gives a visitor another place in the same way. The refusals are those of Booking.Move.
func (tx *Tx) MoveBooking(school *policy.School, b ledger.Booking, from, to ledger.Slot, place int) (ledger.Booking, error) {
	taken, err := all(tx.BookingsOf(to.Regular))
	if err != nil {
		return b, err
	}
	next, err := b.Move(school, from, to, place, taken, tx.At)
	if err != nil {
		return b, err
	}
	return next, tx.PutBooking(next)
}

func all[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
