package store

import (
	"strconv"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// matter is a petition with the days on which something was done about it; "" = not yet.
type matter struct {
	received                             string
	category, unit, said, place, summary string
	level                                ledger.Level
	told, assigned, replied, closed      string
	reply                                ledger.Reply
	score                                ledger.Score
	urged, joined, added                 string // days on which the filer urged it, somebody joined it, the filer added to it
}

// petitions are a dozen cases of this term in all stages (Art. 5.7). One of them is past its due day.
func (d *demo) petitions() {
	d.filed(matter{
		received: "2026-09-03", category: "后勤-宿舍", unit: "后勤处", place: "北苑", said: "我们北苑热水十点就停了，晚自习回来洗不上澡，能不能到十一点", summary: "宿舍热水供应时间短，希望延长到二十三点。", joined: "2026-09-05",
		reply: answer("热水供应至22:00，晚自习22:10结束，确有不便。", "供水时间延长到23:00，9月12日起执行。", "2026-09-12", ledger.FindingSupported),
		told:  "2026-09-04", assigned: "2026-09-04", replied: "2026-09-11", closed: "2026-09-15", score: ledger.ScoreGood,
	})
	d.filed(matter{
		received: "2026-09-08", category: "教务-选课", unit: "教务处", said: "选课那天系统一直打不开，抢不到课", summary: "选课系统高峰期打不开，希望扩容。",
		reply: answer("开放首小时并发超过设计容量。", "下轮选课分年级错峰开放，服务器增加一倍。", "2026-12-20", ledger.FindingSupported),
		told:  "2026-09-09", assigned: "2026-09-09", replied: "2026-09-22", closed: "2026-09-28", score: ledger.ScoreFair,
	})
	d.filed(matter{
		received: "2026-09-14", category: "后勤-食堂", unit: "后勤处", said: "一饭堂中午排队要二十分钟，建议多开几个窗口", summary: "第一食堂高峰排队时间长，建议增设窗口。", joined: "2026-09-16",
		reply: answer("午间实际开放9个窗口，共有12个。", "11:40至12:30开放全部窗口，10月8日起执行。", "2026-10-08", ledger.FindingSupported),
		told:  "2026-09-15", assigned: "2026-09-16", replied: "2026-09-30", closed: "2026-10-12", score: ledger.ScoreGood,
	})
	d.filed(matter{
		received: "2026-09-21", category: "图书馆", unit: "图书馆", said: "考试周能不能开馆到十一点半", summary: "建议考试周延长开馆时间。",
		reply: answer("考试周闭馆前在馆约400人。", "第19、20周开馆到23:30，二楼自习区到次日1:00。", "2027-01-04", ledger.FindingSupported),
		told:  "2026-09-22", assigned: "2026-09-23", replied: "2026-10-13", closed: "2026-10-19", score: ledger.ScoreFair,
	})
	d.filed(matter{
		received: "2026-10-09", category: "人事-职称", unit: "人事处", said: "今年职称材料什么时候交，代表作几篇", summary: "咨询职称评审材料的时间和要求。", level: ledger.LevelConfidential,
		reply: answer("本年度通知10月15日已发布。", "材料11月10日前交学院，代表作不超过5篇，样表随答复附上。", "2026-11-10", ledger.FindingExplained),
		told:  "2026-10-10", assigned: "2026-10-12", replied: "2026-10-20", closed: "2026-10-26", score: ledger.ScoreGood,
	})
	d.filed(matter{
		received: "2026-10-14", category: "安全", unit: "保卫处", place: "图书馆路口", said: "校内外卖电动车开得飞快，上周差点撞到我", summary: "校内外卖电动车车速快，存在安全隐患。", urged: "2026-11-09",
		told: "2026-10-15", assigned: "2026-10-16",
	})
	d.filed(matter{
		received: "2026-10-22", category: "后勤-宿舍", unit: "后勤处", place: "南苑", said: "南苑5栋302门口的声控灯坏了两个月没人修", summary: "公寓楼道声控灯损坏较多。",
		reply: answer("南苑5栋坏灯17盏，配件10月底到货。", "11月11日全部换完，每月巡检一次。", "2026-11-11", ledger.FindingSupported),
		told:  "2026-10-23", assigned: "2026-10-26", replied: "2026-11-12",
	})
	d.filed(matter{
		received: "2026-10-29", category: "教务-教学设施", unit: "教务处", said: "335教室投影仪看不清，后排全靠猜", summary: "部分教室投影不清晰，影响上课。",
		reply: answer("检查二教60台投影，9台亮度不足。", "9台已更换灯泡，其中335教室11月16日换新机。", "2026-11-16", ledger.FindingSupported),
		told:  "2026-10-30", assigned: "2026-11-02", replied: "2026-11-17",
	})
	d.filed(matter{
		received: "2026-11-03", category: "财务", unit: "财务处", said: "报账要排一上午队，老师们都没法上课", summary: "报账排队时间长，建议增加线上预约。", level: ledger.LevelAnonymous, added: "2026-11-06",
		told: "2026-11-04", assigned: "2026-11-05",
	})
	d.filed(matter{
		received: "2026-11-09", category: "后勤-食堂", unit: "后勤处", said: "训练完七点半饭堂就没菜了", summary: "希望食堂延长晚餐供应时间。",
		told: "2026-11-10", assigned: "2026-11-11",
	})
	d.filed(matter{
		received: "2026-11-13", category: "学生管理", unit: "学生处", said: "奖学金什么时候评能不能早点说", summary: "希望提前公布奖学金评定的时间安排。", level: ledger.LevelConfidential,
		told: "2026-11-16",
	})
	d.filed(matter{received: "2026-11-18", category: "信息化", unit: "", said: "宿舍晚上网慢得打不开网页，我在西苑3栋", place: "西苑"})
}

// answer is the reply of a unit, with the telephone of a duty room.
func answer(facts, action, day string, finding ledger.Finding) ledger.Reply {
	on, _ := policy.ParseDate(day)
	return ledger.Reply{Facts: facts, Action: action, Date: on, Contact: "值班室 000-0000200", Finding: finding}
}

// filed lets a case come in and the days of the matter follow, through the same transitions as in real life. A case of a unit that the school does not
// have did not happen; a unit without handlers leaves its case to the officer.
func (d *demo) filed(m matter) {
	day, err := policy.ParseDate(m.received)
	officers := d.school.HoldersOf(policy.PetitionOfficer, day)
	if err != nil || len(officers) == 0 || m.unit != "" && d.school.Unit(m.unit) == nil {
		return
	}
	officer := ledger.Staff(officers[0])
	handlers := d.school.HandlersOf(m.unit, day)
	who := d.filer()
	id := new(string)
	d.on(day.At(9, 20, d.school.Location), func(tx *Tx) (err error) {
		*id, err = d.file(tx, m, who)
		return err
	})
	d.step(m.told, 10, id, officer, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		p, err := p.Summarise(dd, m.summary)
		if err != nil {
			return p, err
		}
		return p.Tell(dd, ledger.Telling{Outcome: ledger.ToldAccept})
	})
	other := d.filer()
	d.sealed(m.joined, 13, ledger.Actor{}, func(tx *Tx, dd *ledger.Deed) error {
		_, err := tx.Join(dd, *id, other)
		return err
	})
	d.sealed(m.added, 14, ledger.Actor{Filer: true}, func(tx *Tx, dd *ledger.Deed) error {
		_, err := tx.Add(dd, *id, "补充一点：上午十点前后人最多。", nil)
		return err
	})
	replies := officer
	if len(handlers) > 0 {
		replies = ledger.Staff(handlers[0])
		d.step(m.assigned, 11, id, officer, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Assign(dd, ledger.Order{Unit: m.unit})
		})
	}
	d.step(m.urged, 12, id, ledger.Actor{Filer: true}, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Urge(dd) })
	d.step(m.replied, 16, id, replies, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Reply(dd, m.reply) })
	if c := d.school.Petitions.Category(m.category); c != nil && c.TwoPerson {
		d.step(m.replied, 17, id, officer, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Check(dd, true, "") })
	}
	d.step(m.closed, 18, id, ledger.Actor{Filer: true}, func(dd *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Rate(dd, m.score, "是")
	})
}

