package bot

import (
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store/ledger"
)

// orderOf reads an order in the strict form, else as the grammar understood it.
func (b *Bot) orderOf(t *talk) (order, bool) {
	if o, ok := readOrder(t.Text, t.today.Year(), t.table()); ok && !t.tellsOfDay(o) {
		return o, true
	}
	return b.orderSaid(t)
}

// tellsOfDay tells whether what looks like the number of a case is a day: 5号看了食堂, 18号转到文学院听课. A number of two figures at the beginning is one
// where the words tell of something done or planned, or could.
func (t *talk) tellsOfDay(o order) bool {
	m := bareCase.FindStringSubmatch(trimLead(t.Text))
	if m == nil || len(m[1]) > 2 || strings.HasSuffix(m[0], "件") || strings.HasSuffix(m[0], "信访") {
		return false
	}
	switch t.cmd.Intent {
	case phrase.ReportActivity, phrase.PlanActivity, phrase.RecordReception, phrase.CorrectActivity, phrase.Clarify:
		return true
	}
	return o.verb == verbShow && o.rest != ""
}

// orderSaid takes the orders that the grammar reads in free words.
func (b *Bot) orderSaid(t *talk) (order, bool) {
	o := order{topic: t.cmd.Target.Text, rest: t.Text}
	if t.cmd.Case != "" {
		o.cases = []string{saidCase(t.today.Year(), t.cmd.Case)}
		o.rest = afterCase(t.Text, t.today.Year())
		if asks(t.Text) && t.cmd.Intent != phrase.QueryIdentity {
			return order{verb: verbShow, cases: o.cases}, true
		}
	} else if table := t.table(); len(table) == 1 && (o.topic == "" || t.cmd.Intent != phrase.SubmitReply) {
		o.cases = table
	}
	switch t.cmd.Intent {
	case phrase.TransferCase:
		o.verb, o.unit, o.with, o.days = verbAssign, t.cmd.Unit, t.cmd.CoUnit, t.cmd.Days
	case phrase.TakeCase:
		o.verb = verbTake
	case phrase.ReturnCase, phrase.NotInRemit:
		o.verb, o.topic = verbReturn, ""
	case phrase.ExtendCase:
		o.verb = verbExtend
	case phrase.SubmitReply:
		o.verb = verbReply
	case phrase.MergeCases:
		o.verb, o.cases = verbJoin, nil
		for _, id := range t.cmd.Cases {
			o.cases = append(o.cases, saidCase(t.today.Year(), id))
		}
		return o, len(o.cases) > 1
	case phrase.QueryIdentity:
		o.verb, o.rest = verbWho, ""
	case phrase.UrgeCase:
		o.verb = verbChase
		return o, t.cmd.Case != ""
	case phrase.QueryCase:
		o.verb = verbShow
		return o, t.cmd.Case != ""
	default:
		return order{}, false
	}
	return o, true
}

// saidCase gives the number of a case that the grammar found in its one spelling: 007 is of this year.
func saidCase(year int, said string) string {
	if _, ok := ledger.ParseID(ledger.PetitionLetters, said); ok || strings.HasPrefix(said, ledger.PetitionLetters) {
		return said
	}
	return caseID(year, said)
}

// afterCase is what stands behind the number with which a text begins; the whole text if it begins otherwise.
func afterCase(text string, year int) string {
	if ids, rest := casesAt(trimLead(text), year, nil); len(ids) > 0 {
		return rest
	}
	return text
}
