package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReceptionDays(t *testing.T) {
	for _, tt := range []struct {
		term int
		want []string
	}{
		{0, []string{"2025-09-08", "2025-09-22", "2025-10-13", "2025-10-20", "2025-11-03", "2025-11-17", "2025-12-01", "2025-12-15", "2025-12-29"}},
		{1, []string{"2026-03-09", "2026-03-23", "2026-04-13", "2026-04-20", "2026-05-11", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"}},
		{2, []string{"2026-09-07", "2026-09-21", "2026-10-12", "2026-10-19", "2026-11-02", "2026-11-16", "2026-11-30", "2026-12-14", "2026-12-28"}},
	} {
		s := sample(t)
		term := s.Calendar.Terms[tt.term]
		if diff := cmp.Diff(tt.want, dates(s.ReceptionDays(term))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", term.ID, diff)
		}
		for _, monday := range s.regularMondays(term) {
			if monday.isoWeek()%2 == 0 {
				t.Errorf("%s lies in an even ISO week", monday)
			}
		}
	}
}

func TestReceptionSettings(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*School)
		want   []string
	}{
		"day before": {
			func(s *School) { s.Measure.Settings.ReceptionOnHoliday = DayBefore },
			[]string{"2026-03-09", "2026-03-23", "2026-04-03", "2026-04-20", "2026-04-30", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"},
		},
		"day before, behind a make-up day": {
			func(s *School) {
				s.Measure.Settings.ReceptionOnHoliday = DayBefore
				s.Calendar.Days[day(t, "2026-04-04")] = Day{} // as in 2024, when people worked on the Saturday before a holiday of three days
			},
			[]string{"2026-03-09", "2026-03-23", "2026-04-03", "2026-04-20", "2026-04-30", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"},
		},
		"skip": {
			func(s *School) { s.Measure.Settings.ReceptionOnHoliday = SkipHoliday },
			[]string{"2026-03-09", "2026-03-23", "2026-04-20", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"},
		},
		"ask the office": {
			func(s *School) { s.Measure.Settings.ReceptionOnHoliday = AskOffice },
			[]string{"2026-03-09", "2026-03-23", "2026-04-20", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"},
		},
		"ISO weeks": {
			func(s *School) {
				s.Measure.Settings.ReceptionParity = ISOWeekParity
				s.Measure.Settings.ReceptionWeeks = [2]int{1, 6}
			},
			[]string{"2026-03-02", "2026-03-16", "2026-03-30"},
		},
		"other weeks": {
			func(s *School) { s.Calendar.ReceptionWeeks = [2]int{3, 7} },
			[]string{"2026-03-23", "2026-04-13"},
		},
		"weeks past the term": {
			func(s *School) { s.Calendar.ReceptionWeeks = [2]int{19, 40} },
			[]string{"2026-07-13"},
		},
		"explicit dates win": {
			func(s *School) { s.Calendar.ReceptionDays = days(t, "2026-03-31", "2026-03-10", "2025-12-01") },
			[]string{"2026-03-10", "2026-03-31"},
		},
		"explicit dates of another term": {
			func(s *School) {
				s.Calendar.ReceptionDays = days(t, "2025-12-01")
				s.Calendar.ReceptionWeeks = [2]int{2, 3}
			},
			[]string{"2026-03-09"},
		},
		"explicit dates only": {
			func(s *School) { s.Measure.Settings.ReceptionParity = ExplicitDates },
			nil,
		},
		"a holiday on the next Monday too": {
			func(s *School) { s.Calendar.Days[day(t, "2026-04-13")] = Day{Off: true, Name: "校庆"} },
			[]string{"2026-03-09", "2026-03-23", "2026-04-20", "2026-04-27", "2026-05-11", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"},
		},
		"no Monday left in the term": {
			func(s *School) {
				s.Calendar.ReceptionWeeks = [2]int{20, 20}
				s.Calendar.Days[day(t, "2026-07-13")] = Day{Off: true, Name: "校庆"}
			},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := sample(t)
			tt.change(s)
			if diff := cmp.Diff(tt.want, dates(s.ReceptionDays(s.Calendar.Terms[1]))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReceptionPlanSaysWhy(t *testing.T) {
	s := sample(t)
	plan := s.ReceptionPlan(s.Calendar.Terms[1])
	want := PlannedReception{Regular: day(t, "2026-04-06"), Day: day(t, "2026-04-13"), Holiday: "清明节"}
	if plan[2] != want {
		t.Errorf("got %+v, want %+v", plan[2], want)
	}
	s.Measure.Settings.ReceptionOnHoliday = AskOffice
	plan = s.ReceptionPlan(s.Calendar.Terms[1])
	if want.Day = 0; plan[2] != want {
		t.Errorf("asking the office: got %+v, want %+v", plan[2], want)
	}
}

func TestDuties(t *testing.T) {
	s := sample(t)
	turns := func() (out []string) {
		for _, turn := range s.Duties(s.Calendar.Terms[1]) {
			out = append(out, turn.MemberID)
		}
		return out
	}
	if diff := cmp.Diff([]string{"liang", "he", "zhou", "lin", "liang", "he", "zhou", "lin", "liang"}, turns()); diff != "" {
		t.Errorf("the roster in turn (-want +got)\n%s", diff)
	}
	s.Member("he").Leaves = []Leave{{Span: Span{day(t, "2026-03-20"), day(t, "2026-03-24")}}}
	s.Member("liang").Span = Span{To: day(t, "2026-05-11")} // left the day of his turn
	if diff := cmp.Diff([]string{"liang", "zhou", "lin", "liang", "he", "zhou", "lin", "he", "zhou"}, turns()); diff != "" {
		t.Errorf("leave and departure (-want +got)\n%s", diff)
	}
	s.Reception.Roster = nil
	if got := s.Duties(s.Calendar.Terms[1]); len(got) != 9 || got[0].MemberID != "" {
		t.Errorf("without a roster: %+v", got)
	}
}

func TestOnDuty(t *testing.T) {
	s := sample(t)
	for day_, want := range map[string]string{"2026-04-13": "zhou", "2026-04-06": "", "2026-03-23": "he", "2026-02-02": "", "2026-08-31": "", "2026-09-07": "liang"} {
		got, ok := s.OnDuty(day(t, day_))
		if got != want || ok != (want != "") {
			t.Errorf("OnDuty(%s) = %q, %v, want %q", day_, got, ok, want)
		}
	}
}

func TestNextTurn(t *testing.T) {
	s := sample(t)
	for _, tt := range []struct{ from, who, want string }{
		{"2026-03-23", "", "2026-03-23"},
		{"2026-03-24", "", "2026-04-13"},
		{"2026-03-24", "he", "2026-05-18"},
		{"2026-07-01", "he", "2026-09-21"}, // the next term
		{"2026-12-29", "", ""},
		{"2026-03-24", "nobody", ""},
	} {
		got, ok := s.NextTurn(day(t, tt.from), tt.who)
		if got.Date.String() != tt.want || ok != (tt.want != "") {
			t.Errorf("NextTurn(%s, %q) = %s, %v, want %s", tt.from, tt.who, got.Date, ok, tt.want)
		}
	}
}

func TestReceptionPlaceAndHours(t *testing.T) {
	s := sample(t)
	s.Reception.Place = map[string]string{"liang": "行政楼301"}
	if a, b := s.ReceptionPlace("liang"), s.ReceptionPlace("he"); a != "行政楼301" || b != "当班领导办公室" {
		t.Errorf("places %s, %s", a, b)
	}
	from, until := s.ReceptionSpan(day(t, "2026-11-30"))
	if from.Format("2006-01-02T15:04:05Z07:00") != "2026-11-30T15:00:00+08:00" || until.Sub(from).Hours() != 2 {
		t.Errorf("hours %s - %s", from, until)
	}
}
