package phrase

// orders judges what officers, offices, handlers and leaders say about cases that exist.
func (p *reading) orders() *Command {
	if !p.roles.any(desks | roleHandler | roleLeader | roleDelegate | roleMiddle) {
		return nil
	}
	cases := p.cases()
	cmd := Command{}
	if len(cases) > 0 {
		cmd.Case = cases[0]
	} else {
		cmd.Target = p.caseTarget()
	}
	known := len(cases) > 0
	officer := p.roles.any(desks)
	handler := p.roles.any(roleHandler | roleMiddle)
	switch {
	case p.cues.has(cueIdentity) && !p.cues.any(cueReception) && (known || p.cues.any(cueCase, cueComplain, cueAnonymous)):
		cmd.Intent = QueryIdentity
	case p.cues.has(cueMerge) && (len(cases) > 1 || p.roles.any(roleOfficer|roleOffice) && p.cues.any(cueCase, cueTransfer)):
		cmd.Intent, cmd.Cases, cmd.Case = MergeCases, cases, ""
	case p.cues.has(cueClose) && !known && !p.cues.has(cueNotGone) && (!p.roles.any(roleHandler) || p.says("销号", "销项")):
		return p.closeIssue()
	case known && p.takesOver():
		cmd.Intent = TakeCase
	case p.cues.has(cueTake) && (known || p.cues.any(cueCase, cueComplain, cueThat, cueTransfer)) && !p.replies():
		cmd.Intent = TakeCase
	case p.cues.has(cueExtend) && !p.says("延误", "拖延", "经查") && (known || p.roles.any(roleOfficer|roleHandler)):
		cmd.Intent, cmd.Days, cmd.Text = ExtendCase, p.daysNamed(), p.reason()
	case p.returns(known, handler || officer):
		cmd.Intent, cmd.Unit = ReturnCase, p.toUnit(true)
		if cmd.Unit == "" && !p.cues.has(cueReturn) {
			cmd.Intent = NotInRemit
		}
		cmd.Text = p.reason()
	case p.cues.has(cueOverdue) && (officer || handler || p.roles.any(roleLeader)) && !known && p.asksOverdue():
		cmd.Intent, cmd.Scope = QueryOverdue, "all"
		cmd.Period = p.period(false)
		if units := p.unitTokens(); len(units) > 0 {
			cmd.Scope = "unit:" + p.unitName(units[0])
		}
		cmd.Target = Target{}
	case known && officer && !p.asking() && len(p.unitTokens()) > 0 && !p.replies() && p.says("给", "请", "由", "让", "归", "办", "处理", "转", "派", "牵头"):
		cmd.Intent, cmd.Unit = TransferCase, p.toUnit(false)
		cmd.CoUnit, cmd.Days, cmd.Urgent = p.coUnit(cmd.Unit), p.daysNamed(), p.cues.any(cueUrgent, cueUrge)
	case known && p.asksProgress():
		cmd.Intent = QueryCase
	case p.transfers(known):
		cmd.Intent, cmd.Unit = TransferCase, p.toUnit(false)
		cmd.CoUnit, cmd.Days, cmd.Urgent = p.coUnit(cmd.Unit), p.daysNamed(), p.cues.any(cueUrgent, cueUrge)
	case p.roles.any(roleHandler|roleOfficer|roleMiddle|roleOffice) && p.replies() && (known || p.roles.any(roleHandler)):
		cmd.Intent, cmd.Text = SubmitReply, p.replyText()
		if cmd.Target.Text == "" && !known {
			cmd.Target.Last = true
		}
	case known && p.cues.any(cueUrge):
		cmd.Intent = UrgeCase
	case p.cues.has(cueClose) && !p.cues.has(cueNotGone):
		return p.closeIssue()
	default:
		return nil
	}
	found := cmd // only what was found leaves the stack
	return &found
}

// replies tells whether the words hand in a reply: 回复如下, 已修好, 请结.
func (p *reading) replies() bool {
	return p.cues.any(cueReply, cueFixed) && !p.asksProgress()
}

// asksProgress tells whether the words ask how a case stands rather than say it.
func (p *reading) asksProgress() bool {
	return p.cues.has(cueProgress) && (p.cues.any(cueAsk, cueWhat, cueHow, cueWhen, cueLook, cueEarlier) || p.says("怎么样", "进展", "到哪", "如何", "什么情况", "啥情况", "结果呢", "吗", "没有?", "了没")) && !p.cues.any(cueReply)
}

// asksOverdue keeps the question for late cases apart from an order that only names a limit.
func (p *reading) asksOverdue() bool {
	return p.cues.any(cueAsk, cueWho, cueWhat, cueWhich, cueHowMany, cueLook, cueCase) || p.short(14)
}

