package ledger

import (
	"time"

	"lianxin/config/policy"
)

// silentMonths is after how many months without a record a contact unit counts as silent (Art. 7).
const silentMonths = 3

// SilentUnits lists the contact units of a member of which no record of his tells anything in the three months before a day, in the order of the
// configuration. A unit that he has had for a shorter time is none, and nor is any of a member who came later. A record that waits for his 对 speaks too.
func SilentUnits(m *policy.Member, day policy.Date, facts Facts) ([]string, error) {
	from := monthsBefore(day, silentMonths)
	if m.Span.From > from {
		return nil, nil
	}
	var units []string
	for _, a := range m.Contact {
		if a.Holds(day) && a.Span.From <= from {
			units = append(units, a.Name)
		}
	}
	if len(units) == 0 {
		return nil, nil
	}
	heard := map[string]bool{}
	for mark, err := range facts.Marks(m.ID, policy.Span{From: from, To: day.Add(1)}) {
		if err != nil {
			return nil, err
		}
		if !mark.Retracted && !mark.Declined {
			heard[mark.Unit] = true
		}
	}
	silent := units[:0]
	for _, unit := range units {
		if !heard[unit] {
			silent = append(silent, unit)
		}
	}
	return silent, nil
}

// monthsBefore is the same day some months earlier, or the last day of that month where it has no such day.
func monthsBefore(day policy.Date, months int) policy.Date {
	first := time.Date(day.Year(), day.Month()-time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return policy.MakeDate(first.Year(), first.Month(), min(day.Day(), last))
}
