package reminders

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// sayFiler is how staff read who filed a case.
const sayFiler = "来信人"

// sayVisitorOf is how staff read who booked a place at a reception.
const sayVisitorOf = "来访人"

// stranger is how staff call who stands behind a sealed address.
func stranger(to policy.Address) string {
	if store.IsVisitor(to) {
		return sayVisitorOf
	}
	return sayFiler
}

// sayCases is a person's digest of cases: numbers, categories, clocks and days, nothing of what was written. A leader is told what he can do about what
// 督办 did not move; everybody else works on it.
func sayCases(day policy.Date, news *caseNews, leader bool) string {
	var b strings.Builder
	b.WriteString("信访件办理提醒")
	section := func(title string, list []clocks) {
		if len(list) > 0 {
			b.WriteString("\n" + title)
			listed(&b, list, func(c clocks) string { return sayClocks(c, day) })
		}
	}
	section("已超期，请今天处理并说明原因：", news.overdue)
	if len(news.chased) > 0 {
		title := "新列入督办或上报："
		if leader {
			title = "督办后仍未办结，请您过问："
		}
		b.WriteString("\n" + title)
		listed(&b, news.chased, func(c chased) string { return sayChased(c, leader) })
	}
	section("即将到期：", news.due)
	section("应告知来信人受理情况：", news.tell)
	if leader {
		fmt.Fprintf(&b, "\n可以回“批示”加编号和意见（例如“批示 %s：请抓紧”），会转告承办单位；办结后不再提醒。", news.first())
	} else {
		fmt.Fprintf(&b, "\n回编号看详情和能怎么办（例如“看 %s”）；办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。", news.first())
	}
	return dated(day, b.String())
}

// sayClocks is one line: a case with the limits that are near or broken.
func sayClocks(c clocks, day policy.Date) string {
	p := c.petition
	var when []string
	for _, l := range c.limits {
		if text := sayLimit(p, l, day); !slices.Contains(when, text) { // of several units
			when = append(when, text)
		}
	}
	return fmt.Sprintf("%s：%s", caseName(p, c.limits[0].Unit), strings.Join(when, "；"))
}

// sayLimit says one limit: 5月9日(周六)前答复.
func sayLimit(p *ledger.Petition, l ledger.Limit, day policy.Date) string {
	what := deed(p, l)
	switch {
	case day > l.Internal:
		return fmt.Sprintf("应于%s%s", l.Internal.Chinese(), what)
	case day == l.Internal:
		return "今天到期，" + what
	}
	return l.Internal.Chinese() + "前" + what
}

// deed says what a limit asks for.
func deed(p *ledger.Petition, l ledger.Limit) string {
	switch l.For {
	case ledger.ClockUnit:
		return "回复"
	case ledger.ClockRework:
		return "重新答复"
	case ledger.ClockReview:
		if len(p.Reviews) > 1 {
			return "出具复核意见"
		}
		return "出具复查意见"
	case ledger.ClockTell:
		return "告知"
	}
	return string(l.For)
}

// caseName is how a digest calls a case: XF2026-0001 后勤-食堂（后勤处，督办）.
func caseName(p *ledger.Petition, unit string) string {
	with := unitOr(cmp.Or(unit, p.Unit))
	if len(p.Supervised) > 0 {
		with += "，督办"
	}
	return fmt.Sprintf("%s %s（%s）", p.ID, p.Category, with)
}

// sayChased is one line: a case with why it is under 督办.
func sayChased(c chased, leader bool) string {
	name := fmt.Sprintf("%s %s（%s）", c.petition.ID, c.petition.Category, unitOr(c.petition.Unit))
	if leader {
		return name
	}
	var why []string
	for _, v := range c.why {
		if text := sayCause(c.petition, v); !slices.Contains(why, text) { // of two clocks that were broken
			why = append(why, text)
		}
	}
	return name + "：" + strings.Join(why, "；")
}

func sayCause(p *ledger.Petition, v ledger.Supervision) string {
	switch v.Cause {
	case ledger.CauseCluster:
		return "本单位同类信访件较多，请一并研究解决"
	case ledger.CauseEscalated:
		return "督办后仍未办结，已报分管校领导"
	}
	return fmt.Sprintf("应于%s%s，已超期", v.Due.Chinese(), deed(p, ledger.Limit{For: v.For}))
}

