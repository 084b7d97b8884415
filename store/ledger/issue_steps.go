package ledger

import (
	"cmp"
	"slices"
	"strings"

	"lianxin/config/policy"
)

// HandOver gives the issue to another unit or member (移交): its clock goes on.
func (i Issue) HandOver(d *Deed, unit, member, note string) (Issue, error) {
	if err := i.open(d); err != nil {
		return i, err
	}
	switch {
	case unit != "" && d.School.Unit(unit) == nil:
		return i, refuseUnit(unit)
	case unit == "" && d.School.Member(member) == nil:
		return i, refuseUnknownMember()
	}
	h := Handover{Unit: unit, By: d.By.Name(), At: d.At, Note: strings.TrimSpace(Mask(d.School, note))}
	if unit == "" {
		h.Member = member
	}
	tells := []Concern{ownerConcern(h)}
	if had := i.Owner().Unit; had != "" && had != unit {
		tells = append(tells, Concern{Who: RoleFormer, Unit: had})
	}
	i.Trail = append(slices.Clone(i.Trail), h)
	d.note(i.ID, VerbHanded, cmp.Or(unit, member), tells...)
	return i.settle(d), nil
}

// Respond gives the first answer; the unit that raised it hears it.
func (i Issue) Respond(d *Deed, text string) (Issue, error) {
	if err := i.open(d); err != nil {
		return i, err
	}
	text = strings.TrimSpace(text)
	if hollow(text) {
		return i, refuseHollow([]string{PartAction})
	}
	i.Answered, i.Answer = d.At, text
	d.note(i.ID, VerbAnswered, "", i.raiser()...)
	return i.settle(d), nil
}

// PlanFor names the day by which it will be solved and how: a dated plan is as good as a solution until that day.
func (i Issue) PlanFor(d *Deed, day policy.Date, text string) (Issue, error) {
	if err := i.open(d); err != nil {
		return i, err
	}
	text = strings.TrimSpace(text)
	if day < d.day() || text == "" {
		return i, refusePlanDay()
	}
	i.Plan, i.PlanDay = text, day
	if i.Answered.IsZero() {
		i.Answered, i.Answer = d.At, text
	}
	d.note(i.ID, VerbPlanned, day.String(), i.raiser()...)
	return i.settle(d), nil
}

// Solve ends the issue; the unit that raised it hears the result.
func (i Issue) Solve(d *Deed, result string) (Issue, error) {
	if err := i.open(d); err != nil {
		return i, err
	}
	result = strings.TrimSpace(result)
	if hollow(result) {
		return i, refuseHollow([]string{PartAction})
	}
	i.Solved, i.SolvedBy, i.Result = d.At, d.By.Name(), result
	if i.Answered.IsZero() {
		i.Answered, i.Answer = d.At, result
	}
	d.note(i.ID, VerbSolved, "", i.raiser()...)
	return i.settle(d), nil
}

// Propose makes a common issue a candidate for a meeting (议题候选, Art. 6.4).
func (i Issue) Propose(d *Deed) (Issue, error) {
	if err := i.open(d); err != nil {
		return i, err
	}
	if !i.Candidate.IsZero() {
		return i, refuseAgain()
	}
	i.Candidate, i.CandidateBy = d.At, d.By.Name()
	d.note(i.ID, VerbCandidate, "", append(i.raiser(), Concern{Who: RoleOffice})...)
	return i.settle(d), nil
}

// Schedule names the meeting and its day; the offices do.
func (i Issue) Schedule(d *Deed, meeting string, day policy.Date) (Issue, error) {
	if err := i.office(d); err != nil {
		return i, err
	}
	if i.Candidate.IsZero() || strings.TrimSpace(meeting) == "" || day == 0 {
		return i, refuseIssueStep()
	}
	i.Meeting, i.MeetingDay = strings.TrimSpace(meeting), day
	d.note(i.ID, VerbMeeting, day.String(), i.raiser()...)
	return i.settle(d), nil
}

// Decide enters what the meeting decided; the unit that raised it hears it at once (Art. 6.4).
func (i Issue) Decide(d *Deed, outcome string) (Issue, error) {
	if err := i.office(d); err != nil {
		return i, err
	}
	outcome = strings.TrimSpace(outcome)
	if i.MeetingDay == 0 || d.day() < i.MeetingDay || outcome == "" {
		return i, refuseIssueStep()
	}
	i.Outcome, i.Decided = outcome, d.At
	d.note(i.ID, VerbDecided, i.Meeting, i.raiser()...)
	return i.settle(d), nil
}

// office lets only the two offices go on.
func (i *Issue) office(d *Deed) error {
	if err := i.open(d); err != nil {
		return err
	}
	if !d.By.Member.Has(policy.PartyOffice, policy.PresidentOffice) {
		return refuseIssueRight()
	}
	return nil
}

// FeedBack notes that the unit that raised it was told of the result.
func (i Issue) FeedBack(d *Deed) (Issue, error) {
	switch {
	case !d.By.System && !i.may(d):
		return i, refuseIssueRight()
	case i.Solved.IsZero() && i.Decided.IsZero():
		return i, refuseIssueStep()
	case !i.FedBack.IsZero():
		return i, refuseAgain()
	}
	i.FedBack = d.At
	d.note(i.ID, VerbFedBack, i.Unit)
	return i.settle(d), nil
}
