package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// petition hears what filers and everybody else say about cases (Art. 5.7): filing, following, rating. false: it is not about that. What a leader tells is
// something found on a visit, no petition.
func (b *Bot) petition(t *talk) (move, bool) {
	if t.who != nil && t.who.Has(policy.Leader) {
		return move{}, false
	}
	switch {
	case t.is(wordsMyCases), t.complains():
		return b.progress(t), true
	case t.is(wordsPrivacy):
		return say(b.privacy()), true
	case t.is(wordsHowToFile):
		return say(sayHowToFile), true
	case t.wantsOpen() && (strings.HasPrefix(t.Text, "改") || strings.HasPrefix(t.Text, "设")):
		return say(sayNeverOpener), true
	case t.allowsContact():
		return b.onCase(t, opAllow), true
	}
	if bad, said := t.saysTreated(); said && b.followUpWaits(t) {
		return b.followUp(t, bad), true
	}
	switch t.cmd.Intent {
	case phrase.FileCase:
		if ids, _ := casesAt(trimLead(t.Text), t.today.Year(), nil); len(ids) > 0 && t.who != nil && b.hasDesk(t.who, t.today) {
			return say(sayCaseHow), true // 1号办错了 is no matter of his own
		}
		return b.file(t), true
	case phrase.FileCases:
		return b.fileSeveral(t), true
	case phrase.OutOfRemit, phrase.LegalChannel:
		return b.elsewhere(t), true
	case phrase.Attach:
		return say(sayPictureMark), true
	case phrase.MergeRequest:
		return b.second(t), true
	case phrase.QueryAccess:
		return b.seen(t), true
	case phrase.QueryCase:
		return b.progress(t), true
	}
	if op, ok := caseOps[t.cmd.Intent]; ok {
		if t.cmd.Intent == phrase.UrgeCase || t.cmd.Intent == phrase.WithdrawCase {
			if ids := casesIn(t.Text, t.today.Year()); len(ids) > 1 {
				return say(fmt.Sprintf(sayOneByOne, ids[0])), true
			}
		}
		return b.onCase(t, op), true
	}
	return move{}, false
}

// The steps of the dialogs about a case that is told, which stand in ledger.FilingDraft.Step.
const (
	stepLevel    = "level"    // how open it is to be
	stepOwn      = "own"      // 催办, 补充 or another case: the speaker has one like it
	stepJoin     = "join"     // 附议 or another case: somebody else has one like it
	stepSeveral  = "several"  // several matters in one message
	stepRegister = "register" // a matter with another way: 登记 if it is to be a case all the same
	stepText     = "text"     // pictures were sent, no word yet
)

// deed is something that the speaker does to a case, as who he is to it. A case that he neither filed nor joined is not there for him.
func (b *Bot) deed(tx *store.Tx, t *talk, id string) (*ledger.Deed, error) {
	by, err := tx.ActorOn(b.school, t.From, id)
	if isMissing(err) || err == nil && !by.Filer && !by.Follower {
		return nil, ledger.NoCase()
	}
	return &ledger.Deed{School: b.school, By: by, At: t.Received.UTC()}, err
}

// ownCase is a case with what the speaker does to it as its filer or follower; of anybody else it is not there.
func (b *Bot) ownCase(tx *store.Tx, t *talk, id string) (*ledger.Deed, ledger.Petition, error) {
	d, err := b.deed(tx, t, id)
	if err != nil {
		return nil, ledger.Petition{}, err
	}
	p, err := tx.Petition(id)
	if isMissing(err) {
		return nil, p, ledger.NoCase()
	}
	return d, p, err
}

// filing is a dialog about a case; it is sealed because it holds a FilingDraft.
func filing(kind string, f ledger.FilingDraft) ledger.Dialog {
	return ledger.Dialog{Kind: kind, Filing: &f}
}
