package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// mostAtOnce is how many cases one message may become; what is said beyond stays with the last one.
const mostAtOnce = 9

// fileSeveral takes a message that holds several matters: after one answer each becomes a case of its own.
func (b *Bot) fileSeveral(t *talk) move {
	f := b.heard(t)
	f.Step = stepSeveral
	for i, item := range t.cmd.Topics {
		if i >= mostAtOnce {
			f.Texts[mostAtOnce-1] += "\n" + item.Text
			continue
		}
		f.Texts = append(f.Texts, item.Text)
	}
	return change(func(tx *store.Tx) (string, error) {
		for _, one := range b.severally(t, f) {
			if err := b.mayFile(tx, t, one); err != nil {
				return "", err
			}
		}
		return b.askSeveral(tx, t, f, "")
	})
}

// severally are the cases that the message becomes.
func (b *Bot) severally(t *talk, f told) []ledger.Filing {
	out := make([]ledger.Filing, 0, len(f.Texts))
	for _, text := range f.Texts {
		cmd := b.reader.Parse(text, phrase.Context{Today: t.today, Who: t.who})
		one := ledger.Filing{Level: f.Filing.Level, Raw: text, Place: cmd.Place, Reps: f.Filing.Reps}
		one.Category, one.Unit = b.sort(cmd.Category, cmd.Unit, text)
		one.Targets, one.TargetUnits = b.about(one.Category, cmd.Type, text)
		out = append(out, one)
	}
	if len(out) > 0 {
		out[0].Attachments = f.Filing.Attachments
	}
	return out
}

// askSeveral shows where each matter would go, and asks for the level or for a yes.
func (b *Bot) askSeveral(tx *store.Tx, t *talk, f told, head string) (string, error) {
	var lines []string
	for _, one := range b.severally(t, f) {
		lines = append(lines, "· "+b.placed(one))
	}
	text := head + fmt.Sprintf(saySeveral, len(lines), strings.Join(lines, "\n"))
	ask := saySeveralYes
	if !f.level {
		ask = sayLevels
	}
	return text + ask + "\n" + sayOneCase, b.awaitFiling(tx, t, f)
}

// severalAnswered hears the level, the yes, or that it is one case after all.
func (b *Bot) severalAnswered(t *talk, f told) (move, bool) {
	if t.is(wordsOneCase) {
		f.Texts = nil
		return change(func(tx *store.Tx) (string, error) { return b.levelOrRegister(tx, t, f, "") }), true
	}
	if level, ok := t.levelOf(); ok && !f.level {
		f.Filing.Level, f.level = level, true
		return b.registerAll(t, f), true
	}
	if f.level && t.yes() {
		return b.registerAll(t, f), true
	}
	ask := sayLevelAgain
	if f.level {
		ask = saySeveralYes
	}
	return b.unanswered(t, f, ask)
}

// registerAll enters every matter as a case.
func (b *Bot) registerAll(t *talk, f told) move {
	return change(func(tx *store.Tx) (string, error) {
		var ids, lines []string
		due := ""
		for _, one := range b.severally(t, f) {
			p, err := b.admit(tx, t, one)
			if err != nil {
				return "", err
			}
			ids, due = append(ids, p.ID), b.dueText(&p)
			lines = append(lines, fmt.Sprintf(sayFiledLine, p.ID, b.placed(one)))
		}
		text := fmt.Sprintf(sayFiledMany, len(ids), f.Filing.Level.Zh(), strings.Join(lines, "\n"), due)
		return text, b.await(tx, t, filing(ledger.DialogCase, ledger.FilingDraft{Step: stepShown, Alike: ids}))
	})
}
