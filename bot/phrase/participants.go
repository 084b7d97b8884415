package phrase

import "lianxin/config/policy"

// present sorts the leaders that were named: on whose behalf it is told, and who else was there.
func (p *reading) present(a *act, f *frame, kind int) {
	var leaders []string
	for _, i := range f.people {
		m := &p.school.Members[i]
		if !m.Has(policy.Leader) && !(m.Post == policy.PostCollegeSecretary || m.Post == policy.PostCollegeDean) {
			continue
		}
		if p.c.Who != nil && m.ID == p.c.Who.ID {
			continue
		}
		if !m.Has(policy.Leader) && !p.roles.any(roleDelegate|roleOffice) {
			continue
		}
		leaders = append(leaders, m.ID)
	}
	switch {
	case len(leaders) == 0:
	case p.roles.any(roleDelegate | roleOffice):
		a.for_ = leaders
	case p.cues.has(cueOnBehalf) && p.cues.has(cueReport):
		a.for_ = leaders
	case f.with, p.roles.any(roleLeader) && !p.subject(f):
		a.Leaders = leaders
	default:
		a.for_ = leaders
	}
}

// subject tells whether a person stands at the head of the message as the one who did it, and the speaker does not name himself.
func (p *reading) subject(f *frame) bool {
	return len(p.tokens) > 0 && p.tokens[0].class == classPerson && int(p.tokens[0].at) == 0 && !p.cues.any(cueMe, cueTogether)
}
