package policy

import (
	"strings"
	"time"
)

// School is everything the program knows before anybody said a word: people, units, calendar, measure and settings.
// It is built once by config and never changes; all slices and maps in it are shared and must not be written to.
type School struct {
	Name      string         // 示例大学
	Location  *time.Location // the one zone in which days begin and end
	Calendar  Calendar
	Measure   Measure
	Members   []Member // in the order of the configuration, which is post order in every list that is handed in
	Units     []Unit
	Reception Reception
	Petitions Petitions
	Reminders Reminders
	Groups    []Address // where group robots post announcements (GroupAddress), in one order; empty: nowhere

	places    map[string]int  // by id: where a member stands in Members; only a hint, see Index
	addresses map[Address]int // the same by folded account
	indexed   int             // how many members there were when both were made
}

// Index makes Member and MemberAt quick in a school of many. It is called once, when the school is complete; without it, and in a copy with more or
// fewer members, they look through the list.
func (s *School) Index() {
	s.indexed = len(s.Members)
	s.places, s.addresses = make(map[string]int, len(s.Members)), make(map[Address]int, len(s.Members))
	for i := range s.Members {
		s.places[s.Members[i].ID] = i
		for _, a := range s.Members[i].Accounts {
			s.addresses[a.Fold()] = i
		}
	}
}

// Address is where one member is reached on one platform. User ids are compared case-folded (WeCom gives them in either case).
type Address struct {
	Channel string `json:"channel"` // "wecom", "dingtalk" or "mail"
	User    string `json:"user"`    // the platform's user id, or the mail address
}

// Fold gives the address in the form in which two spellings of one account are equal.
func (a Address) Fold() Address {
	return Address{Channel: a.Channel, User: strings.ToLower(a.User)}
}

// ChannelZh is how people call a channel; itself if it has no other name.
func ChannelZh(channel string) string {
	switch channel {
	case "wecom":
		return "企业微信"
	case "dingtalk":
		return "钉钉"
	case "mail":
		return "邮箱"
	}
	return channel
}

// String gives "channel:user".
func (a Address) String() string { return a.Channel + ":" + a.User }

// Role is one of the closed list of roles an account may hold. The role comes from the configuration, never from what somebody claims in chat.
type Role string

// The closed list of roles.
const (
	Leader           Role = "leader"            // 学校领导班子成员
	Secretary        Role = "secretary"         // 秘书
	PartyOffice      Role = "party_office"      // 党委办公室
	PresidentOffice  Role = "president_office"  // 校长办公室
	PetitionOfficer  Role = "petition_officer"  // 信访专员
	DisciplineOffice Role = "discipline_office" // 纪委办
	AssessmentGroup  Role = "assessment_group"  // 考核小组
	MarxismSchool    Role = "marxism_school"    // 马克思主义学院
	UnitedFront      Role = "united_front"      // 统战部
	RetireeOffice    Role = "retiree_office"    // 离退休工作处
	AcademicAffairs  Role = "academic_affairs"  // 教务处
	CollegeSecretary Role = "college_secretary" // 二级学院党委书记
	CollegeDean      Role = "college_dean"      // 二级学院院长
	MidLevel         Role = "mid_level"         // 中层干部
	Handler          Role = "handler"           // 承办人
	Admin            Role = "admin"             // 系统管理员
)

// Roles is the closed list in the order in which it is shown, each with its Chinese name.
var Roles = []struct {
	Role Role
	Zh   string
}{
	{Leader, "校领导"},
	{Secretary, "秘书"},
	{PartyOffice, "党委办公室"},
	{PresidentOffice, "校长办公室"},
	{PetitionOfficer, "信访专员"},
	{DisciplineOffice, "纪委办"},
	{AssessmentGroup, "考核小组"},
	{MarxismSchool, "马克思主义学院"},
	{UnitedFront, "统战部"},
	{RetireeOffice, "离退休工作处"},
	{AcademicAffairs, "教务处"},
	{CollegeSecretary, "二级学院书记"},
	{CollegeDean, "二级学院院长"},
	{MidLevel, "中层干部"},
	{Handler, "承办人"},
	{Admin, "系统管理员"},
}

// Posts known to the rules (5.4a, order of lists); any other text is "other".
const (
	PostPartySecretary   = "学校党委书记"
	PostPresident        = "校长"
	PostDeputySecretary  = "党委副书记"
	PostVicePresident    = "副校长"
	PostDiscipline       = "纪委书记"
	PostCollegeSecretary = "二级学院党委书记"
	PostCollegeDean      = "二级学院院长"
)

// Assignment is one dated link of a member to a unit or to another member (分管, 联系, 委托). A zero Span holds always.
type Assignment struct {
	Name string // unit name, or member id for delegates
	Span Span
}

