package reminders

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// sayOfficeWeek is the state of the week: who is behind, what waits, what is overdue, what did not arrive.
func sayOfficeWeek(school *policy.School, day policy.Date, news *officeNews) string {
	var b strings.Builder
	b.WriteString("每周情况")
	if len(news.behind) > 0 {
		fmt.Fprintf(&b, "\n进度偏慢的校领导 %d 人：", len(news.behind))
		listed(&b, news.behind, func(s shortfall) string {
			parts := make([]string, len(s.missing))
			for i := range s.missing {
				parts[i] = shortOf(&s.missing[i])
			}
			return s.member.Name + "：差" + strings.Join(parts, "、")
		})
	}
	for _, s := range news.body {
		fmt.Fprintf(&b, "\n%s：%s还差 %s 次", s.Rule.Title, school.Say(s.Period, day), amount(s.Left))
	}
	if len(news.unheard) > 0 {
		fmt.Fprintf(&b, "\n还没有登记的接待日 %d 场：", len(news.unheard))
		listed(&b, news.unheard, func(s ledger.Slot) string { return s.Day.Chinese() + " " + school.Member(s.Member).Name })
	}
	if news.late > 0 {
		fmt.Fprintf(&b, "\n补登待审核：%d 条", news.late)
	}
	writeTrouble(&b, school, news)
	b.WriteString("\n系统会按期提醒本人；需要当面提醒的，请酌情处理。")
	return dated(day, b.String())
}

// sayOfficeDay is what went wrong since the last digest.
func sayOfficeDay(school *policy.School, day policy.Date, news *officeNews) string {
	var b strings.Builder
	b.WriteString("有情况需要处理")
	writeTrouble(&b, school, news)
	b.WriteString("\n没有送达的请改用电话等方式告知，并核对账号和应用的可见范围。")
	return dated(day, b.String())
}

// writeTrouble lists overdue cases, by number and unit only, and notices that did not arrive.
func writeTrouble(b *strings.Builder, school *policy.School, news *officeNews) {
	if len(news.overdue) > 0 {
		fmt.Fprintf(b, "\n逾期未答复的信访件 %d 件：", len(news.overdue))
		listed(b, news.overdue, func(p ledger.Petition) string {
			return fmt.Sprintf("%s（%s，应于%s答复）", p.ID, unitOr(p.Unit), p.Due.Chinese())
		})
	}
	if len(news.failed) > 0 {
		fmt.Fprintf(b, "\n没有送达的通知 %d 条：", len(news.failed))
		listed(b, news.failed, func(n ledger.Notice) string {
			return receiver(school, &n) + "·" + noticeName(n.Kind) + "：" + n.Reason
		})
	}
}

// receiver names whom a notice was for. Somebody who is not of the directory is not named: it may be the filer of a case.
func receiver(school *policy.School, n *ledger.Notice) string {
	if m := school.Member(n.Member); m != nil {
		return m.Name
	}
	return "一位师生"
}

func noticeName(kind string) string {
	switch kind {
	case KindReceptionDuty, KindReceptionSheet, KindReceptionVisit, KindReceptionNews:
		return "接待日提醒"
	case KindQuota:
		return "完成情况提醒"
	case KindUnconfirmed:
		return "待确认提醒"
	case KindOfficeDigest:
		return "每周情况"
	case KindPetitionTell, KindPetitionDue, KindPetitionOverdue:
		return "信访办理提醒"
	case KindYearClose:
		return "学年收尾提醒"
	case KindCalendarMissing:
		return "校历提醒"
	}
	return "答复"
}

func unitOr(unit string) string {
	if unit == "" {
		return "未转办"
	}
	return unit
}

func whyOffice(news *officeNews) string {
	var parts []string
	count := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d", what, n))
		}
	}
	count(len(news.behind), "进度偏慢")
	count(len(news.body), "集体事项")
	count(len(news.unheard), "接待未登记")
	count(news.late, "补登待审")
	count(len(news.overdue), "逾期信访")
	count(len(news.failed), "未送达")
	return strings.Join(parts, "、")
}

// sayCases is a person's digest of cases: numbers, kinds and days, nothing of what was written.
func sayCases(day policy.Date, news caseNews) string {
	var b strings.Builder
	b.WriteString("信访件办理提醒")
	section := func(title string, list []clock) {
		if len(list) > 0 {
			b.WriteString("\n" + title)
			listed(&b, list, func(c clock) string { return sayClock(c, day) })
		}
	}
	section("已超期，请今天处理并说明原因：", news.overdue)
	section("即将到期：", news.due)
	section("应告知来信人受理情况：", news.tell)
	b.WriteString("\n办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。")
	return dated(day, b.String())
}

func sayClock(c clock, day policy.Date) string {
	what := "答复"
	if c.tell {
		what = "告知"
	}
	when := c.limit.Chinese() + "前" + what
	switch {
	case day > c.limit:
		when = fmt.Sprintf("应于%s%s", c.limit.Chinese(), what)
	case day == c.limit:
		when = "今天到期，" + what
	}
	return fmt.Sprintf("%s %s（%s）：%s", c.petition.ID, c.petition.Category, unitOr(c.petition.Unit), when)
}

func whyCases(news caseNews) string {
	return fmt.Sprintf("超期%d、将到期%d、待告知%d", len(news.overdue), len(news.due), len(news.tell))
}

func sayYearClose(day, last policy.Date, year policy.Period) string {
	return dated(day, fmt.Sprintf("%s将于%s结束，还有 %d 天。请核对各位校领导的完成情况，处理待确认和补登待审核的记录；结束后按台账汇总，供学年考核使用。",
		year.Name, last.Chinese(), int(last-day)))
}

func sayNoHolidays(year int) string {
	return fmt.Sprintf("校历里还没有%d年的放假安排。国务院办公厅的通知一般在11月公布，请收到后补入配置；在此之前，%d年的接待日和期限只按周末推算，可能不准。", year, year)
}

func sayNoTerm(last policy.Term) string {
	return fmt.Sprintf("校历只排到%s（%s结束）。请补入下一学期的起止日期；没有校历，接待日和完成情况提醒不会安排。", last.Name(), last.Span().To.Add(-1).Chinese())
}
