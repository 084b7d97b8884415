//go:build !race

package reminders

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// wrongClock is the clock of a machine that somebody moves.
type wrongClock struct{ ahead atomic.Int64 }

func (c *wrongClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *wrongClock) jump(by time.Duration) { c.ahead.Add(int64(by)) }

// openBy starts the house by the clock of its machine.
func (h *house) openBy(t testing.TB, now func() time.Time) (close func()) {
	t.Helper()
	r := New(h.school, h.st, quietLog(), Options{Channels: []string{"wecom"}})
	clock, err := NewCron(h.school.Location, quietLog(), Job{Name: "tick", Spec: h.school.Reminders.Tick, Do: func(ctx context.Context) error {
		_, err := r.Tick(ctx, now())
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
	stopDelivery := run(t, NewDelivery(h.st, map[string]Sender{"wecom": h.phone}, now, quietLog(), DeliveryOptions{
		Hours: Hours(h.school), Jitter: func() float64 { return 0 },
	}))
	stopClock := clock.Start(context.Background())
	return func() {
		stopClock()
		if err := stopDelivery(); err != nil {
			t.Error(err)
		}
	}
}

// between picks the lines of a list that are planned in [from, to), as they stand in it.
func between(list []string, from, to string) (out []string) {
	for _, line := range list {
		if from <= line && line < to {
			out = append(out, line)
		}
	}
	return out
}

// once wants each of the lines, and nothing else, in the outbox, each told by exactly one message.
func (h *house) once(t testing.TB, want []string) {
	t.Helper()
	var got []string
	for _, n := range outbox(t, h.st) {
		got = append(got, asWritten(h.school, &n))
		times := 0
		for _, d := range h.phone.sent() {
			if d.To == accountOf(t, h.st, &n) && carries(d.Text, n.Text) {
				times++
			}
		}
		if times != 1 {
			t.Errorf("%s is %s (%s) and was told %d times", n.Key, n.State(time.Time{}), n.Reason, times)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-listed +told):\n%s", diff)
	}
}

// TestClockJumps moves the clock of the machine while the program runs: nothing is lost and nothing told twice.
func TestClockJumps(t *testing.T) {
	type jump struct {
		at string // by the right clock of before
		by time.Duration
	}
	list := writtenList(t, "year.txt")
	for _, tt := range []struct {
		name  string
		jumps []jump
	}{
		{"forward over the last reminder of a reception", []jump{{"2026-03-09 13:00", 3 * time.Hour}}},
		{"back over the eve of a reception", []jump{{"2026-03-06 16:25", -2 * time.Hour}}},
		{"back before a digest just told", []jump{{"2026-03-16 09:30", -2 * time.Hour}}},
		{"a day back over the quotas", []jump{{"2026-04-08 11:00", -24 * time.Hour}}},
		{"a day back over a make-up Saturday", []jump{{"2026-05-09 17:00", -24 * time.Hour}}},
		{"forward and back again over a reception", []jump{{"2026-03-23 12:00", 3 * time.Hour}, {"2026-03-23 12:30", -3 * time.Hour}}},
		{"forward by night", []jump{{"2026-03-09 02:00", 3 * time.Hour}}},
		{"back and forth for weeks", []jump{
			{"2026-03-09 14:31", -2 * time.Hour},
			{"2026-03-10 10:01", 3 * time.Hour},
			{"2026-03-18 09:02", -24 * time.Hour},
			{"2026-03-23 14:35", -2 * time.Hour},
			{"2026-04-07 09:01", 3 * time.Hour},
			{"2026-04-08 10:03", -24 * time.Hour},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			last := clockAt(t, tt.jumps[len(tt.jumps)-1].at).AddDate(0, 0, 4)
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(clockAt(t, "2026-03-02 07:00")))
				var clock wrongClock
				h := &house{school: sample(t), st: emptyStore(t), phone: &phone{latency: 200 * time.Millisecond}}
				end := h.openBy(t, clock.now)
				for _, j := range tt.jumps {
					time.Sleep(time.Until(clockAt(t, j.at)))
					clock.jump(j.by)
				}
				time.Sleep(last.Sub(clock.now()))
				for !speaks(h.school, clock.now()) { // what was held back over night has its time
					time.Sleep(time.Hour)
				}
				time.Sleep(95 * time.Minute)
				until := clock.now().In(china()).Format("2006-01-02 15:04")
				end()
				h.once(t, between(list, "2026-03-02 07:00", until))
			})
		})
	}
}

