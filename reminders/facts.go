package reminders

import (
	"iter"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Facts is what an agenda asks of the ledger. It reads what is asked for, once, and is good as long as its transaction.
type Facts struct {
	school *policy.School
	tx     *store.Tx   // nil: an empty ledger
	today  policy.Date // standings are not judged on an earlier day; zero: on the day of the item

	standings map[policy.Date]map[string][]ledger.Standing
	open      []ledger.Petition
	haveOpen  bool
	week      *officeNews
	weekOf    policy.Date
}

// NewFacts reads from a transaction; a nil one is a ledger without records, in which every duty is unmet.
func NewFacts(school *policy.School, tx *store.Tx) *Facts {
	return &Facts{school: school, tx: tx, standings: map[policy.Date]map[string][]ledger.Standing{}}
}

// told tells whether a notice of this key was ever written.
func (f *Facts) told(key string) bool { return f.tx != nil && f.tx.Told(key) }

// day is the day on which an item is judged: that of its moment, or today if it is told late.
func (f *Facts) day(it *Item) policy.Date { return max(f.school.Today(it.At), f.today) }

// standingsOf gives how far the member has fulfilled the rules that bind him on a day. All members are judged together, when the first is asked for.
func (f *Facts) standingsOf(m *policy.Member, d policy.Date) ([]ledger.Standing, error) {
	if all, ok := f.standings[d]; ok {
		return all[m.ID], nil
	}
	all := map[string][]ledger.Standing{}
	for one, err := range ledger.AllStandings(f.school, d, f) {
		if err != nil {
			return nil, err
		}
		all[one.Member.ID] = one.Standings
	}
	f.standings[d] = all
	return all[m.ID], nil
}

// body gives how far the leadership together has fulfilled its rules (Art. 5.6, 5.8).
func (f *Facts) body(d policy.Date) ([]ledger.Standing, error) {
	return ledger.BodyStandings(f.school, d, f)
}

// Marks gives the marks of a member within a span of days.
func (f *Facts) Marks(member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	if f.tx == nil {
		return func(func(ledger.Mark, error) bool) {}
	}
	return f.tx.Marks(member, span)
}

// Exemptions gives what the office granted a member.
func (f *Facts) Exemptions(member string) iter.Seq2[ledger.Exemption, error] {
	if f.tx == nil {
		return func(func(ledger.Exemption, error) bool) {}
	}
	return f.tx.Exemptions(member)
}

// away tells whether the office granted the member leave from all duties on a day.
func (f *Facts) away(m *policy.Member, d policy.Date) (bool, error) {
	for e, err := range f.Exemptions(m.ID) {
		if err != nil {
			return false, err
		}
		if e.Leave() && e.Span.Holds(d) {
			return true, nil
		}
	}
	return false, nil
}

// received tells whether the reception of a day is on record for a leader.
func (f *Facts) received(leader string, day policy.Date) (bool, error) {
	for mark, err := range f.Marks(leader, policy.Span{From: day, To: day.Add(1)}) {
		if err != nil {
			return false, err
		}
		if mark.Kind == policy.ReceptionDay && !mark.Retracted && !mark.Declined {
			return true, nil
		}
	}
	return false, nil
}

// waiting gives the records that wait for the member's 对.
func (f *Facts) waiting(m *policy.Member) ([]ledger.Activity, error) {
	if f.tx == nil {
		return nil, nil
	}
	return collect(f.tx.Waiting(m.ID))
}

// waitingForOffice gives the late entries that the party office has not approved.
func (f *Facts) waitingForOffice() ([]ledger.Activity, error) {
	if f.tx == nil {
		return nil, nil
	}
	return collect(f.tx.WaitingForOffice())
}

// petitions gives the cases that are not closed, by due day.
func (f *Facts) petitions() ([]ledger.Petition, error) {
	if f.tx == nil || f.haveOpen {
		return f.open, nil
	}
	open, err := collect(f.tx.OpenPetitions())
	f.open, f.haveOpen = open, err == nil
	return f.open, err
}

// failed gives the notices that were refused or dropped in [from, to). A digest that came too late is not among them: the next one said the same.
func (f *Facts) failed(from, to time.Time) ([]ledger.Notice, error) {
	if f.tx == nil {
		return nil, nil
	}
	var out []ledger.Notice
	for n, err := range f.tx.RefusedNotices(from) {
		if err != nil {
			return nil, err
		}
		if !n.Refused.Before(to) || !n.Dropped.Before(to) {
			break
		}
		if n.Dropped.IsZero() || !repeats(n.Kind) {
			out = append(out, n)
		}
	}
	return out, nil
}

// repeats tells whether a reminder of this kind comes again by itself as long as its matter is open.
func repeats(kind string) bool {
	switch kind {
	case KindOfficeDigest, KindPetitionTell, KindPetitionDue, KindPetitionOverdue:
		return true
	}
	return false
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
