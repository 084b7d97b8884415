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

// retract takes a record back: the last one at once, another one after a yes; where several may be meant, the one that is chosen.
func (b *Bot) retract(t *talk) move {
	target := t.cmd.Target
	return change(func(tx *store.Tx) (string, error) {
		if target.Date > t.today || strings.Contains(t.Text, "计划") {
			if text, taken, err := b.dropMeant(tx, t); taken || err != nil {
				return text, err
			}
		}
		list, err := b.meant(tx, t, target, "")
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			if text, taken, err := b.dropMeant(tx, t); taken || err != nil {
				return text, err
			}
		}
		if err != nil {
			return "", err
		}
		if len(list) > 1 {
			return b.list(tx, t, list, ledger.VerdictRetracted)
		}
		a := list[0]
		if target == (phrase.Target{}) || target.Last || target.ID != "" || t.pick != "" {
			return b.takeBack(tx, t, []string{a.ID}, t.cmd.Text)
		}
		d := ledger.Dialog{Kind: ledger.DialogRetract, Records: []string{a.ID}, Reason: t.cmd.Text}
		return fmt.Sprintf(sayAskTake, a.ID, b.card(a, t.today)), b.await(tx, t, d)
	})
}

// retractOrKeep hears the yes or no to the question whether a record is to be taken back.
func (b *Bot) retractOrKeep(t *talk) (move, bool) {
	switch t.cmd.Intent {
	case phrase.Confirm, phrase.RetractActivity:
		if t.cmd.Target.ID != "" || t.cmd.Target.Kind != "" || t.cmd.Target.Date != 0 {
			return move{}, false
		}
		reason := t.dialog.Reason
		records := t.dialog.Records
		t.consume()
		return b.take(t, records, reason), true
	case phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}

// take is the move that takes records back.
func (b *Bot) take(t *talk, ids []string, reason string) move {
	return change(func(tx *store.Tx) (string, error) { return b.takeBack(tx, t, ids, reason) })
}

func (b *Bot) takeBack(tx *store.Tx, t *talk, ids []string, reason string) (string, error) {
	records, err := byID(tx, ids)
	if err != nil {
		return "", err
	}
	before := slices.Clone(records)
	for i, a := range records {
		if records[i], err = a.Retract(t.speaker(), reason, t.Received); err != nil {
			return "", err
		}
	}
	var lines []string
	for i, a := range records {
		if err := b.keep(tx, t, &a, "retracted"); err != nil {
			return "", err
		}
		if err := b.tellCredited(tx, t, before[i], a); err != nil {
			return "", err
		}
		if err := b.tellReporter(tx, t, a, ledger.VerdictRetracted); err != nil {
			return "", err
		}
		said := sayTaken
		if a.Live() {
			said = sayTakenPart
		}
		lines = append(lines, fmt.Sprintf(said, a.ID, b.card(a, t.today)))
		if a.Live() {
			continue // somebody else's record stands, and so does what was found
		}
		left, err := b.issuesLeft(tx, t, a.ID)
		if err != nil {
			return "", err
		}
		lines = append(lines, left...)
	}
	return strings.Join(lines, "\n"), b.settled(tx, t)
}

// correct changes a record: the one named, else one of those just made, else the last one; where several may be meant, it asks which.
func (b *Bot) correct(t *talk) move {
	c := t.cmd.Changes
	if len(c.Fields) == 0 {
		if d := t.dialog; d != nil && d.Kind == ledger.DialogAfter && len(d.Records) == 1 && groupsForm.MatchString(t.Text) {
			return b.whatToChange(t) // 改成3批
		}
		return say(sayHowToChange)
	}
	return change(func(tx *store.Tx) (string, error) {
		if t.cmd.Target.Date > t.today {
			return b.changePlan(tx, t, c)
		}
		list, err := b.meant(tx, t, t.cmd.Target, c.Not)
		if err != nil {
			return "", err
		}
		if len(list) == 1 && !t.placeAlone() {
			return b.corrected(tx, t, list[0], c)
		}
		d := ledger.Dialog{Kind: ledger.DialogCorrect, Fields: c.Fields, Drafts: []ledger.Draft{{Kind: c.To.Kind, Date: c.To.Date, Said: c.To.Said}}}
		for _, a := range list {
			d.Records = append(d.Records, a.ID)
		}
		return fmt.Sprintf(sayWhichChange, b.numberedCards(list, t.today)), b.await(tx, t, d)
	})
}

// correctChosen hears which of several records a correction is for.
func (b *Bot) correctChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch t.cmd.Intent {
	case phrase.Choose:
		if t.cmd.Choice < 1 || t.cmd.Choice > len(d.Records) {
			return say(fmt.Sprintf(sayNoSuchNumber, len(d.Records))), true
		}
	case phrase.Deny:
		return b.drop(t, sayKept), true
	default:
		return move{}, false
	}
	t.consume()
	c := phrase.Changes{Fields: d.Fields, To: phrase.Activity{Kind: d.Drafts[0].Kind, Date: d.Drafts[0].Date, Said: d.Drafts[0].Said}}
	return change(func(tx *store.Tx) (string, error) {
		a, err := tx.Activity(d.Records[t.cmd.Choice-1])
		if err != nil {
			return "", err
		}
		return b.corrected(tx, t, a, c)
	}), true
}

