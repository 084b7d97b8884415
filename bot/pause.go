package bot

import (
	"fmt"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// steerReminders hears how somebody wants to be reminded (requirements 7.2): silence for a time or until he says otherwise, again on a day, on again, and what
// is in force. Everybody speaks for himself; what has a day of its own goes on whatever he says, and he is told so.
func (b *Bot) steerReminders(t *talk) move {
	if t.dialog != nil && t.leavesIt() {
		return say(sayLeftForLater)
	}
	w := b.readPause(t)
	switch {
	case w.what == wishOther && w.other != nil:
		return say(fmt.Sprintf(sayPauseOther, w.other.Name))
	case w.what == wishDuty && ledger.Pauses(t.who):
		return say(sayPauseDuty)
	case w.what == wishTimes && ledger.Pauses(t.who):
		return say(b.reminderTimes(t.who))
	case w.what == wishState && ledger.Pauses(t.who):
		return b.pauseState(t)
	case w.what == wishResume && ledger.Pauses(t.who):
		return b.resume(t)
	}
	return b.pause(t, w)
}

// pause enters the silence that was asked for. What was asked for once more changes nothing.
func (b *Bot) pause(t *talk, w pauseWish) move {
	return change(func(tx *store.Tx) (string, error) {
		p, err := ledger.AskPause(b.school, t.speaker(), w.until, w.again, t.Received)
		if err != nil {
			return "", err
		}
		old, inForce, err := b.pauseOf(tx, t)
		if err != nil {
			return "", err
		}
		if inForce && old.Until == p.Until && old.Again == p.Again {
			return b.sayPause(&old, w), nil
		}
		p.ID = tx.NextPauseID()
		if inForce {
			p, old = p.After(old)
			err = tx.PutPause(old)
		}
		if err == nil {
			err = b.keepPause(tx, t, p)
		}
		return b.sayPause(&p, w), err
	})
}

// keepPause writes a pause and takes back what was about to be sent.
func (b *Bot) keepPause(tx *store.Tx, t *talk, p ledger.Pause) error {
	if err := tx.PutPause(p); err != nil {
		return err
	}
	if err := tx.Recall(t.who, ledger.Rests); err != nil {
		return err
	}
	return tx.Log(t.by, "paused reminders", p.ID, pauseNote(&p))
}

// pauseOf finds the pause of the speaker that is in force.
func (b *Bot) pauseOf(tx *store.Tx, t *talk) (ledger.Pause, bool, error) {
	for p, err := range tx.Pauses(t.by) {
		return p, err == nil && p.Covers(b.school, t.Received), err
	}
	return ledger.Pause{}, false, nil
}

// resume takes the pause back.
func (b *Bot) resume(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		p, inForce, err := b.pauseOf(tx, t)
		if err != nil || !inForce {
			return sayNotPaused, err
		}
		p = p.End(t.Received)
		if err := tx.PutPause(p); err != nil {
			return "", err
		}
		return sayResumed, tx.Log(t.by, "resumed reminders", p.ID, p.Member)
	})
}

// pauseState says what is in force.
func (b *Bot) pauseState(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		p, inForce, err := b.pauseOf(tx, t)
		state := sayRemindersOn
		if inForce {
			state = fmt.Sprintf(sayRemindersOff, b.school.Today(p.Since).Chinese())
			if at, ends := p.Resumes(b.school); ends {
				state = fmt.Sprintf(sayRemindersRest, b.school.Today(p.Since).Chinese(), b.moment(at))
			}
		}
		return state + "\n" + b.reminderTimes(t.who), err
	})
}

// reminderTimes says when reminders come, which of them never rest, and what can be said about the others.
func (b *Bot) reminderTimes(who *policy.Member) string {
	text := sayTimesOthers
	if who.Has(policy.Leader) {
		text = sayTimesLeader
	}
	r := b.school.Reminders
	return text + "\n" + fmt.Sprintf(sayTimesQuiet, r.QuietFrom, r.QuietUntil) + "\n" + sayHowToPause
}

func pauseNote(p *ledger.Pause) string {
	note := p.Member + " until "
	if p.Until == 0 {
		return note + "resumed"
	}
	note += p.Until.String()
	if p.Again {
		note += " again"
	}
	return note
}
