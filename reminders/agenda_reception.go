package reminders

import (
	"cmp"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// aheadOfReception is how many days before a reception the first reminder may lie: three workdays with a long holiday between.
const aheadOfReception = 21

// sheetAsked is for how many days after a reception its sheet is still asked for once more.
const sheetAsked = 7

// moments lists everything planned in [from, to], as occasions does, with what is planned for receptions and first lessons: which day they are held on and
// by whom is known to the ledger alone.
func moments(f *Facts, from, to time.Time) ([]occasion, error) {
	var out []occasion
	add := func(o occasion) {
		if o.move(f.school) && !o.at.Before(from) && !o.at.After(to) {
			out = append(out, o)
		}
	}
	slots, err := f.slotsIn(policy.Span{From: f.school.Today(from).Add(-longestMove), To: f.school.Today(to).Add(1)})
	for _, slot := range slots {
		receptionDuty(f.school, slot, add)
		receptionSheet(f.school, slot, add)
		receptionPost(f.school, slot, add)
		if err == nil {
			err = receptionVisitor(f, slot, add)
		}
	}
	if fault := firstLessons(f, from, to, add); err == nil {
		err = fault
	}
	out = append(out, occasions(f.school, from, to)...)
	slices.SortStableFunc(out, func(a, b occasion) int { return a.at.Compare(b.at) })
	return out, err
}

// receptionDuty reminds the leader on duty of his reception (Art. 5.8): three workdays before at 09:00, on the last workday before at 16:00, and on
// the day at 14:30. Who booked is told by number and matter, never by name. A leader who is away that day, by leave that was granted after the roster was
// published, is left alone: the offices are told at the same moments that nobody sits there.
func receptionDuty(school *policy.School, slot ledger.Slot, add func(occasion)) {
	leader := school.Member(slot.Member)
	early := school.Calendar.AddWorkdays(slot.Day, -3).At(9, 0, school.Location)
	eve := school.Calendar.AddWorkdays(slot.Day, -1).At(16, 0, school.Location)
	today := slot.Day.At(14, 30, school.Location)
	_, end := school.ReceptionSpan(slot.Day)
	one := occasion{
		kind: KindReceptionDuty, rule: "5.8", period: slot.Day.String(),
		find: func(f *Facts) ([]*policy.Member, error) {
			if empty, err := f.nobodySits(slot); err != nil || !empty {
				return []*policy.Member{leader}, err
			}
			return everybody(school.HoldersOf(policy.PresidentOffice, slot.Day), school.HoldersOf(policy.PartyOffice, slot.Day)), nil
		},
		write: func(f *Facts, it *Item) error {
			booked, err := f.bookings(slot)
			empty, fault := f.nobodySits(slot)
			other, unread := f.stepsIn(slot)
			if empty {
				it.Text, it.Why = sayEmptySlot(school, slot, leader, booked, other, f.day(it)), "接待日无人当班"
			} else {
				it.Text, it.Why = sayDuty(school, slot, booked, other, f.day(it)), "接待日当班"
				it.Card = dutyCard(slot.Day)
			}
			return cmp.Or(err, fault, unread)
		},
	}
	add(one.on("d3", early, eve))
	add(one.on("d1", eve, today))
	one.anyHour = true
	add(one.on("d0", today, end))
}

// receptionSheet asks the companion of a reception to prepare the sheet, on the last workday before at 16:10, and to fill it in, on the day at 17:05
// and on the next workday at 10:00 (Art. 5.8). A reception that is on record already needs no sheet.
func receptionSheet(school *policy.School, slot ledger.Slot, add func(occasion)) {
	leader := school.Member(slot.Member)
	begin, _ := school.ReceptionSpan(slot.Day)
	one := occasion{
		kind: KindReceptionSheet, rule: "5.8", period: slot.Day.String(),
		to: func() []*policy.Member { return school.HoldersOf(policy.PresidentOffice, slot.Day) },
	}
	one.write = func(f *Facts, it *Item) error {
		if empty, err := f.nobodySits(slot); err != nil || empty {
			return err // the offices are told that nobody sits there
		}
		it.Text, it.Why = sayPrepareSheet(slot, leader, school.ReceptionPlace(leader.ID), f.day(it)), "准备接待登记"
		return nil
	}
	add(one.on("d1", school.Calendar.AddWorkdays(slot.Day, -1).At(16, 10, school.Location), begin))

	one.write = func(f *Facts, it *Item) error {
		done, err := f.received(slot)
		if err == nil && !done {
			it.Text, it.Why = sayFillSheet(slot, leader, f.day(it)), "登记接待情况"
		}
		return err
	}
	next := school.Calendar.AddWorkdays(slot.Day, 1).At(10, 0, school.Location)
	add(one.on("n1", next, next.AddDate(0, 0, sheetAsked)))
	one.anyHour = true
	add(one.on("d0", slot.Day.At(17, 5, school.Location), next))
}

// receptionVisitor reminds whoever booked: on the last workday before at 16:20, and two hours before the place (Art. 5.8). The visitor goes by the
// number of the booking; who it is the vault tells at the moment of sending.
func receptionVisitor(f *Facts, slot ledger.Slot, add func(occasion)) error {
	booked, err := f.bookings(slot)
	for _, o := range booked {
		clock := f.school.Reception.PlaceAt(o.Place)
		place := slot.Day.At(clock.Hour(), clock.Minute(), f.school.Location)
		before := place.Add(-2 * time.Hour)
		one := occasion{
			kind: KindReceptionVisit, rule: "5.8", period: slot.Day.String(), booking: o.ID,
			write: func(f *Facts, it *Item) error {
				empty, err := f.nobodySits(slot)
				it.Text, it.Why = sayVisitor(f.school, slot, o, f.day(it), empty), "接待预约"
				return err
			},
		}
		add(one.on("d1", f.school.Calendar.AddWorkdays(slot.Day, -1).At(16, 20, f.school.Location), before))
		one.anyHour = true
		add(one.on("h2", before, place))
	}
	return err
}

// on gives the occasion a step, a moment and an end.
func (o occasion) on(step string, at, until time.Time) occasion {
	o.step, o.at, o.until = step, at, until
	return o
}
