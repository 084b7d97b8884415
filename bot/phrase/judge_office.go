package phrase

import "lianxin/config/policy"

// papers judges what offices ask the bot to write: exports, bulletins, rosters, lists of who was told.
func (p *reading) papers() *Command {
	switch {
	case p.cues.has(cueAccess) && !p.holds(classUnit):
		return &Command{Intent: QueryAccess, Case: p.firstCase()}
	case p.cues.has(cueDelivered) && (p.cues.any(cueWho, cueWhich, cueAsk, cueLook, cueRemind, cueHowMany) || p.says("通知", "提醒", "消息", "谁")) && p.roles.any(reporters|desks|roleAdmin):
		return &Command{Intent: QueryDelivery}
	case p.cues.has(cueRemind) && p.says("会提醒", "要提醒", "会通知", "会发给", "将提醒", "该提醒") && p.cues.any(cueWho, cueWhich) && p.roles.any(desks|roleDelegate|roleAdmin):
		return &Command{Intent: PreviewReminders, Date: p.reminderDay()}
	case p.cues.has(cueRemind) && (p.cues.any(cueWho, cueWhich, cueLook, cueWhat) || p.says("会提醒", "要提醒谁", "会通知") && p.cues.has(cueAll)) && p.roles.any(desks|roleDelegate|roleLeader|roleAdmin) && !p.cues.any(cueMute) && !p.says("提醒我"):
		return &Command{Intent: PreviewReminders, Date: p.reminderDay()}
	}
	if !p.roles.any(reporters | desks) {
		return nil
	}
	for _, judge := range [...]func(*reading) *Command{(*reading).firstLessons, (*reading).bulletin, (*reading).roster, (*reading).export} {
		if cmd := judge(p); cmd != nil {
			return cmd
		}
	}
	return nil
}

func (p *reading) firstCase() string {
	if cases := p.cases(); len(cases) > 0 {
		return cases[0]
	}
	return ""
}

// reminderDay is the day whose reminders are asked for: tomorrow unless another is named.
func (p *reading) reminderDay() policy.Date {
	if d := p.day(future); d != 0 {
		return d
	}
	return p.c.Today.Add(1)
}

// nearest resolves a day of a plan: the same day of the year that lies nearest to today.
func (p *reading) nearest(r *resolver, e *dayExpr) policy.Date {
	ahead, back := r.day(e, future, nil, 0).date, r.day(e, past, nil, 0).date
	switch {
	case ahead == 0:
		return back
	case back != 0 && p.c.Today-back < ahead-p.c.Today:
		return back
	}
	return ahead
}

// whoIs gives the id of the one member that a token names; "" if it may be several.
func (p *reading) whoIs(t token) string {
	if t.class == classPost {
		if m := p.holderOf(posts[t.n].post); m != nil {
			return m.ID
		}
		return ""
	}
	if people := p.personIndexes(t); len(people) == 1 {
		return p.school.Members[people[0]].ID
	}
	return ""
}

// bulletin judges 生成学期通报 不要排名.
func (p *reading) bulletin() *Command {
	if !p.cues.has(cueBulletin) || !p.roles.any(desks) && !(p.roles.any(roleLeader|roleDelegate) && p.cues.has(cueMake)) || p.cues.any(cueAsk) && !p.cues.has(cueMake) {
		return nil
	}
	if p.holds(classCrowd) && p.says("退休") || p.holds(classDay) && !p.cues.has(cueMake) {
		return nil
	}
	if !p.cues.has(cueMake) && !p.says("通报稿", "学期通报", "年度通报", "发通报", "通报一下", "简报", "通报初稿", "年报", "月报") {
		return nil
	}
	cmd := &Command{Intent: GenerateBulletin, Period: p.period(true)}
	cmd.Ranking = p.cues.has(cueRanking) && !p.cues.any(cueNever, cueNot) && !p.says("不搞排", "不排名", "不用排", "别排", "不要排")
	if cmd.Period == "" {
		cmd.Period = p.termID(0)
		if p.says("年度", "学年", "年报") {
			cmd.Period = p.yearID()
		}
	}
	return cmd
}

// roster judges 生成下学期接待安排表.
func (p *reading) roster() *Command {
	if !p.roles.any(roleOffice|roleOfficer) || !p.cues.any(cueReception) || !p.cues.any(cueRoster, cueSchedule, cueMake) || !p.cues.any(cueMake, cueSchedule) {
		return nil
	}
	if p.cues.any(cueWho, cueWhen, cueAsk, cueLook) && !p.cues.has(cueMake) && !p.says("排一下", "排个", "排出", "排好") || p.holds(classDay) && (p.person() != "" || p.cues.has(cueMove)) && !p.cues.has(cueMake) {
		return nil
	}
	if !p.cues.has(cueMake) && !p.says("排一下", "排表", "排个", "排出", "排好", "安排一下", "排下", "把接待", "重新排", "排接待") {
		return nil
	}
	cmd := &Command{Intent: GenerateSchedule, Period: p.period(false)}
	if cmd.Period == "" {
		cmd.Period = p.termID(0)
	}
	return cmd
}

// export judges 把上学期台账导出来, and the papers of one person for the assessment.
func (p *reading) export() *Command {
	who := p.person()
	switch {
	case who != "" && (p.cues.has(cueEvidence) || p.cues.has(cueExport) && p.cues.any(cueRecords, cueLedger)) && p.roles.any(desks|roleDelegate) && !p.cues.any(cueTransfer, cueReception):
		cmd := &Command{Intent: ExportPerson, Person: who, Period: p.period(true)}
		if cmd.Period == "" {
			cmd.Period = p.yearID()
		}
		return cmd
	case p.cues.has(cueExport) && p.cues.any(cueLedger, cueRecords, cueContactBase, cueStanding, cueReception, cueTotal) && !p.holds(classLabel):
		cmd := &Command{Intent: ExportLedger, Period: p.period(true), Scope: "all"}
		if cmd.Period == "" {
			cmd.Period = p.yearID()
		}
		if units := p.unitTokens(); len(units) > 0 {
			cmd.Scope = "unit:" + p.unitName(units[0])
		} else if p.cues.has(cueMe) && !p.says("给我", "发我") {
			cmd.Scope = "self"
		}
		return cmd
	}
	return nil
}
