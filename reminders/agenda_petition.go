package reminders

import (
	"time"

	"lianxin/config/policy"
)

// petitions tells everybody who works on cases in one digest what is due and what was put under 督办 (Art. 5.7, requirements 2.1, 2.6): 08:50 on the workdays
// five, two and none before the last good workday, then on every workday, also in the vacation.
func petitions(school *policy.School, days policy.Span, add func(occasion)) {
	for day := days.From; day < days.To; day = day.Add(1) {
		if !school.Calendar.IsWorkday(day) {
			continue
		}
		add(occasion{
			kind: KindPetitionDue, series: seriesPetition, rule: "5.7", period: day.String(), step: stepDigest, anySeason: true,
			at: caseDigestAt(school, day), until: caseDigestAt(school, school.Calendar.AddWorkdays(day, 1)),
			find:  func(f *Facts) ([]*policy.Member, error) { return f.caseReaders(day) },
			write: writeCases,
		})
	}
}

const (
	seriesPetition = "petition"
	stepDigest     = "digest"
)

// caseDigestAt is when the digest of cases is told on a workday.
func caseDigestAt(school *policy.School, day policy.Date) time.Time {
	return day.At(8, 50, school.Location)
}

// writeCases writes one person's digest. The kind of the item is that of its most urgent case.
func writeCases(f *Facts, it *Item) error {
	day := f.school.Today(it.At)
	news, err := f.caseNews(day)
	if err != nil {
		return err
	}
	own := news.of(it.Member)
	switch {
	case len(own.overdue)+len(own.chased) > 0:
		it.Kind = KindPetitionOverdue
	case len(own.due) > 0:
		it.Kind = KindPetitionDue
	case len(own.tell) > 0:
		it.Kind = KindPetitionTell
	default:
		return nil
	}
	it.Text, it.Why = sayCases(day, own, it.Member.Has(policy.Leader) && own.onlyEscalated()), whyCases(own)
	return nil
}
