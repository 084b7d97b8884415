package bot

import (
	"fmt"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// mostFollowed is how many of somebody's closed cases are compared with a new text, the newest first.
const mostFollowed = 20

// followsClosed notes that a case brings something new to one that was closed (Art. 36): the one that the text names, or one of the speaker's own that is
// about the same.
func (b *Bot) followsClosed(tx *store.Tx, t *talk, f *ledger.Filing) error {
	if f.Follows != "" {
		return nil
	}
	mine, err := tx.Mine(b.school, t.From, false)
	if err != nil {
		return err
	}
	for _, p := range mine[:min(len(mine), mostFollowed)] {
		if p.Open() || p.Category != f.Category || p.MergedInto != "" {
			continue
		}
		words, err := b.wordsOf(tx, t, p.ID)
		if err != nil {
			return err
		}
		if ledger.Alike(words, f.Raw) >= ledger.Same {
			f.Follows = p.ID
			return nil
		}
	}
	return nil
}

// wordsOf are all words that the speaker said about a case of his own, to compare with; "" if their key is lost.
func (b *Bot) wordsOf(tx *store.Tx, t *talk, id string) (string, error) {
	d, err := b.deed(tx, t, id)
	if err != nil {
		return "", err
	}
	list, err := tx.WordsOf(d, id)
	if isSealed(err) {
		return "", nil
	}
	var all []string
	for _, w := range list {
		all = append(all, w.Text)
	}
	return strings.Join(all, "\n"), err
}

// offerAlike asks whether an open case is meant that is about the same: the speaker's own, else one of somebody else that can be joined. "" = there is none.
func (b *Bot) offerAlike(tx *store.Tx, t *talk, f told) (string, error) {
	own, others, err := tx.Similar(b.school, t.today, t.From, f.Filing.Category, f.Filing.Raw)
	if err == nil && len(own) == 0 {
		own, err = b.justFiled(tx, t, f.Filing.Category)
	}
	if err != nil || len(own)+len(others) == 0 {
		return "", err
	}
	if len(own) > 0 {
		p := own[0].Petition
		f.Step, f.Alike = stepOwn, []string{p.ID}
		return fmt.Sprintf(sayAlikeOwn, b.caseLine(&p)), b.awaitFiling(tx, t, f)
	}
	p := others[0].Petition
	f.Step, f.Alike = stepJoin, []string{p.ID}
	return fmt.Sprintf(sayAlikeOther, p.Followers+1, p.Category, string(p.Stage())), b.awaitFiling(tx, t, f)
}

// justFiled is the case of which the dialog speaks, if it is open and of the same category: more words may belong to it.
func (b *Bot) justFiled(tx *store.Tx, t *talk, category string) ([]store.Match, error) {
	if t.dialog == nil || t.dialog.Kind != ledger.DialogCase || t.dialog.Filing.Step != stepShown || t.dialog.Filing.Case == "" {
		return nil, nil
	}
	p, err := tx.Petition(t.dialog.Filing.Case)
	if err != nil || !p.Open() || p.Category != category {
		return nil, err
	}
	by, err := tx.ActorOn(b.school, t.From, p.ID)
	if err != nil || !by.Filer {
		return nil, err
	}
	return []store.Match{{Petition: p}}, nil
}
