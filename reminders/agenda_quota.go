package reminders

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// quotaWeeks are the teaching weeks whose Wednesday brings the digest of what is missing: few, and none in the exam weeks.
func quotaWeeks() []int { return []int{6, 10, 14, 17} }

// quota tells each leader in one message what is still missing: all unmet rules of the term, those of the year that are behind their pace, and Art.
// 5.5 in term 2 only. Wednesdays 10:00; at most one a week, nothing to those on leave.
func quota(school *policy.School, days policy.Span, add func(occasion)) {
	for _, term := range school.Calendar.Terms {
		for _, week := range quotaWeeks() {
			wednesday := term.Monday(week).Add(2)
			if week > term.TeachingWeeks || !days.Holds(wednesday) {
				continue
			}
			at := wednesday.At(10, 0, school.Location)
			add(occasion{
				kind: KindQuota, period: term.ID, step: fmt.Sprintf("w%02d", week), at: at, until: wednesday.Add(7).At(10, 0, school.Location),
				to:    func() []*policy.Member { return atWork(school.Leaders(wednesday), wednesday) },
				write: func(f *Facts, it *Item) error { return writeQuota(f, it, term, week) },
			})
		}
	}
}

// writeQuota writes the digest of one leader. The rule of the item is the first that is named. During leave that the office granted nothing is said.
func writeQuota(f *Facts, it *Item, term policy.Term, week int) error {
	if away, err := f.away(it.Member, f.day(it)); err != nil || away {
		return err
	}
	all, err := f.standingsOf(it.Member, f.day(it))
	if err != nil {
		return err
	}
	missing := owed(all, secondTerm(term))
	if len(missing) == 0 {
		return nil
	}
	it.Rule = missing[0].Rule.ID
	it.Text = sayQuota(f.school, f.day(it), week, missing)
	it.Why = whyQuota(missing)
	it.Card = quotaCard()
	return nil
}

// owed picks what a digest names: the rules per term first, then those per year, each in the order of the measure.
func owed(all []ledger.Standing, term2 bool) []ledger.Standing {
	var term, year []ledger.Standing
	for _, s := range all {
		switch {
		case s.Met() || planned(s.Rule) || united(s.Rule) && !term2:
		case s.Rule.Per == policy.PerTerm:
			term = append(term, s)
		case s.Behind():
			year = append(year, s)
		}
	}
	return append(term, year...)
}

// planned tells whether a rule is counted from plans (Art. 5.3), which nobody can hand in yet.
func planned(r *policy.Rule) bool { return slices.Contains(r.Kinds, policy.ResearchPlan) }

// united tells whether a rule is one of Art. 5.5: 根据情况, asked once in the year.
func united(r *policy.Rule) bool {
	return slices.Contains(r.Kinds, policy.NonpartyTalk) || slices.Contains(r.Kinds, policy.NonpartyEvent)
}

// secondTerm tells whether a term is the last of its academic year.
func secondTerm(t policy.Term) bool { return strings.HasSuffix(t.ID, "-2") }

// unconfirmed reminds leaders on Fridays at 16:00 of what others entered for them and what waits for their 对 (Art. 6.2).
func unconfirmed(school *policy.School, days policy.Span, add func(occasion)) {
	for friday := firstDay(days.From, time.Friday); friday < days.To; friday = friday.Add(7) {
		add(occasion{
			kind: KindUnconfirmed, rule: "6.2", period: friday.String(), step: "fri",
			at: friday.At(16, 0, school.Location), until: friday.Add(7).At(16, 0, school.Location),
			to: func() []*policy.Member { return atWork(school.Leaders(friday), friday) },
			write: func(f *Facts, it *Item) error {
				list, err := f.waiting(it.Member)
				if err == nil && len(list) > 0 {
					it.Text, it.Why = sayUnconfirmed(f.school, f.day(it), list), fmt.Sprintf("%d条待本人确认", len(list))
					it.Card = unconfirmedCard(list)
				}
				return err
			},
		})
	}
}

// firstDay is the first day on or after d that is such a day of the week.
func firstDay(d policy.Date, weekday time.Weekday) policy.Date {
	return d.Add((int(weekday) - int(d.Weekday()) + 7) % 7)
}

// atWork leaves out those whose duties rest that day.
func atWork(members []*policy.Member, d policy.Date) []*policy.Member {
	return slices.DeleteFunc(members, func(m *policy.Member) bool { return m.OnLeave(d) })
}
