package policy

import (
	"fmt"
	"time"
)

// ParseClock reads "08:30" or "8:30"; "24:00" is the end of a day.
func ParseClock(s string) (Clock, error) {
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("policy: %q is not a time like 08:30", s)
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

// Hour and Minute take the time apart.
func (c Clock) Hour() int   { return int(c) / 60 }
func (c Clock) Minute() int { return int(c) % 60 }

// String gives "08:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour(), c.Minute()) }

// ClockOf gives the wall clock time of an instant in loc.
func ClockOf(t time.Time, loc *time.Location) Clock {
	t = t.In(loc)
	return Clock(t.Hour()*60 + t.Minute())
}

// Quiet tells whether the bot keeps silent at a time of day. Quiet hours may run over midnight: [21:00, 08:00). Equal ends mean none.
func (r Reminders) Quiet(c Clock) bool {
	if r.QuietFrom <= r.QuietUntil {
		return r.QuietFrom <= c && c < r.QuietUntil
	}
	return c >= r.QuietFrom || c < r.QuietUntil
}
