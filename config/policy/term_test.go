package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTermWeeks(t *testing.T) {
	term := sample(t).Calendar.Terms[1]
	for _, tt := range []struct {
		day        string
		week, left int
	}{
		{"2026-03-01", 0, 18}, // the Sunday before
		{"2026-03-02", 1, 18},
		{"2026-03-08", 1, 18},
		{"2026-03-09", 2, 17},
		{"2026-05-18", 12, 7},
		{"2026-07-05", 18, 1}, // last day of the last teaching week
		{"2026-07-06", 19, 0}, // exams
		{"2026-07-19", 20, 0},
		{"2026-07-20", 0, 0}, // vacation
	} {
		d := day(t, tt.day)
		if got := term.Week(d); got != tt.week {
			t.Errorf("Week(%s) = %d, want %d", tt.day, got, tt.week)
		}
		if got := term.TeachingWeeksLeft(d); got != tt.left {
			t.Errorf("TeachingWeeksLeft(%s) = %d, want %d", tt.day, got, tt.left)
		}
		if tt.week > 0 && term.Monday(tt.week) != d.Monday() {
			t.Errorf("Monday(%d) = %s, want %s", tt.week, term.Monday(tt.week), d.Monday())
		}
	}
	for _, week := range []int{-1, 0, 21} {
		if got := term.Monday(week); got != 0 {
			t.Errorf("Monday(%d) = %s, want no day", week, got)
		}
	}
}

func TestTermOfDay(t *testing.T) {
	c := &sample(t).Calendar
	for _, tt := range []struct{ day, of, around string }{
		{"2025-08-31", "", ""},
		{"2025-09-01", "2025-2026-1", "2025-2026-1"},
		{"2026-01-18", "2025-2026-1", "2025-2026-1"},
		{"2026-01-19", "", "2025-2026-1"}, // winter vacation
		{"2026-03-01", "", "2025-2026-1"},
		{"2026-03-02", "2025-2026-2", "2025-2026-2"},
		{"2026-08-30", "", "2025-2026-2"},
		{"2026-08-31", "2026-2027-1", "2026-2027-1"},
		{"2030-01-01", "", "2026-2027-1"},
	} {
		of, ok := c.TermOf(day(t, tt.day))
		if of.ID != tt.of || ok != (tt.of != "") {
			t.Errorf("TermOf(%s) = %q, %v, want %q", tt.day, of.ID, ok, tt.of)
		}
		around, ok := c.TermAround(day(t, tt.day))
		if around.ID != tt.around || ok != (tt.around != "") {
			t.Errorf("TermAround(%s) = %q, %v, want %q", tt.day, around.ID, ok, tt.around)
		}
	}
}

func TestTermByID(t *testing.T) {
	c := &sample(t).Calendar
	for name, want := range map[string]string{
		"2025-2026-2":        "2025-2026-2",
		"25-26(2)":           "2025-2026-2",
		"25-26（2）":           "2025-2026-2",
		"25-26-2":            "2025-2026-2",
		"2025学年第二学期":         "2025-2026-2",
		"2025-2026学年第二学期":    "2025-2026-2",
		"2025－2026 学年度 第二学期": "2025-2026-2",
		"2025—2026学年下学期":     "2025-2026-2",
		"2026年春季学期":          "2025-2026-2",
		"2025秋":              "2025-2026-1",
		"2026学年第一学期":         "2026-2027-1",
		"2026-2027学年上学期":     "2026-2027-1",
		"2026-2027-2":        "", // not in the calendar
		"2025-2027-1":        "", // no academic year
		"2025学年":             "",
		"第二学期":               "",
		"":                   "",
		"2025-2026-2-1":      "",
		"2025-2026学年第四学期":    "",
		"99999-100000学年第一学期": "",
	} {
		got, ok := c.TermByID(name)
		if got.ID != want || ok != (want != "") {
			t.Errorf("TermByID(%q) = %q, %v, want %q", name, got.ID, ok, want)
		}
	}
}

func TestTermName(t *testing.T) {
	for id, want := range map[string]string{"2025-2026-1": "2025-2026学年第一学期", "2025-2026-2": "2025-2026学年第二学期", "summer": "summer"} {
		if got := (Term{ID: id}).Name(); got != want {
			t.Errorf("Name of %s = %s, want %s", id, got, want)
		}
	}
}

