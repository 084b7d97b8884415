package reminders

import (
	"slices"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// concerned finds who hears of one case on one day. Nobody who has an interest in it does (section 4, rule 3).
type concerned struct {
	school *policy.School
	p      *ledger.Petition
	day    policy.Date
}

func newConcerned(school *policy.School, p *ledger.Petition, day policy.Date) *concerned {
	return &concerned{school: school, p: p, day: day}
}

// readers are those who are told of a clock: the officers of the case of all, the 承办人 of a unit of its own, and once that is overdue the head of the unit,
// who is told from the beginning where there is no 承办人.
func (c *concerned) readers(l ledger.Limit, late bool) []*policy.Member {
	out := c.officers()
	if l.Unit == "" {
		return out
	}
	handlers := c.handlers(l.Unit)
	out = append(out, handlers...)
	if late || len(handlers) == 0 {
		out = append(out, c.heads(l.Unit)...)
	}
	return everybody(out)
}

// chasedReaders are those who are told of a 督办: the officers, those above them, the units that work on the case and their heads; of what went to the
// leader in charge he and those above the officers.
func (c *concerned) chasedReaders(v ledger.Supervision) []*policy.Member {
	above := c.free(c.school.Heads(c.day))
	if v.Cause == ledger.CauseEscalated {
		return everybody(c.free(c.school.LeadersOver(c.p.Unit, c.day)), c.officers(), above)
	}
	out := append(c.officers(), above...)
	for _, unit := range c.p.Units() {
		out = append(append(out, c.handlers(unit)...), c.heads(unit)...)
	}
	return everybody(out)
}

// officers are those who move the case; where all petition officers have an interest in it those who stand in for them.
func (c *concerned) officers() []*policy.Member {
	return slices.Clone(ledger.CaseOfficers(c.school, c.p, c.day))
}

// handlers are the 承办人 of a unit.
func (c *concerned) handlers(unit string) []*policy.Member {
	return c.free(c.school.HandlersOf(unit, c.day))
}

// heads are those who lead a unit: 书记, 院长, 处长.
func (c *concerned) heads(unit string) []*policy.Member {
	return c.free(headsOf(c.school, unit, c.day))
}

// free leaves out who has an interest in the case.
func (c *concerned) free(list []*policy.Member) []*policy.Member {
	return slices.DeleteFunc(slices.Clone(list), func(m *policy.Member) bool { return ledger.Conflicted(c.school, m, c.p) })
}
