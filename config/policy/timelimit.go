package policy

// DueCalendarDays gives the last good days of a limit in calendar days (日, 2.1): received is day 0; legal is day n until 24:00, whatever the weekday;
// internal is the last workday on or before it.
func (c *Calendar) DueCalendarDays(received Date, n int) (legal, internal Date) {
	legal = received.Add(n)
	return legal, c.LastWorkday(legal)
}

// DueWorkdays gives the last good day of a limit in workdays (工作日, 2.1): received is day 0, make-up workdays count.
func (c *Calendar) DueWorkdays(received Date, n int) Date {
	return c.AddWorkdays(received, n)
}
