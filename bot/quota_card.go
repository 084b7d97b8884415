package bot

import (
	"fmt"
	"iter"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// cardWithCount is the card of a record with what it counts for the person it is shown to: … → 本学期 2/4 学时.
func (b *Bot) cardWithCount(tx *store.Tx, t *talk, a ledger.Activity) (string, error) {
	line := b.card(a, t.today)
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
		s, err := ledger.StandingOf(b.school, c.Rule, m, a.Date, credits{tx})
		if err != nil {
			return "", err
		}
		if s.Rule == nil || s.Need == 0 {
			continue
		}
		part := fmt.Sprintf("%s %s/%s %s", b.school.Say(s.Period, t.today), amount(s.Done), amount(s.Need), policy.UnitZh(s.Rule.Unit))
		if len(counted) > 1 {
			part = s.Rule.Name() + part
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

// credits are the facts for a card, which counts no plan: only what was granted and what is credited is read.
type credits struct{ *store.Tx }

// Marks gives the marks of activities alone.
func (c credits) Marks(member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return c.Credits(member, span)
}
