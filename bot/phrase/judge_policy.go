package phrase

// assignment judges who is in charge of what and who is in contact with whom.
func (p *reading) assignment() *Command {
	if p.says("什么意思", "啥意思") || p.cues.has(cueRuleAsk) {
		return nil
	}
	if p.roles.public() && !p.short(24) && p.cues.any(cueProblem, cueNot) { // 教务处又说没收到, 到底谁管啊
		return nil
	}
	leader := p.cues.has(cueWho) && p.says("领导", "校长", "书记") && p.says("联系", "分管", "负责", "管", "抓", "牵头", "主管", "包") && !p.cues.has(cueReception)
	if !p.cues.any(cueAssign, cueOurs) && !leader || p.lengthTold() || p.holds(classCase) || p.cues.has(cueNotOurs) || p.says("还没去", "没去过", "没有去") {
		return nil
	}
	if !p.cues.any(cueAsk, cueWho, cueWhat, cueWhich, cueLook, cueHowMany) && !p.says("哪", "几个") && !(p.says("谁") && p.says("领导", "校长", "书记")) && !p.says("谁分管", "谁联系", "谁主管") || p.cues.any(cueLack) || p.roles.any(roleHandler) {
		return nil
	}
	cmd := &Command{Intent: QueryAssignment, Scope: "self"}
	switch {
	case p.says("党外", "党派", "无党派", "民主"):
		cmd.Topic = "contact_nonparty"
	case p.says("联系", "挂点", "挂钩", "对口"):
		cmd.Topic = "contact_unit"
	default:
		cmd.Topic = "in_charge"
	}
	if who := p.otherThan(p.persons()); who != "" {
		cmd.Scope, cmd.Person = who, who
	} else if units := p.unitTokens(); len(units) > 0 {
		cmd.Unit = p.unitName(units[0])
		cmd.Scope = "unit:" + cmd.Unit
	} else if !p.cues.has(cueMe) && !p.roles.any(roleLeader) {
		cmd.Scope = "all"
	}
	return cmd
}

// privacy judges who may read what is written here.
func (p *reading) privacy() *Command {
	if !p.cues.any(cuePrivacy, cueCheckUp) || !p.cues.any(cueAsk, cueWho, cueCheckUp, cueHow, cueWhen, cueCan, cueWhat, cueHowMany) && !p.says("谁") || p.holds(classCase) {
		return nil
	}
	if !p.cues.any(cueBot) && !p.says("聊天", "隐私", "匿名", "泄", "身份", "记录", "知道是我", "看到", "个人信息", "实名", "暴露", "保存", "通知我", "通知家长", "告诉我", "告诉家长", "牵连", "惊动") || p.cues.any(cueProblem) && p.topic() > 0 && !p.cues.has(cueBot) {
		return nil
	}
	return &Command{Intent: AskPolicy, Topic: "privacy"}
}

