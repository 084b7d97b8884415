package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Petition 信访事项: facts of one case, without anybody's name (Art. 5.7). Who filed it, in which words, and who joined it stands elsewhere, sealed; the
// summary is the officer's. What happens to a case is a method that gives a new Petition or a *Refusal; slices are never written to in place.
type Petition struct {
	ID        string    `json:"id"`                // XF2026-0042
	Received  time.Time `json:"received"`          // UTC; day of receipt is day 0
	Source    Source    `json:"source,omitempty"`  // "" = in chat
	EnteredBy string    `json:"entered,omitempty"` // member id of the office that entered what came by another door; "" = the filer in chat
	Level     Level     `json:"level,omitempty"`   // "" = 公开实名
	NoContact bool      `json:"no_contact,omitempty"`
	Follows   string    `json:"follows,omitempty"` // an ended case to which this one brings new facts (Art. 36)
	Superior  Superior  `json:"superior,omitzero"` // 上级转办
	Class     Class     `json:"class,omitempty"`
	Category  string    `json:"category"`        // 后勤-食堂
	Simple    bool      `json:"simple,omitzero"` // 简易办理
	Major     bool      `json:"major,omitempty"` // 重大: 书记 and 校长 see it too
	Place     string    `json:"place,omitempty"` // masked
	Unit      string    `json:"unit"`            // the unit that leads, or that the category suggests before it is assigned; "" = the officer decides
	Summary   string    `json:"summary"`         // neutral, masked, by the officer; "" until it is written

	Targets     []string     `json:"targets,omitempty"`      // member ids of those it is about: they and theirs see nothing (section 4, rule 3)
	TargetUnits []string     `json:"target_units,omitempty"` // units whose conduct it is about
	Recused     []string     `json:"recused,omitempty"`      // member ids of those who withdrew, 回避
	Attachments []Attachment `json:"attachments,omitempty"`
	Supplements int          `json:"supplements,omitempty"` // how often the filer added to it; the words are sealed
	Followers   int          `json:"followers,omitempty"`   // 附议; who they are is sealed
	Reps        int          `json:"reps,omitempty"`        // representatives of a group, 5 at most (Art. 20)

	Told        Told          `json:"told,omitzero"`
	Accepted    time.Time     `json:"accepted,omitzero"` // taken on: the clock of the decision runs from here
	Assignments []Assignment  `json:"assignments,omitempty"`
	Extension   Extension     `json:"extension,omitzero"`
	Opinions    []Opinion     `json:"opinions,omitempty"`
	Replied     time.Time     `json:"replied,omitzero"` // the last answer was given
	Ratings     []Rating      `json:"ratings,omitempty"`
	Rework      Rework        `json:"rework,omitzero"` // the one second round after 不满意
	Urges       []time.Time   `json:"urges,omitempty"` // 催办
	Supervised  []Supervision `json:"supervised,omitempty"`
	Reviews     []Review      `json:"reviews,omitempty"` // [0] 复查, [1] 复核
	Closed      time.Time     `json:"closed,omitzero"`
	ClosedBy    string        `json:"closed_by,omitempty"`
	Withdrawn   time.Time     `json:"withdrawn,omitzero"`
	Ended       time.Time     `json:"ended,omitzero"` // 终结: after 复核 nothing of the same facts is taken in again
	MergedInto  string        `json:"merged_into,omitempty"`
	MergedAt    time.Time     `json:"merged_at,omitzero"`
	Merged      []string      `json:"merged,omitempty"`   // cases that were merged into this one
	Allowed     time.Time     `json:"allowed,omitzero"`   // the filer lets the handling unit have the contact
	Released    time.Time     `json:"released,omitzero"`  // and the officer handed it on
	Excluded    string        `json:"excluded,omitempty"` // why it is left out of the rates
	FollowUps   []FollowUp    `json:"follow_ups,omitempty"`
	Forgotten   time.Time     `json:"forgotten,omitzero"` // identity deleted by retention

	Due    policy.Date `json:"due,omitzero"`     // last good workday of the clock that runs, as it was worked out at the last step; 0 = none runs
	DueFor Clock       `json:"due_for,omitzero"` // which clock that is
}

// Stage 阶段 is where a case stands, derived from its facts. Its text is what people are told.
type Stage string

