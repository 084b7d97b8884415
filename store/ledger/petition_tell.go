package ledger

import (
	"slices"
	"strings"

	"lianxin/config/policy"
)

// Telling is what the officer tells the filer (告知, Art. 23).
type Telling struct {
	Outcome TellOutcome
	Note    string      // whom to ask, which channel: owed for 转送, 不属于本单位, 导入法定途径
	Unit    string      // for 交办: who leads
	With    []string    // for 交办: who helps
	Due     policy.Date // for 交办: the unit's last good day; 0 = by the school's time limit
}

// Tell tells the filer what becomes of the case, once. 受理 takes it on; 交办 takes it on and gives it to a unit; the other outcomes are the answer and
// close the case. 并案 goes by MergeInto.
func (p Petition) Tell(d *Deed, t Telling) (Petition, error) {
	if err := d.may(OpTell, &p); err != nil {
		return p, err
	}
	switch {
	case p.Stage() != StageFiled && !p.Told.At.IsZero():
		return p, refuseToldAlready()
	case p.Stage() != StageFiled:
		return p, refuseStage(p.Stage())
	case t.Outcome == ToldEntrust && t.Unit == "":
		return p, refuseNoUnit()
	}
	t.Note = strings.TrimSpace(t.Note) // not masked: it names the telephone to call
	told, steps := p, len(d.Steps)
	told.Told = Told{At: d.At, By: d.By.Name(), Outcome: t.Outcome, Note: t.Note}
	var err error
	switch t.Outcome {
	case ToldAccept, ToldEntrust:
		told, err = told.takeOn(d, t)
	case ToldForward, ToldNotOurs, ToldChannel:
		told, err = told.sendOff(d, t)
	default:
		err = refuseOutcome()
	}
	if err != nil {
		d.Steps = d.Steps[:steps]
		return p, err
	}
	return told, nil
}

// takeOn lets the decision's clock run.
func (p Petition) takeOn(d *Deed, t Telling) (Petition, error) {
	p.Accepted = d.At
	d.note(p.ID, VerbTold, string(t.Outcome), toFiler())
	if t.Outcome == ToldAccept {
		return p.settle(d), nil
	}
	return p.assign(d, Order{Unit: t.Unit, With: t.With, Due: t.Due})
}

// sendOff closes a case with the word whom to ask instead.
func (p Petition) sendOff(d *Deed, t Telling) (Petition, error) {
	if t.Note == "" {
		return p, refuseNoWay(t.Outcome)
	}
	p.Closed, p.ClosedBy = d.At, d.By.Name()
	d.note(p.ID, VerbTold, string(t.Outcome), toFiler())
	d.note(p.ID, VerbClosed, string(t.Outcome))
	return p.settle(d), nil
}

// MergeInto merges a case into another open one (并案): all who filed hear what becomes of that one. Both come back; what either is about binds both, and so
// does the day from which the first of them was promised a decision.
func (p Petition) MergeInto(d *Deed, other Petition) (merged, into Petition, err error) {
	if err := d.may(OpMerge, &p); err != nil {
		return p, other, err
	}
	if err := d.may(OpMerge, &other); err != nil {
		return p, other, err
	}
	switch {
	case p.ID == other.ID:
		return p, other, refuseMergeSelf()
	case !p.Working():
		return p, other, refuseStage(p.Stage())
	case !other.Working():
		return p, other, refuseStage(other.Stage())
	}
	merged, into = p, other
	if merged.Told.At.IsZero() {
		merged.Told = Told{At: d.At, By: d.By.Name(), Outcome: ToldMerge, Note: other.ID}
		d.note(merged.ID, VerbTold, string(ToldMerge))
	}
	merged.MergedInto, merged.MergedAt = other.ID, d.At
	into.Merged = append(slices.Clone(into.Merged), p.ID)
	into.Targets, into.TargetUnits, into.Recused = Union(into.Targets, p.Targets), Union(into.TargetUnits, p.TargetUnits), Union(into.Recused, p.Recused)
	if !into.Accepted.IsZero() && !p.Accepted.IsZero() && p.Accepted.Before(into.Accepted) {
		into.Accepted = p.Accepted
	}
	d.note(merged.ID, VerbMerged, into.ID, toFiler())
	d.note(into.ID, VerbAbsorbed, merged.ID)
	into = into.freeTargets(d)
	return merged.settle(d), into.settle(d), nil
}

// Object objects to a case from above (Art. 23): within 5 workdays, with reasons. Until they agree it stays here and every clock runs.
func (p Petition) Object(d *Deed, reason string) (Petition, error) {
	if err := d.may(OpObject, &p); err != nil {
		return p, err
	}
	reason = strings.TrimSpace(Mask(d.School, reason))
	switch limit := p.ObjectLimit(d.School); {
	case p.Source != FromSuperior:
		return p, refuseNotFromAbove()
	case !p.Superior.Objected.IsZero():
		return p, refuseAgain()
	case !p.Working():
		return p, refuseStage(p.Stage())
	case limit.Past(d.day()):
		return p, refuseTooLate(limit.Legal)
	case reason == "":
		return p, refuseNoReason()
	}
	p.Superior.Objected, p.Superior.Reason = d.At, reason
	d.note(p.ID, VerbObjected, p.Superior.Body)
	return p.settle(d), nil
}

// HandBack gives a case back to those above after they agreed; the filer is told and the case is closed here.
func (p Petition) HandBack(d *Deed) (Petition, error) {
	if err := d.may(OpObject, &p); err != nil {
		return p, err
	}
	switch {
	case p.Superior.Objected.IsZero():
		return p, refuseNotObjected()
	case !p.Working():
		return p, refuseStage(p.Stage())
	}
	if p.Told.At.IsZero() {
		p.Told = Told{At: d.At, By: d.By.Name(), Outcome: ToldNotOurs, Note: p.Superior.Body}
		d.note(p.ID, VerbTold, string(ToldNotOurs), toFiler())
	}
	p.Superior.HandedBack, p.Closed, p.ClosedBy = d.At, d.At, d.By.Name()
	d.note(p.ID, VerbHandedBack, p.Superior.Body)
	d.note(p.ID, VerbClosed, "")
	return p.settle(d), nil
}
