package ledger

import (
	"slices"
	"strings"
)

// Supplement notes that the filer added to the case (补充); the words go into the vault. It is possible until the case is over, also for somebody who
// filed without a name.
func (p Petition) Supplement(d *Deed, pictures []Attachment) (Petition, error) {
	if err := d.may(OpAdd, &p); err != nil {
		return p, err
	}
	if !p.Open() {
		return p, refuseStage(p.Stage())
	}
	p.Supplements++
	p.Attachments = append(slices.Clone(p.Attachments), pictures...)
	d.note(p.ID, VerbAdded, "", append(toUnits(&p), toOfficer())...)
	return p.settle(d), nil
}

// About notes whom further words of the filer are about: from then on they and theirs see nothing of the case (section 4, rule 3). It refuses leaders, of whom
// nothing is taken in (2.4). Nothing happens where nobody new is named.
func (p Petition) About(d *Deed, people []string) (Petition, error) {
	if err := d.may(OpAdd, &p); err != nil {
		return p, err
	}
	if namesLeader(d, people) {
		return p, refuseAboutLeader(d.School.Petitions.Doors)
	}
	all := Union(p.Targets, people)
	if len(all) == len(p.Targets) {
		return p, nil
	}
	p.Targets = all
	p = p.freeTargets(d)
	d.note(p.ID, VerbClassified, strings.TrimSpace(p.Category+" "+string(p.Class)), toOfficer())
	return p.settle(d), nil
}

// Amend lets the filer say what the case is about while nobody has begun to work on it: another category, or another unit; "" leaves it as it is.
func (p Petition) Amend(d *Deed, category, unit string) (Petition, error) {
	if err := d.may(OpAdd, &p); err != nil {
		return p, err
	}
	switch {
	case p.Stage() != StageFiled:
		return p, refuseStage(p.Stage())
	case category != "" && d.School.Petitions.Category(category) == nil:
		return p, refuseCategory(category)
	case unit != "" && d.School.Unit(unit) == nil:
		return p, refuseUnit(unit)
	}
	if category != "" {
		p.Category, p.Class, p.Simple, p.Unit = category, "", false, ""
		p = p.ofCategory(d.School)
	}
	p.Unit = orElse(unit, p.Unit)
	p = p.freeTargets(d)
	d.note(p.ID, VerbClassified, p.Category, toOfficer())
	return p.settle(d), nil
}

// Urge notes that the filer asks where the answer is (催办): once a day. If a limit is broken already the case is under 督办 with it.
func (p Petition) Urge(d *Deed) (Petition, error) {
	if err := d.may(OpUrge, &p); err != nil {
		return p, err
	}
	switch n := len(p.Urges); {
	case !p.Working() && p.Stage() != StageReview && p.Stage() != StageRereview:
		return p, refuseStage(p.Stage())
	case n > 0 && d.School.Today(p.Urges[n-1]) == d.day():
		return p, refuseUrged()
	}
	p.Urges = append(slices.Clone(p.Urges), d.At)
	d.note(p.ID, VerbUrged, "", append(toUnits(&p), toOfficer())...)
	return p.chaseLimits(d).settle(d), nil
}

// Hide makes the name known to the officer only from now on (设为保密), or from a confidential case an anonymous one. It never goes back, and what was
// handed on to the unit is taken back where it was not read yet.
func (p Petition) Hide(d *Deed, to Level) (Petition, error) {
	if err := d.may(OpHide, &p); err != nil {
		return p, err
	}
	switch {
	case to != LevelConfidential && to != LevelAnonymous:
		return p, refuseLevel()
	case p.Level == to || p.Level == LevelAnonymous:
		return p, refuseAgain()
	}
	p.Level = to
	p.Allowed, p.Released = timeZero, timeZero
	d.note(p.ID, VerbHidden, string(to), toFiler(), toOfficer())
	return p.settle(d), nil
}

// Join counts somebody who joins the case (附议); who it is goes into the vault.
func (p Petition) Join(d *Deed) (Petition, error) {
	if err := d.may(OpJoin, &p); err != nil {
		return p, err
	}
	p.Followers++
	d.note(p.ID, VerbJoined, "", toOfficer())
	return p.settle(d), nil
}

// Allow lets the handling unit have the filer's contact, if the officer finds that it needs it. Only where the case is not confidential.
func (p Petition) Allow(d *Deed) (Petition, error) {
	if err := d.may(OpAllow, &p); err != nil {
		return p, err
	}
	switch {
	case p.Level != LevelOpen:
		return p, refuseHidden()
	case !p.Working():
		return p, refuseStage(p.Stage())
	case !p.Allowed.IsZero():
		return p, refuseAgain()
	}
	p.Allowed = d.At
	d.note(p.ID, VerbAllowed, "", toOfficer())
	return p.settle(d), nil
}

// Release hands the contact on to the handlers of the unit that leads, if the filer allows it. Each of them opens it by himself, with a reason, and every
// look is a journal line.
func (p Petition) Release(d *Deed) (Petition, error) {
	if err := d.may(OpRelease, &p); err != nil {
		return p, err
	}
	lead := p.lead()
	switch {
	case p.Level != LevelOpen || p.Allowed.IsZero():
		return p, refuseNotAllowedByFiler()
	case lead == nil || !p.Working():
		return p, refuseStage(p.Stage())
	case !p.Released.IsZero():
		return p, refuseAgain()
	}
	p.Released = d.At
	d.note(p.ID, VerbReleased, lead.Unit, toUnit(lead.Unit), toFiler())
	return p.settle(d), nil
}
