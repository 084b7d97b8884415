package policy

import (
	"testing"
	"time"
)

// day reads a date of a table; a table with a wrong date is a broken test.
func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func days(t testing.TB, list ...string) []Date {
	t.Helper()
	var out []Date
	for _, s := range list {
		out = append(out, day(t, s))
	}
	return out
}

// dates writes days as text, for diffs that can be read.
func dates(list []Date) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.String())
	}
	return out
}

// sample is the calendar of two academic years with the holidays of 2026 and the October of 2025.
func sample(t testing.TB) *School {
	t.Helper()
	s := &School{Name: "示例大学", Location: time.FixedZone("CST", 8*3600)}
	s.Measure = Measure{Settings: DefaultSettings(), Rules: sampleRules()}
	s.Calendar = Calendar{
		Terms: []Term{
			{ID: "2025-2026-1", Start: day(t, "2025-09-01"), Weeks: 20, TeachingWeeks: 18},
			{ID: "2025-2026-2", Start: day(t, "2026-03-02"), Weeks: 20, TeachingWeeks: 18},
			{ID: "2026-2027-1", Start: day(t, "2026-08-31"), Weeks: 20, TeachingWeeks: 18},
		},
		Days:       map[Date]Day{},
		KnownYears: map[int]bool{2025: true, 2026: true},
	}
	off := func(name, first, last string) {
		for d := day(t, first); d <= day(t, last); d = d.Add(1) {
			s.Calendar.Days[d] = Day{Off: true, Name: name}
		}
	}
	off("国庆节", "2025-10-01", "2025-10-08")
	off("元旦", "2026-01-01", "2026-01-03")
	off("春节", "2026-02-15", "2026-02-23")
	off("清明节", "2026-04-04", "2026-04-06")
	off("劳动节", "2026-05-01", "2026-05-05")
	off("端午节", "2026-06-19", "2026-06-21")
	off("中秋节", "2026-09-25", "2026-09-27")
	off("国庆节", "2026-10-01", "2026-10-07")
	for _, d := range days(t, "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10") {
		s.Calendar.Days[d] = Day{}
	}
	for _, id := range []string{"liang", "he", "zhou", "lin"} {
		s.Members = append(s.Members, Member{ID: id, Name: id, Roles: []Role{Leader}})
		s.Reception.Roster = append(s.Reception.Roster, id)
	}
	return s
}

func sampleRules() []Rule {
	each := Who{Scope: Each, Group: "学校领导班子成员"}
	return []Rule{
		{ID: "5.1", Who: each, Kinds: []Kind{OrgLife}, Min: 2, Per: PerYear},
		{ID: "5.3b", Who: Who{Scope: Each, Group: "学校领导班子成员", TagsAny: []string{"分管教学工作", "分管学生工作"}}, Kinds: []Kind{Forum}, Min: 2, Per: PerYear},
		{ID: "5.4a", Who: Who{Scope: Each, Posts: []string{PostPresident, PostCollegeDean}}, Kinds: []Kind{FirstLesson}, Min: 1, Per: PerTerm, Window: Window{Weeks: [2]int{1, 6}}},
		{ID: "5.4b", Who: each, Kinds: []Kind{ObserveClass}, Min: 4, Unit: "class_hour", Per: PerTerm},
		{ID: "5.5a", Who: Who{Scope: Each, Group: "学校领导", Has: HasContactNonparty}, Kinds: []Kind{NonpartyTalk}, Min: 1, Per: PerYear, Soft: true},
		{ID: "5.5b", Who: Who{Scope: Each, Group: "学校领导", Has: HasContactParty}, Kinds: []Kind{NonpartyEvent}, Min: 1, Per: PerYear, Soft: true},
		{ID: "5.6", Who: Who{Scope: Body, Group: "学校领导"}, Kinds: []Kind{RetireeBrief}, Min: 1, Per: PerYear},
		{ID: "5.8", Who: Who{Scope: Body, Group: "学校领导", Roster: true}, Kinds: []Kind{ReceptionDay}, EverySlot: true, Per: PerTerm},
	}
}
