package phrase

import (
	"strings"
	"time"

	"lianxin/config/policy"
)

// feast resolves the eve of a holiday, the day itself, and the first workday after it.
func (r *resolver) feast(e *dayExpr, t tense) resolved {
	pick := func(run policy.Span, day policy.Date) policy.Date {
		switch e.form {
		case formEve:
			return run.From.Add(-1)
		case formLast:
			return run.To.Add(-1)
		case formAfter:
			return r.calendar.NextWorkday(run.To)
		}
		return day
	}
	var back, ahead policy.Date
	for year := r.today.Year() - 1; year <= r.today.Year()+1; year++ {
		run, day := r.run(&holidays[e.holiday-1], year)
		d := pick(run, day)
		switch {
		case run.From == 0 || d == 0:
		case d <= r.today:
			back = d
		case ahead == 0:
			ahead = d
		}
	}
	switch {
	case t == future && ahead != 0:
		return resolved{date: ahead, tense: future}
	case back == 0 || t != past && ahead != 0 && r.today-back > farBack:
		return resolved{date: ahead, doubt: true, tense: future}
	case r.today-back > farBack:
		return resolved{days: nonzero(back), tense: past}
	}
	return resolved{date: back, tense: past, doubt: e.form == formHoliday && holidays[e.holiday-1].moving && !r.calendar.KnownYears[back.Year()]}
}

// run finds the days off of a holiday in a calendar year, and the day itself. A day on which people work is a run of one.
// A moving feast that the calendar does not have gives nothing.
func (r *resolver) run(h *holiday, year int) (policy.Span, policy.Date) {
	day := policy.MakeDate(year, time.Month(h.month), h.day)
	if h.name == "" {
		return policy.Span{From: day, To: day.Add(1)}, day
	}
	if !h.moving {
		return r.runAround(day), day
	}
	for d := day.Add(-20); d <= day.Add(20); d = d.Add(1) {
		if off, ok := r.calendar.Days[d]; ok && off.Off && (off.Name == "" || strings.Contains(off.Name, h.name)) {
			return r.runAround(d), r.feastDay(h, d)
		}
	}
	return policy.Span{}, 0
}

// feastDay is the day of a moving feast in the run that begins on first: 清明 is 4 or 5 April; for the others the calendar says no more than the run.
func (r *resolver) feastDay(h *holiday, first policy.Date) policy.Date {
	if h.name == "清明" {
		if d := policy.MakeDate(first.Year(), time.April, 5); r.calendar.Days[d].Off {
			return d
		}
	}
	return first
}

// runAround gives the days off around a day as the holiday table has them; a day that is not in it is a run of one.
func (r *resolver) runAround(d policy.Date) policy.Span {
	name := r.calendar.Days[d].Name
	same := func(d policy.Date) bool {
		off, ok := r.calendar.Days[d]
		return ok && off.Off && off.Name == name
	}
	s := policy.Span{From: d, To: d.Add(1)}
	for same(s.From.Add(-1)) {
		s.From = s.From.Add(-1)
	}
	for same(s.To) {
		s.To = s.To.Add(1)
	}
	return s
}

// beforeFeast offers the three workdays before a holiday for 清明前; other vague words around a holiday offer nothing.
func (r *resolver) beforeFeast(e *dayExpr) resolved {
	var last policy.Span
	for year := r.today.Year() - 1; year <= r.today.Year(); year++ {
		if run, _ := r.run(&holidays[e.holiday-1], year); run.From != 0 && run.From <= r.today {
			last = run
		}
	}
	if last.From == 0 || e.offset >= 0 {
		return resolved{tense: r.side(last.From)}
	}
	res := resolved{tense: past}
	for d := last.From.Add(-1); len(res.days) < 3; d = d.Add(-1) {
		if r.calendar.IsWorkday(d) {
			res.days = append(res.days, d)
		}
		if last.From-d > 14 {
			break
		}
	}
	return res
}
