package bot

import (
	"regexp"
	"slices"
	"strings"

	"lianxin/config/policy"
)

// reliefOrder is what an order about leave and exemptions says. The grammar of bot/phrase has no intent for it; this reader is strict instead: a
// message is an order only if nothing is left of it once its parts and the words between them are taken out.
//
//	免去林校本学期听课任务，原因：党校学习
//	林校3月1日到5月31日请假，原因：党校学习
//	林校本学期听课改为2学时，原因：挂职锻炼
//	撤销 JM2026-0001 · 撤销林校的请假
//	减免名单
type reliefOrder struct {
	what   reliefVerb
	id     string   // JM2026-0001: take back
	member string   // id; "" = nobody was named
	rules  []string // ids; empty = all
	span   policy.Span
	need   int
	reason string
}

// reliefVerb is what an order wants.
type reliefVerb int

const (
	noRelief reliefVerb = iota
	grantLeave
	grantFree   // rules that ask nothing
	grantNumber // a rule that asks a number of its own
	takeBack
	listRelief
)

// The forms of the parts of an order, after fold has made its signs plain.
var (
	reliefID     = regexp.MustCompile(`(?i)JM\d{4}-\d{4,}`)
	reliefReason = regexp.MustCompile(`[,。;\s]*(?:原因|理由|事由)(?:是|为)?[:\s]*(.*)$|[,。;\s]+(?:因为|由于|因)(.+)$`)
	reliefAhead  = regexp.MustCompile(`^(?:因为|由于|因)([^,]+),`)
	verbBack     = regexp.MustCompile(`撤销|取消|作废|收回`)
	verbLeave    = regexp.MustCompile(`(?:请|休)?(病假|事假|产假|陪产假|公休假)|请假|休假`)
	verbFree     = regexp.MustCompile(`免去|免除|免掉|减免|豁免|免`)
	verbNumber   = regexp.MustCompile(`(?:改为|改成|调整为|定为|减为|减到|降为|按)([0-9一二两三四五六七八九十]{1,3})(?:个)?(?:学时|次|节|份|周)?`)
	allRules     = regexp.MustCompile(`(?:所有|全部|各项)的?(?:任务|要求)?`)
	reliefGlue   = regexp.MustCompile(`任务|指标|要求|数量|考核|期间|同志|老师|登记|记为|给|为|把|将|从|起|的|了|算|在|请|去|本人|我|[,。;:!、\s"“”]`)
)

// reliefSigns are characters and words of which every order and question has one: those of the verbs.
var reliefSigns = []string{"假", "免", "撤销", "取消", "作废", "收回", "改为", "改成", "调整为", "定为", "减为", "减到", "降为", "按"}

// reliefLists are whole messages that ask what was granted.
var reliefLists = []string{"减免名单", "免除名单", "请假名单", "减免情况", "请假情况", "谁请假了", "谁在请假", "有哪些减免", "减免记录", "我的减免", "我的请假"}

// reliefWords are the words by which rules are called besides their names, the longer ones first.
var reliefWords = []struct {
	words string
	rules []string
}{
	{"师生代表座谈", []string{"5.3b"}},
	{"师生座谈", []string{"5.3a"}},
	{"座谈会", []string{"5.3a", "5.3b"}},
	{"座谈", []string{"5.3a", "5.3b"}},
	{"参加支部生活", []string{"5.1"}},
	{"支部生活", []string{"5.1"}},
	{"组织生活", []string{"5.1"}},
	{"调研计划", []string{"5.3c"}},
	{"思政第一课", []string{"5.4a"}},
	{"第一课", []string{"5.4a"}},
	{"听课", []string{"5.4b"}},
	{"党外人士谈话", []string{"5.5a"}},
	{"民主党派活动", []string{"5.5b"}},
}

