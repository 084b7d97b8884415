// Package ledgertest gives the tests of the ledger and of the store a school to work with: seven leaders, offices, units, three terms and the
// countable rules of the measure, as plain values. It knows no configuration file, and nothing outside tests may use it.
package ledgertest

import (
	"time"

	"lianxin/config/policy"
)

// School builds the school anew, so that a test may change its copy.
func School() *policy.School {
	s := &policy.School{
		Name:     "示例大学",
		Location: time.FixedZone("CST", 8*60*60),
		Calendar: policy.Calendar{
			Terms: []policy.Term{
				{ID: "2025-2026-1", Start: Day("2025-09-01"), Weeks: 20, TeachingWeeks: 18},
				{ID: "2025-2026-2", Start: Day("2026-03-02"), Weeks: 20, TeachingWeeks: 18},
				{ID: "2026-2027-1", Start: Day("2026-08-31"), Weeks: 20, TeachingWeeks: 18},
			},
			ReceptionWeeks: [2]int{2, 18},
		},
		Measure: policy.Measure{Settings: policy.DefaultSettings(), Kinds: kinds(), Rules: rules()},
		Members: members(),
		Units:   units(),
	}
	s.Petitions.Categories = []policy.Category{
		{Name: "后勤-食堂", Unit: "后勤处"}, {Name: "后勤-宿舍", Unit: "后勤处"}, {Name: "教务-选课", Unit: "教务处"}, {Name: "人事-职称", Unit: "人事处"},
	}
	return s
}

