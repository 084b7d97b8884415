package policy

import "slices"

// Bound tells whether a rule asks something of this member on day d: scope, group, posts, tags and assignments of the rule, the member's post dates,
// and the setting that leaves members of other parties out of Art. 5.1 and 5.5 (1.4 no. 17). A rule for the body binds nobody alone, one that is not in
// force binds nobody.
func (s *School) Bound(r *Rule, m *Member, d Date) bool {
	return r.Who.Scope == Each && m.Serves(d) && r.Who.names(m) && !s.exempt(r, m) && s.InForce(r, d)
}

// names tells whether the member is among those the rule speaks of.
func (w *Who) names(m *Member) bool {
	switch {
	case w.Group != "" && !m.Has(Leader):
		return false
	case w.Unit != "" && m.Unit != w.Unit:
		return false
	case len(w.Roles) > 0 && !m.Has(w.Roles...):
		return false
	case len(w.Posts) > 0 && !slices.Contains(w.Posts, m.Post):
		return false
	case len(w.TagsAny) > 0 && !slices.ContainsFunc(w.TagsAny, func(tag string) bool { return slices.Contains(m.Tags, tag) }):
		return false
	case w.Has == HasContactNonparty && len(m.ContactNonparty) == 0:
		return false
	case w.Has == HasContactParty && len(m.ContactParty) == 0:
		return false
	}
	return true
}

// exempt tells whether the rule leaves out members of other parties and the member is one.
func (s *School) exempt(r *Rule, m *Member) bool {
	if !s.Measure.Settings.CPCOnly || m.CPC() {
		return false
	}
	return slices.ContainsFunc(r.Kinds, func(k Kind) bool {
		return k == OrgLife || k == NonpartyTalk || k == NonpartyEvent
	})
}

// RulesFor lists the rules that bind the member on day d, in the order of the measure.
func (s *School) RulesFor(m *Member, d Date) []*Rule {
	var out []*Rule
	for i := range s.Measure.Rules {
		if r := &s.Measure.Rules[i]; s.Bound(r, m, d) {
			out = append(out, r)
		}
	}
	return out
}
