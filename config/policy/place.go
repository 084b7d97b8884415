package policy

import "time"

// usualPlace is how long one visitor's place lasts where the configuration does not say it.
const usualPlace = 20

// MostVisitors is how many people may come about one matter (Regulations on Petitioning, Art. 20).
const MostVisitors = 5

// bookedUntil is the hour of the last workday before a reception until which places can be booked (requirements, 3.1).
const bookedUntil Clock = 12 * 60

// Places is how many places of a reception can be booked.
func (r Reception) Places() int { return int(ReceptionUntil-ReceptionFrom) / r.minutes() }

// PlaceAt is when a place begins, counted from 0.
func (r Reception) PlaceAt(i int) Clock { return ReceptionFrom + Clock(i*r.minutes()) }

// PlaceOf finds the place that begins at a time of day; false if none does.
func (r Reception) PlaceOf(c Clock) (place int, ok bool) {
	place = int(c-ReceptionFrom) / r.minutes()
	return place, c >= ReceptionFrom && place < r.Places() && r.PlaceAt(place) == c
}

func (r Reception) minutes() int {
	if r.SlotMinutes <= 0 {
		return usualPlace
	}
	return r.SlotMinutes
}

// BookingEnds is the instant from which no place of a reception on this day can be booked: 12:00 of the last workday before. Whoever comes later is
// received after those who booked.
func (s *School) BookingEnds(day Date) time.Time {
	return s.Calendar.LastWorkday(day.Add(-1)).At(bookedUntil.Hour(), bookedUntil.Minute(), s.Location)
}

// Receives tells whether the member can sit at a reception on day d: a leader in post and not on leave.
func (s *School) Receives(id string, d Date) bool {
	m := s.Member(id)
	return m != nil && m.Has(Leader) && s.present(id, d)
}
