package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// wordsClose order that a year is closed.
var wordsClose = []string{"学年结账", "年度结账", "结账"}

// readClose reads 学年结账, 学年结账 2025-2026, 重新结账 2025-2026; not ok: something else. Without a year it is the last one whose terms are over.
func (b *Bot) readClose(t *talk) (year policy.Period, again, ok bool) {
	if !t.says(wordsClose) {
		return year, false, false
	}
	s := t.plain()
	if rest, is := strings.CutPrefix(s, "重新"); is {
		s, again = rest, true
	}
	if rest, is := strings.CutSuffix(s, "重新"); is {
		s, again = rest, true
	}
	cut := func(words ...string) bool {
		for _, w := range words {
			if rest, is := strings.CutPrefix(s, w); is {
				s = rest
				return true
			}
			if rest, is := strings.CutSuffix(s, w); is {
				s = rest
				return true
			}
		}
		return false
	}
	if !cut(wordsClose...) {
		return year, again, false
	}
	if s == "" {
		return b.lastOver(t.today), again, true
	}
	p, rest := takePeriod(b.school, s, t.today)
	if p.ID == "" || rest != "" {
		return year, again, false
	}
	year, _ = b.school.Calendar.AcademicYear(p.Span.From)
	return year, again, true
}

// lastOver is the last academic year whose terms are over.
func (b *Bot) lastOver(today policy.Date) policy.Period {
	year, _ := b.school.Calendar.AcademicYear(today)
	if ledger.LastOfTerms(b.school, year) >= today {
		year, _ = b.school.Calendar.AcademicYear(year.Span.From.Add(-1))
	}
	return year
}

// mostDifferences is how many differences one answer lists.
const mostDifferences = 12

// closeYear freezes an academic year (Art. 6.1), or says in what a closed one differs now. The sheets follow as a file.
func (b *Bot) closeYear(t *talk, year policy.Period, again bool) move {
	return change(func(tx *store.Tx) (string, error) {
		done, err := tx.CloseYear(b.school, year, t.who, again)
		if err != nil {
			return "", err
		}
		lines := []string{SayClosed(&done)}
		if done.Fresh && b.opt.Files != nil && b.opt.Files(t.From.Channel) {
			o := paperOrder{kind: paperAssessment, period: year.ID}
			name := b.paperTitle(o, year)
			_, err = tx.Notify(ledger.Notice{
				Key: "file/" + answerKey(t.Message), Kind: "reply", To: t.From, Member: t.by, Text: fmt.Sprintf(sayPaperLost, name), File: o.name(t.who, t.today),
				Made: t.Received, Due: t.Received,
			})
			lines = append(lines, fmt.Sprintf(sayPaperComes, name))
		}
		return strings.Join(lines, "\n"), err
	})
}

// SayClosed says what the close of a year found: for the chat and for the command.
func SayClosed(c *store.Closed) string {
	s := &c.Snapshot
	var lines []string
	if c.Fresh {
		by := map[ledger.Verdict]int{}
		for i := range s.Lines {
			by[s.Lines[i].Verdict]++
		}
		lines = append(lines, fmt.Sprintf(sayYearClosed, s.Name, s.ID, len(s.Lines), by[ledger.VerdictDone], by[ledger.VerdictMissing], by[ledger.VerdictOpen], by[ledger.VerdictExempt], s.Rules, s.Hash[:16]))
	} else {
		lines = append(lines, fmt.Sprintf(sayYearWasClosed, s.Name, s.Day, s.ID, s.Rules, s.Hash[:16]))
	}
	list := report.Differences(c.Changes)
	switch {
	case len(list) == 0 && !c.Fresh:
		lines = append(lines, sayYearSame)
	case len(list) > 0:
		lines = append(lines, fmt.Sprintf(sayYearDiffers, len(list)))
		lines = append(lines, list[:min(len(list), mostDifferences)]...)
		if more := len(list) - mostDifferences; more > 0 {
			lines = append(lines, fmt.Sprintf(sayYearMore, more))
		}
		if !c.Fresh {
			lines = append(lines, fmt.Sprintf(sayYearAgain, s.Year))
		}
	}
	return strings.Join(lines, "\n")
}
