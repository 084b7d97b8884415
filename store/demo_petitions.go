package store

import (
	"errors"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// matter is a petition with the days on which something was done about it; "" = not yet.
type matter struct {
	received                        string
	category, unit, summary         string
	told, accepted, replied, closed string
	rating                          string
}

// replyWorkdays is the time for the answer to what these matters are: suggestions and small things of daily life.
const replyWorkdays = 15

// petitions are a dozen cases of this term in all stages (Art. 5.7). One of them is past its due day.
func (d *demo) petitions() {
	d.filed(matter{
		received: "2026-09-03", category: "后勤-宿舍", unit: "后勤处", summary: "宿舍热水供应时间短，希望延长到二十三点。",
		told: "2026-09-04", accepted: "2026-09-04", replied: "2026-09-11", closed: "2026-09-15", rating: "满意",
	})
	d.filed(matter{
		received: "2026-09-08", category: "教务-选课", unit: "教务处", summary: "选课系统高峰期打不开，希望扩容。",
		told: "2026-09-09", accepted: "2026-09-09", replied: "2026-09-22", closed: "2026-09-28", rating: "基本满意",
	})
	d.filed(matter{
		received: "2026-09-14", category: "后勤-食堂", unit: "后勤处", summary: "第一食堂高峰排队时间长，建议增设窗口。",
		told: "2026-09-15", accepted: "2026-09-16", replied: "2026-09-30", closed: "2026-10-12", rating: "满意",
	})
	d.filed(matter{
		received: "2026-09-21", category: "图书馆", unit: "图书馆", summary: "建议考试周延长开馆时间。",
		told: "2026-09-22", accepted: "2026-09-23", replied: "2026-10-13", closed: "2026-10-19", rating: "不满意",
	})
	d.filed(matter{
		received: "2026-10-09", category: "人事-职称", unit: "人事处", summary: "咨询职称评审材料的时间和要求。",
		told: "2026-10-10", accepted: "2026-10-12", replied: "2026-10-20", closed: "2026-10-26", rating: "满意",
	})
	d.filed(matter{
		received: "2026-10-14", category: "安全", unit: "保卫处", summary: "校内外卖电动车车速快，存在安全隐患。",
		told: "2026-10-15", accepted: "2026-10-16",
	})
	d.filed(matter{
		received: "2026-10-22", category: "后勤-宿舍", unit: "后勤处", summary: "公寓楼道声控灯损坏较多。",
		told: "2026-10-23", accepted: "2026-10-26", replied: "2026-11-12",
	})
	d.filed(matter{
		received: "2026-10-29", category: "教务-教学设施", unit: "教务处", summary: "部分教室投影不清晰，影响上课。",
		told: "2026-10-30", accepted: "2026-11-02", replied: "2026-11-17",
	})
	d.filed(matter{
		received: "2026-11-03", category: "财务", unit: "财务处", summary: "报账排队时间长，建议增加线上预约。",
		told: "2026-11-04", accepted: "2026-11-05",
	})
	d.filed(matter{
		received: "2026-11-09", category: "后勤-食堂", unit: "后勤处", summary: "希望食堂延长晚餐供应时间。",
		told: "2026-11-10", accepted: "2026-11-11",
	})
	d.filed(matter{
		received: "2026-11-13", category: "学生管理", unit: "学生处", summary: "希望提前公布奖学金评定的时间安排。",
		told: "2026-11-16",
	})
	d.filed(matter{received: "2026-11-18", category: "信息化", unit: "", summary: "宿舍区校园网晚间速度慢。"})
}

// filed lets a case come in and the days of the matter follow. A case of a unit that the school does not have did not happen.
func (d *demo) filed(m matter) {
	day, err := policy.ParseDate(m.received)
	if err != nil || m.unit != "" && d.school.Unit(m.unit) == nil {
		return
	}
	officer := "system"
	for _, holder := range d.school.HoldersOf(policy.PetitionOfficer, day) {
		officer = holder.ID
		break
	}
	p := new(ledger.Petition)
	d.on(day.At(9, 20, d.school.Location), func(tx *Tx) error {
		*p = ledger.Petition{ID: tx.NextPetitionID(), Received: tx.At, Category: m.category, Summary: m.summary}
		return keepCase(tx, *p, "system", "filed")
	})
	d.step(m.told, 10, func(tx *Tx) error {
		p.Told, p.Unit = tx.At, m.unit
		return keepCase(tx, *p, officer, "told")
	})
	d.step(m.accepted, 11, func(tx *Tx) error {
		p.Accepted, p.Due = tx.At, d.school.Calendar.DueWorkdays(d.school.Today(tx.At), replyWorkdays)
		return keepCase(tx, *p, officer, "accepted")
	})
	d.step(m.replied, 16, func(tx *Tx) error {
		p.Replied = tx.At
		return keepCase(tx, *p, officer, "replied")
	})
	d.step(m.closed, 17, func(tx *Tx) error {
		p.Closed, p.Rating = tx.At, m.rating
		return keepCase(tx, *p, officer, "closed")
	})
}

// step is something done about a case on a day, at a full hour of school time.
func (d *demo) step(day string, hour int, run func(*Tx) error) {
	on, err := policy.ParseDate(day)
	if err == nil {
		d.on(on.At(hour, 0, d.school.Location).Add(7*time.Minute), run)
	}
}

func keepCase(tx *Tx, p ledger.Petition, by, verb string) error {
	return errors.Join(tx.PutPetition(p), tx.Log(by, verb, p.ID, ""))
}
