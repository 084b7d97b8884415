package policy

import (
	"fmt"
	"time"
)

// Date is a civil day of the school's calendar, without a time or a zone. Dates are ordered and subtracted like the integers they are.
// The zero Date means "no date": nobody said which day.
type Date int32

// dayOne is the Date of 1970-01-01, chosen so that no real day is the zero Date.
const dayOne Date = 1

// MakeDate gives the Date of a year, month and day. Values out of range give the zero Date instead of rolling over:
// 30 February is nobody's day.
func MakeDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day {
		return 0
	}
	return dayOne + Date(t.Unix()/86400)
}

// ParseDate reads "2006-01-02" and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("policy: %q is not a date like 2026-03-24", s)
	}
	return DateOf(t, time.UTC), nil
}

// DateOf gives the civil day of an instant in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return MakeDate(y, m, d)
}

// utc is the first instant of the day in UTC, the form in which the calendar of the standard library can be asked.
func (d Date) utc() time.Time { return time.Unix(int64(d-dayOne)*86400, 0).UTC() }

// At gives the instant of a wall clock time on this day in loc.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	y, m, day := d.utc().Date()
	return time.Date(y, m, day, hour, minute, 0, 0, loc)
}

// Year is the calendar year; Month the month; Day the day of the month; Weekday the day of the week.
func (d Date) Year() int         { return d.utc().Year() }
func (d Date) Month() time.Month { return d.utc().Month() }
func (d Date) Day() int          { return d.utc().Day() }
func (d Date) Weekday() time.Weekday {
	return time.Weekday(((int(d-dayOne)+int(time.Thursday))%7 + 7) % 7)
} // 1970-01-01 was a Thursday

// Add gives the day n days later, or earlier for a negative n. The zero Date stays zero.
func (d Date) Add(n int) Date {
	if d == 0 {
		return 0
	}
	return d + Date(n)
}

// Monday gives the Monday of the week that holds d; weeks begin on Monday.
func (d Date) Monday() Date {
	return d.Add(-(int(d.Weekday()) + 6) % 7)
}

// String gives "2006-01-02", and "" for the zero Date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// weekdays are the Chinese names in the order of time.Weekday.
var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Chinese gives "3月23日(周一)", the form in which a day is said to members; "" for the zero Date.
func (d Date) Chinese() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%d月%d日(%s)", d.Month(), d.Day(), d.WeekdayZh())
}

// ChineseFrom gives the same with the year before it where that is not the year of today: 2025年11月20日(周四).
func (d Date) ChineseFrom(today Date) string {
	if d == 0 || today == 0 || d.Year() == today.Year() {
		return d.Chinese()
	}
	return fmt.Sprintf("%d年", d.Year()) + d.Chinese()
}

// WeekdayZh gives 周一 to 周日.
func (d Date) WeekdayZh() string { return weekdays[d.Weekday()] }

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String; the empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Span is a half-open run of days [From, To). The zero Span holds no day; a zero To means "open end".
type Span struct {
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
}

// Holds tells whether d lies in the span.
func (s Span) Holds(d Date) bool { return s.From <= d && (s.To == 0 || d < s.To) && s != Span{} }

// Days is the number of days in a closed-ended span; 0 for the zero Span and for an open end.
func (s Span) Days() int {
	if s.To == 0 {
		return 0
	}
	return int(s.To - s.From)
}
