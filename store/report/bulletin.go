package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// Bulletin is the draft of the 通报 of a term or an academic year (Art. 6.2): what the measure asks, what was done by whom in post order, never ranked, what
// is missing, and the sums of receptions, issues and petitions, without anybody who came or wrote. year is the academic year around the period.
func Bulletin(school *policy.School, period, year policy.Period, today policy.Date, src Source) (*Handed, error) {
	day := today
	if period.Span.To != 0 {
		day = min(today, period.Span.To.Add(-1))
	}
	lines, err := src.YearLines(school, year, day)
	if err != nil {
		return nil, err
	}
	term := period.ID != year.ID
	lines = slices.DeleteFunc(lines, func(l ledger.SnapshotLine) bool {
		_, perTerm := school.Calendar.TermByID(l.Period)
		return l.Member != "" && !l.Leader || term && perTerm && l.Period != period.ID
	})
	d := &paper.Document{Title: school.Name + "领导联系基层工作情况通报", Under: fmt.Sprintf("%s（统计到%s，代拟稿）", period.Name, day)}
	d.Foot = "连心按台账生成的代拟稿，由党委办公室、纪委办公室核定后发布。按职务顺序排列，不排名。"
	d.Paragraph(fmt.Sprintf("根据《%s》（%s）第六条，现将%s领导联系基层工作情况通报如下。", school.Measure.Title, school.Measure.DocNo, period.Name))
	b := bulletin{school: school, d: d, lines: lines, span: period.Span, day: day, src: src}
	for _, part := range []func() error{b.overall, b.people, b.receptions, b.issues, b.petitions} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	d.Heading("六、下一步要求")
	d.Paragraph("请各位校领导对照以上情况，统筹安排好后续的听课、座谈、调研和接待工作；各承办单位对没有办结的问题按期答复，重在解决问题。")
	return &Handed{Name: "通报-" + period.Name, Document: d}, nil
}

// bulletin is the draft while it is written.
type bulletin struct {
	school *policy.School
	d      *paper.Document
	lines  []ledger.SnapshotLine
	span   policy.Span
	day    policy.Date
	src    Source
}

// overall counts the activities by kind, a shared one once.
func (b *bulletin) overall() error {
	seen, hours := map[string]bool{}, 0.0
	by := map[policy.Kind]int{}
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if !m.Has(policy.Leader) {
			continue
		}
		for a, err := range b.src.ActivitiesOf(m.ID, b.span) {
			spec := b.school.Measure.Kind(a.Kind)
			switch {
			case err != nil:
				return err
			case a.Waits(m.ID) != "" || a.Date > b.day || spec != nil && spec.Restricted:
				continue
			}
			if a.Kind == policy.ObserveClass {
				hours += a.Said.ClassHours
			}
			if !seen[a.ID] {
				seen[a.ID] = true
				by[a.Kind]++
			}
		}
	}
	b.d.Heading("一、总体情况")
	var parts []string
	for _, spec := range b.school.Measure.Kinds {
		if n := by[spec.Kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 次", KindName(b.school, spec.Kind), n))
		}
	}
	if len(parts) == 0 {
		b.d.Paragraph("本期还没有登记的活动。")
		return nil
	}
	text := fmt.Sprintf("共登记联系基层活动 %d 次，其中%s", len(seen), strings.Join(parts, "、"))
	if hours > 0 {
		text += fmt.Sprintf("；校领导听课共 %s 学时", amount(hours))
	}
	b.d.Paragraph(text + "。")
	return nil
}

