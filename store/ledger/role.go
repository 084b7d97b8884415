package ledger

import (
	"slices"

	"lianxin/config/policy"
)

// Role is what an actor is to one case: it follows from the case, the school and the day (requirements 4). Somebody may have several.
type Role string

// The roles.
const (
	RoleFiler     Role = "来信人"
	RoleFollower  Role = "附议人"
	RoleOfficer   Role = "信访专员"
	RoleHead      Role = "信访部门负责人"
	RoleHandler   Role = "主办单位承办人"
	RoleCoHandler Role = "协办单位承办人"
	RoleUnitHead  Role = "承办单位负责人"
	RoleLeader    Role = "分管校领导"
	RolePrincipal Role = "党委书记、校长" // of a case that is 重大
	RoleOffice    Role = "两办"
	RoleTotals    Role = "考核小组"
	RoleSystem    Role = "系统"
)

// RolesOf finds what an actor is to a case on a day. Whoever has a conflict of interest has no office in it; so has the filer, who handles no case of his
// own.
func RolesOf(s *policy.School, a Actor, p *Petition, day policy.Date) []Role {
	switch {
	case a.System:
		return []Role{RoleSystem}
	case a.Filer:
		return []Role{RoleFiler}
	case a.Follower:
		return []Role{RoleFollower}
	case a.Member == nil || !a.Member.Serves(day) || Conflicted(s, a.Member, p):
		return nil
	}
	m := a.Member
	var out []Role
	add := func(r Role, is bool) {
		if is {
			out = append(out, r)
		}
	}
	add(RoleOfficer, slices.Contains(CaseOfficers(s, p, day), m))
	add(RoleHead, slices.Contains(s.Heads(day), m))
	lead := p.lead()
	add(RoleHandler, lead != nil && s.Handles(m, lead.Unit))
	for _, unit := range p.Units() {
		add(RoleCoHandler, (lead == nil || unit != lead.Unit) && s.Handles(m, unit))
		add(RoleUnitHead, m.Unit == unit && m.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel))
		add(RoleLeader, m.Has(policy.Leader) && m.InChargeOf(unit, day))
	}
	add(RolePrincipal, p.Major && m.Has(policy.Leader) && (m.Post == policy.PostPartySecretary || m.Post == policy.PostPresident))
	add(RoleOffice, m.Has(policy.PartyOffice, policy.PresidentOffice))
	add(RoleTotals, m.Has(policy.AssessmentGroup))
	slices.Sort(out)
	return slices.Compact(out)
}

// CaseOfficers lists who moves a case: the petition officers. Where all of them have an interest in it the next in this order do: the heads above them,
// 纪委办, 党委办, the party secretary (section 4, rule 3).
func CaseOfficers(s *policy.School, p *Petition, day policy.Date) []*policy.Member {
	secretary := slices.DeleteFunc(s.Leaders(day), func(m *policy.Member) bool { return m.Post != policy.PostPartySecretary })
	for _, list := range [][]*policy.Member{
		s.HoldersOf(policy.PetitionOfficer, day), s.Heads(day), s.HoldersOf(policy.DisciplineOffice, day), s.HoldersOf(policy.PartyOffice, day), secretary,
	} {
		free := slices.DeleteFunc(list, func(m *policy.Member) bool { return Conflicted(s, m, p) })
		if len(free) > 0 {
			return free
		}
	}
	return nil
}

// Conflicted tells whether a member has an interest in a case (回避, section 4, rule 3): it is about him, about somebody of his unit, or about his unit;
// or he withdrew. A leader in charge of a unit has none in a case about the unit. The heads above the petition officers have none in a case about an
// officer, though they belong to one unit.
func Conflicted(s *policy.School, m *policy.Member, p *Petition) bool {
	if slices.Contains(p.Targets, m.ID) || slices.Contains(p.Recused, m.ID) {
		return true
	}
	for _, unit := range p.TargetUnits {
		if belongs(s, m, unit) {
			return true
		}
	}
	for _, id := range p.Targets {
		t := s.Member(id)
		if t == nil || t.Has(policy.PetitionOfficer) && above(s, m) {
			continue
		}
		if slices.ContainsFunc(unitsOf(s, t), func(unit string) bool { return belongs(s, m, unit) }) {
			return true
		}
	}
	return false
}

// TargetUnit tells whether a unit may not work on a case: it is about the unit, or about somebody of it.
func TargetUnit(s *policy.School, p *Petition, unit string) bool {
	if slices.Contains(p.TargetUnits, unit) {
		return true
	}
	return slices.ContainsFunc(p.Targets, func(id string) bool {
		t := s.Member(id)
		return t != nil && slices.Contains(unitsOf(s, t), unit)
	})
}

// belongs tells whether somebody is of a unit or handles its cases. Leaders belong to no unit.
func belongs(s *policy.School, m *policy.Member, unit string) bool {
	return !m.Has(policy.Leader) && m.Unit == unit || s.Handles(m, unit)
}

// unitsOf lists the units to which a member belongs or whose cases he handles.
func unitsOf(s *policy.School, m *policy.Member) []string {
	var out []string
	if m.Unit != "" && !m.Has(policy.Leader) {
		out = append(out, m.Unit)
	}
	for i := range s.Units {
		if slices.Contains(s.Units[i].Handlers, m.ID) {
			out = append(out, s.Units[i].Name)
		}
	}
	return out
}

// above tells whether somebody is a head above the petition officers.
func above(s *policy.School, m *policy.Member) bool {
	if len(s.Petitions.OfficerHeads) == 0 {
		return m.Has(policy.PresidentOffice)
	}
	return slices.Contains(s.Petitions.OfficerHeads, m.ID)
}
