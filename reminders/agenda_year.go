package reminders

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// yearClose reminds the assessment group and the party office, 30 and 7 days before the last day of term 2 at 09:10, that the academic year is
// closed then, and what is still missing (Art. 6.1).
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
				open, err := f.yearOpen(min(f.day(it), last))
				if err == nil {
					it.Text, it.Why = sayYearClose(f.school, min(f.day(it), last), last, year, open), whyYearClose(open)
				}
				return err
			},
		}
		before := func(n int) time.Time { return last.Add(-n).At(9, 10, school.Location) }
		add(one.on("d30", before(30), before(7)))
		add(one.on("d07", before(7), last.Add(1).At(0, 0, school.Location)))
	}
}

// yearOpen is what is still missing before a year is closed.
type yearOpen struct {
	missing []shortfall // leaders with what they lack, in post order; those on leave too
	body    []ledger.Standing
	unsaid  []unsaid // entries that wait for a leader's 对
	late    int      // late entries that wait for the office
}

// yearOpen gathers what is missing on a day under the rules of the year and of its last term.
func (f *Facts) yearOpen(day policy.Date) (*yearOpen, error) {
	var open yearOpen
	for _, m := range f.school.Leaders(day) {
		all, err := f.standingsOf(m, day)
		if err != nil {
			return nil, err
		}
		missing := slices.DeleteFunc(slices.Clone(all), func(s ledger.Standing) bool { return s.Met() })
		if len(missing) > 0 {
			open.missing = append(open.missing, shortfall{member: m, missing: missing})
		}
	}
	body, err := f.body(day)
	if err != nil {
		return nil, err
	}
	open.body = slices.DeleteFunc(body, func(s ledger.Standing) bool { return s.Rule.EverySlot || s.Met() })
	if open.unsaid, err = f.unsaid(day, -1); err != nil {
		return nil, err
	}
	late, err := f.waitingForOffice()
	open.late = len(late)
	return &open, err
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
