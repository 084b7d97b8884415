package phrase

// reminders judges how and whether somebody wants to be reminded.
func (p *reading) reminders() (Command, bool) {
	switch {
	case p.cues.has(cueLater) && (p.cues.any(cueRemind) || p.short(8) || p.short(18) && p.says("忙", "开会", "没空", "开车", "不方便", "出差", "再说", "再弄", "再填", "再报", "再看")) && p.roles.any(reporters|desks|roleHandler) && !p.holds(classKind):
		return p.snooze(), true
	case p.cues.has(cueMute) && !p.cues.has(cueComplain) && (p.topic() == 0 || p.says("提醒", "消息", "推送", "通知", "打扰")):
		cmd := Command{Intent: SetReminder, Topic: p.reminderTopic(), Mute: true, Lead: p.daysNamed()}
		return cmd, true
	case !p.cues.has(cueRemind) || p.cues.any(cueWho, cueWhich) || p.cues.any(cueDelivered):
		return Command{}, false
	}
	if !p.says("提醒", "推送", "通知", "消息", "提示", "短信", "打扰") && (p.topic() > 0 || p.cues.any(cueProblem, cueHide, cueComplain) || !p.holds(classClock) && !p.says("每天", "每周", "每月", "每个月", "每星期", "提前", "每隔")) { // 导师老叫我替他写作业
		return Command{}, false
	}
	settings := p.says("提前", "每天", "每周", "几点", "改成", "恢复", "打开", "开启", "关", "别", "不要", "只", "点提醒", "天提醒", "提醒我", "就行", "一次", "频率", "少提醒", "免了", "免掉", "停", "省了", "取消", "太密", "太多", "不必", "不要了", "不需要", "发早上", "发晚上", "早上发", "晚上发", "上午发", "换成", "改早", "改晚") || p.holds(classClock)
	if !settings || p.topic() > 0 && p.cues.has(cueProblem) && !p.says("提醒我") {
		return Command{}, false
	}
	cmd := Command{Intent: SetReminder, Topic: p.reminderTopic(), Lead: p.lead()}
	if i := p.first(classClock); i >= 0 {
		cmd.Clock = clockString(faceTo24(int(p.tokens[i].n), p.partIndex()))
	}
	cmd.Mute = (p.cues.has(cueNever) || p.says("免了", "免掉", "停了", "停掉", "省了", "取消", "不要了")) && cmd.Lead == 0 && !p.says("恢复", "打开", "开启")
	return cmd, true
}

// snooze finds until when to be silent: tomorrow unless another day is named.
func (p *reading) snooze() Command {
	cmd := Command{Intent: Snooze, Date: p.day(future)}
	if cmd.Date == 0 {
		cmd.Date = p.c.Today
		switch {
		case p.says("下周"):
			cmd.Date = p.c.Today.Monday().Add(7)
		case p.says("过两天", "过几天", "改天"):
			cmd.Date = p.c.Today.Add(2)
		}
	}
	return cmd
}

// reminderTopic tells which reminders are meant: those of reception days, of cases, or of what is owed.
func (p *reading) reminderTopic() string {
	switch {
	case p.cues.has(cueReception) || p.kindNamed() == kReception:
		return "reception"
	case p.cues.any(cueCase, cueOverdue):
		return "case"
	}
	return "quota"
}

// lead finds how many days ahead: 提前一天; a length behind 别 is not meant.
func (p *reading) lead() int {
	for i := 0; i < len(p.s); i++ {
		end := oneOf(p.s, i, "提前", "早", "前")
		if end == 0 || after(p.s, i, "别", "不要", "别再", "不用") {
			continue
		}
		if n, ok := readNumeral(p.s, end); ok && oneOf(p.s, n.end, "天", "日", "个工作日", "工作日") > 0 {
			return n.value
		}
	}
	return 0
}
