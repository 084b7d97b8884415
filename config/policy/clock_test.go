package policy

import (
	"testing"
	"time"
)

func TestParseClock(t *testing.T) {
	for s, want := range map[string]Clock{"00:00": 0, "08:30": 510, "8:30": 510, "23:59": 1439, "24:00": 1440} {
		if got, err := ParseClock(s); err != nil || got != want {
			t.Errorf("ParseClock(%q) = %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "24:01", "8", "08:60", "08:5", "08:30:00", "八点"} {
		if got, err := ParseClock(s); err == nil {
			t.Errorf("ParseClock(%q) = %s", s, got)
		}
	}
	if got := Clock(545).String(); got != "09:05" {
		t.Errorf("545 minutes = %s", got)
	}
}

func TestQuiet(t *testing.T) {
	clock := func(s string) Clock {
		c, err := ParseClock(s)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, tt := range []struct {
		from, until, at string
		want            bool
	}{
		{"21:00", "08:00", "20:59", false},
		{"21:00", "08:00", "21:00", true},
		{"21:00", "08:00", "00:00", true},
		{"21:00", "08:00", "07:59", true},
		{"21:00", "08:00", "08:00", false},
		{"12:00", "14:00", "11:59", false},
		{"12:00", "14:00", "12:00", true},
		{"12:00", "14:00", "14:00", false},
		{"00:00", "00:00", "00:00", false},
	} {
		r := Reminders{QuietFrom: clock(tt.from), QuietUntil: clock(tt.until)}
		if got := r.Quiet(clock(tt.at)); got != tt.want {
			t.Errorf("quiet [%s, %s) at %s: %v", tt.from, tt.until, tt.at, got)
		}
	}
}

func TestClockOf(t *testing.T) {
	at := time.Date(2026, 11, 19, 2, 5, 59, 0, time.UTC)
	if got := ClockOf(at, time.FixedZone("CST", 8*3600)); got.String() != "10:05" {
		t.Errorf("clock in Shanghai: %s", got)
	}
}
