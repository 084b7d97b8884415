package ledger

import (
	"slices"
	"strings"

	"lianxin/config/policy"
)

// Order is what the officer gives out: who leads, who helps, until when.
type Order struct {
	Unit string
	With []string    // co-handlers 协办
	Due  policy.Date // last good day of the units' own clock; 0 = by the school's time limit, before the decision is due
}

// Assign gives a case that was taken on to a unit, or to another one (改派). Units need a summary; none that the case is about gets it.
func (p Petition) Assign(d *Deed, o Order) (Petition, error) {
	if err := d.may(OpAssign, &p); err != nil {
		return p, err
	}
	switch {
	case p.Told.At.IsZero():
		return p, refuseTellFirst()
	case !p.Working():
		return p, refuseStage(p.Stage())
	}
	return p.assign(d, o)
}

func (p Petition) assign(d *Deed, o Order) (Petition, error) {
	units := append([]string{o.Unit}, o.With...)
	for i, unit := range units {
		switch {
		case d.School.Unit(unit) == nil:
			return p, refuseUnit(unit)
		case TargetUnit(d.School, &p, unit):
			return p, refuseTargetUnit(unit)
		case slices.Contains(units[:i], unit):
			return p, refuseUnitTwice(unit)
		}
	}
	if strings.TrimSpace(p.Summary) == "" {
		return p, refuseNoSummary()
	}
	due, no := p.unitDue(d, o.Due)
	if no != nil {
		return p, no
	}
	p.Assignments = slices.Clone(p.Assignments)
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Live() {
			a.Removed = d.At
			d.note(p.ID, VerbRemoved, a.Unit, toUnit(a.Unit))
		}
	}
	for i, unit := range units {
		p.Assignments = append(p.Assignments, Assignment{Unit: unit, Lead: i == 0, By: d.By.Name(), At: d.At, Due: due})
		d.note(p.ID, VerbAssigned, unit+" "+due.String(), toUnit(unit), toFiler())
	}
	p.Unit = o.Unit
	p.Opinions = p.dropDrafts(d)
	return p.settle(d), nil
}

// dropDrafts sets aside a reply that was waiting for its second person when the case went to another unit.
func (p *Petition) dropDrafts(d *Deed) []Opinion {
	out := slices.Clone(p.Opinions)
	for i := range out {
		if o := &out[i]; o.Leading && o.Final.IsZero() && o.Rejected.IsZero() {
			o.Rejected = d.At
		}
	}
	return out
}

// unitDue is the last good day of a unit: never a day without work, never past, never after the decision is due.
func (p *Petition) unitDue(d *Deed, asked policy.Date) (policy.Date, *Refusal) {
	due := d.School.Calendar.DueWorkdays(d.day(), d.times().UnitWorkdays)
	decide, _ := p.DecideLimit(d.School)
	switch {
	case asked != 0 && asked < d.day():
		return 0, refuseDuePast(asked)
	case asked != 0 && decide.Legal != 0 && asked > decide.Legal:
		return 0, refuseDueAfter(decide.Legal)
	case asked != 0:
		return max(d.School.Calendar.LastWorkday(asked), d.day()), nil
	case decide.Internal != 0:
		due = min(due, max(decide.Internal, d.day()))
	}
	return due, nil
}

// Take signs for a case: a handler of the unit has it (首问负责).
func (p Petition) Take(d *Deed) (Petition, error) {
	if err := d.may(OpTake, &p); err != nil {
		return p, err
	}
	a := p.own(d)
	switch {
	case a == nil || !p.Working():
		return p, refuseStage(p.Stage())
	case !a.Taken.IsZero():
		return p, refuseAgain()
	}
	p.Assignments = slices.Clone(p.Assignments)
	a = p.own(d)
	a.Taken, a.TakenBy = d.At, d.By.Name()
	d.note(p.ID, VerbTaken, a.Unit)
	return p.settle(d), nil
}

// own is the live assignment of the unit for which the actor handles the case, the leading one first.
func (p *Petition) own(d *Deed) *Assignment {
	var found *Assignment
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Live() && d.School.Handles(d.By.Member, a.Unit) && (found == nil || a.Lead) {
			found = a
		}
	}
	return found
}

// Return hands a case back to the officer with a reason, within 5 workdays: the first time freely; after a return in the same case the unit asks and the
// officer decides (requirements 7.2), and the case is under 督办.
func (p Petition) Return(d *Deed, reason string) (Petition, error) {
	if err := d.may(OpReturn, &p); err != nil {
		return p, err
	}
	a, reason := p.own(d), strings.TrimSpace(Mask(d.School, reason))
	switch {
	case a == nil || !p.Working() || !p.Rework.At.IsZero():
		return p, refuseStage(p.Stage())
	case reason == "":
		return p, refuseNoReason()
	case !a.Asked.IsZero():
		return p, refuseAgain()
	case d.day() > a.ReturnLimit(d.School):
		return p, refuseTooLate(a.ReturnLimit(d.School))
	}
	again := p.returns() > 0
	p.Assignments = slices.Clone(p.Assignments)
	a = p.own(d)
	a.ReturnBy, a.ReturnWhy = d.By.Name(), reason
	if again {
		a.Asked = d.At
		d.note(p.ID, VerbAskedReturn, a.Unit, toOfficer())
		return p.supervise(d, CauseReturned, "", 0, "").settle(d), nil
	}
	return p.handBack(d, a).settle(d), nil
}

// handBack ends an assignment. A unit that led leaves the case to the officer, and the helpers with it.
func (p Petition) handBack(d *Deed, a *Assignment) Petition {
	a.Returned = d.At
	d.note(p.ID, VerbReturned, a.Unit, toOfficer())
	if !a.Lead {
		return p
	}
	for i := range p.Assignments {
		if b := &p.Assignments[i]; b.Live() {
			b.Removed = d.At
			d.note(p.ID, VerbRemoved, b.Unit, toUnit(b.Unit))
		}
	}
	p.Opinions = p.dropDrafts(d)
	return p
}

// DecideReturn lets the officer decide about a second return: granted, or the unit keeps the case.
func (p Petition) DecideReturn(d *Deed, unit string, granted bool) (Petition, error) {
	if err := d.may(OpDecide, &p); err != nil {
		return p, err
	}
	a := p.assigned(unit)
	if a == nil || a.Asked.IsZero() || !a.Kept.IsZero() || !p.Working() {
		return p, refuseNothingAsked()
	}
	p.Assignments = slices.Clone(p.Assignments)
	a = p.assigned(unit)
	if granted {
		return p.handBack(d, a).settle(d), nil
	}
	a.Kept = d.At
	d.note(p.ID, VerbKept, a.Unit, toUnit(a.Unit))
	return p.settle(d), nil
}

// returns counts the times the case was handed back.
func (p *Petition) returns() int {
	n := 0
	for i := range p.Assignments {
		if !p.Assignments[i].Returned.IsZero() {
			n++
		}
	}
	return n
}
