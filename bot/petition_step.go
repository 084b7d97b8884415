package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// stepped applies a step of the filer to his case and tells those concerned.
func (b *Bot) stepped(tx *store.Tx, t *talk, id string, run func(*ledger.Deed) (ledger.Petition, error)) (ledger.Petition, error) {
	d, err := b.deed(tx, t, id)
	if err != nil {
		return ledger.Petition{}, err
	}
	p, err := run(d)
	if err != nil {
		return p, err
	}
	return p, b.tellOthers(tx, p, d.Steps, store.SealedAddress(id, 0))
}

// settledOn ends the question about a case; the next words are about it.
func (b *Bot) settledOn(tx *store.Tx, t *talk, id string) error {
	return b.await(tx, t, filing(ledger.DialogCase, ledger.FilingDraft{Step: stepShown, Case: id, Alike: []string{id}}))
}

// urge is 催办.
func (b *Bot) urge(tx *store.Tx, t *talk, id string) (string, error) {
	p, err := b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) {
		return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	})
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayUrged, id, b.dueText(&p))
	if p.Overdue(t.today) {
		text += sayUrgedLate
	}
	return text, b.settledOn(tx, t, id)
}

// add is 补充: words, pictures, or both. Without either it is asked for them; what is said of a closed case may become a new one.
func (b *Bot) add(tx *store.Tx, t *talk, id, text string, pictures []ledger.Attachment) (string, error) {
	if _, err := b.deed(tx, t, id); err != nil {
		return "", err
	}
	p, err := tx.Petition(id)
	if err != nil {
		return "", err
	}
	if err := b.mayAdd(t, text); err != nil {
		return "", err
	}
	f := ledger.FilingDraft{Step: stepAdd, Case: id}
	switch {
	case strings.TrimSpace(text) == "" && len(pictures) == 0:
		return fmt.Sprintf(sayAddWhat, id), b.await(tx, t, filing(ledger.DialogCase, f))
	case !p.Open() && p.MergedInto == "":
		f.Step, f.Texts, f.Files = stepFollow, []string{text}, pictures
		return fmt.Sprintf(sayFollowNew, id, string(p.Stage())), b.await(tx, t, filing(ledger.DialogCase, f))
	}
	pictures = fresh(p.Attachments, pictures)[len(p.Attachments):]
	p, err = b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) { return b.addWords(tx, t, d, &p, text, pictures) })
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayAddedTo, id, p.Supplements), b.settledOn(tx, t, id)
}

// addWords adds to a case. If the words are about somebody who would read them he reads nothing of the case from then on; about everybody else its officer
// decides.
func (b *Bot) addWords(tx *store.Tx, t *talk, d *ledger.Deed, p *ledger.Petition, text string, pictures []ledger.Attachment) (ledger.Petition, error) {
	people, _ := b.blamed(t, text)
	people = slices.DeleteFunc(people, func(id string) bool {
		return ledger.May(b.school, ledger.Staff(b.school.Member(id)), ledger.OpRaw, p, t.today) != nil
	})
	if len(people) > 0 {
		if _, err := tx.Change(d, p.ID, func(p ledger.Petition) (ledger.Petition, error) { return p.About(d, people) }); err != nil {
			return *p, err
		}
	}
	return tx.Add(d, p.ID, text, pictures)
}

// addAnswered hears what is to be added, or a yes to adding the words before.
func (b *Bot) addAnswered(t *talk, f ledger.FilingDraft) (move, bool) {
	offered := len(f.Texts) > 0
	said := afterWord(t.Text, "补充一下", "补充一点", "补充说明", "再补充", "补充")
	switch {
	case t.no():
		return b.drop(t, saySomethingKept), true
	case offered && (t.yes() || t.cmd.Intent == phrase.SupplementCase && said == ""):
		return b.carryOn(t, opAdd, f.Case, f.Texts[0]), true
	case offered || b.foreign(t):
		return move{}, false
	}
	return b.carryOn(t, opAdd, f.Case, orElse(said, t.Text)), true
}

// followAnswered hears whether new facts about a closed case become a case of their own, which is as open as that one was.
func (b *Bot) followAnswered(t *talk, f ledger.FilingDraft) (move, bool) {
	switch {
	case t.no():
		return b.drop(t, saySomethingKept), true
	case !t.yes() && !t.is(wordsRegister):
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		old, err := tx.Petition(f.Case)
		if err != nil {
			return "", err
		}
		people, units := b.blamed(t, firstOf(f.Texts))
		one := ledger.Filing{
			Level: old.Level, Category: old.Category, Unit: old.Unit, Class: old.Class, Raw: firstOf(f.Texts), Follows: old.ID,
			Targets: ledger.Union(old.Targets, people), TargetUnits: ledger.Union(old.TargetUnits, units), Attachments: f.Files,
		}
		return b.register(tx, t, one)
	}), true
}

