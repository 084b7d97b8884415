package bot

import (
	"fmt"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// saysHeld tells whether a message is the word that a lesson was held, with no day of its own: 讲了; 第一课上完了，2学时.
func (b *Bot) saysHeld(t *talk) bool {
	switch t.cmd.Intent {
	case phrase.OutOfScope, phrase.Clarify, phrase.Ack, phrase.Confirm:
	case phrase.ReportActivity:
		if len(t.cmd.Activities) != 1 || t.cmd.Activities[0].Date != 0 || t.cmd.Activities[0].Vague != "" {
			return false
		}
	default:
		return false
	}
	_, ok := heldWords(t.Text)
	return ok
}

// lessonHeld enters the lesson whose day has come at one word (Art. 5.4), with what is said besides. Not taken: nothing was arranged for the speaker.
func (b *Bot) lessonHeld(t *talk) (move, bool) {
	rest, _ := heldWords(t.Text)
	var have []ledger.Plan
	err := b.store.View(func(tx *store.Tx) (err error) {
		have, err = b.openLessons(tx, t.by)
		return err
	})
	if err == nil && len(have) == 0 {
		return say(sayLessonNotArranged), rest == "" && t.cmd.Intent == phrase.OutOfScope
	}
	extra := b.lessonDetails(t, t.who, rest)
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.openLessons(tx, t.by)
		if err != nil || len(list) == 0 {
			return sayLessonMineNone, err
		}
		p := list[0]
		if p.Date > t.today {
			return fmt.Sprintf(sayLessonAhead, p.Date.Chinese()), nil
		}
		if rest != "" {
			p.Said = p.Said.Follows(extra)
		}
		return b.enterPlan(tx, t, p)
	}), true
}
