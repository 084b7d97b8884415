package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
)

// paperWords are the words by which papers are asked for, the longer before the shorter. alone: the word is an order by itself; else 导出 or 生成 goes with it.
var paperWords = []struct {
	word  string
	kind  paperKind
	alone bool
}{
	{"学年考核表", paperAssessment, true},
	{"考核表", paperAssessment, true},
	{"信访月报", paperPetitions, true},
	{"信访年报", paperPetitions, true},
	{"信访学期报告", paperPetitions, true},
	{"信访报告", paperPetitions, true},
	{"接待日情况汇总", paperReceived, true},
	{"接待情况汇总", paperReceived, true},
	{"接待汇总", paperReceived, true},
	{"接待日安排表", paperReceptions, false},
	{"接待安排表", paperReceptions, false},
	{"接待安排", paperReceptions, false},
	{"问题清单", paperIssues, false},
	{"问题台账", paperIssues, false},
	{"议题候选清单", paperAgenda, false},
	{"议题候选", paperAgenda, false},
	{"议题清单", paperAgenda, false},
	{"学期通报", paperBulletin, true},
	{"学年通报", paperBulletin, true},
	{"年度通报", paperBulletin, true},
	{"通报稿", paperBulletin, true},
	{"通报", paperBulletin, true},
	{"工作台账", paperLedger, false},
	{"台账", paperLedger, false},
	{"记录", paperLedger, false},
	{"材料", paperLedger, false},
}

// paperMakes are the verbs of an order for a paper.
var paperMakes = []string{"导出", "生成", "起草", "下载"}

// paperRoots are what the words have in common that are an order by themselves.
var paperRoots = []string{"考核表", "信访", "接待", "通报"}

// What an order may hold besides: it changes nothing, or says the form.
var (
	paperPolite = []string{"请", "帮我", "麻烦", "给我", "发给我", "发我", "一下", "一份", "吧", "谢谢"}
	paperForms  = []struct{ word, format string }{
		{"word", ".docx"}, {"docx", ".docx"}, {"文档", ".docx"}, {"excel", ".xlsx"}, {"xlsx", ".xlsx"}, {"表格", ".xlsx"}, {"html", ".html"}, {"网页", ".html"},
	}
	paperByName = []string{"一人一表", "每人一表", "按人分表", "分人"}
)

// readPaper reads an order for a paper, which is a whole message, bare; false: the message is something else. Without a period it is the usual one of the paper.
func (b *Bot) readPaper(s string, who *policy.Member, today policy.Date) (paperOrder, bool) {
	if len(s) > longestOrder {
		return paperOrder{}, false
	}
	var o paperOrder
	for _, f := range paperForms {
		if rest, ok := strings.CutSuffix(s, f.word); ok {
			s, o.format = rest, f.format
		}
	}
	for _, w := range paperByName {
		if strings.Contains(s, w) {
			s, o.byName = strings.Replace(s, w, "", 1), true
		}
	}
	for _, w := range paperPolite {
		s = strings.ReplaceAll(s, w, "")
	}
	made, out := false, false
	for _, w := range paperMakes {
		if rest, ok := strings.CutPrefix(s, w); ok {
			s, made, out = rest, true, w == "导出" || w == "下载"
			break
		}
	}
	if !made && !namesPaper(s) {
		return paperOrder{}, false // most messages: no period is looked for in them
	}
	p, s := takePeriod(b.school, s, today)
	word := ""
	for _, w := range paperWords {
		if rest, ok := strings.CutSuffix(s, w.word); ok && (w.alone || out || made && w.kind != paperReceptions) { // 生成接待安排表 is an order to plan them
			s, word, o.kind = rest, w.word, w.kind
			break
		}
	}
	if word == "" && made && strings.HasSuffix(s, "的") { // 导出梁校的
		o.kind = paperLedger
	}
	if o.kind == "" {
		return o, false
	}
	o.period = p.ID
	if p.ID == "" {
		o.period = b.usualPeriod(o.kind, word, today).ID
	}
	return b.paperWhose(o, strings.TrimSuffix(s, "的"), who)
}

// namesPaper tells whether a text holds a word that may be an order for a paper by itself.
func namesPaper(s string) bool {
	for i := range paperWords {
		if paperWords[i].alone && strings.Contains(s, paperWords[i].word) {
			return true
		}
	}
	return false
}

// longestOrder is how many bytes an order for a paper has at most.
const longestOrder = 120

// paperWhose finds whose paper is meant by what is left of an order; false: it is no order.
func (b *Bot) paperWhose(o paperOrder, rest string, who *policy.Member) (paperOrder, bool) {
	switch {
	case rest == "" && o.kind == paperAssessment && !seesAll(who), rest == "我" || rest == "我自己" || rest == "本人":
		o.whose = who.ID
		return o, true
	case rest == "" && o.kind == paperLedger && !seesAll(who):
		o.whose = who.ID
		return o, true
	case slices.Contains([]string{"", "全部", "全校", "所有", "校领导", "学校", "全体领导", "各位校领导", "全部校领导"}, rest):
		return o, true
	case o.kind != paperLedger && o.kind != paperAssessment:
		return o, false
	}
	for i := range b.school.Units {
		if u := &b.school.Units[i]; o.kind == paperLedger && (u.Name == rest || slices.Contains(u.Aliases, rest)) {
			o.unit = u.Name
			return o, true
		}
	}
	if list := b.memberCalled(rest); len(list) == 1 {
		o.whose = list[0].ID
		return o, true
	}
	return o, false
}

