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
		return say(sayUnitQuota)
	case scope == "all":
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
	return m.Has(policy.PartyOffice, policy.DisciplineOffice, policy.AssessmentGroup) || m.Post == policy.PostPartySecretary || m.Post == policy.PostPresident
}

// quotaOf answers for one member: one rule, or all of them.
func (b *Bot) quotaOf(t *talk, m *policy.Member) move {
	switch {
	case m == nil:
		return say(sayNotAllowed)
	case m != t.who && !seesAll(t.who) && (t.who == nil || !m.Delegated(t.who.ID, t.today)):
		return say(sayNotAllowed)
	}
	at := b.judged(t)
	if r := b.school.Measure.Rule(t.cmd.Rule); r != nil && r.Who.Scope == policy.Body {
		return b.quotaOfBody(t, r, at)
	}
	return ask(func(tx *store.Tx) (string, error) {
		standings, err := b.standings(tx, m, at)
		if err != nil {
			return "", err
		}
		var lines []string
		for _, s := range standings {
			if t.cmd.Rule == "" || s.Rule.ID == t.cmd.Rule {
				lines = append(lines, b.standingLine(s, t.today))
			}
		}
		due := ""
		if m == t.who {
			if due, err = b.dueNote(tx, t); err != nil {
				return "", err
			}
		}
		switch {
		case len(lines) == 0 && t.cmd.Rule != "":
			return sayQuotaNotBound, nil
		case len(lines) == 0:
			return sayQuotaNone, nil
		case t.cmd.Rule != "":
			return whose(t, m) + lines[0] + b.timeLeft(pick(standings, t.cmd.Rule), t.today) + due, nil
		}
		head := fmt.Sprintf(sayQuotaHead, m.Name, at.Chinese())
		return head + "\n" + strings.Join(lines, "\n") + due, nil
	})
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
		s, err := ledger.StandingOf(b.school, r, nil, at, tx.Credits)
		if err != nil {
			return "", err
		}
		if r.EverySlot {
			return fmt.Sprintf(sayQuotaSlots, b.school.Say(s.Period, t.today), amount(s.Done)) + b.nextReception(t.today, ""), nil
		}
		return fmt.Sprintf(sayQuotaBody, b.standingLine(s, t.today)) + b.timeLeft(s, t.today), nil
	})
}

// quotaOfAll lists the leaders who have not met a rule yet, in post order and never ranked.
func (b *Bot) quotaOfAll(t *talk) move {
	if !seesAll(t.who) {
		return say(sayNotAllowed)
	}
	at := b.judged(t)
	if r := b.school.Measure.Rule(t.cmd.Rule); r != nil && r.Who.Scope == policy.Body {
		return b.quotaOfBody(t, r, at)
	}
	return ask(func(tx *store.Tx) (string, error) {
		var lines []string
		title, period := sayAllRules, ""
		for _, m := range b.bound(t.cmd.Rule, at) {
			standings, err := b.standings(tx, m, at)
			if err != nil {
				return "", err
			}
			var short []string
			for _, s := range standings {
				if t.cmd.Rule != "" && s.Rule.ID != t.cmd.Rule {
					continue
				}
				if t.cmd.Rule != "" {
					title, period = b.ruleName(s.Rule), b.school.Say(s.Period, t.today)
				}
				if s.Left > 0 {
					short = append(short, fmt.Sprintf("%s %s/%s %s", b.ruleName(s.Rule), amount(s.Done), amount(s.Need), unitZh(s.Rule.Unit)))
				}
			}
			if len(short) > 0 {
				lines = append(lines, m.Name+"："+strings.Join(short, "、"))
			}
		}
		if len(lines) == 0 {
			return fmt.Sprintf(sayNobodyShort, title, period), nil
		}
		return fmt.Sprintf(sayShortList, title, period, strings.Join(lines, "\n")), nil
	})
}

// bound lists whom a rule asks something of on a day: the leadership, and for the first lesson (Art. 5.4) the secretaries and deans too.
func (b *Bot) bound(rule string, at policy.Date) []*policy.Member {
	r := b.school.Measure.Rule(rule)
	if r == nil {
		return b.school.Leaders(at)
	}
	var out []*policy.Member
	for i := range b.school.Members {
		if m := &b.school.Members[i]; b.school.Bound(r, m, at) {
			out = append(out, m)
		}
	}
	return out
}

