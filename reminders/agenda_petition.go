package reminders

import (
	"slices"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// petitions tells the petition officers and the handlers in one digest each what is due (Art. 5.7): 08:50 on the workdays five, two and none before
// the last good workday, then on every workday, also in the vacation.
func petitions(school *policy.School, days policy.Span, add func(occasion)) {
	for day := days.From; day < days.To; day = day.Add(1) {
		if !school.Calendar.IsWorkday(day) {
			continue
		}
		add(occasion{
			kind: KindPetitionDue, series: "petition", rule: "5.7", period: day.String(), step: "digest", anySeason: true,
			at: day.At(8, 50, school.Location), until: school.Calendar.AddWorkdays(day, 1).At(8, 50, school.Location),
			to: func() []*policy.Member {
				return everybody(school.HoldersOf(policy.PetitionOfficer, day), handlers(school, day))
			},
			write: writeCases,
		})
	}
}

// handlers lists the members who handle cases for a unit, in the order of the units.
func handlers(school *policy.School, day policy.Date) []*policy.Member {
	byID := map[string]*policy.Member{}
	for i := range school.Members {
		byID[school.Members[i].ID] = &school.Members[i]
	}
	var out []*policy.Member
	for i := range school.Units {
		for _, id := range school.Units[i].Handlers {
			if m := byID[id]; m != nil && m.Serves(day) {
				out = append(out, m)
			}
		}
	}
	return out
}

// clock is one limit of one case on one day.
type clock struct {
	petition ledger.Petition
	limit    policy.Date // the last good workday
	tell     bool        // the filer is to be told; else the answer is due
}

// caseNews are the clocks of a digest by how urgent they are.
type caseNews struct {
	overdue, due, tell []clock
}

// writeCases writes one person's digest. The kind of the item is that of its most urgent case.
func writeCases(f *Facts, it *Item) error {
	cases, err := f.petitions()
	if err != nil || len(cases) == 0 {
		return err
	}
	day := f.school.Today(it.At)
	news := newsOfCases(f.school, it.Member, cases, day)
	switch {
	case len(news.overdue) > 0:
		it.Kind = KindPetitionOverdue
	case len(news.due) > 0:
		it.Kind = KindPetitionDue
	case len(news.tell) > 0:
		it.Kind = KindPetitionTell
	default:
		return nil
	}
	it.Text, it.Why = sayCases(day, news), whyCases(news)
	return nil
}

// newsOfCases sorts out what a member is to hear of on a day: an officer all cases and both limits, a handler the answers of his units. Nobody hears of a
// case in which he has an interest.
func newsOfCases(school *policy.School, m *policy.Member, cases []ledger.Petition, day policy.Date) caseNews {
	var news caseNews
	for _, p := range cases {
		if ledger.Conflicted(school, m, &p) {
			continue
		}
		officer := m.Has(policy.PetitionOfficer)
		if officer && p.Told.At.IsZero() && p.Working() {
			news.add(school, clock{petition: p, limit: p.TellLimit(school).Internal, tell: true}, day)
		}
		if owesReply(&p) && (officer || slices.ContainsFunc(p.Units(), func(unit string) bool { return school.Handles(m, unit) })) {
			news.add(school, clock{petition: p, limit: school.Calendar.LastWorkday(p.Due)}, day)
		}
	}
	return news
}

// owesReply tells whether the clock that runs is one of the reply, not of the telling.
func owesReply(p *ledger.Petition) bool {
	return p.Due != 0 && p.Owed() && p.DueFor != ledger.ClockTell && p.DueFor != ledger.ClockSort
}

// add takes a clock in if the day is one of those on which it is told.
func (n *caseNews) add(school *policy.School, c clock, day policy.Date) {
	switch {
	case day > c.limit:
		n.overdue = append(n.overdue, c)
	case day != c.limit && day != school.Calendar.AddWorkdays(c.limit, -2) && day != school.Calendar.AddWorkdays(c.limit, -5):
	case c.tell:
		n.tell = append(n.tell, c)
	default:
		n.due = append(n.due, c)
	}
}
