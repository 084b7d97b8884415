package phrase

import "lianxin/config/policy"

// reminders judges how and whether somebody wants to be reminded.
func (p *reading) reminders() *Command {
	switch {
	case p.cues.has(cueLater) && (p.cues.any(cueRemind) || p.short(8) || p.short(18) && p.says("忙", "开会", "没空", "开车", "不方便", "出差", "再说", "再弄", "再填", "再报", "再看")) && p.roles.any(reporters|desks|roleHandler) && !p.holds(classKind):
		return p.snooze()
	case p.cues.has(cueMute) && !p.cues.has(cueComplain) && (p.topic() == 0 || p.says("提醒", "消息", "推送", "通知", "打扰")):
		cmd := &Command{Intent: SetReminder, Topic: p.reminderTopic(), Mute: true, Lead: p.daysNamed()}
		return cmd
	case !p.cues.has(cueComplain) && p.short(16) && p.says("关掉", "关闭", "关了", "停掉", "停了", "停止", "屏蔽", "取消", "退订") && p.says("通知", "推送", "消息", "提示", "提醒", "短信") && !p.asking() && !p.holds(classDay) && (p.topic() == 0 || !p.spoken()):
		return &Command{Intent: SetReminder, Topic: p.reminderTopic(), Mute: true}
	case p.short(18) && !p.asking() && p.says("有更新", "有进展", "有结果", "有消息", "有变化", "有回复", "一有") && p.says("通知我", "告诉我", "提醒我", "说一声", "发我", "推给我", "跟我说"):
		return &Command{Intent: SetReminder, Topic: "case"}
	case p.asksNotice():
		cmd := &Command{Intent: SetReminder, Topic: p.reminderTopic(), Lead: p.lead()}
		if i := p.first(classClock); i >= 0 {
			cmd.Clock = clockString(faceTo24(int(p.tokens[i].n), p.partIndex()))
		}
		return cmd
	case !p.cues.has(cueRemind) || p.cues.any(cueWho, cueWhich) || p.cues.any(cueDelivered):
		return nil
	}
	if !p.says("提醒", "推送", "通知", "消息", "提示", "短信", "打扰") && (p.topic() > 0 || p.cues.any(cueProblem, cueHide, cueComplain) || !p.holds(classClock) && !p.says("每天", "每周", "每月", "每个月", "每星期", "提前", "每隔")) { // 导师老叫我替他写作业
		return nil
	}
	settings := p.says("提前", "每天", "每周", "几点", "改成", "恢复", "打开", "开启", "关", "别", "不要", "只", "点提醒", "天提醒", "提醒我", "就行", "一次", "频率", "少提醒", "免了", "免掉", "停", "省了", "取消", "太密", "太多", "不必", "不要了", "不需要", "发早上", "发晚上", "早上发", "晚上发", "上午发", "换成", "改早", "改晚") || p.holds(classClock)
	if !settings || p.topic() > 0 && p.cues.has(cueProblem) && !p.says("提醒我") {
		return nil
	}
	cmd := &Command{Intent: SetReminder, Topic: p.reminderTopic(), Lead: p.lead()}
	if i := p.first(classClock); i >= 0 {
		cmd.Clock = clockString(faceTo24(int(p.tokens[i].n), p.partIndex()))
	}
	cmd.Mute = (p.cues.has(cueNever) || p.says("免了", "免掉", "停了", "停掉", "省了", "取消", "不要了")) && cmd.Lead == 0 && !p.says("恢复", "打开", "开启")
	return cmd
}

// reminderState judges 恢复提醒, 可以提醒了 and 我的提醒设置, and which reminders did not go out: 哪些提醒没发.
func (p *reading) reminderState() *Command {
	switch {
	case !p.short(16):
		return nil
	case p.says("提醒", "通知") && p.says("没发", "没有发", "错过", "漏发", "没提醒", "没有提醒") && p.says("哪些", "哪几", "什么", "谁", "有没有") && p.roles.any(desks|roleAdmin):
		return &Command{Intent: QueryDelivery}
	case p.says("恢复提醒", "可以提醒了", "可以提醒我了", "继续提醒", "重新提醒", "开始提醒", "提醒恢复", "打开提醒", "开启提醒", "取消静音", "解除静音", "取消暂停提醒"),
		p.says("提醒设置", "提醒状态", "设了什么提醒", "提醒是什么", "提醒停了吗", "还会提醒我吗") && !p.cues.has(cueWho):
		return &Command{Intent: SetReminder, Topic: "quota"}
	}
	return nil
}

