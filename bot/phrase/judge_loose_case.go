package phrase

// looseFollowUp judges what filers say about a case that exists, in other words.
func (p *reading) looseFollowUp() *Command {
	if !p.roles.public() && !p.roles.any(roleMiddle) || p.cues.any(cueReception, cueBook) {
		return nil
	}
	cmd := Command{Case: p.firstCase(), Private: p.c.Group}
	mine := p.holds(classCase) || p.cues.any(cueEarlier) || p.says("那件", "那条", "那单", "那个投诉", "那投诉", "我的投诉", "前面那", "刚才", "刚刚", "前面说", "先前", "投诉人", "这条投诉", "这件投诉", "我的诉求", "我那", "那封", "那份", "我这条", "我这件", "先前报", "前面报", "前面反映", "我上次", "我上周", "我上月", "我前", "我递", "我交的", "我报的", "我反映的", "我提的", "我投的", "我的单子", "我的件", "我的事", "刚报的", "刚提的", "刚说的", "刚反映的", "刚投的", "刚写的", "我报的")
	switch {
	case mine && p.says("姓名", "名字", "是我", "真名", "身份", "署名", "我的信息") && p.says("抹", "隐", "别", "不要", "去掉", "删", "藏", "盖", "保密", "不想", "打码", "不让", "莫"):
		cmd.Intent, cmd.Hidden = SetConfidential, true
	case mine && p.says("漏", "忘", "补", "附", "还有", "另外", "再说", "更正", "纠正", "写错", "写漏", "说漏", "说错", "打错", "填错", "讲错", "再加", "再传") && p.says("位置", "地点", "时间", "门牌", "句", "点", "号", "张", "份", "照片", "材料", "视频", "截图", "条", "一下", "是", "段", "遍", "个", "错了"):
		cmd.Intent, cmd.Text = SupplementCase, typed(p.s)
	case mine && p.says("收回", "不用跟", "不跟了", "不提了", "别办", "取消", "打住", "作罢", "不用办", "不办了", "不用管", "算了", "撤", "不追究", "销", "到此", "自己解决", "不要了", "不麻烦", "不用再", "我接受", "认了", "能删", "能撤", "可以撤", "删了", "删掉", "可以删") && (!p.asking() || p.says("能删", "能撤", "可以撤", "可以删", "能不能删", "能不能撤")):
		cmd.Intent, cmd.Confirm = WithdrawCase, []string{"target"}
	case p.says("签个名", "联名", "一并算", "算上我们", "也算上", "我也签", "我们也签", "也加上我", "也报一个", "跟着报", "同样情况", "同样遭遇", "也是这样", "我也碰到", "我也遇到", "我们这层也", "我们楼也", "我们班也", "我们宿舍也") && p.says("投诉", "反映", "说的", "提的", "报的", "同学", "楼上", "建议", "那个", "那条"):
		cmd.Intent, cmd.Topic = MergeRequest, p.topicWord()
	case p.short(24) && p.says("回复", "答复", "处理", "办", "解决") && p.says("官腔", "打发", "应付", "糊弄", "敷衍", "空话", "套话", "废话", "没用", "不满意", "失望", "差评", "白看", "等于没") && !p.says("窗口", "老师", "人员", "电话"):
		cmd.Intent, cmd.Rating, cmd.Text = RateCase, "不满意", typed(p.s)
	case p.short(20) && p.says("满意", "利索", "及时", "点赞", "好评", "给力", "麻利", "负责任", "靠谱", "到位") && p.says("办", "处理", "解决", "回复", "答复", "谢", "修") && !p.cues.any(cueNot, cueProblem, cueWish):
		cmd.Intent, cmd.Rating, cmd.Text = RateCase, "满意", typed(p.s)
	case p.short(8) && p.topic() == 0 && p.says("有结果", "有进展", "处理了", "办了没", "办了吗", "回复了吗", "有回音", "有消息", "怎么样了", "到哪步", "有下文", "进度"):
		cmd.Intent = QueryCase
	case p.short(8) && p.topic() == 0 && p.says("办得好", "处理得好", "干得好", "很快", "真快", "效率高", "很给力", "解决得好") && !p.asking():
		cmd.Intent, cmd.Rating, cmd.Text = RateCase, "满意", typed(p.s)
	case p.short(22) && p.says("不满意") && !p.says("对"):
		cmd.Intent, cmd.Rating, cmd.Text = RateCase, "不满意", typed(p.s)
	case p.holds(classCase) && p.says("今天", "马上", "立刻", "这周", "明天", "今晚", "立即") && p.says("办", "处理", "解决", "弄", "修"):
		cmd.Intent, cmd.Urgent = UrgeCase, true
	case mine && p.says("快点", "快些", "快着", "加快", "赶快", "催", "抓紧", "尽快", "赶紧", "很急", "着急", "急着", "别拖", "等不及", "快办", "早点办"):
		cmd.Intent, cmd.Urgent = UrgeCase, true
	case mine && p.cues.has(cueLook) && p.short(16), mine && (p.asking() || p.says("采纳", "没声", "没影", "没信", "卡在", "哪步", "哪个部门", "信儿", "动静", "回音", "怎么说", "咋说", "说法", "下文", "着落", "眉目", "结果", "有没有", "没人", "还没")):
		cmd.Intent = QueryCase
	default:
		return nil
	}
	if cmd.Case == "" {
		cmd.Target.Text = p.topicWord()
		cmd.Target.Last = cmd.Target.Text == ""
	}
	found := cmd // only what was found leaves the stack
	return &found
}
