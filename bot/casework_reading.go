package bot

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// replyLabels are the words by which the parts of a reply are named when somebody writes them one by one.
var replyLabels = []struct {
	part  string
	words string
}{
	{ledger.PartFacts, "查明的情况 查明情况 调查情况 核查情况 基本情况 情况 事实 原因"},
	{ledger.PartAction, "处理措施 处理情况 整改措施 措施 处理"},
	{ledger.PartDate, "完成时间 办结时间 完成日期 时间 日期"},
	{ledger.PartContact, "联系人和电话 联系人 联系方式 联系电话 咨询电话 联系 电话"},
	{ledger.PartFinding, "处理结论 结论 处理意见 意见"},
}

var (
	labelForm   = regexp.MustCompile(labelWords())
	namesPart   = regexp.MustCompile(labelStart() + `(?:应该是|应当是|应该为|应为|改成|改为|改到|换成|更正为|是)`)
	phoneInText = regexp.MustCompile(`\d{3,4}-\d{6,8}|\d{7,12}|分机\d{2,6}|转\d{3,6}`)
)

// changesReply leads in a change of a reply: 改一下，完成时间是11月19日.
var changesReply = regexp.MustCompile(`^(?:请|麻烦)?(?:改一下|改下|修改一下|更正一下|更正|不对|错了|把|将)[\s，,：:]*`)

// labelStart is the word of a label.
func labelStart() string { return strings.TrimSuffix(labelWords(), "(?:是|为)?[:：]") }

// labelWords is the form of a label: the word, then a colon.
func labelWords() string {
	var words []string
	for _, l := range replyLabels {
		words = append(words, strings.Fields(l.words)...)
	}
	return `(` + strings.Join(words, "|") + `)(?:是|为)?[:：]`
}

func partOfLabel(word string) string {
	for _, l := range replyLabels {
		for w := range strings.FieldsSeq(l.words) {
			if w == word {
				return l.part
			}
		}
	}
	return ""
}

// readReply reads a reply out of what somebody writes: with its parts named, or in free sentences, of which each clause says what was found, what is
// done, whom to ask, or what it comes to. What it does not hold is empty.
func readReply(text string, today policy.Date) ledger.Reply {
	var r ledger.Reply
	marks := labelForm.FindAllStringSubmatchIndex(text, -1)
	free := text
	if len(marks) > 0 {
		free = text[:marks[0][0]]
	}
	readClauses(&r, free)
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		putPart(&r, partOfLabel(text[m[2]:m[3]]), text[m[1]:end], today)
	}
	if r.Date == 0 {
		r.Date = dayOfReply(r.Action, today)
	}
	return r
}

// dayOfReply is the day that an action names: done on the last such day, or to be done on the next.
func dayOfReply(text string, today policy.Date) policy.Date {
	will := false
	for _, w := range []string{"将", "拟", "计划", "预计", "前完成", "日前", "之前", "下周"} {
		will = will || strings.Contains(text, w)
	}
	return dayIn(text, today, will)
}

// putPart puts what stands behind a label into its part.
func putPart(r *ledger.Reply, part, value string, today policy.Date) {
	value = strings.Trim(value, " \n\t，,；;。")
	switch part {
	case ledger.PartFacts:
		r.Facts = joinClause(r.Facts, value)
	case ledger.PartAction:
		r.Action = joinClause(r.Action, value)
	case ledger.PartContact:
		r.Contact = joinClause(r.Contact, value)
	case ledger.PartFinding:
		if f := findingIn(value); f != "" {
			r.Finding = f
		} else {
			readClauses(r, value)
		}
	case ledger.PartDate:
		if r.Date = dayOfReply(value, today); r.Date == 0 {
			r.Action = joinClause(r.Action, value)
		}
	}
}

// kinds of clauses.
var (
	factWords   = []string{"经查", "经核", "经了解", "经调查", "经现场", "查明", "核实", "属实", "原因", "由于", "因为", "系", "损坏", "故障", "老化", "不足", "漏报", "超过", "反映的情况", "实际", "经与", "按照规定", "根据规定", "规定"}
	actionWords = []string{"已", "将", "拟", "计划", "安排", "维修", "修好", "修复", "更换", "换了", "换上", "增加", "增设", "调整", "补发", "整改", "延长", "开放", "清理", "协调", "完成", "执行", "退还", "恢复", "加装", "通知", "改为", "要求", "开展", "公示", "公布", "启用", "日起"}
	openers     = []string{"联系人", "联系电话", "联系方式", "咨询电话", "如有疑问", "有疑问", "详情", "电话"}
)

