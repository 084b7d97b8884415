package bot

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"

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

// makePaper makes a paper.
func (b *Bot) makePaper(tx *store.Tx, o paperOrder, m *policy.Member, day policy.Date) (string, []byte, error) {
	p, known := periodByID(b.school, o.period)
	if !known {
		return "", nil, errors.New("no such period")
	}
	format := cmp.Or(o.format, o.kind.usual())
	if o.kind == paperLedger {
		scope := report.Scope{Period: p, Unit: o.unit, Member: b.school.Member(o.whose), Own: o.whose == m.ID, ByName: o.byName}
		var out bytes.Buffer
		err := report.WriteLedger(&out, b.school, scope, tx, b.form)
		return scope.FileName() + ".xlsx", out.Bytes(), err
	}
	paper, err := b.paperOf(tx, o, m, p, day)
	if err != nil {
		return "", nil, err
	}
	data, err := paper.Write(format)
	return paper.Name + format, data, err
}

// paperOf makes every other paper than the 台账.
func (b *Bot) paperOf(tx *store.Tx, o paperOrder, m *policy.Member, p policy.Period, day policy.Date) (*report.Handed, error) {
	year, _ := b.school.Calendar.AcademicYear(p.Span.From)
	switch o.kind {
	case paperBulletin:
		return report.Bulletin(b.school, p, year, day, tx)
	case paperAssessment:
		return b.assessment(tx, year, day, o.whose)
	case paperPetitions:
		return report.PetitionReport(b.school, p, day, tx)
	case paperIssues, paperAgenda:
		d := &ledger.Deed{School: b.school, By: ledger.Staff(m), At: day.At(12, 0, b.school.Location)}
		return report.IssueList(b.school, day, tx, o.kind == paperAgenda, func(i *ledger.Issue) bool { return i.SeenBy(d) })
	case paperReceptions, paperReceived:
		term, ok := b.school.Calendar.TermByID(p.ID)
		if !ok {
			if term, ok = b.school.Calendar.TermAround(min(day, p.Span.To.Add(-1))); !ok {
				return nil, errors.New("no such term")
			}
		}
		if o.kind == paperReceived {
			return report.ReceptionSummary(b.school, term, day, tx)
		}
		return report.ReceptionPlan(b.school, term, tx)
	}
	return nil, errors.New("no such paper")
}

// assessment makes the sheets of a year: from its last snapshot where it was closed, else from the ledger as it is.
func (b *Bot) assessment(tx *store.Tx, year policy.Period, day policy.Date, only string) (*report.Handed, error) {
	s, err := tx.LastSnapshot(year.ID)
	switch {
	case err == nil:
		return report.Assessment(b.school, year, day, s.Lines, &s, only), nil
	case !isMissing(err):
		return nil, err
	}
	lines, err := tx.YearLines(b.school, year, day)
	return report.Assessment(b.school, year, day, lines, nil, only), err
}
