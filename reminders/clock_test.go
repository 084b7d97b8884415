package reminders

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones with summer time, also where the machine has none

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// TestLongDowntime: after six weeks without the program what is still of use is told once and says that it is late; everything else is there with a reason.
func TestLongDowntime(t *testing.T) {
	r, st := looking(t, "2026-05-20 08:00")
	tick(t, r, "2026-07-03 09:30") // a Friday; year_close was planned for 19 June, a holiday, and then 22 June
	tick(t, r, "2026-07-03 09:40")
	dropped := 0
	var late []string
	for _, n := range outbox(t, st) {
		if n.Dropped.IsZero() {
			late = append(late, n.Key)
			if !strings.HasPrefix(n.Text, "【补发】原定") {
				t.Errorf("%s does not say that it is late: %q", n.Key, n.Text)
			}
			continue
		}
		dropped++
		if !strings.HasPrefix(n.Reason, "原定") || !strings.HasSuffix(n.Reason, "，错过后已无必要") {
			t.Errorf("%s: %q", n.Key, n.Reason)
		}
	}
	slices.Sort(late)
	want := []string{
		"office_digest/2026-06-29/week/chen", "office_digest/2026-06-29/week/deng", "reception_sheet/2026-06-29/n1/sun",
		"year_close/2025-2026/d30/chen", "year_close/2025-2026/d30/deng",
	}
	if diff := cmp.Diff(want, late); diff != "" {
		t.Errorf("told late (-want +got):\n%s", diff)
	}
	if dropped < 40 {
		t.Errorf("only %d were written down as dropped", dropped)
	}
}

// TestClockAhead: a clock that was months ahead for a while, and was set back, costs nothing: what it wrote ahead of its time and did not send is told when its
// time comes.
func TestClockAhead(t *testing.T) {
	month := func(wrong bool) []string {
		st := emptyStore(t)
		r := New(sample(t), st, quietLog(), Options{})
		for at := clockAt(t, "2026-03-03 08:00"); at.Before(clockAt(t, "2026-04-20 00:00")); at = at.Add(10 * time.Minute) {
			if wrong && at.Equal(clockAt(t, "2026-03-05 12:00")) {
				for _, ahead := range []string{"2026-03-24 12:00", "2026-06-20 12:00"} {
					tick(t, r, ahead)
				}
			}
			if _, err := r.Tick(context.Background(), at); err != nil {
				t.Fatal(err)
			}
		}
		var out []string
		for _, n := range outbox(t, st) {
			if n.Kind != KindOfficeDigest {
				out = append(out, fmt.Sprintf("%s %v %v", n.Key, n.Dropped.IsZero(), n.LateNote))
			}
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff(month(false), month(true)); diff != "" {
		t.Errorf("(-right clock +wrong for a moment):\n%s", diff)
	}
}

// TestSummerTime: in a zone with summer time reminders keep to the clock on the wall, on both sides of both changes, and none is lost or told twice.
func TestSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range [][2]string{{"2026-03-25", "2026-04-01"}, {"2026-10-21", "2026-10-28"}} {
		school, st := sample(t), emptyStore(t)
		school.Location = berlin
		r := New(school, st, quietLog(), Options{Spread: -1})
		from, to := day(t, span[0]).At(0, 0, berlin), day(t, span[1]).At(0, 0, berlin)
		want, err := Agenda(school, NewFacts(school, nil), from, to)
		if err != nil {
			t.Fatal(err)
		}
		for at := from; at.Before(to); at = at.Add(10 * time.Minute) {
			if _, err := r.Tick(context.Background(), at); err != nil {
				t.Fatal(err)
			}
		}
		walls := map[string]string{}
		for _, it := range want {
			walls[it.Key] = it.At.In(berlin).Format("15:04")
		}
		rows := outbox(t, st)
		for _, n := range rows {
			if n.Kind == KindOfficeDigest && strings.Contains(n.Key, "/week/") && n.Planned.In(berlin).Format("15:04") != "09:00" {
				t.Errorf("%s is planned at %s", n.Key, n.Planned.In(berlin))
			}
			if n.LateNote || walls[n.Key] != n.Planned.In(berlin).Format("15:04") || n.Due.Sub(n.Planned) > 0 {
				t.Errorf("%s: due %s, planned %s", n.Key, n.Due.In(berlin), n.Planned.In(berlin))
			}
		}
		if len(rows) != len(want) || len(rows) < 2 {
			t.Errorf("%s: %d rows, %d planned", span[0], len(rows), len(want))
		}
	}
}

// TestQuietHoursOverSummerTime: silence and its end follow the wall, also in the night that is an hour shorter or longer.
func TestQuietHoursOverSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	school := sample(t)
	school.Location = berlin
	for at, want := range map[string]string{
		"2026-03-27T22:00:00+01:00": "2026-03-30T09:00:00+02:00", "2026-03-29T01:59:59+01:00": "2026-03-30T09:00:00+02:00",
		"2026-10-24T12:00:00+02:00": "2026-10-26T09:00:00+01:00", "2026-10-25T02:30:00+01:00": "2026-10-26T09:00:00+01:00",
		"2026-10-26T08:00:00+01:00": "2026-10-26T08:00:00+01:00", "2026-10-26T07:59:59+01:00": "2026-10-26T09:00:00+01:00",
	} {
		from, _ := time.Parse(time.RFC3339, at)
		to, _ := time.Parse(time.RFC3339, want)
		if got := opening(school, from); !got.Equal(to) {
			t.Errorf("from %s on the bot speaks at %s, want %s", at, got.Format(time.RFC3339), want)
		}
	}
}

// TestLeapDay: 29 February is a day like any other: for what is planned on it, around it, and for a pause that ends on it.
func TestLeapDay(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	school.Calendar.Terms = append(school.Calendar.Terms, policy.Term{ID: "2027-2028-2", Start: day(t, "2028-02-21"), Weeks: 20, TeachingWeeks: 18})
	school.Calendar.KnownYears[2028] = true
	r := New(school, st, quietLog(), Options{Spread: -1})
	looks(t, r, st, "2028-02-24 08:00", "2028-02-24 08:00")
	did(t, st, "wu", "chen", policy.Visit, "2028-02-23")
	p := pauses(t, school, st, "wu", "2028-02-24 10:00", "2028-02-29", true)
	if end, ok := p.Resumes(school); !ok || !end.Equal(clockAt(t, "2028-02-29 09:00")) {
		t.Errorf("the pause ends at %s", end)
	}
	looks(t, r, st, "2028-02-24 10:10", "2028-03-03 17:00")
	var got []string
	for _, n := range outbox(t, st) {
		if day := n.Planned.In(china()).Format("01-02"); day == "02-29" || day == "03-01" {
			got = append(got, n.Planned.In(china()).Format("01-02 15:04 ")+n.Key)
		}
	}
	want := []string{"02-29 09:00 quota/2027-2028-2/s2028-02-29/wu", "02-29 09:00 unconfirmed/2028-02-29/again/wu", "02-29 10:00 reception_sheet/2028-02-28/n1/sun"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
