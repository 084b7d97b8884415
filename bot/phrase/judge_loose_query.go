package phrase

import "lianxin/config/policy"

// looseQuestion judges questions about duties, records and rules in other words.
func (p *reading) looseQuestion() *Command {
	kind := p.quotaKind()
	how := p.cues.any(cueHow, cueCan, cueMust) || p.says("咋", "怎么", "能不能", "可以", "可否", "算不算", "最迟", "最晚", "最多", "至少", "任务吗", "必须")
	switch {
	case p.lost() || p.abilities():
		return &Command{Intent: Help}
	case p.short(14) && p.says("咋", "怎么", "如何", "咋个") && p.says("登", "填", "报", "用", "使", "弄", "操作", "录", "记") && p.says("听课", "座谈", "活动", "这个", "机器人", "你", "系统", "东西", "走访") && !p.cues.any(cueComplain, cueProblem):
		return &Command{Intent: Help}
	case p.short(16) && p.topic() == 0 && p.says("怎么", "咋", "如何") && p.says("反映问题", "投诉", "提意见", "提建议", "写信", "反映"), p.short(14) && p.says("办啥", "办什么", "办些什么", "办哪些", "干些啥", "能问啥", "能问什么", "问些什么") && p.topic() == 0:
		return &Command{Intent: Help}
	case p.short(14) && p.topic() == 0 && p.says("你") && p.says("能", "会", "可以") && p.says("记哪", "办哪", "做哪", "帮哪", "记什么", "记啥", "办什么", "办啥", "帮什么", "哪些东西", "哪些事", "什么忙"):
		return &Command{Intent: Help}
	case p.short(16) && p.says("机器人", "小基", "助手", "你") && p.says("干嘛", "干啥", "做啥", "做什么", "能干", "会干", "有啥用", "啥用", "管什么", "帮我干"):
		return &Command{Intent: Help}
	case p.roles.any(reporters) && p.says("最迟", "最晚", "多久以前", "还能补", "能不能补", "能补", "补多久") && p.says("补", "登", "报", "录") && !p.holds(classDay):
		return &Command{Intent: AskPolicy, Topic: "late"}
	case p.says("最迟", "最晚", "几天", "多久", "多少天", "什么时候") && p.says("得回", "必须回", "要回", "答复", "回复", "回我", "回话", "有回") && p.says("反映", "投诉", "信访", "意见", "问题", "学校") && p.short(24) && !p.cues.any(cueEarlier, cueCase, cuePast):
		return &Command{Intent: AskPolicy, Topic: "deadline"}
	case p.roles.public() && p.short(18) && p.topic() == 0 && p.says("一般", "通常", "正常", "大概") && p.says("几天", "多久", "多长时间", "多少天") && !p.cues.any(cueReception, cueBook):
		return &Command{Intent: AskPolicy, Topic: "deadline"}
	case p.roles.public() && p.says("匿名", "实名", "不留名") && p.asking() && p.short(18) && p.topic() == 0:
		return &Command{Intent: AskPolicy, Topic: "petition"}
	case p.says("聊", "说", "写", "发", "填", "内容", "信息", "记录") && p.says("领导", "老师", "辅导员", "别人", "学院", "谁", "导师", "同学") && p.says("翻到", "看到", "看见", "知道", "查到", "晓得", "看得", "偷看") && p.says("吗", "会不会", "能不能", "么", "不") && p.short(28) && !p.cues.any(cueProblem):
		return &Command{Intent: AskPolicy, Topic: "privacy"}
	case p.says("复查", "复核") && p.asking() && p.says("找哪", "找谁", "哪里", "能不能", "还能", "怎么", "多久") && !p.says("我要", "申请", "要求"):
		return &Command{Intent: AskPolicy, Topic: "petition"}
	case !p.roles.any(reporters | desks):
		return nil
	case kind >= 0 && how && !p.cues.any(cueMe, cueAll, cueLack, cueSwap, cueTurn) && (p.asking() || p.says("怎么算", "如何算", "咋算")) && !p.lengthTold() && !p.holds(classDay):
		return &Command{Intent: AskPolicy, Topic: p.ruleOf(kind)}
	case kind >= 0 && p.says("低于", "不足", "少于", "不到", "没满", "未满", "还没", "一次没", "一节没", "缺", "零", "空白", "没有记录", "没动", "没去", "没开", "没讲", "挂零", "白板") && p.says("谁", "哪些", "哪几", "哪位", "名单", "领导", "几个"):
		rule := p.ruleOf(kind)
		return &Command{Intent: QueryQuota, Rule: rule, Scope: "all", Period: p.quotaPeriod(rule), Want: "unmet"}
	case p.says("怎么样了", "咋样了", "有结果", "落实没", "落实了吗", "解决了吗", "解决没") && p.says("上次", "那次", "提的", "反映的", "座谈"):
		return &Command{Intent: QueryCase, Target: Target{Text: p.topicWord(), Last: p.topicWord() == ""}}
	case p.opensWith(cueLook) && p.says("活动", "记录", "情况", "台账") && !p.cues.has(cuePast) && !p.lengthNow(), p.cues.has(cueMe) && p.asksAtEnd() && p.says("去", "听", "开", "参加") && !p.cues.has(cueFuture):
		return p.askedRecords()
	case p.cues.has(cueMe) && p.asksWhere():
		return p.askedRecords()
	}
	return nil
}

// asksWhere tells whether somebody asks what he did: 我四月份跑了哪几个学院来着.
func (p *reading) asksWhere() bool {
	return p.says("几个", "哪几个", "哪些", "哪几", "什么", "啥", "几次", "几回", "多少", "哪儿", "哪里", "几家") && p.says("去", "跑", "到", "听", "参加", "开", "走", "登", "报", "做", "干", "谈", "下") && p.says("了", "过", "来着", "都") && !p.cues.any(cueLack, cueFuture)
}

// askedRecords is the question for records of one's own.
func (p *reading) askedRecords() *Command {
	cmd := &Command{Intent: QueryRecords, Scope: p.scope(), Period: p.period(false), Date: p.day(past)}
	if k := p.kindNamed(); k >= 0 {
		cmd.Target.Kind = kinds[k]
	}
	if cmd.Period == "" && cmd.Date == policy.Date(0) {
		cmd.Period = p.yearID()
	}
	return cmd
}

// looseSnooze judges 这条先放放, 在开会 一会儿弄: a leader who puts off what the bot asked.
func (p *reading) looseSnooze() *Command {
	if !p.roles.any(reporters) || !p.short(16) || p.holds(classKind) || p.holds(classUnit) || p.holds(classPlace) || p.asking() {
		return nil
	}
	later := p.says("再说", "再弄", "再填", "再报", "再看", "先放", "放一放", "放放", "一会儿", "一会", "晚点", "回头", "迟点", "改天", "过会", "改日", "过阵", "到了再", "回去再", "等会", "等下", "稍后", "下班后", "忙完", "开完会", "空了", "有空")
	if !later || p.countOf(classHours)+p.countOf(classPeriod) > 0 {
		return nil
	}
	return p.snooze()
}
