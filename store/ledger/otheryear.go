package ledger

import "lianxin/config/policy"

// OtherYear counts the member's rules per year by the other reading of 每年 (1.4 no. 1): by the calendar year where the school counts academic years,
// else by the academic year. done is what counts in that year, by the id of the rule; rules per term are not among them.
func OtherYear(school *policy.School, m *policy.Member, at policy.Date, facts Facts) (year policy.Period, done map[string]float64, err error) {
	other := *school
	other.Measure.Settings.YearBasis = policy.CalendarBasis
	if school.Measure.Settings.YearBasis == policy.CalendarBasis {
		other.Measure.Settings.YearBasis = policy.AcademicBasis
	}
	list, err := Standings(&other, m, at, facts)
	done = map[string]float64{}
	for _, s := range list {
		if s.Rule.Per == policy.PerYear {
			done[s.Rule.ID] = s.Done
		}
	}
	return other.Year(at), done, err
}
