package policy

import "time"

// reach is how many days the search for a workday goes on: longer than any run of days off a school has.
const reach = 366

// Off tells whether d is a day without work and how it is called: 国庆节, 周末. A make-up workday (调休) is none.
func (c *Calendar) Off(d Date) (name string, off bool) {
	if day, ok := c.Days[d]; ok {
		return day.Name, day.Off
	}
	switch d.Weekday() {
	case time.Saturday, time.Sunday:
		return "周末", true
	}
	return "", false
}

// IsWorkday tells whether d is a workday: Monday to Friday and no holiday, or a make-up workday. The zero Date is none.
func (c *Calendar) IsWorkday(d Date) bool {
	_, off := c.Off(d)
	return d != 0 && !off
}

// Known tells whether the holidays of the year of d are loaded. In other years only the weekends are off.
func (c *Calendar) Known(d Date) bool { return c.KnownYears[d.Year()] }

// AddWorkdays gives the n-th workday after d, or before it for a negative n; d itself is day 0 and is not counted. AddWorkdays(d, 0) is d.
func (c *Calendar) AddWorkdays(d Date, n int) Date {
	for ; n > 0; n-- {
		d = c.NextWorkday(d.Add(1))
	}
	for ; n < 0; n++ {
		d = c.LastWorkday(d.Add(-1))
	}
	return d
}

// LastWorkday is the last workday on or before d.
func (c *Calendar) LastWorkday(d Date) Date { return c.seek(d, -1) }

// NextWorkday is the first workday on or after d.
func (c *Calendar) NextWorkday(d Date) Date { return c.seek(d, 1) }

// seek walks from d to a workday. A table without any workday within a year gives d itself instead of walking for ever.
func (c *Calendar) seek(d Date, step int) Date {
	at := d
	for range reach {
		if c.IsWorkday(at) {
			return at
		}
		at = at.Add(step)
	}
	return d
}

// WorkdaysBetween counts the workdays in (from, to]; 0 if to is not after from.
func (c *Calendar) WorkdaysBetween(from, to Date) int {
	n := 0
	for d := from.Add(1); d <= to; d = d.Add(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}
