package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Arrangement is one version of a planned first lesson: when it was to be, and what was said about it.
type Arrangement struct {
	Date policy.Date `json:"date"`
	Said Details     `json:"said,omitzero"`
	By   string      `json:"by"`
	At   time.Time   `json:"at"` // UTC
}

// Lesson tells whether the plan is of a first lesson (思政第一课, Art. 5.4).
func (p *Plan) Lesson() bool { return p.Kind == policy.FirstLesson }

// Arranged is when the plan got the form that it has now.
func (p *Plan) Arranged() time.Time {
	if n := len(p.Earlier); n > 0 {
		return p.Earlier[n-1].At
	}
	return p.Made
}

// Version counts the forms that the plan has had, from 1.
func (p *Plan) Version() int { return len(p.Earlier) + 1 }

// Arranger tells whether a member arranges first lessons: 马克思主义学院, which the measure names (Art. 5.4), and the party office, which keeps all records.
func Arranger(m *policy.Member) bool {
	return m != nil && m.Has(KeeperOf(policy.FirstLesson), policy.PartyOffice)
}

// MayLecture tells whether a first lesson may be arranged for a member: the leadership, and the secretaries, deans and mid-level officers who report
// activities of their own.
func MayLecture(m *policy.Member) bool {
	return m.Has(policy.Leader, policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel)
}

// ArrangeLesson plans the first lesson of a speaker. A day that is over is taken within the present term: the school may be told late, and the speaker
// then says that it was held. The plan has no id yet.
//
// Refusals: arrangers_only, unknown_member, no_speaker, no_date, no_term, past.
func ArrangeLesson(school *policy.School, speaker string, day policy.Date, said Details, by *policy.Member, at time.Time) (Plan, error) {
	m := school.Member(speaker)
	switch {
	case !Arranger(by):
		return Plan{}, refuseArrangersOnly()
	case m == nil:
		return Plan{}, refuseUnknownMember()
	case !MayLecture(m) || !m.Serves(day):
		return Plan{}, refuseNoSpeaker(m.Name)
	}
	if no := checkLessonDay(school, day, school.Today(at)); no != nil {
		return Plan{}, no
	}
	said.Text = ""
	return Plan{Member: m.ID, Kind: policy.FirstLesson, Date: day, Said: said, By: by.ID, Made: at.UTC()}, nil
}

// Rearrange gives a planned first lesson another day, time or place; what it was before is kept.
//
// Refusals: arrangers_only, plan_settled, nothing_changed, no_date, no_term, past.
func (p Plan) Rearrange(school *policy.School, day policy.Date, said Details, by *policy.Member, at time.Time) (Plan, error) {
	said.Text = ""
	switch {
	case !Arranger(by):
		return p, refuseArrangersOnly()
	case !p.Open():
		return p, refusePlanSettled()
	case day == p.Date && sameDetails(said, p.Said):
		return p, refuseNothingChanged()
	}
	if no := checkLessonDay(school, day, school.Today(at)); no != nil {
		return p, no
	}
	p.Earlier = append(slices.Clone(p.Earlier), Arrangement{Date: p.Date, Said: p.Said, By: by.ID, At: at.UTC()})
	p.Date, p.Said = day, said
	return p, nil
}

// checkLessonDay refuses a day on which no first lesson can be planned.
func checkLessonDay(school *policy.School, day, today policy.Date) *Refusal {
	if day <= 0 {
		return refuseNoDate()
	}
	term, ok := school.Calendar.TermOf(day)
	switch {
	case !ok:
		return refuseNoTerm(day)
	case day < today && !term.Span().Holds(today):
		return refusePast()
	}
	return nil
}

// HeldAs tells whether a record of the speaker shows that the planned lesson was held: one of its day, or one of its term that is no older than the plan.
func (p *Plan) HeldAs(school *policy.School, m Mark) bool {
	if m.Kind != p.Kind || m.Retracted || m.Declined {
		return false
	}
	if m.Date == p.Date {
		return true
	}
	term, ok := school.Calendar.TermOf(p.Date)
	return ok && p.Lesson() && term.Span().Holds(m.Date) && m.Date >= school.Today(p.Made)
}

// sameDetails compares what was said of two plans; lists in them are of no weight for a lesson.
func sameDetails(a, b Details) bool {
	return a.PartOfDay == b.PartOfDay && a.Start == b.Start && a.End == b.End && a.Periods == b.Periods && a.ClassHours == b.ClassHours &&
		a.Unit == b.Unit && a.Place == b.Place && a.Klass == b.Klass && a.Audience == b.Audience && a.Headcount == b.Headcount && a.Topic == b.Topic
}

// Follows gives the details of a lesson with what is newly said in the place of the old: a new time replaces the old one whole.
func (d Details) Follows(said Details) Details {
	if said.PartOfDay != "" || said.Start != "" || said.Periods != "" {
		d.PartOfDay, d.Start, d.End, d.Periods, d.ClassHours, d.Minutes = said.PartOfDay, said.Start, said.End, said.Periods, said.ClassHours, said.Minutes
	}
	for _, f := range []struct{ to, from *string }{
		{&d.Unit, &said.Unit}, {&d.Place, &said.Place}, {&d.PlaceType, &said.PlaceType}, {&d.Klass, &said.Klass}, {&d.Audience, &said.Audience}, {&d.Topic, &said.Topic},
	} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	if said.ClassHours > 0 {
		d.ClassHours, d.Minutes = said.ClassHours, said.Minutes
	}
	if said.Headcount > 0 {
		d.Headcount, d.Approx = said.Headcount, said.Approx
	}
	return d
}

// Begins is the time of day at which a plan begins as far as it was said; false where no time was said.
func (p *Plan) Begins(calendar *policy.Calendar) (policy.Clock, bool) {
	hours := (&Activity{Said: p.Said}).hours(calendar)
	if len(hours) == 0 {
		return 0, false
	}
	first := hours[0].from
	for _, h := range hours {
		first = min(first, h.from)
	}
	return first, true
}