// Leave is a time in which a member's duties rest, granted by the office (1.4 no. 18).
type Leave struct {
	Span   Span
	Reason string
}

// Member 人员: one person of the directory.
type Member struct {
	ID              string // short, stable, [a-z0-9_-]; the key of everything the ledger holds about the person
	Name            string
	Title           string // as it is said: 副校长
	Aliases         []string
	Roles           []Role
	Kind            string   // member: teacher, student, staff, retiree, nonparty, outsider; "" for office holders
	Post            string   // one of the Post constants or "other"
	Party           string   // 中共, 民盟, 无党派 ...; "" = 中共
	Unit            string   // full name of the unit the person belongs to; "" if none
	Tags            []string // 分管教学工作, 分管学生工作
	InCharge        []Assignment
	Contact         []Assignment // contact_unit 联系单位
	Delegates       []Assignment // members (by id) who may report for this one
	ContactNonparty []string     // 联系的党外人士 (Art. 5.5)
	ContactParty    []string     // 联系的民主党派 (Art. 5.5)
	OwnBranch       string       // the branch of which the member is an ordinary party member
	Span            Span         // since .. until; zero = always
	Leaves          []Leave
	Accounts        []Address // in order of preference
}

// Has tells whether the member holds one of the roles.
func (m *Member) Has(roles ...Role) bool {
	for _, have := range m.Roles {
		for _, want := range roles {
			if have == want {
				return true
			}
		}
	}
	return false
}

// Serves tells whether the member is in post on day d.
func (m *Member) Serves(d Date) bool { return m.Span == Span{} || m.Span.Holds(d) }

// Delegated tells whether m lets the member with the id `to` report for him on day d.
func (m *Member) Delegated(to string, d Date) bool { return assigned(m.Delegates, to, d) }

// Unit 单位: a college, department or office.
type Unit struct {
	Name     string   // full name, unique
	Aliases  []string // 教科院
	Handlers []string // member ids of the 承办人
}

// Reception holds the settings of the reception day (Art. 5.8).
type Reception struct {
	Roster      []string          // member ids in order of rotation
	Place       map[string]string // member id -> office; "" = 当班领导办公室
	SlotMinutes int               // length of one visitor's place, minutes
}

// Reminders holds when the bot may speak first.
type Reminders struct {
	Tick       string // cron expression: when to look
	QuietFrom  Clock  // quiet hours begin
	QuietUntil Clock  // and end
}

// Clock is a wall clock time in minutes after midnight.
type Clock int

// Member finds a member by id; nil if there is none.
func (s *School) Member(id string) *Member {
	if i, ok := s.places[id]; ok && i < len(s.Members) && s.Members[i].ID == id {
		return &s.Members[i]
	}
	if s.places != nil && s.indexed == len(s.Members) {
		return nil
	}
	for i := range s.Members {
		if s.Members[i].ID == id {
			return &s.Members[i]
		}
	}
	return nil
}

// MemberAt finds the member who owns an address; nil for somebody of the corporation who is not listed (a plain member).
func (s *School) MemberAt(a Address) *Member {
	a = a.Fold()
	if i, ok := s.addresses[a]; ok && i < len(s.Members) && s.Members[i].owns(a) {
		return &s.Members[i]
	}
	if s.addresses != nil && s.indexed == len(s.Members) {
		return nil
	}
	for i := range s.Members {
		if s.Members[i].owns(a) {
			return &s.Members[i]
		}
	}
	return nil
}

// owns tells whether a folded address is one of the member's accounts.
func (m *Member) owns(a Address) bool {
	for _, have := range m.Accounts {
		if have.Fold() == a {
			return true
		}
	}
	return false
}

// Leaders lists the leadership in post on day d, in post order (学校领导班子成员).
func (s *School) Leaders(d Date) []*Member {
	var out []*Member
	for i := range s.Members {
		if m := &s.Members[i]; m.Has(Leader) && m.Serves(d) {
			out = append(out, m)
		}
	}
	return out
}

// HoldersOf lists the members in post on day d who hold the role, in the order of the configuration.
func (s *School) HoldersOf(r Role, d Date) []*Member {
	var out []*Member
	for i := range s.Members {
		if m := &s.Members[i]; m.Has(r) && m.Serves(d) {
			out = append(out, m)
		}
	}
	return out
}

// Unit finds a unit by its full name; nil if there is none.
func (s *School) Unit(name string) *Unit {
	for i := range s.Units {
		if s.Units[i].Name == name {
			return &s.Units[i]
		}
	}
	return nil
}

// Today gives the school's civil day of an instant.
func (s *School) Today(at time.Time) Date { return DateOf(at, s.Location) }
