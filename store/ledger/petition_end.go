package ledger

import (
	"slices"
	"strings"
	"time"
)

// Rate takes the filer's word in. 满意 and 基本满意 close the case. The first 不满意 lets it be worked on once more, by another person; after that the
// filer is told of 复查 and the case is under 督办.
func (p Petition) Rate(d *Deed, score Score, solved string) (Petition, error) {
	if err := d.may(OpRate, &p); err != nil {
		return p, err
	}
	switch {
	case score != ScoreGood && score != ScoreFair && score != ScoreBad:
		return p, refuseScore()
	case p.rated():
		return p, refuseRated()
	case p.Stage() != StageAnswered:
		return p, refuseNotAnswered(p.Stage())
	}
	p.Ratings = append(slices.Clone(p.Ratings), Rating{At: d.At, Score: score, Solved: solved})
	d.note(p.ID, VerbRated, "", toOfficer())
	switch {
	case score != ScoreBad:
		p.Closed, p.ClosedBy = d.At, BySystem
		d.note(p.ID, VerbClosed, "")
	case p.Rework.At.IsZero():
		p.Rework = Rework{At: d.At, After: p.finals(), Due: d.School.Calendar.DueWorkdays(d.day(), d.times().ReworkWorkdays)}
		d.note(p.ID, VerbReworked, p.Unit+" "+p.Rework.Due.String(), append(toUnits(&p), toFiler(), toOfficer())...)
	default:
		p = p.supervise(d, CauseUnhappy, "", 0, "")
	}
	return p.settle(d), nil
}

// Explain adds to the last rating whether it was solved, where that was not said with it; why goes into the vault.
func (p Petition) Explain(d *Deed, solved string) (Petition, error) {
	if err := d.may(OpRate, &p); err != nil {
		return p, err
	}
	n := len(p.Ratings)
	switch {
	case n == 0:
		return p, refuseNotAnswered(p.Stage())
	case solved != "" && p.Ratings[n-1].Solved != "":
		return p, refuseAgain()
	}
	p.Ratings = slices.Clone(p.Ratings)
	p.Ratings[n-1].Solved = orElse(solved, p.Ratings[n-1].Solved)
	note := ""
	if solved == "" {
		note = NoteWhy
	}
	d.note(p.ID, VerbRated, note, toOfficer())
	return p.settle(d), nil
}

// NoteWhy marks a step by which a rating was only given its reason, which is sealed.
const NoteWhy = "说明原因"

// rated tells whether the present answer was rated.
func (p *Petition) rated() bool {
	if p.Rework.At.IsZero() {
		return len(p.Ratings) > 0
	}
	return len(p.Ratings) > 1
}

// Close closes an answered case: the program when the filer has said nothing for as long as 复查 can be asked for; the officer once it was rated, or
// once the filer was asked for it twice and said nothing.
func (p Petition) Close(d *Deed) (Petition, error) {
	if err := d.may(OpClose, &p); err != nil {
		return p, err
	}
	switch {
	case p.Stage() != StageAnswered:
		return p, refuseNotAnswered(p.Stage())
	case d.By.System && d.day() <= d.School.Today(p.Replied).Add(d.times().CloseDays):
		return p, refuseTooEarly()
	case !d.By.System && !p.rated() && !p.NoContact && d.day() <= d.School.Today(p.Replied).Add(d.times().RateAgainDays):
		return p, refuseRatingFirst()
	}
	p.Closed, p.ClosedBy = d.At, d.By.Name()
	d.note(p.ID, VerbClosed, "", toFiler())
	return p.settle(d), nil
}

// Withdraw lets the filer take the case back at any point before the answer. It stays registered.
func (p Petition) Withdraw(d *Deed) (Petition, error) {
	if err := d.may(OpWithdraw, &p); err != nil {
		return p, err
	}
	if !p.Working() || !p.Rework.At.IsZero() {
		return p, refuseStage(p.Stage())
	}
	d.note(p.ID, VerbWithdrawn, "", append(toUnits(&p), toOfficer())...)
	p.Withdrawn = d.At
	return p.settle(d), nil
}

