package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// assessmentView is 学年考核 (Art. 6.1): how the duties of an academic year stand, from its close where it was closed, with the records that each line was
// counted from, and in what the ledger differs by now.
type assessmentView struct {
	Years   []option
	Year    string // name
	Who     string // name of the one leader; "" = all of them
	WhoID   string // his id, where the viewer could see others too
	Back    string // address of all of them; "" = the viewer sees one alone
	Frozen  []fact // what the close was; nil: the year was not closed, the lines are of today
	Closes  []option
	Draft   string // what the lines of a year that was not closed are worked out with
	People  []assessed
	Lines   []assessedLine
	Changes [][]report.Part // in what the year is worked out differently today
	Changed int             // how many those are; the first of them are listed
	Papers  []paperLink
}

// mostChanges is how many differences one page lists.
const mostChanges = 40

// assessed is one leader among all, in post order, never ranked; or the leadership together, whose lines stand with the people.
type assessed struct {
	Name, Title, URL, Counts string
	Lines                    []assessedLine
}

// assessedLine is one duty of a year.
type assessedLine struct {
	Article, What, In, Count string
	State                    state
	Remark, Records          []report.Part // Remark names what waits
}

// verdictTones are the colours of what a line comes to; the word says it.
var verdictTones = map[ledger.Verdict]tone{
	ledger.VerdictDone: good, ledger.VerdictMissing: wait, ledger.VerdictExempt: gone, ledger.VerdictOpen: wait, ledger.VerdictRunning: wait,
}

// assessment shows the year: GET /app/assessment?year=Y&who=ID&close=ID, all of them optional. Who may not see everybody's sees his own.
func (a *App) assessment(v *visit) {
	q := v.r.URL.Query()
	who, all := q.Get("who"), v.MayPaper("assessment", "")
	if who == "" && !all {
		who = v.By()
	}
	year, known := a.yearAsked(v, q.Get("year"))
	if !known || !v.MayPaper("assessment", who) || who != "" && a.school.Member(who) == nil {
		a.missing(v.w)
		return
	}
	var view assessmentView
	err := a.store.View(func(tx *store.Tx) (err error) {
		view = assessmentView{Year: year.Name, Papers: papersOf(v, "assessment", "考核表", year.ID, who)}
		if m := a.school.Member(who); m != nil {
			view.Who = m.Name
		}
		if all && who != "" {
			view.WhoID = who
			view.Back = "/app/assessment?" + url.Values{"year": {year.ID}}.Encode()
		}
		now, err := tx.YearLinesOf(a.school, year, v.Today(), func(m *policy.Member) bool {
			return who == "" && (m == nil || m.Has(policy.Leader)) || m != nil && m.ID == who
		})
		if err != nil {
			return err
		}
		lines, err := a.frozen(tx, &view, year, q.Get("close"), who, now)
		if err != nil {
			return err
		}
		a.assess(&view, lines, year, who)
		return nil
	})
	view.Years = a.yearsAsked(v, year)
	a.show(v, "assessment.html", "学年考核", view, err)
}

// frozen takes the lines of the close that is asked for, the last one else, and compares them with those of now; without any the lines of now are a draft.
func (a *App) frozen(tx *store.Tx, view *assessmentView, year policy.Period, close, who string, now []ledger.SnapshotLine) ([]ledger.SnapshotLine, error) {
	var chosen *ledger.Snapshot
	for s, err := range tx.Snapshots(year.ID) {
		if err != nil {
			return nil, err
		}
		if chosen == nil && (close == "" || close == s.ID) {
			chosen = &s
		}
		view.Closes = append(view.Closes, option{s.ID, fmt.Sprintf("%s %s", s.Day.Chinese(), s.ID), chosen != nil && chosen.ID == s.ID})
	}
	if chosen == nil && close != "" {
		return nil, store.ErrNotFound
	}
	if chosen == nil {
		view.Draft = fmt.Sprintf("还没有结账。下面按今天的台账计算，规则版本 %s。", ledger.RulesVersion(a.school))
		return now, nil
	}
	lines := slices.DeleteFunc(slices.Clone(chosen.Lines), func(l ledger.SnapshotLine) bool {
		return who != "" && l.Member != who || who == "" && l.Member != "" && !l.Leader
	})
	same := "没有变化"
	if rules := ledger.RulesVersion(a.school); rules != chosen.Rules {
		same = "现在是 " + rules
	}
	view.Frozen = []fact{
		{"结账", chosen.Day.Chinese() + " " + chosen.ID}, {"结账人", a.named(chosen.By)}, {"规则版本", chosen.Rules + "（" + same + "）"}, {"校验码", chosen.Hash}, {"核对", "与校验码相符"},
	}
	changes := report.Differences(ledger.Compare(lines, now))
	view.Changed = len(changes)
	for _, line := range changes[:min(len(changes), mostChanges)] {
		view.Changes = append(view.Changes, report.Numbered(line, a.recordAddress))
	}
	return lines, nil
}