// TestSummerTimeOnTheList is a school in a zone with summer time: on the days of the change everything has its hour of the wall clock, once.
func TestSummerTimeOnTheList(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	autumn := []string{"2026-10-26 09:00 chen office_digest 6.2", "2026-10-26 09:00 deng office_digest 6.2"}
	for _, tt := range []struct {
		from, to string
		want     []string
	}{
		{"2026-03-27 06:00", "2026-03-31 23:00", between(writtenList(t, "year.txt"), "2026-03-27 06:00", "2026-03-31 23:00")},
		{"2026-10-23 06:00", "2026-10-27 23:00", autumn},
	} {
		synctest.Test(t, func(t *testing.T) {
			at := func(s string) time.Time {
				at, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			time.Sleep(time.Until(at(tt.from)))
			h := &house{school: sample(t), st: emptyStore(t), phone: &phone{latency: 200 * time.Millisecond}}
			h.school.Location = berlin
			end := h.openBy(t, time.Now)
			time.Sleep(time.Until(at(tt.to)))
			end()
			h.once(t, tt.want)
			for _, n := range outbox(t, h.st) {
				if wait := n.Sent.Sub(n.Planned); wait < 0 || wait > soon {
					t.Errorf("%s arrived %v after its time", n.Key, wait)
				}
			}
		})
	}
}

// TestHalfPastTwo: what is planned for 02:30 happens once on each day, also on the one that has no such time and on the one that has it twice.
func TestHalfPastTwo(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ first, want string }{
		{"2026-03-27", "03-27 02:30, 03-28 02:30, 03-29 03:30, 03-30 02:30, 03-31 02:30"},
		{"2026-10-23", "10-23 02:30, 10-24 02:30, 10-25 02:30, 10-26 02:30, 10-27 02:30"},
	} {
		synctest.Test(t, func(t *testing.T) {
			first := day(t, tt.first)
			time.Sleep(time.Until(first.At(0, 0, berlin)))
			var ran []string
			clock, err := NewCron(berlin, quietLog(), Job{Name: "backup", Spec: "02:30", Do: func(context.Context) error {
				ran = append(ran, time.Now().In(berlin).Format("01-02 15:04"))
				return nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			stop := clock.Start(context.Background())
			time.Sleep(time.Until(first.Add(5).At(0, 0, berlin)))
			stop()
			if got := strings.Join(ran, ", "); got != tt.want {
				t.Errorf("ran at %s", got)
			}
		})
	}
}

// TestLeapDayByHand runs 28 February to 1 March 2028. The reception of 02-28 is asked for on the leap day; a case of 02-14 is told by it, fifteen days later.
func TestLeapDayByHand(t *testing.T) {
	want := []string{
		"2028-02-28 09:00 chen office_digest 6.2", "2028-02-28 09:00 deng office_digest 6.2",
		"2028-02-28 14:30 liang reception_duty 5.8", "2028-02-28 17:05 sun reception_sheet 5.8",
		"2028-02-29 08:50 liu petition_tell 5.7", "2028-02-29 10:00 sun reception_sheet 5.8",
		"2028-03-01 08:40 chen office_digest 6.2", "2028-03-01 08:40 deng office_digest 6.2",
		"2028-03-01 08:50 liu petition_overdue 5.7", "2028-03-01 08:50 sun petition_overdue 5.7",
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2028-02-28 00:00")))
		b := newBook(t)
		b.school.Calendar.Terms = []policy.Term{
			{ID: "2027-2028-1", Start: day(t, "2027-08-30"), Weeks: 20, TeachingWeeks: 18},
			{ID: "2027-2028-2", Start: day(t, "2028-02-21"), Weeks: 20, TeachingWeeks: 18},
		}
		b.school.Calendar.KnownYears = map[int]bool{2027: true, 2028: true, 2029: true}
		b.file("2028-02-14 10:00")
		h := &house{school: b.school, st: b.st, phone: &phone{latency: 200 * time.Millisecond}}
		end := h.openBy(t, time.Now)
		time.Sleep(time.Until(clockAt(t, "2028-03-01 23:00")))
		end()
		h.checkWritten(t, want)
	})
}
