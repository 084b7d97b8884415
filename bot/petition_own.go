package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// op is something that a filer does to his case.
type op string

// What a filer may want of a case; the text of each is how it is asked for.
const (
	opShow     op = "查看"
	opUrge     op = "催办"
	opAdd      op = "补充"
	opWithdraw op = "撤回"
	opHide     op = "设为保密"
	opAnonym   op = "设为匿名"
	opRate     op = "评价"
	opReview   op = "申请复查"
	opAllow    op = "同意联系"
	opSeen     op = "谁看过"
)

// caseOps are the orders of the grammar that are about an own case.
var caseOps = map[phrase.Intent]op{
	phrase.UrgeCase: opUrge, phrase.SupplementCase: opAdd, phrase.WithdrawCase: opWithdraw, phrase.SetConfidential: opHide, phrase.RateCase: opRate,
	phrase.RequestReview: opReview,
}

// The steps of the dialogs about an own case; a step that is the name of an op waits for which case it is.
const (
	stepShown    = "shown"    // cases were shown or just filed: a number, or an order, is about them
	stepWithdraw = "withdraw" // a yes before a case is taken back
	stepSolved   = "solved"   // whether it was solved, after a rating
	stepReason   = "reason"   // why it was rated so
	stepGrounds  = "grounds"  // why a review is asked for
	stepAdd      = "add"      // what is to be added; or a yes to adding the words that were said
	stepFollow   = "follow"   // a yes to a new case after a closed one
)

// onCase does something to the case that is meant: the one that is named, the one just talked of, else the only one that fits. Of several the speaker
// picks one.
func (b *Bot) onCase(t *talk, o op) move {
	if o == opHide && (t.cmd.Anonymous || strings.Contains(t.Text, "匿名")) {
		o = opAnonym
	}
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.meantCases(tx, t, o)
		switch {
		case err != nil:
			return "", err
		case len(list) == 0:
			return b.noneOwn(tx, t)
		case len(list) == 1:
			return b.act(tx, t, o, list[0].ID, t.Text)
		}
		f := ledger.FilingDraft{Step: string(o), Texts: []string{t.Text}, Alike: idsOf(list)}
		return fmt.Sprintf(sayWhichCase, string(o), b.caseList(list)), b.await(tx, t, filing(ledger.DialogCase, f))
	})
}

// noneOwn says to somebody who filed nothing how to begin, and to somebody who joined a case that its filer speaks for it.
func (b *Bot) noneOwn(tx *store.Tx, t *talk) (string, error) {
	joined, err := tx.Mine(b.school, t.From, true)
	if err != nil || len(joined) == 0 {
		return sayNoCases, err
	}
	return sayJoinedOnly, nil
}

// carryOn does something to a case that the dialog settled, with the words that belong to it.
func (b *Bot) carryOn(t *talk, o op, id, text string, pictures ...ledger.Attachment) move {
	return change(func(tx *store.Tx) (string, error) {
		if o == opAdd {
			return b.add(tx, t, id, text, pictures)
		}
		return b.act(tx, t, o, id, text)
	})
}

// meantCases are the own cases that an order may be about, the newest first. A case that is named and not the speaker's is one that is not there.
func (b *Bot) meantCases(tx *store.Tx, t *talk, o op) ([]ledger.Petition, error) {
	if id := b.caseNamed(t); id != "" {
		if _, err := b.deed(tx, t, id); err != nil {
			return nil, err
		}
		p, err := tx.Petition(id)
		return []ledger.Petition{p}, err
	}
	mine, err := tx.Mine(b.school, t.From, o == opShow)
	if err != nil {
		return nil, err
	}
	fits := slices.DeleteFunc(slices.Clone(mine), func(p ledger.Petition) bool { return !b.fits(&p, o) })
	if len(fits) == 0 {
		return mine[:min(len(mine), 1)], nil // the step itself says why not
	}
	if said := t.shownCases(); o != opShow && len(said) > 0 {
		if these := slices.DeleteFunc(slices.Clone(fits), func(p ledger.Petition) bool { return !slices.Contains(said, p.ID) }); len(these) > 0 {
			fits = these
		}
	}
	return b.aboutTopic(tx, t, fits[:min(len(fits), mostMeant)])
}

// shownCases are those of which the dialog speaks.
func (t *talk) shownCases() []string {
	if t.dialog == nil || t.dialog.Kind != ledger.DialogCase || t.dialog.Filing == nil {
		return nil
	}
	if t.dialog.Filing.Case != "" {
		return []string{t.dialog.Filing.Case}
	}
	return t.dialog.Filing.Alike
}

// aboutTopic keeps of several cases those in whose words the speaker's topic occurs, if it does in any.
func (b *Bot) aboutTopic(tx *store.Tx, t *talk, list []ledger.Petition) ([]ledger.Petition, error) {
	if topic := t.cmd.Target.Text; topic != "" && len(list) > 1 {
		var about []ledger.Petition
		for _, p := range list {
			words, err := b.wordsOf(tx, t, p.ID)
			if err != nil {
				return nil, err
			}
			if strings.Contains(words, topic) || strings.Contains(p.Category, topic) {
				about = append(about, p)
			}
		}
		if len(about) > 0 {
			return about, nil
		}
	}
	return list, nil
}

// fits tells whether something can be done to a case as it stands.
func (b *Bot) fits(p *ledger.Petition, o op) bool {
	switch o {
	case opUrge:
		return p.Owed()
	case opAdd:
		return p.Open()
	case opWithdraw:
		return p.Working() && p.Rework.At.IsZero()
	case opHide:
		return p.Level == ledger.LevelOpen && p.Open()
	case opAnonym:
		return p.Level != ledger.LevelAnonymous && p.Open()
	case opRate:
		return p.Stage() == ledger.StageAnswered && p.RatingDays(b.school) != nil
	case opReview:
		return p.ReviewUntil(b.school) != 0 && p.Withdrawn.IsZero() && p.MergedInto == ""
	case opAllow:
		return p.Level == ledger.LevelOpen && p.Working() && p.Allowed.IsZero()
	case opShow:
		return p.Open()
	}
	return true
}

// act does something to one own case.
func (b *Bot) act(tx *store.Tx, t *talk, o op, id, said string) (string, error) {
	switch o {
	case opShow:
		return b.show(tx, t, id)
	case opUrge:
		return b.urge(tx, t, id)
	case opAdd:
		return b.add(tx, t, id, afterWord(said, "补充一下", "补充一点", "补充说明", "再补充", "补充"), nil)
	case opWithdraw:
		return b.askWithdraw(tx, t, id)
	case opHide:
		return b.hide(tx, t, id, ledger.LevelConfidential)
	case opAnonym:
		return b.hide(tx, t, id, ledger.LevelAnonymous)
	case opRate:
		return b.rate(tx, t, id, said)
	case opReview:
		return b.review(tx, t, id, afterWord(said, "申请复查", "申请复核", "要求复查", "要求复核", "复查申请", "复查", "复核"))
	case opAllow:
		return b.allow(tx, t, id)
	case opSeen:
		return b.seenBy(tx, t, id)
	}
	return sayScope, nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func idsOf(list []ledger.Petition) []string {
	ids := make([]string, 0, len(list))
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	return ids
}

// isSealed tells whether something cannot be read because its key is lost.
func isSealed(err error) bool { return errors.Is(err, store.ErrSealed) }
