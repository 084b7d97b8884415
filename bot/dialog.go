package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// goOn takes a message as the answer to what the bot is waiting for. Not taken: it is a new message and means what it says.
func (b *Bot) goOn(t *talk) (move, bool) {
	if t.pick != "" {
		return move{}, false
	}
	switch t.dialog.Kind {
	case ledger.DialogReport:
		return b.answer(t)
	case ledger.DialogRetract:
		return b.retractOrKeep(t)
	case ledger.DialogImport:
		return b.importUndone(t)
	case ledger.DialogChoose:
		return b.chosen(t)
	case ledger.DialogCorrect:
		return b.correctChosen(t)
	case ledger.DialogAfter:
		return b.afterwards(t)
	case ledger.DialogTwin:
		return b.againOrNot(t)
	case ledger.DialogPlan:
		return b.planOrNot(t)
	case ledger.DialogLesson:
		return b.lessonOrNot(t)
	case ledger.DialogDue:
		return b.dueChosen(t)
	case ledger.DialogShown:
		return b.shownChosen(t)
	case ledger.DialogPolicy:
		return b.articleOf(t)
	case ledger.DialogFiling:
		return b.filingGoesOn(t)
	case ledger.DialogCase:
		return b.caseGoesOn(t)
	}
	return b.goOnReception(t)
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
	bare := t.cmd.Intent == phrase.RetractActivity && (t.cmd.Target == phrase.Target{} || t.cmd.Target.Last)
	switch {
	case t.is(wordsResume):
		return say(b.question(d.Drafts, d.Ask[0], d.Choices, t.today) + sayDraftKept), true
	case t.is(wordsSkip):
		return b.shelve(t, d), true
	case t.cmd.Intent == phrase.Deny || bare:
		return b.drop(t, sayDraftDropped), true
	case t.cmd.Intent == phrase.CorrectActivity:
		return b.redraft(t, d)
	case !isAnswer(t.cmd.Intent):
		return move{}, false
	}
	s, ok := b.filled(t, *d.Remains(t.Received), d.Asked)
	switch {
	case ok:
		t.consume()
		return b.enterOrAsk(t, s), true
	case d.Asked >= mostAsked:
		return b.shelve(t, d), true
	}
	d.Asked++
	text := fmt.Sprintf(sayNotUnderstood, b.question(d.Drafts, d.Ask[0], d.Choices, t.today))
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return text, b.await(tx, t, d) }), true
}

// filled puts the answer into the draft; false if it is none. 都是上周三 answers for all activities that lack the same.
func (b *Bot) filled(t *talk, l ledger.Left, asked int) (said, bool) {
	s := said{drafts: slices.Clone(l.Drafts), leaders: slices.Clone(l.For), confirm: l.Confirm, ask: l.Ask, choices: l.Choices, asked: asked}
	if len(s.ask) == 0 || !b.fillSlot(t, &s, s.ask[0]) {
		return s, false
	}
	_, field := slotOf(s.ask[0])
	rest := s.ask[1:]
	if strings.HasPrefix(strings.TrimSpace(t.Text), "都") || strings.HasPrefix(strings.TrimSpace(t.Text), "全") {
		rest = slices.DeleteFunc(slices.Clone(rest), func(name string) bool {
			_, same := slotOf(name)
			return same == field && b.fillSlot(t, &s, name)
		})
	}
	s.ask = rest
	if field == "who" || field == "unit" {
		s.choices = nil
	}
	return s, true
}

// fillSlot puts an answer into one slot; false if it is none.
func (b *Bot) fillSlot(t *talk, s *said, name string) bool {
	if name == "who" {
		id := b.chosenName(t, s.choices)
		if id == "" {
			return false
		}
		s.leaders = []string{id}
		return true
	}
	i, field := slotOf(name)
	i = max(i, 0)
	if i >= len(s.drafts) {
		return false
	}
	d := s.drafts[i]
	a := phrase.Activity{Kind: d.Kind, Date: d.Date, Said: d.Said, Leaders: d.Leaders}
	c := b.context(t)
	if field == "unit" {
		c.Choices = s.choices
	}
	if !b.reader.Fill(&a, field, cut(t.Text), c) {
		return false
	}
	s.drafts[i] = draft(a)
	s.drafts[i].Plan, s.drafts[i].Sheet = d.Plan, d.Sheet
	return true
}

// chosenName finds the leader whom an answer names, by its place among the choices, or by id, name or alias; "" if it names none.
func (b *Bot) chosenName(t *talk, choices []string) string {
	if t.cmd.Intent == phrase.Choose && t.cmd.Choice >= 1 && t.cmd.Choice <= len(choices) {
		return choices[t.cmd.Choice-1]
	}
	text := strings.Trim(strings.TrimSpace(t.Text), "。，,. ")
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if m.Has(policy.Leader) && (m.Name == text || m.ID == text || m.Name+m.Title == text || slices.Contains(m.Aliases, text)) {
			return m.ID
		}
	}
	return ""
}

