package report

import (
	"fmt"
	"strconv"
	"strings"

	"lianxin/config/policy"
)

// The words of the picture, and of the text that stands for it.
const (
	sayTitle     = "%s联系基层进度"
	sayTerm      = "%s，第%d周，还剩 %d 个教学周"
	sayExams     = "%s，第%d周，教学周已结束"
	sayVacation  = "假期中"
	sayOf        = "%s/%s %s"
	sayDone      = "已完成"
	sayExempt    = "免"
	sayExemptWhy = "免（%s）"
	saySoft      = "根据情况安排"
	sayMissed    = "还差 %s，第%d-%d周已过"
	sayLeft      = "还差 %s"
	sayPace      = "还差 %s，按进度应有 %s"
	saySettling  = "%s 待确认或核准"
	sayReduced   = "，按比例，原 %s"
	sayOther     = "按%s算：%s"
	sayLegend    = "竖线：按进度现在应有的数量；根据情况安排的不算未完成。"
	sayFoot      = "连心按台账生成，供本人参考，不作排名。"
	sayAlt       = "%s（%s）：%s"

	saySchoolTitle  = "全校联系基层进度"
	saySchoolAlt    = "%s联系基层进度（%s），%d 人有要求："
	saySchoolLegend = "绿色已完成，黄色待确认，蓝色进行中，灰色免。只有人数，不列姓名，不作排名。"
	sayRuleCount    = "%d 人，已完成 %d，待确认 %d，进行中 %d，免 %d"
	sayPeople       = "%d/%d 人"
	sayCasesTitle   = "在办信访件"
	sayCasesUnder   = "您能看到的共 %d 件"
	sayCasesAlt     = "在办信访件（%s），您能看到的共 %d 件"
	sayCasesLegend  = "只有件数，不含内容和来信人。"
	sayByAge        = "按期限"
	sayByCategory   = "按类别"

	sayAltDuty = "%s%s"
)

// unitZh says the unit of a rule. On paper receptions are counted like everything else: 接待日 6/6 次.
func unitZh(unit string) string {
	if unit == "slot" {
		unit = ""
	}
	return policy.UnitZh(unit)
}

// amount writes a number without needless digits: 2, 1.5.
func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// The longest reason and the longest name of a rule that have room on a phone, in characters.
const (
	longestWhy  = 14
	longestName = 18
)

// cut shortens a text to n characters.
func cut(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}

// note says how a duty stands.
func (d *Duty) note() string {
	text := ""
	switch d.State() {
	case Exempt:
		if d.Why != "" {
			return fmt.Sprintf(sayExemptWhy, cut(d.Why, longestWhy))
		}
		return sayExempt
	case Done:
		text = sayDone
	case Soft:
		text = saySoft
	case Missed:
		text = fmt.Sprintf(sayMissed, amount(d.Left), d.Rule.Window.Weeks[0], d.Rule.Window.Weeks[1])
	case Waiting:
		text = fmt.Sprintf(saySettling, amount(d.Standing.Waiting+d.Office))
	case Behind:
		text = fmt.Sprintf(sayPace, amount(d.Left), amount(d.Pace))
	case Open:
		text = fmt.Sprintf(sayLeft, amount(d.Left))
	}
	if d.Reduced() {
		text += fmt.Sprintf(sayReduced, amount(d.Full))
	}
	return text
}

// Alt is the text that stands for the picture where it cannot be seen.
func (p *Progress) Alt() string {
	var parts []string
	for i := range p.Duties {
		d := &p.Duties[i]
		if d.State() == Exempt {
			parts = append(parts, fmt.Sprintf(sayAltDuty, d.Rule.Name(), d.note()))
			continue
		}
		parts = append(parts, fmt.Sprintf(sayAltDuty, d.Rule.Name()+" "+fmt.Sprintf(sayOf, amount(d.Done), amount(d.Need), unitZh(d.Rule.Unit)), "，"+d.note()))
	}
	return fmt.Sprintf(sayAlt, fmt.Sprintf(sayTitle, p.Name), p.Day.Chinese(), strings.Join(parts, "；"))
}

// Under says which week it is, and how much of the term is left.
func (p *Progress) Under() string {
	switch {
	case p.Week == 0:
		return sayVacation
	case p.WeeksLeft == 0:
		return fmt.Sprintf(sayExams, p.Term.Name, p.Week)
	}
	return fmt.Sprintf(sayTerm, p.Term.Name, p.Week, p.WeeksLeft)
}

// ByOtherYear counts the duties per year by the other reading of 每年, in one line; "" if there are none.
func (p *Progress) ByOtherYear() string {
	var parts []string
	for i := range p.Duties {
		if d := &p.Duties[i]; d.Yearly() && !d.Exempt() {
			parts = append(parts, d.Rule.Name()+" "+amount(d.Other))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf(sayOther, p.OtherYear.Name, strings.Join(parts, "、"))
}
