package reminders

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// rests tells whether an item rests: its kind may, and its reader paused reminders at its moment or is doing so now. It is told when the pause is over.
func (f *Facts) rests(it *Item) (bool, error) {
	if it.Member == nil || !ledger.Rests(it.Kind) {
		return false, nil
	}
	pauses, err := f.pausesOf(it.Member)
	for i := range pauses {
		if pauses[i].Covers(f.school, it.At) || !f.now.IsZero() && pauses[i].Covers(f.school, f.now) {
			return true, nil
		}
	}
	return false, err
}

// pausesOf gives the pauses of a member.
func (f *Facts) pausesOf(m *policy.Member) ([]ledger.Pause, error) {
	if f.tx == nil {
		return nil, nil
	}
	list, known := f.pauses[m.ID]
	if known {
		return list, nil
	}
	list, err := store.All(f.tx.Pauses(m.ID))
	if err == nil {
		f.pauses[m.ID] = list
	}
	return list, err
}

// longestDelay is how many days a pause may end after the day that was meant for it: past the longest vacation.
const longestDelay = 110

// ending is a pause that is over at an instant.
type ending struct {
	pause  ledger.Pause
	member *policy.Member
	at     time.Time
}

// endings lists the pauses that are over at an instant in [from, to], and whose members still have duties then.
func (f *Facts) endings(from, to time.Time) (out []ending, err error) {
	if f.tx == nil {
		return nil, nil
	}
	for p, err := range f.tx.PausesEnding(f.school.Today(from).Add(-longestDelay), f.school.Today(to).Add(2)) {
		if err != nil {
			return out, fmt.Errorf("reminders: pauses: %w", err)
		}
		m := f.school.Member(p.Member)
		at, ends := p.Resumes(f.school)
		if m == nil || !ends || at.Before(from) || at.After(to) {
			continue
		}
		if day := f.school.Today(at); m.Serves(day) && !m.OnLeave(day) {
			out = append(out, ending{p, m, at})
		}
	}
	return out, nil
}

// againKey is the key of what is told once more after a pause.
func againKey(kind, term string, day policy.Date, member string) string {
	if kind == KindQuota {
		return fmt.Sprintf("%s/%s/s%s/%s", kind, term, day, member)
	}
	return fmt.Sprintf("%s/%s/again/%s", kind, day, member)
}

// toldAgain tells whether a member was told something once more, after a pause, on one of the days [from, to].
func (f *Facts) toldAgain(kind, term, member string, from, to policy.Date) bool {
	for day := from; day <= to; day = day.Add(1) {
		if f.told(againKey(kind, term, day, member)) {
			return true
		}
	}
	return false
}
