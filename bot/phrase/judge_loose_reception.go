package phrase

// looseReception judges reception days in other words: who is to stand in, who found nobody, who wants to come.
func (p *reading) looseReception() *Command {
	about := p.cues.has(cueReception) || p.says("接待", "接访", "坐班", "值班", "那班", "见校领导", "见领导") || p.roles.any(roleLeader|roleOffice) && p.holds(classPerson) && !p.holds(classKind) && p.slotDays() > 0
	switch {
	case p.cues.has(cueWho) && p.says("领导", "校长", "书记", "值班", "那次", "那场", "那班") && !p.holds(classKind) && p.slotDays() > 0:
		return &Command{Intent: QueryReception, Date: p.receptionDay(false), Person: p.person()}
	case about && p.roles.any(roleLeader|roleOffice) && (!p.asking() || p.says("能替", "能代", "能换", "能顶", "肯替")) && !p.otherKinds() && p.otherThan(p.persons()) != "" && p.says("代", "替", "换", "倒", "调", "顶", "对调", "互", "请", "让", "改"):
		return p.standIn()
	case p.roles.public() && p.foundNobody(about):
		cmd := &Command{Intent: ReportReceptionAbsence, Date: p.day(past), Person: p.person(), PartOfDay: p.part(), Private: p.c.Group}
		if cmd.Date == 0 {
			cmd.Ask = []string{"date"}
		}
		return cmd
	case about && p.roles.public() && p.wantsPlace():
		cmd := &Command{Intent: BookReception, Date: p.slotNamed(), Person: p.person(), People: p.headsNamed(), Topic: p.bookTopic(), Private: p.c.Group}
		if cmd.Date == 0 && cmd.Person == "" {
			cmd.Ask = []string{"date"}
		}
		return cmd
	case !about && p.roles.public() && p.short(18) && p.person() != "" && p.says("聊", "谈谈", "谈一", "见面", "见一") && p.says("能", "可以", "想", "希望", "求"):
		return &Command{Intent: RequestTalk, Person: p.person(), Topic: p.bookTopic(), Private: p.c.Group}
	case !about && p.roles.public() && p.says("校长", "书记", "领导", "林校", "何校", "吴校", "谢校") && p.says("坐下", "唠", "当面", "面对面", "碰个面", "见见", "见一", "聊几句", "说几句", "谈几句", "单独", "说两句", "讲两句", "说句话", "说上话", "谈两句", "聊两句", "汇报") && p.says("想", "希望", "能不能", "可以", "求", "盼"):
		return &Command{Intent: RequestTalk, Person: p.person(), Topic: p.bookTopic(), Private: p.c.Group}
	case (p.cues.has(cueReception) || p.says("坐班", "接访") && p.says("校长", "书记", "领导")) && p.says("几楼", "哪栋", "哪间", "哪里", "哪儿", "怎么走", "几点", "多久", "哪天", "哪位", "谁", "吗", "不", "什么", "啥时候", "几号", "还是", "多会儿") && !p.roles.any(reporters):
		return &Command{Intent: QueryReception, Date: p.receptionDay(false), Person: p.person()}
	}
	return nil
}

// standIn makes the order of a leader who cannot come, or of the office that changes the roster.
func (p *reading) standIn() *Command {
	cmd := &Command{Intent: SwapDuty, Date: p.day(future), Text: typed(p.reason())}
	if p.roles.any(roleLeader) {
		cmd.With = p.otherThan(p.persons())
	} else {
		cmd.Intent = ChangeSchedule
		p.whoForWhom(cmd)
	}
	if cmd.Date == 0 {
		cmd.Ask = []string{"date"}
	}
	return cmd
}

// foundNobody tells whether a visitor stood before a closed door.
func (p *reading) foundNobody(about bool) bool {
	door := p.says("门", "屋", "办公室", "接待室") && p.says("关着", "锁", "紧闭", "闭着", "空的", "没开", "黑着灯", "没人") || p.says("白等", "空等", "干等", "没见着", "没见到", "扑空", "没露面", "没有一个人", "一个人都没", "黑灯瞎火", "空无一人", "没人影", "没等到", "放鸽子", "爽约")
	door = door || p.says("没来", "不来", "没到", "没出现", "没露面") && p.says("领导", "校长", "书记")
	return door && (about && p.says("接待", "接访") || p.says("校长", "书记", "校领导") || p.person() != "") && !p.cues.any(cueWhen, cueWho)
}

// wantsPlace tells whether somebody wants to come to a reception rather than to know something.
func (p *reading) wantsPlace() bool {
	return p.says("想排", "排到", "登记一个", "登一个", "的号", "一个号", "占个", "占一", "留个", "留一", "约", "挂", "报名", "登记", "名额", "想去", "想来", "要去", "打算去", "去谈谈", "去反映", "去说说", "算上我", "报上", "替我报", "帮我报", "给我报", "报一个", "报下一", "我报", "报接待", "要个号", "占座") && !p.cues.any(cueWho, cueWhen, cueHow, cueWhat, cueNot) && !p.says("吗", "要不要", "需不需要", "取消", "不去")
}
