package config

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// readCalendar reads terms 学期, holidays, class periods 节次 and explicit reception days.
func (c *Config) readCalendar(v value) {
	cal := &c.school.Calendar
	days := bundledDays(v.src)
	v.mapping(
		required("terms", readTerms(&cal.Terms)),
		optional("holiday_files", oneOrMany(days.readFile)),
		optional("holidays", days.readHolidays),
		optional("workdays", list(days.readWorkday)),
		optional("periods", readPeriods(&cal.Periods)),
		optional("reception_days", list(readReceptionDay(cal))),
	)
	cal.Days, cal.KnownYears = days.merge()
}

// readReceptionDay reads a day on which a reception is held; it must lie in a term.
func readReceptionDay(cal *policy.Calendar) func(value) {
	return func(v value) {
		var d policy.Date
		date(&d)(v)
		if d == 0 {
			return
		}
		if _, ok := cal.TermOf(d); !ok {
			v.fault(sayOutOfTerms, d)
			return
		}
		if slices.Contains(cal.ReceptionDays, d) {
			v.fault(sayDayTwice, d)
			return
		}
		cal.ReceptionDays = append(cal.ReceptionDays, d)
	}
}

// termAt is a term with the place where it stands.
type termAt struct {
	policy.Term
	at value
}

// readTerms reads terms in any order; they may not overlap.
func readTerms(to *[]policy.Term) func(value) {
	return func(v value) {
		var terms []termAt
		list(func(at value) {
			t := termAt{Term: policy.Term{Weeks: 20, TeachingWeeks: 18}, at: at}
			t.read()
			terms = append(terms, t)
		})(v)
		if v.node.Kind == yaml.SequenceNode && len(terms) == 0 {
			v.fault(sayNoTerms)
		}
		slices.SortStableFunc(terms, func(a, b termAt) int { return int(a.Start - b.Start) })
		for i, t := range terms {
			if i > 0 {
				t.follows(terms[i-1].Term)
			}
			*to = append(*to, t.Term)
		}
	}
}

func (t *termAt) read() {
	t.at.mapping(
		required("id", checked(&t.ID, policy.CheckTermID, sayTermID)),
		required("start", t.readStart),
		optional("weeks", number(&t.Weeks, 1, 40)),
		optional("teaching_weeks", func(v value) {
			number(&t.TeachingWeeks, 1, 40)(v)
			if t.TeachingWeeks > t.Weeks {
				v.fault(sayTeaching, t.Weeks)
			}
		}),
	)
	t.TeachingWeeks = min(t.TeachingWeeks, t.Weeks)
	if t.Start != 0 && t.ID != "" && !t.Plausible() {
		t.at.under("start", t.at.at("start")).fault(sayTermYear, t.ID, t.Start)
	}
}

func (t *termAt) readStart(v value) {
	date(&t.Start)(v)
	if monday := t.Start.Monday(); monday != t.Start {
		v.fault(sayTermMonday, t.Start, t.Start.WeekdayZh(), monday)
	}
}

// follows checks that a term begins after the one before it has ended, and comes after it by its id too.
func (t *termAt) follows(before policy.Term) {
	switch last := before.Span().To.Add(-1); {
	case t.ID != "" && t.ID == before.ID:
		t.at.fault(sayTermTwice, t.ID)
	case t.Start != 0 && t.Start <= last:
		t.at.fault(sayTermOverlap, before.ID, last)
	case t.ID != "" && t.ID < before.ID:
		t.at.under("id", t.at.at("id")).fault(sayTermOrder, t.ID, before.ID)
	}
}

// readPeriods reads class periods as lists of name, begin and end.
func readPeriods(to *[]policy.ClassPeriod) func(value) {
	return func(v value) {
		names := map[string]bool{}
		var periods []policy.ClassPeriod
		list(func(at value) {
			p, ok := at.period()
			switch {
			case !ok:
			case names[p.Name]:
				at.fault(sayPeriodTwice, p.Name)
			case p.Start >= p.End, len(periods) > 0 && p.Start < periods[len(periods)-1].End:
				at.fault(sayPeriodOrder)
			default:
				names[p.Name] = true
				periods = append(periods, p)
			}
		})(v)
		*to = periods
	}
}

func (v value) period() (p policy.ClassPeriod, ok bool) {
	if v.node.Kind != yaml.SequenceNode || len(v.node.Content) != 3 {
		v.fault(sayPeriod)
		return p, false
	}
	before := len(v.src.faults)
	for i, read := range []func(value){text(&p.Name), clock(&p.Start), clock(&p.End)} {
		read(v.item(i, v.node.Content[i]))
	}
	return p, len(v.src.faults) == before
}
