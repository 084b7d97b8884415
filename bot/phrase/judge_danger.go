package phrase

// crisis is danger to life, somebody's own or another's. It goes before everything, whoever says it; only a report of an event on the subject
// (自杀预防座谈会) is none.
func (p *reading) crisis() *Command {
	if !p.cues.has(cueCrisis) && !p.onTheEdge() {
		return nil
	}
	if p.roles.any(reporters) && p.cues.has(cueCare) && !p.cues.has(cueMe) {
		return nil
	}
	return &Command{Intent: Crisis, Urgent: true, Private: p.c.Group}
}

// onTheEdge tells whether somebody says in a few words that he stands where one can fall, and nothing else for which he might be there.
func (p *reading) onTheEdge() bool {
	if !p.short(20) || p.asking() || !p.says("我站", "我坐在", "我爬", "我在", "我上了", "我到了", "我翻", "人站在", "她站在", "他站在") || !p.says("楼顶", "天台", "顶楼", "楼边", "窗台", "窗户外", "窗外面", "栏杆外", "护栏外", "桥栏", "悬崖") {
		return false
	}
	return !p.says("晒", "晾", "拍", "修", "漏", "看书", "看风景", "看日出", "看日落", "看星", "看烟花", "看夜景", "看月亮", "吃饭", "吃东西", "烧烤", "背书", "背单词", "自习", "跑步", "打扫", "打球", "打牌", "打卡", "玩", "浇", "种花", "种菜", "检查", "施工", "上课", "开会", "排练", "教室", "办公室", "住的", "住在", "捡", "发现", "乘凉", "聊天")
}

// discipline is an accusation against somebody in office. Nothing of it is taken in: the person is shown the right door (2.4).
func (p *reading) discipline() *Command {
	accused := p.cues.has(cueOfficer) || p.holds(classPost) || p.holds(classPerson)
	accuse, graft := p.cues.has(cueAccuse), p.cues.has(cueGraft)
	switch {
	case p.roles.any(reporters) && !accuse && (p.holds(classKind) || p.asking() && p.holds(classTitle) || p.cues.has(cueMust)), p.asking() && !accuse && p.cues.has(cueMust) && p.holds(classKind):
		return nil
	case accuse && !graft && (p.cues.any(cueHow, cueHowMany, cueWhat) || p.says("在哪", "电话", "信箱", "邮箱", "渠道")) && p.short(14):
		return &Command{Intent: AskPolicy, Topic: "discipline"}
	case accuse && (accused || graft), graft && accused, accuse && p.short(8):
		return &Command{Intent: ReportDiscipline, Private: p.c.Group}
	}
	return nil
}

// legal is a matter for which the law has a way of its own (2.3): a decision about the person, appealed against.
func (p *reading) legal() *Command {
	if p.roles.any(roleLeader|roleOffice|roleOfficer) || !p.cues.has(cueRuling) && !p.cues.has(cueCourt) {
		return nil
	}
	unsigned := p.says("劳动合同", "聘用合同", "社保", "五险一金") && p.says("不签", "不给", "没签", "不交", "没交", "未签", "不缴", "没给") && !p.says("工资")
	if !p.cues.any(cueAppeal, cueCourt) && !unsigned {
		return nil
	}
	return &Command{Intent: LegalChannel, Private: p.c.Group}
}