func whyCases(news *caseNews) string {
	return fmt.Sprintf("超期%d、督办%d、将到期%d、待告知%d", len(news.overdue), len(news.chased), len(news.due), len(news.tell))
}

// sayRate asks the filer whether it was solved. It says nothing of what was written.
func sayRate(school *policy.School, p *ledger.Petition, day policy.Date, again bool) string {
	how := fmt.Sprintf("请回复“满意”“基本满意”或“不满意”，也可以写一句原因；有几件信访件时请带上编号，例如“%s 满意”。评价不会告诉承办人是谁写的。", p.ID)
	if again {
		end := school.Today(p.Replied).Add(school.Petitions.Times().CloseDays)
		return dated(day, fmt.Sprintf("%s 的答复，问题解决了吗？%s这是最后一次询问；%s前没有收到回复，就按已办结处理。", p.ID, how, end.Add(1).Chinese()))
	}
	what := "已有答复"
	if !p.Rework.At.IsZero() {
		what = "已有重新办理的答复"
	}
	return dated(day, fmt.Sprintf("您反映的 %s %s，回复“查 %s”可以查看。问题解决了吗？%s没有回复的，过几天再问一次。", p.ID, what, p.ID, how))
}

// sayFollowUp asks the filer whether anybody has retaliated.
func sayFollowUp(p *ledger.Petition, day policy.Date, after int) string {
	return dated(day, fmt.Sprintf("您反映的 %s 已办结 %d 天。有没有因为反映问题受到不公正对待？请回复“没有”或“有”；您的回答只有信访专员能看到。没有需要说的，可以不回。",
		p.ID, after))
}

// sayClosed tells somebody that the case he filed or joined was closed because its filer said nothing. own is the case he knows: it may have been merged.
func sayClosed(school *policy.School, p *ledger.Petition, own string) string {
	name := own
	if own != p.ID {
		name = fmt.Sprintf("%s（并入 %s）", own, p.ID)
	}
	text := fmt.Sprintf("%s 答复后 %d 天没有收到新的意见，已办结。", name, school.Petitions.Times().CloseDays)
	if until := p.ReviewUntil(school); until != 0 && until >= school.Today(p.Closed) {
		text += fmt.Sprintf("对答复不服的，%s前可以申请复查。", until.Add(1).Chinese())
	}
	return dated(school.Today(p.Closed), text+"有新的事实，可以再次反映。")
}

// sayIssues is the owner's list of issues whose day is near.
func sayIssues(day policy.Date, list []dueIssue) string {
	var b strings.Builder
	b.WriteString("问题办理提醒")
	listed(&b, list, func(d dueIssue) string {
		when := d.last.Chinese() + "前"
		if day == d.last {
			when = "今天到期，"
		}
		return fmt.Sprintf("%s %s：%s%s", d.issue.ID, short(d.issue.Text), when, issueOwes(&d.issue))
	})
	id := list[0].issue.ID
	fmt.Fprintf(&b, "\n办妥后回“解决 %s”加结果，提醒自动停止；不属于本单位的回“移交 %s”加单位；暂时解决不了的回“计划 %s”加日期和办法。到期没有登记的，列入党委办公室的每周情况。",
		id, id, id)
	return dated(day, b.String())
}

// issueOwes says what is owed next about an issue.
func issueOwes(i *ledger.Issue) string {
	switch {
	case i.Answered.IsZero():
		return "首次答复"
	case i.PlanDay != 0:
		return "按计划解决"
	}
	return "解决或给出计划"
}

func whyIssues(list []dueIssue) string { return fmt.Sprintf("问题将到期%d", len(list)) }

// ownerOf names who has an issue.
func ownerOf(school *policy.School, i *ledger.Issue) string {
	h := i.Owner()
	if m := school.Member(h.Member); m != nil {
		return m.Name
	}
	return unitOr(h.Unit)
}

// shortText is how many letters of an issue a list shows.
const shortText = 18

func short(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) <= shortText {
		return string(letters)
	}
	return string(letters[:shortText]) + "…"
}
