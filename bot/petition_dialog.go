package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// filingGoesOn takes a message as an answer about the case that is being told. Whatever is no answer and starts nothing else belongs to its words.
func (b *Bot) filingGoesOn(t *talk) (move, bool) {
	f := t.resume()
	if f.Step == stepText && !t.no() {
		return b.filedAfterPicture(t)
	}
	switch {
	case t.no() && !(f.Step == stepOwn || f.Step == stepJoin) || t.is(wordsDrop):
		return b.drop(t, saySomethingDropped), true
	case f.Step != stepSeveral && strings.HasPrefix(strings.TrimSpace(t.Text), "改"):
		return b.resort(t, f), true
	}
	switch f.Step {
	case stepOwn:
		return b.ownOrNew(t, f)
	case stepJoin:
		return b.joinOrNew(t, f)
	case stepSeveral:
		return b.severalAnswered(t, f)
	case stepRegister:
		return b.registerAnswered(t, f)
	}
	return b.levelAnswered(t, f)
}

// levelAnswered hears 1, 2, 3 or the word and registers; more words are added to the case and the question is asked again.
func (b *Bot) levelAnswered(t *talk, f told) (move, bool) {
	if level, ok := t.levelOf(); ok {
		f.Filing.Level, f.level = level, true
		return b.completed(t, f), true
	}
	if b.foreign(t) {
		return move{}, false
	}
	if t.asksMeanwhile() {
		text := fmt.Sprintf(sayMeanwhile, b.school.Petitions.Times().TellDays) + sayLevelAgain
		return change(func(tx *store.Tx) (string, error) { return text, b.awaitFiling(tx, t, f) }), true
	}
	if t.yes() || utf8.RuneCountInString(t.Text) <= 3 {
		return change(func(tx *store.Tx) (string, error) { return sayLevelAgain, b.awaitFiling(tx, t, f) }), true
	}
	more := f
	more.Filing.Raw += "\n" + t.Text
	people, units := b.blamed(t, t.Text)
	more.Filing.Targets, more.Filing.TargetUnits = ledger.Union(f.Filing.Targets, people), ledger.Union(f.Filing.TargetUnits, units)
	return change(func(tx *store.Tx) (string, error) {
		if err := b.mayAdd(t, t.Text); err != nil {
			return "", err
		}
		return sayWordsAdded + sayLevelAgain, b.awaitFiling(tx, t, more)
	}), true
}

// askOn asks what a case that was taken up still needs.
func (b *Bot) askOn(tx *store.Tx, t *talk, f told, head string) (string, error) {
	switch f.Step {
	case stepSeveral:
		return b.askSeveral(tx, t, f, head)
	case stepText:
		return head + sayPictureFirst, b.awaitFiling(tx, t, f)
	}
	return b.levelOrRegister(tx, t, f, head)
}

// foreign tells whether a message within the telling of a case is about something else: a question or an order that needs no case.
func (b *Bot) foreign(t *talk) bool {
	if t.is(wordsPrivacy) || t.is(wordsMyCases) || t.is(wordsHowToFile) {
		return true
	}
	switch t.cmd.Intent {
	case phrase.FileCase, phrase.FileCases, phrase.OutOfScope, phrase.Clarify, phrase.SupplementCase, phrase.Choose, phrase.Confirm, phrase.Ack,
		phrase.OutOfRemit, phrase.LegalChannel, phrase.Attach, phrase.MergeRequest, phrase.RateCase, phrase.SetConfidential, phrase.ReportActivity:
		return false
	}
	return true
}

// completed registers the case of which everything is known now.
func (b *Bot) completed(t *talk, f told) move {
	return change(func(tx *store.Tx) (string, error) { return b.register(tx, t, f.Filing) })
}

// ownOrNew hears what is to be done about the open case of one's own that is like the new one.
func (b *Bot) ownOrNew(t *talk, f told) (move, bool) {
	id := f.Alike[0]
	switch {
	case t.cmd.Intent == phrase.UrgeCase || t.chose(1):
		return b.carryOn(t, opUrge, id, ""), true
	case t.cmd.Intent == phrase.SupplementCase || t.chose(2):
		return b.carryOn(t, opAdd, id, f.Filing.Raw, f.Filing.Attachments...), true
	case t.chose(3), t.is(wordsApart), t.is(wordsRegister), t.no():
		return b.another(t, f), true
	}
	return b.unanswered(t, f, sayAlikeAgain)
}

