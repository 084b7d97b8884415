package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// exemptLine says an exemption in one line: JM2026-0001 林晓峰 2026年3月1日至5月31日请假（党校学习）.
func (b *Bot) exemptLine(e ledger.Exemption) string {
	what := sayExemptLeave
	switch {
	case e.Fixed:
		what = fmt.Sprintf(sayExemptNumber, b.ruleNames(e.Rules), e.Need, policy.UnitZh(b.unitOf(e.Rules)))
	case len(e.Rules) > 0:
		what = fmt.Sprintf(sayExemptFree, b.ruleNames(e.Rules))
	}
	return fmt.Sprintf(sayExemptLine, e.ID, b.member(e.Member), b.days(e.Span), what, e.Reason)
}

// ruleNames names rules by their ids, in a word each.
func (b *Bot) ruleNames(ids []string) string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if r := b.school.Measure.Rule(id); r != nil {
			id = r.Name()
		}
		names = append(names, id)
	}
	return strings.Join(names, "、")
}

// unitOf is the unit in which the first of some rules counts.
func (b *Bot) unitOf(ids []string) string {
	if r := b.school.Measure.Rule(ids[0]); r != nil {
		return r.Unit
	}
	return ""
}

// days says a stretch of days: by its name if it is a term or a year, else from the first to the last day.
func (b *Bot) days(s policy.Span) string {
	if t, ok := b.school.Calendar.TermOf(s.From); ok && t.Span() == s {
		return t.Name()
	}
	if y := b.school.Year(s.From); y.Span == s {
		return y.Name
	}
	last := s.To.Add(-1)
	from := fmt.Sprintf("%d年%d月%d日", s.From.Year(), s.From.Month(), s.From.Day())
	switch {
	case last == s.From:
		return from
	case last.Year() == s.From.Year():
		return fmt.Sprintf("%s至%d月%d日", from, last.Month(), last.Day())
	}
	return fmt.Sprintf("%s至%d年%d月%d日", from, last.Year(), last.Month(), last.Day())
}

// effect says what is asked of the member under the rules that an exemption is about, in the periods in which it begins.
func (b *Bot) effect(tx *store.Tx, t *talk, e ledger.Exemption) (string, error) {
	at := e.Span.From
	if e.Span.Holds(t.today) {
		at = t.today
	}
	list, err := ledger.Standings(b.school, b.school.Member(e.Member), at, tx)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, s := range list {
		if !s.Reduced() || !concerns(e, s.Rule) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s%s%s", s.Rule.Name(), b.school.Say(s.Period, t.today), share(s)))
	}
	if len(parts) == 0 {
		return sayExemptNoEffect, nil
	}
	return strings.Join(parts, "、") + "。", nil
}

// concerns tells whether an exemption is about a rule.
func concerns(e ledger.Exemption, r *policy.Rule) bool {
	for _, id := range e.Rules {
		if r.Answers(id) {
			return true
		}
	}
	return len(e.Rules) == 0
}

// share says what is asked of one who is asked for less than others: 免, 按比例 2 学时（原 4）.
func share(s ledger.Standing) string {
	switch {
	case s.Exempt():
		return sayShareNone
	case s.Set:
		return fmt.Sprintf(sayShareSet, amount(s.Need), policy.UnitZh(s.Rule.Unit), amount(s.Full))
	case s.Reduced():
		return fmt.Sprintf(sayShare, amount(s.Need), policy.UnitZh(s.Rule.Unit), amount(s.Full))
	}
	return fmt.Sprintf("%s %s", amount(s.Need), policy.UnitZh(s.Rule.Unit))
}
