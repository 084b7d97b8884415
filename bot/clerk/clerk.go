// Package clerk does what the operator's ledger commands ask for: the 台账 and other papers as files, a table of earlier years taken in and taken back, a year
// closed. It works on an open ledger, whoever has opened it: the command itself, or the running server over its control socket. It knows no command line and no
// socket; what it says is Chinese.
package clerk

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
	"lianxin/store/report/paper"
)

// Clerk works on the ledger of one school.
type Clerk struct {
	School *policy.School
	Store  *store.Store
	Form   *report.Template // the school's own form of the 台账; nil: our own
}

// Ask says what is wanted, in the words of the command line. The zero value is wrong: a year or a period is needed.
type Ask struct {
	Kind   string // of a paper: bulletin, assessment, petitions, issues, agenda, receptions, received
	Period string // an academic year, a term, a calendar year or a month
	Unit   string // name or alias; "" = all
	Person string // name, alias or id; "" = all
	ByName bool   // a sheet for each person
	Format string // .xlsx, .csv, .docx, .html
}

// Kinds are the papers beside the 台账.
var Kinds = []string{"bulletin", "assessment", "petitions", "issues", "agenda", "receptions", "received"}

// period finds the period of an ask.
func (c *Clerk) period(text string) (policy.Period, error) {
	if p, ok := bot.PeriodByID(c.School, text); ok {
		return p, nil
	}
	return policy.Period{}, fmt.Errorf("“%s”不是学年、学期、年或月，例如 2026-2027、2026-2027-1、2026、2026-11", text)
}

// scope finds what an export is of.
func (c *Clerk) scope(a Ask) (report.Scope, error) {
	p, err := c.period(a.Period)
	if err != nil {
		return report.Scope{}, err
	}
	s := report.Scope{Period: p, ByName: a.ByName}
	if a.Unit != "" {
		i := slices.IndexFunc(c.School.Units, func(u policy.Unit) bool { return u.Name == a.Unit || slices.Contains(u.Aliases, a.Unit) })
		if i < 0 {
			return s, fmt.Errorf("没有单位“%s”", a.Unit)
		}
		s.Unit = c.School.Units[i].Name
	}
	if a.Person != "" {
		list := c.School.MembersNamed(a.Person)
		if len(list) != 1 {
			return s, fmt.Errorf("“%s”不是名单里的一个人，请写全名或 id", a.Person)
		}
		s.Member = list[0]
	}
	return s, nil
}

// Export writes the 台账 to w as .xlsx, or as .csv. Restricted records (Art. 5.2) and whoever wrote or came are never in it.
func (c *Clerk) Export(a Ask, w io.Writer) error {
	s, err := c.scope(a)
	if err != nil {
		return err
	}
	return c.Store.View(func(tx *store.Tx) error {
		if a.Format != ".csv" {
			return report.WriteLedger(w, c.School, s, tx, c.Form)
		}
		s.ByName = false
		tables, err := report.Tables(c.School, s, tx)
		if err != nil {
			return err
		}
		return paper.WriteCSV(w, &tables[0])
	})
}

// Paper writes another paper to w, in the form of its ending. at is the instant at which it is asked for.
func (c *Clerk) Paper(a Ask, at time.Time, w io.Writer) error {
	if !slices.Contains(Kinds, a.Kind) {
		return fmt.Errorf("没有“%s”这种材料，可用：%s", a.Kind, strings.Join(Kinds, "、"))
	}
	s, err := c.scope(a)
	if err != nil {
		return err
	}
	var data []byte
	err = c.Store.View(func(tx *store.Tx) error {
		data, err = bot.OfficePaper(c.School, tx, a.Kind, s.Period, s.Member, c.School.Today(at), a.Format)
		return err
	})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// Said is what a command says, and whether what it was asked for was not done.
type Said struct {
	Text   string `json:"text"`
	Failed bool   `json:"failed,omitempty"`
}

// Import takes a table of earlier years in, or says what would become of it.
func (c *Clerk) Import(file string, data []byte, at time.Time, dry bool) (Said, error) {
	r, err := report.ReadLedger(c.School, data, c.School.Today(at))
	if err != nil {
		return Said{Text: fmt.Sprintf("%s：%v\n", file, err), Failed: true}, nil
	}
	var b strings.Builder
	sayReading(&b, file, r)
	if len(r.Faults) > 0 {
		fmt.Fprintf(&b, "有 %d 处错误，一条也没有导入；改好后再来。\n", len(r.Faults))
		return Said{Text: b.String(), Failed: true}, nil
	}
	lines := make([]store.PaperLine, 0, len(r.Records))
	for _, rec := range r.Records {
		lines = append(lines, store.PaperLine{Activity: rec.Activity, Waits: rec.Waits})
	}
	done, err := c.Store.ImportPapers(c.School, ledger.Import{At: at.UTC(), By: ledger.ByOperator, File: file, Hash: hashOf(data)}, lines, dry)
	if err != nil {
		return Said{}, err
	}
	sayImported(&b, done, dry)
	return Said{Text: b.String()}, nil
}

// Undo takes an import back.
func (c *Clerk) Undo(id string, at time.Time) (Said, error) {
	n, err := c.Store.UndoImport(at, ledger.ByOperator, id)
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		return Said{Text: no.Say + "\n", Failed: true}, nil
	}
	return Said{Text: fmt.Sprintf("已撤销导入 %s：%d 条记录不再计数（保留备查）。\n", id, n)}, err
}

// Close freezes an academic year, or compares it with its last snapshot.
func (c *Clerk) Close(year string, again bool, at time.Time) (Said, error) {
	p, ok := c.School.Calendar.YearByID(year)
	if !ok {
		return Said{Text: fmt.Sprintf("“%s”不是校历里的学年，例如 2025-2026\n", year), Failed: true}, nil
	}
	var done store.Closed
	err := c.Store.Update(at, func(tx *store.Tx) (err error) {
		done, err = tx.CloseYear(c.School, p, nil, again)
		return err
	})
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		return Said{Text: no.Say + "\n", Failed: true}, nil
	}
	if err != nil {
		return Said{}, err
	}
	return Said{Text: bot.SayClosed(&done) + "\n"}, nil
}
