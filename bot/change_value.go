package bot

import "lianxin/bot/phrase"

// longestValue is how many letters a bare new value has at most; what is longer is a sentence and means what it says.
const longestValue = 20

// inQuestions stand in a question, which is no value.
var inQuestions = [...]string{"?", "？", "吗", "么", "几点", "多少", "怎", "哪", "谁", "啥"}

// newValue takes a bare value after 改 as what the record becomes: 周二, 3学时, 文学院. What asks or orders something means that instead.
func (b *Bot) newValue(t *talk) (move, bool) {
	d := t.dialog
	if d.Reason != labelChange || len(d.Records) != 1 || len([]rune(t.Text)) > longestValue || hasAny(t.Text, inQuestions[:]) {
		return move{}, false
	}
	switch t.cmd.Intent {
	case phrase.OutOfScope, phrase.Clarify, phrase.Choose:
	case phrase.ReportActivity:
		if len(t.cmd.Activities) != 1 || t.cmd.Activities[0].Date != 0 {
			return move{}, false
		}
	default:
		return move{}, false
	}
	c := b.context(t)
	cmd := b.reader.Parse("刚才那条改成"+cut(t.Text), phrase.Context{Today: c.Today, Who: c.Who})
	if cmd.Intent != phrase.CorrectActivity || len(cmd.Changes.Fields) == 0 {
		return move{}, false
	}
	cmd.Target = phrase.Target{ID: d.Records[0]}
	t.cmd = cmd
	return b.correct(t), true
}

// wordsChange ask for a change without saying which.
var wordsChange = []string{"改", "改一下", "要改", "修改", "更改"}

// whatToChange asks what is to be changed in the one record just made; of several the change itself must tell.
func (b *Bot) whatToChange(t *talk) move {
	if len(t.dialog.Records) != 1 {
		return say(sayHowToChange)
	}
	return b.changeNamed(t, t.dialog.Records)
}
