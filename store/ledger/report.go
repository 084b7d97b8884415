package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Entry is what somebody tells of an activity that took place.
type Entry struct {
	Kind    policy.Kind
	Date    policy.Date // the day it was held; zero is refused
	Said    Details
	Members []string       // ids of those who were there, the host first
	By      *policy.Member // who tells it; for somebody unlisted a Member with the address as ID
	At      time.Time      // the instant of telling
	Confirm []string       // fields that were guessed; kind, date and class_hours make the reporter's own credit wait for his 对
}

// Report makes the record of an activity. Its ID is empty: the caller takes a number once nothing is refused.
//
// The reporter's own credit counts at once unless something was guessed. Everybody else's waits for his own 对, also where a delegate or an office
// reports (1.4 nos. 10 and 31; settings leader_confirms_delegate_entry). An entry after the limit is Late and waits for the office (1.4 no. 30); what
// the office itself enters late is thereby approved.
//
// Refusals: no_date, future, unknown_kind, nobody, unknown_member, not_delegated.
func Report(school *policy.School, e Entry) (Activity, error) {
	today := school.Today(e.At)
	if no := checkHeld(school, e.Kind, e.Date, today); no != nil {
		return Activity{}, no
	}
	members, no := e.members(school, today)
	if no != nil {
		return Activity{}, no
	}
	a := Activity{
		Kind: e.Kind, Date: e.Date, Said: e.Said,
		By: e.By.ID, Entered: e.At.UTC(), Asked: asked(e.Confirm),
	}
	for _, m := range members {
		a.Credits = append(a.Credits, a.credit(school, m, e.By, e.At))
	}
	a.markLate(isLate(school, a.Kind, a.Date, today), e.By, e.At)
	return a, nil
}

// checkHeld refuses an activity that cannot have been held: without a day, on a day to come, or of a kind the measure does not know.
func checkHeld(school *policy.School, kind policy.Kind, date, today policy.Date) *Refusal {
	switch {
	case date <= 0:
		return refuseNoDate()
	case date > today:
		return refuseFuture(date)
	case school.Measure.Kind(kind) == nil:
		return refuseKind()
	}
	return nil
}

// members finds those whom the entry credits, each once, and refuses those for whom the reporter may not speak.
func (e *Entry) members(school *policy.School, today policy.Date) ([]*policy.Member, *Refusal) {
	var out []*policy.Member
	for _, id := range e.Members {
		m := school.Member(id)
		switch {
		case m == nil:
			return nil, refuseUnknownMember()
		case !e.speaksFor(m, today):
			return nil, refuseNotDelegated(m.Name)
		case !slices.Contains(out, m):
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return nil, refuseNobody()
	}
	if school.Measure.Settings.GroupCredit == policy.HostOnly {
		out = out[:1]
	}
	return out, nil
}

// speaksFor tells whether the reporter may enter something for m: for himself, as one who was there too, as delegate, as a leader, or as the office
// that keeps records of this kind.
func (e *Entry) speaksFor(m *policy.Member, today policy.Date) bool {
	return e.By.ID == m.ID || slices.Contains(e.Members, e.By.ID) || m.Delegated(e.By.ID, today) || e.By.Has(policy.PartyOffice, policy.Leader) ||
		e.By.Has(KeeperOf(e.Kind))
}

// KeeperOf names the office that keeps the records of a kind (Art. 5.4, 5.5, 5.6, 5.8); the party office keeps all.
func KeeperOf(kind policy.Kind) policy.Role {
	switch kind {
	case policy.FirstLesson:
		return policy.MarxismSchool
	case policy.NonpartyTalk, policy.NonpartyEvent:
		return policy.UnitedFront
	case policy.RetireeBrief:
		return policy.RetireeOffice
	case policy.ReceptionDay:
		return policy.PresidentOffice
	}
	return policy.PartyOffice
}

// credit makes a member's credit for what somebody says at an instant.
func (a *Activity) credit(school *policy.School, m, by *policy.Member, at time.Time) Credit {
	c := Credit{Member: m.ID}
	if len(a.Asked) == 0 && takenAtWord(school, m, by, at) {
		c.Confirmed = at.UTC()
	}
	return c
}

// takenAtWord tells whether what by says counts for m without m's own 对: his own word, and that of a delegate or the office where the school asks no
// 对 of theirs. A colleague's word never does.
func takenAtWord(school *policy.School, m, by *policy.Member, at time.Time) bool {
	if m.ID == by.ID {
		return true
	}
	trusted := m.Delegated(by.ID, school.Today(at)) || by.Has(policy.PartyOffice)
	return trusted && !school.Measure.Settings.LeaderConfirmsDelegateEntry
}

// asked are those of the guessed fields that change what counts.
func asked(confirm []string) []string {
	var out []string
	for _, field := range confirm {
		switch field {
		case "kind", "date", "class_hours":
			out = append(out, field)
		}
	}
	return out
}

// markLate notes whether the record was entered after the limit. A word of the office is its approval; any other asks for a new one.
func (a *Activity) markLate(late bool, by *policy.Member, at time.Time) {
	a.Late, a.Approved, a.ApprovedBy = late, time.Time{}, ""
	if late && by.Has(policy.PartyOffice) {
		a.Approved, a.ApprovedBy = at.UTC(), by.ID
	}
}

// isLate tells whether an activity of day date, entered today, is entered after the limit: more than late_entry_days ago (0: no such limit), or after
// a period in which it counts was closed (1.4 no. 30).
func isLate(school *policy.School, kind policy.Kind, date, today policy.Date) bool {
	limit := school.Measure.Settings.LateEntryDays
	return limit > 0 && today > date.Add(limit) || isClosed(school, kind, date, today)
}

// isClosed tells whether a period that holds date, and in which the kind counts, is over today: the term for rules per term, else the school's year.
func isClosed(school *policy.School, kind policy.Kind, date, today policy.Date) bool {
	if over(school.Year(date), date, today) {
		return true
	}
	for i := range school.Measure.Rules {
		r := &school.Measure.Rules[i]
		if !slices.Contains(r.Kinds, kind) {
			continue
		}
		if p, ok := school.PeriodOf(r, date); ok && over(p, date, today) {
			return true
		}
	}
	return false
}

func over(p policy.Period, date, today policy.Date) bool {
	return p.Span.Holds(date) && p.Span.To != 0 && today >= p.Span.To
}
