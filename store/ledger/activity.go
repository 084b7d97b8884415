package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Activity 联系基层活动: one thing a leader did, reported in one sentence (Art. 4, 5). One record serves every leader who was present.
type Activity struct {
	ID   string      `json:"id"` // HD2026-0001
	Kind policy.Kind `json:"kind"`
	Date policy.Date `json:"date"` // the day it was held
	Said Details     `json:"said"`

	Credits []Credit `json:"credits"` // who it counts for; never empty

	By         string    `json:"by"`                // member id of the one who entered it; an address "wecom:user" for unlisted people
	Entered    time.Time `json:"entered"`           // UTC
	Late       bool      `json:"late,omitempty"`    // entered after the limit (1.4 no. 30): the office must approve
	Approved   time.Time `json:"approved,omitzero"` // by the office, for a late entry
	ApprovedBy string    `json:"approved_by,omitempty"`
	Asked      []string  `json:"asked,omitempty"` // fields that wait for 对 (confirm names kind, date or class_hours)
	Corrected  time.Time `json:"corrected,omitzero"`

	History []Revision `json:"history,omitempty"` // what corrections changed, the first one first
	Plan    string     `json:"plan,omitempty"`    // id of the plan that it carried out
	Paper   *Paper     `json:"paper,omitempty"`   // the line of an earlier year that it was imported from; nil = entered here

	Retracted   time.Time `json:"retracted,omitzero"` // taken back; the record stays, counts nothing
	RetractedBy string    `json:"retracted_by,omitempty"`
	Reason      string    `json:"reason,omitempty"` // why it was taken back, if said
}

// Credit is one leader's share in an activity. It counts from Confirmed on.
type Credit struct {
	Member    string    `json:"member"`
	Confirmed time.Time `json:"confirmed,omitzero"` // own report: the instant of entry; else the leader's 对
	Declined  time.Time `json:"declined,omitzero"`  // the leader said it was not so
}

// Details is what was said about an activity; every field may be empty. Field names are those of the measure's data.
type Details struct {
	PartOfDay   string   `json:"part_of_day,omitempty"` // 上午, 下午, 晚上
	Start       string   `json:"start,omitempty"`       // "15:00"
	End         string   `json:"end,omitempty"`
	Periods     string   `json:"periods,omitempty"`     // class periods "5-6"
	ClassHours  float64  `json:"class_hours,omitempty"` // 学时; multiples of 0.5
	Minutes     int      `json:"minutes,omitempty"`
	Unit        string   `json:"unit,omitempty"` // full name
	Place       string   `json:"place,omitempty"`
	PlaceType   string   `json:"place_type,omitempty"` // 教室, 食堂, 宿舍 ...
	Course      string   `json:"course,omitempty"`
	Teacher     string   `json:"teacher,omitempty"`
	Klass       string   `json:"klass,omitempty"`
	Subkind     string   `json:"subkind,omitempty"`
	Branch      string   `json:"branch,omitempty"`
	OwnBranch   bool     `json:"own_branch,omitempty"`
	Level       string   `json:"level,omitempty"` // "school": the leadership's own meeting
	Role        string   `json:"role,omitempty"`
	Audience    string   `json:"audience,omitempty"`
	Headcount   int      `json:"headcount,omitempty"`
	Approx      bool     `json:"headcount_approx,omitempty"`
	Topic       string   `json:"topic,omitempty"`
	Counterpart string   `json:"counterpart,omitempty"`
	Party       string   `json:"party,omitempty"`
	Event       string   `json:"event,omitempty"`
	Speaker     string   `json:"speaker,omitempty"`
	Matter      string   `json:"matter,omitempty"`
	Form        string   `json:"form,omitempty"`
	Meeting     string   `json:"meeting,omitempty"`
	Visitors    int      `json:"visitor_groups,omitempty"`
	Comment     string   `json:"comment,omitempty"` // 听课记录
	Issues      []string `json:"issues,omitempty"`
	Handoffs    []string `json:"handoffs,omitempty"` // "三楼地面湿滑 → 后勤处"
	Informal    bool     `json:"informal,omitempty"`
	Text        string   `json:"text,omitempty"` // the sentence as typed
}

// Live tells whether the record stands: not taken back.
func (a *Activity) Live() bool { return a.Retracted.IsZero() }

// Credited tells whether the record credits this member, whatever it waits for.
func (a *Activity) Credited(member string) bool {
	return slices.ContainsFunc(a.Credits, func(c Credit) bool { return c.Member == member })
}

// Waits tells what the record still waits for before it counts for the member: "" (it counts), or one of the Waits constants.
func (a *Activity) Waits(member string) string {
	if !a.Live() {
		return WaitsRetracted
	}
	for _, c := range a.Credits {
		if c.Member != member {
			continue
		}
		switch {
		case !c.Declined.IsZero():
			return WaitsDeclined
		case c.Confirmed.IsZero():
			return WaitsMember
		case a.Late && a.Approved.IsZero():
			return WaitsOffice
		}
		return ""
	}
	return WaitsDeclined
}