// standings counts a member's duties from the covering index.
func (b *Bot) standings(tx *store.Tx, m *policy.Member, today policy.Date) ([]ledger.Standing, error) {
	return ledger.Standings(b.school, m, today, tx.Marks)
}

func pick(list []ledger.Standing, rule string) ledger.Standing {
	for _, s := range list {
		if s.Rule.ID == rule {
			return s
		}
	}
	return ledger.Standing{}
}

// standingLine says one duty: 听课：本学期已完成 2/4 学时，还差 2 学时.
func (b *Bot) standingLine(s ledger.Standing, today policy.Date) string {
	unit := unitZh(s.Rule.Unit)
	rest := sayQuotaMet
	if s.Left > 0 {
		rest = fmt.Sprintf(sayQuotaLeft, amount(s.Left), unit)
	}
	line := fmt.Sprintf(sayQuotaLine, b.ruleName(s.Rule), b.school.Say(s.Period, today), amount(s.Done), amount(s.Need), unit, rest)
	if s.Waiting > 0 {
		line += fmt.Sprintf(sayQuotaWait, amount(s.Waiting), unit)
	}
	if s.Office > 0 {
		line += fmt.Sprintf(sayQuotaOffice, amount(s.Office), unit)
	}
	return line
}

// timeLeft says how long the period still lasts; "" if it is over.
func (b *Bot) timeLeft(s ledger.Standing, today policy.Date) string {
	if s.Rule == nil || s.Period.Span.To != 0 && s.Period.Span.To <= today {
		return ""
	}
	weeks := ""
	if s.TeachingWeeksLeft > 0 {
		weeks = fmt.Sprintf(sayQuotaWeeks, s.TeachingWeeksLeft)
	}
	return "\n" + fmt.Sprintf(sayQuotaTime, b.school.Say(s.Period, today), weeks, s.DaysLeft)
}

// ruleName is a rule in one word, as leaders call it; the title of the measure where there is none.
func (b *Bot) ruleName(r *policy.Rule) string {
	switch r.ID {
	case "5.1":
		return "支部（组织）生活"
	case "5.3a":
		return "师生座谈"
	case "5.3b":
		return "师生代表座谈"
	case "5.3c":
		return "调研计划"
	case "5.4a":
		return "思政第一课"
	case "5.4b":
		return "听课"
	case "5.5a":
		return "党外人士谈话"
	case "5.5b":
		return "民主党派活动"
	case "5.6":
		return "离退休通报"
	case "5.8":
		return "接待日"
	}
	return r.Title
}

// cardWithCount is the card of a record with what it counts for the person it is shown to: … → 本学期 2/4 学时.
func (b *Bot) cardWithCount(tx *store.Tx, t *talk, a ledger.Activity) (string, error) {
	line := b.card(a)
	m := b.countedMember(t, a)
	if m == nil || t.Group != "" || a.Waits(m.ID) != "" {
		return line, nil
	}
	counted := ledger.CountsFor(b.school, a, m)
	if len(counted) == 0 {
		return line, nil
	}
	var parts []string
	for _, c := range counted {
		s, err := ledger.StandingOf(b.school, c.Rule, m, a.Date, tx.Credits)
		if err != nil {
			return "", err
		}
		if s.Rule == nil || s.Need == 0 {
			continue
		}
		part := fmt.Sprintf("%s %s/%s %s", b.school.Say(s.Period, t.today), amount(s.Done), amount(s.Need), unitZh(s.Rule.Unit))
		if len(counted) > 1 {
			part = b.ruleName(s.Rule) + part
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return line, nil
	}
	return line + " → " + strings.Join(parts, "、"), nil
}

// countedMember is whose count the card shows: the speaker's if he is credited, else the first leader's.
func (b *Bot) countedMember(t *talk, a ledger.Activity) *policy.Member {
	for _, c := range a.Credits {
		if c.Member == t.by {
			return t.who
		}
	}
	if len(a.Credits) == 0 {
		return nil
	}
	return b.school.Member(a.Credits[0].Member)
}
