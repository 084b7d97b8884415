package config

import (
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"

	"lianxin/config/policy"
)

// TestHolidaysAgainstLunar compares the bundled tables with those of another project, day by day: 1,096 days.
func TestHolidaysAgainstLunar(t *testing.T) {
	cal := demoSchool(t).Calendar
	first, _ := policy.ParseDate("2024-01-01")
	last, _ := policy.ParseDate("2026-12-31")
	n, off, work := 0, 0, 0
	for d := first; d <= last; d = d.Add(1) {
		n++
		if !cal.Known(d) {
			t.Fatalf("%s: the year is not loaded", d)
		}
		theirs := HolidayUtil.GetHoliday(d.String())
		ours, ok := cal.Days[d]
		switch {
		case theirs == nil && !ok:
			continue
		case theirs == nil || !ok || theirs.IsWork() == ours.Off:
			t.Errorf("%s: ours %+v (%v), theirs %v", d, ours, ok, theirs)
		case ours.Off:
			off++
		default:
			work++
		}
	}
	if n != 1096 || off != 91 || work != 19 {
		t.Errorf("%d days, %d off, %d made workdays", n, off, work)
	}
}

// TestUnknownYear: what no table tells is not known, and only the weekends are off in it.
func TestUnknownYear(t *testing.T) {
	cal := demoSchool(t).Calendar
	d, _ := policy.ParseDate("2027-10-01")
	if cal.Known(d) || !cal.IsWorkday(d) {
		t.Errorf("2027-10-01: known %v, workday %v", cal.Known(d), cal.IsWorkday(d))
	}
}
