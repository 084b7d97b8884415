package ledger

import (
	"math"
	"slices"

	"lianxin/config/policy"
)

// tally is one rule made ready for counting on one day: what does not depend on the member is worked out once.
type tally struct {
	school  *policy.School
	rule    *policy.Rule
	at      policy.Date
	period  policy.Period
	window  policy.Span // the days within the period that count
	term    policy.Term // of a rule per term
	classes []string    // of audience that the rule takes; empty = every audience
	by      policy.Date // the day after the last on which it is in time (window.by); zero = the rule names none

	weeks, weeksGone int // teaching weeks of the period, and those that are over
}

// tallies makes the rules of one scope ready; a rule that is not in force, or whose period is not in the calendar, is left out.
func tallies(school *policy.School, scope string, at policy.Date) []*tally {
	var out []*tally
	for i := range school.Measure.Rules {
		r := &school.Measure.Rules[i]
		if r.Who.Scope != scope {
			continue
		}
		if t, ok := newTally(school, r, at); ok {
			out = append(out, t)
		}
	}
	return out
}

func newTally(school *policy.School, r *policy.Rule, at policy.Date) (*tally, bool) {
	period, ok := school.PeriodOf(r, at)
	if !ok || !school.InForce(r, at) {
		return nil, false
	}
	t := &tally{school: school, rule: r, at: at, period: period, window: period.Span}
	if term, ok := school.Calendar.TermOf(period.Span.From); ok && r.Per == policy.PerTerm {
		t.term = term
		if r.Window.Weeks != [2]int{} {
			t.window = weekWindow(term, r.Window.Weeks)
		}
	}
	for _, name := range r.Where.Audience {
		t.classes = append(t.classes, classOf(name))
	}
	t.countWeeks()
	return t, true
}

// weekWindow is the run of days from the first to the last week of a window (Art. 5.4: the first lesson in weeks 1 to 6).
func weekWindow(term policy.Term, weeks [2]int) policy.Span {
	return policy.Span{From: term.Start.Add(7 * (weeks[0] - 1)), To: term.Start.Add(7 * weeks[1])}
}

// classOf is policy.AudienceClass, quick for the words that are classes themselves.
func classOf(name string) string {
	if slices.Contains(knownAudiences[:], name) {
		return name
	}
	return policy.AudienceClass(name)
}

// rivals are the rules that must be counted together with this one: those that may take a forum away from it.
func (t *tally) rivals() []*tally {
	if t.school.Measure.Settings.ForumOverlap || !slices.Contains(t.rule.Kinds, policy.Forum) {
		return []*tally{t}
	}
	return tallies(t.school, t.rule.Who.Scope, t.at)
}

// cover is the smallest span that holds both; the zero Span holds nothing.
func cover(a, b policy.Span) policy.Span {
	switch {
	case a == policy.Span{}:
		return b
	case b == policy.Span{}:
		return a
	}
	return policy.Span{From: min(a.From, b.From), To: max(a.To, b.To)}
}

// amount is what a credit gives under the rule once it counts: class hours or 1; 0 if the rule does not take it.
func (t *tally) amount(m *policy.Member, mark *Mark) float64 {
	r := t.rule
	switch {
	case !slices.Contains(r.Kinds, mark.Kind), !t.window.Holds(mark.Date), !m.Serves(mark.Date):
		return 0
	case r.Where.NotLevel != "" && mark.Level == r.Where.NotLevel:
		return 0
	case mark.OwnBranch && mark.Kind == policy.OrgLife && !t.school.Measure.Settings.OwnBranchCounts:
		return 0
	case len(r.Where.Units) > 0 && !slices.Contains(r.Where.Units, mark.Unit):
		return 0
	case len(t.classes) > 0 && (mark.Audience == "" || !slices.Contains(t.classes, mark.Audience)):
		return 0
	case !m.Tied(mark.Unit, r.Where.Place, mark.Date):
		return 0
	case r.Unit == classHour:
		return wholeLessons(mark.Hours, t.school.Measure.Settings.MinWholePeriods)
	}
	return 1
}

// classHour is the unit of rules that count lessons; all others count times.
const classHour = "class_hour"

// wholeLessons is what attended class hours count: whole lessons only, and nothing below the least number of them (1.4 no. 20). A school that asks
// for no whole lesson counts the hours as they are.
func wholeLessons(hours float64, least int) float64 {
	if least <= 0 {
		return hours
	}
	whole := math.Floor(hours)
	if whole < float64(least) {
		return 0
	}
	return whole
}

// nearer tells whether a mark waits for less than another one of the same record.
func (m Mark) nearer(than Mark) bool { return m.distance() < than.distance() }

func (m Mark) distance() int {
	return slices.Index([]string{"", WaitsOffice, WaitsMember, WaitsDeclined, WaitsRetracted}, m.Waits())
}
