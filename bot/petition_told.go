package bot

import (
	"fmt"
	"strings"

	"lianxin/store/ledger"
)

// staffText is what an office, a unit or a leader hears of a step; "" = nothing. No word of the filer is in it; a unit that works on the case reads the
// officer's summary.
func (b *Bot) staffText(p *ledger.Petition, s ledger.Step, c ledger.Concern) string {
	unit := c.Who == ledger.RoleHandler || c.Who == ledger.RoleCoHandler || c.Who == ledger.RoleUnitHead
	head := p.ID + "（" + p.Category + "）"
	switch s.Verb {
	case ledger.VerbFiled:
		return fmt.Sprintf(tellFiled, head, levelAndDoor(p), orElse(p.Unit, tellNoUnit), p.TellLimit(b.school).Internal.Chinese(), p.ID)
	case ledger.VerbAssigned:
		return fmt.Sprintf(tellAssigned, head, strings.TrimRight(p.Summary, "。."), b.unitDue(p, c.Unit))
	case ledger.VerbUrged:
		return fmt.Sprintf(tellUrged, head, b.dueText(p))
	case ledger.VerbSupervised:
		return b.supervisedText(p, c, head)
	case ledger.VerbAskedMore:
		return fmt.Sprintf(tellAskedMore, head, p.Extension.Days, p.Extension.Reason)
	case ledger.VerbExtended:
		return fmt.Sprintf(tellExtendedStaff, head, b.dueText(p))
	case ledger.VerbReplied:
		return fmt.Sprintf(tellRepliedStaff, head, strings.TrimSpace(s.Note))
	case ledger.VerbRated:
		if s.Note == ledger.NoteWhy {
			return fmt.Sprintf(tellRatedWhy, head, p.ID)
		}
		return b.ratedText(p, head)
	case ledger.VerbReworked:
		if c.Who == ledger.RoleOfficer {
			return fmt.Sprintf(tellReworkOfficer, head, b.ratedSolved(p), p.Rework.Due.Chinese())
		}
		return fmt.Sprintf(tellReworkStaff, head, p.Rework.Due.Chinese())
	case ledger.VerbAdded:
		if unit {
			return fmt.Sprintf(tellAddedUnit, head)
		}
		return fmt.Sprintf(tellAddedOfficer, head, p.Supplements)
	case ledger.VerbHidden:
		return fmt.Sprintf(tellHidden, head, p.Level.Zh())
	case ledger.VerbJoined:
		return fmt.Sprintf(tellJoined, head, p.Followers)
	case ledger.VerbRecused:
		return fmt.Sprintf(tellRecused, b.member(s.Note), head)
	case ledger.VerbAskedReview:
		return fmt.Sprintf(tellReviewStaff, head, s.Note, b.dueText(p))
	case ledger.VerbFollowedUp:
		if n := len(p.FollowUps); n > 0 && p.FollowUps[n-1].Bad {
			return fmt.Sprintf(tellFollowedBad, head)
		}
		return fmt.Sprintf(tellFollowedGood, head)
	case ledger.VerbReturned, ledger.VerbAskedReturn, ledger.VerbPart:
		return fmt.Sprintf(staffLines[s.Verb], head, s.Note)
	}
	if line := staffLines[s.Verb]; line != "" {
		return fmt.Sprintf(line, head)
	}
	return ""
}

// supervisedText says why a case is under 督办; to a leader in charge that 督办 has brought nothing.
func (b *Bot) supervisedText(p *ledger.Petition, c ledger.Concern, head string) string {
	if len(p.Supervised) == 0 {
		return ""
	}
	v := p.Supervised[len(p.Supervised)-1]
	if c.Who == ledger.RoleLeader {
		return fmt.Sprintf(tellEscalated, orElse(c.Unit, tellNoUnit), head, b.dueText(p))
	}
	why := string(v.Cause)
	if v.For != "" {
		why += "：" + string(v.For)
	}
	if v.Due != 0 {
		why += "，期限" + v.Due.Chinese()
	}
	if v.Note != "" {
		why += "：" + v.Note
	}
	return fmt.Sprintf(tellSupervised, head, why)
}

// ratedSolved is whether the last answer solved the matter, in the filer's eyes.
func (b *Bot) ratedSolved(p *ledger.Petition) string {
	if len(p.Ratings) == 0 {
		return tellNotSaid
	}
	return orElse(p.Ratings[len(p.Ratings)-1].Solved, tellNotSaid)
}

func (b *Bot) ratedText(p *ledger.Petition, head string) string {
	if len(p.Ratings) == 0 {
		return ""
	}
	r := p.Ratings[len(p.Ratings)-1]
	return fmt.Sprintf(tellRated, head, string(r.Score), orElse(r.Solved, tellNotSaid))
}

func levelAndDoor(p *ledger.Petition) string {
	if p.Source == ledger.FromChat {
		return p.Level.Zh()
	}
	return p.Level.Zh() + "，" + string(p.Source)
}

