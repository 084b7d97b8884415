package reminders

import (
	"time"

	"lianxin/config/policy"
)

// aheadOfReception is how many days before a reception the first reminder may lie: three workdays with a long holiday between.
const aheadOfReception = 21

// receptionDuty reminds the leader on duty of his reception (Art. 5.8): three workdays before at 09:00, on the last workday before at 16:00, and on
// the day at 14:30.
func receptionDuty(school *policy.School, days policy.Span, add func(occasion)) {
	for _, turn := range turns(school, days) {
		leader := school.Member(turn.MemberID)
		if leader == nil {
			continue
		}
		early := school.Calendar.AddWorkdays(turn.Date, -3).At(9, 0, school.Location)
		eve := school.Calendar.AddWorkdays(turn.Date, -1).At(16, 0, school.Location)
		today := turn.Date.At(14, 30, school.Location)
		_, end := school.ReceptionSpan(turn.Date)
		one := occasion{
			kind: KindReceptionDuty, rule: "5.8", period: turn.Date.String(),
			to: func() []*policy.Member { return []*policy.Member{leader} },
			write: func(f *Facts, it *Item) error {
				it.Text, it.Why = sayDuty(school, turn, f.day(it)), "接待日当班"
				return nil
			},
		}
		add(one.on("d3", early, eve))
		add(one.on("d1", eve, today))
		one.anyHour = true
		add(one.on("d0", today, end))
	}
}

// receptionSheet asks the companion of a reception to prepare the sheet, on the last workday before at 16:10, and to fill it in, on the day at
// 17:05 (Art. 5.8). A reception that is on record already needs no sheet.
func receptionSheet(school *policy.School, days policy.Span, add func(occasion)) {
	for _, turn := range turns(school, days) {
		leader := school.Member(turn.MemberID)
		if leader == nil {
			continue
		}
		begin, _ := school.ReceptionSpan(turn.Date)
		companions := func() []*policy.Member { return school.HoldersOf(policy.PresidentOffice, turn.Date) }
		one := occasion{kind: KindReceptionSheet, rule: "5.8", period: turn.Date.String(), to: companions}

		one.write = func(f *Facts, it *Item) error {
			it.Text, it.Why = sayPrepareSheet(turn, leader, school.ReceptionPlace(leader.ID), f.day(it)), "准备接待登记"
			return nil
		}
		add(one.on("d1", school.Calendar.AddWorkdays(turn.Date, -1).At(16, 10, school.Location), begin))

		one.write = func(f *Facts, it *Item) error {
			done, err := f.received(leader.ID, turn.Date)
			if err == nil && !done {
				it.Text, it.Why = sayFillSheet(turn, leader, f.day(it)), "登记接待情况"
			}
			return err
		}
		one.anyHour = true
		next := school.Calendar.AddWorkdays(turn.Date, 1).At(10, 0, school.Location)
		add(one.on("d0", turn.Date.At(17, 5, school.Location), next))
	}
}

// on gives the occasion a step, a moment and an end.
func (o occasion) on(step string, at, until time.Time) occasion {
	o.step, o.at, o.until = step, at, until
	return o
}

// turns lists the receptions whose reminders may lie in a span of days.
func turns(school *policy.School, days policy.Span) []policy.Turn {
	span := policy.Span{From: days.From.Add(-1), To: days.To.Add(aheadOfReception)}
	var out []policy.Turn
	for _, t := range school.Calendar.Terms {
		if t.Span().To <= span.From || t.Start >= span.To {
			continue
		}
		for _, turn := range school.Duties(t) {
			if span.Holds(turn.Date) {
				out = append(out, turn)
			}
		}
	}
	return out
}
