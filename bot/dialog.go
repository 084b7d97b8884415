package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// goOn takes a message as the answer to what the bot is waiting for. Not taken: it is a new message and means what it says.
func (b *Bot) goOn(t *talk) (move, bool) {
	switch t.dialog.Kind {
	case ledger.DialogReport:
		return b.answer(t)
	case ledger.DialogRetract:
		return b.retractOrKeep(t)
	case ledger.DialogChoose:
		return b.chosen(t)
	case ledger.DialogAfter:
		return b.afterwards(t)
	}
	return move{}, false
}

// isAnswer tells whether a message can be the answer to a question: it starts nothing of its own.
func isAnswer(i phrase.Intent) bool {
	switch i {
	case phrase.Clarify, phrase.Choose, phrase.Confirm, phrase.OutOfScope:
		return true
	}
	return false
}

// answer takes the answer to the slot that holds a report back.
func (b *Bot) answer(t *talk) (move, bool) {
	d := *t.dialog
	if t.cmd.Intent == phrase.Deny || t.cmd.Intent == phrase.RetractActivity {
		return b.drop(t, sayDraftDropped), true
	}
	if !isAnswer(t.cmd.Intent) {
		return move{}, false
	}
	d.Drafts = slices.Clone(d.Drafts)
	d.For = slices.Clone(d.For)
	if !b.fillSlot(t, &d, d.Ask[0]) {
		return say(fmt.Sprintf(sayNotUnderstood, b.question(d.Drafts, d.Ask[0]))), true
	}
	return b.enterOrAsk(t, said{drafts: d.Drafts, leaders: d.For, confirm: d.Confirm, ask: d.Ask[1:]}), true
}

// fillSlot puts an answer into the draft; false if it is none.
func (b *Bot) fillSlot(t *talk, d *ledger.Dialog, name string) bool {
	if name == "who" {
		id := b.named(t.Text)
		if id == "" {
			return false
		}
		d.For = []string{id}
		return true
	}
	i, field := slotOf(name)
	i = max(i, 0)
	if i >= len(d.Drafts) {
		return false
	}
	a := phrase.Activity{Kind: d.Drafts[i].Kind, Date: d.Drafts[i].Date, Said: d.Drafts[i].Said, Leaders: d.Drafts[i].Leaders}
	if !b.reader.Fill(&a, field, cut(t.Text), b.context(t)) {
		return false
	}
	d.Drafts[i] = draft(a)
	return true
}

// named finds the leader whom an answer names, by id, name or alias; "" if it names none.
func (b *Bot) named(text string) string {
	text = strings.TrimSpace(text)
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if m.Has(policy.Leader) && (m.Name == text || m.ID == text || slices.Contains(m.Aliases, text)) {
			return m.ID
		}
	}
	return ""
}

// afterwards takes 对, 改, 删 and missing slots as being about the records just made.
func (b *Bot) afterwards(t *talk) (move, bool) {
	switch t.cmd.Intent {
	case phrase.Confirm:
		return b.acknowledge(t, t.dialog.Records), true
	case phrase.Deny:
		return say(sayHowToChange), true
	case phrase.RetractActivity:
		if t.cmd.Target == (phrase.Target{}) || t.cmd.Target.Last {
			return b.take(t, t.dialog.Records), true
		}
		return move{}, false
	}
	if len(t.dialog.Ask) == 0 || (t.cmd.Intent != phrase.Clarify && t.cmd.Intent != phrase.OutOfScope) {
		return move{}, false
	}
	return b.complete(t)
}

// complete puts the answer to a slot into a record that was made without it.
func (b *Bot) complete(t *talk) (move, bool) {
	name := t.dialog.Ask[0]
	i, field := slotOf(name)
	i = max(i, 0)
	if i >= len(t.dialog.Records) {
		return move{}, false
	}
	var probe phrase.Activity
	if !b.reader.Fill(&probe, field, cut(t.Text), b.context(t)) {
		return move{}, false
	}
	id := t.dialog.Records[i]
	return change(func(tx *store.Tx) (string, error) {
		a, err := tx.Activity(id)
		if err != nil {
			return "", err
		}
		filled := phrase.Activity{Kind: a.Kind, Date: a.Date, Said: a.Said}
		b.reader.Fill(&filled, field, cut(t.Text), b.context(t))
		rest := t.dialog.Ask[1:]
		return b.change(tx, t, a, ledger.Changes{Kind: filled.Kind, Date: filled.Date, Said: &filled.Said}, t.dialog.Records, rest)
	}), true
}

// drop forgets what the bot was waiting for.
func (b *Bot) drop(t *talk, text string) move {
	return change(func(tx *store.Tx) (string, error) {
		tx.EndDialog(t.From.Fold())
		return text, nil
	})
}

// question asks for a slot in one short sentence, naming the activity when there are several.
func (b *Bot) question(drafts []ledger.Draft, name string) string {
	i, field := slotOf(name)
	text := ""
	if i >= 0 && i < len(drafts) && len(drafts) > 1 {
		text = fmt.Sprintf(sayAskOf, i+1, b.card(ledger.Activity{Kind: drafts[i].Kind, Date: drafts[i].Date, Said: drafts[i].Said}))
	}
	switch field {
	case "date":
		return text + sayAskDate
	case "course":
		return text + sayAskCourse
	case "teacher":
		return text + sayAskTeacher
	case "class_hours", "periods":
		return text + sayAskHours
	case "audience":
		return text + sayAskAudience
	case "unit":
		return text + sayAskUnit
	case "kind":
		return text + sayAskKind
	case "who":
		return sayAskWho
	}
	return text + fmt.Sprintf(sayAskOther, field)
}

// slotOf splits "activities[1].date" into 1 and "date"; a bare field has index -1.
func slotOf(name string) (int, string) {
	rest, ok := strings.CutPrefix(name, "activities[")
	if !ok {
		return -1, name
	}
	number, field, ok := strings.Cut(rest, "].")
	if i, err := strconv.Atoi(number); ok && err == nil {
		return i, field
	}
	return -1, name
}
