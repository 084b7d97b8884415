package ledger_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// lesson, branch, forum are short for the details that decide whether something counts.
func lesson(hours float64) ledger.Details { return ledger.Details{ClassHours: hours} }

func branch(unit string) ledger.Details { return ledger.Details{Unit: unit, Subkind: "主题党日"} }

func forum(audience string) ledger.Details {
	return ledger.Details{Unit: "教育科学学院", Audience: audience}
}

// TestCounting: what the records of one leader give under one rule.
func TestCounting(t *testing.T) {
	type said struct {
		on   string
		kind policy.Kind
		ledger.Details
	}
	tests := []struct {
		name string
		who  string
		rule string
		on   string // day of judgement
		set  func(*policy.School)
		said []said
		need float64
		done float64
	}{
		{
			name: "5.4b: 3 class hours and half a one", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 3,
			said: []said{{"2026-11-03", policy.ObserveClass, lesson(3)}, {"2026-11-10", policy.ObserveClass, lesson(0.5)}},
		},
		{
			name: "5.4b: one and a half is one", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 1,
			said: []said{{"2026-11-03", policy.ObserveClass, lesson(1.5)}},
		},
		{
			name: "5.4b: a school that asks for two lessons at a time", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 2,
			set:  func(s *policy.School) { s.Measure.Settings.MinWholePeriods = 2 },
			said: []said{{"2026-11-03", policy.ObserveClass, lesson(1)}, {"2026-11-04", policy.ObserveClass, lesson(2)}},
		},
		{
			name: "5.4b: a school that counts halves", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 2,
			set:  func(s *policy.School) { s.Measure.Settings.MinWholePeriods = 0 },
			said: []said{{"2026-11-03", policy.ObserveClass, lesson(1.5)}, {"2026-11-04", policy.ObserveClass, lesson(0.5)}},
		},
		{
			name: "5.4b: hours that nobody said", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 0,
			said: []said{{"2026-11-03", policy.ObserveClass, lesson(0)}},
		},
		{
			name: "5.4b: first and last day of the term", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 3,
			said: []said{{"2026-08-30", policy.ObserveClass, lesson(2)}, {"2026-08-31", policy.ObserveClass, lesson(1)}, {"2026-11-19", policy.ObserveClass, lesson(2)}},
		},
		{
			name: "5.4b: nothing carries over from the term before", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 0,
			said: []said{{"2026-06-01", policy.ObserveClass, lesson(6)}},
		},
		{
			name: "5.4b: judged in the vacation, the term before", who: "lin", rule: "5.4b", on: "2026-08-10", need: 4, done: 2,
			said: []said{{"2026-07-19", policy.ObserveClass, lesson(2)}, {"2026-07-20", policy.ObserveClass, lesson(1)}},
		},
		{
			name: "5.4b: another kind", who: "lin", rule: "5.4b", on: "2026-11-19", need: 4, done: 0,
			said: []said{{"2026-11-03", policy.FirstLesson, lesson(2)}},
		},

		{
			name: "5.1: unit in charge and contact unit", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 2,
			said: []said{{"2026-10-03", policy.OrgLife, branch("教务处")}, {"2026-10-04", policy.OrgLife, branch("教育科学学院")}},
		},
		{
			name: "5.1: another unit, no unit", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 0,
			said: []said{{"2026-10-03", policy.OrgLife, branch("文学院")}, {"2026-10-04", policy.OrgLife, branch("")}},
		},
		{
			name: "5.1: the leadership's own meeting", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 0,
			said: []said{{"2026-10-03", policy.OrgLife, ledger.Details{Unit: "教务处", Level: "school"}}},
		},
		{
			name: "5.1: own branch", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 0,
			said: []said{{"2026-10-03", policy.OrgLife, ledger.Details{Unit: "教务处", OwnBranch: true}}},
		},
		{
			name: "5.1: own branch where it counts", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 1,
			set: func(s *policy.School) { s.Measure.Settings.OwnBranchCounts = true },
			said: []said{
				{"2026-10-03", policy.OrgLife, ledger.Details{Unit: "教务处", OwnBranch: true}},
				{"2026-10-04", policy.OrgLife, ledger.Details{Unit: "文学院", OwnBranch: true}},
			},
		},
		{
			name: "5.1: an assignment that has ended", who: "lin", rule: "5.1", on: "2026-11-19", need: 2, done: 1,
			set: func(s *policy.School) {
				s.Member("lin").Contact[0].Span = policy.Span{From: day("2025-09-01"), To: day("2026-10-04")}
			},
			said: []said{{"2026-10-03", policy.OrgLife, branch("教育科学学院")}, {"2026-10-04", policy.OrgLife, branch("教育科学学院")}},
		},
		{
			name: "5.1: not of the party", who: "xie", rule: "5.1", on: "2026-11-19", need: 0, done: 0,
			said: []said{{"2026-10-03", policy.OrgLife, branch("科研处")}},
		},

		{
			name: "5.3a: every class of staff and students", who: "wu", rule: "5.3a", on: "2026-11-19", need: 2, done: 4,
			said: []said{
				{"2026-10-03", policy.Forum, forum("青年教师")},
				{"2026-10-04", policy.Forum, forum("毕业生")},
				{"2026-10-05", policy.Forum, forum("职工")},
				{"2026-10-06", policy.Forum, forum("师生代表")},
			},
		},
		{
			name: "5.3a: somebody else, nobody named", who: "wu", rule: "5.3a", on: "2026-11-19", need: 2, done: 0,
			said: []said{{"2026-10-03", policy.Forum, forum("离退休老同志")}, {"2026-10-04", policy.Forum, forum("")}, {"2026-10-05", policy.Forum, forum("校友")}},
		},
		{
			name: "5.3a: summer belongs to the old year", who: "wu", rule: "5.3a", on: "2026-08-30", need: 2, done: 2,
			said: []said{{"2025-09-01", policy.Forum, forum("学生")}, {"2026-08-30", policy.Forum, forum("学生")}, {"2025-08-31", policy.Forum, forum("学生")}},
		},
		{
			name: "5.3a: by the calendar year", who: "wu", rule: "5.3a", on: "2026-08-30", need: 2, done: 1,
			set:  func(s *policy.School) { s.Measure.Settings.YearBasis = policy.CalendarBasis },
			said: []said{{"2025-12-31", policy.Forum, forum("学生")}, {"2026-01-01", policy.Forum, forum("学生")}},
		},
		{
			name: "5.3b: students and representatives", who: "lin", rule: "5.3b", on: "2026-11-19", need: 2, done: 3,
			said: []said{{"2026-10-03", policy.Forum, forum("学生")}, {"2026-10-04", policy.Forum, forum("毕业生")}, {"2026-10-06", policy.Forum, forum("师生代表")}},
		},
		{
			name: "5.3b: teachers only, the office decides", who: "lin", rule: "5.3b", on: "2026-11-19", need: 2, done: 0,
			said: []said{{"2026-10-03", policy.Forum, forum("教研室主任")}, {"2026-10-04", policy.Forum, forum("青年教师")}},
		},
		{
			name: "5.3b: not in charge of students or teaching", who: "wu", rule: "5.3b", on: "2026-11-19", need: 0, done: 0,
			said: []said{{"2026-10-03", policy.Forum, forum("学生")}},
		},

		{
			name: "5.4a: week 6", who: "he", rule: "5.4a", on: "2026-11-19", need: 1, done: 1,
			said: []said{{"2026-10-11", policy.FirstLesson, lesson(1)}},
		},
		{
			name: "5.4a: week 7", who: "he", rule: "5.4a", on: "2026-11-19", need: 1, done: 0,
			said: []said{{"2026-10-12", policy.FirstLesson, lesson(1)}},
		},
		{
			name: "5.4a: a dean", who: "fang", rule: "5.4a", on: "2026-11-19", need: 1, done: 1,
			said: []said{{"2026-08-31", policy.FirstLesson, lesson(2)}},
		},
		{
			name: "5.4a: a vice president", who: "lin", rule: "5.4a", on: "2026-11-19", need: 0, done: 0,
			said: []said{{"2026-09-01", policy.FirstLesson, lesson(1)}},
		},

		{
			name: "5.5a: with an assignment", who: "liang", rule: "5.5a", on: "2026-11-19", need: 1, done: 1,
			said: []said{{"2026-10-11", policy.NonpartyTalk, ledger.Details{Counterpart: "罗晓敏"}}},
		},

		{
			name: "joined in week 12 of 18", who: "lin", rule: "5.4b", on: "2026-11-19", need: 2, done: 1,
			set:  func(s *policy.School) { s.Member("lin").Span.From = day("2026-11-16") },
			said: []said{{"2026-11-15", policy.ObserveClass, lesson(1)}, {"2026-11-16", policy.ObserveClass, lesson(1)}},
		},
		{
			name: "joined with 7 of 12 months left", who: "lin", rule: "5.1", on: "2026-05-20", need: 2, done: 0,
			set: func(s *policy.School) { s.Member("lin").Span.From = day("2026-02-01") },
		},
		{
			name: "joined with 4 of 12 months left", who: "lin", rule: "5.3a", on: "2026-05-20", need: 1, done: 0,
			set: func(s *policy.School) { s.Member("lin").Span.From = day("2026-05-01") },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			school := ledgertest.School()
			if tt.set != nil {
				tt.set(school)
			}
			var records []ledger.Activity
			for _, s := range tt.said {
				records = append(records, own(t, school, tt.who, s.on, s.kind, s.Details))
			}
			s, err := ledger.StandingOf(school, school.Measure.Rule(tt.rule), member(t, school, tt.who), day(tt.on), book(records...))
			refused(t, err, "")
			if s.Need != tt.need || s.Done != tt.done || s.Left != max(0, tt.need-tt.done) {
				t.Errorf("%g of %g, %g left; want %g of %g", s.Done, s.Need, s.Left, tt.done, tt.need)
			}
		})
	}
}

