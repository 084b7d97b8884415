package reminders

import (
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// dueIssue is an issue with the last good workday of what is owed.
type dueIssue struct {
	issue ledger.Issue
	last  policy.Date
}

// issuesBefore reads the open issues of which something is owed before a day, the first due ones first.
func (f *Facts) issuesBefore(end policy.Date) (out []ledger.Issue, err error) {
	if f.tx == nil {
		return nil, nil
	}
	for i, err := range f.tx.OpenIssues() {
		if err != nil {
			return nil, fmt.Errorf("reminders: open issues: %w", err)
		}
		if i.Due >= end {
			break
		}
		out = append(out, i)
	}
	return out, nil
}

// lateIssues lists the issues that are overdue on a day (Art. 6.3).
func (f *Facts) lateIssues(day policy.Date) ([]ledger.Issue, error) { return f.issuesBefore(day) }

// candidates lists the issues that may go to a meeting and about which none has decided (Art. 6.4).
func (f *Facts) candidates() ([]ledger.Issue, error) {
	all, err := f.issuesBefore(endOfDays)
	return slices.DeleteFunc(all, func(i ledger.Issue) bool { return i.Candidate.IsZero() || !i.Decided.IsZero() }), err
}

// endOfDays is later than any due day.
const endOfDays policy.Date = 1<<31 - 1

// ownersOf lists who has an issue: the member, the 承办人 of the unit, or its heads where it has none.
func ownersOf(school *policy.School, i *ledger.Issue, day policy.Date) []*policy.Member {
	h := i.Owner()
	if h.Unit == "" {
		if m := school.Member(h.Member); m != nil && m.Serves(day) {
			return []*policy.Member{m}
		}
		return nil
	}
	if list := school.HandlersOf(h.Unit, day); len(list) > 0 {
		return list
	}
	return headsOf(school, h.Unit, day)
}

// headsOf lists those who lead a unit: 书记, 院长, 处长.
func headsOf(school *policy.School, unit string, day policy.Date) []*policy.Member {
	var out []*policy.Member
	for i := range school.Members {
		m := &school.Members[i]
		if m.Unit == unit && m.Serves(day) && m.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel) {
			out = append(out, m)
		}
	}
	return out
}
