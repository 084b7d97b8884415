package ledger

import (
	"cmp"
	"slices"

	"lianxin/config/policy"
)

// Clock 期限 is what a time limit is for. Its text is what people are told.
type Clock string

// The clocks of requirements 2.1.
const (
	ClockSort   Clock = "转办"     // the officer's own sorting, internal
	ClockTell   Clock = "告知"     // within 15 days (Art. 23)
	ClockObject Clock = "提出异议"   // to a case from above, 5 workdays (Art. 23); running out of it is no fault
	ClockUnit   Clock = "承办单位回复" // a unit's own
	ClockDecide Clock = "答复"     // the decision: 60 days, 15, 10 workdays, by class
	ClockRework Clock = "重新办理"
	ClockReview Clock = "复查意见" // 30 days (Art. 35), and those of 复核 without its hearings (Art. 36)
)

// Limit is one clock of a case.
type Limit struct {
	For      Clock
	Unit     string      // whose clock it is; "" = the officer's
	Legal    policy.Date // the last good day, until 24:00, whatever the weekday; that of our own clocks is the same as Internal
	Internal policy.Date // the last workday on or before it
}

// Past tells whether the limit is broken on day d.
func (l Limit) Past(d policy.Date) bool { return d > l.Legal }

// Late tells whether the last good workday is gone on day d.
func (l Limit) Late(d policy.Date) bool { return d > l.Internal }

// Limits gives the clocks that run in a case, the first to end first. A clock that stands still (a hearing) is not among them.
func (p *Petition) Limits(s *policy.School) []Limit {
	var out []Limit
	add := func(l Limit, runs bool) {
		if runs {
			out = append(out, l)
		}
	}
	working := p.Working()
	lead := p.lead()
	add(p.sortLimit(s), working && p.Rework.At.IsZero() && (p.Told.At.IsZero() || lead == nil))
	add(p.TellLimit(s), working && p.Told.At.IsZero())
	add(p.ObjectLimit(s), working && p.Source == FromSuperior && p.Told.At.IsZero() && p.Superior.Objected.IsZero())
	for i := range p.Assignments {
		a := &p.Assignments[i]
		add(Limit{For: ClockUnit, Unit: a.Unit, Legal: a.Due, Internal: a.Due}, working && a.Live() && a.Replied.IsZero() && p.Rework.At.IsZero())
	}
	if working && !p.Rework.At.IsZero() {
		add(Limit{For: ClockRework, Unit: p.Unit, Legal: p.Rework.Due, Internal: p.Rework.Due}, true)
	} else if l, ok := p.DecideLimit(s); working && ok {
		add(l, true)
	}
	if l, ok := p.ReviewLimit(s); ok {
		add(l, true)
	}
	slices.SortStableFunc(out, func(a, b Limit) int {
		return cmp.Or(cmp.Compare(a.Internal, b.Internal), cmp.Compare(a.Legal, b.Legal))
	})
	return out
}

// Promised is the day by which the filer is promised the next word: that of the decision, before it the telling.
func (p *Petition) Promised(s *policy.School) (Limit, bool) {
	if !p.Working() {
		return p.ReviewLimit(s)
	}
	if p.Told.At.IsZero() {
		return p.TellLimit(s), true
	}
	if !p.Rework.At.IsZero() {
		return Limit{For: ClockRework, Legal: p.Rework.Due, Internal: p.Rework.Due}, true
	}
	return p.DecideLimit(s)
}

// calendarDays is a limit of n calendar days from a day.
func calendarDays(s *policy.School, what Clock, from policy.Date, n int) Limit {
	l := Limit{For: what}
	l.Legal, l.Internal = s.Calendar.DueCalendarDays(from, n)
	return l
}

// workdays is a limit of n workdays from a day.
func workdays(s *policy.School, what Clock, from policy.Date, n int) Limit {
	due := s.Calendar.DueWorkdays(from, n)
	return Limit{For: what, Legal: due, Internal: due}
}

// TellLimit is the limit within which the filer is told what becomes of the case (Art. 23).
func (p *Petition) TellLimit(s *policy.School) Limit {
	return calendarDays(s, ClockTell, s.Today(p.Received), s.Petitions.Times().TellDays)
}

// sortLimit is the officer's own: from the receipt, or from the last moment at which no unit had the case any more.
func (p *Petition) sortLimit(s *policy.School) Limit {
	from := p.Received
	if !p.Told.At.IsZero() {
		from = p.Told.At
	}
	for _, a := range p.Assignments {
		if a.Returned.After(from) {
			from = a.Returned
		}
	}
	return workdays(s, ClockSort, s.Today(from), s.Petitions.Times().SortWorkdays)
}

