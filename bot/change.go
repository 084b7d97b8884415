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
		details := a.Said
		ch := ledger.Changes{Kind: a.Kind, Date: a.Date, Said: &details}
		if !apply(&ch, c) {
			return sayHowToChange, nil
		}
		return b.change(tx, t, a, ch, nil)
	})
}

// change puts a corrected record and shows its card again.
func (b *Bot) change(tx *store.Tx, t *talk, a ledger.Activity, ch ledger.Changes, slots []string) (string, error) {
	a, err := a.Correct(b.school, t.speaker(), ch, t.Received)
	if err != nil {
		return "", err
	}
	if err := b.keep(tx, t, a, "corrected"); err != nil {
		return "", err
	}
	if err := tx.PutDialog(b.after(t, []string{a.ID}, slots)); err != nil {
		return "", err
	}
	line, err := b.cardWithCount(tx, t, a)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayChanged, a.ID, line)
	if len(slots) > 0 {
		text += "\n" + b.question([]ledger.Draft{{Kind: a.Kind, Date: a.Date, Said: a.Said}}, slots[0])
	}
	return text, nil
}

// apply enters new values into the details of a record; false if nothing changed.
func apply(ch *ledger.Changes, c phrase.Changes) bool {
	done := false
	for _, field := range c.Fields {
		done = applyField(ch, field, c.To) || done
	}
	return done
}

func applyField(ch *ledger.Changes, field string, to phrase.Activity) bool {
	s := ch.Said
	switch field {
	case "kind":
		ch.Kind = to.Kind
	case "date":
		ch.Date = to.Date
	case "class_hours":
		s.ClassHours = to.Said.ClassHours
	case "periods":
		s.Periods, s.ClassHours = to.Said.Periods, to.Said.ClassHours
	case "minutes":
		s.Minutes, s.ClassHours = to.Said.Minutes, to.Said.ClassHours
	case "unit":
		s.Unit = to.Said.Unit
	case "place":
		s.Place = to.Said.Place
	case "course":
		s.Course = to.Said.Course
	case "teacher":
		s.Teacher = to.Said.Teacher
	case "klass":
		s.Klass = to.Said.Klass
	case "comment":
		s.Comment = to.Said.Comment
	case "audience":
		s.Audience = to.Said.Audience
	case "headcount":
		s.Headcount, s.Approx = to.Said.Headcount, to.Said.Approx
	case "topic":
		s.Topic = to.Said.Topic
	case "subkind":
		s.Subkind = to.Said.Subkind
	case "branch":
		s.Branch = to.Said.Branch
	case "counterpart":
		s.Counterpart = to.Said.Counterpart
	case "part_of_day":
		s.PartOfDay = to.Said.PartOfDay
	case "issues":
		s.Issues = to.Said.Issues
	default:
		return false
	}
	return true
}

// everywhere is the span of all days.
func everywhere() policy.Span { return policy.Span{From: 1} }