// dueText is the last day of the clock that runs, as it is said; 无 if none does.
func (b *Bot) dueText(p *ledger.Petition) string {
	if l, ok := p.Promised(b.school); ok {
		return l.Internal.Chinese()
	}
	return tellNotSaid
}

// unitDue is the last good day of a unit's own clock.
func (b *Bot) unitDue(p *ledger.Petition, unit string) string {
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Unit == unit && a.Live() {
			return a.Due.Chinese()
		}
	}
	return b.dueText(p)
}

func orElse(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

// filerText is what a filer hears of a step, or with own false somebody who joined the case or whose case was merged into it; "" = nothing. Replies,
// findings and whom to ask are the school's words; nothing of the filer's is repeated.
func (b *Bot) filerText(p *ledger.Petition, s ledger.Step, head string, own bool) string {
	switch s.Verb {
	case ledger.VerbFiled:
		if own && p.EnteredBy != "" && p.EnteredBy != ledger.BySystem {
			return fmt.Sprintf(tellEntered, p.ID, p.TellLimit(b.school).Internal.Chinese())
		}
	case ledger.VerbTold:
		return b.toldText(p, head)
	case ledger.VerbAssigned:
		return fmt.Sprintf(tellGiven, head, p.Unit, b.dueText(p))
	case ledger.VerbExtended:
		return fmt.Sprintf(tellExtended, head, b.dueText(p), p.Extension.Reason)
	case ledger.VerbReplied:
		return b.answeredText(p, head, own)
	case ledger.VerbReworked:
		return fmt.Sprintf(tellRework, head, p.Rework.Due.Chinese())
	case ledger.VerbClosed:
		if p.ClosedBy == ledger.BySystem {
			return fmt.Sprintf(tellClosedAlone, head, b.school.Petitions.Times().CloseDays)
		}
		return fmt.Sprintf(tellClosed, head)
	case ledger.VerbMerged:
		return fmt.Sprintf(tellMerged, head, p.MergedInto)
	case ledger.VerbReleased:
		if own {
			return fmt.Sprintf(tellReleased, s.Note, p.ID)
		}
	case ledger.VerbHidden:
		if own {
			return fmt.Sprintf(tellHiddenOwn, p.ID, p.Level.Zh())
		}
	case ledger.VerbAskedReview:
		return fmt.Sprintf(tellReviewAsked, head, s.Note, b.dueText(p))
	case ledger.VerbReviewed:
		return b.reviewedText(p, head)
	case ledger.VerbHearing:
		return fmt.Sprintf(tellHearing, head)
	}
	return ""
}

// toldText says what becomes of a case (Art. 23).
func (b *Bot) toldText(p *ledger.Petition, head string) string {
	switch p.Told.Outcome {
	case ledger.ToldEntrust:
		return fmt.Sprintf(tellEntrusted, head, p.Unit, b.dueText(p))
	case ledger.ToldForward:
		return fmt.Sprintf(tellForwarded, head, p.Told.Note)
	case ledger.ToldNotOurs:
		return fmt.Sprintf(tellNotOurs, head, p.Told.Note)
	case ledger.ToldChannel:
		return fmt.Sprintf(tellChannel, head, p.Told.Note)
	}
	return fmt.Sprintf(tellAccepted, head, b.dueText(p))
}

// answeredText gives the answer; to its filer with what he may do about it.
func (b *Bot) answeredText(p *ledger.Petition, head string, own bool) string {
	text := fmt.Sprintf(tellAnswered, head) + "\n" + b.opinion(p)
	if !own {
		return text
	}
	ask := tellRate
	if !p.Rework.At.IsZero() {
		ask = tellRateAgain
	}
	return text + "\n" + fmt.Sprintf(ask, p.ReviewUntil(b.school).Chinese(), b.reviewBody())
}

// opinion gives the parts of the answer (Art. 32), a line each; "" if there is none.
func (b *Bot) opinion(p *ledger.Petition) string {
	o := p.Answer()
	if o == nil {
		return ""
	}
	lines := []string{fmt.Sprintf(tellFinding, string(o.Finding), o.Unit), tellFacts + o.Facts, tellAction + o.Action}
	if o.Date != 0 {
		lines = append(lines, tellWhen+o.Date.Chinese())
	}
	return strings.Join(append(lines, tellContact+o.Contact), "\n")
}

// reviewedText gives the opinion of a review, and what is left after it.
func (b *Bot) reviewedText(p *ledger.Petition, head string) string {
	n := len(p.Reviews)
	if n == 0 {
		return ""
	}
	r := p.Reviews[n-1]
	if n == 1 {
		return fmt.Sprintf(tellReviewed, head, r.Finding, r.Opinion, p.ReviewUntil(b.school).Chinese())
	}
	return fmt.Sprintf(tellRereviewed, head, r.Finding, r.Opinion)
}

// reviewBody is who gives the opinion of a 复查.
func (b *Bot) reviewBody() string { return orElse(b.school.Petitions.ReviewBody, tellReviewBody) }
