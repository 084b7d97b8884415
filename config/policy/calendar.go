package policy

// Calendar answers what kind of day a day is (校历): terms and teaching weeks, public holidays, make-up workdays, class periods.
type Calendar struct {
	Terms          []Term // in order of time, not overlapping
	Days           map[Date]Day
	KnownYears     map[int]bool // calendar years whose holiday table is loaded; in others only weekends are known
	Periods        []ClassPeriod
	ReceptionDays  []Date // explicit dates; they win over the rule (calendar.reception_days)
	ReceptionWeeks [2]int // first and last teaching week with a reception day, both inclusive; default 2..18
}

// Term 学期: teaching weeks counted from the Monday Start.
type Term struct {
	ID            string // "2025-2026-2"
	Start         Date   // Monday of teaching week 1
	Weeks         int    // with exam weeks
	TeachingWeeks int    // default 18
}

// Day is what a table says of one civil day.
type Day struct {
	Off  bool   // a holiday; false: a workday although it is a weekend (调休)
	Name string // 国庆节; "" for make-up workdays
}

// ClassPeriod is one 节 of the timetable.
type ClassPeriod struct {
	Name       string // "1"
	Start, End Clock
}

// Period is a named stretch of time over which duties are counted.
type Period struct {
	ID   string // "2025-2026-2" for a term, "2025-2026" for an academic year, "2026" for a calendar year
	Name string // in full: 2025-2026学年第二学期, 2025-2026学年, 2026年; School.Say gives 本学期 and the like
	Span Span
}
