package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// TestWorkedChecks are the cases that the requirements work out by hand (section 5), with the calendar of the demo school. The two about records,
// three leaders at one 调研座谈 and 3 + 0.5 学时, stand in store/ledger.
func TestWorkedChecks(t *testing.T) {
	day := func(text string) policy.Date {
		t.Helper()
		d, err := policy.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	s := demoSchool(t)
	cal := &s.Calendar
	term, ok := cal.TermByID("2025-2026-2")
	if !ok {
		t.Fatal("no term 2025-2026-2")
	}
	slots := func() (out []string) {
		for _, d := range s.ReceptionDays(term) {
			out = append(out, d.String()[5:])
		}
		return out
	}

	t.Run("slots of the term", func(t *testing.T) {
		want := []string{"03-09", "03-23", "04-13", "04-20", "05-11", "05-18", "06-01", "06-15", "06-29"}
		if diff := cmp.Diff(want, slots()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("ISO parity instead", func(t *testing.T) {
		s := demoSchool(t)
		s.Measure.Settings.ReceptionParity = policy.ISOWeekParity
		s.Measure.Settings.ReceptionWeeks = [2]int{1, 6}
		s.Calendar.ReceptionWeeks = [2]int{1, 6}
		var got []string
		for _, d := range s.ReceptionDays(term) {
			got = append(got, d.String()[5:])
		}
		if diff := cmp.Diff([]string{"03-02", "03-16", "03-30"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("joined within the period", func(t *testing.T) {
		for _, tt := range []struct {
			since, rule string
			want        int
		}{
			{"2026-02-01", "5.1", 2}, {"2026-02-01", "5.3a", 2}, // 7 of 12 months
			{"2026-05-01", "5.1", 1}, {"2026-05-01", "5.3a", 1}, // 4 of 12
			{"2026-05-20", "5.4b", 2}, // week 12 of 18
		} {
			m := *s.Member("lin")
			m.Span = policy.Span{From: day(tt.since)}
			r := s.Measure.Rule(tt.rule)
			p, _ := s.PeriodOf(r, day("2026-06-01"))
			if got := s.Required(r, &m, p, day("2026-06-01")); got != tt.want {
				t.Errorf("%s since %s: %d, want %d", tt.rule, tt.since, got, tt.want)
			}
		}
	})
	t.Run("limits of petitions", func(t *testing.T) {
		due := func(received string, days int, wantLegal, wantInternal string) {
			t.Helper()
			legal, internal := cal.DueCalendarDays(day(received), days)
			if legal.String() != wantLegal || internal.String() != wantInternal {
				t.Errorf("%s + %d: %s and %s, want %s and %s", received, days, legal, internal, wantLegal, wantInternal)
			}
		}
		due("2026-04-20", 15, "2026-05-05", "2026-04-30")
		due("2026-04-20", 60, "2026-06-19", "2026-06-18")
		due("2026-04-20", 90, "2026-07-19", "2026-07-17")
		if got := cal.DueWorkdays(day("2026-04-29"), 5); got.String() != "2026-05-09" {
			t.Errorf("5 workdays from 2026-04-29: %s", got)
		}
		if cal.Known(day("2026-05-09")) && !cal.IsWorkday(day("2026-05-09")) {
			t.Error("2026-05-09 is a make-up workday")
		}
	})
	t.Run("names of a year and a term", func(t *testing.T) {
		for _, name := range []string{"2025学年", "2025-2026学年", "25-26学年", "25-26"} {
			if y, ok := cal.YearByID(name); !ok || y.ID != "2025-2026" || y.Span != (policy.Span{From: day("2025-09-01"), To: day("2026-08-31")}) {
				t.Errorf("%s: %+v, %v", name, y, ok)
			}
		}
		for _, name := range []string{"25-26(1)", "2025-2026-1", "2025学年第一学期", "2025-2026学年上学期", "2025年秋季学期"} {
			if got, ok := cal.TermByID(name); !ok || got.ID != "2025-2026-1" {
				t.Errorf("%s: %s, %v", name, got.ID, ok)
			}
		}
	})
}
