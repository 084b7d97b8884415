package phrase

import (
	"strings"
)

// commands are the words behind a slash and what they stand for.
var commands = []struct {
	words string
	cmd   Command
}{
	{"台账 记录 我的记录 流水 明细", Command{Intent: QueryRecords, Scope: "self"}},
	{"进度 我的进度 完成情况 查进度 还差", Command{Intent: QueryQuota, Scope: "self", Want: "remaining"}},
	{"帮助 help 菜单 ? 说明 h 指令 命令", Command{Intent: Help}},
	{"撤销 撤回 undo 删除 删", Command{Intent: RetractActivity, Target: Target{Last: true}}},
	{"改 修改 更正", Command{Intent: CorrectActivity, Target: Target{Last: true}}},
	{"接待 接待日 值班表 接待安排", Command{Intent: QueryReception, Next: true}},
	{"预约", Command{Intent: BookReception}},
	{"隐私", Command{Intent: AskPolicy, Topic: "privacy"}},
	{"办法 规定 制度", Command{Intent: AskPolicy}},
	{"提醒 提醒设置 设置", Command{Intent: SetReminder}},
	{"导出 导出台账", Command{Intent: ExportLedger}},
	{"通报 学期通报", Command{Intent: GenerateBulletin}},
	{"投诉 反映 建议 信访 投诉建议 意见", Command{Intent: FileCase}},
	{"超期 逾期 待办", Command{Intent: QueryOverdue, Scope: "all"}},
	{"计划 调研计划", Command{Intent: QueryPlan, Scope: "self"}},
	{"查 查询 查件 我的件 我的信访", Command{Intent: QueryCase, Target: Target{Last: true}}},
	{"静音 免打扰", Command{Intent: SetReminder, Mute: true}},
	{"没收到 送达", Command{Intent: QueryDelivery}},
}

// slash reads a command: /台账. Words behind it are read with it; an unknown one is read without its slash.
func (p *reading) slash() *Command {
	if number := p.lookedUp(); number != "" {
		return &Command{Intent: QueryCase, Case: number}
	}
	word, ok := strings.CutPrefix(strings.TrimSpace(p.s), "/")
	if !ok {
		return nil
	}
	word, rest, _ := strings.Cut(strings.TrimSpace(word), " ")
	for _, row := range commands {
		if !listed(row.words, strings.ToLower(word)) {
			continue
		}
		if rest != "" && row.cmd.Intent != Help {
			return nil
		}
		cmd := row.cmd
		switch cmd.Intent {
		case QueryRecords, QueryPlan, QueryQuota:
			cmd.Period = p.yearID()
		case ExportLedger, GenerateBulletin:
			cmd.Period = p.termID(0)
		case FileCase:
			cmd.Ask = []string{"text"}
		}
		return &cmd
	}
	return nil
}

// lookedUp gives the number behind 查: 查 1, 查第2件, as the list of somebody's own cases counts them; "" if the message is anything else.
func (p *reading) lookedUp() string {
	end := oneOf(p.s, 0, "查询", "查看", "查")
	if end == 0 {
		return ""
	}
	from := skip(p.s, skip(p.s, end, " "), "第")
	n, ok := readNumeral(p.s, from)
	if !ok || n.half != 2*n.value || n.value < 1 || n.value > 99 || skip(p.s, n.end, "件", "号", "条", "单", "个") != len(p.s) {
		return ""
	}
	return itoa(n.value)
}

// yearID names the academic year that holds today.
func (p *reading) yearID() string {
	year, _ := p.school.Calendar.AcademicYear(p.c.Today)
	return year.ID
}

// termID names the term around today, or the one some terms before or after it; "" if the calendar does not have it.
func (p *reading) termID(offset int) string {
	r := resolver{&p.school.Calendar, p.c.Today}
	term, ok := r.term(offset)
	if !ok {
		return ""
	}
	return term.ID
}

// period reads the stretch of time that the message names, as an id: a term, an academic year, a calendar year or a month. perYear tells whether
// 今年 means the academic year of a yearly rule.
func (p *reading) period(perYear bool) string {
	for i, t := range p.tokens {
		switch t.class {
		case classTerm:
			if id := p.termName(&p.days[t.n], perYear, i); id != "" {
				return id
			}
		case classVague:
			if e := &p.days[t.n]; e.month < 0 {
				y, m := p.c.Today.Year(), int(p.c.Today.Month())+e.offset
				return monthID(y+floorDiv(m-1, 12), (m-1+120)%12+1)
			}
		}
	}
	return ""
}

// termName gives the id of a stretch.
func (p *reading) termName(e *dayExpr, perYear bool, i int) string {
	switch {
	case e.form == formMonth:
		year := e.year
		if year == 0 {
			year = p.c.Today.Year()
			if e.month > int(p.c.Today.Month()) {
				year--
			}
		}
		return monthID(year, e.month)
	case e.unit == unitTerm:
		return p.termID(e.offset)
	case e.unit == unitYear:
		return p.academicYear(e.offset)
	case e.unit == unitCalendar && perYear && e.offset == 0:
		return p.yearID()
	case e.unit == unitCalendar:
		return yearString(p.c.Today.Year() + e.offset)
	case e.unit == unitNamed && e.week > 0:
		return yearString(e.year) + "-" + yearString(e.year+1) + "-" + itoa(e.week)
	case e.unit == unitNamed:
		return yearString(e.year) + "-" + yearString(e.year+1)
	}
	return p.season(e.unit)
}

// season gives the last autumn or spring term that has begun.
func (p *reading) season(unit termUnit) string {
	want := byte('1')
	if unit == unitSpring {
		want = '2'
	}
	id := ""
	for _, t := range p.school.Calendar.Terms {
		if t.Start <= p.c.Today && strings.HasSuffix(t.ID, string(want)) {
			id = t.ID
		}
	}
	return id
}

// academicYear names the academic year some years away.
func (p *reading) academicYear(offset int) string {
	year, _ := p.school.Calendar.AcademicYear(p.c.Today)
	for ; offset < 0; offset++ {
		year, _ = p.school.Calendar.AcademicYear(year.Span.From.Add(-1))
	}
	if offset > 0 {
		year, _ = p.school.Calendar.AcademicYear(year.Span.To)
	}
	return year.ID
}

func monthID(year, month int) string {
	m := itoa(month)
	if month < 10 {
		m = "0" + m
	}
	return yearString(year) + "-" + m
}
