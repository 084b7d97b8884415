package ledger

import (
	"iter"
	"math"

	"lianxin/config/policy"
)

// countWeeks counts the teaching weeks of the period. A year of which the calendar holds one term only
// is taken to have a second one as long: the next term is seldom known when the year begins.
func (t *tally) countWeeks() {
	terms, last := 0, 0
	for _, term := range t.school.Calendar.Terms {
		n := 0
		for week := 1; week <= term.TeachingWeeks; week++ {
			monday := term.Start.Add(7 * (week - 1))
			if !t.period.Span.Holds(monday) {
				continue
			}
			n++
			if monday.Add(7) <= t.at {
				t.weeksGone++
			}
		}
		if n > 0 {
			terms, last = terms+1, n
			t.noteDeadline(term)
		}
		t.weeks += n
	}
	if terms == 1 && t.rule.Per != policy.PerTerm {
		t.weeks += last
	}
}

// noteDeadline works out until when the rule wants to be fulfilled (window.by: week_6_of_term_1) if it is in this term.
func (t *tally) noteDeadline(term policy.Term) {
	if week, number, ok := t.rule.Window.Deadline(); ok && term.Number() == number {
		t.by = term.Start.Add(7 * week)
	}
}

// blankFor is the standing of a member before anything was counted: what is asked of him, and what of it should be done by now.
func (t *tally) blankFor(m *policy.Member, granted []policy.Relief) Standing {
	share := t.school.ShareOf(t.rule, m, t.period, t.at, granted)
	weeks, gone := t.pacing()
	if share.Part {
		idle, idleGone := t.idle(m, granted)
		weeks, gone = weeks-idle, gone-idleGone
	}
	return t.blank(share, weeks, gone)
}

// pacing gives the weeks over which the work is spread, and how many of them are over. A window narrows them.
func (t *tally) pacing() (weeks, gone int) {
	if t.rule.Window.Weeks == [2]int{} {
		return t.weeks, t.weeksGone
	}
	for monday := range t.mondays() {
		weeks, gone = weeks+1, gone+t.over(monday)
	}
	return weeks, gone
}

// idle counts the weeks in which the member does not serve or his duty rests, and those of them that are over.
func (t *tally) idle(m *policy.Member, granted []policy.Relief) (weeks, gone int) {
	for monday := range t.mondays() {
		if _, active := t.school.Active(t.rule, m, policy.Span{From: monday, To: monday.Add(7)}, granted); !active {
			weeks, gone = weeks+1, gone+t.over(monday)
		}
	}
	return weeks, gone
}

// mondays are those of the teaching weeks of the period in which the work may be done, as far as the calendar knows them.
func (t *tally) mondays() iter.Seq[policy.Date] {
	return func(yield func(policy.Date) bool) {
		for _, term := range t.school.Calendar.Terms {
			for week := 1; week <= term.TeachingWeeks; week++ {
				if monday := term.Start.Add(7 * (week - 1)); t.period.Span.Holds(monday) && t.window.Holds(monday) && !yield(monday) {
					return
				}
			}
		}
	}
}

// over is 1 for a week that is over, else 0.
func (t *tally) over(monday policy.Date) int {
	if monday.Add(7) <= t.at {
		return 1
	}
	return 0
}

// blank is the standing of a rule before anything was counted, with its work spread over some weeks of which some are over.
func (t *tally) blank(share policy.Share, weeks, gone int) Standing {
	s := Standing{
		Rule: t.rule, Period: t.period, Soft: t.rule.Soft,
		Full: float64(share.Full), Need: float64(share.Need), Why: share.Reason, Set: share.Set,
		TeachingWeeksLeft: t.weeks - t.weeksGone,
		DaysLeft:          max(0, int(t.period.Span.To-t.at)),
	}
	switch {
	case t.by != 0 && t.at < t.by:
	case t.by != 0:
		s.Pace = s.Need
	case weeks > 0:
		s.Pace = math.Ceil(s.Need * float64(gone) / float64(weeks))
	}
	s.close()
	return s
}
