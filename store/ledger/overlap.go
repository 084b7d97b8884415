package ledger

import (
	"strconv"
	"strings"

	"lianxin/config/policy"
)

// SameAs tells whether two records look like one thing entered twice: the same kind and day, and nothing that both say differs.
func (a *Activity) SameAs(o *Activity) bool {
	if a.Kind != o.Kind || a.Date != o.Date || a.Said.ClassHours != o.Said.ClassHours || a.Said.Unit != o.Said.Unit {
		return false
	}
	x, y := a.Said.texts(), o.Said.texts()
	for i := range x {
		if x[i] != "" && y[i] != "" && x[i] != y[i] {
			return false
		}
	}
	return true
}

// Overlaps tells whether nobody can have been at both: their times are known to the minute and meet. Parts of the day are too wide to say so.
func (a *Activity) Overlaps(o *Activity, calendar *policy.Calendar) bool {
	if a.Date != o.Date {
		return false
	}
	for _, x := range a.hours(calendar) {
		for _, y := range o.hours(calendar) {
			if x.from < y.until && y.from < x.until {
				return true
			}
		}
	}
	return false
}

// stretch is a time of the day, the end excluded.
type stretch struct{ from, until policy.Clock }

// hours are the times at which an activity is known to have been held.
func (a *Activity) hours(calendar *policy.Calendar) []stretch {
	if a.Said.Periods != "" {
		return periodHours(a.Said.Periods, calendar)
	}
	from, err := policy.ParseClock(a.Said.Start)
	if a.Said.Start == "" || err != nil {
		return nil
	}
	until, err := policy.ParseClock(a.Said.End)
	if a.Said.End == "" || err != nil || until <= from {
		until = from + 1
	}
	return []stretch{{from, until}}
}

// periodHours reads class periods: 5-6, 3, 1-2,7-8.
func periodHours(periods string, calendar *policy.Calendar) []stretch {
	var out []stretch
	for _, part := range strings.FieldsFunc(periods, func(r rune) bool { return r == ',' || r == '、' || r == '，' }) {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, okFrom := classPeriod(first, calendar)
		until, okUntil := classPeriod(last, calendar)
		if okFrom && okUntil {
			out = append(out, stretch{from.Start, until.End})
		}
	}
	return out
}

func classPeriod(name string, calendar *policy.Calendar) (policy.ClassPeriod, bool) {
	name = strings.TrimSpace(name)
	for _, p := range calendar.Periods {
		if p.Name == name {
			return p, true
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(calendar.Periods) {
		return calendar.Periods[n-1], true
	}
	return policy.ClassPeriod{}, false
}