// TestStandingWaits: what does not count yet, or no more, is kept apart.
func TestStandingWaits(t *testing.T) {
	school := ledgertest.School()
	lin := member(t, school, "lin")
	lessonBy := func(by, on, entered string, hours float64) ledger.Activity {
		return report(t, school, ledger.Entry{
			Kind: policy.ObserveClass, Date: day(on), Said: lesson(hours), Members: []string{"lin"}, By: member(t, school, by), At: at(entered),
		})
	}
	waits := lessonBy("zhao", "2026-11-10", "2026-11-11 09:00", 2)
	declined, err := lessonBy("zhao", "2026-11-10", "2026-11-11 09:00", 2).Decline("lin", noon)
	refused(t, err, "")
	gone, err := lessonBy("lin", "2026-11-10", "2026-11-11 09:00", 2).Retract(lin, "", noon)
	refused(t, err, "")
	late := lessonBy("lin", "2026-09-10", "2026-11-11 09:00", 1)
	approved, err := late.Approve(member(t, school, "chen"), noon)
	refused(t, err, "")
	noted := lessonBy("lin", "2026-11-12", "2026-11-12 19:00", 1)
	noted.Said.Course, noted.Said.Teacher, noted.Said.Comment = "教育心理学", "王丽", "好"

	s, err := ledger.StandingOf(school, school.Measure.Rule("5.4b"), lin, day("2026-11-19"), book(waits, declined, gone, late, approved, noted))
	refused(t, err, "")
	term, _ := school.Calendar.TermByID("2026-2027-1")
	want := ledger.Standing{
		Rule: school.Measure.Rule("5.4b"), Period: term.Period(),
		Full: 4, Need: 4, Done: 2, Waiting: 2, Office: 1, Left: 2, Pace: 3, // 11 of 18 weeks are over
		Last: day("2026-11-12"), Unnoted: 1, TeachingWeeksLeft: 7, DaysLeft: 60,
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if s.Met() || !s.Behind() {
		t.Errorf("met %v, behind %v", s.Met(), s.Behind())
	}
}

func TestPace(t *testing.T) {
	school := ledgertest.School()
	rule := school.Measure.Rule("5.1") // twice a year of 36 teaching weeks
	tests := []struct {
		on    string
		pace  float64
		weeks int
		days  int
	}{
		{"2025-09-01", 0, 36, 364},
		{"2025-09-07", 0, 36, 358},
		{"2025-09-08", 1, 35, 357}, // one week is over
		{"2026-01-04", 1, 19, 239},
		{"2026-01-05", 1, 18, 238}, // half of them
		{"2026-03-08", 1, 18, 176},
		{"2026-03-09", 2, 17, 175},
		{"2026-08-30", 2, 0, 1},
		{"2026-08-31", 0, 36, 364}, // the next year, of which one term is known
		{"2026-11-19", 1, 25, 284},
	}
	for _, tt := range tests {
		s, err := ledger.StandingOf(school, rule, member(t, school, "lin"), day(tt.on), book())
		refused(t, err, "")
		if s.Pace != tt.pace || s.TeachingWeeksLeft != tt.weeks || s.DaysLeft != tt.days {
			t.Errorf("%s: pace %g, %d weeks, %d days; want %g, %d, %d", tt.on, s.Pace, s.TeachingWeeksLeft, s.DaysLeft, tt.pace, tt.weeks, tt.days)
		}
	}
}

// TestForumOverlap: one forum may serve 5.3a and 5.3b, or one of them (1.4 no. 11).
func TestForumOverlap(t *testing.T) {
	tests := []struct {
		name    string
		overlap bool
		said    []string // audiences
		a, b    float64
	}{
		{"shared", true, []string{"学生", "学生", "青年教师"}, 3, 2},
		{"exclusive: the narrower rule first", false, []string{"学生", "学生", "学生"}, 1, 2},
		{"exclusive: teachers only serve the wider one", false, []string{"青年教师", "学生"}, 1, 1},
		{"exclusive: what serves neither", false, []string{"校友"}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			school := ledgertest.School()
			school.Measure.Settings.ForumOverlap = tt.overlap
			var records []ledger.Activity
			for _, audience := range tt.said {
				records = append(records, own(t, school, "lin", "2026-10-20", policy.Forum, forum(audience)))
			}
			for id, want := range map[string]float64{"5.3a": tt.a, "5.3b": tt.b} {
				s, err := ledger.StandingOf(school, school.Measure.Rule(id), member(t, school, "lin"), day("2026-11-19"), book(records...))
				refused(t, err, "")
				if s.Done != want {
					t.Errorf("%s: %g, want %g", id, s.Done, want)
				}
			}
		})
	}
}

