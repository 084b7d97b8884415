package bot

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// confirm hears a 对 that answers no open question: it is about the records that wait for the speaker.
func (b *Bot) confirm(t *talk) move { return b.settle(t, ledger.VerdictConfirmed) }

// decline hears a 不对 in the same way.
func (b *Bot) decline(t *talk) move { return b.settle(t, ledger.VerdictDeclined) }

// settle applies a yes or no to the one record that waits; several are listed and asked for by number, unless the speaker said all. Late entries that
// wait for the office are always shown before it lets them count.
func (b *Bot) settle(t *talk, verdict string) move {
	all := t.saysAll()
	return change(func(tx *store.Tx) (string, error) {
		waiting, err := collect(tx.Waiting(t.by), mostSettled)
		if err != nil {
			return "", err
		}
		switch {
		case len(waiting) == 0 && verdict == ledger.VerdictConfirmed && office(t.who):
			return b.listLate(tx, t)
		case len(waiting) == 0:
			return sayNothingWaits, nil
		case len(waiting) > 1 && !all, t.cmd.Intent == phrase.Choose:
			return b.list(tx, t, waiting[:min(len(waiting), mostListed)], verdict)
		}
		return b.settleAll(tx, t, waiting, verdict)
	})
}

// mostSettled is how many records one 全部对 settles.
const mostSettled = 500

// mostListed is how many records one answer lists; the rest is listed when these are settled.
const mostListed = 20

// listLate shows the office the late entries that wait for it.
func (b *Bot) listLate(tx *store.Tx, t *talk) (string, error) {
	late, err := collect(tx.WaitingForOffice(), mostListed)
	if err != nil || len(late) == 0 {
		return sayNothingWaits, err
	}
	return b.list(tx, t, late, ledger.VerdictApproved)
}

// list shows records, numbered, and waits for the number of the one that the verdict is for.
func (b *Bot) list(tx *store.Tx, t *talk, records []ledger.Activity, verdict string) (string, error) {
	d := ledger.Dialog{Kind: ledger.DialogChoose, Verdict: verdict, Reason: t.cmd.Text}
	var lines []string
	for i, a := range records {
		d.Records = append(d.Records, a.ID)
		line := fmt.Sprintf("%d. %s %s", i+1, a.ID, b.card(a, t.today))
		if verdict == ledger.VerdictApproved && len(a.Credits) > 0 {
			line += "（" + b.member(a.Credits[0].Member) + "）"
		}
		lines = append(lines, line)
	}
	return fmt.Sprintf(whichOne(verdict), len(records), strings.Join(lines, "\n")), b.await(tx, t, d)
}

// numberedCards writes records as people pick them.
func (b *Bot) numberedCards(records []ledger.Activity, today policy.Date) string {
	lines := make([]string, 0, len(records))
	for i, a := range records {
		lines = append(lines, fmt.Sprintf("%d. %s %s", i+1, a.ID, b.card(a, today)))
	}
	return strings.Join(lines, "\n")
}

