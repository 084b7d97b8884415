package policy

import (
	"regexp"
	"slices"
)

// The classes of audience that rules speak of (Art. 5.3).
const (
	Students = "学生"
	Teachers = "教师"
	Staff    = "职工"
	Everyone = "师生"  // students and teachers together: 师生员工, 师生代表
	Retirees = "离退休" // 离退休人员, 老同志
)

// audienceForms are the words by which a class is known, in the order in which they are looked for. What one form takes, a later one does not
// see: 学生干部 are students although 干部 are staff, 研究生导师 are teachers, 退休教师 are none. The class "" takes words that only look like an audience.
// The class of a record stands in the ledger's index: a change here needs a migration there.
var audienceForms = []struct {
	class string
	form  *regexp.Regexp
}{
	{"", regexp.MustCompile(`学生处|学生工作|学工|教师工作部|后勤处|教师节|(学生|新生|研究生)?的?家长(代表|们)*`)},
	{Retirees, regexp.MustCompile(`(离退休|退休|离休|老同志|老干部)(老?干部|老?教师|老?教授|老?同志|职工|人员|代表)*`)},
	{Everyone, regexp.MustCompile(`师生(员工|代表)*`)},
	{Teachers, regexp.MustCompile(`((学生|新生|毕业生|研究生|本科生|专科生|博士生?|硕士生?|留学生|大[一二三四]|\d{2,4}级)+的?)(导师|辅导员|班主任)(代表|骨干|们)*`)},
	{Students, regexp.MustCompile(`(学生|同学|新生|毕业生|研究生|本科生|专科生|博士生|硕士生|留学生|班委|班干|班长|团支书|舍长|入党积极分子|大[一二三四]|\d{2,4}级)` +
		`(干部|部|骨干|代表|党员|们|学生|新生)*`)},
	{Teachers, regexp.MustCompile(`(教师|老师|青教|教授|讲师|辅导员|班主任|导师|教研室|博士)(代表|骨干|主任|党员|们)*`)},
	{Staff, regexp.MustCompile(`职工|员工|干部|工作人员|管理人员|行政人员|实验员|保安|阿姨|师傅|工人`)},
}

// AudienceClass gives the class of people that a text names: 学生 (学生代表, 毕业生, 班干部, 2024级), 教师 (青年教师, 青年博士), 职工, 师生 (师生员工, 师生代表, or
// students together with teachers or staff), 离退休; "" if it names none. Teachers together with staff are 教师.
func AudienceClass(text string) string {
	switch text {
	case "", Students, Teachers, Staff, Everyone, Retirees: // classes are their own class
		return text
	}
	var found []string
	for _, row := range audienceForms {
		if row.form.MatchString(text) {
			found = append(found, row.class)
			text = row.form.ReplaceAllString(text, " ")
		}
	}
	found = slices.DeleteFunc(found, func(class string) bool { return class == "" })
	switch {
	case len(found) == 0:
		return ""
	case len(found) > 1 && slices.Contains(found, Students):
		return Everyone
	}
	return found[0]
}

// AdmitsAudience tells whether an audience serves the rule (where.audience). ask: only the office may say (where.ask_office, 1.4 no. 23).
// A rule without audiences takes everybody; an audience that names nobody serves no rule that asks for one.
func (w *Where) AdmitsAudience(text string) (admits, ask bool) {
	if len(w.Audience) == 0 {
		return true, false
	}
	class := AudienceClass(text)
	if class == "" {
		return false, false
	}
	if hasClass(w.Audience, class) {
		return true, false
	}
	return false, hasClass(w.AskOffice, class)
}

func hasClass(names []string, class string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return AudienceClass(name) == class })
}
