package policy

import "time"

// Span is the half-open run of days [Start, Start + 7*Weeks), exam weeks included.
func (t Term) Span() Span {
	return Span{From: t.Start, To: t.Start.Add(7 * t.Weeks)}
}

// Week is the teaching week that holds d, counted from 1; 0 for a day outside the term.
func (t Term) Week(d Date) int {
	if !t.Span().Holds(d) {
		return 0
	}
	return int(d-t.Start)/7 + 1
}

// Monday is the first day of a week of the term, counted from 1; the zero Date for a week the term does not have.
func (t Term) Monday(week int) Date {
	if week < 1 || week > t.Weeks {
		return 0
	}
	return t.Start.Add(7 * (week - 1))
}

// TeachingWeeksLeft counts the teaching weeks from the one that holds d to the last, both included; all of them before the term, 0 in the
// exam weeks and after the term.
func (t Term) TeachingWeeksLeft(d Date) int {
	if d < t.Start {
		return t.TeachingWeeks
	}
	week := t.Week(d)
	if week == 0 || week > t.TeachingWeeks {
		return 0
	}
	return t.TeachingWeeks - week + 1
}

// Plausible tells whether the term begins within the academic year of its ID: from July of its first year to September of its second.
func (t Term) Plausible() bool {
	first, _, ok := t.parts()
	return ok && t.Start >= MakeDate(first, time.July, 1) && t.Start < MakeDate(first+1, time.October, 1)
}

// Name is the full name: 2025-2026学年第二学期. An ID that is not of the form 2025-2026-2 is its own name.
func (t Term) Name() string {
	first, number, ok := t.parts()
	if !ok {
		return t.ID
	}
	return yearID(first) + "学年第" + ordinals[number] + "学期"
}

// Period is the term as a stretch of time over which duties are counted.
func (t Term) Period() Period {
	return Period{ID: t.ID, Name: t.Name(), Span: t.Span()}
}

// parts takes "2025-2026-2" apart into 2025 and 2.
func (t Term) parts() (first, number int, ok bool) { return splitTermID(t.ID) }

// TermOf finds the term that holds d; false in the vacation and where the calendar ends.
func (c *Calendar) TermOf(d Date) (Term, bool) {
	for _, t := range c.Terms {
		if t.Span().Holds(d) {
			return t, true
		}
	}
	return Term{}, false
}

// TermAround finds the term that holds d, else the last one that began before it: what 本学期 means in the vacation. False before the first term.
func (c *Calendar) TermAround(d Date) (Term, bool) {
	for i := len(c.Terms) - 1; i >= 0; i-- {
		if c.Terms[i].Start <= d {
			return c.Terms[i], true
		}
	}
	return Term{}, false
}

// TermBefore finds the term that came before the one with the id: what 上学期 means.
func (c *Calendar) TermBefore(id string) (Term, bool) {
	for i, t := range c.Terms {
		if t.ID == id && i > 0 {
			return c.Terms[i-1], true
		}
	}
	return Term{}, false
}

// TermByID finds a term of the calendar by any of its names: 2025-2026-2, 25-26(2), 2025学年第二学期, 2025-2026学年下学期, 2026年春季学期 (1.4 no. 3).
func (c *Calendar) TermByID(s string) (Term, bool) {
	first, number, ok := readTermName(s)
	if !ok {
		return Term{}, false
	}
	for _, t := range c.Terms {
		if y, n, ok := t.parts(); ok && y == first && n == number {
			return t, true
		}
	}
	return Term{}, false
}

// Number is the place of the term in its academic year, from 1; 0 for an ID that is not of the form 2025-2026-2.
func (t Term) Number() int {
	_, n, _ := t.parts()
	return n
}