// assess puts the lines on the page: those of one leader one by one, those of all in numbers.
func (a *App) assess(view *assessmentView, lines []ledger.SnapshotLine, year policy.Period, who string) {
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].Member == lines[0].Member && lines[n].Name == lines[0].Name {
			n++
		}
		part := lines[:n]
		lines = lines[n:]
		switch {
		case who != "":
			view.Lines = a.assessedLines(part)
		case part[0].Member == "":
			view.People = append(view.People, assessed{Name: part[0].Name, Lines: a.assessedLines(part)})
		default:
			view.People = append(view.People, assessed{
				Name: part[0].Name, Title: part[0].Title, Counts: verdictCounts(part), URL: "/app/assessment?" + url.Values{"year": {year.ID}, "who": {part[0].Member}}.Encode(),
			})
		}
	}
}

func (a *App) assessedLines(lines []ledger.SnapshotLine) []assessedLine {
	var out []assessedLine
	for i := range lines {
		l := &lines[i]
		out = append(out, assessedLine{
			Article: l.Article, What: l.What, In: l.In, Count: amount(l.Done) + "/" + amount(l.Need) + " " + policy.UnitZh(l.Unit), Remark: report.Numbered(report.Remark(l), a.recordAddress),
			State: state{string(l.Verdict), verdictTones[l.Verdict]}, Records: a.linked(l.Records),
		})
	}
	return out
}

// mostLinked is how many records one line links; the paper names all of them.
const mostLinked = 24

// linked are links to records.
func (a *App) linked(ids []string) []report.Part {
	text := strings.Join(ids[:min(len(ids), mostLinked)], " ")
	if len(ids) > mostLinked {
		text += fmt.Sprintf(" 等 %d 条", len(ids))
	}
	return report.Numbered(text, a.recordAddress)
}

// verdictCounts says how many lines came to what.
func verdictCounts(lines []ledger.SnapshotLine) string {
	n := map[ledger.Verdict]int{}
	for i := range lines {
		n[lines[i].Verdict]++
	}
	var parts []string
	for _, verdict := range []ledger.Verdict{ledger.VerdictDone, ledger.VerdictMissing, ledger.VerdictOpen, ledger.VerdictRunning, ledger.VerdictExempt} {
		if n[verdict] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", verdict, n[verdict]))
		}
	}
	return strings.Join(parts, " · ")
}

// yearAsked is the academic year that is asked for, the running one else.
func (a *App) yearAsked(v *visit, id string) (policy.Period, bool) {
	if id == "" {
		return a.school.Calendar.AcademicYear(v.Today())
	}
	return a.school.Calendar.YearByID(id)
}

// yearsAsked lists the academic years that have begun, the newest first.
func (a *App) yearsAsked(v *visit, chosen policy.Period) []option {
	var out []option
	for i := len(a.school.Calendar.Terms) - 1; i >= 0; i-- {
		y, ok := a.school.Calendar.AcademicYear(a.school.Calendar.Terms[i].Start)
		if ok && y.Span.From <= v.Today() && !slices.ContainsFunc(out, func(o option) bool { return o.Value == y.ID }) {
			out = append(out, option{y.ID, y.Name, y.ID == chosen.ID})
		}
	}
	return out
}
