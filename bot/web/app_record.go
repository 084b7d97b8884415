package web

import (
	"slices"

	"lianxin/store"
	"lianxin/store/ledger"
)

// recordView is one record with what became of it, and what the viewer may do to it.
type recordView struct {
	ID, Card, Who string
	State         state
	Facts         []fact
	Events        []string
	Confirms      bool // it waits for the viewer's word
	Approves      bool // it waits for the office
	Corrects      bool // the viewer entered it or is credited with it
	Fields        []string
}

type fact struct{ Name, Value string }

// correctable are the fields that a page offers to correct, by the words that the chat knows them by.
var correctable = []string{"日期", "学时", "单位", "课程", "任课教师", "班级", "地点", "主题", "对象", "人数", "听课记录"}

// record shows one record: GET /app/records/ID.
func (a *App) record(v *visit) {
	var view recordView
	err := a.store.View(func(tx *store.Tx) error {
		r, err := tx.Activity(v.r.PathValue("id"))
		if err != nil {
			return err
		}
		if !v.MayRead(&r) {
			return store.ErrNotFound
		}
		view = recordView{ID: r.ID, Card: v.Card(&r), State: activityState(&r), Who: a.row(v, &r).Who, Events: v.Events(&r), Fields: correctable, Facts: a.facts(v, &r)}
		view.Confirms = r.Waits(v.By()) == ledger.WaitsMember && slices.ContainsFunc(r.Credits, func(c ledger.Credit) bool { return c.Member == v.By() })
		view.Approves = r.Live() && r.Late && r.Approved.IsZero() && v.Approves()
		view.Corrects = r.Live() && (r.By == v.By() || slices.ContainsFunc(r.Credits, func(c ledger.Credit) bool { return c.Member == v.By() }))
		return nil
	})
	a.show(v, "record.html", view.ID, view, err)
}

// facts lists what was said of an activity; the sentence as it was typed is not shown.
func (a *App) facts(v *visit, r *ledger.Activity) []fact {
	var out []fact
	add := func(name, value string) {
		if value != "" {
			out = append(out, fact{name, value})
		}
	}
	d := &r.Said
	add("类别", a.kindName(*r))
	add("日期", joined(" ", r.Date.Chinese(), d.PartOfDay))
	add("节次", d.Periods)
	add("学时", hours(d.ClassHours))
	add("单位", d.Unit)
	add("支部", d.Branch)
	add("地点", d.Place)
	add("课程", joined(" · ", d.Course, d.Teacher, d.Klass))
	add("对象", joined(" ", d.Audience, people(d.Headcount)))
	add("主题", joined(" ", d.Topic, d.Matter, d.Event, d.Party))
	add("谈话对象", d.Counterpart)
	add("听课记录", d.Comment)
	for _, issue := range d.Issues {
		add("反映问题", issue)
	}
	for _, handed := range d.Handoffs {
		add("移交", handed)
	}
	add("登记人", a.named(r.By))
	add("登记时间", instantShort(r.Entered.In(a.school.Location), v.Today().Year()))
	return out
}
