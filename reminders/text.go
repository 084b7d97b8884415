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
	return fmt.Sprintf("（补发，原定%d月%d日%s）\n%s", planned.Month(), planned.Day(), planned.Format("15:04"), text)
}

func sayDuty(school *policy.School, slot ledger.Slot, booked []ledger.Booking, day policy.Date) string {
	place := school.ReceptionPlace(slot.Member)
	if day >= slot.Day {
		return dated(day, fmt.Sprintf("今天15:00—17:00是校领导接待日，由您接待来访师生，地点：%s。%s", place, sayBooked(school, booked)))
	}
	return dated(day, fmt.Sprintf("%s15:00—17:00是校领导接待日，由您接待来访师生，地点：%s。%s如不能到场，请尽早与校长办公室商量调换；当天14:30再提醒您一次。",
		slot.Day.Chinese(), place, sayBooked(school, booked)))
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
	return dated(day, fmt.Sprintf("%s15:00—17:00由%s（%s）接待来访师生，地点：%s。请准备接待登记；结束后会请您登记接待情况。",
		slot.Day.Chinese(), leader.Name, leader.Title, place))
}

func sayFillSheet(slot ledger.Slot, leader *policy.Member, day policy.Date) string {
	return dated(day, fmt.Sprintf("%s的接待日（%s当班）还没有登记。请补记接待情况：有来访的写明几批、反映什么；没有人来也请记一笔，照常计入。",
		slot.Day.Chinese(), leader.Name))
}

func sayVisitor(school *policy.School, slot ledger.Slot, o ledger.Booking, day policy.Date) string {
	when := slot.Day.Chinese()
	if day >= slot.Day {
		when = "今天"
	}
	leader := school.Member(slot.Member)
	return dated(day, fmt.Sprintf("您约了%s%s的校领导接待：%s%s，地点：%s。请提前几分钟到；不去了请回复“取消预约”，让给别人。",
		when, school.Reception.PlaceAt(o.Place), leader.Name, leader.Title, school.ReceptionPlace(slot.Member)))
}

// sayQuota names what is missing with the time that is left, and how one sentence mends it.
func sayQuota(school *policy.School, day policy.Date, week int, missing []ledger.Standing) string {
	var b strings.Builder
	fmt.Fprintf(&b, "第%d教学周小结：还差", week)
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
	fmt.Fprintf(&b, "回一句话即可登记，例如“%s”。学期末按登记情况汇总。", example(missing))
	return dated(day, b.String())
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
			parts = append(parts, thing(s.Rule)+" "+amount(s.Waiting)+" "+unit(s.Rule))
		}
	}
	return strings.Join(parts, "、")
}

// shortOf says what is missing under one rule: 听课 2 学时.
func shortOf(s *ledger.Standing) string {
	text := thing(s.Rule) + " " + amount(s.Left) + " " + unit(s.Rule)
	if s.Soft {
		text += "（视情况）"
	}
	return text
}

func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func unit(r *policy.Rule) string {
	if r.Unit == "class_hour" {
		return "学时"
	}
	return "次"
}

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
	b.WriteString("\n属实请回复“对”，不属实回复“不对”。没有确认的不计入完成情况。")
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
