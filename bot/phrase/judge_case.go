package phrase

import "strings"

// petition judges what filers say about a case that exists.
func (p *reading) petition() *Command {
	for _, judge := range [...]func(*reading) *Command{(*reading).review, (*reading).rate, (*reading).withdraw, (*reading).confidential, (*reading).seconds, (*reading).supplement, (*reading).askCase, (*reading).urge} {
		if cmd := judge(p); cmd != nil {
			cmd.Case = p.firstCase()
			if cmd.Case == "" && cmd.Target == (Target{}) {
				cmd.Target.Text = p.topicWord()
				cmd.Target.Last = cmd.Target.Text == ""
			}
			cmd.Private = p.c.Group
			return cmd
		}
	}
	return nil
}

// old tells whether the words point at a case that was filed before.
func (p *reading) old() bool {
	return p.holds(classCase) || p.cues.has(cueEarlier) || p.cues.has(cueCase)
}

// filedBefore tells whether a case is named by the day it was filed: 我上周报的空调.
func (p *reading) filedBefore() bool {
	if p.cues.has(cueEarlier) {
		return true
	}
	for _, t := range p.tokens {
		if t.class != classDay && t.class != classVague && t.class != classTerm && t.class != classPart {
			continue
		}
		i := skip(p.s, int(t.end), "我们", "我", "就", "已经", "跟你们", "在这里", "在这")
		if j := oneOf(p.s, i, "投诉", "反映", "报修", "报的", "提的"); j > 0 {
			if k := strings.Index(p.s[j:], "那"); k >= 0 && k <= 6*len("字") && oneOf(p.s, j+k, "那个", "那件", "那事", "那单", "那条") > 0 {
				return true
			}
		}
		if j := oneOf(p.s, i, "报修", "报上去", "递上去", "交上去", "写上去", "反映上去", "报", "反映", "投诉", "提", "建议", "上报", "递交", "递", "交", "反馈", "申诉", "寄", "投"); j > 0 && oneOf(p.s, j, "的", "过", "了") > 0 {
			return true
		}
	}
	return false
}

// review judges 对答复不服我要复查; a grade that is to be checked again is a new case.
func (p *reading) review() *Command {
	if !p.cues.has(cueReview) || p.says("成绩", "试卷", "分数", "卷子", "查分", "学分", "奖学金", "心电图", "体检") && !p.says("答复", "回复", "处理意见", "信访") {
		return nil
	}
	if p.cues.any(cueHow, cueHowMany, cueWhen) && !p.says("我要", "我想", "要求", "不服") {
		return nil
	}
	if p.says("找哪", "找谁", "哪里", "去哪", "还能", "怎么走") && !p.says("我要", "我想", "要求", "申请", "不服") {
		return nil
	}
	return &Command{Intent: RequestReview, Text: typed(p.reason())}
}

// rate judges what somebody thinks of an answer: 满意 谢谢, 回复太敷衍了 不满意.
func (p *reading) rate() *Command {
	good, bad := p.cues.has(cueContent), p.cues.has(cueDiscontent)
	if !good && !bad || p.cues.any(cueComplain) && !p.says("回复", "答复", "处理结果") {
		return nil
	}
	if p.cues.has(cuePraise) && p.topic() > 0 && !p.says("回复", "答复", "处理", "解决", "办") {
		return nil // 点赞二食堂: praise, not a grade
	}
	if p.says("如果", "要是", "假如", "万一", "的话") && p.asking() {
		return nil
	}
	reply := p.says("回复", "答复", "处理", "解决", "办理", "反馈", "评价", "打分", "结果", "服务", "修好", "弄好", "问题") || p.holds(classCase)
	if !reply && !p.opensWith(cueContent, cueDiscontent) && !p.short(10) || p.cues.any(cueSuggest) {
		return nil
	}
	if p.asking() && !bad || bad && p.cues.any(cueWhy, cueAsk) && !p.says("满意", "敷衍", "差评", "糊弄", "套话") || !p.firm(good, bad) {
		return nil
	}
	cmd := &Command{Intent: RateCase, Rating: "满意", Text: typed(p.s)}
	switch {
	case bad:
		cmd.Rating = "不满意"
	case p.says("基本满意", "比较满意", "还算满意", "还行"):
		cmd.Rating = "基本满意"
	}
	return cmd
}

