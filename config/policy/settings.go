package policy

// The words of the settings (1.4): the default of each first.
const (
	AcademicBasis = "academic" // year_basis
	CalendarBasis = "calendar"

	FirstDayOfTerm1 = "first_day_of_term_1" // year_start; else a day like "09-01"

	TeachingWeekParity = "teaching_week" // reception_parity
	ISOWeekParity      = "iso_week"
	ExplicitDates      = "explicit_dates"

	NextWorkdayMonday = "next_workday_monday" // reception_on_holiday
	DayBefore         = "day_before"
	SkipHoliday       = "skip"
	AskOffice         = "ask_office"

	AllPresent = "all_present" // group_credit
	HostOnly   = "host_only"

	ProrateCeil   = "ceil" // prorate_newcomers
	ProrateNone   = "none"
	ProrateManual = "manual"

	OfficeGrants = "office_grants" // leave_exemption
	NoExemption  = "none"
)

// The words of rules.
const (
	PerYear = "year" // Rule.Per
	PerTerm = "term"

	Each = "each" // Who.Scope: every person of the group
	Body = "body" // Who.Scope: the leadership once

	HasContactNonparty = "contact_nonparty" // Who.Has
	HasContactParty    = "contact_party"
)

// DefaultSettings are the answers of 1.4 that hold until the school decides otherwise.
func DefaultSettings() Settings {
	return Settings{
		YearBasis:                   AcademicBasis,
		YearStart:                   FirstDayOfTerm1,
		ReceptionParity:             TeachingWeekParity,
		ReceptionWeeks:              [2]int{2, 18},
		ReceptionOnHoliday:          NextWorkdayMonday,
		MinutesPerClassHour:         45,
		MinWholePeriods:             1,
		GroupCredit:                 AllPresent,
		ForumOverlap:                true,
		OneEventOneKind:             true,
		CPCOnly:                     true,
		ProrateNewcomers:            ProrateCeil,
		LeaveExemption:              OfficeGrants,
		LateEntryDays:               30,
		LeaderConfirmsDelegateEntry: true,
	}
}