// TestGroup: three leaders at one forum have one credit each, of one record (1.4 no. 10).
func TestGroup(t *testing.T) {
	school := ledgertest.School()
	a := report(t, school, ledger.Entry{
		Kind: policy.Forum, Date: day("2026-11-18"), Said: forum("学生代表"), Members: []string{"lin", "he", "wu"}, By: member(t, school, "lin"), At: noon,
	})
	for _, id := range []string{"he", "wu"} {
		var err error
		a, err = a.Confirm(id, noon)
		refused(t, err, "")
	}
	for _, id := range []string{"lin", "he", "wu"} {
		s, err := ledger.StandingOf(school, school.Measure.Rule("5.3a"), member(t, school, id), day("2026-11-19"), book(a))
		refused(t, err, "")
		if s.Done != 1 {
			t.Errorf("%s: %g", id, s.Done)
		}
	}
}

// TestGroupResearch is the worked check of the requirements (section 5): three leaders, one 调研座谈: three credits, one shared event. Where only the
// host counts there is one credit (1.4 no. 10).
func TestGroupResearch(t *testing.T) {
	for credit, want := range map[string]int{policy.AllPresent: 3, policy.HostOnly: 1} {
		school := ledgertest.School()
		school.Measure.Settings.GroupCredit = credit
		a := report(t, school, ledger.Entry{
			Kind: policy.Forum, Date: day("2026-11-18"), Said: forum("师生代表"), Members: []string{"lin", "he", "wu"}, By: member(t, school, "lin"), At: noon,
		})
		for _, c := range a.Credits[1:] {
			var err error
			a, err = a.Confirm(c.Member, noon)
			refused(t, err, "")
		}
		got := 0
		serials := map[ledger.Serial]bool{}
		for _, id := range []string{"lin", "he", "wu"} {
			s, err := ledger.StandingOf(school, school.Measure.Rule("5.3a"), member(t, school, id), day("2026-11-19"), book(a))
			refused(t, err, "")
			got += int(s.Done)
		}
		for _, m := range a.Marks() {
			serials[m.Serial] = true
		}
		if got != want || len(a.Credits) != want || len(serials) != 1 {
			t.Errorf("%s: %d counted, %d credits of %d events", credit, got, len(a.Credits), len(serials))
		}
	}
}

