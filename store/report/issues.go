package report

import (
	"fmt"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// IssueList is the list of open issues (问题清单, Art. 6.3), or of those that are to go to a meeting (议题候选, Art. 6.4): by the unit that has them and by age.
// takes says which issues the reader may see.
func IssueList(school *policy.School, today policy.Date, src Source, agenda bool, takes func(*ledger.Issue) bool) (*Handed, error) {
	name := "问题清单"
	if agenda {
		name = "议题候选"
	}
	var rows [][]paper.Cell
	for i, err := range src.RecentIssues(0) {
		if err != nil {
			return nil, err
		}
		if agenda && i.Candidate.IsZero() || !agenda && !i.Solved.IsZero() || !takes(&i) {
			continue
		}
		rows = append(rows, issueCells(school, &i, today))
	}
	sortRows(rows, 3, 5)
	for n := range rows {
		rows[n][0] = paper.Count(n + 1)
	}
	t := paper.Table{Name: name, Title: fmt.Sprintf("%s%s（%s）", school.Name, name, today), Rows: paper.RowsOf(rows), Columns: []paper.Column{
		{Title: "序号", Width: 6, Kind: paper.Number},
		{Title: "编号", Width: 13},
		{Title: "问题", Width: 36},
		{Title: "承办", Width: 14},
		{Title: "提出", Width: 14},
		{Title: "提出日期", Width: 12, Kind: paper.Day},
		{Title: "已过天数", Width: 9, Kind: paper.Number},
		{Title: "期限", Width: 12, Kind: paper.Day},
		{Title: "进展", Width: 10},
		{Title: "答复和办法", Width: 36},
		{Title: "上会", Width: 20},
	}}
	return &Handed{Name: fmt.Sprintf("%s-%s", name, today), Tables: []paper.Table{t}}, nil
}

func issueCells(school *policy.School, i *ledger.Issue, today policy.Date) []paper.Cell {
	owner, raised := i.Owner(), school.Today(i.Raised)
	who, by := owner.Unit, i.Unit
	if who == "" {
		who = nameOf(school, owner.Member)
	}
	if by == "" {
		by = nameOf(school, i.By)
	}
	stage := i.Stage()
	if i.Overdue(today) {
		stage += "（逾期）"
	}
	answer := joinLines(i.Answer, i.Plan, i.Result)
	meeting := i.Meeting
	if i.MeetingDay != 0 {
		meeting += " " + i.MeetingDay.String()
	}
	return []paper.Cell{
		{},
		paper.Words(i.ID), paper.Words(i.Text), paper.Words(who), paper.Words(by), paper.OnDay(raised), paper.Count(int(today - raised)), paper.OnDay(i.Due),
		paper.Words(stage), paper.Words(answer), paper.Words(joinLines(meeting, i.Outcome)),
	}
}
