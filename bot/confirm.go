package bot

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// confirm hears a 对 that answers no open question: it is about the records that wait for the speaker.
func (b *Bot) confirm(t *talk) move {
	return b.settle(t, func(a ledger.Activity) (ledger.Activity, error) { return a.Confirm(t.by, t.Received) }, "confirmed")
}

// decline hears a 不对 in the same way.
func (b *Bot) decline(t *talk) move {
	return b.settle(t, func(a ledger.Activity) (ledger.Activity, error) { return a.Decline(t.by, t.Received) }, "declined")
}

// settle applies a yes or no to the one record that waits; several are listed and asked for by number, unless the speaker said all.
func (b *Bot) settle(t *talk, turn func(ledger.Activity) (ledger.Activity, error), verb string) move {
	all := strings.Contains(t.Text, "全部") || strings.Contains(t.Text, "都")
	return change(func(tx *store.Tx) (string, error) {
		waiting, err := collect(tx.Waiting(t.by), 20)
		if err != nil {
			return "", err
		}
		switch {
		case len(waiting) == 0:
			return sayNothingWaits, nil
		case len(waiting) > 1 && !all:
			return b.list(tx, t, waiting)
		}
		return b.settleAll(tx, t, waiting, turn, verb)
	})
}

// list shows the records that wait, numbered, and waits for a number.
func (b *Bot) list(tx *store.Tx, t *talk, waiting []ledger.Activity) (string, error) {
	d := b.after(t, nil, nil)
	d.Kind = ledger.DialogChoose
	var lines []string
	for i, a := range waiting {
		d.Records = append(d.Records, a.ID)
		lines = append(lines, fmt.Sprintf("%d. %s %s", i+1, a.ID, b.card(a)))
	}
	return fmt.Sprintf(sayWhichOne, len(waiting), strings.Join(lines, "\n")), tx.PutDialog(d)
}

// chosen hears which of the listed records is meant.
func (b *Bot) chosen(t *talk) (move, bool) {
	switch t.cmd.Intent {
	case phrase.Choose:
		if t.cmd.Choice < 1 || t.cmd.Choice > len(t.dialog.Records) {
			return say(sayNothingWaits), true
		}
		return b.confirmRecords(t, t.dialog.Records[t.cmd.Choice-1:t.cmd.Choice]), true
	case phrase.Confirm:
		return b.confirmRecords(t, t.dialog.Records), true
	case phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}

// confirmRecords is the 对 to records named by a dialog. Records that count already are only acknowledged.
func (b *Bot) confirmRecords(t *talk, ids []string) move {
	return change(func(tx *store.Tx) (string, error) {
		var waiting []ledger.Activity
		for _, id := range ids {
			a, err := tx.Activity(id)
			if err != nil {
				return "", err
			}
			if a.Waits(t.by) == ledger.WaitsMember {
				waiting = append(waiting, a)
			}
		}
		if len(waiting) == 0 {
			return sayAck, nil
		}
		return b.settleAll(tx, t, waiting, func(a ledger.Activity) (ledger.Activity, error) { return a.Confirm(t.by, t.Received) }, "confirmed")
	})
}

// settleAll turns all the records, then puts them: a refusal leaves everything as it was.
func (b *Bot) settleAll(tx *store.Tx, t *talk, waiting []ledger.Activity, turn func(ledger.Activity) (ledger.Activity, error), verb string) (string, error) {
	for i, a := range waiting {
		turned, err := turn(a)
		if err != nil {
			return "", err
		}
		waiting[i] = turned
	}
	for _, a := range waiting {
		if err := b.keep(tx, t, a, verb); err != nil {
			return "", err
		}
	}
	tx.EndDialog(t.From.Fold())
	switch {
	case verb == "declined":
		return fmt.Sprintf(sayDeclined, b.card(waiting[0])), nil
	case len(waiting) > 1:
		return fmt.Sprintf(sayConfirmedMany, len(waiting)), nil
	}
	line, err := b.cardWithCount(tx, t, waiting[0])
	return fmt.Sprintf(sayConfirmed, waiting[0].ID, line), err
}

// collect takes at most limit records from a sequence.
func collect[T any](seq iter.Seq2[T, error], limit int) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		if out = append(out, v); len(out) == limit {
			break
		}
	}
	return out, nil
}

// recent lists the speaker's own records, newest day first.
func (b *Bot) recent(tx *store.Tx, t *talk) iter.Seq2[ledger.Activity, error] {
	return func(yield func(ledger.Activity, error) bool) {
		all, err := collect(tx.ActivitiesOf(t.by, everywhere()), 0)
		if err != nil {
			yield(ledger.Activity{}, err)
			return
		}
		for _, a := range slices.Backward(all) {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func isMissing(err error) bool { return errors.Is(err, store.ErrNotFound) }