// Day reads a date that is written in a test; a wrong one is a broken test.
func Day(text string) policy.Date {
	d, err := policy.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// At reads an instant in school time, "2026-11-19 10:00".
func At(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("CST", 8*60*60))
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func members() []policy.Member {
	leader := func(id, name, title, post, contact string, inCharge ...string) policy.Member {
		m := policy.Member{ID: id, Name: name, Title: title, Post: post, Roles: []policy.Role{policy.Leader}}
		m.Contact = []policy.Assignment{{Name: contact}}
		for _, unit := range inCharge {
			m.InCharge = append(m.InCharge, policy.Assignment{Name: unit})
		}
		m.Accounts = []policy.Address{{Channel: "wecom", User: id}}
		return m
	}
	staff := func(id, name, unit string, role policy.Role) policy.Member {
		return policy.Member{ID: id, Name: name, Unit: unit, Roles: []policy.Role{role}, Accounts: []policy.Address{{Channel: "wecom", User: id}}}
	}
	list := []policy.Member{
		leader("liang", "梁志远", "党委书记", policy.PostPartySecretary, "文学院", "党委办公室", "组织部"),
		leader("he", "何敏华", "校长", policy.PostPresident, "计算机科学与软件学院", "校长办公室", "财务处", "人事处"),
		leader("zhou", "周文斌", "党委副书记", policy.PostDeputySecretary, "体育与健康学院", "学生处", "团委"),
		leader("lin", "林晓峰", "副校长", policy.PostVicePresident, "教育科学学院", "教务处"),
		leader("wu", "吴国平", "副校长", policy.PostVicePresident, "音乐学院", "后勤处", "基建处"),
		leader("xie", "谢安琪", "副校长", policy.PostVicePresident, "生命科学学院", "科研处"),
		leader("huang", "黄立新", "纪委书记", policy.PostDiscipline, "马克思主义学院", "纪委办公室"),
		staff("zheng", "郑秋云", "文学院", policy.CollegeSecretary),
		staff("fang", "方志明", "文学院", policy.CollegeDean),
		staff("zeng", "曾强", "教务处", policy.MidLevel),
		staff("liu", "刘芳", "校长办公室", policy.PetitionOfficer),
		staff("chen", "陈晓", "党委办公室", policy.PartyOffice),
		staff("zhao", "赵敏", "校长办公室", policy.Secretary),
		staff("mayuan", "马教务", "马克思主义学院", policy.MarxismSchool),
		staff("peng", "彭勇", "后勤处", policy.Handler),
		staff("tang", "唐磊", "教务处", policy.Handler),
		staff("xu", "许静", "学生处", policy.Handler),
		staff("wei", "魏刚", "保卫处", policy.Handler),
		staff("feng", "冯丽", "财务处", policy.Handler),
	}
	list[0].ContactNonparty = []string{"罗晓敏（民盟支部主委）"}
	list[2].Tags = []string{"分管学生工作"}
	list[3].Tags = []string{"分管教学工作"}
	list[3].Delegates = []policy.Assignment{{Name: "chen"}, {Name: "zhao"}}
	list[5].Party = "无党派"
	list[7].Post, list[8].Post = policy.PostCollegeSecretary, policy.PostCollegeDean
	return list
}

func units() []policy.Unit {
	handlers := map[string][]string{"后勤处": {"peng"}, "教务处": {"tang"}, "学生处": {"xu"}, "保卫处": {"wei"}, "财务处": {"feng"}}
	var out []policy.Unit
	for _, name := range []string{
		"党委办公室", "组织部", "校长办公室", "财务处", "人事处", "学生处", "团委", "教务处", "后勤处", "基建处", "科研处", "纪委办公室", "离退休工作处",
		"保卫处", "图书馆", "文学院", "计算机科学与软件学院", "体育与健康学院", "教育科学学院", "音乐学院", "生命科学学院", "马克思主义学院", "外国语学院",
		"经济与管理学院", "机械与汽车工程学院",
	} {
		out = append(out, policy.Unit{Name: name, Handlers: handlers[name]})
	}
	return out
}

func kinds() []policy.KindSpec {
	return []policy.KindSpec{
		{Kind: policy.ObserveClass, Zh: "听课", Unit: "class_hour"},
		{Kind: policy.OrgLife, Zh: "支部生活"},
		{Kind: policy.Forum, Zh: "座谈"},
		{Kind: policy.Research, Zh: "调研"},
		{Kind: policy.Visit, Zh: "走访"},
		{Kind: policy.FirstLesson, Zh: "第一课"},
		{Kind: policy.NonpartyTalk, Zh: "与党外人士谈话"},
		{Kind: policy.NonpartyEvent, Zh: "参加民主党派活动"},
		{Kind: policy.RetireeBrief, Zh: "向离退休人员通报"},
		{Kind: policy.ReceptionDay, Zh: "接待日"},
		{Kind: policy.Consultation, Zh: "征求意见"},
		{Kind: policy.Ideology, Zh: "意识形态研判", Restricted: true},
	}
}

func rules() []policy.Rule {
	each := policy.Who{Scope: policy.Each, Group: "学校领导班子成员"}
	teaching := policy.Who{Scope: policy.Each, Group: "学校领导班子成员", TagsAny: []string{"分管教学工作", "分管学生工作"}}
	heads := policy.Who{Scope: policy.Each, Posts: []string{
		policy.PostPartySecretary, policy.PostPresident, policy.PostCollegeSecretary, policy.PostCollegeDean,
	}}
	year, term := policy.PerYear, policy.PerTerm
	return []policy.Rule{
		{
			ID: "5.1", Who: each, Kinds: []policy.Kind{policy.OrgLife}, Min: 2, Unit: "times", Per: year,
			Where: policy.Where{Place: []string{policy.PlaceInCharge, policy.PlaceContact}, NotLevel: "school"},
		},
		{
			ID: "5.3a", Who: each, Kinds: []policy.Kind{policy.Forum}, Min: 2, Unit: "times", Per: year,
			Where: policy.Where{Audience: []string{"学生", "教师", "职工", "师生员工"}},
		},
		{
			ID: "5.3b", Who: teaching, Kinds: []policy.Kind{policy.Forum}, Min: 2, Unit: "times", Per: year,
			Where: policy.Where{Audience: []string{"学生", "学生代表", "师生代表"}, AskOffice: []string{"教师代表"}},
		},
		{
			ID: "5.3c", Who: each, Kinds: []policy.Kind{policy.ResearchPlan}, Min: 1, Unit: "plan", Per: year, Soft: true,
			Window: policy.Window{By: "week_6_of_term_1"},
		},
		{
			ID: "5.4a", Who: heads, Kinds: []policy.Kind{policy.FirstLesson}, Min: 1, Unit: "times", Per: term,
			Window: policy.Window{Weeks: [2]int{1, 6}},
		},
		{
			ID: "5.4b", Who: each, Kinds: []policy.Kind{policy.ObserveClass}, Min: 4, Unit: "class_hour", Per: term,
			RecordRequired: []string{"date", "course", "teacher", "comment"},
		},
		{
			ID: "5.5a", Who: policy.Who{Scope: policy.Each, Group: "学校领导", Has: policy.HasContactNonparty},
			Kinds: []policy.Kind{policy.NonpartyTalk}, Min: 1, Unit: "times", Per: year, Soft: true,
		},
		{
			ID: "5.5b", Who: policy.Who{Scope: policy.Each, Group: "学校领导", Has: policy.HasContactParty},
			Kinds: []policy.Kind{policy.NonpartyEvent}, Min: 1, Unit: "times", Per: year, Soft: true,
		},
		{ID: "5.6", Who: policy.Who{Scope: policy.Body, Group: "学校领导"}, Kinds: []policy.Kind{policy.RetireeBrief}, Min: 1, Unit: "times", Per: year},
		{
			ID: "5.8", Who: policy.Who{Scope: policy.Body, Group: "学校领导", Roster: true},
			Kinds: []policy.Kind{policy.ReceptionDay}, EverySlot: true, Unit: "slot", Per: term,
		},
	}
}