// TestOtherYear: 每年 read the other way, beside the school's own reading (1.4 no. 1).
func TestOtherYear(t *testing.T) {
	records := func(school *policy.School) shelf {
		return book(own(t, school, "wu", "2026-03-20", policy.Forum, forum("学生")), own(t, school, "wu", "2026-09-20", policy.Forum, forum("学生")),
			own(t, school, "wu", "2025-10-20", policy.Forum, forum("学生")))
	}
	for basis, want := range map[string]struct {
		id  string
		own float64
		out float64
	}{policy.AcademicBasis: {"2026", 1, 2}, policy.CalendarBasis: {"2026-2027", 2, 1}} {
		school := ledgertest.School()
		school.Measure.Settings.YearBasis = basis
		wu := member(t, school, "wu")
		year, done, err := ledger.OtherYear(school, wu, day("2026-11-19"), records(school))
		refused(t, err, "")
		s, err := ledger.StandingOf(school, school.Measure.Rule("5.3a"), wu, day("2026-11-19"), records(school))
		refused(t, err, "")
		if _, term := done["5.4b"]; year.ID != want.id || done["5.3a"] != want.out || s.Done != want.own || term {
			t.Errorf("%s: %s %v beside %g", basis, year.ID, done, s.Done)
		}
		if school.Measure.Settings.YearBasis != basis {
			t.Error("the school was changed")
		}
	}
}