// The stages.
const (
	StageFiled     Stage = "已登记"
	StageTold      Stage = "已告知" // taken on, no unit works on it yet
	StageWork      Stage = "办理中"
	StageCheck     Stage = "待复核人核对"
	StageAnswered  Stage = "已答复"
	StageClosed    Stage = "已办结"
	StageReview    Stage = "复查中"
	StageReviewed  Stage = "已复查"
	StageRereview  Stage = "复核中"
	StageEnded     Stage = "终结"
	StageWithdrawn Stage = "已撤回"
	StageMerged    Stage = "已并案"
)

// Stage derives where the case stands.
func (p *Petition) Stage() Stage {
	switch {
	case !p.Withdrawn.IsZero():
		return StageWithdrawn
	case p.MergedInto != "":
		return StageMerged
	case !p.Ended.IsZero():
		return StageEnded
	case len(p.Reviews) > 0:
		return p.reviewStage()
	case !p.Closed.IsZero():
		return StageClosed
	case p.answered():
		return StageAnswered
	case p.unchecked() != nil:
		return StageCheck
	case p.Told.At.IsZero():
		return StageFiled
	case p.lead() == nil && p.Rework.At.IsZero():
		return StageTold
	}
	return StageWork
}

func (p *Petition) reviewStage() Stage {
	switch given := !p.Reviews[len(p.Reviews)-1].Given.IsZero(); {
	case given:
		return StageReviewed
	case len(p.Reviews) == 1:
		return StageReview
	}
	return StageRereview
}

// Open tells whether somebody still owes something, or the filer may still be heard: the case is not closed, withdrawn, merged or ended. A case under
// review is open; one whose review is given is not, until the filer asks for 复核.
func (p *Petition) Open() bool {
	switch p.Stage() {
	case StageClosed, StageEnded, StageWithdrawn, StageMerged, StageReviewed:
		return false
	}
	return true
}

// Working tells whether an answer is still owed: the stages before 已答复.
func (p *Petition) Working() bool {
	switch p.Stage() {
	case StageFiled, StageTold, StageWork, StageCheck:
		return true
	}
	return false
}

// Owed tells whether the school owes the filer something: an answer, or the opinion of a review.
func (p *Petition) Owed() bool {
	stage := p.Stage()
	return p.Working() || stage == StageReview || stage == StageRereview
}

// Over is the instant from which retention counts: when the case was closed, withdrawn, merged or ended; zero while it is open.
func (p *Petition) Over() time.Time {
	if p.Open() {
		return time.Time{}
	}
	over := p.Closed
	for _, at := range []time.Time{p.Withdrawn, p.MergedAt, p.Ended} {
		if at.After(over) {
			over = at
		}
	}
	for _, r := range p.Reviews {
		if r.Given.After(over) {
			over = r.Given
		}
	}
	return over
}

// Overdue tells whether the clock that runs is past its last good workday on day d.
func (p *Petition) Overdue(d policy.Date) bool { return p.Due != 0 && d > p.Due && p.Owed() }

// Units lists the units that work on the case now, the leading one first.
func (p *Petition) Units() []string {
	var out []string
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Live() {
			if a.Lead {
				out = slices.Insert(out, 0, a.Unit)
				continue
			}
			out = append(out, a.Unit)
		}
	}
	return out
}

// Answer is the opinion that answers the case now; nil if there is none, or if it is being reworked.
func (p *Petition) Answer() *Opinion {
	if !p.answered() {
		return nil
	}
	for i := len(p.Opinions) - 1; i >= 0; i-- {
		if !p.Opinions[i].Final.IsZero() {
			return &p.Opinions[i]
		}
	}
	return nil
}

// finals counts the opinions that became the answer.
func (p *Petition) finals() int {
	n := 0
	for i := range p.Opinions {
		if !p.Opinions[i].Final.IsZero() {
			n++
		}
	}
	return n
}

// answered tells whether the answer was given, after a rework once more.
func (p *Petition) answered() bool {
	n := p.finals()
	return n > 0 && (p.Rework.At.IsZero() || n > p.Rework.After)
}

// unchecked is the opinion that waits for the second person; nil if none does.
func (p *Petition) unchecked() *Opinion {
	for i := range p.Opinions {
		if o := &p.Opinions[i]; o.Leading && o.Final.IsZero() && o.Rejected.IsZero() {
			return o
		}
	}
	return nil
}

// lead is the assignment of the unit that leads; nil while there is none.
func (p *Petition) lead() *Assignment {
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Lead && a.Live() {
			return a
		}
	}
	return nil
}

// assigned is the live assignment of a unit; nil if it has none.
func (p *Petition) assigned(unit string) *Assignment {
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Unit == unit && a.Live() {
			return a
		}
	}
	return nil
}