func TestAcademicYear(t *testing.T) {
	c := &sample(t).Calendar
	for _, tt := range []struct {
		day, id, from, to string
		known             bool
	}{
		{"2025-08-31", "2024-2025", "2024-09-01", "2025-09-01", false},
		{"2025-09-01", "2025-2026", "2025-09-01", "2026-08-31", true},
		{"2026-01-01", "2025-2026", "2025-09-01", "2026-08-31", true},
		{"2026-08-30", "2025-2026", "2025-09-01", "2026-08-31", true}, // summer belongs to the old year
		{"2026-08-31", "2026-2027", "2026-08-31", "2027-08-30", true}, // 52 weeks, the next term 1 is not known
		{"2027-08-30", "2027-2028", "2027-08-30", "2028-09-01", false},
	} {
		got, known := c.AcademicYear(day(t, tt.day))
		want := Period{ID: tt.id, Name: tt.id + "学年", Span: Span{day(t, tt.from), day(t, tt.to)}}
		if diff := cmp.Diff(want, got); diff != "" || known != tt.known {
			t.Errorf("AcademicYear(%s) known=%v, want %v; (-want +got)\n%s", tt.day, known, tt.known, diff)
		}
	}
}

func TestAcademicYearOfSecondTermAlone(t *testing.T) {
	c := Calendar{Terms: []Term{{ID: "2025-2026-2", Start: day(t, "2026-03-02"), Weeks: 20, TeachingWeeks: 18}}}
	got, known := c.AcademicYear(day(t, "2026-03-24"))
	if want := (Span{day(t, "2025-09-01"), day(t, "2026-09-01")}); got.Span != want || !known {
		t.Errorf("got %s..%s known=%v, want %s..%s", got.Span.From, got.Span.To, known, want.From, want.To)
	}
}

func TestYearByID(t *testing.T) {
	c := &sample(t).Calendar
	for name, want := range map[string]string{
		"2025学年": "2025-2026", "2025-2026学年": "2025-2026", "2025-2026": "2025-2026", "25-26": "2025-2026", "25-26学年度": "2025-2026",
		"2026-2027": "2026-2027", "2026": "", "26": "", "2025-2027": "", "2020学年": "",
	} {
		got, ok := c.YearByID(name)
		if ok != (want != "") || ok && got.ID != want {
			t.Errorf("YearByID(%q) = %q, %v, want %q", name, got.ID, ok, want)
		}
	}
}

func TestYearOfSchool(t *testing.T) {
	s := sample(t)
	for _, tt := range []struct{ basis, start, day, id, from, to string }{
		{AcademicBasis, FirstDayOfTerm1, "2026-01-01", "2025-2026", "2025-09-01", "2026-08-31"},
		{AcademicBasis, "09-10", "2026-09-09", "2025-2026", "2025-09-10", "2026-09-10"},
		{AcademicBasis, "09-10", "2026-09-10", "2026-2027", "2026-09-10", "2027-09-10"},
		{CalendarBasis, FirstDayOfTerm1, "2025-12-31", "2025", "2025-01-01", "2026-01-01"},
		{CalendarBasis, FirstDayOfTerm1, "2026-01-01", "2026", "2026-01-01", "2027-01-01"},
	} {
		s.Measure.Settings.YearBasis, s.Measure.Settings.YearStart = tt.basis, tt.start
		got := s.Year(day(t, tt.day))
		if got.ID != tt.id || got.Span != (Span{day(t, tt.from), day(t, tt.to)}) {
			t.Errorf("%s/%s: Year(%s) = %+v", tt.basis, tt.start, tt.day, got)
		}
	}
}

func TestPeriodOf(t *testing.T) {
	s := sample(t)
	perTerm, perYear := s.Measure.Rule("5.4b"), s.Measure.Rule("5.1")
	for _, tt := range []struct {
		rule    *Rule
		day, id string
	}{
		{perTerm, "2026-03-24", "2025-2026-2"},
		{perTerm, "2026-08-01", "2025-2026-2"}, // vacation
		{perTerm, "2025-08-31", ""},
		{perYear, "2026-08-01", "2025-2026"},
		{perYear, "2025-08-31", "2024-2025"},
	} {
		got, ok := s.PeriodOf(tt.rule, day(t, tt.day))
		if got.ID != tt.id || ok != (tt.id != "") {
			t.Errorf("PeriodOf(%s, %s) = %q, %v, want %q", tt.rule.ID, tt.day, got.ID, ok, tt.id)
		}
	}
}

func TestSay(t *testing.T) {
	s := sample(t)
	today := day(t, "2026-03-24")
	for _, tt := range []struct{ id, want string }{
		{"2025-2026-2", "本学期"}, {"2025-2026-1", "上学期"}, {"2026-2027-1", "full"}, {"2025-2026", "本学年"}, {"2024-2025", "上学年"}, {"2026", "今年"}, {"2025", "去年"}, {"2020", "full"},
	} {
		if got := s.Say(Period{ID: tt.id, Name: "full"}, today); got != tt.want {
			t.Errorf("Say(%s) = %s, want %s", tt.id, got, tt.want)
		}
	}
}