// policyQuestion judges what the measure and the rules of petitions say.
func (p *reading) policyQuestion() *Command {
	if p.swaps() || p.owes() || p.cues.has(cueReception) && p.cues.has(cueNearest) && p.cues.has(cueWhen) {
		return nil
	}
	if p.cues.has(cueRuleAsk) && !p.holds(classCase) && !p.filedBefore() && !p.cues.any(cueUrge) && (p.asking() || p.short(40)) {
		return &Command{Intent: AskPolicy, Topic: p.policyTopic()}
	}
	if p.countsAs() {
		return &Command{Intent: AskPolicy, Topic: p.policyTopic()}
	}
	must, rules := p.cues.has(cueMust), p.cues.has(cuePolicy)
	if k := p.kindNamed(); k >= 0 && k != kReception && p.cues.has(cueAsk) && p.says("要", "用", "需要", "可以", "能") && !(p.roles.public() && p.says("安排", "见", "谈一次", "面对面", "约")) && !p.holds(classDay) && !p.cues.any(cuePast, cueLack, cueDoneAsk) {
		must = true // 不是党员要参加组织生活吗
	}
	if p.kindNamed() >= 0 && p.cues.has(cueMe) && p.cues.any(cueHowMany, cueDoneAsk, cueLack) && p.roles.any(reporters) && !p.says("要不要", "用不用", "要求几", "要求多少", "什么要求", "要求是", "规定", "算不算", "能算", "算几", "怎么算", "如何算") && p.cues.any(cuePast, cueDoneAsk, cueLack) {
		return nil // 帮我算算听课完成几个学时了
	}
	if must && p.holds(classDay) && !p.asking() && !p.says("算不算", "怎么算", "能不能", "可不可以", "咋算") {
		must = false // 昨天跟研究生倾偈, 算座谈啦
	}
	if p.kindNamed() >= 0 && p.cues.has(cueAsk) && !p.cues.any(cueMe, cueLack, cueDoneAsk, cuePast) && p.says("也有", "也要", "也得", "也算", "用得着", "有没有要求", "管不管", "也适用", "也要求") {
		must = true // 二级学院院长也有听课任务吗
	}
	asks := p.cues.any(cueAsk, cueWhat, cueHow, cueWhen, cueHowMany, cueWhich, cueCan, cueLook) || must
	if p.says("什么意思", "啥意思", "指什么", "怎么理解", "是指") && !p.cues.has(cueProblem) && p.topic() == 0 {
		return &Command{Intent: AskPolicy, Topic: p.policyTopic()}
	}
	if p.roles.any(reporters) && p.cues.has(cueLate) && p.cues.any(cueCan, cueWhen) && p.asking() && !p.holds(classDay) && p.kindNamed() < 0 {
		return &Command{Intent: AskPolicy, Topic: "late"}
	}
	limit := p.says("信访", "答复", "复查", "复核", "受理", "信访件", "信访事项", "延期") && (p.cues.any(cueWhen) || p.says("期限", "时限", "几天", "多少天", "多少个工作日", "几个工作日")) && !p.cues.any(cueProgress, cueDiscontent)
	if !must && !rules && !limit || !(asks || limit) || p.holds(classCase) || p.lengthTold() && !p.says("算") || p.cues.any(cueEarlier) {
		return nil
	}
	if (p.lengthNow() || !p.asking() && p.holds(classDay)) && p.wholeReport() && p.cues.has(cuePast) { // 11月5号还听过一次课, 2节, 不知道还能不能算
		return nil
	}
	kind := p.kindNamed()
	petition := p.says("信访", "答复", "回复", "受理", "复查", "投诉件", "举报", "诉求") && (p.cues.any(cueWhen, cueHowMany, cueAsk, cueHow) || p.says("时限", "期限", "规定"))
	measure := kind >= 0 || p.says("联系基层", "办法", "第五条", "第四条", "第六条", "考核", "接待日", "台账", "实施", "支部", "党员", "基层") || p.roles.any(reporters) && p.cues.any(cueReport, cueLate, cueRecords)
	if !petition && !measure || p.topic() > 0 && !petition && !p.roles.any(reporters|desks) {
		return nil
	}
	if kind == kReception && (p.cues.any(cueTurn, cueWho, cueBook, cueWalkIn) && !p.says("算")) || p.says("还用不用接待", "用不用接待") || p.cues.any(cueLack) && !p.says("算", "要不要", "要求", "必须", "代替", "认不认") {
		return nil
	}
	return &Command{Intent: AskPolicy, Topic: p.policyTopic()}
}

// countsAs tells whether a reporter asks what something counts for: 看望住院老师算哪一类, 陪上级检查听课算我的吗.
func (p *reading) countsAs() bool {
	if !p.roles.any(reporters) || p.holds(classDay) || p.lengthTold() || p.holds(classCase) || !p.short(30) {
		return false
	}
	return p.says("能折", "折几", "折算", "抵几", "顶几", "能抵", "怎么计", "如何计", "算哪", "算什么", "算啥", "算谁", "算我的", "算在谁", "算在哪", "归到哪", "归哪一类", "归哪类", "记成什么", "记为什么", "登成什么", "该登哪", "登哪一类", "属于哪", "算数不", "算不", "算个啥", "计在谁") && (p.asking() || p.says("哪", "谁", "啥", "什么"))
}