// ObjectLimit is the limit within which a case from above can be objected to (Art. 23).
func (p *Petition) ObjectLimit(s *policy.School) Limit {
	return workdays(s, ClockObject, s.Today(p.Received), s.Petitions.Times().ObjectWorkdays)
}

// ReturnLimit is the limit within which a unit may hand the case back.
func (a *Assignment) ReturnLimit(s *policy.School) policy.Date {
	return s.Calendar.DueWorkdays(s.Today(a.At), s.Petitions.Times().ObjectWorkdays)
}

// DecideLimit is the limit of the decision: 60 calendar days for 申诉求决, workdays for the other classes and for 简易办理, all of them from acceptance, and
// the extension if there is one (Art. 34). False before the case was taken on.
func (p *Petition) DecideLimit(s *policy.School) (Limit, bool) {
	if p.Accepted.IsZero() {
		return Limit{}, false
	}
	t, from := s.Petitions.Times(), s.Today(p.Accepted)
	var l Limit
	switch {
	case p.Simple:
		l = workdays(s, ClockDecide, from, t.SimpleWorkdays)
	case p.Class == policy.Appeal:
		l = calendarDays(s, ClockDecide, from, t.DecideDays)
	case p.Class == policy.Inquiry:
		l = workdays(s, ClockDecide, from, t.InquiryWorkdays)
	default:
		l = workdays(s, ClockDecide, from, t.SuggestionWorkdays)
	}
	if !p.Extension.Approved.IsZero() {
		l = calendarDays(s, ClockDecide, l.Legal, p.Extension.Days)
	}
	return l, true
}

// ReviewLimit is the limit of the 复查 or 复核 opinion: 30 days from the request, to which the days of hearings are added (Art. 35, 36). False when none
// is owed, and while a hearing is under way: then the clock stands still.
func (p *Petition) ReviewLimit(s *policy.School) (Limit, bool) {
	if n := len(p.Reviews); n == 0 || !p.Reviews[n-1].Given.IsZero() || !p.Ended.IsZero() || !p.Withdrawn.IsZero() {
		return Limit{}, false
	}
	r := &p.Reviews[len(p.Reviews)-1]
	days, counted := s.Petitions.Times().ReviewDays, policy.Date(0)
	for _, h := range r.Hearings {
		if h.To == 0 {
			return Limit{}, false
		}
		days += int(max(0, h.To-max(h.From, counted))) // a day with two hearings is one
		counted = max(counted, h.To)
	}
	return calendarDays(s, ClockReview, s.Today(r.Asked), days), true
}

// ReviewUntil is the last day on which the filer may ask for 复查, or after it for 复核: 30 days from the written reply (Art. 35, 36). The zero Date when
// there is nothing to ask for.
func (p *Petition) ReviewUntil(s *policy.School) policy.Date {
	from := p.Replied
	switch len(p.Reviews) {
	case 0:
		if !p.answered() {
			return 0
		}
	case 1:
		from = p.Reviews[0].Given
	default:
		return 0
	}
	if from.IsZero() {
		return 0
	}
	return s.Today(from).Add(s.Petitions.Times().ReviewDays)
}

// RatingDays are the days on which the filer is asked whether it was solved: that of the answer, and once more after 3 days; none after a rating.
func (p *Petition) RatingDays(s *policy.School) []policy.Date {
	if !p.answered() || len(p.Ratings) > 0 && p.Ratings[len(p.Ratings)-1].At.After(p.Replied) {
		return nil
	}
	day := s.Today(p.Replied)
	return []policy.Date{day, day.Add(s.Petitions.Times().RateAgainDays)}
}

// FollowUpDays are the days on which the filer is asked whether anybody retaliated: 30 and 90 days after the close, or after the end of its review
// (requirements 7.2). None while the case is open.
func (p *Petition) FollowUpDays(s *policy.School) []policy.Date {
	if p.Closed.IsZero() || p.Open() {
		return nil
	}
	var out []policy.Date
	for _, n := range s.Petitions.Times().FollowUpDays {
		out = append(out, s.Today(p.Over()).Add(n))
	}
	return out
}

// settle works out which clock runs next; it ends every transition.
func (p Petition) settle(d *Deed) Petition { return p.Settle(d.School) }

// Settle works out Due and DueFor anew: after a transition, and when the calendar has changed.
func (p Petition) Settle(s *policy.School) Petition {
	p.Due, p.DueFor = 0, ""
	for _, l := range p.Limits(s) {
		if l.For != ClockObject {
			p.Due, p.DueFor = l.Internal, l.For
			break
		}
	}
	return p
}
