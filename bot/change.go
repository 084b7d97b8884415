package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// retract takes a record back: the last one at once, another one after a yes.
func (b *Bot) retract(t *talk) move {
	target := t.cmd.Target
	return change(func(tx *store.Tx) (string, error) {
		a, err := b.find(tx, t, target)
		if err != nil {
			return "", err
		}
		if target == (phrase.Target{}) || target.Last || target.ID != "" {
			return b.takeBack(tx, t, []string{a.ID})
		}
		d := b.after(t, []string{a.ID}, nil)
		d.Kind = ledger.DialogRetract
		return fmt.Sprintf(sayAskTake, a.ID, b.card(a)), tx.PutDialog(d)
	})
}

// retractOrKeep hears the yes or no to the question whether a record is to be taken back.
func (b *Bot) retractOrKeep(t *talk) (move, bool) {
	switch t.cmd.Intent {
	case phrase.Confirm, phrase.RetractActivity:
		return b.take(t, t.dialog.Records), true
	case phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}

// take is the move that takes records back.
func (b *Bot) take(t *talk, ids []string) move {
	return change(func(tx *store.Tx) (string, error) { return b.takeBack(tx, t, ids) })
}

func (b *Bot) takeBack(tx *store.Tx, t *talk, ids []string) (string, error) {
	var lines []string
	for _, id := range ids {
		a, err := tx.Activity(id)
		if err != nil {
			return "", err
		}
		if a, err = a.Retract(t.speaker(), t.cmd.Text, t.Received); err != nil {
			return "", err
		}
		if err := b.keep(tx, t, a, "retracted"); err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf(sayTaken, a.ID, b.card(a)))
	}
	tx.EndDialog(t.From.Fold())
	return strings.Join(lines, "\n"), nil
}

// find looks for the record that an order is about: the one named, the one of that kind and day, else the last one entered.
func (b *Bot) find(tx *store.Tx, t *talk, target phrase.Target) (ledger.Activity, error) {
	nothing := ledger.Refuse("nothing_found", sayNothingToTake)
	if target.ID != "" {
		a, err := tx.Activity(target.ID)
		if isMissing(err) {
			return a, nothing
		}
		return a, err
	}
	if target.Kind == "" && target.Date == 0 {
		a, err := tx.LastEnteredBy(t.by)
		if isMissing(err) {
			return a, nothing
		}
		return a, err
	}
	for a, err := range b.recent(tx, t) {
		if err != nil {
			return a, err
		}
		entered := b.school.Today(a.Entered)
		if a.Live() && (target.Kind == "" || a.Kind == target.Kind) && (target.Date == 0 || a.Date == target.Date || entered == target.Date) {
			return a, nil
		}
	}
	return ledger.Activity{}, nothing
}

// correct changes a record: the one the dialog is about, else the last one entered.
func (b *Bot) correct(t *talk) move {
	c := t.cmd.Changes
	if len(c.Fields) == 0 {
		return say(sayHowToChange)
	}
	return change(func(tx *store.Tx) (string, error) {
		a, err := b.find(tx, t, t.cmd.Target)
		if err != nil {
			return "", err
		}
		changed := c.Apply(phrase.Activity{Kind: a.Kind, Date: a.Date, Said: a.Said})
		ch := ledger.Changes{Kind: changed.Kind, Date: changed.Date, Said: &changed.Said}
		return b.change(tx, t, a, ch, []string{a.ID}, nil)
	})
}

// change puts a corrected record and shows its card again. records are those that the dialog goes on about, slots what is still missing in them.
func (b *Bot) change(tx *store.Tx, t *talk, a ledger.Activity, ch ledger.Changes, records, slots []string) (string, error) {
	a, err := a.Correct(b.school, t.speaker(), ch, t.Received)
	if err != nil {
		return "", err
	}
	if err := b.keep(tx, t, a, "corrected"); err != nil {
		return "", err
	}
	if err := tx.PutDialog(b.after(t, records, slots)); err != nil {
		return "", err
	}
	line, err := b.cardWithCount(tx, t, a)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayChanged, a.ID, line)
	if len(slots) == 0 {
		return text, nil
	}
	list, err := byID(tx, records)
	if err != nil {
		return "", err
	}
	drafts := make([]ledger.Draft, 0, len(list))
	for _, r := range list {
		drafts = append(drafts, ledger.Draft{Kind: r.Kind, Date: r.Date, Said: r.Said})
	}
	return text + "\n" + b.question(drafts, slots[0]), nil
}

// everywhere is the span of all days.
func everywhere() policy.Span { return policy.Span{From: 1} }
