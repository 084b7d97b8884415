package ledger

import (
	"slices"
)

// NoCase is the refusal of a case that is not there, or that somebody may not know to be there.
func NoCase() *Refusal { return refuseNoCase() }

// For gives the case as the actor of a deed may see it: who rated how, whether anybody retaliated, who withdrew and what the offices wrote about one another
// is taken out for everybody but the officers; whoever joined sees the course and the answer; the filer sees no names of staff.
func (p Petition) For(d *Deed) Petition {
	roles := RolesOf(d.School, d.By, &p, d.day())
	if slices.Contains(roles, RoleOfficer) || slices.Contains(roles, RoleSystem) {
		return p
	}
	p.FollowUps = nil
	if slices.Contains(roles, RoleHead) {
		return p
	}
	if !slices.Contains(roles, RoleFiler) {
		p.Ratings = nil
		p.Allowed = timeZero
	}
	p.Targets, p.TargetUnits, p.Recused, p.Excluded = nil, nil, nil, ""
	if slices.Contains(roles, RoleFiler) || slices.Contains(roles, RoleFollower) {
		p = p.public()
	}
	if slices.Contains(roles, RoleFollower) {
		p.Summary, p.Place, p.Attachments, p.Supplements, p.Reviews = "", "", nil, 0, nil
	}
	return p
}

// public takes out which member of staff did what, and replies that were never sent.
func (p Petition) public() Petition {
	p.Told.By, p.ClosedBy, p.EnteredBy = "", "", ""
	p.Extension.AskedBy, p.Extension.ApprovedBy = "", ""
	p.Opinions = slices.DeleteFunc(slices.Clone(p.Opinions), func(o Opinion) bool { return o.Final.IsZero() })
	for i := range p.Opinions {
		p.Opinions[i].By, p.Opinions[i].CheckedBy = "", ""
	}
	p.Assignments = slices.Clone(p.Assignments)
	for i := range p.Assignments {
		a := &p.Assignments[i]
		a.By, a.TakenBy, a.ReturnBy, a.ReturnWhy = "", "", "", ""
	}
	p.Supervised = slices.Clone(p.Supervised)
	for i := range p.Supervised {
		p.Supervised[i].By, p.Supervised[i].Note = "", ""
	}
	p.Reviews = slices.Clone(p.Reviews)
	for i := range p.Reviews {
		p.Reviews[i].By = ""
	}
	return p
}