// afterwards takes 对, 改, 删 and missing slots as being about the records just made.
func (b *Bot) afterwards(t *talk) (move, bool) {
	d := t.dialog
	if mv, ok := b.moreHours(t); ok {
		return mv, true
	}
	if mv, ok := b.newValue(t); ok {
		return mv, true
	}
	switch t.cmd.Intent {
	case phrase.Confirm:
		return b.acknowledge(t, d.Records), true
	case phrase.Ack:
		if t.thanks() || len(d.Ask) > 0 {
			return move{}, false
		}
		return b.acknowledge(t, d.Records), true
	case phrase.Deny:
		return b.whatToChange(t), true
	case phrase.CorrectActivity:
		if len(t.cmd.Changes.Fields) == 0 && t.cmd.Target.ID == "" && t.is(wordsChange) {
			return b.whatToChange(t), true
		}
		return move{}, false
	case phrase.RetractActivity:
		if t.cmd.Target == (phrase.Target{}) || t.cmd.Target.Last && t.cmd.Target.Kind == "" {
			t.consume()
			return b.take(t, d.Records, t.cmd.Text), true
		}
		return move{}, false
	}
	switch {
	case len(d.Ask) == 0:
		return move{}, false
	case t.is(wordsSkip):
		return b.skip(t), true
	case t.cmd.Intent != phrase.Clarify && t.cmd.Intent != phrase.OutOfScope && t.cmd.Intent != phrase.Choose:
		return move{}, false
	}
	if mv, ok := b.complete(t); ok {
		return mv, true
	}
	return b.askAgain(t)
}

// thanks tells whether an acknowledgement is a thank-you and no yes.
func (t *talk) thanks() bool {
	return strings.Contains(t.Text, "谢") || strings.Contains(t.Text, "辛苦")
}

// complete puts the answer to a slot into a record that was made without it. Whoever is asked for the hours and names course and teacher is heard too, and
// asked for the hours again.
func (b *Bot) complete(t *talk) (move, bool) {
	d := *t.dialog
	i, field := slotOf(d.Ask[0])
	i = max(i, 0)
	if i >= len(d.Records) {
		return move{}, false
	}
	rest := d.Ask[1:]
	var probe phrase.Activity
	switch {
	case b.reader.Fill(&probe, field, cut(t.Text), b.context(t)):
	case b.namesLesson(t):
		field, rest = "course", d.Ask
	default:
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		a, err := tx.Activity(d.Records[i])
		if err != nil {
			return "", err
		}
		filled := phrase.Activity{Kind: a.Kind, Date: a.Date, Said: a.Said}
		b.reader.Fill(&filled, field, cut(t.Text), b.context(t))
		next := d
		next.Ask = rest
		next.Asked++
		return b.change(tx, t, a, ledger.Changes{Kind: filled.Kind, Date: filled.Date, Said: &filled.Said}, next, sayAdded)
	}), true
}

// namesLesson tells whether a message names a course with its teacher, which few words do by chance.
func (b *Bot) namesLesson(t *talk) bool {
	var probe phrase.Activity
	return b.reader.Fill(&probe, "course", cut(t.Text), b.context(t)) && probe.Said.Course != "" && probe.Said.Teacher != ""
}

// askAgain repeats a question that was not answered, within the two questions that a report is worth.
func (b *Bot) askAgain(t *talk) (move, bool) {
	d := *t.dialog
	if d.Asked >= mostAsked {
		return b.skip(t), true
	}
	d.Asked++
	return change(func(tx *store.Tx) (string, error) {
		drafts, err := asDrafts(tx, d.Records)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(sayNotUnderstood, b.question(drafts, d.Ask[0], nil, t.today)), b.await(tx, t, d)
	}), true
}

// skip leaves a record as it is, flagged where it lacks something, and asks what else was to be asked.
func (b *Bot) skip(t *talk) move {
	d := *t.dialog
	d.Ask = d.Ask[1:]
	return change(func(tx *store.Tx) (string, error) {
		records, err := byID(tx, d.Records)
		if err != nil {
			return "", err
		}
		next := d
		if next.Asked >= mostAsked || len(next.Ask) == 0 {
			next.Ask = nil
			return strings.TrimSpace(saySkipped + b.lacking(records)), b.await(tx, t, next)
		}
		next.Asked++
		drafts, err := asDrafts(tx, d.Records)
		if err != nil {
			return "", err
		}
		return b.question(drafts, next.Ask[0], nil, t.today), b.await(tx, t, next)
	})
}

// asDrafts reads records as what is asked about them needs it.
func asDrafts(tx *store.Tx, ids []string) ([]ledger.Draft, error) {
	list, err := byID(tx, ids)
	drafts := make([]ledger.Draft, 0, len(list))
	for _, r := range list {
		drafts = append(drafts, ledger.Draft{Kind: r.Kind, Date: r.Date, Said: r.Said})
	}
	return drafts, err
}
