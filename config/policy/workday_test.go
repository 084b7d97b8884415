package policy

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWorkdays(t *testing.T) {
	c := &sample(t).Calendar
	for _, tt := range []struct {
		day, off string
		known    bool
	}{
		{"2026-04-03", "", true},
		{"2026-04-04", "清明节", true},
		{"2026-04-06", "清明节", true},
		{"2026-04-07", "", true},
		{"2026-04-11", "周末", true},
		{"2026-05-09", "", true}, // a Saturday that works
		{"2026-12-31", "", true}, // year end
		{"2027-01-01", "", false},
		{"2027-01-02", "周末", false},
		{"2024-02-29", "", false},
	} {
		d := day(t, tt.day)
		name, off := c.Off(d)
		if name != tt.off || off != (tt.off != "") || c.IsWorkday(d) == off {
			t.Errorf("Off(%s) = %q, %v, want %q", tt.day, name, off, tt.off)
		}
		if got := c.Known(d); got != tt.known {
			t.Errorf("Known(%s) = %v", tt.day, got)
		}
	}
	if c.IsWorkday(0) {
		t.Error("no day is a workday")
	}
}

func TestAddWorkdays(t *testing.T) {
	c := &sample(t).Calendar
	for _, tt := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-04-29", 0, "2026-04-29"},
		{"2026-04-29", 1, "2026-04-30"},
		{"2026-04-29", 2, "2026-05-06"},
		{"2026-04-29", 5, "2026-05-09"}, // the make-up Saturday
		{"2026-04-29", 6, "2026-05-11"},
		{"2026-05-11", -1, "2026-05-09"},
		{"2026-05-06", -1, "2026-04-30"},
		{"2026-05-03", 1, "2026-05-06"}, // from within a holiday
		{"2026-05-03", -1, "2026-04-30"},
		{"2025-12-31", 1, "2026-01-04"}, // year end, a make-up Sunday
		{"2026-03-09", -3, "2026-03-04"},
		{"2028-02-28", 1, "2028-02-29"}, // a leap day in a year without a table
	} {
		if got := c.AddWorkdays(day(t, tt.day), tt.n); got != day(t, tt.want) {
			t.Errorf("AddWorkdays(%s, %d) = %s, want %s", tt.day, tt.n, got, tt.want)
		}
	}
}

func TestTimeLimits(t *testing.T) {
	c := &sample(t).Calendar
	for _, tt := range []struct {
		received        string
		n               int
		legal, internal string
	}{
		{"2026-04-20", 15, "2026-05-05", "2026-04-30"}, // tell: the last day is a holiday
		{"2026-04-20", 60, "2026-06-19", "2026-06-18"}, // decide
		{"2026-04-20", 90, "2026-07-19", "2026-07-17"}, // with the extension: a Sunday
		{"2026-04-20", 1, "2026-04-21", "2026-04-21"},
		{"2028-02-14", 15, "2028-02-29", "2028-02-29"},
	} {
		legal, internal := c.DueCalendarDays(day(t, tt.received), tt.n)
		if legal != day(t, tt.legal) || internal != day(t, tt.internal) {
			t.Errorf("DueCalendarDays(%s, %d) = %s, %s, want %s, %s", tt.received, tt.n, legal, internal, tt.legal, tt.internal)
		}
	}
	if got := c.DueWorkdays(day(t, "2026-04-29"), 5); got != day(t, "2026-05-09") {
		t.Errorf("five workdays after 2026-04-29: %s", got)
	}
}

func TestTableWithoutWorkdays(t *testing.T) {
	c := Calendar{Days: map[Date]Day{}}
	from := day(t, "2026-01-01")
	for d := from.Add(-800); d < from.Add(800); d = d.Add(1) {
		c.Days[d] = Day{Off: true}
	}
	if got := c.NextWorkday(from); got != from {
		t.Errorf("NextWorkday = %s, want the day itself", got)
	}
}

func TestWorkdayProperties(t *testing.T) {
	c := &sample(t).Calendar
	first, last := day(t, "2025-01-01"), day(t, "2027-12-31")
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.IntRange(int(first), int(last)).Draw(t, "day"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		after := c.AddWorkdays(d, n)
		if !c.IsWorkday(after) || after <= d {
			t.Fatalf("AddWorkdays(%s, %d) = %s", d, n, after)
		}
		if got := c.WorkdaysBetween(d, after); got != n {
			t.Fatalf("%d workdays in (%s, %s], want %d", got, d, after, n)
		}
		if back := c.AddWorkdays(after, -n); c.LastWorkday(d) != back {
			t.Fatalf("%d workdays back from %s: %s, want %s", n, after, back, c.LastWorkday(d))
		}
		if l, x := c.LastWorkday(d), c.NextWorkday(d); l > d || x < d || c.IsWorkday(d) != (l == x) {
			t.Fatalf("around %s: %s, %s", d, l, x)
		}
		if c.WorkdaysBetween(after, d) != 0 {
			t.Fatal("an empty run has no workdays")
		}
	})
}
