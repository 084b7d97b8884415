package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// quota answers what is owed and what is done (完成情况): of the speaker, of one leader, or of all. Numbers of others are for the offices and the
// leaders who see them by right; colleagues see their own only (1.4 no. 32).
func (b *Bot) quota(t *talk) move {
	switch scope := t.cmd.Scope; {
	case strings.HasPrefix(scope, "unit:"):
		return b.quotaOfUnit(t, strings.TrimPrefix(scope, "unit:"))
	case scope == "all", keeps(t.who, b.school.RuleOn(t.cmd.Rule, b.judged(t))) && (scope == "" || scope == "self"):
		return b.quotaOfAll(t)
	case scope != "" && scope != "self" && scope != t.by:
		return b.quotaOf(t, b.school.Member(scope))
	}
	return b.quotaOf(t, t.who)
}

// seesAll tells whether the speaker may see everybody's numbers (requirements, 4).
func seesAll(m *policy.Member) bool {
	if m == nil {
		return false
	}
	return m.Has(policy.PartyOffice, policy.DisciplineOffice, policy.AssessmentGroup) || m.Post == policy.PostPartySecretary || m.Post == policy.PostPresident || m.Post == policy.PostDiscipline
}

// quotaOf answers for one member: one rule, or all of them.
func (b *Bot) quotaOf(t *talk, m *policy.Member) move {
	if !b.maySee(t, m) {
		return say(sayNotAllowed)
	}
	at := b.judged(t)
	if r := b.school.RuleOn(t.cmd.Rule, at); r != nil && r.Who.Scope == policy.Body {
		return b.quotaOfBody(t, r, at)
	}
	switch {
	case t.cmd.Rule == "" && t.wantsPicture():
		return b.pictureOf(t, m, at)
	case t.cmd.Rule == "":
		return b.progressOf(t, m, at)
	}
	return ask(func(tx *store.Tx) (string, error) {
		standings, err := b.standings(tx, m, at)
		if err != nil {
			return "", err
		}
		s, ok := pick(standings, t.cmd.Rule)
		if !ok {
			return sayQuotaNotBound, nil
		}
		due := ""
		if m == t.who {
			due, err = b.dueNote(tx, t)
		}
		return whose(t, m) + b.standingLine(s, t.today) + b.timeLeft(s, t.today) + due, err
	})
}

// maySee tells whether the speaker may see the member's numbers: his own, those of leaders who let him speak, and by right everybody's.
func (b *Bot) maySee(t *talk, m *policy.Member) bool {
	return m != nil && (m == t.who || seesAll(t.who) || t.who != nil && m.Delegated(t.who.ID, t.today))
}

// whose names the member whose numbers are shown to somebody else.
func whose(t *talk, m *policy.Member) string {
	if m == t.who {
		return ""
	}
	return m.Name + " "
}

// judged is the day on which the numbers are judged: today, or the last day of the period that was asked for and is over.
func (b *Bot) judged(t *talk) policy.Date {
	span, ok := b.spanOf(t.cmd.Period)
	switch {
	case !ok || span.Holds(t.today):
		return t.today
	case span.To != 0 && span.To <= t.today:
		return span.To.Add(-1)
	}
	return max(t.today, span.From)
}

// quotaOfBody answers for a rule that binds the leadership together (Art. 5.6, 5.8).
func (b *Bot) quotaOfBody(t *talk, r *policy.Rule, at policy.Date) move {
	return ask(func(tx *store.Tx) (string, error) {
		s, err := ledger.StandingOf(b.school, r, nil, at, credits{tx})
		if err != nil {
			return "", err
		}
		if r.EverySlot {
			slots, err := tx.Slots(b.school)
			return fmt.Sprintf(sayQuotaSlots, b.school.Say(s.Period, t.today), amount(s.Done)) + b.nextReception(slots, t.today, ""), err
		}
		return fmt.Sprintf(sayQuotaBody, b.standingLine(s, t.today)) + b.timeLeft(s, t.today), nil
	})
}

// standings counts a member's duties from the covering index.
func (b *Bot) standings(tx *store.Tx, m *policy.Member, today policy.Date) ([]ledger.Standing, error) {
	return ledger.Standings(b.school, m, today, tx)
}

// pick finds the standing under a rule of the measure, or under a unit's own after its pattern.
func pick(list []ledger.Standing, rule string) (ledger.Standing, bool) {
	for _, s := range list {
		if s.Rule.Answers(rule) {
			return s, true
		}
	}
	return ledger.Standing{}, false
}

// standingLine says one duty: 听课：本学期已完成 2/4 学时，还差 2 学时.
func (b *Bot) standingLine(s ledger.Standing, today policy.Date) string {
	unit := policy.UnitZh(s.Rule.Unit)
	if s.Exempt() {
		return fmt.Sprintf(sayQuotaExempt, s.Rule.Name(), b.school.Say(s.Period, today)) + because(s)
	}
	rest := sayQuotaMet
	switch {
	case s.Left > 0 && s.Soft:
		rest = sayQuotaSoft
	case s.Left > 0:
		rest = fmt.Sprintf(sayQuotaLeft, amount(s.Left), unit)
	}
	line := fmt.Sprintf(sayQuotaLine, s.Rule.Name(), b.school.Say(s.Period, today), amount(s.Done), amount(s.Need), unit, rest)
	if s.Reduced() {
		line += reduced(s)
	}
	if s.Waiting > 0 {
		line += fmt.Sprintf(sayQuotaWait, amount(s.Waiting), unit)
	}
	if s.Office > 0 {
		line += fmt.Sprintf(sayQuotaOffice, amount(s.Office), unit)
	}
	return line
}

// reduced says why other than the rule's number is asked: （按比例，原 4；党校学习）.
func reduced(s ledger.Standing) string {
	word := sayByShare
	if s.Set {
		word = sayBySet
	}
	why := ""
	if s.Why != "" {
		why = "；" + s.Why
	}
	return fmt.Sprintf(sayQuotaReduced, word, amount(s.Full), why)
}

// because gives the reason of what was granted, in brackets; "" if there is none.
func because(s ledger.Standing) string {
	if s.Why == "" {
		return ""
	}
	return "（" + s.Why + "）"
}

// timeLeft says how long the period still lasts, and what should be done by now if less is; "" if it is over.
func (b *Bot) timeLeft(s ledger.Standing, today policy.Date) string {
	if s.Rule == nil || s.Period.Span.To != 0 && s.Period.Span.To <= today {
		return ""
	}
	weeks := ""
	if s.TeachingWeeksLeft > 0 {
		weeks = fmt.Sprintf(sayQuotaWeeks, s.TeachingWeeksLeft)
	}
	pace := ""
	if s.Behind() && !s.Soft {
		pace = fmt.Sprintf(sayQuotaPace, amount(s.Pace), policy.UnitZh(s.Rule.Unit))
	}
	return "\n" + fmt.Sprintf(sayQuotaTime, b.school.Say(s.Period, today), weeks, s.DaysLeft, pace)
}
