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

// ReceptionPlan is the table of the reception days of a term as they stand (接待日安排表, Art. 5.8): when, until when to book, who, where.
func ReceptionPlan(school *policy.School, term policy.Term, src Source) (*Handed, error) {
	slots, err := slotsOf(school, term, src)
	if err != nil {
		return nil, err
	}
	d := &paper.Document{Title: school.Name + "校领导接待日安排表", Under: term.Name(), Foot: "有变动时以最新公布的为准。"}
	g := paper.Grid{Head: []string{"接访时间", "预约截止时间", "接访校领导", "接访地点", "备注"}, Widths: []int{4, 4, 3, 3, 3}}
	for i := range slots {
		s := &slots[i]
		if !s.Held() {
			g.Rows = append(g.Rows, []string{s.Regular.Chinese(), "", "", "", cmp.Or(s.Reason, s.Holiday, "不接待")})
			continue
		}
		note := ""
		if s.Day != s.Regular {
			note = "原" + s.Regular.Chinese()
		}
		from, until := school.ReceptionSpan(s.Day)
		ends := school.BookingEnds(s.Day)
		g.Rows = append(g.Rows, []string{
			fmt.Sprintf("%s %s-%s", s.Day.Chinese(), from.In(school.Location).Format("15:04"), until.In(school.Location).Format("15:04")),
			fmt.Sprintf("%s %s", school.Today(ends).Chinese(), ends.In(school.Location).Format("15:04")), titled(school, s.Member), school.ReceptionPlace(s.Member), note,
		})
	}
	d.Rows(g)
	return &Handed{Name: "接待日安排表-" + term.Name(), Document: d}, nil
}

// ReceptionSummary is what came of the reception days of a term until a day (情况汇总): topics and answers, no visitor.
func ReceptionSummary(school *policy.School, term policy.Term, today policy.Date, src Source) (*Handed, error) {
	slots, err := slotsOf(school, term, src)
	if err != nil {
		return nil, err
	}
	issues := map[string]ledger.Issue{}
	for i, err := range src.RecentIssues(0) {
		if err != nil {
			return nil, err
		}
		issues[i.ID] = i
	}
	g := paper.Grid{Head: []string{"日期", "接访校领导", "来访批数", "反映事项", "当场答复", "承办单位", "办理情况"}, Widths: []int{3, 3, 2, 6, 5, 3, 3}}
	held, groups := 0, 0
	for i := range slots {
		s := &slots[i]
		if !s.Held() || s.Day > today {
			continue
		}
		sheet, err := src.SheetOf(s.Regular)
		if err != nil {
			return nil, err
		}
		if sheet == nil {
			a, err := recordOf(src, s)
			if err != nil {
				return nil, err
			}
			g.Rows = append(g.Rows, recordRow(school, s, a))
			if a != nil {
				held, groups = held+1, groups+a.Said.Visitors
			}
			continue
		}
		held, groups = held+1, groups+sheet.Groups
		g.Rows = append(g.Rows, sheetRows(school, s, sheet, issues)...)
	}
	d := &paper.Document{Title: school.Name + "校领导接待日情况汇总", Under: fmt.Sprintf("%s（到%s）", term.Name(), today), Wide: true, Foot: "不含来访人姓名和联系方式。"}
	d.Paragraph(fmt.Sprintf("共接待 %d 次，来访 %d 批。", held, groups))
	d.Rows(g)
	return &Handed{Name: "接待日情况汇总-" + term.Name(), Document: d}, nil
}

// recordOf is the record of a reception that has no sheet, as an imported one has none: that of the leader who sat there; nil if there is none either.
func recordOf(src Source, s *ledger.Slot) (*ledger.Activity, error) {
	for a, err := range src.ActivitiesOf(s.Member, policy.Span{From: s.Day, To: s.Day.Add(1)}) {
		if err != nil {
			return nil, err
		}
		if waits := a.Waits(s.Member); a.Kind == policy.ReceptionDay && waits != ledger.WaitsRetracted && waits != ledger.WaitsDeclined {
			return &a, nil
		}
	}
	return nil, nil
}

// recordRow is the row of a reception without a sheet.
func recordRow(school *policy.School, s *ledger.Slot, a *ledger.Activity) []string {
	row := []string{s.Day.Chinese(), titled(school, s.Member), "", "未登记接待情况", "", "", ""}
	if a == nil {
		return row
	}
	row[3] = "见台账 " + a.ID
	if a.Said.Visitors > 0 {
		row[2] = fmt.Sprint(a.Said.Visitors)
	}
	return row
}

// sheetRows are the rows of one reception: one for each matter, or one if nobody came.
func sheetRows(school *policy.School, s *ledger.Slot, sheet *ledger.Sheet, issues map[string]ledger.Issue) [][]string {
	head := []string{sheet.Day.Chinese(), titled(school, sheet.Leader), fmt.Sprint(sheet.Groups)}
	if len(sheet.Visits) == 0 {
		what := "无人来访"
		if sheet.Groups > 0 {
			what = ""
		}
		return [][]string{append(head, what, "", "", "")}
	}
	var out [][]string
	for n, v := range sheet.Visits {
		if n > 0 {
			head = []string{"", "", ""}
		}
		state := ""
		if i, ok := issues[v.Issue]; ok {
			state = i.Stage() + " " + i.ID
		}
		out = append(out, append(slices.Clone(head), v.Topic, v.Answer, v.Unit, state))
	}
	return out
}

func slotsOf(school *policy.School, term policy.Term, src Source) ([]ledger.Slot, error) {
	all, err := src.Slots(school)
	return slices.DeleteFunc(all, func(s ledger.Slot) bool { return s.Term != term.ID }), err
}

// titled is a member's name with the title: 林晓峰副校长.
func titled(school *policy.School, id string) string {
	if m := school.Member(id); m != nil {
		return m.Name + m.Title
	}
	return id
}

func nameOf(school *policy.School, id string) string {
	if m := school.Member(id); m != nil {
		return m.Name
	}
	return id
}

// joinLines puts what is there one under the other.
func joinLines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n")
}

// sortRows orders rows by the text of one column and the number of another.
func sortRows(rows [][]paper.Cell, text, number int) {
	slices.SortStableFunc(rows, func(a, b []paper.Cell) int {
		return cmp.Or(strings.Compare(a[text].Text, b[text].Text), cmp.Compare(a[number].Number, b[number].Number))
	})
}