// filer is the account of the next person who files something: the people without an office, one after the other.
func (d *demo) filer() policy.Address {
	var people []policy.Address
	for i := range d.school.Members {
		if m := &d.school.Members[i]; m.Kind != "" && len(m.Roles) == 0 && len(m.Accounts) > 0 {
			people = append(people, m.Accounts[0])
		}
	}
	d.filers++
	if len(people) == 0 {
		return policy.Address{Channel: "wecom", User: "student" + strconv.Itoa(d.filers)}
	}
	return people[d.filers%len(people)]
}

// file registers a case of the demo. Without a vault it has no filer.
func (d *demo) file(tx *Tx, m matter, who policy.Address) (string, error) {
	deed := &ledger.Deed{School: d.school, At: tx.At, By: ledger.Actor{Filer: true}}
	f := ledger.Filing{Level: m.level, Category: m.category, Place: m.place, Raw: m.said}
	if tx.vault != nil {
		p, err := tx.File(deed, f, Person{Address: who})
		return p.ID, err
	}
	p, err := ledger.File(deed, tx.NextPetitionID(), f)
	if err != nil {
		return "", err
	}
	p.NoContact = true
	return p.ID, tx.Keep(deed, p)
}

// sealed is a step that needs the vault; without one it did not happen.
func (d *demo) sealed(day string, hour int, by ledger.Actor, run func(*Tx, *ledger.Deed) error) {
	on, err := policy.ParseDate(day)
	if err != nil {
		return
	}
	d.on(on.At(hour, 0, d.school.Location).Add(7*time.Minute), func(tx *Tx) error {
		if tx.vault == nil {
			return nil
		}
		return run(tx, &ledger.Deed{School: d.school, By: by, At: tx.At})
	})
}

// step is something done about a case on a day, a little after a full hour of school time.
func (d *demo) step(day string, hour int, id *string, by ledger.Actor, run func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)) {
	on, err := policy.ParseDate(day)
	if err != nil {
		return
	}
	d.on(on.At(hour, 0, d.school.Location).Add(7*time.Minute), func(tx *Tx) error {
		deed := &ledger.Deed{School: d.school, By: by, At: tx.At}
		_, err := tx.Change(deed, *id, func(p ledger.Petition) (ledger.Petition, error) { return run(deed, p) })
		return err
	})
}
