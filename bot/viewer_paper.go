package bot

import (
	"bytes"
	"cmp"
	"fmt"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// PaperOrder is a paper that a page asks for, by the same right as an order in the chat.
type PaperOrder struct {
	Kind   string                 // as notices name it: ledger, bulletin, assessment, petitions, issues, agenda, receptions, received
	Period string                 // id of a term, an academic or calendar year, or a month; "" = the usual one of the kind
	Whose  string                 // member id; "" = everybody's
	Format string                 // ".docx"; "" = the usual one of the kind
	Link   func(id string) string // address of the page of a record, for those forms that have links; nil: none have
}

// Paper is a file that is handed out.
type Paper struct {
	Name string // with its ending
	Data []byte
}

// MayPaper tells whether the viewer may have a paper. Who is not listed has none, as in the chat.
func (v *Viewer) MayPaper(kind, whose string) bool {
	return v.t.who != nil && v.b.mayPaper(paperOrder{kind: paperKind(kind), whose: whose}, v.t.who, v.t.today) == nil
}

// Paper makes a paper and writes down that it was handed out. What the viewer may not have is not there (a *ledger.Refusal, store.ErrNotFound).
func (v *Viewer) Paper(o PaperOrder) (Paper, error) {
	order := paperOrder{kind: paperKind(o.Kind), period: o.Period, whose: o.Whose, format: o.Format}
	if o.Period == "" {
		order.period = v.b.usualPeriod(order.kind, paperWord[order.kind], v.t.today).ID
	}
	p, known := PeriodByID(v.b.school, order.period)
	switch {
	case !known, order.kind == paperLedger: // which is asked for by what a page shows of it
		return Paper{}, store.ErrNotFound
	case !v.MayPaper(o.Kind, o.Whose):
		return Paper{}, ledger.Refuse("paper_right", sayNotAllowed)
	}
	d := &ledger.Deed{School: v.b.school, By: ledger.Staff(v.t.who), At: v.t.Received}
	return v.handOut(order.kind, v.b.paperTitle(order, p), func(tx *store.Tx) (Paper, error) {
		paper, err := paperOf(v.b.school, tx, order, p, v.t.today, func(i *ledger.Issue) bool { return i.SeenBy(d) })
		if err != nil {
			return Paper{}, err
		}
		if paper.Document != nil {
			paper.Document.Link = o.Link
		}
		format := cmp.Or(o.Format, order.kind.usual())
		data, err := paper.Write(format)
		return Paper{paper.Name + format, data}, err
	})
}

// paperWord is the word by which a page asks for a paper whose usual period depends on it.
var paperWord = map[paperKind]string{paperPetitions: "信访月报"}

// LedgerOrder is 台账 as a page shows it.
type LedgerOrder struct {
	Period policy.Period    // its Span and Name
	People []*policy.Member // whose records, in this order
	All    bool             // they are everybody who is in the ledger, and not named in the file's name
	Kind   policy.Kind      // "" = every kind
	Unit   string           // full name; "" = everywhere
}

// Ledger makes 台账 and writes down that it was handed out: of those alone whose 台账 the viewer could order in the chat.
func (v *Viewer) Ledger(o LedgerOrder) (Paper, error) {
	for _, m := range o.People {
		if !v.MayPaper(string(paperLedger), m.ID) {
			return Paper{}, ledger.Refuse("paper_right", sayNotAllowed)
		}
	}
	if len(o.People) == 0 {
		return Paper{}, store.ErrNotFound
	}
	scope := report.Scope{Period: o.Period, People: o.People, Kind: o.Kind, At: o.Unit}
	if len(o.People) == 1 && !o.All {
		scope.Member, scope.People, scope.Own = o.People[0], nil, o.People[0] == v.t.who
	}
	name := scope.FileName(v.b.school)
	return v.handOut(paperLedger, name, func(tx *store.Tx) (Paper, error) {
		var out bytes.Buffer
		err := report.WriteLedger(&out, v.b.school, scope, tx, v.b.form)
		return Paper{name + ".xlsx", out.Bytes()}, err
	})
}

// handOut makes a paper in one look at the ledger, then notes who has it. It is whole before the first byte goes out, so that no look at the ledger lasts
// as long as somebody's download.
func (v *Viewer) handOut(kind paperKind, title string, make func(tx *store.Tx) (Paper, error)) (out Paper, err error) {
	err = v.b.store.View(func(tx *store.Tx) error {
		out, err = make(tx)
		return err
	})
	if err == nil {
		err = v.b.store.Update(v.t.Received, func(tx *store.Tx) error { return tx.Log(v.t.by, ledger.VerbExported, string(kind), title) })
	}
	if err != nil {
		return Paper{}, fmt.Errorf("bot: %s: %w", kind, err)
	}
	return out, nil
}