// memberCalled finds whom people mean by a name, an alias, or a surname with a title (梁校, 林校长).
func (b *Bot) memberCalled(name string) []*policy.Member {
	if list := b.school.MembersNamed(name); len(list) > 0 {
		return list
	}
	id, rest := takeMember(b.school, name)
	if m := b.school.Member(id); m != nil && rest == "" {
		return []*policy.Member{m}
	}
	return nil
}

// usualPeriod is what a paper is made of if nobody says it.
func (b *Bot) usualPeriod(kind paperKind, word string, today policy.Date) policy.Period {
	year, _ := b.school.Calendar.AcademicYear(today)
	term, ok := b.school.Calendar.TermAround(today)
	switch {
	case kind == paperPetitions && word == "信访年报":
		return policy.CalendarYear(policy.MakeDate(today.Year(), 1, 1).Add(-1))
	case kind == paperPetitions && word == "信访月报":
		return monthOf(policy.MakeDate(today.Year(), today.Month(), 1).Add(-1))
	case word == "学年通报" || word == "年度通报" || kind == paperLedger || kind == paperAssessment || !ok:
		return year
	}
	return term.Period()
}

// monthOf is the month that holds a day.
func monthOf(d policy.Date) policy.Period {
	first := policy.MakeDate(d.Year(), d.Month(), 1)
	next := policy.MakeDate(first.Add(31).Year(), first.Add(31).Month(), 1)
	return policy.Period{ID: first.String()[:len("2026-03")], Name: strconv.Itoa(d.Year()) + "年" + strconv.Itoa(int(d.Month())) + "月", Span: policy.Span{From: first, To: next}}
}

// PeriodByID finds a term, an academic year, a calendar year or a month by its id.
func PeriodByID(school *policy.School, id string) (policy.Period, bool) {
	if term, ok := school.Calendar.TermByID(id); ok {
		return term.Period(), true
	}
	if year, _ := school.Calendar.YearByID(id); year.ID != "" {
		return year, true
	}
	if first, err := policy.ParseDate(id + "-01"); err == nil {
		return monthOf(first), true
	}
	if first, err := policy.ParseDate(id + "-01-01"); err == nil {
		return policy.CalendarYear(first), true
	}
	return policy.Period{}, false
}

// The forms of periods in an order, without spaces.
var (
	namedPeriod = regexp.MustCompile(`\d{2,4}[-~至/]\d{2,4}(?:-[123]|学年度?(?:第?[一二三123上下]学期)?)?|\d{4}学年(?:第?[一二三123上下]学期)?|\d{4}年(?:春|秋)季?学期`)
	monthPeriod = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月份?`)
	yearPeriod  = regexp.MustCompile(`(\d{4})年`)
)

// takePeriod takes a period out of an order; the zero Period if it names none.
func takePeriod(school *policy.School, s string, today policy.Date) (policy.Period, string) {
	year, _ := school.Calendar.AcademicYear(today)
	before, _ := school.Calendar.AcademicYear(year.Span.From.Add(-1))
	term, _ := school.Calendar.TermAround(today)
	last, _ := school.Calendar.TermBefore(term.ID)
	first := policy.MakeDate(today.Year(), today.Month(), 1)
	for _, w := range []struct {
		word string
		p    policy.Period
	}{
		{"本学期", term.Period()},
		{"这学期", term.Period()},
		{"上学期", last.Period()},
		{"本学年", year},
		{"这学年", year},
		{"上学年", before},
		{"去年", policy.CalendarYear(policy.MakeDate(today.Year()-1, 1, 1))},
		{"今年", policy.CalendarYear(today)},
		{"本月", monthOf(today)},
		{"这个月", monthOf(today)},
		{"上个月", monthOf(first.Add(-1))},
		{"上月", monthOf(first.Add(-1))},
	} {
		if strings.Contains(s, w.word) && w.p.ID != "" {
			return w.p, strings.Replace(s, w.word, "", 1)
		}
	}
	if m := namedPeriod.FindString(s); m != "" {
		if p, ok := PeriodByID(school, m); ok {
			return p, strings.Replace(s, m, "", 1)
		}
	}
	if m := monthPeriod.FindStringSubmatch(s); m != nil {
		y, month := number(m[1]), number(m[2])
		if y == 0 {
			y = today.Year()
			if month > int(today.Month()) {
				y--
			}
		}
		if d := policy.MakeDate(y, time.Month(month), 1); d != 0 {
			return monthOf(d), strings.Replace(s, m[0], "", 1)
		}
	}
	if m := yearPeriod.FindStringSubmatch(s); m != nil {
		return policy.CalendarYear(policy.MakeDate(number(m[1]), 1, 1)), strings.Replace(s, m[0], "", 1)
	}
	return policy.Period{}, s
}
