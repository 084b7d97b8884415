package bot

import (
	"fmt"
	"strings"
	"time"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// reception answers who receives when (Art. 5.8); everybody may ask.
func (b *Bot) reception(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		return b.receptionOf(t, slots), nil
	})
}

func (b *Bot) receptionOf(t *talk, slots []ledger.Slot) string {
	if asksHowToBook(t.Text) {
		return b.nextReception(slots, t.today, b.leaderAsked(t)) + "\n" + sayHowToBook
	}
	if wantsList(t.Text) && (t.cmd.Date == 0 || t.cmd.Next) {
		return b.listOfTerm(t, slots, b.leaderAsked(t))
	}
	if t.cmd.Date != 0 && t.cmd.Scope == "self" && b.leaderAsked(t) == t.by && t.by != "" {
		return b.ownDuty(t, slots)
	}
	day, next := t.cmd.Date, t.cmd.Next
	if day == 0 && asksWalkIn(t.Text) {
		day, next = t.today, false
	}
	if d := day; d != 0 && !next {
		if s, ok := slotOn(slots, d); ok {
			return fmt.Sprintf(sayReception, b.slotLine(s)) + b.walkIn(t, s)
		}
		return b.whyNone(slots, d) + b.nextReception(slots, d, "")
	}
	if week := weekNamed(t.Text); week > 0 {
		if term, ok := b.school.Calendar.TermAround(t.today); ok && term.Monday(week) != 0 {
			return b.inWeek(slots, term, week)
		}
	}
	return b.nextReception(slots, t.today, b.leaderAsked(t))
}

// ownDuty answers a leader who asks whether he is on duty on a day, about that day: 我12月14号值班吗.
func (b *Bot) ownDuty(t *talk, slots []ledger.Slot) string {
	s, ok := slotOn(slots, t.cmd.Date)
	switch {
	case ok && s.Member == t.by:
		return fmt.Sprintf(sayOwnDuty, b.slotLine(s))
	case ok:
		return fmt.Sprintf(sayOthersDuty, b.slotLine(s)) + b.ownNext(t, slots)
	}
	return b.whyNone(slots, t.cmd.Date) + b.ownNext(t, slots)
}

// ownNext says when the speaker is on duty next.
func (b *Bot) ownNext(t *talk, slots []ledger.Slot) string {
	s, ok := nextSlot(slots, t.today, t.by)
	if !ok {
		return sayNoOwnTurn
	}
	return fmt.Sprintf(sayOwnNext, b.slotLine(s))
}

// walkIn says to somebody who asks on the day itself, without a place, that he is received too.
func (b *Bot) walkIn(t *talk, s ledger.Slot) string {
	_, end := b.school.ReceptionSpan(s.Day)
	if s.Day != t.today || !t.Received.Before(end) || !strings.Contains(t.Text, "预约") && !strings.Contains(t.Text, "过去") && !strings.Contains(t.Text, "直接") {
		return ""
	}
	return sayWalkIn
}

// leaderAsked is the leader whose receptions are asked for; "" for anybody's.
func (b *Bot) leaderAsked(t *talk) string {
	if t.cmd.Person == "" && t.cmd.Scope == "self" && t.who != nil && t.who.Has(policy.Leader) {
		return t.by
	}
	return t.cmd.Person
}

// slotLine is day, leader and place of a reception: 11月30日(周一) 15:00-17:00，黄立新纪委书记，行政楼309.
func (b *Bot) slotLine(s ledger.Slot) string {
	return fmt.Sprintf(sayReceptionLine, s.Day.Chinese(), b.titled(s.Member), b.school.ReceptionPlace(s.Member))
}

// nextReception says the next reception on or after a day; person narrows it to one leader.
func (b *Bot) nextReception(slots []ledger.Slot, d policy.Date, person string) string {
	s, ok := nextSlot(slots, d, person)
	if !ok {
		return sayNoTurn
	}
	return fmt.Sprintf(sayNextReception, b.slotLine(s))
}

// whyNone says that a day has no reception, and where the one of that day went if it was moved or called off.
func (b *Bot) whyNone(slots []ledger.Slot, d policy.Date) string {
	for _, s := range slots {
		switch {
		case s.Off && (s.Day == d || s.Regular == d):
			return fmt.Sprintf(sayCalledOff, d.Chinese(), inBrackets(s.Reason))
		case s.Regular == d && s.Held() && s.Holiday != "":
			return fmt.Sprintf(sayMovedReception, d.Chinese(), s.Holiday, s.Day.Chinese())
		case s.Regular == d && s.Held():
			return fmt.Sprintf(sayMovedByOffice, d.Chinese(), s.Day.Chinese(), inBrackets(s.Reason))
		}
	}
	return fmt.Sprintf(sayNoReception, d.Chinese())
}

