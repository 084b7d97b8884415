package report

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// Assessment is the sheet of each leader for the assessment of an academic year (学年考核表, Art. 6.1), in post order, one on a page: what was asked, what
// counted, from which records. frozen is the snapshot that the lines come from; nil = they are worked out today, a draft. only is one member; "" = all leaders.
func Assessment(school *policy.School, year policy.Period, today policy.Date, lines []ledger.SnapshotLine, frozen *ledger.Snapshot, only string) *Handed {
	d := &paper.Document{Title: school.Name + "领导联系基层学年考核表", Wide: true, Under: year.Name + "　" + basis(school, today, frozen)}
	d.Foot = "按姓名所列职务顺序，不排名。每一项后面是计入的记录编号，在聊天里回复编号可以看这一条。考核由考核小组评定，本表只列台账里的事实。"
	name := "学年考核表-" + year.Name
	first := true
	for from := 0; from < len(lines); {
		to := from
		for to < len(lines) && lines[to].Member == lines[from].Member && lines[to].Name == lines[from].Name {
			to++
		}
		part := lines[from:to]
		from = to
		if only != "" && part[0].Member != only || only == "" && part[0].Member != "" && !part[0].Leader {
			continue
		}
		if !first {
			d.PageBreak()
		}
		first = false
		one(d, part)
		if only != "" {
			name += "-" + part[0].Name
		}
	}
	if first {
		d.Paragraph("本学年没有可以列出的任务。")
	}
	return &Handed{Name: name, Document: d}
}

// basis says what the numbers come from.
func basis(school *policy.School, today policy.Date, frozen *ledger.Snapshot) string {
	if frozen == nil {
		return fmt.Sprintf("草稿，按 %s 的台账计算，规则版本 %s", today, ledger.RulesVersion(school))
	}
	return fmt.Sprintf("%s 结账（%s），规则版本 %s，校验码 %.16s", frozen.Day, frozen.ID, frozen.Rules, frozen.Hash)
}

// one writes the sheet of one member, or of the leadership together.
func one(d *paper.Document, lines []ledger.SnapshotLine) {
	d.Heading(strings.TrimSpace(lines[0].Name + "　" + lines[0].Title))
	g := paper.Grid{Head: []string{"条款", "任务", "期间", "要求", "应完成", "已完成", "认定", "说明", "记录编号"}, Widths: []int{4, 9, 7, 4, 4, 4, 4, 7, 6}}
	for i := range lines {
		l := &lines[i]
		unit := unitZh(l.Unit)
		g.Rows = append(g.Rows, []string{
			l.Article, l.What, l.In, amount(l.Full) + " " + unit, amount(l.Need) + " " + unit, amount(l.Done) + " " + unit, string(l.Verdict), Remark(l),
			strings.Join(l.Records, "\n"),
		})
	}
	d.Rows(g)
	if lines[0].Member != "" {
		d.Paragraph("本人意见：\n\n签名：　　　　　　　　　　年　　月　　日")
		d.Paragraph("考核小组意见：\n\n签名：　　　　　　　　　　年　　月　　日")
	}
}

// Remark says why a line is as it is.
func Remark(l *ledger.SnapshotLine) string {
	var parts []string
	if l.Need != l.Full && l.Why != "" {
		parts = append(parts, l.Why)
	} else if l.Need != l.Full {
		parts = append(parts, "按在任时间折算")
	}
	if l.Waiting > 0 {
		parts = append(parts, fmt.Sprintf("另有 %s %s待确认或核准：%s", amount(l.Waiting), unitZh(l.Unit), strings.Join(l.Waits, " ")))
	}
	if l.Soft && l.Done < l.Need {
		parts = append(parts, "办法规定根据情况安排")
	}
	if l.Other > 0 {
		parts = append(parts, "按另一种年度算为 "+amount(l.Other))
	}
	return strings.Join(parts, "；")
}

// Differences writes what a closed year has differently now, one line each: 林晓峰 听课（…）：结账 3，现在 4（新增 HD2026-0007）.
func Differences(changes []ledger.LineChange) []string {
	var out []string
	for _, c := range changes {
		switch {
		case c.Old == nil:
			out = append(out, "新增："+c.New.String())
		case c.New == nil:
			out = append(out, "现在没有这一项："+c.Old.String())
		default:
			out = append(out, fmt.Sprintf("%s %s（%s）：结账 %s/%s %s，现在 %s/%s %s%s", c.Old.Name, c.Old.What, c.Old.In, amount(c.Old.Done), amount(c.Old.Need),
				c.Old.Verdict, amount(c.New.Done), amount(c.New.Need), c.New.Verdict, moved(c.Old.Records, c.New.Records)))
		}
	}
	return out
}

// moved names the records that came and went.
func moved(old, now []string) string {
	in := func(list []string, id string) bool {
		for _, have := range list {
			if have == id {
				return true
			}
		}
		return false
	}
	var came, went []string
	for _, id := range now {
		if !in(old, id) {
			came = append(came, id)
		}
	}
	for _, id := range old {
		if !in(now, id) {
			went = append(went, id)
		}
	}
	text := ""
	if len(came) > 0 {
		text += "，新增 " + strings.Join(came, " ")
	}
	if len(went) > 0 {
		text += "，减少 " + strings.Join(went, " ")
	}
	return text
}
