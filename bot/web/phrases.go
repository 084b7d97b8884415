package web

import (
	"fmt"

	"lianxin/config/policy"
)

// What people in each post would write.
var (
	leaderPhrases = []string{
		"昨天下午去教科院听了两节课，王丽老师的教育心理学", "周二上午在文学院和12位青年教师座谈", "我还差几次听课", "对", "下周三去文学院听课",
		"昨天去音乐学院走访，反映琴房空调坏了，让后勤处修", "转问题", "待办", "本周不再提醒", "恢复提醒", "撤销", "帮助",
	}
	partyPhrases     = []string{"谁没收到", "谁听课还没够", "明天会提醒谁", "逾期件"}
	presidentPhrases = []string{"11月16日接待日来访2批", "待办", "问题清单", "谁听课还没够", "明天会提醒谁", "撤销", "帮助信访件", "帮助"}
	adminPhrases     = []string{"谁没收到", "明天会提醒谁", "帮助"}
	officerPhrases   = []string{
		"待办", "待告知", "1", "交办 信息中心，5个工作日", "宿舍网络不稳定，希望检修",
		"登记来访：来访人张三，电话13800000000，反映宿舍热水不足", "逾期件", "帮助信访件",
	}
	handlerPhrases = []string{
		"待办", "1", "签收", "答复 经查设备老化，昨天已更换并试用正常，联系人值班室 2716000，支持", "对", "延期 15天，配件没到", "问题清单", "帮助信访件",
	}
	collegePhrases = []string{"今天给新生上了思政第一课，2学时", "我的记录", "撤销"}
	marxismPhrases = []string{"第一课安排：书记下周三下午、校长下周四上午", "对", "梁书记的第一课改到下周五下午", "对", "第一课安排", "谁还没上第一课"}
	unitedPhrases  = []string{"哪些领导联系党外人士", "谁还没和党外人士谈话"}
	retireePhrases = []string{"离退休通报做了吗", "何校长昨天下午给离退休老同志通报了学校情况，大概80人，在老干中心"}
	filerPhrases   = []string{
		"2", "我的诉求", "催办", "补充：昨天又坏了一次", "满意", "谁看过", "下次接待日是谁", "帮助",
	}
	firstWords = map[string]string{ // what each kind of member files first
		"student": "主楼电梯三天两头停", "teacher": "三教205的投影仪坏了，上课没法用", "retiree": "老干活动中心的灯坏了", "nonparty": "建议多开座谈会听听青年教师的意见",
	}
)

// phrasesOf gives sentences to try, as somebody in this post would write them. They only fill the box; what they do is up to the bot.
func (s *Sandbox) phrasesOf(p person) []string {
	leader := s.leaderOf(p)
	switch {
	case p.Has(policy.Leader):
		return leaderPhrases
	case leader != nil:
		out := []string{
			fmt.Sprintf("帮%s登记：昨天第3-4节在教科院听课，课程与教学论，授课教师赵明", leader.Name), fmt.Sprintf("%s还差什么", leader.Name), "问题清单", "撤销", "帮助",
		}
		if p.Has(policy.PartyOffice) {
			out = append(append([]string(nil), partyPhrases...), out...)
		}
		return out
	case p.Has(policy.PartyOffice):
		return append(append([]string(nil), partyPhrases...), "帮助")
	case p.Has(policy.PresidentOffice):
		return presidentPhrases
	case p.Has(policy.PetitionOfficer):
		return officerPhrases
	case p.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel):
		return append(append([]string(nil), collegePhrases...), handlerPhrases...)
	case p.Has(policy.MarxismSchool):
		return append(append([]string(nil), marxismPhrases...), handlerPhrases...)
	case p.Has(policy.UnitedFront):
		return append(append([]string(nil), unitedPhrases...), handlerPhrases...)
	case p.Has(policy.RetireeOffice):
		return append(append([]string(nil), retireePhrases...), handlerPhrases...)
	case s.handles(p):
		return handlerPhrases
	case p.Has(policy.Admin):
		return adminPhrases
	}
	first := firstWords[p.Kind]
	if first == "" {
		first = firstWords["student"]
	}
	return append([]string{first}, filerPhrases...)
}

// handles tells whether cases of a unit come to the person.
func (s *Sandbox) handles(p person) bool {
	for i := range s.school.Units {
		if s.school.Handles(p.Member, s.school.Units[i].Name) {
			return true
		}
	}
	return p.Has(policy.Handler)
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
