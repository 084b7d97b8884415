package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// inGroup answers in a group chat: reports of activities and public questions, nothing else. What is said there is read by many, so a reply shows no
// count, no list of records and no reason for a no (requirements, 4 rule 6).
func (b *Bot) inGroup(t *talk) move {
	switch t.cmd.Intent {
	case phrase.ReportActivity, phrase.RecordReception, phrase.PlanActivity:
		if b.restricted(t) || !b.mayReport(t) {
			return say(sayGroup)
		}
	case phrase.QueryReception, phrase.AskPolicy, phrase.QueryAssignment:
		return b.begin(t)
	case phrase.Help:
		return say(b.help(nil, ""))
	case phrase.Ack:
		return say(sayWelcome)
	}
	if t.dialog != nil && b.goesOnHere(t) {
		if mv, taken := b.goOn(t); taken {
			return mv
		}
	}
	switch t.cmd.Intent {
	case phrase.ReportActivity, phrase.RecordReception, phrase.PlanActivity:
		return b.begin(t)
	case phrase.CorrectActivity, phrase.RetractActivity:
		if b.ofThisTalk(t) {
			return b.begin(t)
		}
	}
	return say(sayGroup)
}

// restricted tells whether a report is of a kind that few may see (Art. 5.2).
func (b *Bot) restricted(t *talk) bool {
	for _, a := range t.cmd.Activities {
		if spec := b.school.Measure.Kind(a.Kind); spec != nil && spec.Restricted {
			return true
		}
	}
	return false
}

func (b *Bot) mayReport(t *talk) bool {
	return reporter(t.who) || office(t.who) || len(t.cmd.For) > 0 || len(b.principals(t)) > 0
}

// goesOnHere tells whether a dialog begun in this group may go on in it: about a report, not about lists of what waits.
func (b *Bot) goesOnHere(t *talk) bool {
	switch t.dialog.Kind {
	case ledger.DialogReport, ledger.DialogAfter, ledger.DialogTwin, ledger.DialogPlan, ledger.DialogCorrect, ledger.DialogPolicy:
		return !t.saysAll()
	}
	return false
}

// ofThisTalk tells whether an order is about the records just made in this group.
func (b *Bot) ofThisTalk(t *talk) bool {
	return t.dialog != nil && t.dialog.Kind == ledger.DialogAfter && (t.pick != "" || t.cmd.Target == (phrase.Target{}) || t.cmd.Target.Last)
}

// recordedInGroup is the confirm card for many eyes; what concerns the speaker alone is brought to him in private.
func (b *Bot) recordedInGroup(tx *store.Tx, t *talk, made []ledger.Activity, s said, found clashes) (string, error) {
	var lines []string
	for _, a := range made {
		lines = append(lines, fmt.Sprintf(sayRecordedGroup, a.ID, b.card(a, t.today)))
	}
	if found[t.by] != "" && t.who != nil {
		if err := b.tell(tx, t, t.who, "clash/"+made[0].ID+"/"+t.by, "", found[t.by]); err != nil {
			return "", err
		}
	}
	if len(s.ask) > 0 {
		lines = append(lines, b.question(s.drafts, s.ask[0], s.choices, t.today))
	}
	return strings.Join(lines, "\n"), nil
}
