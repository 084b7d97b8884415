package reminders

import (
	"cmp"
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
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
		b.WriteString("\n" + sayBody(school, &s, day))
	}
	if len(news.unheard) > 0 {
		fmt.Fprintf(&b, "\n还没有登记的接待日 %d 场：", len(news.unheard))
		listed(&b, news.unheard, func(s ledger.Slot) string { return s.Day.Chinese() + " " + school.Member(s.Member).Name })
	}
	if len(news.unheld) > 0 {
		fmt.Fprintf(&b, "\n过了安排日期还没有登记的思政第一课 %d 次：", len(news.unheld))
		listed(&b, news.unheld, func(p ledger.Plan) string { return school.Member(p.Member).Name + " " + p.Date.Chinese() })
	}
	if len(news.unsaid) > 0 {
		fmt.Fprintf(&b, "\n代登超过 %d 天还没有本人确认：%s", unsaidDays, saidBy(news.unsaid))
	}
	if news.late > 0 {
		fmt.Fprintf(&b, "\n补登待审核：%d 条", news.late)
	}
	writeTrouble(&b, school, news)
	writeWatched(&b, school, news)
	b.WriteString("\n系统会按期提醒本人；需要当面提醒的，请酌情处理。" + howToLook(news))
	return dated(day, b.String())
}

// sayBody says what the leadership together has still to do, and with whom the office settles it (Art. 5.6).
func sayBody(school *policy.School, s *ledger.Standing, day policy.Date) string {
	text := fmt.Sprintf("%s：%s还差 %s 次", s.Rule.Title, school.Say(s.Period, day), amount(s.Left))
	if kindOf(s.Rule) == policy.RetireeBrief {
		text += "，请与离退休工作处商定时间"
	}
	return text
}

// saidBy lists for how many entries the 对 of each leader is missing.
func saidBy(list []unsaid) string {
	parts := make([]string, len(list))
	for i, u := range list {
		parts[i] = fmt.Sprintf("%s %d 条", u.member.Name, u.entries)
	}
	return strings.Join(parts, "、")
}

// howToLook says what to answer to see more of what a digest names.
func howToLook(news *officeNews) string {
	var ways []string
	add := func(is bool, way string) {
		if is {
			ways = append(ways, way)
		}
	}
	add(len(news.behind) > 0, "看谁还差回“谁听课还没够”")
	add(len(news.unheard) > 0, "补登接待回“登记来访”")
	add(news.late > 0, "核准补登回“对”")
	add(len(news.overdue)+len(news.supervised) > 0, "看超期的信访件回“超期清单”")
	add(len(news.issues)+len(news.candidates) > 0, "看问题回“问题清单”")
	add(len(news.failed) > 0, "看没送达的回“谁没收到”")
	if len(ways) == 0 {
		return ""
	}
	return "\n" + strings.Join(ways, "；") + "。"
}

// sayOfficeDay is what went wrong since the last digest.
func sayOfficeDay(school *policy.School, day policy.Date, news *officeNews) string {
	var b strings.Builder
	b.WriteString("有情况需要处理")
	writeTrouble(&b, school, news)
	if len(news.overdue)+len(news.issues) > 0 {
		b.WriteString("\n逾期的请督促承办单位尽快办理。")
	}
	if len(news.failed) > 0 {
		b.WriteString("\n没有送达的请改用电话等方式告知，并核对账号和应用的可见范围。")
	}
	b.WriteString(howToLook(news))
	return dated(day, b.String())
}

// writeTrouble lists overdue cases and issues, by number and unit only, and notices that did not arrive.
func writeTrouble(b *strings.Builder, school *policy.School, news *officeNews) {
	if len(news.overdue) > 0 {
		fmt.Fprintf(b, "\n逾期的信访件 %d 件：", len(news.overdue))
		listed(b, news.overdue, func(c lateCase) string {
			return fmt.Sprintf("%s（%s，应于%s%s）", c.petition.ID, unitOr(cmp.Or(c.limit.Unit, c.petition.Unit)), c.limit.Internal.Chinese(), deed(c.petition, c.limit))
		})
	}
	if len(news.issues) > 0 {
		fmt.Fprintf(b, "\n逾期的问题 %d 个：", len(news.issues))
		listed(b, news.issues, func(i ledger.Issue) string {
			return fmt.Sprintf("%s（%s，应于%s%s）", i.ID, ownerOf(school, &i), i.Due.Chinese(), issueOwes(&i))
		})
	}
	if len(news.failed) > 0 {
		fmt.Fprintf(b, "\n没有送达的通知 %d 条：", len(news.failed))
		listed(b, news.failed, func(n ledger.Notice) string {
			return receiver(school, &n) + "·" + noticeName(n.Kind) + "：" + n.Why()
		})
	}
}

