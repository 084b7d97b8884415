package bot

import (
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// decide turns one message into one move. Danger comes first, then what the bot is waiting for, then what the words mean by themselves.
func (b *Bot) decide(t *talk) move {
	switch {
	case t.Kind == Event:
		return b.event(t)
	case t.ended:
		return say(sayAccountEnded)
	case t.Kind == Image || t.Kind == File:
		return b.picture(t)
	case t.Kind == Video:
		return say(sayPicture)
	case t.Kind == Voice && t.Text == "", t.Kind != Text && t.Kind != Voice:
		return say(sayNoText)
	case t.cmd.Intent == phrase.Crisis:
		return b.crisis(t, "")
	case t.cmd.Intent == phrase.ReportDiscipline && t.Group != "":
		return b.hush(t, "discipline", sayGroup) // not even what it was about is said before others
	case t.cmd.Intent == phrase.ReportDiscipline:
		return b.hush(t, "discipline", fill(sayDiscipline, b.school.Petitions.Doors))
	case strings.TrimSpace(t.Text) == "":
		return say(sayEmpty)
	case len(t.Text) > longest:
		return say(sayTooLong)
	case t.Group != "":
		return b.inGroup(t)
	}
	return b.pictured(t)
}

// meaning decides by what the bot is waiting for, then by what the words mean by themselves: the first who takes the message has it.
func (b *Bot) meaning(t *talk) move {
	for _, hears := range [...]func(*talk) (move, bool){
		b.papers, b.charts, b.imports, b.ownAccounts, b.named, b.answersSwap, b.relieved, b.person,
		b.awaited, b.deletes, b.filingLeft, b.steered, b.resumed, b.casework, b.petition,
	} {
		if mv, taken := hears(t); taken {
			return mv
		}
	}
	return b.begin(t)
}

// awaited takes a message as the answer to what was asked.
func (b *Bot) awaited(t *talk) (move, bool) {
	if t.dialog == nil {
		return move{}, false
	}
	return b.goOn(t)
}

// steered hears the words by which the conversation itself is steered.
func (b *Bot) steered(t *talk) (move, bool) {
	switch {
	case t.is(wordsDue):
		return b.enterDue(t), true
	case t.is(wordsUnplan):
		return b.unplan(t), true
	case t.is(wordsWhole):
		return say(sayWholeOfWhat), true
	case articleIn(t.Text) != "" && (t.cmd.Intent == phrase.OutOfScope || t.cmd.Intent == phrase.Choose):
		return b.article(t, articleIn(t.Text)), true
	case t.asksHistory():
		return b.history(t, idNamed(t.Text, ledger.ActivityLetters)), true
	}
	if mv, taken := b.lessonWords(t); taken {
		return mv, true
	}
	if mv, taken := b.receptionWords(t); taken {
		return mv, true
	}
	if mv, taken := b.moveNamed(t); taken {
		return mv, true
	}
	switch t.cmd.Intent {
	case phrase.OutOfScope, phrase.QueryCase:
		if id := idNamed(t.Text, ledger.ActivityLetters); id != "" {
			return b.history(t, id), true
		}
	}
	return move{}, false
}

// begin decides by the meaning of the words alone: one line for each thing that people want.
func (b *Bot) begin(t *talk) move {
	switch t.cmd.Intent {
	case phrase.ReportActivity, phrase.Clarify:
		return b.report(t)
	case phrase.RecordReception:
		return b.received(t)
	case phrase.PlanActivity:
		return b.plan(t)
	case phrase.RetractActivity:
		return b.retract(t)
	case phrase.CorrectActivity:
		return b.correct(t)
	case phrase.ScheduleFirstLesson:
		return b.schedule(t)
	case phrase.SetPlan:
		return b.setPlan(t)
	case phrase.QueryPlan:
		return b.plans(t)
	case phrase.Confirm, phrase.Choose:
		return b.swapOr(t, b.confirm(t))
	case phrase.Deny:
		return b.swapOr(t, b.decline(t))
	case phrase.QueryQuota:
		return b.quota(t)
	case phrase.QueryRecords:
		return b.records(t)
	case phrase.QueryAssignment:
		return b.assignment(t)
	case phrase.AskPolicy:
		return b.explain(t)
	case phrase.QueryReception:
		return b.reception(t)
	case phrase.BookReception:
		return b.book(t)
	case phrase.RescheduleBooking:
		return b.rebook(t)
	case phrase.CancelBooking:
		return b.unbook(t)
	case phrase.RequestTalk:
		return b.wishToTalk(t)
	case phrase.SwapDuty:
		return b.swap(t)
	case phrase.GenerateSchedule:
		return b.generate(t)
	case phrase.ChangeSchedule:
		return b.changeSchedule(t)
	case phrase.ReportReceptionAbsence:
		return b.absence(t)
	case phrase.QueryDelivery:
		return b.undelivered(t)
	case phrase.PreviewReminders:
		return b.preview(t)
	case phrase.SetReminder, phrase.Snooze:
		return b.steerReminders(t)
	case phrase.ExportLedger, phrase.ExportPerson, phrase.GenerateBulletin:
		return b.paperMeant(t)
	case phrase.Help:
		return say(b.help(t.who, t.Text))
	case phrase.Ack:
		return b.swapAsked(t, say(sayWelcome))
	case phrase.FileCase, phrase.FileCases, phrase.OutOfRemit, phrase.LegalChannel, phrase.QueryCase:
		if t.who != nil && t.who.Has(policy.Leader) {
			return say(sayLeaderFinds)
		}
		return say(fill(sayElsewhere, b.school.Petitions.Mailboxes))
	}
	if startsWithWord(t.Text, cannot...) {
		return b.swapAsked(t, say(b.instead(t)))
	}
	return say(b.instead(t))
}

// instead says what can be done where nothing can be done in chat yet: whom to ask, and what there is. No answer is a dead end.
func (b *Bot) instead(t *talk) string {
	switch t.cmd.Intent {
	case phrase.QueryAccess:
		return sayAccess
	case phrase.Attach:
		return sayPicture
	case phrase.SupplementCase, phrase.WithdrawCase, phrase.UrgeCase, phrase.RateCase, phrase.RequestReview, phrase.SetConfidential, phrase.MergeRequest,
		phrase.TransferCase, phrase.TakeCase, phrase.ReturnCase, phrase.NotInRemit, phrase.ExtendCase, phrase.SubmitReply, phrase.MergeCases,
		phrase.CloseIssue, phrase.QueryOverdue, phrase.QueryIdentity:
		return fill(sayElsewhere, b.school.Petitions.Mailboxes)
	}
	return sayScope
}

// event answers what is no message. Who opens the chat is not greeted every time; who enters the visible range is told what this is.
func (b *Bot) event(t *talk) move {
	switch t.Event {
	case "subscribe":
		return say(b.help(t.who, t.Text))
	case EventLeft:
		return b.accountLeft(t)
	case EventBack:
		return b.accountBack(t)
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
func (b *Bot) after(records, slots []string) ledger.Dialog {
	return ledger.Dialog{Kind: ledger.DialogAfter, Records: records, Ask: slots}
}
