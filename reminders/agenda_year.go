package reminders

import (
	"fmt"
	"strconv"
	"time"

	"lianxin/config/policy"
)

// yearClose reminds the assessment group and the party office, 30 and 7 days before the last day of term 2 at 09:10, that the academic year is
// closed then (Art. 6.1).
func yearClose(school *policy.School, days policy.Span, add func(occasion)) {
	for _, term := range school.Calendar.Terms {
		if !secondTerm(term) {
			continue
		}
		last := term.Span().To.Add(-1)
		year, _ := school.Calendar.AcademicYear(last)
		one := occasion{
			kind: KindYearClose, rule: "6.1", period: year.ID, anySeason: true,
			to: func() []*policy.Member {
				return everybody(school.HoldersOf(policy.AssessmentGroup, last), school.HoldersOf(policy.PartyOffice, last))
			},
			write: func(f *Facts, it *Item) error {
				it.Text, it.Why = sayYearClose(f.day(it), last, year), "学年收尾"
				return nil
			},
		}
		before := func(n int) time.Time { return last.Add(-n).At(9, 10, school.Location) }
		add(one.on("d30", before(30), before(7)))
		add(one.on("d07", before(7), last.Add(1).At(0, 0, school.Location)))
	}
}

// calendarMissing tells the party office and the administrators what the calendar will lack (Art. 5.8 counts in it): on 15 November and 15 December
// the holidays of the next year, and 30 days before the last known term ends the one after it. It falls silent as soon as the configuration has them.
func calendarMissing(school *policy.School, days policy.Span, add func(occasion)) {
	for year := days.From.Year() - 1; year <= days.To.Year(); year++ {
		if school.Calendar.KnownYears[year+1] {
			continue
		}
		newYear := policy.MakeDate(year+1, time.January, 1).At(0, 0, school.Location)
		first, second := policy.MakeDate(year, time.November, 15), policy.MakeDate(year, time.December, 15)
		one := calendarOccasion(school, first, strconv.Itoa(year+1), sayNoHolidays(year+1))
		add(one.on("11-15", first.At(9, 10, school.Location), second.At(9, 10, school.Location)))
		add(one.on("12-15", second.At(9, 10, school.Location), newYear))
	}
	if n := len(school.Calendar.Terms); n > 0 {
		term := school.Calendar.Terms[n-1]
		end := term.Span().To
		one := calendarOccasion(school, end.Add(-1), term.ID, sayNoTerm(term))
		add(one.on("d30", end.Add(-31).At(9, 10, school.Location), end.At(0, 0, school.Location)))
	}
}

func calendarOccasion(school *policy.School, day policy.Date, period, text string) occasion {
	return occasion{
		kind: KindCalendarMissing, rule: "5.8", period: period, anySeason: true,
		to: func() []*policy.Member {
			return everybody(school.HoldersOf(policy.PartyOffice, day), school.HoldersOf(policy.Admin, day))
		},
		write: func(f *Facts, it *Item) error {
			it.Text, it.Why = dated(f.day(it), text), fmt.Sprintf("校历缺 %s", period)
			return nil
		},
	}
}
