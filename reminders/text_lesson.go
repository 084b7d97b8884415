package reminders

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func sayFirstLesson(p *ledger.Plan, day policy.Date) string {
	when := p.Date.Chinese()
	switch p.Date {
	case day:
		when = "今天"
	case day.Add(1):
		when = "明天（" + p.Date.Chinese() + "）"
	}
	return dated(day, fmt.Sprintf("%s%s请您讲思政第一课%s。如不能到场，请尽早联系马克思主义学院；讲完后回“讲了”即可登记。", when, lessonTime(p), lessonWhere(p)))
}

// lessonTime is the time of a lesson as it was said: 第5-6节, 14:30, 下午.
func lessonTime(p *ledger.Plan) string {
	switch {
	case p.Said.Periods != "":
		return "第" + p.Said.Periods + "节"
	case p.Said.Start != "":
		return p.Said.Start
	}
	return p.Said.PartOfDay
}

// lessonWhere is for whom, where and about what; "" if nothing was said.
func lessonWhere(p *ledger.Plan) string {
	var parts []string
	audience := p.Said.Audience
	if audience == "" {
		audience = p.Said.Klass
	}
	if who := p.Said.Unit + audience; who != "" {
		parts = append(parts, "听课的是"+who)
	}
	if p.Said.Place != "" {
		parts = append(parts, "地点："+p.Said.Place)
	}
	if p.Said.Topic != "" {
		parts = append(parts, "主题："+p.Said.Topic)
	}
	if len(parts) == 0 {
		return ""
	}
	return "，" + strings.Join(parts, "，")
}

// sayLessonHint tells in the digest of a speaker how it stands with the lesson that is arranged for him.
func sayLessonHint(p *ledger.Plan, day policy.Date) string {
	if p.Date <= day {
		return fmt.Sprintf("思政第一课安排在%s，讲了请回“讲了”。", p.Date.Chinese())
	}
	return fmt.Sprintf("思政第一课已安排在%s%s。", p.Date.Chinese(), lessonTime(p))
}