// AskReview asks for 复查, after its opinion for 复核: within 30 days of the written reply (Art. 35, 36). After 复核 nothing more is taken in on the same
// facts; new facts are a new case that names the old one.
func (p Petition) AskReview(d *Deed) (Petition, error) {
	if err := d.may(OpAskReview, &p); err != nil {
		return p, err
	}
	until := p.ReviewUntil(d.School)
	switch {
	case !p.Ended.IsZero():
		return p, refuseEnded()
	case len(p.Reviews) > 0 && p.Reviews[len(p.Reviews)-1].Given.IsZero():
		return p, refuseAgain()
	case until == 0 || p.MergedInto != "" || !p.Withdrawn.IsZero():
		return p, refuseNotAnswered(p.Stage())
	case d.day() > until:
		return p, refuseReviewLate(until)
	}
	p.Reviews = append(slices.Clone(p.Reviews), Review{Asked: d.At})
	d.note(p.ID, VerbAskedReview, reviewName(len(p.Reviews)), toFiler(), toOfficer(), toHead())
	return p.settle(d), nil
}

// reviewName is how the n-th review is called.
func reviewName(n int) string {
	if n == 1 {
		return "复查"
	}
	return "复核"
}

// The findings of a review.
var reviewFindings = []string{"维持", "撤销", "变更"}

// GiveReview enters the written opinion of a 复查 or 复核; with that of 复核 the case has ended (终结). Not while a hearing is under way.
func (p Petition) GiveReview(d *Deed, finding, opinion string) (Petition, error) {
	if err := d.may(OpGiveReview, &p); err != nil {
		return p, err
	}
	opinion = strings.TrimSpace(Mask(d.School, opinion))
	n := len(p.Reviews)
	switch {
	case n == 0 || !p.Reviews[n-1].Given.IsZero() || !p.Ended.IsZero():
		return p, refuseNothingAsked()
	case p.hearing():
		return p, refuseHearingRuns()
	case !slices.Contains(reviewFindings, finding):
		return p, refuseReviewFinding()
	case opinion == "":
		return p, refuseNoOpinion()
	}
	p.Reviews = slices.Clone(p.Reviews)
	r := &p.Reviews[n-1]
	r.Given, r.By, r.Finding, r.Opinion = d.At, d.By.Name(), finding, opinion
	d.note(p.ID, VerbReviewed, reviewName(n)+" "+finding, toFiler())
	if n == 2 {
		p.Ended = d.At
		d.note(p.ID, VerbEnded, "")
	}
	return p.settle(d), nil
}

// hearing tells whether a hearing is under way.
func (p *Petition) hearing() bool {
	if len(p.Reviews) == 0 {
		return false
	}
	h := p.Reviews[len(p.Reviews)-1].Hearings
	return len(h) > 0 && h[len(h)-1].To == 0
}

// Hearing begins or ends a hearing (听证) in a 复核: the clock stands still from its first day to the day after its last (Art. 36).
func (p Petition) Hearing(d *Deed, begins bool) (Petition, error) {
	if err := d.may(OpHearing, &p); err != nil {
		return p, err
	}
	switch {
	case p.Stage() != StageRereview:
		return p, refuseStage(p.Stage())
	case begins == p.hearing():
		return p, refuseAgain()
	}
	p.Reviews = slices.Clone(p.Reviews)
	r := &p.Reviews[1]
	r.Hearings = slices.Clone(r.Hearings)
	if begins {
		r.Hearings = append(r.Hearings, spanFrom(d.day()))
		d.note(p.ID, VerbHearing, "from "+d.day().String(), toFiler())
		return p.settle(d), nil
	}
	last := &r.Hearings[len(r.Hearings)-1]
	last.To = d.day().Add(1)
	d.note(p.ID, VerbHearing, "to "+d.day().String())
	return p.settle(d), nil
}

// FollowUp takes in the answer to the question whether anybody retaliated; only the officer reads it.
func (p Petition) FollowUp(d *Deed, bad bool) (Petition, error) {
	if err := d.may(OpFollowUp, &p); err != nil {
		return p, err
	}
	if p.Closed.IsZero() {
		return p, refuseStage(p.Stage())
	}
	p.FollowUps = append(slices.Clone(p.FollowUps), FollowUp{At: d.At, Bad: bad})
	d.note(p.ID, VerbFollowedUp, "", toOfficer())
	return p.settle(d), nil
}

// Exclude leaves a case out of the rates, with the officer's reason (requirements 2.7).
func (p Petition) Exclude(d *Deed, reason string) (Petition, error) {
	if err := d.may(OpExclude, &p); err != nil {
		return p, err
	}
	reason = strings.TrimSpace(Mask(d.School, reason))
	if reason == "" {
		return p, refuseNoReason()
	}
	p.Excluded = reason
	d.note(p.ID, VerbExcluded, "")
	return p.settle(d), nil
}

// Forget notes that retention deleted the identity.
func (p Petition) Forget(at time.Time) Petition {
	p.Forgotten = at
	return p
}
