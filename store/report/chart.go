package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Picture is what can be drawn, and said in words (Alt).
type Picture interface {
	Alt() string
	lay() sheet
}

// SchoolProgress is how a school stands on one day, rule by rule: how many people, and nobody's name.
type SchoolProgress struct {
	School string
	Day    policy.Date
	Bound  int // people whom any rule binds
	Rules  []RuleCount
	at     map[string]int // place of a rule, by its id
}

// RuleCount is one rule over all whom it binds.
type RuleCount struct {
	Name                              string
	Bound, Met, Waiting, Open, Exempt int // the last four make up the first
}

// MakeSchool judges everybody whom a rule binds on day at.
func MakeSchool(school *policy.School, at policy.Date, facts ledger.Facts) (SchoolProgress, error) {
	s := SchoolProgress{School: school.Name, Day: at}
	for m, err := range ledger.AllStandings(school, at, facts) {
		if err != nil {
			return s, err
		}
		s.Add(&m)
	}
	return s, nil
}

// Add counts one person.
func (s *SchoolProgress) Add(m *ledger.MemberStandings) {
	if s.at == nil {
		s.at = map[string]int{}
	}
	s.Bound++
	for i := range m.Standings {
		one := &m.Standings[i]
		at, ok := s.at[one.Rule.ID]
		if !ok {
			at = len(s.Rules)
			s.at[one.Rule.ID] = at
			s.Rules = append(s.Rules, RuleCount{Name: one.Rule.Name()})
		}
		s.Rules[at].add(one)
	}
}

func (c *RuleCount) add(s *ledger.Standing) {
	c.Bound++
	switch {
	case s.Exempt():
		c.Exempt++
	case s.Met():
		c.Met++
	case s.Waiting+s.Office >= s.Left:
		c.Waiting++
	default:
		c.Open++
	}
}

// Words say how many stand how.
func (c *RuleCount) Words() string {
	return fmt.Sprintf(sayRuleCount, c.Bound, c.Met, c.Waiting, c.Open, c.Exempt)
}

// Alt is the picture in words.
func (s *SchoolProgress) Alt() string {
	lines := []string{fmt.Sprintf(saySchoolAlt, s.School, s.Day.Chinese(), s.Bound)}
	for i := range s.Rules {
		lines = append(lines, "· "+s.Rules[i].Name+"："+s.Rules[i].Words())
	}
	return strings.Join(lines, "\n")
}

func (s *SchoolProgress) lay() sheet {
	out := sheet{Width: sheetWidth, Alt: s.Alt()}
	y := out.top(saySchoolTitle, s.Day, s.School)
	const width = sheetWidth - 2*margin
	for i := range s.Rules {
		c := &s.Rules[i]
		out.say(margin, y+30, 28, ink, cut(c.Name, longestName))
		out.end(sheetWidth-margin, y+30, 28, ink, fmt.Sprintf(sayPeople, c.Met, c.Bound))
		out.box(margin, y+46, width, barHeight, groove)
		x := margin
		for _, part := range []struct {
			n    int
			fill string
		}{{c.Met, colorOf(Done)}, {c.Waiting, waitsColor}, {c.Open, colorOf(Open)}} {
			wide := width * part.n / max(1, c.Bound)
			out.box(x, y+46, wide, barHeight, part.fill)
			x += wide
		}
		out.say(margin, y+92, 22, faint, c.Words())
		y += rowHeight
	}
	return out.bottom(y, saySchoolLegend)
}

// CaseCounts are the open cases that somebody sees by his office, counted by how far their day is and by category.
type CaseCounts struct {
	Day        policy.Date
	Total      int
	Ages       []Share // from overdue to those without a day; all of them, also those of none
	Categories []Share // the most frequent first; the last one may hold the rest
}

// Share is how many cases are of one sort.
type Share struct {
	Name string
	N    int
	Late bool // the day is over
}

// mostCategories is how many categories are told apart.
const mostCategories = 8

// CountCases counts cases; soon is the last day that is near.
func CountCases(list []ledger.Brief, today, soon policy.Date) CaseCounts {
	c := CaseCounts{Day: today, Total: len(list), Ages: []Share{{Name: "逾期", Late: true}, {Name: "今天到期"}, {Name: "5个工作日内"}, {Name: "更晚"}, {Name: "没有期限"}}}
	by := map[string]int{}
	for i := range list {
		by[list[i].Category]++
		c.Ages[age(&list[i], today, soon)].N++
	}
	names := slices.SortedFunc(maps.Keys(by), func(a, b string) int { return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b)) })
	for i, name := range names {
		switch {
		case i < mostCategories:
			c.Categories = append(c.Categories, Share{Name: name, N: by[name]})
			continue
		case i == mostCategories:
			c.Categories = append(c.Categories, Share{Name: "其他类别"})
		}
		c.Categories[mostCategories].N += by[name]
	}
	return c
}

// age is the place of a case among the ages.
func age(b *ledger.Brief, today, soon policy.Date) int {
	switch {
	case b.Due == 0:
		return 4
	case b.Overdue(today):
		return 0
	case b.Due == today:
		return 1
	case b.Due <= soon:
		return 2
	}
	return 3
}

// Alt is the picture in words.
func (c *CaseCounts) Alt() string {
	lines := []string{fmt.Sprintf(sayCasesAlt, c.Day.Chinese(), c.Total), "· " + sayByAge + "：" + sharesZh(c.Ages)}
	if len(c.Categories) > 0 {
		lines = append(lines, "· "+sayByCategory+"："+sharesZh(c.Categories))
	}
	return strings.Join(lines, "\n")
}

func sharesZh(list []Share) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, fmt.Sprintf("%s %d", s.Name, s.N))
	}
	return strings.Join(parts, "，")
}

func (c *CaseCounts) lay() sheet {
	out := sheet{Width: sheetWidth, Alt: c.Alt()}
	y := out.top(sayCasesTitle, c.Day, fmt.Sprintf(sayCasesUnder, c.Total))
	for _, part := range []struct {
		name string
		list []Share
	}{{sayByAge, c.Ages}, {sayByCategory, c.Categories}} {
		out.say(margin, y+30, 28, ink, part.name)
		y = out.bars(y+48, part.list) + 26
	}
	return out.bottom(y, sayCasesLegend)
}

// bars lays shares one under the other, and gives where they end.
func (s *sheet) bars(y int, list []Share) int {
	const from, width, each = margin + 210, sheetWidth - 2*margin - 210 - 90, 44
	most := 1
	for _, one := range list {
		most = max(most, one.N)
	}
	for _, one := range list {
		fill := colorOf(Open)
		if one.Late {
			fill = colorOf(Missed)
		}
		s.say(margin, y+24, 24, ink, cut(one.Name, 8))
		s.box(from, y+6, width, barHeight, groove)
		s.box(from, y+6, width*one.N/most, barHeight, fill)
		s.end(sheetWidth-margin, y+24, 24, ink, fmt.Sprint(one.N))
		y += each
	}
	return y
}
