package reminders

import (
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// slotsIn lists the receptions that are held and whose reminders may lie in a span of days.
func (f *Facts) slotsIn(days policy.Span) ([]ledger.Slot, error) {
	slots, err := f.slots()
	span := policy.Span{From: days.From.Add(-1 - sheetAsked), To: days.To.Add(aheadOfReception)}
	var out []ledger.Slot
	for _, s := range slots {
		if s.Held() && span.Holds(s.Day) && f.school.Member(s.Member) != nil {
			out = append(out, s)
		}
	}
	return out, err
}

// unheardOf is how many days back the office is told of receptions that nobody entered.
const unheardOf = 28

// unheard lists the receptions of the last weeks that were held before an instant and that nobody has entered. An empty ledger has none: it is not told
// what happened before it began.
func (f *Facts) unheard(day policy.Date, at time.Time) ([]ledger.Slot, error) {
	if f.tx == nil {
		return nil, nil
	}
	slots, err := f.slots()
	if err != nil {
		return nil, err
	}
	var out []ledger.Slot
	for _, s := range slots {
		_, end := f.school.ReceptionSpan(s.Day)
		if !s.Held() || s.Version == 0 || s.Day < day.Add(-unheardOf) || !end.Before(at) || f.school.Member(s.Member) == nil {
			continue
		}
		done, err := f.received(s)
		if err != nil {
			return nil, err
		}
		if !done {
			out = append(out, s)
		}
	}
	return out, nil
}

// slots gives the receptions of all known terms as they stand; with an empty ledger as the calendar has them.
func (f *Facts) slots() ([]ledger.Slot, error) {
	if f.tx != nil {
		return f.tx.Slots(f.school)
	}
	var out []ledger.Slot
	for _, term := range f.school.Calendar.Terms {
		out = append(out, ledger.Slots(f.school, term, &ledger.Roster{Term: term.ID, Start: term.Start})...)
	}
	return out, nil
}

// nobodySits tells whether the leader on duty is away on the day of a reception: on leave, by the configuration or by grant of the office, or not in post any
// more.
func (f *Facts) nobodySits(slot ledger.Slot) (bool, error) {
	return f.absent(f.school.Member(slot.Member), slot.Day)
}

func (f *Facts) absent(m *policy.Member, d policy.Date) (bool, error) {
	if m.OnLeave(d) || !m.Serves(d) {
		return true, nil
	}
	return f.away(m, d)
}

// stepsIn is the next leader of the roster who could sit at a reception in the place of its own; nil if there is none.
func (f *Facts) stepsIn(slot ledger.Slot) (*policy.Member, error) {
	roster := f.school.Reception.Roster
	at := slices.Index(roster, slot.Member)
	for i := range roster {
		m := f.school.Member(roster[(at+1+i)%len(roster)])
		if m == nil || m.ID == slot.Member {
			continue
		}
		if away, err := f.absent(m, slot.Day); err != nil || !away {
			return m, err
		}
	}
	return nil, nil
}

// bookings gives the bookings of a reception that stand, by time.
func (f *Facts) bookings(slot ledger.Slot) ([]ledger.Booking, error) {
	if f.tx == nil {
		return nil, nil
	}
	return store.All(f.tx.BookingsOf(slot.Regular))
}

// received tells whether what came of a reception is known: its sheet was entered, or it is on record for the leader who sat there.
func (f *Facts) received(slot ledger.Slot) (bool, error) {
	if f.tx == nil {
		return false, nil
	}
	if sheet, err := f.tx.SheetOf(slot.Regular); err != nil || sheet != nil {
		return sheet != nil, err
	}
	for mark, err := range f.Marks(slot.Member, policy.Span{From: slot.Day, To: slot.Day.Add(1)}) {
		if err != nil {
			return false, err
		}
		if mark.Kind == policy.ReceptionDay && !mark.Retracted && !mark.Declined {
			return true, nil
		}
	}
	return false, nil
}