// joinOrNew hears whether the open case of somebody else is to be joined.
func (b *Bot) joinOrNew(t *talk, f told) (move, bool) {
	switch {
	case t.cmd.Intent == phrase.MergeRequest || t.chose(1) || t.yes():
		return b.join(t, f.Alike[0]), true
	case t.chose(2), t.is(wordsApart), t.is(wordsRegister), t.no():
		return b.another(t, f), true
	}
	return b.unanswered(t, f, sayJoinAgain)
}

// another files the case though a like one is open.
func (b *Bot) another(t *talk, f told) move {
	f.Alike = nil
	return change(func(tx *store.Tx) (string, error) { return b.levelOrRegister(tx, t, f, "") })
}

// unanswered repeats a question in short; what begins something else is let go.
func (b *Bot) unanswered(t *talk, f told, ask string) (move, bool) {
	if b.foreign(t) {
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) { return ask, b.awaitFiling(tx, t, f) }), true
}

// chose tells whether a message picks the n-th of what was offered.
func (t *talk) chose(n int) bool { return t.cmd.Intent == phrase.Choose && t.cmd.Choice == n }

// resort corrects category or unit before the case is registered.
func (b *Bot) resort(t *talk, f told) move {
	category, unit := b.sorted(t.Text)
	if category == "" && unit == "" {
		return change(func(tx *store.Tx) (string, error) { return b.categories(), b.awaitFiling(tx, t, f) })
	}
	if category != "" {
		f.Filing.Category, f.Filing.Unit = category, ""
	}
	if unit != "" {
		f.Filing.Unit = unit
	}
	people, units := b.about(f.Filing.Category, "", f.Filing.Raw)
	f.Filing.Targets, f.Filing.TargetUnits = ledger.Union(f.Filing.Targets, people), units // whom it is about does not change with the category
	return change(func(tx *store.Tx) (string, error) {
		if err := b.mayFile(tx, t, f.Filing); err != nil {
			return "", err
		}
		return b.levelOrRegister(tx, t, f, "")
	})
}

// sorted reads which category or unit a correction names: 改 教务-考试, 改成宿舍, 改 财务处.
func (b *Bot) sorted(text string) (category, unit string) {
	text = strings.TrimSpace(text)
	for _, w := range []string{"改", "成", "为", "到", "类别", "类型", "单位", "应该是", "应是", "是", "给", "归"} {
		text = strings.TrimLeft(strings.TrimPrefix(text, w), " ，,：:")
	}
	text = strings.TrimRight(text, "。.！! 类")
	if text == "" {
		return "", ""
	}
	for _, c := range b.school.Petitions.Categories {
		head, rest, _ := strings.Cut(c.Name, "-")
		if c.Name == text || rest == text || rest == "" && head == text {
			return c.Name, ""
		}
	}
	for i := range b.school.Units {
		if u := &b.school.Units[i]; u.Name == text || slices.Contains(u.Aliases, text) {
			return "", u.Name
		}
	}
	return b.byKeyword(text), ""
}

// categories lists what a case may be about, a line for each unit.
func (b *Bot) categories() string {
	var names []string
	for _, c := range b.school.Petitions.Categories {
		names = append(names, c.Name)
	}
	return sayWhichCategory + strings.Join(names, "、")
}

// filingLeft takes up a case that was being told when the bot stopped waiting: at 继续 or at the answer that was missing, as long as it is kept.
func (b *Bot) filingLeft(t *talk) (move, bool) {
	if t.dialog != nil || t.row == nil || t.row.Kind != ledger.DialogFiling || t.row.Filing == nil || t.row.Group != t.Group {
		return move{}, false
	}
	_, level := t.levelOf()
	if !t.is(wordsResume) && !(level && t.row.Filing.Step == stepLevel) {
		return move{}, false
	}
	t.dialog = t.row
	if t.is(wordsResume) {
		f := t.resume()
		return change(func(tx *store.Tx) (string, error) { return b.askOn(tx, t, f, sayTakenUp) }), true
	}
	return b.filingGoesOn(t)
}
