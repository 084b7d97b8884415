package policy

import "slices"

// MembersNamed finds whom a name means: whose full name or id it is, else whose alias. Nobody, one, or several of one name.
func (s *School) MembersNamed(name string) []*Member {
	var full, alias []*Member
	for i := range s.Members {
		switch m := &s.Members[i]; {
		case name == "":
		case m.Name == name || m.ID == name:
			full = append(full, m)
		case slices.Contains(m.Aliases, name):
			alias = append(alias, m)
		}
	}
	if len(full) > 0 {
		return full
	}
	return alias
}
