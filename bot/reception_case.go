package bot

import (
	"fmt"
	"regexp"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// visitCaseForm is 立信访件, with the number of the visit before or behind it, and what else is said: 立信访件2，来访人李四，电话13800000003.
var visitCaseForm = regexp.MustCompile(`^(?:把|将)?(?:第?([\d一二两三四五六七八九十]{1,2})[批个件条]?的?)?[，, ]*(?:转为|转成|登记为|登记成|列为|立为|立|转)信访件?[ ，,:：]*(?:第?([\d一二两三四五六七八九十]{1,2})(?:[批个件条]|[，, 。]|$))?[ ，,:：]*([\s\S]*)$`)

// visitCase is the order to open a case from a visit.
type visitCase struct {
	sheet string // id; "" = the last one
	visit int    // from 1; 0 = the only one
	rest  string // who came, and perhaps what the matter is in more words
}

// readVisitCase reads the order; false if the text is none.
func readVisitCase(text string) (visitCase, bool) {
	id := idNamed(text, ledger.SheetLetters)
	text = strings.TrimSpace(strings.Replace(strings.TrimSpace(text), id, "", 1))
	m := visitCaseForm.FindStringSubmatch(strings.TrimLeft(text, "，, 的"))
	if m == nil {
		return visitCase{}, false
	}
	return visitCase{sheet: id, visit: max(smallNumber(m[1]), smallNumber(m[2])), rest: strings.TrimSpace(m[3])}, true
}

// openVisitCase makes a case of what a visitor came about (Art. 5.7, 5.8): by the office, as brought in by a visit, with who it was in the vault.
func (b *Bot) openVisitCase(t *talk, o visitCase) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		o := o // the function may run again
		if err := tx.MayFile(); err != nil {
			return "", err
		}
		s, ok, err := b.lastSheet(tx, t, o.sheet)
		if err != nil {
			return "", err
		}
		if !ok || len(s.Visits) == 0 {
			return sayNoVisit, nil
		}
		if o.visit == 0 && len(s.Visits) == 1 {
			o.visit = 1
		}
		if o.visit < 1 || o.visit > len(s.Visits) {
			return fmt.Sprintf(sayWhichVisit, s.Day.Chinese(), len(s.Visits), b.sheetText(s)), nil
		}
		return b.fileVisit(tx, t, &s.Visits[o.visit-1], o.rest)
	})
}

// fileVisit registers the case of one visit.
func (b *Bot) fileVisit(tx *store.Tx, t *talk, v *ledger.Visit, rest string) (string, error) {
	who := personIn(rest)
	f := ledger.Filing{Source: ledger.FromVisit, Raw: v.Topic, Unit: v.Unit}
	named := who != store.Person{}
	if more := strings.Trim(withoutPerson(rest, who), " ，,。;；、"); more != "" {
		f.Raw = more
	}
	who, shy, err := visitor(tx, v, who)
	if err != nil {
		return "", err
	}
	f.NoContact = who == store.Person{}
	if shy && !named {
		f.Level = ledger.LevelConfidential
	}
	return b.fileEntered(tx, t, f, who)
}

// caseHint says under a sheet how a visit becomes a case, to those who may open one.
func (b *Bot) caseHint(t *talk, s *ledger.Sheet) string {
	if len(s.Visits) == 0 || !b.opensCases(t) {
		return ""
	}
	return "\n" + sayVisitCaseHint
}

// opensCases tells whether the member may open a case from a visit: who enters sheets and cases.
func (b *Bot) opensCases(t *talk) bool {
	return t.who != nil && t.who.Has(policy.PresidentOffice, policy.PartyOffice) && b.enters(t)
}
