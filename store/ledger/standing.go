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

	Need    float64 // what is asked, pro rata; 0: nothing is asked, or it is asked by the slot (Art. 5.8)
	Done    float64 // what counts
	Waiting float64 // entered, and waits for the leader's 对
	Office  float64 // entered late, and waits for the office
	Left    float64 // what is still missing; never below 0
	Pace    float64 // what should be done by now if the work were spread evenly over the teaching weeks of the period

	Last    policy.Date // the last day that counted; zero if none did
	Unnoted int         // records that count although the notes that the rule asks for are missing (缺记录)

	TeachingWeeksLeft int // of the period, the current one included
	DaysLeft          int // of the period, today included
}

// Met tells whether nothing is missing.
func (s *Standing) Met() bool { return s.Left == 0 }

// Behind tells whether less is done than should be by now.
func (s *Standing) Behind() bool { return s.Done < s.Pace }

// Reader gives a member's marks within a span of days: store.Tx.Marks.
type Reader func(member string, span policy.Span) iter.Seq2[Mark, error]

// Standings judges every rule that binds the member on day at, in the order of the measure: each in the whole of the period that holds at. Rules
// that bind the leadership as a body are in BodyStandings.
func Standings(school *policy.School, m *policy.Member, at policy.Date, marks Reader) ([]Standing, error) {
	return standings(tallies(school, policy.Each, at), m, marks)
}

// StandingOf judges one rule: for the member, or for the body if the rule binds the body. A rule that does not bind the member asks nothing: Need
// is 0.
func StandingOf(school *policy.School, rule *policy.Rule, m *policy.Member, at policy.Date, marks Reader) (Standing, error) {
	t, ok := newTally(school, rule, at)
	if !ok {
		return Standing{Rule: rule, Soft: rule.Soft}, nil
	}
	if rule.Who.Scope == policy.Body {
		return bodyStanding(t, marks)
	}
	list, err := standings(t.rivals(), m, marks)
	for _, s := range list {
		if s.Rule == rule {
			return s, err
		}
	}
	return t.blank(0), err
}

// BodyStandings judges the rules that bind the leadership as a body (Art. 5.6, 5.8): the records of all leaders count together, a shared one once.
// For the reception days only what was held is counted; what is owed there is a matter of the reception roster.
func BodyStandings(school *policy.School, at policy.Date, marks Reader) ([]Standing, error) {
	var out []Standing
	for _, t := range tallies(school, policy.Body, at) {
		s, err := bodyStanding(t, marks)
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
func AllStandings(school *policy.School, at policy.Date, marks Reader) iter.Seq2[MemberStandings, error] {
	return func(yield func(MemberStandings, error) bool) {
		ready := tallies(school, policy.Each, at)
		for i := range school.Members {
			m := &school.Members[i]
			list, err := standings(ready, m, marks)
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
func standings(ready []*tally, m *policy.Member, marks Reader) ([]Standing, error) {
	var bound []*tally
	var list []Standing
	var span policy.Span
	for _, t := range ready {
		if !t.school.Bound(t.rule, m, t.at) {
			continue
		}
		bound = append(bound, t)
		list = append(list, t.blank(float64(t.school.Required(t.rule, m, t.period, t.at))))
		span = cover(span, t.window)
	}
	if len(bound) == 0 {
		return nil, nil
	}
	for mark, err := range marks(m.ID, span) {
		if err != nil {
			return nil, err
		}
		offer(bound, list, m, &mark)
	}
	for i := range list {
		list[i].close()
	}
	return list, nil
}

// offer gives a mark to every rule that it serves; where the school lets no forum serve two rules of Art. 5.3, to one of them.
func offer(bound []*tally, list []Standing, m *policy.Member, mark *Mark) {
	if mark.Kind == policy.Forum && !bound[0].school.Measure.Settings.ForumOverlap {
		if i := choose(bound, list, m, mark); i >= 0 {
			list[i].add(mark, bound[i].amount(m, mark))
		}
		return
	}
	for i, t := range bound {
		list[i].add(mark, t.amount(m, mark))
	}
}

// choose picks the rule that a forum serves where it may serve one only (settings forum_overlap_5_3): the narrower rule (师生代表) as long as it
// lacks something, else the first that takes it. -1 if none does.
func choose(bound []*tally, list []Standing, m *policy.Member, mark *Mark) int {
	best := -1
	for i, t := range bound {
		if t.amount(m, mark) == 0 {
			continue
		}
		narrow := len(t.rule.Who.TagsAny) > 0
		if narrow && list[i].Done+list[i].Waiting+list[i].Office < list[i].Need {
			return i
		}
		if best < 0 || !narrow && len(bound[best].rule.Who.TagsAny) > 0 {
			best = i
		}
	}
	return best
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
func bodyStanding(t *tally, marks Reader) (Standing, error) {
	s := t.blank(float64(t.rule.Min))
	best := map[Serial]Mark{}
	for i := range t.school.Members {
		m := &t.school.Members[i]
		if !m.Has(policy.Leader) {
			continue
		}
		for mark, err := range marks(m.ID, t.window) {
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
	}
	s.close()
	return s, nil
}