// corrected enters what changes into a record. 不是王丽是王莉 changes the field that says 王丽, whatever the word by itself looks like.
func (b *Bot) corrected(tx *store.Tx, t *talk, a ledger.Activity, c phrase.Changes) (string, error) {
	if field := fieldSaying(&a, c.Not); field != "" && len(c.Fields) == 1 && c.Fields[0] == "course" && field != "course" {
		value := c.To.Said.Course
		c.Fields, c.To.Said.Course = []string{field}, ""
		setField(&c.To.Said, field, value)
	}
	if err := b.suit(&a, &c); err != nil {
		return "", err
	}
	changed := c.Apply(phrase.Activity{Kind: a.Kind, Date: a.Date, Said: a.Said})
	applyRest(&changed.Said, &c.To.Said, c.Fields)
	next := b.goesOn(t, a.ID, c.Fields)
	return b.change(tx, t, a, ledger.Changes{Kind: changed.Kind, Date: changed.Date, Said: &changed.Said}, next, sayChanged)
}

// goesOn is the dialog that follows a correction. What is still asked about a record stays asked unless it was just said, and 第二条 goes on to mean
// the second.
func (b *Bot) goesOn(t *talk, id string, fields []string) ledger.Dialog {
	d := t.dialog
	if d == nil || d.Kind != ledger.DialogAfter || !slices.Contains(d.Records, id) || t.pick == "" && len(d.Ask) == 0 {
		return b.after([]string{id}, nil)
	}
	next := *d
	next.Ask = slices.DeleteFunc(slices.Clone(d.Ask), func(name string) bool {
		i, field := slotOf(name)
		return d.Records[min(max(i, 0), len(d.Records)-1)] == id && slices.Contains(fields, field)
	})
	return next
}

// setField gives one field that holds words a value.
func setField(d *ledger.Details, field, value string) {
	switch field {
	case "teacher":
		d.Teacher = strings.TrimSuffix(value, "老师")
	case "unit":
		d.Unit = value
	case "place":
		d.Place = value
	case "klass":
		d.Klass = value
	case "audience":
		d.Audience = value
	case "topic":
		d.Topic = value
	case "counterpart":
		d.Counterpart = value
	case "branch":
		d.Branch = value
	}
}

// applyRest copies the fields that only setField names.
func applyRest(to, from *ledger.Details, fields []string) {
	for _, field := range fields {
		switch field {
		case "klass":
			to.Klass = from.Klass
		case "topic":
			to.Topic = from.Topic
		case "counterpart":
			to.Counterpart = from.Counterpart
		case "branch":
			to.Branch = from.Branch
		}
	}
}

// change puts a corrected record, with what it was before, tells those whose 对 is asked for anew, and shows the card again. next is the dialog that
// goes on.
func (b *Bot) change(tx *store.Tx, t *talk, a ledger.Activity, ch ledger.Changes, next ledger.Dialog, sentence string) (string, error) {
	a, err := a.Correct(b.school, t.speaker(), ch, t.Received)
	if err != nil {
		return "", err
	}
	sheet, err := b.sheetFor(tx, t, ledger.Draft{}, &a)
	if err != nil {
		return "", err
	}
	last := a.History[len(a.History)-1]
	if err := b.keepNoting(tx, t, &a, "corrected", ledger.NoteChanges(b.school, &a, last.Changes)); err != nil {
		return "", err
	}
	if sheet != nil {
		if _, err := b.keepSheet(tx, t, *sheet, &a); err != nil {
			return "", err
		}
	}
	step := fmt.Sprintf("/r%d", len(a.History))
	found := clashes{}
	if err := b.askLeaders(tx, t, []ledger.Activity{a}, found, step); err != nil {
		return "", err
	}
	if err := b.await(tx, t, next); err != nil {
		return "", err
	}
	line, err := b.cardWithCount(tx, t, a)
	if err != nil {
		return "", err
	}
	lines := []string{fmt.Sprintf(sentence, a.ID), line}
	if note := b.waitNote(t, []ledger.Activity{a}); note != "" && t.Group == "" {
		lines = append(lines, note)
	}
	if len(next.Ask) > 0 {
		drafts, err := asDrafts(tx, next.Records)
		if err != nil {
			return "", err
		}
		return strings.Join(append(lines, b.question(drafts, next.Ask[0], nil, t.today)), "\n"), nil
	}
	if note := b.lacking([]ledger.Activity{a}); note != "" && t.Group == "" {
		lines = append(lines, note)
	}
	return strings.Join(lines, "\n"), nil
}
