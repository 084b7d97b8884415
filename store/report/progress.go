// Package report is what the ledger looks like when it is handed out: records and standings become values to be shown, and values become bytes of a
// picture. It is pure: it knows no store, clock, context, socket or file; what it needs to know of the ledger comes through ledger.Facts.
package report

import (
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Progress is one member's progress on one day: everything that the answer to 我的进度 and its picture show.
type Progress struct {
	School, Name string
	Day          policy.Date
	Term         policy.Period // that holds Day; zero in the vacation
	Week         int           // teaching week of Day; 0 in the vacation
	WeeksLeft    int           // teaching weeks of the term from this one on
	Duties       []Duty        // in the order of the measure
	OtherYear    policy.Period // the year by the other reading of 每年 (1.4 no. 1)
}

// Duty is one rule as it stands for the member.
type Duty struct {
	ledger.Standing
	Closed bool    // the weeks in which it could be done are over
	Other  float64 // of a rule per year: what is done in OtherYear
}

// Make judges all rules that bind the member on day at.
func Make(school *policy.School, m *policy.Member, at policy.Date, facts ledger.Facts) (Progress, error) {
	p := Progress{School: school.Name, Name: m.Name, Day: at}
	if t, ok := school.Calendar.TermOf(at); ok {
		p.Term, p.Week, p.WeeksLeft = t.Period(), t.Week(at), t.TeachingWeeksLeft(at)
	}
	standings, err := ledger.Standings(school, m, at, facts)
	if err != nil {
		return p, err
	}
	year, other, err := ledger.OtherYear(school, m, at, facts)
	if err != nil {
		return p, err
	}
	p.OtherYear = year
	for _, s := range standings {
		last := s.Rule.Window.Weeks[1]
		p.Duties = append(p.Duties, Duty{Standing: s, Closed: last > 0 && at >= s.Period.Span.From.Add(7*last) && s.Left > 0, Other: other[s.Rule.ID]})
	}
	return p, nil
}

// Yearly tells whether the duty is counted by the year.
func (d *Duty) Yearly() bool { return d.Rule.Per == policy.PerYear }

// State is how a duty stands, in the order of what wants attention most.
type State int

// The states. A soft rule is never Behind (1.4 no. 25).
const (
	Behind  State = iota // less than should be done by now
	Missed               // the weeks for it are over
	Open                 // something is missing, in time
	Soft                 // 根据情况: something may be done
	Waiting              // what is missing was entered and waits for a 对, or for the office
	Done
	Exempt // nothing is asked of this member
)

// State derives how the duty stands.
func (d *Duty) State() State {
	switch {
	case d.Exempt():
		return Exempt
	case d.Met():
		return Done
	case d.Standing.Waiting+d.Office >= d.Left:
		return Waiting
	case d.Soft:
		return Soft
	case d.Closed:
		return Missed
	case d.Standing.Behind():
		return Behind
	}
	return Open
}

// Next picks the duty to see to first: what is behind before what is not, of the term before of the year, hard before soft. nil: there is nothing to do.
func (p *Progress) Next() *Duty {
	var best *Duty
	for i := range p.Duties {
		d := &p.Duties[i]
		if s := d.State(); s == Done || s == Exempt || s == Missed || s == Waiting {
			continue
		}
		if best == nil || d.before(best) {
			best = d
		}
	}
	return best
}

func (d *Duty) before(o *Duty) bool {
	if d.State() != o.State() {
		return d.State() < o.State()
	}
	return !d.Yearly() && o.Yearly()
}
