package reminders

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
)

// mostLeaders is how many leaders the text of the year's close names one by one.
const mostLeaders = 20

// sayYearClose tells those who close the year what is still missing, leader by leader in post order, and what waits for a word.
func sayYearClose(school *policy.School, day, last policy.Date, year policy.Period, open *yearOpen) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s将于%s结束，还有 %d 天。", year.Name, last.Chinese(), int(last-day))
	if len(open.missing)+len(open.body) == 0 {
		b.WriteString("各位校领导的任务都已完成。")
	} else {
		b.WriteString("还没有完成的：")
	}
	for i, s := range open.missing {
		if i == mostLeaders {
			fmt.Fprintf(&b, "\n· 等共 %d 人", len(open.missing))
			break
		}
		parts := make([]string, len(s.missing))
		for j := range s.missing {
			parts[j] = shortOf(&s.missing[j])
		}
		fmt.Fprintf(&b, "\n· %s：差%s", s.member.Name, strings.Join(parts, "、"))
	}
	for _, s := range open.body {
		b.WriteString("\n· " + sayBody(school, &s, day))
	}
	if len(open.unsaid) > 0 {
		fmt.Fprintf(&b, "\n等本人确认：%s", saidBy(open.unsaid))
	}
	if open.late > 0 {
		fmt.Fprintf(&b, "\n补登待审核：%d 条", open.late)
	}
	b.WriteString("\n请核对并催办；结束后按台账汇总，供学年考核使用。看谁还差回“谁听课还没够”，核准补登回“对”。")
	return dated(day, b.String())
}

// whyYearClose says for staff in a few words what is open.
func whyYearClose(open *yearOpen) string {
	if n := len(open.missing); n > 0 {
		return fmt.Sprintf("学年收尾，%d人未完成", n)
	}
	return "学年收尾"
}
