package ledger

import (
	"slices"

	"lianxin/config/policy"
)

// Counted is what a record gives under one rule.
type Counted struct {
	Rule   *policy.Rule
	Amount float64
	Unit   string // times, class_hour, slot
}

// CountsFor tells what a record gives a member once he has said 对, in the order of the measure. A late entry gives nothing before the office has
// approved it (1.4 no. 30); a record that was taken back, or declined by him, gives nothing. For a leader the rules of the body are among them.
func CountsFor(school *policy.School, a Activity, m *policy.Member) []Counted {
	i := a.creditOf(m.ID)
	if i < 0 {
		return nil
	}
	mark := a.Marks()[i]
	mark.Confirmed = true
	if mark.Waits() != "" {
		return nil
	}
	var out []Counted
	for j := range school.Measure.Rules {
		r := &school.Measure.Rules[j]
		if !slices.Contains(r.Kinds, a.Kind) || !asks(school, r, m, a.Date) {
			continue
		}
		if t, ok := newTally(school, r, a.Date); ok && t.amount(m, &mark) > 0 {
			out = append(out, Counted{Rule: r, Amount: t.amount(m, &mark), Unit: r.Unit})
		}
	}
	return out
}

// asks tells whether the rule binds the member on day d, himself or as one of the body.
func asks(school *policy.School, r *policy.Rule, m *policy.Member, d policy.Date) bool {
	if r.Who.Scope == policy.Body {
		return m.Has(policy.Leader) && m.Serves(d)
	}
	return school.Bound(r, m, d)
}
