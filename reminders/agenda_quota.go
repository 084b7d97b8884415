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
				to: func() []*policy.Member { return atWork(school.Leaders(wednesday), wednesday) },
				write: func(f *Facts, it *Item) error {
					day := f.school.Today(it.At)
					if f.toldAgain(KindQuota, term.ID, it.Member.ID, day.Add(1-quotaRest), day) {
						return nil // at most one a week: a pause brought it a few days ago
					}
					return writeQuota(f, it, term)
				},
			})
		}
	}
}

// quotaRest is how many days lie at least between two digests of what is missing, unless the reader asked for the second.
const quotaRest = 7

// writeQuota writes the digest of one leader. The rule of the item is the first that is named. During leave that the office granted nothing is said.
func writeQuota(f *Facts, it *Item, term policy.Term) error {
	if away, err := f.away(it.Member, f.day(it)); err != nil || away {
		return err
	}
	all, err := f.standingsOf(it.Member, f.day(it))
	if err != nil {
		return err
	}
	missing := owed(all, term, term.Week(f.day(it)))
	if len(missing) == 0 {
		return nil
	}
	hints, err := f.hints(it.Member, f.day(it), missing)
	if err != nil {
		return err
	}
	it.Rule = missing[0].Rule.ID
	it.Text = sayQuota(f.school, f.day(it), term, missing, hints)
	it.Why = whyQuota(missing)
	it.Card = quotaCard()
	return nil
}

// owed picks what a digest names: the rules per term first, then those per year, each in the order of the measure.
func owed(all []ledger.Standing, term policy.Term, week int) []ledger.Standing {
	var perTerm, year []ledger.Standing
	for _, s := range all {
		switch {
		case s.Met() || united(s.Rule) && !secondTerm(term):
		case s.Rule.Per == policy.PerTerm:
			perTerm = append(perTerm, s)
		case s.Behind() || lastCall(s.Rule, term, week):
			year = append(year, s)
		}
	}
	return append(perTerm, year...)
}

// lastCall tells whether the week is that in which a rule wants to be fulfilled, or a later one: the research plan in week 6 of term 1 (Art. 5.3).
func lastCall(r *policy.Rule, term policy.Term, week int) bool {
	last, number, ok := r.Window.Deadline()
	return ok && number == term.Number() && week >= last
}

// hints is what a digest says besides, where it says anything: that a first lesson is arranged or was to be held, and which contact units are silent.
func (f *Facts) hints(m *policy.Member, day policy.Date, missing []ledger.Standing) ([]string, error) {
	var out []string
	if slices.ContainsFunc(missing, func(s ledger.Standing) bool { return kindOf(s.Rule) == policy.FirstLesson }) {
		lessons, err := f.lessonsOf(m, policy.Span{From: day.Add(-longestTerm), To: day.Add(longestTerm)})
		if err != nil {
			return nil, err
		}
		for _, p := range lessons {
			out = append(out, sayLessonHint(&p, day))
		}
	}
	silent, err := ledger.SilentUnits(m, day, f)
	if len(silent) > 0 {
		out = append(out, sayUnitsSilent(silent))
	}
	return out, err
}

// longestTerm is longer than any term, in days.
const longestTerm = 200

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
			to:    func() []*policy.Member { return atWork(school.Leaders(friday), friday) },
			write: writeUnconfirmed,
		})
	}
}

// writeUnconfirmed lists what waits for one leader's 对.
func writeUnconfirmed(f *Facts, it *Item) error {
	list, err := f.waiting(it.Member)
	if err == nil && len(list) > 0 {
		it.Text, it.Why = sayUnconfirmed(f.school, f.day(it), list), fmt.Sprintf("%d条待本人确认", len(list))
		it.Card = unconfirmedCard(list)
	}
	return err
}

// firstDay is the first day on or after d that is such a day of the week.
func firstDay(d policy.Date, weekday time.Weekday) policy.Date {
	return d.Add((int(weekday) - int(d.Weekday()) + 7) % 7)
}

// atWork leaves out those whose duties rest that day.
func atWork(members []*policy.Member, d policy.Date) []*policy.Member {
	return slices.DeleteFunc(members, func(m *policy.Member) bool { return m.OnLeave(d) })
}
