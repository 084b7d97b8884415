package policy

import "time"

// nine is when a workday begins for the bot: where what may not be said earlier is said.
const nine Clock = 9 * 60

// Speaks tells whether the bot may speak unasked at an instant: on a workday, outside the quiet hours.
func (s *School) Speaks(at time.Time) bool {
	return s.Calendar.IsWorkday(s.Today(at)) && !s.Reminders.Quiet(ClockOf(at, s.Location))
}

// Opening is the first instant from at on at which the bot may speak unasked: at itself, else 09:00 of the next workday, or the end of the quiet hours
// where these last longer.
func (s *School) Opening(at time.Time) time.Time {
	if s.Speaks(at) {
		return at
	}
	open := nine
	if s.Reminders.Quiet(open) {
		open = s.Reminders.QuietUntil
	}
	for day := s.Today(at); ; {
		day = s.Calendar.NextWorkday(day)
		next := day.At(open.Hour(), open.Minute(), s.Location)
		if !next.Before(at) {
			return next
		}
		day = day.Add(1)
	}
}

// Morning is when the bot begins to remind on a day: 09:00, on the next workday if it is none, and in the next term if it lies in a vacation of which the
// end is known.
func (s *School) Morning(day Date) time.Time {
	at := s.Opening(day.At(nine.Hour(), nine.Minute(), s.Location))
	if _, term := s.Calendar.TermOf(s.Today(at)); term {
		return at
	}
	for _, t := range s.Calendar.Terms {
		if t.Start > s.Today(at) {
			return s.Opening(t.Start.At(nine.Hour(), nine.Minute(), s.Location))
		}
	}
	return at
}
