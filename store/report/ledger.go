package report

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// Records is what a 台账 asks of the ledger: store.Tx.
type Records interface {
	ActivitiesOf(member string, span policy.Span) iter.Seq2[ledger.Activity, error]
	IssuesFrom(activity string) iter.Seq2[ledger.Issue, error]
}

// Scope says which part of the ledger is wanted.
type Scope struct {
	Period  policy.Period
	Unit    string         // full name: what was done there, and by its people; "" = everywhere
	Member  *policy.Member // his records only; nil = everybody's
	Own     bool           // he asks himself: his restricted records are among them (Art. 5.2), which no other 台账 shows
	ByName  bool           // one sheet for each person instead of one for all
	Leaders bool           // the school's leaders only

	People []*policy.Member // these only, in this order, as a page shows them; nil = as above
	Kind   policy.Kind      // of this kind only; "" = of every kind
	At     string           // full name of a unit: what was done there, whoever's people; "" = everywhere
}

// Title is what stands above the 台账.
func (s *Scope) Title(school *policy.School) string {
	of := ""
	switch {
	case s.Member != nil:
		of = "（" + s.Member.Name + "）"
	case s.Unit != "":
		of = "（" + s.Unit + "）"
	}
	if some := s.some(school); len(some) > 0 {
		of += "（" + strings.Join(some, "、") + "）"
	}
	return fmt.Sprintf("%s领导联系基层工作台账%s %s", school.Name, of, s.Period.Name)
}

// some names what else the 台账 is limited to.
func (s *Scope) some(school *policy.School) []string {
	var out []string
	if s.At != "" {
		out = append(out, s.At)
	}
	if s.Kind != "" {
		out = append(out, KindName(school, s.Kind))
	}
	return out
}

// FileName is how the file is called, without its ending.
func (s *Scope) FileName(school *policy.School) string {
	name := "台账-" + s.Period.Name
	switch {
	case s.Member != nil:
		name += "-" + s.Member.Name
	case s.Unit != "":
		name += "-" + s.Unit
	}
	return strings.Join(append([]string{name}, s.some(school)...), "-")
}

// Lines gives the lines of the 台账: the people in post order, each one's by day. What was taken back or denied is left out; what waits says so.
func Lines(school *policy.School, scope Scope, records Records) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, m := range scope.members(school) {
			for l, err := range linesOf(school, scope, records, m) {
				if !yield(l, err) {
					return
				}
			}
		}
	}
}

func (s *Scope) members(school *policy.School) []*policy.Member {
	if s.Member != nil {
		return []*policy.Member{s.Member}
	}
	if s.People != nil {
		return s.People
	}
	var out []*policy.Member
	for i := range school.Members {
		if m := &school.Members[i]; !s.Leaders || m.Has(policy.Leader) {
			out = append(out, m)
		}
	}
	return out
}

func linesOf(school *policy.School, scope Scope, records Records, m *policy.Member) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for a, err := range records.ActivitiesOf(m.ID, scope.Period.Span) {
			if err != nil {
				yield(Line{}, err)
				return
			}
			if !scope.takes(school, &a, m) {
				continue
			}
			settled, err := settledOf(records, &a)
			if !yield(LineOf(school, &a, m, settled), err) || err != nil {
				return
			}
		}
	}
}

// takes tells whether a record belongs into the 台账.
func (s *Scope) takes(school *policy.School, a *ledger.Activity, m *policy.Member) bool {
	switch waits := a.Waits(m.ID); {
	case waits == ledger.WaitsRetracted, waits == ledger.WaitsDeclined:
		return false
	case s.Kind != "" && a.Kind != s.Kind, s.At != "" && a.Said.Unit != s.At:
		return false
	case s.Unit != "" && a.Said.Unit != s.Unit && m.Unit != s.Unit:
		return false
	}
	spec := school.Measure.Kind(a.Kind)
	return spec == nil || !spec.Restricted || s.Own
}

// settledOf says how many of the issues of an activity are solved; "" if it has none.
func settledOf(records Records, a *ledger.Activity) (string, error) {
	if len(a.Said.Issues) == 0 {
		return "", nil
	}
	all, solved := 0, 0
	for i, err := range records.IssuesFrom(a.ID) {
		if err != nil {
			return "", err
		}
		if all++; !i.Solved.IsZero() {
			solved++
		}
	}
	switch {
	case all == 0:
		return "", nil
	case all == solved:
		return "已办结", nil
	}
	return fmt.Sprintf("已办结 %d/%d", solved, all), nil
}

// Tables are the sheets of the 台账: one for all, or one for each person who has a line.
func Tables(school *policy.School, scope Scope, records Records) ([]paper.Table, error) {
	if !scope.ByName {
		return []paper.Table{tableOf(school, scope, "台账", Lines(school, scope, records))}, nil
	}
	var out []paper.Table
	for _, m := range scope.members(school) {
		one := scope
		one.Member = m
		next, stop := iter.Pull2(linesOf(school, scope, records, m))
		_, err, some := next()
		stop()
		if err != nil {
			return nil, err
		}
		if some {
			out = append(out, tableOf(school, one, m.Name, linesOf(school, scope, records, m)))
		}
	}
	if len(out) == 0 {
		return []paper.Table{tableOf(school, scope, "台账", Lines(school, scope, records))}, nil
	}
	return out, nil
}

func tableOf(school *policy.School, scope Scope, name string, lines iter.Seq2[Line, error]) paper.Table {
	return paper.Table{Name: name, Title: scope.Title(school), Columns: slices.Clone(columns), Rows: func(yield func([]paper.Cell, error) bool) {
		row, n := make([]paper.Cell, 0, len(columns)), 0
		for l, err := range lines {
			if n++; err != nil {
				yield(nil, err)
				return
			}
			if row = l.cells(row, n, school.Location); !yield(row, nil) {
				return
			}
		}
	}}
}

// WriteLedger writes the 台账 as a workbook: the school's own form where it has one (Template), else sheets of our own.
func WriteLedger(w io.Writer, school *policy.School, scope Scope, records Records, form *Template) error {
	if form != nil {
		return form.fill(w, school, scope, Lines(school, scope, records))
	}
	tables, err := Tables(school, scope, records)
	if err != nil {
		return err
	}
	return paper.WriteBook(w, tables...)
}
