package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// shelve stops asking about a report and keeps what was said of it as a draft.
func (b *Bot) shelve(t *talk, d ledger.Dialog) move {
	left := ledger.LeaveDraft(*d.Remains(t.Received), t.Received)
	return change(func(tx *store.Tx) (string, error) {
		return sayDraftLeft, tx.PutDialog(ledger.KeepLeft(t.seat(), left))
	})
}

// resumed takes up the draft that an earlier dialog left: at the word 继续, or at a bare answer to the question that was open. 算了 forgets it.
func (b *Bot) resumed(t *talk) (move, bool) {
	left := t.left()
	if left == nil || t.Group != "" {
		if t.is(wordsResume) {
			return say(sayNoDraft), true
		}
		return move{}, false
	}
	switch {
	case t.is(wordsGiveUp):
		t.row = nil
		return change(func(tx *store.Tx) (string, error) {
			tx.EndDialog(t.seat())
			return sayDraftDropped, nil
		}), true
	case t.is(wordsResume):
		t.row = nil
		mv := b.enterOrAsk(t, said{drafts: left.Drafts, leaders: left.For, confirm: left.Confirm, ask: left.Ask, choices: left.Choices})
		return headed(mv, b.draftHead(left, t.today)), true
	}
	switch t.cmd.Intent {
	case phrase.OutOfScope, phrase.Clarify, phrase.Choose:
		if s, ok := b.filled(t, *left, 0); ok {
			t.row = nil
			return b.enterOrAsk(t, s), true
		}
	}
	return move{}, false
}

// draftHead says which draft is taken up.
func (b *Bot) draftHead(left *ledger.Left, today policy.Date) string {
	cards := make([]string, 0, len(left.Drafts))
	for _, d := range left.Drafts {
		cards = append(cards, b.card(ledger.Activity{Kind: d.Kind, Date: d.Date, Said: d.Said}, today))
	}
	return fmt.Sprintf(sayResume, strings.Join(cards, "；"))
}

// headed puts words before what a move says.
func headed(mv move, head string) move {
	run := mv.run
	mv.run = func(tx *store.Tx) (string, error) {
		text, err := run(tx)
		return head + text, err
	}
	return mv
}

// tailed puts words behind what a move says; not behind a refusal.
func tailed(mv move, tail string) move {
	run := mv.run
	mv.run = func(tx *store.Tx) (string, error) {
		text, err := run(tx)
		if err != nil {
			return text, err
		}
		return text + tail, nil
	}
	return mv
}
