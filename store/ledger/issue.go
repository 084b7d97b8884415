package ledger

import (
	"cmp"
	"strings"
	"time"

	"lianxin/config/policy"
)

// IssueLetters begin the id of an issue: WT2026-0001 (问题).
const IssueLetters = "WT"

// Issue 问题: something found on a visit, at a forum, at a reception or brought by a contact unit (Art. 6.3): it has an owner and a day until it is solved,
// its handovers are on record, and the unit that raised it hears what became of it. A common one may go to a meeting (Art. 6.4).
type Issue struct {
	ID     string    `json:"id"`
	Raised time.Time `json:"raised"`
	By     string    `json:"by"`             // member id of the leader or office that brought it up
	From   string    `json:"from,omitempty"` // id of the activity; "" = entered by itself
	Source string    `json:"source,omitempty"`
	Unit   string    `json:"unit,omitempty"` // the unit that raised it and hears the outcome; "" = none
	Text   string    `json:"text"`           // masked

	Trail    []Handover  `json:"trail"`           // the last one owns it; never empty
	Wanted   policy.Date `json:"wanted,omitzero"` // by when whoever handed it over wants an answer, if sooner than the measure does
	Answered time.Time   `json:"answered,omitzero"`
	Answer   string      `json:"answer,omitempty"`
	Plan     string      `json:"plan,omitempty"` // with its day: what counts as solved in time if it takes longer
	PlanDay  policy.Date `json:"plan_day,omitzero"`
	Solved   time.Time   `json:"solved,omitzero"`
	SolvedBy string      `json:"solved_by,omitempty"`
	Result   string      `json:"result,omitempty"`
	FedBack  time.Time   `json:"fed_back,omitzero"` // the unit that raised it was told of the result

	Candidate   time.Time   `json:"candidate,omitzero"` // 议题候选
	CandidateBy string      `json:"candidate_by,omitempty"`
	Meeting     string      `json:"meeting,omitempty"` // 党委会, 校长办公会
	MeetingDay  policy.Date `json:"meeting_day,omitzero"`
	Outcome     string      `json:"outcome,omitempty"` // what the meeting decided
	Decided     time.Time   `json:"decided,omitzero"`

	Due policy.Date `json:"due,omitzero"` // last good day of what is owed next, worked out at the last step; 0 = solved
}

