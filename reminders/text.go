package reminders

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// What the bot says unasked. A text says what is missing, by when, and what happens next; it names its day, so that two of a kind are never the same
// and the platform's duplicate check does not swallow the second. Reasons for staff stand in reasons.go.

// dated puts the day in front of a text.
func dated(day policy.Date, text string) string { return "【" + day.Chinese() + "】" + text }

// lateText marks what is told later than planned.
func lateText(text string, planned time.Time) string {
	return "【补发】原定" + sayMoment(planned) + "\n" + text
}

// sayAgain opens what is told after a pause: on the day that was wished, or because it was held back.
func sayAgain(text string, wished bool) string {
	if wished {
		return "您说过今天再提醒：\n" + text
	}
	return "暂停期间没有发的，现在补上：\n" + text
}

// sayDuty reminds the leader on duty. other is somebody with whom he could exchange; nil if there is nobody.
func sayDuty(school *policy.School, slot ledger.Slot, booked []ledger.Booking, other *policy.Member, day policy.Date) string {
	place := school.ReceptionPlace(slot.Member)
	if day >= slot.Day {
		return dated(day, fmt.Sprintf("今天是校领导接待日，由您接待来访师生：15:00—17:00，地点：%s。%s临时到不了请马上告诉校长办公室；结束后由陪同的同志登记。",
			place, sayBooked(school, booked)))
	}
	return dated(day, fmt.Sprintf("%s是校领导接待日，由您接待来访师生：15:00—17:00，地点：%s。%s不能到场请尽早回一句换班%s，对方和办公室同意后生效；当天14:30再提醒您一次。",
		slot.Day.Chinese(), place, sayBooked(school, booked), sayLike("我和%s换一下%s的接待", other, slot)))
}

// sayLike is how an exchange or a change is asked for, with the name of somebody who could sit in; "" if there is nobody.
func sayLike(words string, other *policy.Member, slot ledger.Slot) string {
	if other == nil {
		return ""
	}
	return "，例如“" + fmt.Sprintf(words, other.Name, monthDay(slot.Day)) + "”"
}

func monthDay(d policy.Date) string { return fmt.Sprintf("%d月%d日", d.Month(), d.Day()) }

// sayEmptySlot tells the offices that nobody sits at a reception, and what mends it.
func sayEmptySlot(school *policy.School, slot ledger.Slot, leader *policy.Member, booked []ledger.Booking, other *policy.Member, day policy.Date) string {
	when := slot.Day.Chinese()
	if day >= slot.Day {
		when = "今天"
	}
	return dated(day, fmt.Sprintf("%s15:00—17:00的校领导接待没有人：当班的%s%s请假或不在任。%s请尽快改派，回一句即可%s，也可以请领导之间换班；改派后会通知接待的领导和已预约的来访人。"+
		"一直没有改派的，来访师生会见不到人。", when, leader.Name, leader.Title, sayBooked(school, booked), sayLike("%[2]s改由%[1]s接待", other, slot)))
}

// sayBooked tells how many booked, when and about what; "" if nobody did. Names are told in chat, to whom they may be told.
func sayBooked(school *policy.School, booked []ledger.Booking) string {
	if len(booked) == 0 {
		return ""
	}
	booked = slices.SortedFunc(slices.Values(booked), func(x, y ledger.Booking) int { return x.Place - y.Place })
	parts := make([]string, len(booked))
	for i, o := range booked {
		parts[i] = school.Reception.PlaceAt(o.Place).String()
		if o.Topic != "" {
			parts[i] += " " + o.Topic
		}
	}
	return fmt.Sprintf("已有 %d 批预约（%s）。", len(booked), strings.Join(parts, "；"))
}

func sayPrepareSheet(slot ledger.Slot, leader *policy.Member, place string, day policy.Date) string {
	return dated(day, fmt.Sprintf("%s15:00—17:00由%s（%s）接待来访师生，地点：%s。请准备接待登记；结束后回“没人来”或“登记来访”，当天17:05还没有登记的再提醒您。",
		slot.Day.Chinese(), leader.Name, leader.Title, place))
}

func sayFillSheet(slot ledger.Slot, leader *policy.Member, day policy.Date) string {
	return dated(day, fmt.Sprintf("%s的接待日（%s当班）还没有登记，请今天补上：有来访回“登记来访”，没有人来回“没人来”，照常计入。没有登记的不计入，并列入党委办公室的每周情况。",
		slot.Day.Chinese(), leader.Name))
}

// sayVisitor reminds a visitor of his place. empty: nobody sits there yet.
func sayVisitor(school *policy.School, slot ledger.Slot, o ledger.Booking, day policy.Date, empty bool) string {
	when := slot.Day.Chinese()
	if day >= slot.Day {
		when = "今天"
	}
	leader := school.Member(slot.Member)
	who := leader.Name + leader.Title
	if empty {
		who = "接待的领导正在调整，有变动会通知您"
	}
	return dated(day, fmt.Sprintf("您约了%s%s的校领导接待：%s，地点：%s。请提前几分钟到；不去了请回复“取消预约”，让给别人。",
		when, school.Reception.PlaceAt(o.Place), who, school.ReceptionPlace(slot.Member)))
}