// firm tells whether the judgement is about an answer, not the matter of a new complaint.
func (p *reading) firm(good, bad bool) bool {
	if p.says("满意", "敷衍", "星", "差评", "好评", "根本没解决", "没解决", "糊弄", "官话", "套话", "答非所问", "等于没说", "没有解决") {
		return !(p.topic() > 0 && p.says("对") && strings.HasPrefix(p.s, "对") && !p.says("回复", "答复", "处理", "结果", "办理"))
	}
	return p.short(14) && (p.says("回复", "答复", "处理", "解决") || good && !bad && p.opensWith(cueContent))
}

// withdraw judges 撤回吧 不想搞了.
func (p *reading) withdraw() *Command {
	if !p.cues.has(cueWithdraw) || p.cues.any(cueBook, cueCourt) || p.cues.has(cueRuling) && !p.says("投诉", "反映", "信访", "那件", "那条") || p.roles.any(roleHandler|roleOfficer) {
		return nil
	}
	if !p.old() && !p.short(14) && !p.cues.any(cueComplain, cueNever) && !p.says("不投诉", "不告了", "不反映了", "撤", "不追究", "不搞了", "单子", "那件", "那单") || p.says("撤销处分", "撤销学位", "撤销决定") || p.cues.any(cueWish) && p.says("希望", "建议", "能不能把", "请学校") && !p.says("撤回", "撤诉") {
		return nil
	}
	return &Command{Intent: WithdrawCase, Text: typed(p.reason()), Confirm: []string{"target"}}
}

// confidential judges the wish to hide the name in a case that exists; a new complaint that asks for it is filed so.
func (p *reading) confidential() *Command {
	if !p.cues.any(cueHide, cueAnonymous) || p.asking() && (!p.cues.has(cueCan) || p.says("有人管", "会处理", "受理", "有用", "管用", "理不理")) {
		return nil
	}
	about := p.says("那件", "那个", "这件", "那条", "这条", "我的投诉", "我的反映", "我的信访", "上次", "刚才", "刚刚", "之前", "反映的", "投诉的", "提的", "改成", "改为", "设为", "设成", "名字", "姓名", "是我讲", "是我说", "是我提", "是我反映", "是我投诉", "是我写") || p.holds(classCase)
	if !about && !(p.short(16) && p.topic() == 0) || !p.says("保密", "匿名", "隐", "别", "不要", "去掉", "不公开", "不想", "怕", "不署名", "不留名", "实名", "透露", "暴露", "不写", "不署", "晓得", "知道") {
		return nil
	}
	if p.topic() > 0 && !p.old() && !p.says("刚才", "刚刚", "那件", "那条", "投诉人") && !p.short(18) && (p.cues.any(cueProblem) || !p.short(26)) {
		return nil
	}
	return &Command{Intent: SetConfidential, Anonymous: p.cues.has(cueAnonymous), Hidden: p.cues.has(cueHide)}
}

// seconds judges 附议: somebody has the trouble that others have reported.
func (p *reading) seconds() *Command {
	if i := strings.Index(p.s, "+1"); !p.cues.has(cueJoin) || i > 0 && isDigit(p.s[i-1]) || p.roles.any(desks|roleHandler) {
		return nil
	}
	if !p.says("加我一个", "加我们一个", "算我一份", "算上我们", "附议", "合一起", "合在一起", "联名", "算我一个", "同求", "+1", "加一", "一起反映", "都来报", "一并反映", "支持这个", "我支持", "同样的问题", "同样问题", "联合反映", "跟他一样", "算一个", "并一起", "并到一起", "算上我", "加上我", "一块报", "一起报", "都支持", "都赞成", "都同意", "一起算", "一块算", "一并算", "算一起", "算一块", "并一块", "放一块") && !p.short(24) {
		return nil
	}
	return &Command{Intent: MergeRequest, Topic: p.topicWord()}
}

