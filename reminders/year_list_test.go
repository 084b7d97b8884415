//go:build !race

package reminders

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestYearOfTheCalendar looks at the days on which the calendar may run out, at a school that knows neither the holidays of 2026 nor the next year's terms.
func TestYearOfTheCalendar(t *testing.T) {
	var got []string
	school := sample(t)
	school.Calendar.KnownYears = map[int]bool{2025: true}
	school.Calendar.Terms = school.Calendar.Terms[:2]
	for _, span := range [][2]string{{"2025-11-14 00:00", "2025-11-18 23:00"}, {"2025-12-13 00:00", "2025-12-16 23:00"}, {"2026-06-18 00:00", "2026-06-23 23:00"}} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(clockAt(t, span[0])))
			h := &house{school: school, st: emptyStore(t), phone: &phone{latency: 200 * time.Millisecond}}
			end := h.open(t)
			time.Sleep(time.Until(clockAt(t, span[1])))
			end()
			h.checkArrived(t)
			for _, n := range outbox(t, h.st) {
				if n.Kind == KindCalendarMissing {
					got = append(got, asWritten(school, &n))
				}
			}
		})
	}
	slices.Sort(got)
	if diff := cmp.Diff(writtenList(t, "year_calendar.txt"), got); diff != "" {
		t.Errorf("(-listed +arrived):\n%s", diff)
	}
}

// TestYearWithRecords runs the seven weeks of year_seeded.txt, for the kinds that need records.
func TestYearWithRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-04-06 00:00")))
		b := bookOf(t, boltStore(t))
		h := &house{school: b.school, st: b.st, phone: &phone{latency: 200 * time.Millisecond}}
		seedRecords(b)
		end := h.open(t)
		for _, e := range seededLives() {
			time.Sleep(time.Until(clockAt(t, e.at)))
			e.what(b, e.at)
		}
		time.Sleep(time.Until(clockAt(t, "2026-05-22 23:00")))
		end()
		h.checkWritten(t, writtenList(t, "year_seeded.txt"))
	})
}

// seedRecords is what the leaders had done before April.
func seedRecords(b *casebook) {
	own := func(who string, kind policy.Kind, on string, change ...func(*ledger.Activity)) {
		did(b.t, b.st, who, who, kind, on, change...)
	}
	own("he", policy.FirstLesson, "2026-03-09")
	own("zhou", policy.ObserveClass, "2026-03-10", hours(2))
	for _, who := range []string{"lin", "wu", "huang"} {
		own(who, policy.ObserveClass, "2026-03-10", hours(4))
		own(who, policy.OrgLife, "2025-11-05")
		own(who, policy.Forum, "2025-11-12", listenedBy("教师"))
		own(who, policy.Forum, "2026-03-17", listenedBy("教师"))
		if who != "wu" {
			own(who, policy.OrgLife, "2026-03-12")
		}
		plans(b, who, "2025-09-10")
	}
}

func listenedBy(audience string) func(*ledger.Activity) {
	return func(a *ledger.Activity) { a.Said.Audience = audience }
}

func about(category string) func(*ledger.Filing) {
	return func(f *ledger.Filing) { f.Category = category }
}

// plans lays down a research plan of the year (Art. 5.3).
func plans(b *casebook, who, on string) {
	year := b.school.Year(day(b.t, on))
	update(b.t, b.st, day(b.t, on).At(9, 0, china()), func(tx *store.Tx) error {
		p, err := ledger.NewResearchPlan(b.school.Member(who), year, []ledger.PlanItem{{Text: "食堂"}}, day(b.t, on), tx.At)
		if err != nil {
			return err
		}
		p.ID = tx.NextPlanID()
		return tx.PutPlan(p)
	})
}

// lessonPlanned lets 马克思主义学院 plan a first lesson (Art. 5.4).
func lessonPlanned(b *casebook, on, who, held string) {
	update(b.t, b.st, day(b.t, on).At(10, 0, china()), func(tx *store.Tx) error {
		return tx.PutPlan(ledger.Plan{ID: tx.NextPlanID(), Member: who, Kind: policy.FirstLesson, Date: day(b.t, held), By: "chen", Made: tx.At})
	})
}