// owes tells whether a leader asks how much he has to do, not what the measure says of it: 听课每学期要多少学时. The count of his own hours holds the answer.
func (p *reading) owes() bool {
	return p.roles.any(roleLeader) && p.quotaKind() == kObserve && p.cues.has(cueHowMany) && p.says("学时", "课时", "几节", "多少节") && p.says("要听", "要多少", "要几", "得听", "该听", "应听") &&
		!p.says("规定", "办法", "要求", "文件", "制度", "算", "条", "校领导") && !p.lengthTold()
}

// policyTopic names what a question about the measure is about: "late", "deadline", "privacy", "petition", or the id of a rule; "" where the words name none of
// them.
func (p *reading) policyTopic() string {
	kind := p.quotaKind()
	letters := p.says("信访", "答复", "回复", "受理", "复查", "复核", "投诉", "诉求", "匿名", "实名", "写信", "来信", "反映", "告知")
	when := p.cues.any(cueWhen, cueHowMany) || p.says("期限", "时限", "几天", "多少天", "工作日", "多久", "自然日", "几日", "逾期", "超期")
	switch {
	case p.says("补登", "补报", "补录", "补记", "漏登", "漏报", "漏记", "补登记", "忘了登", "忘了报", "迟登", "晚登", "还能补", "能补"):
		return "late"
	case p.says("匿名", "实名", "隐私", "聊天记录", "保密", "身份") && !when:
		return "privacy"
	case letters && when && kind != kReception:
		return "deadline"
	case letters && kind < 0:
		return "petition"
	case kind >= 0:
		return p.ruleOf(kind)
	case p.says("学时", "课时"):
		return "5.4b"
	case p.says("支部", "党员"):
		return "5.1"
	case when && p.says("超期", "逾期"):
		return "deadline"
	}
	return ""
}

// leftover places questions that no rule above knew by their words: about a kind of activity, about receptions, about how petitions are handled.
func (p *reading) leftover() *Command {
	if !p.asking() && !p.cues.any(cueLook, cueCan, cueMust) || p.holds(classCase) || p.cues.any(cueProblem, cueComplain, cueChat) && !p.roles.any(reporters|desks) {
		return nil
	}
	kind := p.quotaKind()
	switch {
	case p.cues.has(cueReception):
		return &Command{Intent: QueryReception, Date: p.receptionDay(false), Person: p.person()}
	case kind < 0 && p.says("信访", "投诉件", "举报") && p.cues.any(cueHow, cueAsk, cueCan, cueWhen) && p.short(24):
		return &Command{Intent: AskPolicy, Topic: "petition"}
	case kind < 0 || p.holds(classDay) || p.lengthTold() || !p.roles.any(reporters|desks):
		return nil
	case p.cues.any(cueMust, cueCan, cuePolicy, cueHow) && !p.cues.any(cueMe, cueAll):
		return &Command{Intent: AskPolicy, Topic: p.ruleOf(kind)}
	case p.cues.any(cueWhich, cueWhen, cueRecords, cueLook, cueWhat) || p.period(false) != "" && p.cues.has(cuePast):
		cmd := &Command{Intent: QueryRecords, Scope: p.scope(), Period: p.period(false)}
		cmd.Target.Kind = kinds[kind]
		return cmd
	case p.cues.any(cueWho, cueAll, cueHowMany, cueNot):
		rule := p.ruleOf(kind)
		return &Command{Intent: QueryQuota, Rule: rule, Scope: p.scope(), Period: p.quotaPeriod(rule), Want: "done"}
	}
	return nil
}
