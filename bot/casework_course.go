package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// courseLines say what each verb of the journal means; %s is its note.
var courseLines = map[string]string{
	ledger.VerbFiled:        "登记（%s）",
	ledger.VerbTold:         "告知来信人%s",
	ledger.VerbSummarised:   "写好摘要",
	ledger.VerbClassified:   "定类：%s",
	ledger.VerbTaken:        "%s签收",
	ledger.VerbReturned:     "%s退回",
	ledger.VerbAskedReturn:  "%s再次要求退回，待信访专员决定",
	ledger.VerbKept:         "不同意退回，%s继续办理",
	ledger.VerbRemoved:      "从%s收回",
	ledger.VerbAskedMore:    "申请延期，待批准",
	ledger.VerbExtended:     "批准延期到%s",
	ledger.VerbNotExtended:  "没有批准延期",
	ledger.VerbPart:         "%s提交协办意见",
	ledger.VerbDrafted:      "%s提交答复，待另一位同志核对",
	ledger.VerbChecked:      "核对通过",
	ledger.VerbRejected:     "核对没有通过，退%s修改",
	ledger.VerbReplied:      "答复来信人（%s）",
	ledger.VerbRated:        "评价",
	ledger.VerbReworked:     "不满意，换人重新办理（%s）",
	ledger.VerbClosed:       "办结",
	ledger.VerbWithdrawn:    "撤回",
	ledger.VerbMerged:       "并入 %s",
	ledger.VerbAbsorbed:     "%s 并入本件",
	ledger.VerbAdded:        "补充",
	ledger.VerbUrged:        "催办",
	ledger.VerbSupervised:   "督办（%s）",
	ledger.VerbHidden:       "改为%s",
	ledger.VerbJoined:       "有人附议",
	ledger.VerbAllowed:      "同意提供联系方式",
	ledger.VerbReleased:     "联系方式转给%s",
	ledger.VerbRecused:      "%s回避",
	ledger.VerbObjected:     "向上级（%s）提出异议",
	ledger.VerbHandedBack:   "退还上级（%s）",
	ledger.VerbAskedReview:  "申请%s",
	ledger.VerbReviewed:     "出具意见：%s",
	ledger.VerbHearing:      "听证%s",
	ledger.VerbEnded:        "终结",
	ledger.VerbFollowedUp:   "回访",
	ledger.VerbExcluded:     "不计入统计",
	ledger.VerbLookAsked:    "申请查看身份",
	ledger.VerbLookApproved: "批准查看身份",
	ledger.VerbLookDenied:   "没有批准查看身份",
	ledger.VerbLooked:       "查看身份",
	ledger.VerbRead:         "查看内容",
	ledger.VerbForgotten:    "身份信息按期删除",
}

// stepZh says one step of a case: 交后勤处办理，12月3日(周四)前.
func (b *Bot) stepZh(verb, note string) string {
	if verb == ledger.VerbAssigned {
		unit, day, _ := strings.Cut(note, " ")
		return fmt.Sprintf(sayCourseAssigned, unit, dayZh(day))
	}
	line, ok := courseLines[verb]
	switch {
	case !ok:
		return verb
	case !strings.Contains(line, "%s"):
		return line
	case verb == ledger.VerbRecused:
		note = b.member(note)
	}
	return fmt.Sprintf(line, daysZh(note))
}

// dayZh writes a day of a note as people say it.
func dayZh(text string) string {
	if d, err := policy.ParseDate(text); err == nil {
		return d.Chinese()
	}
	return text
}

// daysZh does so with every word of a note. "from" and "to" are those of a hearing.
func daysZh(note string) string {
	words := strings.Fields(note)
	for i, w := range words {
		switch words[i] = dayZh(w); w {
		case "from":
			words[i] = "开始"
		case "to":
			words[i] = "结束"
		}
	}
	return strings.Join(words, " ")
}

// inner are the steps that only the officers and their head read in the course of a case: who rated, who may know whom, who looked.
var inner = map[string]bool{
	ledger.VerbRated: true, ledger.VerbFollowedUp: true, ledger.VerbAllowed: true, ledger.VerbRecused: true, ledger.VerbExcluded: true,
	ledger.VerbLookAsked: true, ledger.VerbLookApproved: true, ledger.VerbLookDenied: true, ledger.VerbLooked: true, ledger.VerbRead: true,
}

// mostCourse is how many steps of a case are shown, the newest ones.
const mostCourse = 14

// courseOf gives the course of a case, a line for each of its last steps, as the reader may know it.
func (b *Bot) courseOf(tx *store.Tx, id string, officer bool) ([]string, error) {
	out, err := b.wholeCourse(tx, id, officer)
	return out[max(0, len(out)-mostCourse):], err
}

// wholeCourse gives all of its steps.
func (b *Bot) wholeCourse(tx *store.Tx, id string, officer bool) ([]string, error) {
	var out []string
	for line, err := range tx.JournalOf(id) {
		if err != nil {
			return nil, err
		}
		if inner[line.Verb] && !officer || line.Verb == ledger.VerbRead {
			continue
		}
		out = append(out, fmt.Sprintf(sayCourseLine, line.At.In(b.school.Location).Format("1月2日 15:04"), b.doer(line), b.stepZh(line.Verb, line.Note)))
	}
	return out, nil
}

// doer names who did a step; who filed and who joined never by name.
func (b *Bot) doer(line ledger.Journal) string {
	by := line.By
	if line.Verb == ledger.VerbSupervised && line.Note != string(ledger.CauseOfficer) && line.Note != string(ledger.CauseOrdered) {
		by = ledger.BySystem // it follows by itself, whoever's word set it off
	}
	switch by {
	case ledger.ByFiler:
		return "来信人"
	case ledger.ByFollower:
		return "附议人"
	case ledger.BySystem:
		return "系统"
	case ledger.ByStranger:
		return "来访人"
	}
	return b.member(by)
}