// askWithdraw asks for a yes before a case is taken back.
func (b *Bot) askWithdraw(tx *store.Tx, t *talk, id string) (string, error) {
	d, p, err := b.ownCase(tx, t, id)
	if err != nil {
		return "", err
	}
	if _, err := p.Withdraw(d); err != nil {
		return "", err
	}
	f := ledger.FilingDraft{Step: stepWithdraw, Case: id}
	return fmt.Sprintf(sayAskWithdraw, b.caseLine(&p)), b.await(tx, t, filing(ledger.DialogCase, f))
}

func (b *Bot) withdrawAnswered(t *talk, f ledger.FilingDraft) (move, bool) {
	switch {
	case t.yes() || t.cmd.Intent == phrase.WithdrawCase:
	case t.no():
		return b.drop(t, saySomethingKept), true
	default:
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		_, err := b.stepped(tx, t, f.Case, func(d *ledger.Deed) (ledger.Petition, error) {
			return tx.Change(d, f.Case, func(p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
		})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(sayWithdrawn, f.Case), b.settled(tx, t)
	}), true
}

// hide makes a case confidential or anonymous.
func (b *Bot) hide(tx *store.Tx, t *talk, id string, to ledger.Level) (string, error) {
	_, err := b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) {
		return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Hide(d, to) })
	})
	if err != nil {
		return "", err
	}
	text := sayHidden
	if to == ledger.LevelAnonymous {
		text = sayMadeAnonymous
	}
	return fmt.Sprintf(text, id), b.settledOn(tx, t, id)
}

// allow lets the unit have the filer's contact.
func (b *Bot) allow(tx *store.Tx, t *talk, id string) (string, error) {
	_, err := b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) {
		return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Allow(d) })
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayAllowed, id), b.settledOn(tx, t, id)
}

// amend corrects category or unit of a case on which nobody works yet.
func (b *Bot) amend(t *talk, id string) move {
	category, unit := b.sorted(t.Text)
	if category == "" && unit == "" {
		return say(b.categories())
	}
	return change(func(tx *store.Tx) (string, error) {
		p, err := b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) {
			return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Amend(d, category, unit) })
		})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(sayAmended, id, b.placed(ledger.Filing{Category: p.Category, Unit: p.Unit, TargetUnits: p.TargetUnits})), b.settledOn(tx, t, id)
	})
}

// second is 附议: somebody has the trouble that others have reported. The case is the one named, or the most like it; it is offered before it is joined.
func (b *Bot) second(t *talk) move {
	f := b.heard(t)
	if repsIn(t.Text) > 0 || utf8.RuneCountInString(t.Text) > 24 && t.cmd.Case == "" && b.byKeyword(t.Text) != "" {
		return b.file(t) // a matter of its own, told by several
	}
	if id := b.caseNamed(t); id != "" {
		return b.join(t, id)
	}
	return change(func(tx *store.Tx) (string, error) {
		if err := tx.MayFile(); err != nil {
			return "", err
		}
		own, others, err := tx.Similar(b.school, t.today, t.From, f.Filing.Category, afterWord(t.Text, "我也是", "我们也是", "我也", "附议", "同求"))
		if err != nil {
			return "", err
		}
		if len(others) == 0 {
			if len(own) > 0 {
				return fmt.Sprintf(sayOwnAlready, own[0].Petition.ID), nil
			}
			return sayNothingToJoin, nil
		}
		p := others[0].Petition
		f := f
		f.Step, f.Alike = stepJoin, []string{p.ID}
		return fmt.Sprintf(sayAlikeOther, p.Followers+1, p.Category, string(p.Stage())), b.awaitFiling(tx, t, f)
	})
}

// join counts the speaker among those who joined a case. Whether he may is asked of who he is; the journal is told nothing of that.
func (b *Bot) join(t *talk, id string) move {
	return change(func(tx *store.Tx) (string, error) {
		by, err := tx.ActorOn(b.school, t.From, id)
		if isMissing(err) {
			return "", ledger.NoCase()
		}
		if err != nil {
			return "", err
		}
		p, err := tx.Petition(id)
		if isMissing(err) {
			return "", ledger.NoCase()
		}
		if err != nil {
			return "", err
		}
		if no := ledger.May(b.school, by, ledger.OpJoin, &p, t.today); no != nil {
			return "", no
		}
		d := &ledger.Deed{School: b.school, At: t.Received.UTC()}
		if p, err = tx.Join(d, id, t.From); err != nil {
			return "", err
		}
		return fmt.Sprintf(sayJoined, id, p.Followers+1), errors.Join(b.tellSteps(tx, p, d.Steps), b.settledOn(tx, t, id))
	})
}