// people lists every leader's duties, in post order, and what is missing.
func (b *bulletin) people() error {
	b.d.Heading("二、各项任务完成情况（按职务顺序）")
	g := paper.Grid{Head: []string{"姓名", "职务", "完成情况", "还需完成"}, Widths: []int{2, 3, 7, 5}}
	for from := 0; from < len(b.lines); {
		to := from
		for to < len(b.lines) && b.lines[to].Member == b.lines[from].Member && b.lines[to].Name == b.lines[from].Name {
			to++
		}
		var done, left []string
		for _, l := range b.lines[from:to] {
			name := b.ruleName(&l)
			switch {
			case l.Verdict == ledger.VerdictExempt:
				done = append(done, name+" 不适用"+inBrackets(l.Why))
				continue
			default:
				done = append(done, fmt.Sprintf("%s %s/%s %s", name, amount(l.Done), amount(l.Need), unitZh(l.Unit)))
			}
			if missing := l.Need - l.Done; missing > 0 && !l.Soft {
				left = append(left, fmt.Sprintf("%s %s %s", name, amount(missing), unitZh(l.Unit)))
			}
		}
		g.Rows = append(g.Rows, []string{b.lines[from].Name, b.lines[from].Title, strings.Join(done, "\n"), cmp.Or(strings.Join(left, "\n"), "—")})
		from = to
	}
	b.d.Rows(g)
	return nil
}

// ruleName is a rule in a word, with the term where it is one of several.
func (b *bulletin) ruleName(l *ledger.SnapshotLine) string {
	name := l.What
	if r := b.school.Measure.Rule(l.Rule); r != nil {
		name = r.Name()
	}
	for i := range b.lines {
		o := &b.lines[i]
		if o.Member == l.Member && o.Rule == l.Rule && o.Period != l.Period {
			return name + "（" + l.In + "）"
		}
	}
	return name
}

func inBrackets(text string) string {
	if text == "" {
		return ""
	}
	return "（" + text + "）"
}

func (b *bulletin) receptions() error {
	slots, err := b.src.Slots(b.school)
	if err != nil {
		return err
	}
	planned, held, groups := 0, 0, 0
	for i := range slots {
		s := &slots[i]
		if !s.Held() || !b.span.Holds(s.Day) || s.Day > b.day {
			continue
		}
		planned++
		sheet, err := b.src.SheetOf(s.Regular)
		if err != nil {
			return err
		}
		if sheet != nil {
			held, groups = held+1, groups+sheet.Groups
			continue
		}
		a, err := recordOf(b.src, s)
		if err != nil {
			return err
		}
		if a != nil {
			held, groups = held+1, groups+a.Said.Visitors
		}
	}
	b.d.Heading("三、校领导接待日")
	b.d.Paragraph(fmt.Sprintf("应接待 %d 次，已登记接待 %d 次，接待来访 %d 批。", planned, held, groups))
	return nil
}

func (b *bulletin) issues() error {
	raised, solved, open, late, agenda := 0, 0, 0, 0, 0
	for i, err := range b.src.RecentIssues(0) {
		if err != nil {
			return err
		}
		if !b.span.Holds(b.school.Today(i.Raised)) {
			continue
		}
		raised++
		bump(&solved, !i.Solved.IsZero())
		bump(&open, i.Solved.IsZero())
		bump(&late, i.Overdue(b.day))
		bump(&agenda, !i.Candidate.IsZero())
	}
	b.d.Heading("四、问题办理")
	b.d.Paragraph(fmt.Sprintf("本期提出问题 %d 个，已解决 %d 个，正在办理 %d 个，其中逾期 %d 个；列为议题候选 %d 个。", raised, solved, open, late, agenda))
	return nil
}

func (b *bulletin) petitions() error {
	s, err := SumPetitions(b.school, b.span, b.day, b.src)
	if err != nil {
		return err
	}
	b.d.Heading("五、信访事项")
	b.d.Paragraph(fmt.Sprintf("本期登记信访事项 %s件，已答复 %s件，已办结 %s件。及时受理率 %s，按期办结率 %s，满意率 %s。", spaced(s.Received), spaced(s.Answered), spaced(s.Closed),
		rate(s.Told, s.TellDue), rate(s.InTime, s.DecideDue), rate(s.Happy, s.Rated)))
	return nil
}

func spaced(n int) string {
	if n > 0 && n < fewest {
		return Few
	}
	return fmt.Sprintf("%d ", n)
}
