package phrase

import (
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Context is what is known about a message besides its text. It comes from the account and the open dialog, never from the text.
type Context struct {
	Today    policy.Date    // the school's civil day on which it was said; must be set
	Who      *policy.Member // who said it; nil: not listed, a plain member
	Role     string         // role word when there is no Member: "student", "teacher", "leader" ...; "" = plain member
	Group    bool           // said in a group chat
	Awaiting []string       // slots an open dialog asks for, first one asked now: "date", "activities[1].course", "confirm", "choose"; empty: none
	Choices  []string       // what a bare number or name may pick, in the order shown; names, or days as "2006-01-02" or "5月16日"
}

// Activity is one activity as it was said. What the text does not fix is zero and stands in the Command's Ask.
type Activity struct {
	Kind     policy.Kind    // "" only if the text names a plan without saying what
	Date     policy.Date    // the day; 0 = the text does not fix it
	Vague    string         // the words that name a day without fixing it: 清明前, 上周; "" if none
	Days     []policy.Date  // days the vague words may mean, at most four, for buttons
	Said     ledger.Details // everything else; class hours are multiples of 0.5, 0 = not said
	Leaders  []string       // ids of other leaders who were there, in the order named, without the reporter
	Handoffs []Handoff      // issues given to a unit on the spot (Art. 6.3)
	NoHours  bool           // the length was said but is no whole number of class hours (两个小时): ask for the periods
}

// Handoff is an issue somebody asked a unit to see to.
type Handoff struct {
	Issue string // as said, without the order
	Unit  string // full name
	Want  string // what is to be done, as said: 弄个方案
}

// Target says which record an order or a question is about. The zero Target names none.
type Target struct {
	Last bool        // the record just entered; for petitions the filer's own last one
	ID   string      // HD2026-0117
	Kind policy.Kind // 昨天那条听课
	Date policy.Date // the day it was held (or entered: ask if both exist)
	Text string      // topic words: 空调

	Ahead policy.Date // the day that was named, read as one to come: 取消周五的听课 may mean a plan; 0 = it cannot be

	Subkind string // 主题党日
	Unit    string // full name: 文学院的听课
	Who     string // id of the leader whose record it is: 林校的听课; "" = the speaker's own, or any that he entered
}

// Item is one line of a list: a first lesson to be planned, or one of several petitions.
type Item struct {
	Who       string // member id
	Date      policy.Date
	PartOfDay string
	Text      string
	Category  string // 后勤-充电
	Unit      string // full name
	Clause    string // schedule_first_lesson: all that was said about this one, folded, without who and with the day
}

// Changes are new values for an existing record.
type Changes struct {
	Fields []string // what changes: "date", "kind", "class_hours", "unit" ... names of the measure's data
	To     Activity // holds the new values of exactly these fields
	Not    string   // the old value as said (不是A是B), to find the record by; "" if not said
}

// Command is what a message means. One message gives one Command; slots that do not belong to its Intent are zero.
type Command struct {
	Intent     Intent
	Activities []Activity // report_activity, plan_activity (one or more); clarify (one, with the slots that were answered)
	Plans      []Activity // report_activity: what is still to come, told in the same message; never counted, nothing is asked about it
	For        []string   // ids of members on whose behalf it is reported; empty: for the reporter
	Unclear    []string   // ids of members or full names of units a word may mean, when it may mean several; then "who" or "unit" is in Ask
	Ask        []string   // what is still needed, most needed first: "date", "class_hours", "activities[1].date"; never more than two
	Confirm    []string   // what was taken from the text but wants a yes; the record waits for it if it is kind, date or class_hours

	Rule   string // query_quota: "5.4b"; "" = all of them
	Scope  string // self, all, unit:NAME, or a member id
	Period string // "2026-2027-1", "2025-2026", "2026"; month "2026-03"; "" = none said and none implied
	Want   string // remaining, unmet, done

	Date      policy.Date // reception days, snooze (until), due day of an order
	PartOfDay string
	Clock     string   // "15:30"
	Next      bool     // query_reception: the next one, whichever day that is
	Person    string   // member id of the leader who is asked for, exported, replaced
	With      string   // member id of the other one in a swap or a change of the roster
	Case      string   // XF2026-0042; short numbers (007) as said
	Cases     []string // merge_cases
	Unit      string   // full name: where a case goes or belongs
	CoUnit    string   // full name
	Category  string   // 后勤-宿舍
	Type      string   // 求决, 投诉, 意见, 建议, 咨询, 表扬
	Topic     string   // a few words of the text
	Place     string   // file_case: where it is, as said
	Text      string   // the reply, reason or supplement, as said
	Days      int      // extend_case; limit of an order in days (workdays for transfer_case)
	People    int      // book_reception: how many come; record_reception: how many came
	Visitors  int      // record_reception: groups of visitors; -1 = nobody came
	Lead      int      // set_reminder: days ahead; 0 = not said
	Mute      bool     // set_reminder
	Anonymous bool     // file_case: 匿名
	Hidden    bool     // file_case: 保密, 别让他知道
	Private   bool     // said in a group, to be moved to a private chat without repeating a word of it
	Urgent    bool     // 马上, 加急, safety
	Rating    string   // 满意, 基本满意, 不满意
	Ranking   bool     // generate_bulletin: a ranking was asked for (it is never made)
	Topics    []Item   // file_cases, schedule_first_lesson, set_plan
	Target    Target   // correct, retract, query, urge, rate ...
	Changes   Changes  // correct_activity
	Choice    int      // choose: 1 is the first; 0 = none
	Why       []Reason // how it was understood: the rule, and the words behind each slot; only Explain says it
}
