package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// quotaOfAll lists the leaders who have not met a rule yet, in post order and never ranked.
func (b *Bot) quotaOfAll(t *talk) move {
	at := b.judged(t)
	r := b.school.RuleOn(t.cmd.Rule, at)
	if !seesAll(t.who) && !keeps(t.who, r) {
		return say(sayNotAllowed)
	}
	if r != nil && r.Who.Scope == policy.Body {
		return b.quotaOfBody(t, r, at)
	}
	return b.shortOf(t, r, b.bound(r, at), at)
}

// quotaOfUnit answers for the people of a unit that has set numbers of its own (Art. 8): to those who see everybody's, and to the heads of the unit.
func (b *Bot) quotaOfUnit(t *talk, unit string) move {
	var members []*policy.Member
	at := b.judged(t)
	for i := range b.school.Members {
		if m := &b.school.Members[i]; m.Unit == unit && slices.ContainsFunc(b.school.RulesFor(m, at), func(r *policy.Rule) bool { return r.Who.Unit == unit }) {
			members = append(members, m)
		}
	}
	head := t.who != nil && t.who.Unit == unit && t.who.Has(policy.CollegeSecretary, policy.CollegeDean)
	switch {
	case len(members) == 0:
		return say(sayUnitQuota)
	case !head && !seesAll(t.who):
		return say(sayNotAllowed)
	}
	return b.shortOf(t, b.school.RuleOn(t.cmd.Rule, at), members, at)
}

// shortOf lists which of some members lack something under a rule, or under any if none is named, and who is exempt. A soft rule is listed only when
// it is asked for, and never as unfulfilled (1.4 no. 25).
func (b *Bot) shortOf(t *talk, r *policy.Rule, members []*policy.Member, at policy.Date) move {
	return ask(func(tx *store.Tx) (string, error) {
		var lines, exempt []string
		period := ""
		for _, m := range members {
			standings, err := b.standings(tx, m, at)
			if err != nil {
				return "", err
			}
			var short, free []string
			for _, s := range standings {
				switch {
				case r != nil && !s.Rule.Answers(r.ID), r == nil && s.Soft && !s.Exempt():
				case s.Exempt():
					free = append(free, s.Rule.Name())
				case s.Left > 0:
					short = append(short, b.shortNote(s))
				}
				if r != nil && s.Rule.Answers(r.ID) {
					period = b.school.Say(s.Period, t.today)
				}
			}
			if len(short) > 0 {
				lines = append(lines, m.Name+"："+strings.Join(short, "、"))
			}
			if len(free) > 0 {
				exempt = append(exempt, m.Name+"（"+strings.Join(free, "、")+"）")
			}
		}
		return shortText(r, period, lines, exempt), nil
	})
}

// shortNote says what is missing under one rule: 听课 0/2 学时（按比例）.
func (b *Bot) shortNote(s ledger.Standing) string {
	note := fmt.Sprintf("%s %s/%s %s", s.Rule.Name(), amount(s.Done), amount(s.Need), policy.UnitZh(s.Rule.Unit))
	switch {
	case s.Reduced() && s.Set:
		note += sayShortSet
	case s.Reduced():
		note += sayShortReduced
	}
	return note
}

// shortText puts the lists together.
func shortText(r *policy.Rule, period string, lines, exempt []string) string {
	title, list := sayAllRules, sayShortList
	if r != nil {
		title = r.Name()
		if r.Soft {
			list = sayShortSoft
		}
	}
	free := ""
	if len(exempt) > 0 {
		free = "\n" + fmt.Sprintf(sayShortExempt, strings.Join(exempt, "、"))
	}
	if len(lines) == 0 {
		return fmt.Sprintf(sayNobodyShort, title, period) + free
	}
	return fmt.Sprintf(list, title, period, strings.Join(lines, "\n")) + free
}

// bound lists whom a rule asks something of on a day: the leadership, and for the first lesson (Art. 5.4) the secretaries and deans too. Those of a
// unit that follows the rule are in the answer about their unit.
func (b *Bot) bound(r *policy.Rule, at policy.Date) []*policy.Member {
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
