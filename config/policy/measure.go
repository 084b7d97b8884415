package policy

import "slices"

// Measure is the document the program carries out, as data: kinds of activities, rules that count, duties that do not, and every open question as a setting.
type Measure struct {
	ID, Title, DocNo string
	Effective        string   // from when it holds, as the document says it
	Interpreters     []string // the offices that explain it (Art. 9)
	Settings         Settings
	Kinds            []KindSpec
	Rules            []Rule
	Duties           []Duty
	Articles         []Article // the text of the document; empty where the school's file does not give it
}

// Article 条: one article of the document, or one numbered part of it.
type Article struct {
	ID   string // 第五条, 第五条4
	Text string
}

// Settings are the open questions of the measure with the school's answers (the ambiguities of the requirements, 1.4).
type Settings struct {
	YearBasis                   string `yaml:"year_basis"`
	YearStart                   string `yaml:"year_start"`
	ReceptionParity             string `yaml:"reception_parity"`
	ReceptionWeeks              [2]int `yaml:"reception_weeks"`
	ReceptionOnHoliday          string `yaml:"reception_on_holiday"`
	MinutesPerClassHour         int    `yaml:"minutes_per_class_hour"`
	MinWholePeriods             int    `yaml:"min_whole_periods"`
	GroupCredit                 string `yaml:"group_credit"`
	ForumOverlap                bool   `yaml:"forum_overlap_5_3"`
	OneEventOneKind             bool   `yaml:"one_event_one_kind"`
	OwnBranchCounts             bool   `yaml:"own_branch_counts_5_1"`
	CPCOnly                     bool   `yaml:"cpc_only_5_1"`
	ProrateNewcomers            string `yaml:"prorate_newcomers"`
	LeaveExemption              string `yaml:"leave_exemption"`
	LateEntryDays               int    `yaml:"late_entry_days"`
	LeaderConfirmsDelegateEntry bool   `yaml:"leader_confirms_delegate_entry"`
	BulletinRanking             bool   `yaml:"bulletin_ranking"`
	EvidenceRequired            bool   `yaml:"evidence_required"`
}

// Kind 活动类别: the key of one kind of activity.
type Kind string

// The activity kinds of the measure.
const (
	ObserveClass  Kind = "observe_class"  // 听课 (Art. 5.4)
	OrgLife       Kind = "org_life"       // 支部生活/组织生活/民主生活会 (Art. 5.1)
	Forum         Kind = "forum"          // 座谈 (Art. 5.3)
	Research      Kind = "research"       // 调研 (Art. 5.3)
	Visit         Kind = "visit"          // 走访 (Art. 4.1)
	FirstLesson   Kind = "first_lesson"   // 思政第一课 (Art. 5.4)
	NonpartyTalk  Kind = "nonparty_talk"  // 与党外人士谈话 (Art. 5.5)
	NonpartyEvent Kind = "nonparty_event" // 参加民主党派活动 (Art. 5.5)
	RetireeBrief  Kind = "retiree_brief"  // 向离退休人员通报 (Art. 5.6)
	ReceptionDay  Kind = "reception"      // 接待日 (Art. 5.8)
	Consultation  Kind = "consultation"   // 教代会/听证/征求意见 (Art. 5.9)
	Ideology      Kind = "ideology"       // 意识形态研判 (Art. 5.2)
	ResearchPlan  Kind = "research_plan"  // 调研计划, counted from Plan records (Art. 5.3)
)

// KindSpec is what the measure's data say of one kind.
type KindSpec struct {
	Kind       Kind
	Zh         string   // 听课
	Unit       string   // class_hour; "" = times
	Subkinds   []string // 党课, 主题党日 ...
	Fields     []string // what a record of the kind may hold
	Restricted bool     // seen by few (Art. 5.2)
}

// Rule 规则: one duty that can be counted. A rule whose number changed stands in the measure once for each number, under the same id, with the days
// from which and until which it is in force (InForce).
type Rule struct {
	ID, Article, Title string
	Short              string // as leaders call it: 听课; "" = Title
	Like               string // id of the rule of the measure that a unit follows (Art. 8: 参照执行); "" = it follows none
	Pack               string // the pack of a later national rule that it comes from; "" = the measure
	Span               Span   // in force; zero = always
	Who                Who
	Kinds              []Kind
	Where              Where
	Min                int    // 0 with EverySlot and EveryWeek
	EverySlot          bool   // one per reception slot instead of a number
	EveryWeek          bool   // one per teaching week instead of a number; a week counts once
	Unit               string // times, class_hour, plan, slot, week
	Per                string // PerYear or PerTerm
	Window             Window
	Soft               bool     // shown amber, never "未完成"
	ArrangedBy         string   // the unit that plans it: 马克思主义学院
	RecordRequired     []string // fields without which the record is flagged 缺记录
	Counts             string   // what counts, in words
}

// Who says whom a rule binds.
type Who struct {
	Scope   string   // Each or Body
	Group   string   // 学校领导班子成员, 学校领导: the leadership; "" = whoever holds one of Posts
	Unit    string   // full name: only those who belong to it (Art. 8)
	Roles   []Role   // only the holders of one of the roles
	TagsAny []string // only those with one of the tags
	Posts   []string // only the holders of one of the posts
	Has     string   // only those with an assignment: contact_nonparty, contact_party
	Roster  bool     // in turn, by the roster
}

// Where says which records count.
type Where struct {
	Place     []string // in_charge, contact_unit
	Units     []string // only at one of these units, full names
	NotLevel  string   // school: the leadership's own meeting does not count
	Audience  []string // audiences that serve the rule, compared by class
	AskOffice []string // audiences of which the office decides
}

// Window says when within the period the duty is done.
type Window struct {
	By    string // week_6_of_term_1
	Weeks [2]int // first and last teaching week, both included; zero = all
	Every string // 2 weeks
	Day   string // 双周一
	From  string // 15:00
	To    string // 17:00
	Place string // 当班领导办公室
}

// Duty is an obligation without a number: tracked by records and lists, never a pass or fail.
type Duty struct {
	ID, Article, Text string
	Who               []string
	Kinds             []Kind
	Track             string
}

// Rule finds a rule by its id, the latest version if there are several; nil if there is none. School.RuleOn gives the one of a day.
func (m *Measure) Rule(id string) *Rule {
	for i := len(m.Rules) - 1; i >= 0; i-- {
		if m.Rules[i].ID == id {
			return &m.Rules[i]
		}
	}
	return nil
}

// Article finds the text of an article by its name; nil if the measure does not give it.
func (m *Measure) Article(id string) *Article {
	for i := range m.Articles {
		if m.Articles[i].ID == id {
			return &m.Articles[i]
		}
	}
	return nil
}

// Kind finds the data of an activity kind; nil if the measure does not know it.
func (m *Measure) Kind(k Kind) *KindSpec {
	for i := range m.Kinds {
		if m.Kinds[i].Kind == k {
			return &m.Kinds[i]
		}
	}
	return nil
}

// Tags lists the tags that the rules ask for (分管教学工作 ...), each once, in the order of the rules.
func (m *Measure) Tags() []string {
	var tags []string
	for _, r := range m.Rules {
		for _, tag := range r.Who.TagsAny {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}
