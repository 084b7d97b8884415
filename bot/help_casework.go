package bot

import (
	"slices"

	"lianxin/config/policy"
)

// The desks at which cases are worked on; a member who has several is shown the first.
const (
	deskOfficer  = "officer"   // 信访专员 and those above him
	deskInCharge = "in_charge" // leaders, for the units in their charge
	deskOffice   = "office"    // 两办, which see and enter
	deskUnit     = "unit"      // handlers and heads of units
)

// deskOf says at which desk a member works on cases; "" = at none.
func (b *Bot) deskOf(m *policy.Member) string {
	switch {
	case m == nil:
		return ""
	case m.Has(policy.PetitionOfficer), b.headsOfficer(m):
		return deskOfficer
	case m.Has(policy.Leader):
		return deskInCharge
	case m.Has(policy.PartyOffice, policy.PresidentOffice):
		return deskOffice
	case b.worksInUnit(m):
		return deskUnit
	}
	return ""
}

// headsOfficer tells whether the member is above the officers: as configured, else 校长办公室.
func (b *Bot) headsOfficer(m *policy.Member) bool {
	heads := b.school.Petitions.OfficerHeads
	return slices.Contains(heads, m.ID) || len(heads) == 0 && m.Has(policy.PresidentOffice)
}

func (b *Bot) worksInUnit(m *policy.Member) bool {
	return m.Has(policy.Handler, policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel) || len(b.unitsHandled(m)) > 0
}

// hasIssues tells whether issues come to the member.
func (b *Bot) hasIssues(m *policy.Member) bool {
	return m != nil && (m.Has(policy.Leader, policy.Secretary, policy.PartyOffice, policy.PresidentOffice) || b.worksInUnit(m))
}

// helpCases is the page about cases.
func (b *Bot) helpCases(m *policy.Member) []string {
	lines := []string{helpCaseHead}
	add := func(list []string, is bool) {
		if is {
			lines = append(lines, list...)
		}
	}
	desk := b.deskOf(m)
	add(helpOfficer, desk == deskOfficer)
	add(helpHeadOf, b.headsOfficer(m))
	add(helpCaseFind, desk != deskOfficer)
	add(helpInCharge, desk == deskInCharge)
	add(helpSees, desk == deskOffice)
	add(helpHandler, desk != deskOfficer && b.worksInUnit(m))
	add(helpCheck, b.headsOfficer(m) || desk != deskOfficer && b.worksInUnit(m))
	return lines
}