// foldOrder makes the signs that people type plain.
var foldOrder = strings.NewReplacer("，", ",", "：", ":", "；", ";", "（", "(", "）", ")", "－", "-", "—", "-", "～", "-", "~", "-", "至", "到", "０", "0", "１", "1",
	"２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "　", " ")

// readRelief reads an order; noRelief for any other message.
func readRelief(school *policy.School, text string, today policy.Date) reliefOrder {
	if !hasAny(text, reliefSigns) {
		return reliefOrder{} // most messages: nobody is looked for in them
	}
	text = strings.TrimRight(strings.TrimSpace(foldOrder.Replace(text)), "。!")
	switch {
	case len(text) == 0 || len(text) > 900 || strings.ContainsAny(text, "?？\n") || strings.Contains(text, "接待") || strings.Contains(text, "值班"):
		return reliefOrder{}
	case slices.Contains(reliefLists, text):
		return reliefOrder{what: listRelief}
	}
	o := reliefOrder{}
	rest := o.takeReason(text)
	if id := reliefID.FindString(rest); id != "" && verbBack.MatchString(rest) {
		o.what, o.id = takeBack, strings.ToUpper(id)
		rest = verbBack.ReplaceAllString(strings.Replace(rest, id, "", 1), "")
		rest = verbLeave.ReplaceAllString(verbFree.ReplaceAllString(rest, ""), "")
		return o.ifNothingLeft(rest)
	}
	return o.read(school, rest, today)
}

// takeReason takes the reason out, at the end or ahead, and gives what is left.
func (o *reliefOrder) takeReason(text string) (rest string) {
	if m := reliefReason.FindStringSubmatchIndex(text); m != nil {
		for _, group := range [][2]int{{m[2], m[3]}, {m[4], m[5]}} {
			if group[0] >= 0 {
				o.reason = strings.Trim(text[group[0]:group[1]], " ,。;:")
			}
		}
		return text[:m[0]]
	}
	if m := reliefAhead.FindStringSubmatch(text); m != nil {
		o.reason = strings.TrimSpace(m[1])
		return text[len(m[0]):]
	}
	return text
}

// read takes the parts of an order out of what is left, one after the other.
func (o reliefOrder) read(school *policy.School, rest string, today policy.Date) reliefOrder {
	o.member, rest = takeMember(school, rest)
	back := verbBack.MatchString(rest)
	rest = verbBack.ReplaceAllString(rest, "")
	switch number := verbNumber.FindStringSubmatch(rest); {
	case back && (verbLeave.MatchString(rest) || verbFree.MatchString(rest)):
		o.what = takeBack
		rest = verbLeave.ReplaceAllString(verbFree.ReplaceAllString(rest, ""), "")
	case back:
		return reliefOrder{}
	case verbLeave.MatchString(rest):
		o.what = grantLeave
		if kind := verbLeave.FindStringSubmatch(rest)[1]; kind != "" && o.reason == "" {
			o.reason = kind
		}
		rest = verbLeave.ReplaceAllString(rest, "")
	case number != nil:
		o.what, o.need = grantNumber, smallNumber(number[1])
		rest = strings.Replace(rest, number[0], "", 1)
	case verbFree.MatchString(rest):
		o.what = grantFree
		rest = verbFree.ReplaceAllString(rest, "")
	default:
		return reliefOrder{}
	}
	o.rules, rest = takeRules(school, rest)
	all := allRules.MatchString(rest)
	rest = allRules.ReplaceAllString(rest, "")
	if len(o.rules) == 0 && !all && (o.what == grantFree || o.what == grantNumber) {
		return reliefOrder{}
	}
	o.span, rest = takeSpan(school, rest, today)
	if o.what == grantNumber && (o.member == "" || o.span == (policy.Span{}) && o.reason == "") {
		return reliefOrder{} // 林校听课改为3学时 corrects a record
	}
	return o.ifNothingLeft(rest)
}

// ifNothingLeft gives the order if only words between its parts are left of the message.
func (o reliefOrder) ifNothingLeft(rest string) reliefOrder {
	if reliefGlue.ReplaceAllString(rest, "") != "" {
		return reliefOrder{}
	}
	return o
}

// takeMember finds the one member whom a text names, by the longest of his names, and takes it out; "" if it names nobody, or several.
func takeMember(school *policy.School, text string) (id, rest string) {
	best, where := "", ""
	several := false
	for i := range school.Members {
		m := &school.Members[i]
		for _, name := range append([]string{m.Name + m.Title, m.Name}, m.Aliases...) {
			if name == "" || len(name) < len(where) || !strings.Contains(text, name) {
				continue
			}
			several = len(name) == len(where) && best != m.ID
			best, where = m.ID, name
		}
	}
	if several || best == "" {
		return "", text
	}
	return best, strings.Replace(text, where, "", 1)
}

// takeRules finds the rules that a text names and takes their names out.
func takeRules(school *policy.School, text string) (ids []string, rest string) {
	add := func(words string, rules ...string) {
		if words == "" || !strings.Contains(text, words) {
			return
		}
		text = strings.Replace(text, words, "", 1)
		for _, id := range rules {
			if school.Measure.Rule(id) != nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for i := range school.Measure.Rules {
		if r := &school.Measure.Rules[i]; r.Like == "" && r.Who.Scope == policy.Each {
			add(r.Title, r.ID)
			if len([]rune(r.Name())) > 2 {
				add(r.Name(), r.ID)
			}
		}
	}
	for _, w := range reliefWords {
		add(w.words, w.rules...)
	}
	return ids, text
}

// smallNumber reads a number up to 99, Arabic or Chinese; -1 if it is none.
func smallNumber(text string) int {
	n, ten := 0, false
	for _, r := range text {
		digit := strings.IndexRune("0123456789", r)
		if digit < 0 {
			digit = slices.Index([]rune("零一二三四五六七八九"), r)
		}
		switch {
		case r == '两':
			n += 2
		case r == '十':
			n, ten = max(n, 1)*10, true
		case digit < 0:
			return -1
		case ten:
			n += digit
		default:
			n = n*10 + digit
		}
	}
	return n
}
