package web

import (
	"fmt"

	"lianxin/config/policy"
)

// phrasesOf gives sentences to try, as somebody in this post would write them. They only fill the box; what they do is up to the bot.
func (s *Sandbox) phrasesOf(p person) []string {
	switch {
	case p.Has(policy.Leader):
		return []string{"昨天下午去教科院听了两节课，王丽老师的教育心理学", "周二上午在文学院和12位青年教师座谈", "我还差几次听课", "对", "撤销", "帮助"}
	case s.leaderOf(p) != nil:
		name := s.leaderOf(p).Name
		return append(officePhrases(p), fmt.Sprintf("帮%s登记：昨天第3-4节在教科院听课，课程与教学论，授课教师赵明", name), "撤销", "帮助")
	case p.Has(policy.PartyOffice, policy.PresidentOffice):
		return append(officePhrases(p), "何校长昨天下午3点在计软学院召开青年教师座谈会，到会12人", "撤销", "帮助")
	}
	return []string{"你好", "帮助"}
}

// officePhrases are what only the office may ask.
func officePhrases(p person) []string {
	if p.Has(policy.PartyOffice) {
		return []string{"谁没收到"}
	}
	return nil
}

// leaderOf finds a leader for whom the person may report today; nil if there is none.
func (s *Sandbox) leaderOf(p person) *policy.Member {
	today := s.school.Today(s.clock.Now())
	for _, leader := range s.school.Leaders(today) {
		if leader.Delegated(p.ID, today) {
			return leader
		}
	}
	return nil
}