// puttingOff judges what puts off a question or a reminder of the bot.
func (p *reading) puttingOff() *Command {
	if !p.putsOff() {
		return nil
	}
	return p.snooze()
}

// putsOff tells whether a leader or an office puts off what the bot asked: 吃完饭再跟我说, 明早叫我, 缓两天.
func (p *reading) putsOff() bool {
	if !p.roles.any(reporters|desks|roleHandler) || !p.short(20) || p.holds(classKind) || p.holds(classUnit) || p.holds(classCase) || p.lengthNow() || p.asking() && !p.says("呢,", "着呢", "会呢") || p.spokenCase() || p.holds(classPerson) {
		return false
	}
	later := p.day(future) > p.c.Today || p.says("等", "过", "缓", "迟", "晚些", "晚点", "稍后", "改日", "改天", "回头", "下周", "下礼拜", "下星期", "吃完", "忙完", "散会", "下班", "到家", "回去", "回来", "明早", "今晚", "月底", "月末", "分钟后", "小时后", "钟头后", "饭后", "会后", "午休后", "课后", "先放一边")
	again := p.says("再说", "再跟", "再弄", "再提", "再来", "再找", "再催", "再叫", "再喊", "再办", "再处理", "再看", "再填", "再报", "再登", "再问", "再通知", "再发", "再补", "再讲", "再聊", "再响", "再敲", "叫我", "找我", "催我", "喊我", "戳我")
	if later && again {
		return !p.says("叫我去", "叫我来", "找我谈", "叫我参加")
	}
	busy := p.says("开着会", "在开会", "正开会", "开会呢", "正忙", "手头忙", "忙着", "在路上", "在开车", "在外面", "在出差", "在飞机", "在高铁", "在车上", "没空", "不得空", "不方便", "知道了", "晓得了", "先放一边", "先放放")
	return busy && later && (p.says("弄", "处理", "办", "填", "报", "看", "说", "回") || p.says("饭后", "会后", "课后", "分钟后", "小时后")) || p.short(8) && p.says("缓两天", "缓几天", "缓一缓", "迟两天", "晚两天", "等两天", "过两天", "缓缓", "等我下", "等我忙", "等我到", "等我回", "等我开")
}

// asksNotice tells whether somebody wants to be told ahead, or at regular times: 接待日提前两天告诉我, 每周五给我说一声.
func (p *reading) asksNotice() bool {
	if !p.roles.any(reporters|desks|roleHandler) || p.asking() && !p.says("还差多少", "差几") || p.lengthNow() || p.spokenCase() {
		return false
	}
	tell := p.says("告诉我", "跟我说", "给我说", "同我讲", "跟我讲", "通知我", "知会我", "吱一声", "说一声", "讲一声", "提个醒", "给我报", "发我", "推给我", "叫我", "喊我", "提我")
	return tell && (p.lead() > 0 || p.says("每天", "每周", "每月", "每个月", "每星期", "每个星期", "每隔", "每逢", "每到")) || p.cues.has(cueRemind) && p.says("抄", "也给我", "也发", "转给我一份") && p.says("提醒") && p.says("我")
}

// snooze finds until when to be silent: tomorrow unless another day is named.
func (p *reading) snooze() *Command {
	cmd := &Command{Intent: Snooze, Date: p.lastAhead()}
	if cmd.Date == 0 {
		cmd.Date = p.c.Today
		switch {
		case p.says("下周"):
			cmd.Date = p.c.Today.Monday().Add(7)
		case p.says("两天", "几天", "改天", "改日"):
			cmd.Date = p.c.Today.Add(2)
		}
	}
	return cmd
}

// lastAhead is the last day of the message that is today or later; 0 if it names none.
func (p *reading) lastAhead() policy.Date {
	var last policy.Date
	for i := 0; ; i++ {
		d, at := p.dayFrom(i, future)
		if at < 0 {
			return last
		}
		if d >= p.c.Today {
			last = d
		}
		i = at
	}
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
