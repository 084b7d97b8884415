package config

import (
	"slices"

	"lianxin/config/policy"
)

// readReception reads the settings of the reception day (Art. 5.8).
func (c *Config) readReception(v value) {
	r := &c.school.Reception
	v.mapping(
		optional("roster", list(c.rosterName)),
		optional("place", c.places),
		optional("slot_minutes", number(&r.SlotMinutes, 5, 120)),
	)
}

// rosterName reads one name of the roster; only leaders receive.
func (c *Config) rosterName(v value) {
	var id string
	person(&id)(v)
	r := &c.school.Reception
	switch m := c.school.Member(id); {
	case m == nil: // said already
	case !m.Has(policy.Leader):
		v.fault(sayNotLeader, v.node.Value)
	case slices.Contains(r.Roster, id):
		v.fault(sayRosterTwice, v.node.Value)
	default:
		r.Roster = append(r.Roster, id)
	}
}

// places reads the offices of leaders, by id or name.
func (c *Config) places(v value) {
	c.school.Reception.Place = map[string]string{}
	v.eachKey(func(key, at value) {
		var id, place string
		person(&id)(key)
		text(&place)(at)
		if id != "" && place != "" {
			c.school.Reception.Place[id] = place
		}
	})
}
