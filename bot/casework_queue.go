package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// queueFilter is which open cases a list shows.
type queueFilter struct {
	name   string // as it is said in the head of the list
	unit   string // full name; "" = all
	totals bool   // numbers only
	takes  func(b ledger.Brief, today, soon policy.Date) bool
}

// soonWorkdays is how many workdays ahead 快到期 looks: as far as the first reminder.
const soonWorkdays = 5

func everyCase(ledger.Brief, policy.Date, policy.Date) bool { return true }

func ofStage(stages ...ledger.Stage) func(ledger.Brief, policy.Date, policy.Date) bool {
	return func(b ledger.Brief, _, _ policy.Date) bool { return slices.Contains(stages, b.Stage) }
}

// queues are the lists that are asked for, by the words that ask for them.
var queues = []struct {
	words string
	queueFilter
}{
	{"待办 我的待办 待办件 我的件 我的信访件 信访件 在办件 我的案件 待处理 待处理的件 信访待办", queueFilter{name: "待办", takes: everyCase}},
	{"逾期件 逾期 超期件 超期 逾期的件 逾期的 超期的 超期的件 哪些逾期了 哪些超期了", queueFilter{name: "逾期", takes: func(b ledger.Brief, today, _ policy.Date) bool { return b.Overdue(today) }}},
	{"快到期 快到期的 快到期的件 快到期件 快超期的 快逾期的 哪些快到期了 哪些快超期了 临期件 临期", queueFilter{name: "快到期", takes: func(b ledger.Brief, today, soon policy.Date) bool {
		return b.Due != 0 && b.Due >= today && b.Due <= soon
	}}},
	{"待告知 待告知件 新件 新来信", queueFilter{name: "待告知", takes: ofStage(ledger.StageFiled)}},
	{"待交办 待交办件", queueFilter{name: "待交办", takes: ofStage(ledger.StageTold)}},
	{"待核对 待核对件", queueFilter{name: "待核对", takes: ofStage(ledger.StageCheck)}},
	{"已答复 已答复件 待评价", queueFilter{name: "已答复", takes: ofStage(ledger.StageAnswered)}},
	{"复查件 复核件 复查中 复核中 复查复核", queueFilter{name: "复查、复核", takes: ofStage(ledger.StageReview, ledger.StageRereview)}},
	{"督办件 督办的件 督办清单", queueFilter{name: "督办", takes: func(b ledger.Brief, _, _ policy.Date) bool { return b.Supervised }}},
	{"重大件 重大事项", queueFilter{name: "重大", takes: func(b ledger.Brief, _, _ policy.Date) bool { return b.Major }}},
	{"信访统计 件数 信访件数 信访情况 多少件 有多少件 信访总数", queueFilter{name: "信访", takes: everyCase, totals: true}},
}

// longestQueue is more bytes than any name of a queue has: what is longer is not looked for among them.
const longestQueue = 64

// queueAsked reads which list is asked for: a word of the table, with or without the name of a unit before it; else what the grammar calls a question for
// late cases.
func (b *Bot) queueAsked(t *talk) (queueFilter, bool) {
	text := strings.Trim(strings.TrimSpace(t.Text), "。，,.！!？?")
	unit := ""
	if name, n := unitAt(b.school, text); n > 0 {
		unit, text = name, strings.TrimPrefix(text[n:], "的")
	}
	for _, w := range []string{"看一下", "查一下", "列一下", "看看", "看", "查", "列出"} {
		if after, ok := strings.CutPrefix(text, w); ok {
			text = after
			break
		}
	}
	if len(text) <= longestQueue {
		for _, q := range queues {
			if slices.Contains(strings.Fields(q.words), text) {
				q.unit = unit
				return q.queueFilter, true
			}
		}
	}
	if t.cmd.Intent != phrase.QueryOverdue || t.cmd.Case != "" {
		return queueFilter{}, false
	}
	q := queues[1].queueFilter
	switch {
	case strings.Contains(t.Text, "快") || strings.Contains(t.Text, "临") || strings.Contains(t.Text, "将"):
		q = queues[2].queueFilter
	case strings.Contains(t.Text, "待办"):
		q = queues[0].queueFilter
	}
	q.unit, _ = strings.CutPrefix(t.cmd.Scope, "unit:")
	if q.unit == t.cmd.Scope {
		q.unit = ""
	}
	return q, true
}

// queue lists the open cases that the speaker may see, by due day. What he has an interest in is not there, and in no number either.
func (b *Bot) queue(t *talk, q queueFilter) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		if q.totals || !listsCases(t.who) {
			return b.totals(tx, t)
		}
		all, err := tx.Queue(b.school, t.who, t.today, 0)
		if err != nil {
			return "", err
		}
		soon := b.school.Calendar.DueWorkdays(t.today, soonWorkdays)
		list := slices.DeleteFunc(all, func(c ledger.Brief) bool { return !q.takes(c, t.today, soon) || q.unit != "" && c.Unit != q.unit })
		if len(list) == 0 {
			return fmt.Sprintf(sayQueueNone, q.unit+q.name), nil
		}
		return b.listCases(tx, t, list, q.unit+q.name)
	})
}

