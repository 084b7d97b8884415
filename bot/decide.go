package bot

import (
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// decide turns one message into one move. Danger comes first, then what the bot is waiting for, then what the words mean by themselves.
func (b *Bot) decide(t *talk) move {
	switch {
	case t.Kind == Event:
		return b.event(t)
	case t.Kind == Image || t.Kind == Video || t.Kind == File:
		return say(sayPicture)
	case t.Kind == Voice && t.Text == "", t.Kind != Text && t.Kind != Voice:
		return say(sayNoText)
	case t.cmd.Intent == phrase.Crisis:
		return b.hush(t, "crisis", fill(sayCrisis, b.school.Petitions.CrisisContacts))
	case t.cmd.Intent == phrase.ReportDiscipline:
		return b.hush(t, "discipline", fill(sayDiscipline, b.school.Petitions.Doors))
	case strings.TrimSpace(t.Text) == "":
		return say(sayEmpty)
	case len(t.Text) > longest:
		return say(sayTooLong)
	case t.Group != "" && !publicIntent(t.cmd.Intent):
		return say(sayGroup)
	}
	if t.dialog != nil {
		if mv, taken := b.goOn(t); taken {
			return mv
		}
	}
	return b.begin(t)
}

// begin decides by the meaning of the words alone.
func (b *Bot) begin(t *talk) move {
	switch t.cmd.Intent {
	case phrase.ReportActivity:
		return b.report(t)
	case phrase.RecordReception:
		return b.received(t)
	case phrase.PlanActivity:
		return b.plan(t)
	case phrase.RetractActivity:
		return b.retract(t)
	case phrase.CorrectActivity:
		return b.correct(t)
	case phrase.Confirm, phrase.Choose:
		return b.confirm(t)
	case phrase.Deny:
		return b.decline(t)
	case phrase.QueryQuota:
		return b.quota(t)
	case phrase.QueryRecords:
		return b.records(t)
	case phrase.QueryReception:
		return b.reception(t)
	case phrase.QueryDelivery:
		return b.undelivered(t)
	case phrase.PreviewReminders:
		return b.preview(t)
	case phrase.Help:
		return say(b.help(t.who))
	case phrase.Ack:
		return say(sayWelcome)
	case phrase.FileCase, phrase.FileCases, phrase.OutOfRemit, phrase.LegalChannel, phrase.QueryCase:
		return say(fill(sayElsewhere, b.school.Petitions.Mailboxes))
	}
	return say(sayScope)
}

// publicIntent tells what may be said in a group chat: reports of activities and public questions, nothing else.
func publicIntent(i phrase.Intent) bool {
	switch i {
	case phrase.ReportActivity, phrase.PlanActivity, phrase.QueryReception, phrase.AskPolicy, phrase.Help, phrase.Ack, phrase.Confirm:
		return true
	}
	return false
}

// hush answers without keeping a word: only the key of the message, the fixed reply and a counter (requirements 2.4).
func (b *Bot) hush(_ *talk, counter, text string) move {
	return change(func(tx *store.Tx) (string, error) {
		tx.Bump(counter)
		return text, nil
	})
}

// event answers what is no message. Who opens the chat is not greeted every time; who enters the visible range is told what this is.
func (b *Bot) event(t *talk) move {
	if t.Event == "subscribe" {
		return say(b.help(t.who))
	}
	return say("")
}

// member gives the name of a member by id, for replies; the id itself if there is nobody.
func (b *Bot) member(id string) string {
	if m := b.school.Member(id); m != nil {
		return m.Name
	}
	return id
}

// office tells whether the member keeps other people's records: the party office does (requirements, 4).
func office(m *policy.Member) bool { return m != nil && m.Has(policy.PartyOffice) }

// reporter tells whether the member reports activities of his own: leaders, and by analogy the deans and mid-level officers of Art. 8.
func reporter(m *policy.Member) bool {
	return m != nil && m.Has(policy.Leader, policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel)
}

// fill puts lines into a sentence that has one place for them.
func fill(sentence string, lines []string) string {
	return strings.Replace(sentence, "%s", strings.Join(lines, "\n"), 1)
}

// after is the dialog that follows records just made: 对, 改, 删 and missing slots refer to them.
func (b *Bot) after(t *talk, records, slots []string) ledger.Dialog {
	return ledger.Dialog{Who: t.From.Fold(), Kind: ledger.DialogAfter, Expires: t.Received.Add(dialogLasts), Records: records, Ask: slots}
}
