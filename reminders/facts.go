package reminders

import (
	"errors"
	"iter"
	"slices"
	"strings"
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
	now    time.Time   // of a look; zero: it is only asked what is planned

	standings map[policy.Date]map[string][]ledger.Standing
	week      *officeNews
	weekOf    policy.Date

	briefs     []ledger.Brief // of all open cases, by due day
	haveBriefs bool
	cases      map[ledger.Serial]*ledger.Petition // those that were read
	casesOn    map[policy.Date]*dayOfCases
	issuesOn   map[policy.Date]issueNews

	pauses  map[string][]ledger.Pause         // by member, of those that were asked for
	made    map[policy.Address]map[int64]bool // when the conversation last wrote to an address
	digests map[string]error                  // by key: whether a digest of cases was told; see digest
}

// NewFacts reads from a transaction; a nil one is a ledger without records, in which every duty is unmet.
func NewFacts(school *policy.School, tx *store.Tx) *Facts {
	return &Facts{
		school: school, tx: tx, standings: map[policy.Date]map[string][]ledger.Standing{},
		cases: map[ledger.Serial]*ledger.Petition{}, casesOn: map[policy.Date]*dayOfCases{}, issuesOn: map[policy.Date]issueNews{},
		made: map[policy.Address]map[int64]bool{}, pauses: map[string][]ledger.Pause{}, digests: map[string]error{},
	}
}

// told tells whether a notice of this key was ever written.
func (f *Facts) told(key string) bool { return f.tx != nil && f.tx.Told(key) }

// recently is how many notices to one address are looked through.
const recently = 50

// toldIn tells whether one of the addresses was told something by the conversation in the transaction of an instant: it did what the notice is about.
func (f *Facts) toldIn(at time.Time, addresses ...policy.Address) bool {
	return slices.ContainsFunc(addresses, func(to policy.Address) bool { return f.madeTo(to)[at.UnixNano()] })
}

// madeTo gives the instants at which the conversation wrote the last notices to an address.
func (f *Facts) madeTo(to policy.Address) map[int64]bool {
	to = to.Fold()
	if made := f.made[to]; made != nil {
		return made
	}
	made := map[int64]bool{}
	for n, err := range f.tx.NoticesTo(to, recently) {
		if err == nil && !unasked(n.Kind) {
			made[n.Made.UnixNano()] = true
		}
	}
	f.made[to] = made
	return made
}

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

// waiting gives the records that wait for the member's 对.
func (f *Facts) waiting(m *policy.Member) ([]ledger.Activity, error) {
	if f.tx == nil {
		return nil, nil
	}
	return store.All(f.tx.Waiting(m.ID))
}

// waitingForOffice gives the late entries that the party office has not approved.
func (f *Facts) waitingForOffice() ([]ledger.Activity, error) {
	if f.tx == nil {
		return nil, nil
	}
	return store.All(f.tx.WaitingForOffice())
}

// failed gives the notices that were refused or dropped in [from, to). A digest that came too late is not among them: the next one said the same. Nor is
// what the office must not hear of: a notice about a case in which one of it has an interest.
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
		switch hidden, err := f.hidden(&n, f.school.Today(to)); {
		case err != nil:
			return nil, err
		case !hidden && (n.Dropped.IsZero() || !repeats(n.Kind)):
			out = append(out, n)
		}
	}
	return out, nil
}

// hidden tells whether a notice went to the people of a case of which the office must not hear.
func (f *Facts) hidden(n *ledger.Notice, day policy.Date) (bool, error) {
	if n.To.Channel != store.SealedChannel {
		return false, nil
	}
	p, err := f.tx.Petition(strings.ToUpper(caseOf(n.To)))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil // retention has deleted it
	}
	return err == nil && f.keptFromOffice(&p, day), err
}

// keptFromOffice tells whether one of the party office, who all read the same digest, has an interest in a case.
func (f *Facts) keptFromOffice(p *ledger.Petition, day policy.Date) bool {
	return slices.ContainsFunc(f.school.HoldersOf(policy.PartyOffice, day), func(m *policy.Member) bool { return ledger.Conflicted(f.school, m, p) })
}

// repeats tells whether a reminder of this kind comes again by itself as long as its matter is open.
func repeats(kind string) bool {
	switch kind {
	case KindOfficeDigest, KindPetitionTell, KindPetitionDue, KindPetitionOverdue, KindIssueDue:
		return true
	}
	return false
}