// listsCases tells whether somebody sees cases; 考核小组 sees totals only.
func listsCases(m *policy.Member) bool {
	return !m.Has(policy.AssessmentGroup) || m.Has(policy.PetitionOfficer, policy.PartyOffice, policy.PresidentOffice, policy.Leader, policy.Handler)
}

// listCases writes cases as people pick them, and puts them on the table.
func (b *Bot) listCases(tx *store.Tx, t *talk, list []ledger.Brief, name string) (string, error) {
	overdue, supervised := 0, 0
	for _, c := range list {
		if c.Overdue(t.today) {
			overdue++
		}
		if c.Supervised {
			supervised++
		}
	}
	lines := []string{fmt.Sprintf(sayQueueHead, name, len(list), overdue, supervised)}
	ids := make([]string, 0, mostListed)
	for i, c := range list[:min(len(list), mostListed)] {
		ids = append(ids, c.ID())
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, b.queueLine(c, t.today)))
	}
	if more := len(list) - len(ids); more > 0 {
		lines = append(lines, fmt.Sprintf(sayQueueMore, more))
	}
	lines = append(lines, sayQueuePick)
	return strings.Join(lines, "\n"), b.lay(tx, t, ids...)
}

// queueLine is one case in a list: number, stage, category, unit, due day.
func (b *Bot) queueLine(c ledger.Brief, today policy.Date) string {
	parts := []string{c.ID(), string(c.Stage), c.Category}
	if c.Unit != "" {
		parts = append(parts, c.Unit)
	}
	switch {
	case c.Overdue(today):
		parts = append(parts, fmt.Sprintf(sayQueueLate, string(c.For), c.Due.Chinese()))
	case c.Due != 0:
		parts = append(parts, fmt.Sprintf(sayQueueDue, string(c.For), c.Due.Chinese()))
	}
	if c.Supervised {
		parts = append(parts, "督办")
	}
	if c.Major {
		parts = append(parts, "重大")
	}
	return strings.Join(parts, "｜")
}

// totals says how many open cases there are for the speaker.
func (b *Bot) totals(tx *store.Tx, t *talk) (string, error) {
	n, err := tx.CountPetitions(b.school, t.who, t.today)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayQueueTotals, n.Open, n.Overdue, n.Supervised), nil
}

// whichCase finds the case of an order that names none: the one of the speaker's that is about the topic, or the only one. Several are listed.
func (b *Bot) whichCase(t *talk, o order) move {
	t.consume()
	mv := change(func(tx *store.Tx) (string, error) {
		list, err := tx.Queue(b.school, t.who, t.today, 0)
		if err != nil {
			return "", err
		}
		list = slices.DeleteFunc(list, func(c ledger.Brief) bool { return leftUnits(c.Stage) && acts(o.verb) })
		about := list
		if o.topic != "" {
			if about, err = b.ofTopic(tx, list, o.topic, t.Text); err != nil {
				return "", err
			}
		}
		if len(about) == 1 {
			o.cases = []string{about[0].ID()}
			return b.obey(t, o).run(tx)
		}
		if len(about) > 0 {
			list = about
		}
		if len(list) == 0 {
			return sayCaseNone, nil
		}
		text, err := b.listCases(tx, t, list, "待办")
		return sayCaseWhich + "\n" + text, err
	})
	mv.seals = o.verb == verbShow || o.verb == verbRaw
	if o.verb == verbWho {
		mv.once = sayLookOnce
	}
	return mv
}

// leftUnits tells whether a case waits for no unit any more.
func leftUnits(s ledger.Stage) bool {
	return s != ledger.StageFiled && s != ledger.StageTold && s != ledger.StageWork
}

// acts tells whether an order is one of a unit that works on a case.
func acts(v verb) bool { return v == verbReply || v == verbTake || v == verbReturn || v == verbExtend }

// ofTopic keeps the cases whose category or summary holds a word, or whose category is named in the whole text: 饮水 of 后勤-饮水.
func (b *Bot) ofTopic(tx *store.Tx, list []ledger.Brief, topic, text string) ([]ledger.Brief, error) {
	var out []ledger.Brief
	for _, c := range list {
		p, err := tx.Petition(c.ID())
		if err != nil {
			return nil, err
		}
		_, part, _ := strings.Cut(p.Category, "-")
		if strings.Contains(p.Category, topic) || strings.Contains(p.Summary, topic) || part != "" && strings.Contains(text, part) {
			out = append(out, c)
		}
	}
	return out, nil
}
