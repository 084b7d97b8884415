package reminders

import (
	"slices"

	"lianxin/config/policy"
)

// issues tells who has an issue, two workdays before and on the last good workday at 08:50, that the first answer, the solution or the day of its plan is
// near (Art. 6.3). What is overdue stands in the digest of the party office.
func issues(school *policy.School, days policy.Span, add func(occasion)) {
	for day := days.From; day < days.To; day = day.Add(1) {
		if !school.Calendar.IsWorkday(day) {
			continue
		}
		add(occasion{
			kind: KindIssueDue, rule: "6.3", period: day.String(), step: stepDigest,
			at: caseDigestAt(school, day), until: caseDigestAt(school, school.Calendar.AddWorkdays(day, 1)),
			find: func(f *Facts) ([]*policy.Member, error) {
				news, err := f.issueNews(day)
				return news.readers, err
			},
			write: func(f *Facts, it *Item) error {
				news, err := f.issueNews(day)
				if err != nil {
					return err
				}
				if list := news.due[it.Member.ID]; len(list) > 0 {
					it.Text, it.Why = sayIssues(day, list), whyIssues(list)
				}
				return nil
			},
		})
	}
}

// issueNews are the issues of which their owners are told on one day.
type issueNews struct {
	readers []*policy.Member
	due     map[string][]dueIssue // by member id
}

// issueNews finds them: by the day on which something is owed, so that only those that are near are read.
func (f *Facts) issueNews(day policy.Date) (issueNews, error) {
	if news, ok := f.issuesOn[day]; ok {
		return news, nil
	}
	news := issueNews{due: map[string][]dueIssue{}}
	open, err := f.issuesBefore(f.school.Calendar.AddWorkdays(day, 3))
	if err != nil {
		return news, err
	}
	for _, i := range open {
		last := f.school.Calendar.LastWorkday(i.Due)
		if day != last && day != f.school.Calendar.AddWorkdays(last, -2) {
			continue
		}
		for _, m := range ownersOf(f.school, &i, day) {
			if !slices.Contains(news.readers, m) {
				news.readers = append(news.readers, m)
			}
			news.due[m.ID] = append(news.due[m.ID], dueIssue{issue: i, last: last})
		}
	}
	f.issuesOn[day] = news
	return news, nil
}