// writeWatched lists the cases under 督办, each with its last cause, and the issues that may go to a meeting.
func writeWatched(b *strings.Builder, school *policy.School, news *officeNews) {
	if len(news.supervised) > 0 {
		fmt.Fprintf(b, "\n督办中的信访件 %d 件：", len(news.supervised))
		listed(b, news.supervised, func(p *ledger.Petition) string {
			return fmt.Sprintf("%s（%s，%s）", p.ID, unitOr(p.Unit), p.Supervised[len(p.Supervised)-1].Cause)
		})
	}
	if len(news.candidates) > 0 {
		fmt.Fprintf(b, "\n议题候选 %d 个：", len(news.candidates))
		listed(b, news.candidates, func(i ledger.Issue) string {
			if i.MeetingDay != 0 {
				return fmt.Sprintf("%s（%s，%s %s）", i.ID, ownerOf(school, &i), i.MeetingDay.Chinese(), i.Meeting)
			}
			return fmt.Sprintf("%s（%s，未安排会议）", i.ID, ownerOf(school, &i))
		})
	}
}

// receiver names whom a notice was for. The people of a case are never named; nor is somebody who is not of the directory.
func receiver(school *policy.School, n *ledger.Notice) string {
	if name := n.To.GroupName(); name != "" {
		return name
	}
	if n.To.Channel == store.SealedChannel && n.Kind != kindReply {
		return stranger(n.To)
	}
	if m := school.Member(n.Member); m != nil {
		return m.Name
	}
	return "一位师生"
}

// kindReply is the kind of a reply that is told later (bot.Late): its receiver is sealed and may be anybody.
const kindReply = "reply"

// NoticeName is how staff call a kind of notice.
func NoticeName(kind string) string { return noticeName(kind) }

func noticeName(kind string) string {
	switch kind {
	case KindReceptionDuty, KindReceptionSheet, KindReceptionVisit, KindReceptionNews:
		return "接待日提醒"
	case KindQuota:
		return "完成情况提醒"
	case KindFirstLesson:
		return "思政第一课提醒"
	case KindRecord:
		return "登记告知"
	case KindUnconfirmed:
		return "待确认提醒"
	case KindOfficeDigest:
		return "每周情况"
	case KindPetitionTell, KindPetitionDue, KindPetitionOverdue:
		return "信访办理提醒"
	case KindPetitionRate:
		return "评价邀请"
	case KindPetitionFollow:
		return "回访"
	case KindPetitionClosed:
		return "办结通知"
	case KindIssueDue:
		return "问题办理提醒"
	case "case", "issue": // of the conversation, about a step
		return "办理通知"
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
	count(len(news.unheld), "第一课未登记")
	count(len(news.unsaid), "久未确认")
	count(news.late, "补登待审")
	count(len(news.overdue), "逾期信访")
	count(len(news.supervised), "督办")
	count(len(news.issues), "逾期问题")
	count(len(news.candidates), "议题候选")
	count(len(news.failed), "未送达")
	return strings.Join(parts, "、")
}

func sayNoHolidays(year int) string {
	return fmt.Sprintf("校历里还没有%d年的放假安排。国务院办公厅的通知一般在11月公布，请在%d年1月1日前补入配置（calendar.holidays），补好后不再提醒；在此之前，%d年的接待日和期限只按周末推算，可能不准。", year, year, year)
}

func sayNoTerm(last policy.Term) string {
	return fmt.Sprintf("校历只排到%s（%s结束）。请在那之前把下一学期的起止日期补入配置（calendar.terms），补好后不再提醒；没有校历，接待日和完成情况提醒不会安排。",
		last.Name(), last.Span().To.Add(-1).Chinese())
}
