package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// caseGoesOn takes a message as being about the cases that were shown or asked about.
func (b *Bot) caseGoesOn(t *talk) (move, bool) {
	f := *t.dialog.Filing
	switch f.Step {
	case stepShown:
		if t.complains() {
			return move{}, false // and adds nothing to the case
		}
		return b.shownAnswered(t, f)
	case stepWithdraw:
		return b.withdrawAnswered(t, f)
	case stepSolved, stepReason:
		return b.explained(t, f)
	case stepGrounds:
		return b.grounds(t, f)
	case stepAdd:
		return b.addAnswered(t, f)
	case stepFollow:
		return b.followAnswered(t, f)
	}
	if other, is := caseOps[t.cmd.Intent]; is && other != op(f.Step) {
		return move{}, false // 撤回 under a list for 催办 is an order of its own
	}
	if t.no() {
		return b.drop(t, saySomethingKept), true
	}
	if n := t.cmd.Choice; t.cmd.Intent == phrase.Choose {
		if n < 1 || n > len(f.Alike) {
			return say(fmt.Sprintf(sayNoSuchNumber, len(f.Alike))), true
		}
		return change(func(tx *store.Tx) (string, error) { return b.act(tx, t, op(f.Step), f.Alike[n-1], firstOf(f.Texts)) }), true
	}
	return move{}, false
}

// shownAnswered hears a number, a correction of the category, or words that seem to belong to the case just filed.
func (b *Bot) shownAnswered(t *talk, f ledger.FilingDraft) (move, bool) {
	switch {
	case t.cmd.Intent == phrase.Choose && t.cmd.Choice <= len(f.Alike) && len(f.Alike) > 1 && t.cmd.Choice > 0:
		return change(func(tx *store.Tx) (string, error) { return b.show(tx, t, f.Alike[t.cmd.Choice-1]) }), true
	case f.Case != "" && t.asksToHide():
		return b.onCase(t, opHide), true
	case f.Case != "" && t.wantsOpen():
		return say(sayNeverOpener), true
	case f.Case != "" && strings.HasPrefix(strings.TrimSpace(t.Text), "改") && t.cmd.Intent != phrase.SetConfidential:
		return b.amend(t, f.Case), true
	case f.Case != "" && b.mayBelong(t):
		f.Step, f.Texts = stepAdd, []string{t.Text}
		return change(func(tx *store.Tx) (string, error) {
			return fmt.Sprintf(sayAddThis, f.Case), b.await(tx, t, filing(ledger.DialogCase, f))
		}), true
	}
	return move{}, false
}

// leastAdded is how many characters a message has at least that is taken for more words about the case just filed.
const leastAdded = 5

// mayBelong tells whether a message that means nothing by itself may be more about the case just filed.
func (b *Bot) mayBelong(t *talk) bool {
	if t.cmd.Intent != phrase.OutOfScope || utf8.RuneCountInString(t.Text) < leastAdded || articleIn(t.Text) != "" || t.asksHistory() {
		return false
	}
	_, treated := t.saysTreated()
	return !treated && !t.allowsContact() && !t.is(wordsMyCases) && !t.is(wordsPrivacy) && !t.is(wordsHowToFile) && !t.is(wordsResume)
}