// inBrackets writes a reason behind something; "" if none was given.
func inBrackets(reason string) string {
	if reason == "" {
		return ""
	}
	return "（" + reason + "）"
}

// inWeek says who receives in a teaching week.
func (b *Bot) inWeek(slots []ledger.Slot, term policy.Term, week int) string {
	for _, s := range slots {
		if s.Held() && term.Week(s.Day) == week {
			return fmt.Sprintf(sayReception, b.slotLine(s))
		}
	}
	return fmt.Sprintf(sayNoReceptionWeek, week) + b.nextReception(slots, term.Monday(week), "")
}

// listOfTerm lists the receptions of the term that are still to come, of one leader or of all.
func (b *Bot) listOfTerm(t *talk, slots []ledger.Slot, person string) string {
	term, ok := b.school.Calendar.TermAround(t.today)
	if !ok {
		return sayNoTurn
	}
	var lines []string
	for _, s := range slots {
		if s.Term == term.ID && s.Held() && s.Day >= t.today && (person == "" || s.Member == person) {
			lines = append(lines, b.rosterLine(s))
		}
	}
	if len(lines) == 0 {
		return sayNoTurn
	}
	return fmt.Sprintf(sayReceptionList, strings.Join(lines, "\n"))
}

// rosterLine is one reception in a list: 11月30日(周一) 黄立新纪委书记 行政楼309.
func (b *Bot) rosterLine(s ledger.Slot) string {
	return s.Day.Chinese() + " " + b.titled(s.Member) + " " + b.school.ReceptionPlace(s.Member)
}

// slotOn finds the reception that is held on a day.
func slotOn(slots []ledger.Slot, d policy.Date) (ledger.Slot, bool) {
	for _, s := range slots {
		if s.Held() && s.Day == d {
			return s, true
		}
	}
	return ledger.Slot{}, false
}

// slotMeant finds the reception that a day means: the one held on it, else the one that was planned for it.
func slotMeant(slots []ledger.Slot, d policy.Date) (ledger.Slot, bool) {
	if s, ok := slotOn(slots, d); ok {
		return s, true
	}
	for _, s := range slots {
		if s.Regular == d || s.Day == d && d != 0 {
			return s, true
		}
	}
	return ledger.Slot{}, false
}

// nextSlot finds the first reception that is held on or after a day, of one leader or of anybody.
func nextSlot(slots []ledger.Slot, d policy.Date, person string) (ledger.Slot, bool) {
	for _, s := range slots {
		if s.Held() && s.Day >= d && (person == "" || s.Member == person) {
			return s, true
		}
	}
	return ledger.Slot{}, false
}

// nextBookable finds the first reception at which places can still be booked, of one leader or of anybody.
func (b *Bot) nextBookable(slots []ledger.Slot, at time.Time, person string) (ledger.Slot, bool) {
	for _, s := range slots {
		if s.Bookable(b.school, at) && (person == "" || s.Member == person) {
			return s, true
		}
	}
	return ledger.Slot{}, false
}

// termOf finds the term of a reception.
func (b *Bot) termOf(s ledger.Slot) (policy.Term, bool) {
	for _, term := range b.school.Calendar.Terms {
		if term.ID == s.Term {
			return term, true
		}
	}
	return policy.Term{}, false
}

// mostBookings is more than a reception has places.
const mostBookings = 200

// goOnReception is goOn for what is awaited about receptions.
func (b *Bot) goOnReception(t *talk) (move, bool) {
	if mv, ok := b.swapWhom(t); ok {
		return mv, true
	}
	if t.thanks() && (t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack) {
		return say(sayWelcome), true // and no yes
	}
	switch t.dialog.Kind {
	case ledger.DialogRoster:
		return b.rosterAwaited(t)
	case ledger.DialogChange:
		return b.changeOrNot(t)
	case ledger.DialogSwap:
		return b.swapChosen(t)
	case ledger.DialogBook:
		return b.placeChosen(t)
	case ledger.DialogBooked:
		return b.booked(t)
	case ledger.DialogUnbook:
		return b.unbookOrNot(t)
	case ledger.DialogSheet:
		return b.sheetAnswer(t)
	case ledger.DialogTalk:
		return b.talkChosen(t)
	}
	return move{}, false
}
