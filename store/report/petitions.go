package report

import (
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// PetitionSums are the numbers of the cases that were received in a period (Art. 41 of the Regulations): totals, never a case, never a name.
type PetitionSums struct {
	Received, Answered, Closed, Open, Withdrawn, Merged int
	Forwarded, Entrusted, NotOurs, Channel              int // by what the filer was told
	Supervised, Extended, Reviews                       int
	Suggestions, Adopted                                int // 建议意见, and those of them that were adopted wholly or partly

	TellDue, Told       int // whose telling was owed by now, and those told in time
	DecideDue, InTime   int // whose answer was owed by now, and those answered in time
	Rated, Happy        int
	SolvedOf, SolvedTwo int // rated for 解决了吗, and twice the number solved: 部分 is half

	ByClass, ByCategory, BySource, ByUnit map[string]int
}

// SumPetitions counts the cases received in a span, as they stand on a day. What the officer left out of the rates with a reason is in no rate. What is not
// ours and what goes another legal way is in that of telling alone, in which a case without a contact is not.
func SumPetitions(school *policy.School, span policy.Span, today policy.Date, src Source) (PetitionSums, error) {
	s := PetitionSums{ByClass: map[string]int{}, ByCategory: map[string]int{}, BySource: map[string]int{}, ByUnit: map[string]int{}}
	for p, err := range src.RecentPetitions(0) {
		if err != nil {
			return s, err
		}
		if span.Holds(school.Today(p.Received)) {
			s.add(school, &p, today)
		}
	}
	return s, nil
}

func (s *PetitionSums) add(school *policy.School, p *ledger.Petition, today policy.Date) {
	s.Received++
	s.ByClass[orOther(string(p.Class))]++
	s.ByCategory[orOther(p.Category)]++
	source := string(p.Source)
	if p.Source == ledger.FromChat {
		source = "聊天"
	}
	s.BySource[source]++
	if p.Unit != "" {
		s.ByUnit[p.Unit]++
	}
	bump(&s.Withdrawn, !p.Withdrawn.IsZero())
	bump(&s.Merged, p.MergedInto != "")
	bump(&s.Closed, !p.Closed.IsZero())
	bump(&s.Open, p.Open())
	bump(&s.Answered, p.Answer() != nil)
	bump(&s.Forwarded, p.Told.Outcome == ledger.ToldForward)
	bump(&s.Entrusted, p.Told.Outcome == ledger.ToldEntrust)
	bump(&s.NotOurs, p.Told.Outcome == ledger.ToldNotOurs)
	bump(&s.Channel, p.Told.Outcome == ledger.ToldChannel)
	bump(&s.Supervised, len(p.Supervised) > 0)
	bump(&s.Extended, !p.Extension.Approved.IsZero())
	bump(&s.Reviews, len(p.Reviews) > 0)
	bump(&s.Suggestions, p.Class == policy.Suggestion)
	bump(&s.Adopted, p.Class == policy.Suggestion && p.Answer() != nil && p.Answer().Finding == ledger.FindingSupported)
	s.rates(school, p, today)
}

func orOther(name string) string {
	if name == "" {
		return "其他"
	}
	return name
}

func bump(n *int, is bool) {
	if is {
		*n++
	}
}

// rates counts a case into the rates in which it has a part.
func (s *PetitionSums) rates(school *policy.School, p *ledger.Petition, today policy.Date) {
	if p.Excluded != "" {
		return
	}
	if limit := p.TellLimit(school); !p.NoContact && p.MergedInto == "" && (!p.Told.At.IsZero() || p.Withdrawn.IsZero() && limit.Past(today)) {
		s.TellDue++
		bump(&s.Told, !p.Told.At.IsZero() && !limit.Past(school.Today(p.Told.At)))
	}
	if limit, ok := p.DecideLimit(school); ok && ours(p) {
		first := firstAnswer(school, p)
		if first != 0 || limit.Past(today) {
			s.DecideDue++
			bump(&s.InTime, first != 0 && !limit.Past(first))
		}
	}
	if n := len(p.Ratings); n > 0 {
		r := p.Ratings[n-1]
		s.Rated++
		bump(&s.Happy, r.Score != ledger.ScoreBad)
		bump(&s.SolvedOf, r.Solved != "")
		s.SolvedTwo += map[string]int{"是": 2, "部分": 1}[r.Solved]
	}
}

// ours tells whether a decision of the school is owed.
func ours(p *ledger.Petition) bool {
	outside := p.Told.Outcome == ledger.ToldNotOurs || p.Told.Outcome == ledger.ToldChannel || p.Told.Outcome == ledger.ToldForward
	return !outside && p.Withdrawn.IsZero() && p.MergedInto == ""
}

// firstAnswer is the day on which the case was first answered; the zero Date if it was not.
func firstAnswer(school *policy.School, p *ledger.Petition) policy.Date {
	for i := range p.Opinions {
		if o := &p.Opinions[i]; !o.Final.IsZero() {
			return school.Today(o.Final)
		}
	}
	return 0
}

// PetitionReport is the report of a month, a term or a year about petitions (信访月报, 年报). Counts below five are not shown, and no unit is ranked.
func PetitionReport(school *policy.School, period policy.Period, today policy.Date, src Source) (*Handed, error) {
	s, err := SumPetitions(school, period.Span, today, src)
	if err != nil {
		return nil, err
	}
	kind := "信访情况报告"
	if period.Span.Days() <= 31 {
		kind = "信访月报"
	} else if period.Span.Days() > 300 {
		kind = "信访年报"
	}
	d := &paper.Document{Title: school.Name + kind, Under: fmt.Sprintf("%s（统计到%s）", period.Name, today)}
	d.Foot = "连心按台账生成。统计本期登记的信访事项；1 至 4 件的数字不显示，过少的类别合并；不按单位排名。"
	d.Heading("一、总体情况")
	state := Parted(s.Closed, s.Open, s.Withdrawn, s.Merged, s.Received-s.Closed-s.Open-s.Withdrawn-s.Merged)
	class := Parted(s.Suggestions, s.Received-s.Suggestions)
	adopted := Parted(s.Adopted, s.Suggestions-s.Adopted)
	d.Rows(paper.Grid{Head: []string{"项目", "件数", "项目", "件数"}, Widths: []int{3, 2, 3, 2}, Rows: pairs([][2]string{
		{"登记", Shown(s.Received)},
		{"已答复", Shown(s.Answered)},
		{"已办结", state[0]},
		{"在办", state[1]},
		{"转送", Shown(s.Forwarded)},
		{"交办", Shown(s.Entrusted)},
		{"告知不属于本单位", Shown(s.NotOurs)},
		{"导入法定途径", Shown(s.Channel)},
		{"并案", state[3]},
		{"撤回", state[2]},
		{"督办", Shown(s.Supervised)},
		{"批准延期", Shown(s.Extended)},
		{"复查、复核", Shown(s.Reviews)},
		{"建议意见", class[0]},
		{"其中采纳", adopted[0]},
	})})
	d.Heading("二、三率")
	d.Rows(paper.Grid{Head: []string{"指标", "结果", "口径"}, Widths: []int{2, 2, 5}, Rows: [][]string{
		{"及时受理率", rate(s.Told, s.TellDue), fmt.Sprintf("收到后 %d 日内告知的，占应告知且有联系方式的", school.Petitions.Times().TellDays)},
		{"按期办结率", rate(s.InTime, s.DecideDue), "期限内（含批准的延期）第一次答复的，占已到期或已答复的"},
		{"满意率", rate(s.Happy, s.Rated), "满意和基本满意，占已评价的"},
		{"解决率", rate(s.SolvedTwo, 2*s.SolvedOf), "来信人答“是”的，“部分”按一半，占回答了的"},
	}})
	for _, part := range []struct {
		title string
		by    map[string]int
	}{{"按性质", s.ByClass}, {"按类别", s.ByCategory}, {"按来源", s.BySource}, {"按承办单位（按名称排列，不排名）", s.ByUnit}} {
		if len(part.by) == 0 || s.Received < fewest {
			continue
		}
		list := merged(part.by)
		if len(list) == 1 && len(part.by) > 1 {
			continue // everything would be put together
		}
		d.Heading(part.title)
		var rows [][]string
		for _, c := range list {
			rows = append(rows, []string{c.Name, Shown(c.N)})
		}
		d.Rows(paper.Grid{Head: []string{"名称", "件数"}, Widths: []int{3, 1}, Rows: rows})
	}
	return &Handed{Name: kind + "-" + period.Name, Document: d}, nil
}

// pairs lays counts out two in a row.
func pairs(list [][2]string) [][]string {
	var out [][]string
	for two := range slices.Chunk(list, 2) {
		row := []string{two[0][0], two[0][1], "", ""}
		if len(two) > 1 {
			row[2], row[3] = two[1][0], two[1][1]
		}
		out = append(out, row)
	}
	return out
}