// sayQuota names what is missing with the time that is left, and how one sentence mends it.
func sayQuota(school *policy.School, day policy.Date, term policy.Term, missing []ledger.Standing, hints []string) string {
	var b strings.Builder
	if week := term.Week(day); week <= term.TeachingWeeks {
		fmt.Fprintf(&b, "第%d教学周小结：还差", week)
	} else {
		b.WriteString("学期末小结：还差")
	}
	for i, s := range missing {
		if i > 0 {
			b.WriteString("、")
		}
		b.WriteString(shortOf(&s))
		if i == len(missing)-1 || missing[i+1].Period.ID != s.Period.ID {
			fmt.Fprintf(&b, "（%s）", timeLeft(school, &s, day))
		}
	}
	b.WriteString("。")
	if waits := waitsFor(missing); waits != "" {
		fmt.Fprintf(&b, "另有%s已登记、等您回“对”后计入。", waits)
	}
	for _, hint := range hints {
		b.WriteString(hint)
	}
	fmt.Fprintf(&b, "回一句话即可登记，例如“%s”；本周不想再收到，回“本周不再提醒”。学期末按登记情况汇总。", example(missing))
	return dated(day, b.String())
}

// sayUnitsSilent is the quiet hint of Art. 7.
func sayUnitsSilent(units []string) string {
	return fmt.Sprintf("联系单位%s三个月没有您的记录，方便时走一走。", strings.Join(units, "、"))
}

// timeLeft says how long a period still lasts: 本学期剩 5 个教学周, 本学年.
func timeLeft(school *policy.School, s *ledger.Standing, day policy.Date) string {
	name := school.Say(s.Period, day)
	if s.Rule.Per == policy.PerTerm && s.TeachingWeeksLeft > 0 {
		return fmt.Sprintf("%s剩 %d 个教学周", name, s.TeachingWeeksLeft)
	}
	return name
}

// waitsFor lists what was entered for rules that are not met and waits for the leader's word.
func waitsFor(list []ledger.Standing) string {
	var parts []string
	for _, s := range list {
		if s.Waiting > 0 {
			parts = append(parts, thing(s.Rule)+" "+amount(s.Waiting)+" "+policy.UnitZh(s.Rule.Unit))
		}
	}
	return strings.Join(parts, "、")
}

// shortOf says what is missing under one rule: 听课 2 学时.
func shortOf(s *ledger.Standing) string {
	text := thing(s.Rule) + " " + amount(s.Left) + " " + policy.UnitZh(s.Rule.Unit)
	if united(s.Rule) {
		text += "（视情况）"
	}
	return text
}

func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// thing is what a rule asks for in a word or two; its title where no word is known.
func thing(r *policy.Rule) string {
	if len(r.Who.TagsAny) > 0 && kindOf(r) == policy.Forum {
		return "师生代表座谈"
	}
	if name := kindName(kindOf(r)); name != "" {
		return name
	}
	return r.Title
}

func kindOf(r *policy.Rule) policy.Kind {
	if len(r.Kinds) == 0 {
		return ""
	}
	return r.Kinds[0]
}

func kindName(k policy.Kind) string {
	switch k {
	case policy.ObserveClass:
		return "听课"
	case policy.OrgLife:
		return "组织生活"
	case policy.Forum:
		return "座谈"
	case policy.FirstLesson:
		return "思政第一课"
	case policy.NonpartyTalk:
		return "党外人士谈话"
	case policy.NonpartyEvent:
		return "民主党派活动"
	case policy.RetireeBrief:
		return "离退休通报"
	case policy.ResearchPlan:
		return "调研计划"
	}
	return ""
}

// example is a sentence that registers something of what is missing. The first lesson has its own weeks and is taken last.
func example(missing []ledger.Standing) string {
	for _, s := range missing {
		switch kindOf(s.Rule) {
		case policy.ObserveClass:
			return "昨天听了两节课"
		case policy.OrgLife:
			return "昨天参加了联系学院的主题党日"
		case policy.Forum:
			return "昨天下午和学生代表座谈"
		case policy.NonpartyTalk:
			return "昨天和联系的党外人士谈了话"
		case policy.NonpartyEvent:
			return "昨天参加了联系的民主党派的活动"
		case policy.ResearchPlan:
			return "今年调研计划：3月去教科院调研课程思政"
		}
	}
	return "今天给新生上了思政第一课"
}

func whyQuota(missing []ledger.Standing) string {
	parts := make([]string, len(missing))
	for i, s := range missing {
		parts[i] = fmt.Sprintf("%s %s/%s", thing(s.Rule), amount(s.Done), amount(s.Need))
	}
	return strings.Join(parts, "、")
}

// mostLines is how many entries a digest lists; the rest are counted. It keeps a digest within one message.
const mostLines = 8

// listed writes one line for each of the first entries, and how many there are besides.
func listed[T any](b *strings.Builder, list []T, line func(T) string) {
	for i, v := range list {
		if i == mostLines {
			fmt.Fprintf(b, "\n· 等共 %d 项", len(list))
			return
		}
		b.WriteString("\n· " + line(v))
	}
}

func sayUnconfirmed(school *policy.School, day policy.Date, list []ledger.Activity) string {
	var b strings.Builder
	fmt.Fprintf(&b, "有 %d 条替您登记的记录等您确认：", len(list))
	listed(&b, list, func(a ledger.Activity) string {
		line := a.ID + " " + a.Date.Chinese() + " " + activityName(school, a.Kind)
		if a.Said.Unit != "" {
			line += " " + a.Said.Unit
		}
		return line
	})
	b.WriteString("\n属实请回复“对”，不属实回复“不对”。没有确认的不计入完成情况，下周五再提醒您。")
	return dated(day, b.String())
}

func activityName(school *policy.School, k policy.Kind) string {
	if name := kindName(k); name != "" {
		return name
	}
	if spec := school.Measure.Kind(k); spec != nil {
		return spec.Zh
	}
	return "活动"
}
