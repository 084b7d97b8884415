package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// stateZh says why a record does not count yet, or not any more; "" if it counts.
func stateZh(waits string) string {
	switch waits {
	case ledger.WaitsMember:
		return "待确认"
	case ledger.WaitsOffice:
		return "待核准"
	case ledger.WaitsDeclined:
		return "不计入"
	case ledger.WaitsRetracted:
		return "已撤销"
	}
	return ""
}

// reception answers who receives when (Art. 5.8); everybody may ask.
func (b *Bot) reception(t *talk) move {
	if d := t.cmd.Date; d != 0 && !t.cmd.Next {
		if id, ok := b.school.OnDuty(d); ok {
			return say(fmt.Sprintf(sayReception, d.Chinese(), b.titled(id), b.school.ReceptionPlace(id)))
		}
		return say(b.whyNone(d) + b.nextReception(d, ""))
	}
	if name := weekNamed(t.Text); name > 0 {
		if term, ok := b.school.Calendar.TermAround(t.today); ok && term.Monday(name) != 0 {
			return say(b.inWeek(term, name))
		}
	}
	person := t.cmd.Person
	if person == "" && t.cmd.Scope == "self" && t.who != nil && t.who.Has(policy.Leader) {
		person = t.by
	}
	if wantsList(t.Text) {
		return say(b.turnsOfTerm(t.today, person))
	}
	return say(b.nextReception(t.today, person))
}

// nextReception says the next turn on or after a day; person narrows it to one leader.
func (b *Bot) nextReception(d policy.Date, person string) string {
	turn, ok := b.school.NextTurn(d, person)
	if !ok {
		return sayNoTurn
	}
	return fmt.Sprintf(sayNextReception, turn.Date.Chinese(), b.titled(turn.MemberID), b.school.ReceptionPlace(turn.MemberID))
}

// whyNone says that a day has no reception, and where the one of that day went if a holiday moved it.
func (b *Bot) whyNone(d policy.Date) string {
	if term, ok := b.school.Calendar.TermOf(d); ok {
		for _, r := range b.school.ReceptionPlan(term) {
			if r.Regular == d && r.Day != 0 && r.Day != d {
				return fmt.Sprintf(sayMovedReception, d.Chinese(), r.Holiday, r.Day.Chinese())
			}
		}
	}
	return fmt.Sprintf(sayNoReception, d.Chinese())
}

// inWeek says who receives in a teaching week.
func (b *Bot) inWeek(term policy.Term, week int) string {
	for _, turn := range b.school.Duties(term) {
		if term.Week(turn.Date) == week {
			return fmt.Sprintf(sayReception, turn.Date.Chinese(), b.titled(turn.MemberID), b.school.ReceptionPlace(turn.MemberID))
		}
	}
	return fmt.Sprintf(sayNoReceptionWeek, week) + b.nextReception(term.Monday(week), "")
}

// turnsOfTerm lists the receptions of the term that are still to come, of one leader or of all.
func (b *Bot) turnsOfTerm(today policy.Date, person string) string {
	term, ok := b.school.Calendar.TermAround(today)
	if !ok {
		return sayNoTurn
	}
	var lines []string
	for _, turn := range b.school.Duties(term) {
		if turn.Date >= today && turn.MemberID != "" && (person == "" || turn.MemberID == person) {
			lines = append(lines, fmt.Sprintf("%s %s", turn.Date.Chinese(), b.titled(turn.MemberID)))
		}
	}
	if len(lines) == 0 {
		return sayNoTurn
	}
	return fmt.Sprintf(sayReceptionList, strings.Join(lines, "\n"))
}

// wantsList tells whether a question about receptions is about all of them.
func wantsList(text string) bool {
	for _, words := range [...]string{"哪几天", "哪些天", "都是哪", "安排表", "值班表", "接待安排", "有几次", "几场", "都有谁", "全部", "所有"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// weekNamed reads 第14周; 0 if no week is named.
func weekNamed(text string) int {
	_, rest, ok := strings.Cut(text, "第")
	number, _, closed := strings.Cut(rest, "周")
	if !ok || !closed {
		return 0
	}
	week := 0
	for _, digit := range number {
		if digit < '0' || digit > '9' || week > 99 {
			return 0
		}
		week = week*10 + int(digit-'0')
	}
	return week
}

// titled gives name and title: 梁志远党委书记.
func (b *Bot) titled(id string) string {
	if m := b.school.Member(id); m != nil {
		return m.Name + m.Title
	}
	return id
}

// undelivered answers 谁没收到: the notices of the last fortnight that could not be sent. The text of a notice is never shown to staff, only what it was about.
func (b *Bot) undelivered(t *talk) move {
	if t.who == nil || !t.who.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin) {
		return say(sayNotAllowed)
	}
	return ask(func(tx *store.Tx) (string, error) {
		failed, err := collect(tx.RefusedNotices(t.Received.AddDate(0, 0, -14)), 20)
		if err != nil {
			return "", err
		}
		if len(failed) == 0 {
			return sayDelivered, nil
		}
		var lines []string
		for _, n := range failed {
			to := n.To.User
			switch {
			case n.To.Channel == store.SealedChannel:
				to = sayFiler
			case n.Member != "":
				to = b.member(n.Member)
			}
			lines = append(lines, fmt.Sprintf(sayDeliveryLine, to, b.school.Today(n.Made).Chinese(), n.Reason))
		}
		return fmt.Sprintf(sayNotDelivered, strings.Join(lines, "\n")), nil
	})
}

// preview answers 明天会提醒谁 with what each is reminded of.
func (b *Bot) preview(t *talk) move {
	if b.opt.Preview == nil {
		return say(sayScope)
	}
	if t.who == nil || !t.who.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin) {
		return say(sayNotAllowed)
	}
	day := t.cmd.Date
	if day == 0 {
		day = t.today.Add(1)
	}
	return ask(func(tx *store.Tx) (string, error) {
		from := day.At(0, 0, b.school.Location)
		list, err := b.opt.Preview(tx, from, day.Add(1).At(0, 0, b.school.Location).Add(-time.Nanosecond))
		if err != nil {
			return "", err
		}
		if len(list) == 0 {
			return fmt.Sprintf(sayPreviewNone, day.Chinese()), nil
		}
		var lines []string
		for _, p := range list {
			lines = append(lines, fmt.Sprintf(sayPreviewLine, p.At.In(b.school.Location).Format("15:04"), p.To, p.What))
		}
		return fmt.Sprintf(sayPreview, day.Chinese(), strings.Join(slices.Compact(lines), "\n")), nil
	})
}