// supplement judges what is added to a case.
func (p *reading) supplement() *Command {
	if !p.cues.has(cueSupplement) || !p.old() && !(p.opensWith(cueSupplement) && !p.cues.any(cueWish, cueCan)) && !p.says("补充一下", "补充一点", "补充说明", "补充材料", "忘了说", "漏说", "再补充", "补充几", "补充个", "忘说了", "忘写了", "忘了写", "漏写", "漏了说", "刚才忘", "刚刚忘") && !(p.short(30) && p.says("前面", "前头", "方才", "刚才", "刚刚", "上面") && p.says("忘", "漏", "少说", "少写")) {
		return nil
	}
	return &Command{Intent: SupplementCase, Text: typed(p.s)}
}

// askCase judges questions how a case stands.
func (p *reading) askCase() *Command {
	before := p.filedBefore()
	if p.cues.has(cueComplain) && p.topic() == 0 && p.says("投诉了", "反映了", "提交了", "报修了") && p.holds(classDays) && p.cues.any(cueNot, cueProgress) {
		before = true // 投诉了半个月一点动静都没有
	}
	ask := before && p.cues.has(cueComplain) && p.says("都没有", "没有动静", "没有人") || before && p.says("到现在", "还没", "一直没", "没人", "没有人", "没动静", "没处理") || p.cues.has(cueProgress) || p.holds(classCase) && p.cues.any(cueLook, cueAsk, cueWhen) || p.cues.any(cueEarlier) && p.cues.any(cueWhy, cueWhen) && p.cues.any(cueNot, cueWhen) || p.cues.has(cueEarlier) && p.cues.has(cueAsk) && p.short(30) || before && (p.cues.any(cueAsk, cueWhy, cueWhen) || p.says("没声", "没影", "没信", "没动静", "采纳", "有人管", "管没管", "理没理")) && p.short(26)
	if !ask || p.insists() && (!p.cues.has(cueProgress) || !p.cues.any(cueAsk, cueHow, cueWhy, cueWhat, cueLook)) {
		return nil
	}
	if !p.holds(classCase) && !before && !p.ownCase() {
		return nil
	}
	return &Command{Intent: QueryCase, Urgent: p.cues.has(cueUrge)}
}

// ownCase tells whether 我的投诉, 那个建议 and the like are talked of in few words.
func (p *reading) ownCase() bool {
	return p.says("我的投诉", "我的诉求", "我的信访", "我的建议", "我的反映", "我提的", "我反映", "我投诉", "那个建议", "那个投诉", "反映的", "投诉的", "提的建议", "信访件", "诉求", "我那个", "我那件", "那件事", "我报的", "我写的信", "我的件", "我的工单", "工单", "我的案子", "我的单子") && (p.short(30) || p.says("反映的", "投诉的", "我提的")) ||
		p.short(12) && p.cues.has(cueProgress) && p.cues.any(cueCase)
}

// insists tells whether the words urge rather than ask: 再催一下.
func (p *reading) insists() bool {
	return p.says("催", "督办", "跟进一下", "加快", "猴年马月", "还要等", "等到什么", "拖到什么", "别拖", "动起来", "上点心", "抓点紧", "抓紧", "尽快", "加急", "赶紧", "快点", "赶快", "速办", "快啲")
}

// urge judges 再催一下.
func (p *reading) urge() *Command {
	if !p.cues.has(cueUrge) || !p.insists() {
		return nil
	}
	if !p.says("催") && !p.holds(classCase) && !p.cues.has(cueEarlier) && !(p.cues.has(cueCase) && p.short(24)) {
		return nil
	}
	if p.says("催") && !p.old() && !p.cues.any(cueAgain) && p.topic() > 0 && !p.short(16) && !p.says("催一下", "催办", "再催", "催催") {
		return nil
	}
	return &Command{Intent: UrgeCase, Urgent: true}
}