// seededLives is what happens while the program runs.
func seededLives() []event {
	confirm := func(who string) func(*casebook, string) {
		return func(b *casebook, at string) { confirmed(b, at, who) }
	}
	sheet := func(slot, leader string) func(*casebook, string) {
		return func(b *casebook, at string) { sheetOf(b, at, slot, leader) }
	} // slots are known by their regular days: 04-06 is held on 04-13, 05-04 on 05-11
	return []event{
		{"2026-04-07 10:00", func(b *casebook, _ string) { lessonPlanned(b, "2026-04-07", "liang", "2026-04-15") }},
		{"2026-04-13 10:00", func(b *casebook, at string) { b.file(at) }}, // case 1
		{"2026-04-13 15:00", func(b *casebook, at string) { b.assign(at, "XF2026-0001", "2026-04-24", "后勤处") }},
		{"2026-04-13 16:50", sheet("2026-04-06", "zhou")},
		{"2026-04-14 09:30", func(b *casebook, _ string) { booked(b.t, b.school, b.st, "2026-04-14", "2026-04-20", 2, "a") }},
		{"2026-04-14 20:00", func(b *casebook, _ string) {
			did(b.t, b.st, "zhou", "chen", policy.Forum, "2026-04-14", listenedBy("教师"))
		}},
		{"2026-04-15 20:00", func(b *casebook, _ string) { did(b.t, b.st, "liang", "liang", policy.FirstLesson, "2026-04-15") }},
		{"2026-04-20 18:00", sheet("2026-04-20", "lin")},
		{"2026-04-21 10:00", func(b *casebook, at string) { b.file(at, about("教务-选课")) }}, // case 2
		{"2026-04-22 20:00", func(b *casebook, _ string) { did(b.t, b.st, "wu", "wu", policy.OrgLife, "2026-04-22") }},
		{"2026-04-24 11:00", func(b *casebook, at string) { b.reply(at, "peng", "XF2026-0001") }},
		{"2026-04-27 09:30", func(b *casebook, at string) { b.file(at) }}, // case 3
		{"2026-04-27 11:00", func(b *casebook, at string) { b.assign(at, "XF2026-0003", "2026-05-13", "后勤处") }},
		{"2026-04-28 09:00", confirm("zhou")},
		{"2026-04-28 10:00", func(b *casebook, at string) { b.rate(at, "XF2026-0001", ledger.ScoreGood) }},
		{"2026-04-29 20:00", func(b *casebook, _ string) { did(b.t, b.st, "lin", "chen", policy.Visit, "2026-04-29") }},
		{"2026-05-06 09:30", func(b *casebook, _ string) {
			booked(b.t, b.school, b.st, "2026-05-06", "2026-05-04", 0, "b")
			booked(b.t, b.school, b.st, "2026-05-06", "2026-05-04", 1, "c")
		}},
		{"2026-05-08 09:30", func(b *casebook, at string) { givenBack(b, at, "YY2026-0003") }},
		{"2026-05-08 10:00", func(b *casebook, at string) { b.assign(at, "XF2026-0002", "2026-05-20", "教务处") }},
		{"2026-05-12 09:30", func(b *casebook, _ string) {
			rescheduled(b.t, b.school, b.st, "2026-05-12", ledger.SlotChange{Slot: day(b.t, "2026-05-18"), Member: "huang"})
		}},
		{"2026-05-13 09:00", confirm("lin")},
		{"2026-05-15 16:00", func(b *casebook, at string) { b.reply(at, "peng", "XF2026-0003") }},
		{"2026-05-19 10:00", func(b *casebook, at string) { b.reply(at, "tang", "XF2026-0002") }},
	}
}

// confirmed says 对 to all that waits for a member.
func confirmed(b *casebook, at, who string) {
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		var waiting []ledger.Activity
		for a, err := range tx.ActivitiesOf(who, policy.Span{From: day(b.t, "2026-04-01"), To: day(b.t, "2026-06-01")}) {
			if err != nil {
				return err
			}
			if a.Waits(who) == ledger.WaitsMember {
				waiting = append(waiting, a)
			}
		}
		if len(waiting) == 0 {
			return errors.New("nothing waits")
		}
		for _, a := range waiting {
			a, err := a.Confirm(who, tx.At)
			if err := errors.Join(err, tx.PutActivity(&a)); err != nil {
				return err
			}
		}
		return nil
	})
}

// sheetOf enters that nobody came to a reception, which counts all the same (1.4 no. 9).
func sheetOf(b *casebook, at, slot, leader string) {
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		a := ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.ReceptionDay, Date: b.school.Today(tx.At), By: "sun", Entered: tx.At,
			Credits: []ledger.Credit{{Member: leader, Confirmed: tx.At}},
		}
		s := ledger.Sheet{ID: tx.NextSheetID(), Slot: day(b.t, slot), Day: a.Date, Leader: leader, Record: a.ID, By: "sun", Entered: tx.At}
		return errors.Join(tx.PutActivity(&a), tx.PutSheet(s))
	})
}

// givenBack cancels a booking.
func givenBack(b *casebook, at, id string) {
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return err
		}
		booking, err := tx.Booking(id)
		if err != nil {
			return err
		}
		slot, _ := ledger.SlotOf(slots, booking.Slot)
		if booking, err = booking.Cancel(b.school, slot, tx.At); err != nil {
			return err
		}
		return tx.PutBooking(booking)
	})
}
