package config

import (
	"strings"

	"lianxin/config/policy"
)

// unitRoles are those whom a unit's own rules bind if it names nobody: the heads of the unit and its mid-level officers (Art. 8).
func unitRoles() []policy.Role {
	return []policy.Role{policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel}
}

// readUnitRules reads the rules that a unit set for itself after the pattern of the measure (Art. 8: 参照执行). They are rules like all others, for
// the people of the unit; a unit that sets no number has none.
func (c *Config) readUnitRules(u *policy.Unit) func(value) {
	return func(v value) {
		first := len(c.school.Measure.Rules)
		list(func(at value) {
			r, ok := c.readUnitRule(at)
			if !ok {
				return
			}
			r.ID, r.Who.Unit = u.Name+"/"+r.Like, u.Name
			for _, have := range c.school.Measure.Rules[first:] {
				if have.ID == r.ID && meet(have.Span, r.Span) {
					at.under("like", at.at("like")).fault(sayUnitRuleTwo, r.Like)
					return
				}
			}
			c.school.Measure.Rules = append(c.school.Measure.Rules, r)
		})(v)
	}
}

// readUnitRule reads one rule: the one of the measure that it is like, with a number, and maybe people, of its own. Places 分管 and 联系 are left out:
// the people of a unit are at home in it.
func (c *Config) readUnitRule(v value) (policy.Rule, bool) {
	var r policy.Rule
	var roleList []policy.Role
	pattern := func(at value) {
		name, ok := at.line()
		if !ok {
			return
		}
		like := c.patternOf(name)
		if like == nil {
			at.fault(sayLike, name, strings.Join(c.patterns(), "、"))
			return
		}
		r = *like
		r.Like, r.Pack, r.Span, r.Where.Place = like.ID, "", policy.Span{}, nil
	}
	least := 0
	before := len(v.src.faults)
	entries := append(
		[]entry{
			required("like", pattern), required("min", number(&least, 1, 1000)),
			optional("roles", roles(&roleList)), optional("title", text(&r.Title)), optional("soft", yesNo(&r.Soft)),
		}, span(&r.Span, "from")...)
	v.mapping(entries...)
	if len(roleList) == 0 {
		roleList = unitRoles()
	}
	r.Min, r.EveryWeek = least, false
	r.Who = policy.Who{Scope: policy.Each, Roles: roleList}
	if v.at("title") != nil {
		r.Short = r.Title
	}
	return r, r.Like != "" && len(v.src.faults) == before
}

// patternOf finds the rule of the measure that a unit may follow: one that binds people, not the leadership as a body. nil if there is none.
func (c *Config) patternOf(id string) *policy.Rule {
	r := c.school.Measure.Rule(id)
	if r == nil || r.Who.Scope != policy.Each || r.Like != "" || r.EveryWeek {
		return nil
	}
	return r
}

// patterns lists the ids of the rules that a unit may follow.
func (c *Config) patterns() []string {
	var out []string
	for i := range c.school.Measure.Rules {
		if r := &c.school.Measure.Rules[i]; c.patternOf(r.ID) == r {
			out = append(out, r.ID)
		}
	}
	return out
}
