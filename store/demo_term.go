package store

import (
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// thisTerm is the term 2026-2027-1 until the middle of November: nobody has listened to a class yet, and one talk waits for 林晓峰.
func (d *demo) thisTerm() {
	d.firstLesson("2026-09-07", "梁志远", "2026级新生", 330, "青春与祖国同行")
	d.firstLesson("2026-09-09", "何敏华", "2026级新生", 310, "大学之道")

	d.visit("2026-09-01", "周文斌", "宿舍", "北苑1栋", "学生处", "空调遥控器缺")
	d.visit("2026-09-02", "吴国平", "食堂", "第一食堂", "后勤处", "高峰排队长")
	d.visit("2026-09-15", "林晓峰", "教室", "二教201", "教务处", "335教室投影仪不清晰")
	d.visit("2026-10-20", "谢安琪", "实验室", "生科楼105", "生命科学学院")
	d.visit("2026-11-10", "吴国平", "宿舍", "南苑5栋", "后勤处", "路灯不亮")

	d.forum("2026-09-22", "周文斌", "学生处", "新生", 24, "入学适应", "校园网慢")
	d.forum("2026-10-13", "何敏华", "计算机科学与软件学院", "青年教师", 13, "科研经费", "报账流程长")
	d.forum("2026-10-27", "梁志远", "文学院", "师生代表", 17, "学院发展")
	d.forum("2026-11-05", "吴国平", "音乐学院", "学生代表", 12, "琴房改造", "施工噪音")

	d.branch("2026-09-24", "黄立新", "马克思主义学院", "教工一支部", "主题党日")
	d.branch("2026-10-21", "林晓峰", "教育科学学院", "教工支部", "党课")
	d.branch("2026-10-28", "梁志远", "组织部", "组织部支部", "主题党日")
	d.branch("2026-11-11", "周文斌", "团委", "团委支部", "支部党员大会")

	d.did(deed{day: "2026-10-15", who: []string{"林晓峰", "何敏华"}, kind: policy.Research, said: ledger.Details{
		Unit: "机械与汽车工程学院", Topic: "产教融合", Issues: []string{"实训设备旧"},
	}})
	d.did(deed{day: "2026-11-17", after: 1, who: []string{"林晓峰"}, by: d.secretaryOf("林晓峰"), waits: true, kind: policy.Forum, said: ledger.Details{
		Unit: "教育科学学院", Place: "教科院会议室", Audience: "学生代表", Headcount: 15, Topic: "师范生实习", Issues: []string{"实习交通补贴"},
		Text: "帮林校登记：17号下午在教科院和学生代表座谈，15人，师范生实习",
	}})
}

// secretaryOf is the name of somebody who may report for a leader, a secretary if there is one.
func (d *demo) secretaryOf(name string) string {
	leader, found := d.person(name), ""
	if leader == nil {
		return ""
	}
	for _, a := range leader.Delegates {
		m := d.school.Member(a.Name)
		if m != nil && (found == "" || m.Has(policy.Secretary)) {
			found = m.Name
		}
	}
	return found
}

func (d *demo) listen(day, who string, hours float64, unit, course, teacher, comment string) {
	d.did(deed{day: day, who: []string{who}, kind: policy.ObserveClass, said: ledger.Details{
		ClassHours: hours, Unit: unit, Course: course, Teacher: teacher, Comment: comment,
	}})
}

func (d *demo) branch(day, who, unit, branch, subkind string) {
	d.did(deed{day: day, who: []string{who}, kind: policy.OrgLife, said: ledger.Details{Unit: unit, Branch: branch, Subkind: subkind, Role: "参加"}})
}

func (d *demo) forum(day, who, unit, audience string, headcount int, topic string, issues ...string) {
	d.did(deed{day: day, who: []string{who}, kind: policy.Forum, said: ledger.Details{
		Unit: unit, Audience: audience, Headcount: headcount, Topic: topic, Issues: issues,
	}})
}

func (d *demo) visit(day, who, placeType, place, unit string, issues ...string) {
	d.did(deed{day: day, who: []string{who}, kind: policy.Visit, said: ledger.Details{
		PlaceType: placeType, Place: place, Unit: unit, Issues: issues,
	}})
}

func (d *demo) firstLesson(day, who, audience string, headcount int, topic string) {
	d.did(deed{day: day, who: []string{who}, kind: policy.FirstLesson, said: ledger.Details{
		ClassHours: 1, Audience: audience, Headcount: headcount, Approx: true, Topic: topic,
	}})
}
