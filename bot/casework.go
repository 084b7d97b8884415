package bot

import (
	"slices"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// casework hears what offices, handlers and leaders say about the cases they work on (Art. 5.7), and everybody with an office about issues (Art. 6.3,
// 6.4). false: it is not about that.
func (b *Bot) casework(t *talk) (move, bool) {
	if t.who == nil || !t.who.Serves(t.today) {
		return move{}, false
	}
	if mv, taken := b.issues(t); taken {
		return mv, true
	}
	if !b.hasDesk(t.who, t.today) {
		return move{}, false
	}
	if mv, taken := b.caseAnswer(t); taken {
		return mv, true
	}
	if mv, taken := b.entering(t); taken {
		return mv, true
	}
	if q, ok := b.queueAsked(t); ok {
		return b.queue(t, q), true
	}
	if o, ok := b.orderOf(t); ok {
		if mv, own := b.asOwn(t, o); own {
			return mv, true
		}
		return b.obey(t, o), true
	}
	if t.is(wordsLet) || t.is(wordsLetNot) {
		return b.letOne(t, t.is(wordsLet)), true
	}
	return move{}, false
}

// hasDesk tells whether somebody may have to do with cases by office. What he may do about one is asked of the case (ledger.May).
func (b *Bot) hasDesk(m *policy.Member, day policy.Date) bool {
	if m.Has(policy.PetitionOfficer, policy.PresidentOffice, policy.PartyOffice, policy.DisciplineOffice, policy.AssessmentGroup, policy.Leader,
		policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel, policy.Handler) {
		return true
	}
	return slices.Contains(b.school.Heads(day), m) || len(b.unitsHandled(m)) > 0
}

// unitsHandled lists the units whose cases a member handles.
func (b *Bot) unitsHandled(m *policy.Member) []string {
	var out []string
	for i := range b.school.Units {
		if name := b.school.Units[i].Name; b.school.Handles(m, name) {
			out = append(out, name)
		}
	}
	return out
}

// table is the cases that were shown last in this dialog.
func (t *talk) table() []string {
	if t.dialog == nil || len(t.dialog.Records) == 0 {
		return nil
	}
	if _, ok := ledger.ParseID(ledger.PetitionLetters, t.dialog.Records[0]); !ok {
		return nil
	}
	return t.dialog.Records
}

// caseAnswer takes a message as the answer to what was asked about a case.
func (b *Bot) caseAnswer(t *talk) (move, bool) {
	if t.dialog == nil {
		return move{}, false
	}
	switch t.dialog.Kind {
	case ledger.DialogCases:
		return b.caseChosen(t)
	case ledger.DialogCaseSummary, ledger.DialogCaseLook, ledger.DialogCaseReply:
		return b.caseText(t)
	case ledger.DialogCaseMerge:
		return b.mergeOrNot(t)
	}
	return move{}, false
}

// caseChosen hears a number under a list of cases.
func (b *Bot) caseChosen(t *talk) (move, bool) {
	if n := t.cmd.Choice; t.cmd.Intent == phrase.Choose && n >= 1 && n <= len(t.dialog.Records) {
		return b.openCase(t, t.dialog.Records[n-1]), true
	}
	return move{}, false
}

// caseText takes words that were asked for: a summary, a reason, a part of a reply. Not taken: an order or a question of its own.
func (b *Bot) caseText(t *talk) (move, bool) {
	d := *t.dialog
	reply := d.Kind == ledger.DialogCaseReply
	switch {
	case t.is(wordsGiveUp), t.is(wordsNotSend), t.cmd.Intent == phrase.Deny && !reply:
		return b.drop(t, sayCaseDropped), true
	case t.cmd.Intent == phrase.Help || b.anew(t):
		return move{}, false
	case !reply && (t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack || t.cmd.Intent == phrase.Choose):
		return move{}, false // no words of a summary or a reason
	}
	switch d.Kind {
	case ledger.DialogCaseSummary:
		t.consume()
		return b.assign(t, order{verb: verbAssign, cases: d.Records, rest: d.Reason, summary: t.Text}), true
	case ledger.DialogCaseLook:
		t.consume()
		return b.look(t, d.Records[0], t.Text), true
	}
	return b.replyGoesOn(t, d), true
}

// anew tells whether a message is an order or a list asked for, rather than an answer.
func (b *Bot) anew(t *talk) bool {
	if _, ok := b.queueAsked(t); ok {
		return true
	}
	_, ok := readOrder(t.Text, t.today.Year(), nil)
	return ok
}

// lay puts cases on the table: 这件 means them from now on.
func (b *Bot) lay(tx *store.Tx, t *talk, ids ...string) error {
	return unlessRefused(b.remember(tx, t, ledger.Dialog{Kind: ledger.DialogCases, Records: ids}))
}
