package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Plan 计划: something to come. It is either an activity on a day that is still ahead, which counts nothing and is offered for 登记 once the day has
// come; or the research plan of a year (调研计划, Art. 5.3), which fulfils rule 5.3c and holds its items.
type Plan struct {
	ID     string      `json:"id"` // JH2026-0001
	Member string      `json:"member"`
	Kind   policy.Kind `json:"kind"`          // research_plan for the plan of a year
	Date   policy.Date `json:"date"`          // the day meant; of a research plan the day from which it counts
	Said   Details     `json:"said,omitzero"` // of a planned activity
	Year   string      `json:"year,omitempty"`
	Items  []PlanItem  `json:"items,omitempty"`

	By      string    `json:"by"`   // who said it
	Made    time.Time `json:"made"` // UTC
	Record  string    `json:"record,omitempty"`
	Dropped time.Time `json:"dropped,omitzero"`

	Earlier []Arrangement `json:"earlier,omitempty"` // of a first lesson: what it was before each change, the first one first
}

// PlanItem is one item of a research plan, as it was said.
type PlanItem struct {
	Text string `json:"text"`
	Unit string `json:"unit,omitempty"` // full name
}

// Open tells whether a planned activity was neither entered nor given up.
func (p *Plan) Open() bool {
	return p.Kind != policy.ResearchPlan && p.Record == "" && p.Dropped.IsZero()
}

// mostItems is how many items a research plan holds.
const mostItems = 50

// PlanActivity notes an activity to come of the member himself or of one who let him speak.
//
// Refusals: unknown_kind, unknown_member, not_delegated, past, no_date.
func PlanActivity(school *policy.School, e Entry) (Plan, error) {
	today := school.Today(e.At)
	switch {
	case e.Date <= 0:
		return Plan{}, refuseNoDate()
	case e.Date < today:
		return Plan{}, refusePast()
	case school.Measure.Kind(e.Kind) == nil:
		return Plan{}, refuseKind()
	}
	members, no := e.members(school, today)
	if no != nil {
		return Plan{}, no
	}
	e.Said.Text = "" // the sentence as typed is kept with a record only, and not for long
	return Plan{Member: members[0].ID, Kind: e.Kind, Date: e.Date, Said: e.Said, By: e.By.ID, Made: e.At.UTC()}, nil
}

// Happened notes the record under which a planned activity was entered.
//
// Refusals: not_yours, plan_settled.
func (p Plan) Happened(by *policy.Member, record string) (Plan, error) {
	switch {
	case !p.mayChange(by):
		return p, refusePlanNotYours()
	case !p.Open():
		return p, refusePlanSettled()
	}
	p.Record = record
	return p, nil
}

// Drop gives a plan up.
//
// Refusals: not_yours, plan_settled.
func (p Plan) Drop(by *policy.Member, at time.Time) (Plan, error) {
	switch {
	case !p.mayChange(by):
		return p, refusePlanNotYours()
	case p.Record != "" || !p.Dropped.IsZero():
		return p, refusePlanSettled()
	}
	p.Dropped = at.UTC()
	return p, nil
}

// Move puts a planned activity on another day, today or later.
//
// Refusals: not_yours, plan_settled, past, nothing_changed.
func (p Plan) Move(by *policy.Member, day, today policy.Date) (Plan, error) {
	switch {
	case !p.mayChange(by):
		return p, refusePlanNotYours()
	case !p.Open():
		return p, refusePlanSettled()
	case day < today:
		return p, refusePast()
	case day == p.Date:
		return p, refuseNothingChanged()
	}
	p.Date = day
	return p, nil
}

// Alter gives a planned activity another kind or other details.
//
// Refusals: not_yours, plan_settled.
func (p Plan) Alter(by *policy.Member, kind policy.Kind, said Details) (Plan, error) {
	switch {
	case !p.mayChange(by):
		return p, refusePlanNotYours()
	case !p.Open():
		return p, refusePlanSettled()
	}
	said.Text = ""
	p.Kind, p.Said = kind, said
	return p, nil
}

// mayChange tells whether a plan is the member's to enter or to give up: his own, one that he said, and first lessons for those who arrange them.
func (p *Plan) mayChange(by *policy.Member) bool {
	return by.ID == p.Member || by.ID == p.By || p.Lesson() && Arranger(by)
}

// NewResearchPlan lays down the research plan of a year for the one who says it (Art. 5.3). It counts from the day on which it is said, or from the
// first day of the year if that is still ahead.
//
// Refusals: leaders_only, no_items.
func NewResearchPlan(by *policy.Member, year policy.Period, items []PlanItem, today policy.Date, at time.Time) (Plan, error) {
	p := Plan{Member: by.ID, Kind: policy.ResearchPlan, Year: year.ID, Date: max(today, year.Span.From), By: by.ID, Made: at.UTC()}
	if year.Span.To != 0 {
		p.Date = min(p.Date, year.Span.To.Add(-1))
	}
	return p.Extend(by, items)
}

// Extend adds items to a research plan; what it holds already is not added again.
//
// Refusals: leaders_only, no_items, too_many_items.
func (p Plan) Extend(by *policy.Member, items []PlanItem) (Plan, error) {
	have := map[PlanItem]bool{}
	list := append([]PlanItem(nil), p.Items...)
	for _, it := range list {
		have[it] = true
	}
	for _, it := range items {
		if it.Text != "" && !have[it] {
			have[it] = true
			list = append(list, it)
		}
	}
	switch {
	case !by.Has(policy.Leader) || by.ID != p.Member:
		return p, refuseLeadersOnly()
	case len(list) == len(p.Items):
		return p, refuseNoItems()
	case len(list) > mostItems:
		return p, refuseTooManyItems()
	}
	p.Items = list
	return p, nil
}

// Mark gives what a standing needs to know of a research plan; false for a planned activity and for a plan that was given up: they count nothing.
func (p *Plan) Mark() (Mark, bool) {
	if p.Kind != policy.ResearchPlan || !p.Dropped.IsZero() {
		return Mark{}, false
	}
	serial, _ := ParseID(PlanLetters, p.ID)
	return Mark{Serial: serial, Date: p.Date, Kind: policy.ResearchPlan, Confirmed: true}, true
}
