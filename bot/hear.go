package bot

import (
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// hear finds out whether the message was answered before, who speaks, what he was asked and what he means.
func (b *Bot) hear(m Message) (*talk, *Reply, error) {
	t := &talk{Message: m, today: b.school.Today(m.Received), by: m.From.String()}
	var stored *Reply
	err := b.store.View(func(tx *store.Tx) error {
		if text, ok := tx.Answered(answerKey(m)); ok {
			stored = &Reply{Text: text}
			return b.repeated(tx, m, stored)
		}
		if t.who, t.ended = tx.Holder(b.school, m.From); t.who != nil {
			t.who, t.by = inPost(t.who, t.today), t.who.ID
		}
		d, ok, err := tx.Dialog(t.seat())
		if ok {
			t.row = &d
			if b.opt.Cards != nil {
				was := d
				t.was = &was
			}
		}
		if err == nil && m.Kind == Press && !t.ended {
			t.press, err = b.pressed(tx, m, t.row)
		}
		if err == nil {
			t.swaps, err = swapsFor(tx, t.who)
		}
		return err
	})
	if err != nil || stored != nil {
		return nil, stored, err
	}
	// What was begun in a group goes on only there, and what was begun in private never does.
	if t.row.Open(m.Received) && t.row.Kind != "" && t.row.Group == m.Group {
		t.dialog = t.row
	}
	if t.press != nil && t.press.no == "" {
		t.speak()
	}
	if t.Kind == Text || t.Kind == Voice {
		b.understand(t)
	} else {
		t.cmd = new(phrase.Command)
	}
	return t, nil, nil
}

// inPost gives a member as he is on a day: whose time is over, or has not begun, holds no office (section 4, rule 8). What he did stays his, and he is still who
// he is.
func inPost(m *policy.Member, day policy.Date) *policy.Member {
	if m == nil || m.Serves(day) {
		return m
	}
	plain := *m
	plain.Roles, plain.Post, plain.Tags = nil, "", nil
	return &plain
}

// answerKey is the key under which the answer to a message is kept: the platform's own, stamped with the time the platform gives it, so that a repeat
// is found with one look.
func answerKey(m Message) string { return store.MessageKey(m.At, m.Key) }

// understand reads the text: as an answer where one is awaited, by itself where it is a message of its own, and with 第二条 put in the place of the
// record that it names.
func (b *Bot) understand(t *talk) {
	text := cut(t.Text)
	c := b.context(t)
	if n, rest := ordinal(text); t.dialog != nil && n > 0 && n <= len(t.dialog.Records) && strings.HasPrefix(t.dialog.Records[n-1], ledger.ActivityLetters) {
		cmd := b.reader.Parse("刚才那条"+rest, c)
		if cmd.Intent == phrase.CorrectActivity || cmd.Intent == phrase.RetractActivity {
			t.pick, t.cmd = t.dialog.Records[n-1], cmd
			return
		}
	}
	t.cmd = b.reader.Parse(text, c)
	if awaitsSlot(c.Awaiting) && startsAnew(t.cmd.Intent, b.reader.Parse(text, phrase.Context{Today: c.Today, Who: c.Who, Group: c.Group}).Intent) {
		t.cmd = b.reader.Parse(text, phrase.Context{Today: c.Today, Who: c.Who, Group: c.Group})
	}
}

// context is what the grammar is told about the message.
func (b *Bot) context(t *talk) phrase.Context {
	c := phrase.Context{Today: t.today, Who: t.who, Group: t.Group != ""}
	if t.dialog == nil {
		return c
	}
	switch t.dialog.Kind {
	case ledger.DialogReport:
		c.Awaiting, c.Choices = t.dialog.Ask, b.names(t.dialog.Choices)
	case ledger.DialogChoose, ledger.DialogCorrect, ledger.DialogDue, ledger.DialogShown:
		c.Awaiting, c.Choices = []string{"choose"}, t.dialog.Records
	case ledger.DialogBook, ledger.DialogSwap:
		c.Awaiting, c.Choices = []string{"choose"}, t.dialog.Choices
	case ledger.DialogRetract, ledger.DialogTwin, ledger.DialogPlan, ledger.DialogChange, ledger.DialogUnbook,
		ledger.DialogTalk, ledger.DialogLesson:
		c.Awaiting = []string{"confirm"}
	case ledger.DialogAfter:
		c.Awaiting = append(append([]string(nil), t.dialog.Ask...), "confirm")
	}
	return c
}

func awaitsSlot(awaiting []string) bool {
	return len(awaiting) > 0 && awaiting[0] != "confirm" && awaiting[0] != "choose"
}

// startsAnew tells whether a message that could be read as an answer is rather a new message: by itself it is an order or a question.
func startsAnew(asAnswer, alone phrase.Intent) bool {
	if asAnswer == alone {
		return false
	}
	switch alone {
	case phrase.CorrectActivity, phrase.RetractActivity, phrase.Help, phrase.QueryQuota, phrase.QueryRecords, phrase.QueryAssignment, phrase.AskPolicy,
		phrase.QueryReception, phrase.QueryPlan, phrase.SetPlan, phrase.QueryDelivery, phrase.PreviewReminders, phrase.SetReminder, phrase.Snooze,
		phrase.QueryCase, phrase.SwapDuty:
		return true
	}
	return false
}

// ordinal reads which one of a list a message begins with: 第二条改成3学时 gives 2 and 改成3学时; 0 if it begins otherwise.
func ordinal(text string) (n int, rest string) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "第")
	if !ok {
		return 0, text
	}
	for i, digits := range [...]string{"1一", "2二", "3三", "4四", "5五", "6六", "7七", "8八", "9九"} {
		for _, digit := range digits {
			after, ok := strings.CutPrefix(rest, string(digit))
			if !ok {
				continue
			}
			for _, one := range [...]string{"条", "个", "项"} {
				if tail, ok := strings.CutPrefix(after, one); ok && tail != "" {
					return i + 1, tail
				}
			}
		}
	}
	return 0, text
}

// cut keeps what is read of an overlong text, on a rune border.
func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "")
}
