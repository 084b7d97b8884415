package phrase

// The judgements of the files judge_loose_*.go come after those that know a wish by its very words. They go by what is spoken of (a case, a
// reception day, a record), what is done with it in the widest sense, and who says it.

// looseOrders judges what desks, handlers and leaders want of a case, a paper or a reminder, in other words than orders and papers know.
func (p *reading) looseOrders() *Command {
	if !p.roles.any(desks | roleHandler | roleLeader | roleDelegate | roleMiddle) {
		return nil
	}
	if p.spokenCase() {
		if cmd := p.looseCase(); cmd != nil {
			return cmd
		}
	}
	return p.loosePaper()
}

// spokenCase tells whether a case is spoken of: by its number, or as 这件, 那封信.
func (p *reading) spokenCase() bool {
	return p.holds(classCase) || p.says("这件", "那件", "该件", "此件", "这封", "那封", "这单", "那单", "的件", "几件", "来件", "信访", "投诉", "诉求", "工单", "匿名", "举报信", "这事", "这个事", "多少件", "哪些件", "个件", "写信", "来信", "件没", "诉件", "批件", "派给我们", "派错", "转错") && !p.holds(classKind)
}

// looseCase finds what is to become of a case.
func (p *reading) looseCase() *Command {
	cases := p.cases()
	cmd := Command{}
	if len(cases) > 0 {
		cmd.Case = cases[0]
	} else {
		cmd.Target = p.caseTarget()
	}
	asks := p.asking()
	units := p.unitTokens()
	desk := p.roles.any(desks)
	switch {
	case desk && len(cases) > 1 && len(units) == 0 && !asks && !p.replies():
		cmd.Intent, cmd.Cases, cmd.Case = MergeCases, cases, ""
	case p.roles.any(roleHandler|desks) && len(cases) > 0 && !asks && p.says("延到", "延至", "延期", "展期", "宽限", "缓办", "延办", "延几", "延长") && !p.says("延误", "延毕"):
		cmd.Intent, cmd.Days, cmd.Text, cmd.Date = ExtendCase, p.daysNamed(), p.reason(), p.day(future)
	case p.roles.any(roleHandler|desks) && p.daysNamed() > 0 && p.says("缓", "延", "宽", "再给", "再要", "多给", "多要", "展", "推后", "顺延", "往后"):
		cmd.Intent, cmd.Days, cmd.Text = ExtendCase, p.daysNamed(), p.reason()
	case p.roles.any(roleHandler|roleMiddle) && p.disowns():
		cmd.Intent, cmd.Unit, cmd.Text = ReturnCase, p.toUnit(true), p.reason()
		if cmd.Unit == "" && !p.says("退", "收回", "打回") {
			cmd.Intent = NotInRemit
		}
	case p.takesOver():
		cmd.Intent = TakeCase
	case p.says("叫什么", "姓什么", "什么名字", "姓甚名谁", "叫啥", "姓啥") && p.says("写", "查得出", "查出", "查到", "投诉", "告", "反映", "举报", "提", "来信") && !p.roles.public():
		cmd.Intent = QueryIdentity
	case p.says("谁", "哪个", "哪位", "什么人") && p.says("写", "查得出", "查出", "查到", "投诉", "告", "反映", "举报", "提", "递", "寄", "身份", "名字") && !p.says("分管", "负责", "在办", "经办", "谁办", "承办"):
		cmd.Intent = QueryIdentity
	case p.roles.any(roleHandler|desks|roleLeader) && p.dueSoon() && len(cases) == 0:
		cmd.Intent, cmd.Scope, cmd.Target = QueryOverdue, "all", Target{}
	case p.roles.any(roleOfficer) && len(units) > 0 && !asks && !p.replies() && (len(cases) > 0 || p.says("件", "把", "这", "那")):
		cmd.Intent, cmd.Unit = TransferCase, p.toUnit(false)
		cmd.CoUnit, cmd.Days, cmd.Urgent = p.coUnit(cmd.Unit), p.daysNamed(), p.cues.any(cueUrgent, cueUrge)
	case p.roles.any(roleHandler) && len(cases) > 0 && !asks && !p.cues.has(cueAccess) && !p.short(12): // a handler who says so much of a case tells what was done
		cmd.Intent, cmd.Text = SubmitReply, p.replyText()
	default:
		return nil
	}
	found := cmd // only what was found leaves the stack
	return &found
}

// disowns tells whether a handler says that a case is not his: 不是后勤的活, 我们科没权限, 超出本部门权限.
func (p *reading) disowns() bool {
	if p.replies() {
		return false
	}
	if p.says("轮不到", "派错", "转错", "分错", "送错", "不对口", "找错部门", "不对路", "不沾边", "不相干", "搭不上", "八竿子", "搞错部门", "管不着", "管不到") {
		return true
	}
	return p.says("不是", "不属", "不归", "超出", "没有", "没", "无权", "非我", "轮不到", "不该", "不在") && p.says("职责", "职权", "权限", "业务", "的活", "范围", "管的", "归口", "分内", "我们管", "处的事", "科的事", "部门的事", "院的事", "中心的事", "范畴", "分工", "该管", "能管", "口子", "条线")
}

// takesOver tells whether somebody takes a case upon himself: 我自己来跟, 交我处理.
func (p *reading) takesOver() bool {
	if p.asking() || p.cues.has(cuePast) || p.says("不归", "不属", "不是", "不由", "不该") {
		return false
	}
	return p.says("我来", "我自己", "我亲自", "我要亲自", "交我", "给我", "转我", "我接", "我跟", "我盯", "我牵头", "归我", "我负责", "由我", "我直接") && p.says("办", "处理", "跟", "盯", "牵头", "负责", "接", "抓", "督", "管", "解决", "处置", "过问", "过一下", "拿")
}

// dueSoon tells whether late cases are asked for: 快到日子的, 拖着没办的.
func (p *reading) dueSoon() bool {
	return p.says("到日子", "到期", "过期", "期限", "时限", "拖着", "没办", "没结", "没回", "超", "逾", "积压", "压着", "悬着", "没动", "未办", "按期", "按时", "按期限", "没了结", "没销", "挂着", "压了", "一个月以上", "半年以上", "超过一个月", "没答", "未答", "快满", "到点") && p.says("哪", "几", "有没有", "多少", "谁", "列", "看看", "查")
}
