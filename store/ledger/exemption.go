package ledger

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lianxin/config/policy"
)

// Exemption 减免: what the party office granted one leader (1.4 no. 18): leave, in which duties rest; a rule that asks nothing for some time; or a
// number of its own. It is a record with who, when and why, is never changed, and may be taken back.
type Exemption struct {
	ID     string      `json:"id"` // JM2026-0001
	Member string      `json:"member"`
	Rules  []string    `json:"rules,omitempty"` // ids; empty: every rule (leave)
	Span   policy.Span `json:"span"`            // the days meant, half-open; with Fixed the period whose number it is
	Fixed  bool        `json:"fixed,omitempty"` // Need takes the place of what the rule asks
	Need   int         `json:"need,omitempty"`
	Reason string      `json:"reason"`

	By          string    `json:"by"`
	Made        time.Time `json:"made"`               // UTC
	Withdrawn   time.Time `json:"withdrawn,omitzero"` // taken back: it counts for nothing, and never did
	WithdrawnBy string    `json:"withdrawn_by,omitempty"`
}

// The longest reason, in characters, the longest time that is granted in one piece, in days, and the highest number that may be set.
const (
	longestReason = 200
	longestRelief = 800
	highestNeed   = 100
)

// Grant checks what an office grants; the id is the caller's to give.
//
// Refusals: exempt_office_only, exempt_self, unknown_member, exempt_nobody, exempt_no_reason, exempt_long_reason, exempt_span, exempt_number, exempt_off,
// unknown_rule, exempt_not_bound.
func Grant(school *policy.School, e Exemption, by *policy.Member, at time.Time) (Exemption, error) {
	e.By, e.Made = by.ID, at.UTC()
	e.Reason = strings.TrimSpace(e.Reason)
	m := school.Member(e.Member)
	switch {
	case !by.Has(policy.PartyOffice):
		return e, refuseExemptOffice()
	case m == nil:
		return e, refuseUnknownMember()
	case by.ID == m.ID:
		return e, refuseExemptSelf()
	case e.Span.From <= 0 || e.Span.To <= e.Span.From || e.Span.Days() > longestRelief:
		return e, refuseExemptSpan()
	case e.Fixed && (e.Need < 0 || e.Need > highestNeed || len(e.Rules) == 0):
		return e, refuseExemptNumber(highestNeed)
	case !e.Fixed && school.Measure.Settings.LeaveExemption == policy.NoExemption:
		return e, refuseExemptOff()
	case e.Reason == "":
		return e, refuseExemptNoReason()
	case utf8.RuneCountInString(e.Reason) > longestReason:
		return e, refuseExemptLong(longestReason)
	}
	if no := e.binds(school, m); no != nil {
		return e, no
	}
	return e, nil
}

// binds refuses what frees nobody from anything: rules that are not there, or do not bind the member on any day meant.
func (e *Exemption) binds(school *policy.School, m *policy.Member) *Refusal {
	bound := map[string]bool{}
	for d := e.Span.From; d < e.Span.To; d = e.look(d) {
		for _, r := range school.RulesFor(m, d) {
			bound[r.ID], bound[r.Like] = true, true
		}
	}
	if len(bound) == 0 {
		return refuseExemptNobody(m.Name)
	}
	for _, id := range e.Rules {
		if !bound[id] {
			return refuseExemptNotBound(m.Name)
		}
	}
	return nil
}

// look gives the day after d on which it is looked at again who is bound: a week later, and the last day at last.
func (e *Exemption) look(d policy.Date) policy.Date {
	if last := e.Span.To.Add(-1); d < last {
		return min(d.Add(7), last)
	}
	return e.Span.To
}

// Withdraw takes an exemption back.
//
// Refusals: exempt_office_only, exempt_self, exempt_withdrawn.
func (e Exemption) Withdraw(by *policy.Member, at time.Time) (Exemption, error) {
	switch {
	case !by.Has(policy.PartyOffice):
		return e, refuseExemptOffice()
	case by.ID == e.Member:
		return e, refuseExemptSelf()
	case !e.Live():
		return e, refuseExemptWithdrawn()
	}
	e.Withdrawn, e.WithdrawnBy = at.UTC(), by.ID
	return e, nil
}

// Live tells whether the exemption stands.
func (e *Exemption) Live() bool { return e.Withdrawn.IsZero() }

// Leave tells whether it is leave that stands: all duties rest.
func (e *Exemption) Leave() bool { return e.Live() && !e.Fixed && len(e.Rules) == 0 }

// Again refuses what stands already among those that the member has.
//
// Refusals: exempt_again.
func (e *Exemption) Again(have []Exemption) error {
	for i := range have {
		if o := &have[i]; o.Live() && e.Member == o.Member && e.Span == o.Span && e.Fixed == o.Fixed && e.Need == o.Need && slices.Equal(e.Rules, o.Rules) {
			return refuseExemptAgain(o.ID)
		}
	}
	return nil
}

// reliefs gives it as the rules take it; nothing for one that was taken back.
func (e *Exemption) reliefs(to []policy.Relief) []policy.Relief {
	if !e.Live() {
		return to
	}
	g := policy.Relief{Span: e.Span, Fixed: e.Fixed, Need: e.Need, Reason: e.Reason}
	if len(e.Rules) == 0 {
		return append(to, g)
	}
	for _, id := range e.Rules {
		g.Rule = id
		to = append(to, g)
	}
	return to
}

// reliefsOf reads what was granted to a member.
func reliefsOf(facts Facts, member string) ([]policy.Relief, error) {
	var out []policy.Relief
	for e, err := range facts.Exemptions(member) {
		if err != nil {
			return nil, err
		}
		out = e.reliefs(out)
	}
	return out, nil
}
