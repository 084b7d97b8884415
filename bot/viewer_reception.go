package bot

import (
	"slices"

	"lianxin/store"
	"lianxin/store/ledger"
)

// Bookings says who comes to a reception and about what, a line for each, as the chat does; ok is false for whom it is not meant.
func (v *Viewer) Bookings(tx *store.Tx, slot ledger.Slot) (lines []string, ok bool, err error) {
	if !v.b.mayEnter(v.t, slot) {
		return nil, false, nil
	}
	booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
	if err != nil {
		return nil, true, err
	}
	slices.SortFunc(booked, func(x, y ledger.Booking) int { return x.Place - y.Place })
	for _, o := range booked {
		row, err := v.b.bookingRow(tx, v.t, slot, &o)
		if err != nil {
			return nil, true, err
		}
		lines = append(lines, row)
	}
	return lines, true, nil
}

// OwnBookings lists the viewer's bookings whose reception has not begun.
func (v *Viewer) OwnBookings(tx *store.Tx, slots []ledger.Slot) ([]string, error) {
	list, err := v.b.ownBookings(tx, v.t, slots)
	var lines []string
	for _, o := range list {
		lines = append(lines, o.ID+" "+v.b.bookingLine(o.Booking, o.slot))
	}
	return lines, err
}

// SwapView is an exchange of receptions that waits for the viewer's word.
type SwapView struct{ ID, Line string }

// Swaps lists them.
func (v *Viewer) Swaps(tx *store.Tx, slots []ledger.Slot) ([]SwapView, error) {
	list, err := swapsFor(tx, v.t.who)
	var out []SwapView
	for _, s := range list {
		from, to := swapSlots(slots, s)
		out = append(out, SwapView{s.ID, v.b.swapLine(s, from, to)})
	}
	return out, err
}

// Place is where a leader receives.
func (v *Viewer) Place(member string) string { return v.b.school.ReceptionPlace(member) }