// Handover 移交 is one step of who owns an issue.
type Handover struct {
	Unit   string    `json:"unit,omitempty"`
	Member string    `json:"member,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Note   string    `json:"note,omitempty"`
}

// Owner is who has the issue now.
func (i *Issue) Owner() Handover { return i.Trail[len(i.Trail)-1] }

// Overdue tells whether what is owed next is late on day d.
func (i *Issue) Overdue(d policy.Date) bool { return i.Due != 0 && d > i.Due }

// Stage says where it stands: 待答复, 办理中, 已解决, and of a common one 议题候选, 已上会.
func (i *Issue) Stage() string {
	switch {
	case !i.Solved.IsZero():
		return "已解决"
	case !i.Decided.IsZero():
		return "已上会"
	case !i.Candidate.IsZero():
		return "议题候选"
	case !i.Answered.IsZero() || i.PlanDay != 0:
		return "办理中"
	}
	return "待答复"
}

// IssueEntry is what somebody brings up.
type IssueEntry struct {
	From   string // id of the activity
	Source string // 走访, 座谈, 接待日 ...
	Unit   string // raised by
	Owner  string // unit that is to deal with it; "" = whoever brought it up
	Text   string
	For    string      // member id of the leader in whose record it stands, if somebody else enters it; "" = whoever does
	Wanted policy.Date // by when an answer is wanted; 0 = when the measure says, and no later than that
}

// RaiseIssue enters an issue (Art. 6.3): a first answer is owed in 7 workdays, or sooner where it is wanted sooner, a solution or a dated plan in 30 days. Leaders, their delegates and the
// offices bring issues up; the caller has seen to that.
func RaiseIssue(d *Deed, id string, e IssueEntry) (Issue, error) {
	text := strings.TrimSpace(Mask(d.School, e.Text))
	m := d.By.Member
	switch {
	case text == "":
		return Issue{}, refuseIssueText()
	case m == nil || !m.Serves(d.day()):
		return Issue{}, refuseIssueRight()
	case e.Owner != "" && d.School.Unit(e.Owner) == nil:
		return Issue{}, refuseUnit(e.Owner)
	case e.For != "" && d.School.Member(e.For) == nil:
		return Issue{}, refuseUnknownMember()
	}
	by := cmp.Or(e.For, m.ID)
	first := Handover{Unit: e.Owner, By: m.ID, At: d.At}
	if e.Owner == "" {
		first.Member = by
	}
	i := Issue{ID: id, Raised: d.At, By: by, From: e.From, Source: e.Source, Unit: e.Unit, Text: text, Trail: []Handover{first}, Wanted: e.Wanted}
	d.note(id, VerbRaised, cmp.Or(e.Owner, by), ownerConcern(first))
	return i.settle(d), nil
}

// Verbs of the journal about an issue.
const (
	VerbRaised    = "raised"
	VerbHanded    = "handed_over"
	VerbAnswered  = "answered"
	VerbPlanned   = "planned"
	VerbSolved    = "solved"
	VerbCandidate = "candidate"
	VerbMeeting   = "meeting"
	VerbDecided   = "decided"
	VerbFedBack   = "fed_back"
)

// RoleRaiser is the unit that raised an issue, RoleOwner the member who has it, RoleFormer the unit that had it until it was handed over: whom a step of an
// issue concerns. For RoleOwner Unit is a member id.
const (
	RoleRaiser Role = "提出单位"
	RoleOwner  Role = "问题责任人"
	RoleFormer Role = "原承办单位"
)

func ownerConcern(h Handover) Concern {
	if h.Unit != "" {
		return toUnit(h.Unit)
	}
	return Concern{Who: RoleOwner, Unit: h.Member}
}

// may tells whether the actor of a deed may work on the issue: who brought it up, who owns it, the leader in charge of the unit that does, the offices.
func (i *Issue) may(d *Deed) bool {
	m := d.By.Member
	if m == nil || !m.Serves(d.day()) {
		return false
	}
	owner := i.Owner()
	return m.ID == i.By || m.ID == owner.Member || m.Has(policy.PartyOffice, policy.PresidentOffice) ||
		owner.Unit != "" && (d.School.Handles(m, owner.Unit) || m.Unit == owner.Unit && m.Has(policy.CollegeDean, policy.CollegeSecretary, policy.MidLevel) ||
			m.Has(policy.Leader) && m.InChargeOf(owner.Unit, d.day()))
}

// open refuses a step by somebody else, or about an issue that is solved.
func (i *Issue) open(d *Deed) error {
	switch {
	case !i.may(d):
		return refuseIssueRight()
	case !i.Solved.IsZero():
		return refuseIssueOver()
	}
	return nil
}

// raiser concerns the unit that raised the issue, if one did.
func (i *Issue) raiser() []Concern {
	out := []Concern{{Who: RoleOwner, Unit: i.By}}
	if i.Unit != "" {
		out = append(out, Concern{Who: RoleRaiser, Unit: i.Unit})
	}
	return out
}

// settle works out what is owed next: the first answer, then the solution or a plan with its own day.
func (i Issue) settle(d *Deed) Issue {
	t, from := d.times(), d.School.Today(i.Raised)
	switch {
	case !i.Solved.IsZero():
		i.Due = 0
	case i.Answered.IsZero():
		i.Due = d.School.Calendar.DueWorkdays(from, t.IssueWorkdays)
		if i.Wanted >= from && i.Wanted < i.Due {
			i.Due = i.Wanted
		}
	case i.PlanDay != 0:
		i.Due = i.PlanDay
	default:
		_, i.Due = d.School.Calendar.DueCalendarDays(from, t.IssueDays)
	}
	return i
}