// readClauses sorts the clauses of free sentences into the parts. A clause that belongs to none of them goes with the one before it.
func readClauses(r *ledger.Reply, text string) {
	last := ""
	for _, clause := range clauses(text) {
		part := clausePart(clause)
		if part == "" {
			part = orElse(last, ledger.PartFacts)
		}
		switch part {
		case ledger.PartFinding:
			r.Finding = findingIn(clause)
			continue
		case ledger.PartContact:
			r.Contact = joinClause(r.Contact, trimContact(clause))
			continue
		case ledger.PartAction:
			r.Action = joinClause(r.Action, clause)
		default:
			r.Facts = joinClause(r.Facts, clause)
		}
		last = part
	}
}

// clauses cuts a text where one thing ends.
func clauses(text string) []string {
	var out []string
	for _, c := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,；;。！!\n ", r) }) {
		switch n := len(out); {
		case n > 0 && phoneInText.FindString(c) == c:
			out[n-1] += " " + c // 后勤处王科长 0758-2716000
		default:
			out = append(out, c)
		}
	}
	return out
}

// clausePart tells which part of a reply a clause is; "" = it does not say.
func clausePart(c string) string {
	switch {
	case utf8.RuneCountInString(c) <= 10 && findingIn(c) != "":
		return ledger.PartFinding
	case phoneInText.MatchString(c) || hasAnyPrefix(c, openers):
		return ledger.PartContact
	case hasAny(c, factWords[:7]):
		return ledger.PartFacts
	case hasAny(c, actionWords):
		return ledger.PartAction
	case hasAny(c, factWords):
		return ledger.PartFacts
	}
	return ""
}

// findingIn reads what a reply comes to; "" if the words do not say.
func findingIn(s string) ledger.Finding {
	switch {
	case strings.Contains(s, "不支持"), strings.Contains(s, "不予支持"), strings.Contains(s, "不予采纳"), strings.Contains(s, "不采纳"):
		return ledger.FindingDenied
	case strings.Contains(s, "支持"), strings.Contains(s, "予以采纳"), s == "采纳":
		return ledger.FindingSupported
	case strings.Contains(s, "解释"):
		return ledger.FindingExplained
	}
	return ""
}

// trimContact takes away the words that only lead to a contact.
func trimContact(c string) string {
	for _, w := range []string{"如有疑问请联系", "如有疑问", "有疑问请联系", "有疑问", "详情请咨询", "联系人", "联系电话", "联系方式", "咨询电话", "请联系", "请咨询", "电话"} {
		c = strings.TrimPrefix(c, w)
	}
	return strings.Trim(c, " :：为是")
}

func joinClause(have, more string) string {
	switch {
	case have == "":
		return more
	case more == "":
		return have
	}
	return have + "，" + more
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// fillReply puts what a further message says into the parts that are missing. Words that say not which part they are answer the first one.
func fillReply(r *ledger.Reply, missing []string, text string, today policy.Date) {
	if len(missing) == 0 {
		return
	}
	more := readReply(text, today)
	if labelForm.MatchString(text) || len(missing) > 1 && len(clauses(text)) > 1 {
		merge := func(part string, to *string, from string) {
			if from != "" && has(missing, part) {
				*to = from
			}
		}
		merge(ledger.PartFacts, &r.Facts, more.Facts)
		merge(ledger.PartAction, &r.Action, more.Action)
		merge(ledger.PartContact, &r.Contact, more.Contact)
		if more.Finding != "" {
			r.Finding = more.Finding
		}
		if more.Date != 0 && r.Date == 0 {
			r.Date = more.Date
		}
		return
	}
	putPart(r, partAnswered(missing, text), text, today)
}

// partAnswered is the missing part that a short answer is about.
func partAnswered(missing []string, text string) string {
	part := clausePart(text)
	if part == ledger.PartContact || part == ledger.PartFinding {
		if has(missing, part) {
			return part
		}
	}
	if has(missing, ledger.PartDate) && dayIn(text, 1, true) != 0 && utf8.RuneCountInString(text) <= 12 {
		return ledger.PartDate
	}
	return missing[0]
}

func has(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// writeReply writes a reply so that readReply reads the same again: it lies in a dialog while parts are missing.
func writeReply(r ledger.Reply) string {
	var lines []string
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+"："+value)
		}
	}
	add("情况", r.Facts)
	add("措施", r.Action)
	if r.Date != 0 {
		add("时间", r.Date.Chinese())
	}
	add("联系人", r.Contact)
	add("结论", string(r.Finding))
	return strings.Join(lines, "\n")
}
