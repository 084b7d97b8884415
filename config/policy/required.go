package policy

import (
	"slices"
	"time"
)

// Required is how much a rule asks of a member in a period, judged on day at: the number of the rule, reduced for those who joined, left or
// were on leave within the period, rounded up and never below 1 (1.4 no. 18); a number set by the office takes its place. 0: nothing is owed, the
// member is exempt.
//
// A rule per year counts months, the month of joining whole; a rule per term counts teaching weeks, the current one included; a rule with a
// window of weeks counts only those. After the member left, his last day is judged.
func (s *School) Required(r *Rule, m *Member, p Period, at Date, granted ...Relief) int {
	return s.ShareOf(r, m, p, at, granted).Need
}

// ShareOf is Required together with what was reduced, and why.
func (s *School) ShareOf(r *Rule, m *Member, p Period, at Date, granted []Relief) Share {
	at = lastDay(m, p, at)
	if r.EverySlot || !s.Bound(r, m, at) {
		return Share{}
	}
	all := s.units(r, p)
	share := Share{Full: r.full(len(all))}
	if g := fixed(granted, r, p); g != nil {
		share.Need, share.Reason, share.Set, share.Part = g.Need, g.Reason, true, true
		return share
	}
	if len(all) > 0 && len(granted) == 0 && m.throughout(p.Span) {
		share.Need = share.Full
		return share
	}
	share.Part = true
	served := 0
	for _, unit := range all {
		reason, active := s.Active(r, m, unit, granted)
		if active {
			served++
		}
		if share.Reason == "" {
			share.Reason = reason
		}
	}
	share.Need = s.prorated(share.Full, served, len(all))
	return share
}

// full is what the rule asks of one who serves all of a period that has n weeks.
func (r *Rule) full(n int) int {
	if r.EveryWeek {
		return n
	}
	return r.Min
}

// prorated is the share of a number for those who serve a part of the units of a period.
func (s *School) prorated(full, served, all int) int {
	switch {
	case served == 0:
		return 0
	case s.Measure.Settings.ProrateNewcomers != ProrateCeil:
		return full
	}
	return max(1, (full*served+all-1)/all)
}

// RequiredOfBody is how much a rule asks of the leadership together in a period: its number, or one reception per reception day (Art. 5.6, 5.8).
// 0 for a rule that binds each.
func (s *School) RequiredOfBody(r *Rule, p Period) int {
	switch {
	case r.Who.Scope != Body:
		return 0
	case !r.EverySlot:
		return r.full(len(s.units(r, p)))
	}
	n := 0
	for _, t := range s.Calendar.Terms {
		for _, day := range s.ReceptionDays(t) {
			if p.Span.Holds(day) {
				n++
			}
		}
	}
	return n
}

// throughout tells whether the member was in post, and never on leave, through all of a period.
func (m *Member) throughout(span Span) bool {
	return len(m.Leaves) == 0 && m.Span.From <= span.From && (m.Span.To == 0 || span.To != 0 && m.Span.To >= span.To)
}

// lastDay brings the day of judgement into the period and back to the member's last day in post.
func lastDay(m *Member, p Period, at Date) Date {
	if p.Span.To != 0 {
		at = min(at, p.Span.To.Add(-1))
	}
	if m.Span.To != 0 {
		at = min(at, m.Span.To.Add(-1))
	}
	return max(at, p.Span.From)
}

// units are the months or weeks into which a period is cut to share a duty out.
func (s *School) units(r *Rule, p Period) []Span {
	if t, ok := s.Calendar.TermOf(p.Span.From); ok && r.Per == PerTerm {
		return weeks(t, r.Window.Weeks)
	}
	return months(p.Span)
}

// weeks are the teaching weeks of a term; window narrows them to [first, last].
func weeks(t Term, window [2]int) []Span {
	first, last := 1, t.TeachingWeeks
	if window != [2]int{} {
		first, last = window[0], window[1]
	}
	out := make([]Span, 0, max(0, last-first+1))
	for week := first; week <= last; week++ {
		if monday := t.Monday(week); monday != 0 {
			out = append(out, Span{From: monday, To: monday.Add(7)})
		}
	}
	return out
}

// months are the twelve months of a year. A year that begins within a month begins with the nearest first of a month, for its months only:
// the year of 2026-08-31 has the months September to August. The first and the last end where the year does.
func months(year Span) []Span {
	y, m := year.From.Year(), year.From.Month()
	if year.From.Day() > 15 {
		m++
	}
	out := make([]Span, 12)
	for i := range out {
		out[i] = Span{From: firstOf(y, int(m)+i), To: firstOf(y, int(m)+i+1)}
	}
	out[0].From, out[11].To = year.From, year.To
	return slices.DeleteFunc(out, func(month Span) bool { return month.To <= month.From })
}

// firstOf is the first day of a month that may be counted past December.
func firstOf(year, month int) Date {
	year, month = year+(month-1)/12, (month-1)%12+1
	return MakeDate(year, time.Month(month), 1)
}

// Active tells whether the member serves on some day of a stretch of days and his duty under the rule does not rest through all its workdays, of which
// neither holidays nor weekends at work are any; if it does, reason says why.
func (s *School) Active(r *Rule, m *Member, unit Span, granted []Relief) (reason string, active bool) {
	serves, working, resting := false, 0, 0
	for d := unit.From; d < unit.To; d = d.Add(1) {
		if !m.Serves(d) {
			continue
		}
		serves = true
		if weekend(d) || !s.Calendar.IsWorkday(d) {
			continue
		}
		working++
		if why, ok := rests(r, m, granted, d); ok {
			reason = why
			resting++
		}
	}
	if working > 0 && working == resting && s.Measure.Settings.LeaveExemption != NoExemption {
		return reason, false
	}
	return "", serves
}

func weekend(d Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}
