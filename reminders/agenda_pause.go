package reminders

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Reminders that somebody paused (requirements 7.2) are not written while the pause lasts. When it is over he is told what is still owed then: the digests of
// what is missing once each, however many were held back, and what had a moment of its own in the time, if it is still of use.

// beforePause is how far before a pause it is looked for what it held back: what had been written but not sent was taken back.
const beforePause = 14 * 24 * time.Hour

// longestHeld is how far back it is looked at all: the digests of an earlier term are no longer of use.
const longestHeld = 150 * 24 * time.Hour

// resumed tells what a pause held back, or what its member wanted to be told again, from the instant on at which it is over.
func resumed(f *Facts, from, to time.Time, add func(draft)) error {
	ends, err := f.endings(from, to)
	if err != nil || len(ends) == 0 {
		return err
	}
	held, err := f.heldBack(ends)
	if err != nil {
		return err
	}
	for _, e := range ends {
		mine := held[e.member.ID]
		if err := f.digestsAgain(e, mine, add); err != nil {
			return err
		}
		for _, d := range lastOf(mine, e) {
			if !f.told(d.Key) {
				d.held, d.At = d.At, e.at
				add(d)
			}
		}
	}
	return nil
}

// heldBack gathers, for the members whose pauses are over, the moments of what may rest since before the first of the pauses.
func (f *Facts) heldBack(ends []ending) (map[string][]draft, error) {
	of := map[string]bool{}
	from, to := ends[0].pause.Since, ends[0].at
	for _, e := range ends {
		of[e.member.ID] = true
		if e.pause.Since.Before(from) {
			from = e.pause.Since
		}
		if e.at.After(to) {
			to = e.at
		}
	}
	if first := to.Add(-longestHeld); from.Before(first) {
		from = first
	}
	list, err := moments(f, from.Add(-beforePause), to)
	out := map[string][]draft{}
	for _, o := range list {
		if !ledger.Rests(o.kind) {
			continue
		}
		each, fault := o.drafts(f)
		if fault != nil {
			return nil, fault
		}
		for _, d := range each {
			if d.Member != nil && of[d.Member.ID] {
				out[d.Member.ID] = append(out[d.Member.ID], d)
			}
		}
	}
	return out, err
}

// digestsAgain tells anew what was held back of the digests, or what was to be told again on that day.
func (f *Facts) digestsAgain(e ending, mine []draft, add func(draft)) error {
	day := f.school.Today(e.at)
	term, _ := f.school.Calendar.TermOf(day)
	for _, kind := range []string{KindQuota, KindUnconfirmed} {
		var last *draft
		for i := range mine {
			if mine[i].Kind == kind && mine[i].At.Before(e.at) && f.sameTerm(mine[i].At, term.ID) {
				last = &mine[i]
			}
		}
		wished := e.pause.Again && e.pause.Ended.IsZero()
		kept, err := f.keptBack(e, last)
		if err != nil {
			return err
		}
		missed := kept && !f.told(last.Key) && !f.toldAgain(kind, term.ID, e.member.ID, f.school.Today(last.At), day)
		if !wished && !missed || !digested(e.member) {
			continue
		}
		d := draft{Item: Item{
			At: e.at, Kind: kind, Member: e.member, Key: againKey(kind, term.ID, day, e.member.ID), Until: e.at.AddDate(0, 0, 7),
		}}
		d.write = func(f *Facts, it *Item) error { return writeAgain(f, it, wished) }
		add(d)
	}
	return nil
}

// takenBack is how far before a pause a digest was planned that may have been written and was taken back by it.
const takenBack = 3 * 24 * time.Hour

// keptBack tells whether a pause is why a digest was not told: its moment lay in this pause or in another one, or shortly before. One that was not told
// earlier had nothing to tell.
func (f *Facts) keptBack(e ending, d *draft) (bool, error) {
	if d == nil || !d.At.Before(e.pause.Since.Add(-takenBack)) {
		return d != nil, nil
	}
	pauses, err := f.pausesOf(e.member)
	for i := range pauses {
		if pauses[i].Covers(f.school, d.At) {
			return true, err
		}
	}
	return false, err
}

// again tells whether a key is that of a digest of what is missing after a pause.
func again(key string) bool {
	parts := strings.Split(key, "/")
	return len(parts) == 4 && parts[0] == KindQuota && strings.HasPrefix(parts[2], "s")
}

// withoutSecond leaves the regular digest of what is missing out of a look that brings the same after a pause.
func withoutSecond(rows []row) []row {
	has := map[string]bool{}
	for i := range rows {
		if again(rows[i].Key) {
			has[rows[i].Member] = true
		}
	}
	return slices.DeleteFunc(rows, func(n row) bool { return n.Kind == KindQuota && has[n.Member] && !again(n.Key) })
}

// withoutSecondOf does the same for what is only planned: within a week after the pause.
func withoutSecondOf(items []Item) []Item {
	after := map[string][]time.Time{}
	for i := range items {
		if again(items[i].Key) {
			after[items[i].Member.ID] = append(after[items[i].Member.ID], items[i].At)
		}
	}
	return slices.DeleteFunc(items, func(it Item) bool {
		return it.Kind == KindQuota && !again(it.Key) && slices.ContainsFunc(after[it.Member.ID], func(at time.Time) bool {
			return !at.After(it.At) && it.At.Sub(at) < quotaRest*24*time.Hour
		})
	})
}

// sameTerm tells whether an instant lies in a term.
func (f *Facts) sameTerm(at time.Time, id string) bool {
	term, ok := f.school.Calendar.TermOf(f.school.Today(at))
	return ok && term.ID == id
}

// lastOf picks of what has moments of its own the last one of each matter before the end of the pause.
func lastOf(mine []draft, e ending) []draft {
	var out []draft
	for _, d := range mine {
		if d.Kind == KindQuota || d.Kind == KindUnconfirmed || !d.At.Before(e.at) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Kind == d.Kind && out[n-1].period == d.period {
			out = out[:n-1]
		}
		out = append(out, d)
	}
	return out
}

// digested tells whether a member gets the digests of what is missing.
func digested(m *policy.Member) bool { return m.Has(policy.Leader) }

// writeAgain writes a digest after a pause, by what is owed then.
func writeAgain(f *Facts, it *Item, wished bool) error {
	var err error
	switch it.Kind {
	case KindQuota:
		term, ok := f.school.Calendar.TermOf(f.day(it))
		if !ok {
			return nil
		}
		err = writeQuota(f, it, term)
	case KindUnconfirmed:
		it.Rule = "6.2"
		err = writeUnconfirmed(f, it)
	}
	if err == nil && it.Text != "" {
		it.Text = sayAgain(it.Text, wished)
	}
	return err
}
