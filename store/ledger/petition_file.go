package ledger

import (
	"slices"
	"strings"

	"lianxin/config/policy"
)

// Filing is what somebody brings forward. Raw are his words and go into the vault only; nothing of them stands in the Petition.
type Filing struct {
	Source      Source // FromChat: by the filer; else entered by an office for somebody
	Level       Level
	Category    string // "" = 其他, the officer decides
	Unit        string // suggested instead of the category's; "" = the category's
	Class       Class  // "" = that of the category
	Raw         string
	Place       string
	Targets     []string // member ids of those it is about
	TargetUnits []string // units whose conduct it is about
	Attachments []Attachment
	Reps        int    // representatives of a group; 0 = one person
	Follows     string // an ended case to which it brings new facts
	Superior    Superior
	NoContact   bool   // name or address unclear: no written notice is owed (Art. 23)
	Summary     string // by the office that enters it; "" in chat
}

// File registers a case (Art. 21, 23): at once, and nothing undoes it. It refuses what the chat must not take in (a matter about a leader, 2.4), more
// representatives than five, and other doors to those who are no office.
func File(d *Deed, id string, f Filing) (Petition, error) {
	if no := mayFile(d, f); no != nil {
		return Petition{}, no
	}
	p := Petition{
		ID: id, Received: d.At, Source: f.Source, Level: f.Level, Class: f.Class, Category: f.Category, Place: Mask(d.School, f.Place),
		Summary: Mask(d.School, f.Summary), Targets: slices.Clone(f.Targets), TargetUnits: slices.Clone(f.TargetUnits), Attachments: slices.Clone(f.Attachments),
		Reps: f.Reps, Follows: f.Follows, Superior: f.Superior, NoContact: f.NoContact,
	}
	if f.Source != FromChat {
		p.EnteredBy = d.By.Name()
	}
	p = p.ofCategory(d.School)
	if d.School.Unit(f.Unit) != nil {
		p.Unit = f.Unit
	}
	if p.Unit != "" && TargetUnit(d.School, &p, p.Unit) {
		p.Unit = ""
	}
	d.note(id, VerbFiled, strings.TrimSpace(p.Category+" "+p.Level.Zh()+" "+string(p.Source)), toFiler(), toOfficer())
	return p.settle(d), nil
}

// ofCategory takes from the category what was not said: class, 简易办理, the unit that it suggests.
func (p Petition) ofCategory(s *policy.School) Petition {
	c := s.Petitions.Category(p.Category)
	if c != nil {
		p.Simple, p.Unit = c.Simple, c.Unit
		if p.Class == "" {
			p.Class = c.Class
		}
	}
	if p.Class == "" {
		p.Class = policy.Suggestion
	}
	return p
}

func mayFile(d *Deed, f Filing) *Refusal {
	most := d.times().Representatives
	switch {
	case strings.TrimSpace(f.Raw) == "" && len(f.Attachments) == 0:
		return refuseNoText()
	case namesLeader(d, f.Targets):
		return refuseAboutLeader(d.School.Petitions.Doors)
	case f.Reps > most:
		return refuseReps(most)
	case f.Source != FromChat && !mayEnter(d):
		return refuseNotAllowed()
	case f.Source != FromChat && !slices.Contains(Sources, f.Source):
		return refuseSource()
	case f.Level != LevelOpen && f.Level != LevelConfidential && f.Level != LevelAnonymous:
		return refuseLevel()
	}
	return nil
}

// namesLeader tells whether one of several members is a leader.
func namesLeader(d *Deed, members []string) bool {
	return slices.ContainsFunc(members, func(id string) bool { m := d.School.Member(id); return m != nil && m.Has(policy.Leader) })
}

// mayEnter tells whether the actor's office enters what came by letter, phone, mail or visit: the petition officers, 校长办 and 党委办, and the program what
// reaches its mailbox.
func mayEnter(d *Deed) bool {
	m := d.By.Member
	return d.By.System || m != nil && m.Serves(d.day()) && (m.Has(policy.PetitionOfficer, policy.PresidentOffice, policy.PartyOffice) || above(d.School, m))
}

// Summarise lets the officer write the neutral summary that units get. Names, numbers, rooms are masked in it, whatever was written.
func (p Petition) Summarise(d *Deed, text string) (Petition, error) {
	if err := d.may(OpSummarise, &p); err != nil {
		return p, err
	}
	text = strings.TrimSpace(Mask(d.School, text))
	switch {
	case !p.Open():
		return p, refuseStage(p.Stage())
	case text == "":
		return p, refuseNoSummary()
	}
	p.Summary = text
	d.note(p.ID, VerbSummarised, "")
	return p.settle(d), nil
}

// Classification is what the officer finds a case to be; nil and "" leave a field as it is.
type Classification struct {
	Category string
	Class    Class
	Simple   *bool
	Major    *bool

	Targets, TargetUnits []string // added to those known
}

// Classify lets the officer correct what the case is. A unit that turns out to be its target loses it.
func (p Petition) Classify(d *Deed, c Classification) (Petition, error) {
	if err := d.may(OpClassify, &p); err != nil {
		return p, err
	}
	switch {
	case !p.Working():
		return p, refuseStage(p.Stage())
	case c.Category != "" && d.School.Petitions.Category(c.Category) == nil:
		return p, refuseCategory(c.Category)
	case c.Class != "" && !slices.Contains(policy.Classes, c.Class):
		return p, refuseClass()
	}
	p.Category, p.Class = orElse(c.Category, p.Category), orElse(c.Class, p.Class)
	if c.Simple != nil {
		p.Simple = *c.Simple
	}
	if c.Major != nil {
		p.Major = *c.Major
	}
	p.Targets, p.TargetUnits = Union(p.Targets, c.Targets), Union(p.TargetUnits, c.TargetUnits)
	p = p.freeTargets(d)
	d.note(p.ID, VerbClassified, strings.TrimSpace(p.Category+" "+string(p.Class)))
	return p.settle(d), nil
}

// freeTargets takes the case from units that may not work on it.
func (p Petition) freeTargets(d *Deed) Petition {
	p.Assignments = slices.Clone(p.Assignments)
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Live() && TargetUnit(d.School, &p, a.Unit) {
			a.Removed = d.At
			d.note(p.ID, VerbRemoved, a.Unit)
		}
	}
	if p.Unit != "" && TargetUnit(d.School, &p, p.Unit) {
		p.Unit = ""
	}
	return p
}

// Recuse lets somebody withdraw from a case (回避, Art. 28): from then on he sees nothing of it. The officer may do it for somebody else.
func (p Petition) Recuse(d *Deed, member string) (Petition, error) {
	if err := d.may(OpRecuse, &p); err != nil {
		return p, err
	}
	own := d.By.Member != nil && d.By.Member.ID == member
	switch {
	case !own && !d.plays(RoleOfficer, &p) && !d.plays(RoleHead, &p):
		return p, refuseNotAllowed()
	case d.School.Member(member) == nil:
		return p, refuseUnknownMember()
	case slices.Contains(p.Recused, member):
		return p, refuseAgain()
	case !p.Open():
		return p, refuseStage(p.Stage())
	}
	p.Recused = append(slices.Clone(p.Recused), member)
	d.note(p.ID, VerbRecused, member, toOfficer())
	return p.settle(d), nil
}

func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Union adds words to a list that it does not hold yet, in a new list.
func Union(list, more []string) []string {
	out := slices.Clone(list)
	for _, s := range more {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