// returns tells whether a case is sent back: 退回, 不归我们, 应该是基建处.
func (p *reading) returns(known, desk bool) bool {
	if !desk && !known || p.roles.any(roleOfficer) && p.says("改派", "转派", "改转", "另派", "重新派", "改交", "再转") {
		return false
	}
	if p.cues.has(cueReturn) && (known || p.cues.any(cueCase, cueNotOurs, cueShouldBe)) && !p.cues.has(cueFixed) {
		return true
	}
	if known && p.roles.any(roleHandler) && p.cues.has(cueShouldBe) && len(p.unitTokens()) > 0 && !p.replies() {
		return true
	}
	return (p.cues.has(cueNotOurs) || p.roles.any(roleHandler) && p.spokenCase() && p.disowns()) && !p.holds(classKind)
}

// transfers tells whether a case is given to a unit.
func (p *reading) transfers(known bool) bool {
	this := p.roles.any(roleOfficer) && p.says("这件", "这个", "此件", "该件", "那件", "这条", "那条", "这单", "还是") && p.says("请", "给", "让", "由", "归", "办")
	if len(p.unitTokens()) == 0 || !p.cues.has(cueTransfer) && !(known && p.holds(classOrder)) && !this {
		return false
	}
	if p.cues.has(cueReply) && !known {
		return false
	}
	return known || p.roles.any(roleOfficer) || p.roles.any(roleOffice) && p.cues.any(cueCase, cueComplain)
}

// toUnit finds the unit that a case is to go to: of a return the one that is said to be in charge, never the one that is said not to be.
func (p *reading) toUnit(back bool) string {
	var best string
	for _, t := range p.unitTokens() {
		if after(p.s, int(t.at), "不归", "不是", "不属于", "不该", "不归我们", "不属", "不由", "抄送", "由于", "退给") || oneOf(p.s, int(t.end), "协办", "配合", "会办", "协同", "协助", "抄送", "退回", "说") > 0 {
			continue
		}
		if after(p.s, int(t.at), "转给", "转", "转到", "转至", "派到", "派给", "派", "交给", "交", "交办", "转交", "转办", "分给", "分到", "移送", "移交", "归", "是", "属于", "由", "应由", "转由", "改派", "改派给", "批给", "请", "让", "交由", "给", "发给", "派单给", "转去", "找", "建议", "还是请") {
			return p.unitName(t)
		}
		if best == "" || back {
			best = p.unitName(t)
		}
	}
	return best
}

// coUnit finds the unit that helps: 财务处协办.
func (p *reading) coUnit(main string) string {
	for _, t := range p.unitTokens() {
		if name := p.unitName(t); name != main {
			return name
		}
	}
	return ""
}

// closeIssue judges 可以销号了: a leader takes an issue of a visit off the list.
func (p *reading) closeIssue() *Command {
	cmd := &Command{Intent: CloseIssue, Date: p.day(past)}
	if k := p.kindNamed(); k >= 0 {
		cmd.Target.Kind = kinds[k]
	}
	cmd.Target.Date = cmd.Date
	if units := p.unitTokens(); len(units) > 0 {
		cmd.Unit = p.unitName(units[0])
	}
	cmd.Confirm = []string{"target"}
	return cmd
}

// caseTarget says which case is meant when no number was given: a topic, else the one that is talked of.
func (p *reading) caseTarget() Target {
	return Target{Text: p.topicWord()}
}

// topicWord is the weightiest topic word of the message; "" if there is none.
func (p *reading) topicWord() string {
	best, weight := "", int32(0)
	for _, h := range p.hits {
		if w := &p.lex.words[h.word]; w.topic > 0 && w.weight > weight {
			best, weight = p.s[h.at:h.end], w.weight
		}
	}
	if best == "" {
		for _, t := range p.tokens {
			if t.class == classOffice || t.class == classPlace {
				return p.text(t)
			}
		}
	}
	return best
}

// reason is what stands behind the last comma: 等省里批复.
func (p *reading) reason() string {
	for i := len(p.tokens) - 1; i >= 0; i-- {
		if t := p.tokens[i]; t.class == classPunct && (t.n == ',' || t.n == '。' || t.n == ' ' || t.n == ';' || t.n == ':') {
			return clean(p.s[t.end:])
		}
	}
	return ""
}

// replyText is the reply itself: what follows the colon, or the whole message.
func (p *reading) replyText() string {
	for i, t := range p.tokens {
		if t.class == classPunct && t.n == ':' && i < len(p.tokens)-1 {
			return clean(p.s[t.end:])
		}
	}
	return p.s
}
