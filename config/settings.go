package config

import (
	"regexp"
	"time"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// readSettings reads the school's answers to the open questions of the measure over those that hold already (1.4).
func readSettings(s *policy.Settings) func(value) {
	return func(v value) {
		v.mapping(
			optional("year_basis", oneOf(&s.YearBasis, policy.AcademicBasis, policy.CalendarBasis)),
			optional("year_start", checked(&s.YearStart, isYearStart, sayYearStart)),
			optional("reception_parity", oneOf(&s.ReceptionParity, policy.TeachingWeekParity, policy.ISOWeekParity, policy.ExplicitDates)),
			optional("reception_weeks", weekPair(&s.ReceptionWeeks)),
			optional("reception_on_holiday", oneOf(&s.ReceptionOnHoliday,
				policy.NextWorkdayMonday, policy.DayBefore, policy.SkipHoliday, policy.AskOffice)),
			optional("minutes_per_class_hour", number(&s.MinutesPerClassHour, 30, 120)),
			optional("min_whole_periods", number(&s.MinWholePeriods, 0, 4)),
			optional("group_credit", oneOf(&s.GroupCredit, policy.AllPresent, policy.HostOnly)),
			optional("forum_overlap_5_3", yesNo(&s.ForumOverlap)),
			optional("one_event_one_kind", yesNo(&s.OneEventOneKind)),
			optional("own_branch_counts_5_1", yesNo(&s.OwnBranchCounts)),
			optional("cpc_only_5_1", yesNo(&s.CPCOnly)),
			optional("prorate_newcomers", oneOf(&s.ProrateNewcomers, policy.ProrateCeil, policy.ProrateNone, policy.ProrateManual)),
			optional("leave_exemption", oneOf(&s.LeaveExemption, policy.OfficeGrants, policy.NoExemption)),
			optional("late_entry_days", number(&s.LateEntryDays, 0, 366)),
			optional("leader_confirms_delegate_entry", yesNo(&s.LeaderConfirmsDelegateEntry)),
			optional("bulletin_ranking", yesNo(&s.BulletinRanking)),
			optional("evidence_required", yesNo(&s.EvidenceRequired)),
		)
	}
}

// monthDay is a day of every year.
var monthDay = regexp.MustCompile(`^\d\d-\d\d$`)

func isYearStart(s string) bool {
	if s == policy.FirstDayOfTerm1 {
		return true
	}
	_, err := time.Parse("01-02", s) // 29 February is no day of every year: 0000 is a leap year, so it is refused by hand
	return err == nil && monthDay.MatchString(s) && s != "02-29"
}

// weekPair reads the first and the last of a run of teaching weeks.
func weekPair(to *[2]int) func(value) {
	return func(v value) {
		if v.node.Kind != yaml.SequenceNode || len(v.node.Content) != 2 {
			v.fault(sayWeeks)
			return
		}
		var pair [2]int
		for i, node := range v.node.Content {
			number(&pair[i], 1, 40)(v.item(i, node))
		}
		switch {
		case pair[0] == 0 || pair[1] == 0:
		case pair[0] > pair[1]:
			v.fault(sayWeeks)
		default:
			*to = pair
		}
	}
}