func TestBodyStandings(t *testing.T) {
	school := ledgertest.School()
	brief := func(on string, who ...string) ledger.Activity {
		return report(t, school, ledger.Entry{
			Kind: policy.RetireeBrief, Date: day(on), Members: who, By: member(t, school, "chen"), At: at(on + " 18:00"),
		})
	}
	shared := brief("2026-10-20", "he", "wu", "zhou")
	receive := own(t, school, "lin", "2026-11-16", policy.ReceptionDay, ledger.Details{})
	tests := []struct {
		name    string
		records func() []ledger.Activity
		brief   [3]float64 // done, waiting, left
		slots   float64
	}{
		{"nothing", func() []ledger.Activity { return nil }, [3]float64{0, 0, 1}, 0},
		{"nobody said 对", func() []ledger.Activity { return []ledger.Activity{shared} }, [3]float64{0, 1, 1}, 0},
		{"one of three said 对", func() []ledger.Activity {
			a, err := shared.Confirm("zhou", noon)
			refused(t, err, "")
			return []ledger.Activity{a, receive}
		}, [3]float64{1, 0, 0}, 1},
		{"all said 对: still one", func() []ledger.Activity {
			a := shared
			for _, id := range []string{"zhou", "he", "wu"} {
				a, _ = a.Confirm(id, noon)
			}
			return []ledger.Activity{a, brief("2025-12-30", "he")}
		}, [3]float64{1, 0, 0}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := ledger.BodyStandings(school, day("2026-11-19"), book(tt.records()...))
			refused(t, err, "")
			if len(body) != 2 || body[0].Rule.ID != "5.6" || body[1].Rule.ID != "5.8" {
				t.Fatalf("rules of the body: %+v", body)
			}
			if got := [3]float64{body[0].Done, body[0].Waiting, body[0].Left}; got != tt.brief {
				t.Errorf("5.6: %v, want %v", got, tt.brief)
			}
			if body[1].Done != tt.slots || body[1].Need != 0 {
				t.Errorf("5.8: %g of %g", body[1].Done, body[1].Need)
			}
			one, err := ledger.StandingOf(school, body[0].Rule, member(t, school, "xie"), day("2026-11-19"), book(tt.records()...))
			refused(t, err, "")
			if diff := cmp.Diff(body[0], one); diff != "" {
				t.Errorf("asked by one leader: %s", diff)
			}
		})
	}
}