// chosen hears which of the listed records are meant: one number, several, or all of them.
func (b *Bot) chosen(t *talk) (move, bool) {
	records, verdict := t.dialog.Records, t.dialog.Verdict
	picks := numbers(t.Text, len(records))
	switch {
	case len(picks) > 1:
		var ids []string
		for _, n := range picks {
			ids = append(ids, records[n-1])
		}
		return b.settleNamed(t, ids, verdict), true
	case t.cmd.Intent == phrase.Choose:
		if t.cmd.Choice < 1 || t.cmd.Choice > len(records) {
			return say(fmt.Sprintf(sayNoSuchNumber, len(records))), true
		}
		return b.settleNamed(t, records[t.cmd.Choice-1:t.cmd.Choice], verdict), true
	case t.cmd.Intent == phrase.Confirm && verdict == ledger.VerdictConfirmed && t.saysAll():
		return move{}, false // everything that waits, not only what was listed
	case t.cmd.Intent == phrase.Confirm:
		// 对 under a list of what may be wrong, or may go, is no answer to it.
		return b.settleNamed(t, records, verdict), verdict == ledger.VerdictConfirmed || verdict == ledger.VerdictApproved
	case t.cmd.Intent == phrase.Deny && verdict == ledger.VerdictApproved:
		return say(sayHowToRefuse), true
	case t.cmd.Intent == phrase.Deny && verdict == ledger.VerdictConfirmed && !t.is(wordsGiveUp):
		return move{}, false // some of them are not so
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}

// settleNamed applies a verdict to records named by a list. The numbers of the list go on to mean the others.
func (b *Bot) settleNamed(t *talk, ids []string, verdict string) move {
	rest := ledger.Dialog{}
	if t.dialog != nil && t.dialog.Kind == ledger.DialogChoose && len(ids) < len(t.dialog.Records) {
		rest = *t.dialog
	}
	reason := ""
	if t.dialog != nil {
		reason = t.dialog.Reason
	}
	return change(func(tx *store.Tx) (string, error) {
		if verdict == ledger.VerdictRetracted {
			return b.takeBack(tx, t, ids, reason)
		}
		records, err := byID(tx, ids)
		if err != nil {
			return "", err
		}
		text, err := b.settleAll(tx, t, records, verdict)
		if err != nil || rest.Kind == "" {
			return text, err
		}
		return text, b.await(tx, t, rest)
	})
}

// acknowledge is the 对 to records just made: what was guessed in them is settled. Records that count already are only acknowledged, those of others
// wait for the others; and what else waits for the speaker is shown, because he may have meant that.
func (b *Bot) acknowledge(t *talk, ids []string) move {
	if t.saysAll() {
		return b.confirm(t)
	}
	return change(func(tx *store.Tx) (string, error) {
		records, err := byID(tx, ids)
		if err != nil {
			return "", err
		}
		open := slices.DeleteFunc(slices.Clone(records), func(a ledger.Activity) bool { return !b.opens(t, a) })
		if len(open) > 0 {
			return b.settleAll(tx, t, open, ledger.VerdictConfirmed)
		}
		if note := b.waitNote(t, records); note != "" {
			return sayNoted + note, nil
		}
		if t.Group != "" {
			return sayAck, nil // what else waits is nothing for a group
		}
		waiting, err := collect(tx.Waiting(t.by), mostListed)
		if err != nil || len(waiting) == 0 {
			return sayAck, err
		}
		return b.list(tx, t, waiting, ledger.VerdictConfirmed)
	})
}

// opens tells whether the speaker's 对 changes a record: it waits for him, or he entered it and something in it was guessed.
func (b *Bot) opens(t *talk, a ledger.Activity) bool {
	return a.Waits(t.by) == ledger.WaitsMember || a.Live() && a.By == t.by && len(a.Asked) > 0
}

// turn applies a verdict to one record.
func (b *Bot) turn(t *talk, a ledger.Activity, verdict string) (ledger.Activity, error) {
	switch verdict {
	case ledger.VerdictDeclined:
		return a.Decline(t.by, t.Received)
	case ledger.VerdictApproved:
		return a.Approve(t.speaker(), t.Received)
	}
	return a.Confirm(t.by, t.Received)
}

// settleAll turns all the records, then puts them: a refusal leaves everything as it was.
func (b *Bot) settleAll(tx *store.Tx, t *talk, records []ledger.Activity, verdict string) (string, error) {
	records = slices.Clone(records)
	for i, a := range records {
		turned, err := b.turn(t, a, verdict)
		if err != nil {
			return "", err
		}
		if verdict == ledger.VerdictConfirmed { // a reception that was entered anew meanwhile does not count twice
			if _, err := b.sheetFor(tx, t, ledger.Draft{}, &turned); err != nil {
				return "", err
			}
		}
		records[i] = turned
	}
	lines := make([]string, 0, len(records)+1)
	for _, a := range records {
		if err := b.keep(tx, t, &a, verdict); err != nil {
			return "", err
		}
		if err := b.tellReporter(tx, t, a, verdict); err != nil {
			return "", err
		}
	}
	for _, a := range records[:min(len(records), mostShown)] {
		line, err := b.cardWithCount(tx, t, a)
		if err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf(settled(verdict), a.ID, line))
	}
	if more := len(records) - mostShown; more > 0 {
		lines = append(lines, fmt.Sprintf(sayMoreSettled, more))
	}
	if note := b.waitNote(t, records); note != "" && verdict != ledger.VerdictDeclined {
		lines = append(lines, note)
	}
	return strings.Join(lines, "\n"), b.settled(tx, t)
}

// mostShown is how many of the records that were settled at once are shown again.
const mostShown = 8

// byID reads records in the order of their ids.
func byID(tx *store.Tx, ids []string) ([]ledger.Activity, error) {
	out := make([]ledger.Activity, 0, len(ids))
	for _, id := range ids {
		a, err := tx.Activity(id)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
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

func isMissing(err error) bool { return errors.Is(err, store.ErrNotFound) }
