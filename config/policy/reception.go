package policy

import (
	"slices"
	"time"
)

// The hours of a reception (Art. 5.8).
const (
	ReceptionFrom  Clock = 15 * 60
	ReceptionUntil Clock = 17 * 60
)

// PlannedReception is one reception (接待日, Art. 5.8) as the calendar plans it.
type PlannedReception struct {
	Regular Date   // the Monday of the even week
	Day     Date   // the day on which it is held; the zero Date if it falls out or waits for the office
	Holiday string // why Day is not Regular: 清明节; "" if it is
}

// ReceptionPlan lists the receptions of a term in order of their regular days, those that a holiday moves or cancels included.
// Explicit dates of the calendar that lie in the term win over the rule.
func (s *School) ReceptionPlan(t Term) []PlannedReception {
	if plan := s.explicitDays(t); plan != nil || s.Measure.Settings.ReceptionParity == ExplicitDates {
		return plan
	}
	regular := s.regularMondays(t)
	plan := make([]PlannedReception, 0, len(regular))
	taken := map[Date]bool{}
	for _, monday := range regular {
		taken[monday] = true
	}
	for _, monday := range regular {
		day := PlannedReception{Regular: monday, Day: monday}
		if name, off := s.Calendar.Off(monday); off {
			day.Holiday = name
			day.Day = s.moved(t, monday, taken)
			taken[day.Day] = true
		}
		plan = append(plan, day)
	}
	return plan
}

// ReceptionDays lists the days of a term on which a reception is held, in order of time.
func (s *School) ReceptionDays(t Term) []Date {
	var days []Date
	for _, r := range s.ReceptionPlan(t) {
		if r.Day != 0 {
			days = append(days, r.Day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// explicitDays are the dates that the office laid down for the term; nil if it laid down none.
func (s *School) explicitDays(t Term) []PlannedReception {
	var plan []PlannedReception
	for _, d := range s.Calendar.ReceptionDays {
		if t.Span().Holds(d) {
			plan = append(plan, PlannedReception{Regular: d, Day: d})
		}
	}
	slices.SortFunc(plan, func(a, b PlannedReception) int { return int(a.Day - b.Day) })
	return plan
}

// regularMondays are the Mondays of the even weeks among the reception weeks, before any holiday is looked at.
func (s *School) regularMondays(t Term) []Date {
	var days []Date
	weeks := s.receptionWeeks()
	for week := weeks[0]; week <= min(weeks[1], t.Weeks); week++ {
		monday := t.Monday(week)
		number := week
		if s.Measure.Settings.ReceptionParity == ISOWeekParity {
			number = monday.isoWeek()
		}
		if monday != 0 && number%2 == 0 {
			days = append(days, monday)
		}
	}
	return days
}

func (s *School) receptionWeeks() [2]int {
	switch {
	case s.Calendar.ReceptionWeeks != [2]int{}:
		return s.Calendar.ReceptionWeeks
	case s.Measure.Settings.ReceptionWeeks != [2]int{}:
		return s.Measure.Settings.ReceptionWeeks
	}
	return [2]int{2, 18}
}

// moved finds the day that replaces a Monday on which nobody works (1.4 no. 6). Two receptions never fall on one day; none leaves the term.
func (s *School) moved(t Term, monday Date, taken map[Date]bool) Date {
	switch s.Measure.Settings.ReceptionOnHoliday {
	case SkipHoliday, AskOffice:
		return 0
	case DayBefore:
		day := s.Calendar.LastWorkday(monday)
		for weekend(day) { // nor is there a reception on a make-up day (1.4 no. 7)
			day = s.Calendar.LastWorkday(day.Add(-1))
		}
		if day >= t.Start && !taken[day] {
			return day
		}
		return 0
	}
	for day := monday.Add(7); t.Span().Holds(day); day = day.Add(7) {
		if s.Calendar.IsWorkday(day) && !taken[day] {
			return day
		}
	}
	return 0
}

// isoWeek is the number of the ISO 8601 week that holds d, 1 to 53.
func (d Date) isoWeek() int {
	_, week := d.utc().ISOWeek()
	return week
}

// ReceptionSpan gives the instants at which the reception of a day begins and ends, 15:00 and 17:00 in the school's zone.
func (s *School) ReceptionSpan(day Date) (from, until time.Time) {
	return day.At(ReceptionFrom.Hour(), ReceptionFrom.Minute(), s.Location), day.At(ReceptionUntil.Hour(), ReceptionUntil.Minute(), s.Location)
}
