package policy

import (
	"strconv"
	"time"
)

// daysOfYear is what an academic year lasts when the start of the next one is not yet known: 52 weeks, so that it ends on a Sunday.
const daysOfYear = 364

// AcademicYear finds the academic year (学年) that holds d: from the first day of term 1 to the day before the next term 1, so that the summer
// belongs to the old year (1.4 no. 2). Where term 1 is not in the calendar, 52 weeks are taken from the term 1 before, else 1 September.
// False: the calendar knows no term of that year and the answer is only an estimate.
func (c *Calendar) AcademicYear(d Date) (Period, bool) {
	first := d.Year()
	if d < c.yearStart(first) {
		first--
	}
	return c.year(first)
}

// YearByID finds an academic year by any of its names: 2025学年, 2025-2026学年, 25-26. False: no such name, or no term of it in the calendar.
func (c *Calendar) YearByID(s string) (Period, bool) {
	first, ok := readYearName(s)
	if !ok {
		return Period{}, false
	}
	return c.year(first)
}

// year gives the academic year that begins in a calendar year, and whether a term of it is in the calendar.
func (c *Calendar) year(first int) (Period, bool) {
	known := false
	for _, t := range c.Terms {
		if y, _, ok := t.parts(); ok && y == first {
			known = true
		}
	}
	return academic(first, Span{From: c.yearStart(first), To: c.yearStart(first + 1)}), known
}

// yearStart is the first day of the academic year that begins in a calendar year.
func (c *Calendar) yearStart(first int) Date {
	if start := c.firstTerm(first); start != 0 {
		return start
	}
	if before := c.firstTerm(first - 1); before != 0 {
		return before.Add(daysOfYear)
	}
	return MakeDate(first, time.September, 1)
}

// firstTerm is the start of term 1 of an academic year; the zero Date if it is not in the calendar.
func (c *Calendar) firstTerm(first int) Date {
	for _, t := range c.Terms {
		if y, n, ok := t.parts(); ok && y == first && n == 1 {
			return t.Start
		}
	}
	return 0
}

// academic names the academic year that begins in a calendar year.
func academic(first int, span Span) Period {
	return Period{ID: yearID(first), Name: yearID(first) + "学年", Span: span}
}

// CalendarYear is the calendar year that holds d: "2026", 2026年.
func CalendarYear(d Date) Period {
	y := d.Year()
	return Period{
		ID:   strconv.Itoa(y),
		Name: strconv.Itoa(y) + "年",
		Span: Span{From: MakeDate(y, time.January, 1), To: MakeDate(y+1, time.January, 1)},
	}
}

// Year is the year that holds d, as the school counts 每年 (settings year_basis and year_start; 1.4 nos. 1 and 2).
func (s *School) Year(d Date) Period {
	if s.Measure.Settings.YearBasis == CalendarBasis {
		return CalendarYear(d)
	}
	if start := s.Measure.Settings.YearStart; start != "" && start != FirstDayOfTerm1 {
		return fixedYear(start, d)
	}
	p, _ := s.Calendar.AcademicYear(d)
	return p
}

// fixedYear is the academic year that begins on the same day of every year, written "09-01". A start that is no day counts as 1 September.
func fixedYear(start string, d Date) Period {
	on := func(y int) Date {
		day, err := ParseDate(strconv.Itoa(y) + "-" + start)
		if err != nil {
			return MakeDate(y, time.September, 1)
		}
		return day
	}
	first := d.Year()
	if d < on(first) {
		first--
	}
	return academic(first, Span{From: on(first), To: on(first + 1)})
}

// PeriodOf is the period of a rule that holds d: the term around d for a rule per term, the school's year for a rule per year.
// False before the first term of the calendar.
func (s *School) PeriodOf(rule *Rule, d Date) (Period, bool) {
	if rule.Per != PerTerm {
		return s.Year(d), true
	}
	t, ok := s.Calendar.TermAround(d)
	if !ok {
		return Period{}, false
	}
	return t.Period(), true
}

// Say names a period as members say it on the day today: 本学期, 上学期, 本学年, 上学年, 今年, 去年; else its full name.
func (s *School) Say(p Period, today Date) string {
	if t, ok := s.Calendar.TermAround(today); ok {
		if p.ID == t.ID {
			return "本学期"
		}
		if last, ok := s.Calendar.TermBefore(t.ID); ok && p.ID == last.ID {
			return "上学期"
		}
	}
	academic, _ := s.Calendar.AcademicYear(today)
	before, _ := s.Calendar.AcademicYear(academic.Span.From.Add(-1))
	switch p.ID {
	case academic.ID:
		return "本学年"
	case before.ID:
		return "上学年"
	case strconv.Itoa(today.Year()):
		return "今年"
	case strconv.Itoa(today.Year() - 1):
		return "去年"
	}
	return p.Name
}
