package bot

import (
	"regexp"
	"slices"
	"strconv"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// wordsRaise are the whole messages by which what a report said becomes issues.
var wordsRaise = []string{"转问题", "转为问题", "列为问题", "转成问题", "列入问题清单"}

// issueOrder is an order about one issue.
type issueOrder struct {
	verb string // one of the constants below
	id   string
	rest string
}

// What an order does to an issue.
const (
	issueShow     = "看"
	issueRespond  = "答复"
	issuePlan     = "计划"
	issueSolve    = "解决"
	issueHand     = "移交"
	issuePropose  = "议题候选"
	issueSchedule = "上会"
	issueDecide   = "结果"
)

// issueWords are the words of each order.
var issueWords = []struct{ verb, words string }{
	{issueShow, "看看 查看 看 查 详情"},
	{issueRespond, "办理 答复 回复 处理"},
	{issuePlan, "计划 办理计划 计划完成"},
	{issueSolve, "已解决 解决了 解决 办结 销号"},
	{issueHand, "移交给 移交 转给 转交 转 交给"},
	{issuePropose, "议题候选 列为议题候选 提请议题 列为议题 提请上会 议题"},
	{issueSchedule, "安排上会 上会"},
	{issueDecide, "会议结果 上会结果 议题结果 结果"},
}

var (
	longIssue  = regexp.MustCompile(`^(?:[Ww][Tt] ?-? ?|问题 ?)(\d{4})-(\d{1,6})(?:号)?`)
	shortIssue = regexp.MustCompile(`^(?:[Ww][Tt] ?-? ?|问题 ?)(\d{1,5})(?:号)?`)
)

// issueAt reads the number of an issue with which a text begins: WT2026-0001, WT1, 问题3.
func issueAt(s string, year int) (id, rest string) {
	number, n := "", 0
	if m := longIssue.FindStringSubmatch(s); m != nil {
		year, _ = strconv.Atoi(m[1])
		number, n = m[2], len(m[0])
	} else if m := shortIssue.FindStringSubmatch(s); m != nil {
		number, n = m[1], len(m[0])
	}
	if n == 0 || digitOrDash(s[n:]) {
		return "", s
	}
	value, _ := strconv.ParseUint(number, 10, 32)
	return ledger.Serial{Year: uint16(year), Number: uint32(value)}.ID(ledger.IssueLetters), trimSeparators(s[n:])
}

// issueVerb finds the order with whose word a text begins, and what stands behind.
func issueVerb(s string) (verb, rest string) {
	verb, long := issueWord(s)
	return verb, trimSeparators(s[long:])
}

// issueWord is the longest word of an order with which a text begins, and how many bytes it takes.
func issueWord(s string) (verb string, long int) {
	word, verb := issueOpenings.at(s)
	return verb, len(word)
}

var issueOpenings = func() openings[string] {
	all := openings[string]{}
	for _, w := range issueWords {
		all.add(w.words, w.verb)
	}
	return all
}()

// readIssueOrder reads an order about an issue: the word before or behind the number, or alone when one issue lies on the table.
func readIssueOrder(text string, year int, table []string) (issueOrder, bool) {
	s := trimLead(text)
	if id, rest := issueAt(s, year); id != "" {
		if rest == "" {
			return issueOrder{issueShow, id, ""}, true
		}
		verb, behind := issueVerb(trimLead(rest))
		return issueOrder{verb, id, behind}, verb != "" && !asks(behind)
	}
	verb, rest := issueVerb(s)
	if verb == "" || asks(rest) {
		return issueOrder{}, false
	}
	if id, behind := issueAt(rest, year); id != "" {
		return issueOrder{verb, id, behind}, true
	}
	_, long := issueWord(s)
	if len(table) == 1 && verb != issueShow && (rest == "" || trimSeparators(s[long:]) != s[long:]) { // 计划下周三去听课 is no word about an issue
		return issueOrder{verb, table[0], rest}, true
	}
	return issueOrder{}, false
}

// wordsIssues are the whole messages that ask for the list of issues.
var wordsIssues = []string{"问题清单", "看问题清单", "问题台账", "我的问题", "待办问题", "逾期问题", "问题", "议题候选", "看议题候选", "议题清单", "议题候选清单"}

// issues hears what is said about issues (Art. 6.3, 6.4): raising them from a report, the list, and what becomes of one.
func (b *Bot) issues(t *talk) (move, bool) {
	if len(t.who.Roles) == 0 || t.who.Has(policy.Admin) && len(t.who.Roles) == 1 {
		return move{}, false
	}
	if t.is(wordsRaise) {
		return b.raise(t), true
	}
	if t.is(wordsIssues) {
		return b.issueList(t), true
	}
	table := t.issueTable()
	if o, ok := readIssueOrder(t.Text, t.today.Year(), table); ok {
		return b.obeyIssue(t, o), true
	}
	switch {
	case t.cmd.Intent == phrase.Choose && t.cmd.Choice >= 1 && t.cmd.Choice <= len(table):
		return b.obeyIssue(t, issueOrder{issueShow, table[t.cmd.Choice-1], ""}), true
	case t.cmd.Intent == phrase.CloseIssue && t.cmd.Case == "":
		return b.whichIssue(t), true
	}
	return move{}, false
}

// issueTable is the issues that were shown last in this dialog.
func (t *talk) issueTable() []string {
	if t.dialog == nil || t.dialog.Kind != ledger.DialogIssues {
		return nil
	}
	return slices.Clone(t.dialog.Records)
}
