package ledger

import (
	"iter"

	"lianxin/config/policy"
)

// Standing 完成情况: how far one rule is fulfilled in the period that holds the day of judgement. Amounts are in the unit of the rule: times, class
// hours, slots.
type Standing struct {
	Rule   *policy.Rule
	Period policy.Period
	Soft   bool // 根据情况: never said to be unfulfilled (1.4 no. 25)

	Full    float64 // what the rule asks of one who serves all of the period
	Need    float64 // what is asked, pro rata; 0: nothing is asked, or it is asked by the slot (Art. 5.8)
	Why     string  // the reason of the leave or exemption by which Need is other than Full; "" if there is none
	Set     bool    // Need was set by the office
	Done    float64 // what counts
	Waiting float64 // entered, and waits for the leader's 对
	Office  float64 // entered late, and waits for the office
	Left    float64 // what is still missing; never below 0
	Pace    float64 // what should be done by now if the work were spread evenly over the teaching weeks that the member serves

	Last    policy.Date // the last day that counted; zero if none did
	Unnoted int         // records that count although the notes that the rule asks for are missing (缺记录)

	TeachingWeeksLeft int // of the period, the current one included
	DaysLeft          int // of the period, today included
}

// Met tells whether nothing is missing.
func (s *Standing) Met() bool { return s.Left == 0 }

// Behind tells whether less is done than should be by now.
func (s *Standing) Behind() bool { return s.Done < s.Pace }

// Exempt tells whether nothing is asked although the rule asks something of others: leave, an exemption, or hardly served.
func (s *Standing) Exempt() bool { return s.Need == 0 && s.Full > 0 }

// Reduced tells whether less is asked than of one who serves all of the period.
func (s *Standing) Reduced() bool { return s.Need != s.Full }

// Facts is what a standing asks of the ledger: store.Tx.
type Facts interface {
	Marks(member string, span policy.Span) iter.Seq2[Mark, error] // within a span of days
	Exemptions(member string) iter.Seq2[Exemption, error]         // all that were granted, in that order
}

// Standings judges every rule that binds the member on day at, in the order of the measure: each in the whole of the period that holds at. Rules
// that bind the leadership as a body are in BodyStandings.
func Standings(school *policy.School, m *policy.Member, at policy.Date, facts Facts) ([]Standing, error) {
	return standings(tallies(school, policy.Each, at), m, facts, nil)
}

// StandingOf judges one rule, in the version that is in force on day at: for the member, or for the body if the rule binds the body. A rule that does
// not bind the member asks nothing: Need is 0.
func StandingOf(school *policy.School, rule *policy.Rule, m *policy.Member, at policy.Date, facts Facts) (Standing, error) {
	if r := school.RuleOn(rule.ID, at); r != nil {
		rule = r
	}
	t, ok := newTally(school, rule, at)
	if !ok {
		return Standing{Rule: rule, Soft: rule.Soft}, nil
	}
	if rule.Who.Scope == policy.Body {
		return bodyStanding(t, facts, nil)
	}
	list, err := standings(t.rivals(), m, facts, nil)
	for _, s := range list {
		if s.Rule == rule {
			return s, err
		}
	}
	return t.blank(policy.Share{}, t.weeks, t.weeksGone), err
}

// BodyStandings judges the rules that bind the leadership as a body (Art. 5.6, 5.8): the records of all leaders count together, a shared one once.
// For the reception days only what was held is counted; what is owed there is a matter of the reception roster.
func BodyStandings(school *policy.School, at policy.Date, facts Facts) ([]Standing, error) {
	var out []Standing
	for _, t := range tallies(school, policy.Body, at) {
		s, err := bodyStanding(t, facts, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// MemberStandings are the standings of one member.
type MemberStandings struct {
	Member    *policy.Member
	Standings []Standing
}

// AllStandings judges the members whom any rule binds on day at, in the order of the configuration; the rules are made ready once for all.
func AllStandings(school *policy.School, at policy.Date, facts Facts) iter.Seq2[MemberStandings, error] {
	return func(yield func(MemberStandings, error) bool) {
		ready := tallies(school, policy.Each, at)
		for i := range school.Members {
			m := &school.Members[i]
			list, err := standings(ready, m, facts, nil)
			if err == nil && len(list) == 0 {
				continue
			}
			if !yield(MemberStandings{Member: m, Standings: list}, err) {
				return
			}
		}
	}
}

// standings judges the rules among ready that bind the member, in one pass over his marks.
func standings(ready []*tally, m *policy.Member, facts Facts, took taker) ([]Standing, error) {
	var bound []*tally
	for _, t := range ready {
		if t.school.Bound(t.rule, m, t.at) {
			bound = append(bound, t)
		}
	}
	if len(bound) == 0 {
		return nil, nil
	}
	granted, err := reliefsOf(facts, m.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Standing, len(bound))
	var span policy.Span
	for i, t := range bound {
		list[i] = t.blankFor(m, granted)
		span = cover(span, t.window)
	}
	sum := sums{bound: bound, list: list, member: m, took: took}
	for mark, err := range facts.Marks(m.ID, span) {
		if err != nil {
			return nil, err
		}
		sum.offer(&mark)
	}
	for i := range list {
		list[i].close()
	}
	return list, nil
}

// add counts an amount in, by what the mark still waits for.
func (s *Standing) add(mark *Mark, amount float64) {
	if amount == 0 {
		return
	}
	switch mark.Waits() {
	case "":
		s.Done += amount
		s.Last = max(s.Last, mark.Date)
		if len(s.Rule.RecordRequired) > 0 && !mark.Noted {
			s.Unnoted++
		}
	case WaitsMember:
		s.Waiting += amount
	case WaitsOffice:
		s.Office += amount
	}
}

// close works out what follows from the sums.
func (s *Standing) close() { s.Left = max(0, s.Need-s.Done) }

// bodyStanding judges one rule for the leadership together. Of a shared record the share that waits for the least decides.
func bodyStanding(t *tally, facts Facts, took taker) (Standing, error) {
	s := t.blank(policy.Share{Full: t.rule.Min, Need: t.rule.Min}, t.weeks, t.weeksGone)
	best := map[Serial]Mark{}
	for i := range t.school.Members {
		m := &t.school.Members[i]
		if !m.Has(policy.Leader) {
			continue
		}
		for mark, err := range facts.Marks(m.ID, t.window) {
			if err != nil {
				return s, err
			}
			if have, ok := best[mark.Serial]; t.amount(m, &mark) > 0 && (!ok || mark.nearer(have)) {
				best[mark.Serial] = mark
			}
		}
	}
	for _, mark := range best {
		s.add(&mark, 1)
		if took != nil {
			took(t.rule, &mark, 1)
		}
	}
	s.close()
	return s, nil
}
