package ledger

import "lianxin/config/policy"

// sums are the standings of one member while his marks are counted in, rule by rule.
type sums struct {
	bound  []*tally
	list   []Standing // of bound, in its order
	member *policy.Member
	weeks  map[week]Mark // by which each week was counted, for rules that ask for one a week; nil until there is one
	took   taker         // hears of every mark that was counted in; nil: nobody asks
}

// taker hears that a mark gives an amount under a rule, whatever it still waits for.
type taker func(r *policy.Rule, mark *Mark, amount float64)

// week is a teaching week of a rule.
type week struct{ rule, number int }

// offer gives a mark to every rule that it serves; where the school lets no forum serve two rules of Art. 5.3, to one of them.
func (s *sums) offer(mark *Mark) {
	if mark.Kind == policy.Forum && !s.bound[0].school.Measure.Settings.ForumOverlap {
		if i := s.choose(mark); i >= 0 {
			s.add(i, mark)
		}
		return
	}
	for i := range s.bound {
		s.add(i, mark)
	}
}

// add counts a mark in under one rule, of a rule per week at most once in each week.
func (s *sums) add(i int, mark *Mark) {
	t := s.bound[i]
	amount := t.amount(s.member, mark)
	if amount > 0 && t.rule.EveryWeek && !s.addWeek(i, mark) {
		return
	}
	s.list[i].add(mark, amount)
	if s.took != nil && amount > 0 {
		kept := *mark // what is counted without being asked after stays on the stack
		s.took(t.rule, &kept, amount)
	}
}

// addWeek tells whether a mark is the one by which its week counts: the one that waits for the least. What counted for the week before it is taken back.
func (s *sums) addWeek(i int, mark *Mark) bool {
	t := s.bound[i]
	w := week{rule: i, number: t.term.Week(mark.Date)}
	have, again := s.weeks[w]
	if w.number > t.term.TeachingWeeks || again && !mark.nearer(have) {
		return false
	}
	if again {
		s.list[i].add(&have, -1)
	}
	if s.weeks == nil {
		s.weeks = map[week]Mark{}
	}
	s.weeks[w] = *mark
	return true
}

// choose picks the rule that a forum serves where it may serve one only (settings forum_overlap_5_3): the narrower rule (师生代表) as long as it
// lacks something, else the first that takes it. -1 if none does.
func (s *sums) choose(mark *Mark) int {
	best := -1
	for i, t := range s.bound {
		if t.amount(s.member, mark) == 0 {
			continue
		}
		narrow := len(t.rule.Who.TagsAny) > 0
		if narrow && s.list[i].Done+s.list[i].Waiting+s.list[i].Office < s.list[i].Need {
			return i
		}
		if best < 0 || !narrow && len(s.bound[best].rule.Who.TagsAny) > 0 {
			best = i
		}
	}
	return best
}
