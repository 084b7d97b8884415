package policy

import "slices"

// Petitions holds what the configuration says about petitions (Art. 5.7).
type Petitions struct {
	Categories       []Category
	CrisisContacts   []string // lines shown at once to somebody in danger
	CrisisResponders []string // member ids of those who are called at once when somebody is in danger; empty: the petition officers
	Doors            []string // the right doors for 检举控告: 12388 ...
	Mailboxes        []string // 意见箱, 电子信箱, 举报电话 of Art. 5.7, shown where the chat takes nothing in
	Routes           []Route  // legal channels that come before a petition (requirements 2.3)
	OfficerHeads     []string // member ids who stand above the petition officers: they approve, and act where an officer may not; none: 校长办公室
	ReviewBody       string   // who gives the 复查 opinion, as it is said to the filer; "" = 学校信访工作机构
	Retention        Retention
	Timings          Timings
}

// Retention says how long what the chat took in is kept (section 4, rule 9). Texts of discipline matters are never kept.
type Retention struct {
	CaseYears     int // a case, from its close
	IdentityYears int // who filed it, from its close
	ChatDays      int // the raw text of a message that was understood
}

// Class 信访类别 is the legal kind of a matter (信访工作条例 Art. 29-31); it decides the clock of the decision. 检举控告 is none of them: the chat takes no such
// matter in.
type Class string

// The classes.
const (
	Suggestion Class = "建议意见"
	Appeal     Class = "申诉求决"
	Inquiry    Class = "咨询求助"
)

// Classes is the closed list in the order in which it is shown.
var Classes = []Class{Suggestion, Appeal, Inquiry}

// Category is one row of the table that suggests where a petition goes.
type Category struct {
	Name      string // 后勤-食堂
	Unit      string // "" = the officer decides
	Keywords  []string
	Class     Class // "" = 建议意见
	Simple    bool  // 简易办理: clear, small, decided in few workdays
	TwoPerson bool  // a second person checks the reply before it goes out
	OnConduct bool  // about how people behave: a unit that the filer names is a target, not a handler (section 4, rule 3)
}

// Route is a legal channel for matters that a petition office does not decide, with the limit that the person must know (requirements 2.3).
type Route struct {
	Name     string // 学生申诉
	Door     string // where to go
	Limit    string // "收到决定之日起10日内"; "" = none to be told
	Keywords []string
}

// Timings are the time limits of requirements 2.1 with the words of their unit in the name: Days are calendar days 日, Workdays 工作日. The day of receipt
// is day 0. All numbers are 1 or more.
type Timings struct {
	TellDays           int // Art. 23: tell the filer what becomes of the case
	SortWorkdays       int // the officer's own sorting, internal
	ObjectWorkdays     int // Art. 23: object to a case from above; the same for a unit to hand a case back
	DecideDays         int // Art. 34: opinion on 申诉求决, from acceptance
	ExtendDays         int // Art. 34: the one extension
	SuggestionWorkdays int // answer to 建议意见
	InquiryWorkdays    int // answer to 咨询求助
	SimpleWorkdays     int // 简易办理
	UnitWorkdays       int // a unit's own clock, unless the officer names a day
	ReworkWorkdays     int // second answer by another person
	ReviewDays         int // Art. 35, 36: to ask for 复查 or 复核, and to give its opinion
	EscalateWorkdays   int // 督办 without an answer: the leader in charge is told
	RateAgainDays      int // the second and last question for a rating
	CloseDays          int // an answered case without a word from the filer is closed
	FollowUpDays       [2]int
	ClusterCases       int // open cases of one topic in one unit that make a 督办
	IssueWorkdays      int // Art. 6.3: first answer to an issue
	IssueDays          int // Art. 6.3: solved, or a dated plan
	Representatives    int // Art. 20: at most so many people speak for a group
}

// DefaultTimings are the limits of the law, and our own where it gives none.
func DefaultTimings() Timings {
	return Timings{
		TellDays: 15, SortWorkdays: 3, ObjectWorkdays: 5, DecideDays: 60, ExtendDays: 30, SuggestionWorkdays: 15, InquiryWorkdays: 10, SimpleWorkdays: 10,
		UnitWorkdays: 10, ReworkWorkdays: 10, ReviewDays: 30, EscalateWorkdays: 3, RateAgainDays: 3, CloseDays: 30, FollowUpDays: [2]int{30, 90},
		ClusterCases: 3, IssueWorkdays: 7, IssueDays: 30, Representatives: 5,
	}
}

// Category finds a category by its name; nil if there is none.
func (p *Petitions) Category(name string) *Category {
	for i := range p.Categories {
		if p.Categories[i].Name == name {
			return &p.Categories[i]
		}
	}
	return nil
}

// Heads lists the members in post on day d who stand above the petition officers, in the order of the configuration.
func (s *School) Heads(d Date) []*Member {
	if len(s.Petitions.OfficerHeads) == 0 {
		return s.HoldersOf(PresidentOffice, d)
	}
	var out []*Member
	for i := range s.Members {
		if m := &s.Members[i]; m.Serves(d) && slices.Contains(s.Petitions.OfficerHeads, m.ID) {
			out = append(out, m)
		}
	}
	return out
}

// Handles tells whether the member is one of the 承办人 of a unit.
func (s *School) Handles(m *Member, unit string) bool {
	u := s.Unit(unit)
	return m != nil && u != nil && slices.Contains(u.Handlers, m.ID)
}

// HandlersOf lists the 承办人 of a unit who are in post on day d.
func (s *School) HandlersOf(unit string, d Date) []*Member {
	u := s.Unit(unit)
	if u == nil {
		return nil
	}
	var out []*Member
	for _, id := range u.Handlers {
		if m := s.Member(id); m != nil && m.Serves(d) {
			out = append(out, m)
		}
	}
	return out
}

// LeadersOver lists the leaders who are in charge of a unit (分管) on day d, in post order.
func (s *School) LeadersOver(unit string, d Date) []*Member {
	var out []*Member
	for _, m := range s.Leaders(d) {
		if m.InChargeOf(unit, d) {
			out = append(out, m)
		}
	}
	return out
}

// Times gives the time limits: those of the school, the default ones for a school that says nothing.
func (p *Petitions) Times() Timings {
	if p.Timings == (Timings{}) {
		return DefaultTimings()
	}
	return p.Timings
}
