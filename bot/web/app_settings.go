package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lianxin/config/policy"
)

// settingsView is 设置: the rules, the calendar and the assignments as they are in force today. They are set in the configuration, by those who may.
type settingsView struct {
	Measure     policy.Measure
	Interpret   string
	Rules       []ruleView
	Answers     []fact
	Terms       []fact
	Days        []fact
	Assignments []assignmentView
	Reminders   []fact
	Petitions   []fact
	Today       string
}

type ruleView struct{ ID, Article, Title, Who, Asks, Note string }

type assignmentView struct{ Name, InCharge, Contact, Place string }

// settings shows what is in force: GET /app/settings.
func (a *App) settings(v *visit) {
	m := &a.school.Measure
	view := settingsView{Measure: *m, Interpret: strings.Join(m.Interpreters, "、"), Answers: a.answers(), Today: v.Today().Chinese()}
	for i := range m.Rules {
		if r := &m.Rules[i]; a.school.InForce(r, v.Today()) {
			view.Rules = append(view.Rules, ruleOf(r))
		}
	}
	for i := range a.school.Calendar.Terms {
		t := &a.school.Calendar.Terms[i]
		view.Terms = append(view.Terms, fact{t.Name(), fmt.Sprintf("%s起 %d 周，教学周 %d 周", t.Start.String(), t.Weeks, t.TeachingWeeks)})
	}
	view.Days = a.days(v.Today())
	for _, leader := range a.school.Leaders(v.Today()) {
		view.Assignments = append(view.Assignments, assignmentView{
			Name: leader.Name + " " + leader.Title, InCharge: held(leader.InCharge, v.Today()), Contact: held(leader.Contact, v.Today()), Place: a.school.ReceptionPlace(leader.ID),
		})
	}
	view.Reminders = []fact{{"不打扰的时间", a.school.Reminders.QuietFrom.String() + "–" + a.school.Reminders.QuietUntil.String() + "，周末和节假日"}}
	view.Petitions = a.limits()
	a.show(v, "settings.html", "设置", view, nil)
}

// ruleOf says one rule in a line.
func ruleOf(r *policy.Rule) ruleView {
	out := ruleView{ID: r.ID, Article: r.Article, Title: r.Title, Who: "每位" + joined("", r.Who.Group, strings.Join(r.Who.Posts, "、")), Note: joined("；", strings.Join(r.Who.TagsAny, "、"), r.Counts)}
	if r.Who.Scope == policy.Body {
		out.Who = r.Who.Group + "集体"
	}
	if r.Who.Unit != "" {
		out.Who = r.Who.Unit
	}
	per := "每学年"
	if r.Per == policy.PerTerm {
		per = "每学期"
	}
	switch {
	case r.EverySlot:
		out.Asks = per + "每场"
	case r.EveryWeek:
		out.Asks = per + "每个教学周"
	default:
		out.Asks = per + strconv.Itoa(r.Min) + " " + policy.UnitZh(r.Unit)
	}
	if r.Soft {
		out.Note = joined("；", "根据情况", out.Note)
	}
	return out
}

// days lists the holidays and workdays of the rest of the year that the calendar knows.
func (a *App) days(today policy.Date) []fact {
	var dates []policy.Date
	for d := range a.school.Calendar.Days {
		if d >= today && d.Year() <= today.Year()+1 {
			dates = append(dates, d)
		}
	}
	slices.Sort(dates)
	var out []fact
	for _, d := range dates[:min(len(dates), 40)] {
		day := a.school.Calendar.Days[d]
		what := "调休上班"
		if day.Off {
			what = day.Name
		}
		out = append(out, fact{dayShort(d, today.Year()) + " " + d.WeekdayZh(), what})
	}
	return out
}

// held joins the names of the assignments that hold on a day.
func held(list []policy.Assignment, d policy.Date) string {
	var out []string
	for _, one := range list {
		if one.Holds(d) && !slices.Contains(out, one.Name) {
			out = append(out, one.Name)
		}
	}
	return strings.Join(out, "、")
}

// limits are the time limits of the cases.
func (a *App) limits() []fact {
	t := &a.school.Petitions.Timings
	return []fact{
		{"告知来信人", fmt.Sprintf("%d 日", t.TellDays)},
		{"分办", fmt.Sprintf("%d 个工作日", t.SortWorkdays)},
		{"承办单位回复", fmt.Sprintf("%d 个工作日", t.UnitWorkdays)},
		{"申诉求决办结", fmt.Sprintf("%d 日，可延长一次 %d 日", t.DecideDays, t.ExtendDays)},
		{"建议意见答复", fmt.Sprintf("%d 个工作日", t.SuggestionWorkdays)},
		{"咨询求助答复", fmt.Sprintf("%d 个工作日", t.InquiryWorkdays)},
		{"简易办理", fmt.Sprintf("%d 个工作日", t.SimpleWorkdays)},
		{"复查、复核", fmt.Sprintf("%d 日", t.ReviewDays)},
		{"身份信息保存", fmt.Sprintf("办结后 %d 年", a.school.Petitions.Retention.IdentityYears)},
		{"信访件保存", fmt.Sprintf("办结后 %d 年", a.school.Petitions.Retention.CaseYears)},
		{"登记原话保存", fmt.Sprintf("%d 天", a.school.Petitions.Retention.ChatDays)},
	}
}

// answers are the school's answers to what the measure leaves open (requirements, 1.4).
func (a *App) answers() []fact {
	s := &a.school.Measure.Settings
	yes := func(is bool) string {
		if is {
			return "是"
		}
		return "否"
	}
	return []fact{
		{"“每年”按", settingWord(s.YearBasis)},
		{"双周按", settingWord(s.ReceptionParity)},
		{"接待日的教学周", fmt.Sprintf("第%d–%d周", s.ReceptionWeeks[0], s.ReceptionWeeks[1])},
		{"接待日遇节假日", settingWord(s.ReceptionOnHoliday)},
		{"一学时", fmt.Sprintf("%d 分钟", s.MinutesPerClassHour)},
		{"听课至少听完", fmt.Sprintf("%d 节", s.MinWholePeriods)},
		{"多位领导参加同一活动", settingWord(s.GroupCredit)},
		{"一次座谈可同时算师生员工和师生代表", yes(s.ForumOverlap)},
		{"参加本人所在支部活动计入", yes(s.OwnBranchCounts)},
		{"组织生活只要求中共党员", yes(s.CPCOnly)},
		{"年中到任", settingWord(s.ProrateNewcomers)},
		{"补登须核准的天数", fmt.Sprintf("%d 天", s.LateEntryDays)},
		{"他人代登须本人确认", yes(s.LeaderConfirmsDelegateEntry)},
		{"通报排名", yes(s.BulletinRanking)},
		{"要求佐证材料", yes(s.EvidenceRequired)},
	}
}