func TestStandingsAreInTheOrderOfTheMeasure(t *testing.T) {
	school := ledgertest.School()
	want := map[string][]string{
		"liang": {"5.1", "5.3a", "5.3c", "5.4a", "5.4b", "5.5a"},
		"lin":   {"5.1", "5.3a", "5.3b", "5.3c", "5.4b"},
		"xie":   {"5.3a", "5.3c", "5.4b"},
		"fang":  {"5.4a"},
		"zhao":  nil,
	}
	for id, rules := range want {
		var got []string
		list, err := ledger.Standings(school, member(t, school, id), day("2026-11-19"), book())
		refused(t, err, "")
		for _, s := range list {
			got = append(got, s.Rule.ID)
		}
		if diff := cmp.Diff(rules, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

func TestAllStandings(t *testing.T) {
	school := ledgertest.School()
	records := book(own(t, school, "lin", "2026-11-10", policy.ObserveClass, lesson(2)))
	var got []string
	for m, err := range ledger.AllStandings(school, day("2026-11-19"), records) {
		refused(t, err, "")
		got = append(got, m.Member.ID)
		alone, err := ledger.Standings(school, m.Member, day("2026-11-19"), records)
		refused(t, err, "")
		if diff := cmp.Diff(alone, m.Standings); diff != "" {
			t.Errorf("%s: %s", m.Member.ID, diff)
		}
	}
	if diff := cmp.Diff([]string{"liang", "he", "zhou", "lin", "wu", "xie", "huang", "zheng", "fang"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestStandingsPassFailuresOn: what goes wrong while reading is no standing.
func TestStandingsPassFailuresOn(t *testing.T) {
	school, broken := ledgertest.School(), errors.New("broken")
	marks := shelf{broken: broken}
	if _, err := ledger.Standings(school, member(t, school, "lin"), day("2026-11-19"), marks); !errors.Is(err, broken) {
		t.Errorf("Standings: %v", err)
	}
	if _, err := ledger.BodyStandings(school, day("2026-11-19"), marks); !errors.Is(err, broken) {
		t.Errorf("BodyStandings: %v", err)
	}
	for _, err := range ledger.AllStandings(school, day("2026-11-19"), marks) {
		if !errors.Is(err, broken) {
			t.Errorf("AllStandings: %v", err)
		}
	}
}

// TestBeforeTheCalendar: a rule whose period the calendar does not know asks nothing.
func TestBeforeTheCalendar(t *testing.T) {
	school := ledgertest.School()
	s, err := ledger.StandingOf(school, school.Measure.Rule("5.4b"), member(t, school, "lin"), day("2020-01-01"), book())
	refused(t, err, "")
	if s.Need != 0 || s.Rule == nil {
		t.Errorf("%+v", s)
	}
}
