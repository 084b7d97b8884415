package bot

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// File makes the file that a notice names, from the ledger as it is now, for the member who asked: the right is looked at again.
func (b *Bot) File(name string) (fileName string, data []byte, err error) {
	o, id, day, err := readName(name)
	m := b.school.Member(id)
	if err != nil || m == nil {
		return "", nil, errors.New("bot: no such file")
	}
	if no := b.mayPaper(o, m, day); no != nil {
		return "", nil, fmt.Errorf("bot: %s: %w", o.kind, no)
	}
	err = b.store.View(func(tx *store.Tx) error {
		fileName, data, err = b.makePaper(tx, o, m, day)
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("bot: file: %w", err)
	}
	return fileName, data, nil
}

// makePaper makes a paper for a member.
func (b *Bot) makePaper(tx *store.Tx, o paperOrder, m *policy.Member, day policy.Date) (string, []byte, error) {
	p, known := PeriodByID(b.school, o.period)
	if !known {
		return "", nil, errors.New("no such period")
	}
	if o.kind == paperLedger {
		scope := report.Scope{Period: p, Unit: o.unit, Member: b.school.Member(o.whose), Own: o.whose == m.ID, ByName: o.byName}
		var out bytes.Buffer
		err := report.WriteLedger(&out, b.school, scope, tx, b.form)
		return scope.FileName(b.school) + ".xlsx", out.Bytes(), err
	}
	d := &ledger.Deed{School: b.school, By: ledger.Staff(m), At: day.At(12, 0, b.school.Location)}
	paper, err := paperOf(b.school, &countedFor{tx, b.school, m}, o, p, day, func(i *ledger.Issue) bool { return i.SeenBy(d) })
	if err != nil {
		return "", nil, err
	}
	format := cmp.Or(o.format, o.kind.usual())
	data, err := paper.Write(format)
	return paper.Name + format, data, err
}

// OfficePaper makes a paper for the operator, who sees what the party office sees: every kind but the 台账, in the form of an ending (report.Formats). only is
// the member whose 考核表 is wanted; nil: everybody's.
func OfficePaper(school *policy.School, tx *store.Tx, kind string, p policy.Period, only *policy.Member, day policy.Date, format string) ([]byte, error) {
	o := paperOrder{kind: paperKind(kind)}
	if only != nil {
		o.whose = only.ID
	}
	paper, err := paperOf(school, tx, o, p, day, func(*ledger.Issue) bool { return true })
	if err != nil {
		return nil, err
	}
	return paper.Write(format)
}

// countedFor is the ledger without the cases in which a member has an interest: he does not see them, and they are not counted for him (section 4, rule 3).
type countedFor struct {
	*store.Tx
	school *policy.School
	m      *policy.Member
}

// RecentPetitions leaves those cases out.
func (c *countedFor) RecentPetitions(limit int) iter.Seq2[ledger.Petition, error] {
	return func(yield func(ledger.Petition, error) bool) {
		n := 0
		for p, err := range c.Tx.RecentPetitions(0) {
			if err == nil && ledger.Conflicted(c.school, c.m, &p) {
				continue
			}
			if n++; !yield(p, err) || n == limit {
				return
			}
		}
	}
}

// paperSource is what papers are made of.
type paperSource interface {
	report.Source
	LastSnapshot(year string) (ledger.Snapshot, error)
}

// paperOf makes every other paper than the 台账.
func paperOf(school *policy.School, tx paperSource, o paperOrder, p policy.Period, day policy.Date, sees func(*ledger.Issue) bool) (*report.Handed, error) {
	year, _ := school.Calendar.AcademicYear(p.Span.From)
	switch o.kind {
	case paperBulletin:
		return report.Bulletin(school, p, year, day, tx)
	case paperAssessment:
		return assessment(school, tx, year, day, o.whose)
	case paperPetitions:
		return report.PetitionReport(school, p, day, tx)
	case paperIssues, paperAgenda:
		return report.IssueList(school, day, tx, o.kind == paperAgenda, sees)
	case paperReceptions, paperReceived:
		term, ok := termOf(school, p, day)
		switch {
		case !ok:
			return nil, fmt.Errorf("no such term: %w", store.ErrNotFound)
		case o.kind == paperReceived:
			return report.ReceptionSummary(school, term, day, tx)
		}
		return report.ReceptionPlan(school, term, tx)
	}
	return nil, fmt.Errorf("no such paper: %w", store.ErrNotFound)
}

// termOf is the term that a period is, else the one around its last day until now.
func termOf(school *policy.School, p policy.Period, day policy.Date) (policy.Term, bool) {
	if term, ok := school.Calendar.TermByID(p.ID); ok {
		return term, true
	}
	return school.Calendar.TermAround(min(day, p.Span.To.Add(-1)))
}

// assessment makes the sheets of a year: from its last snapshot where it was closed, else from the ledger as it is.
func assessment(school *policy.School, tx paperSource, year policy.Period, day policy.Date, only string) (*report.Handed, error) {
	s, err := tx.LastSnapshot(year.ID)
	switch {
	case err == nil:
		return report.Assessment(school, year, day, s.Lines, &s, only), nil
	case !isMissing(err):
		return nil, err
	}
	lines, err := tx.YearLines(school, year, day)
	return report.Assessment(school, year, day, lines, nil, only), err
}
