package phrase

// abilities tells whether somebody asks what can be done here: 上面都能办些什么事, 你还会干别的吗.
func (p *reading) abilities() bool {
	if p.spoken() && !p.says("我是家长") || !p.short(22) || p.holds(classKind) || p.cues.any(cueProblem, cueComplain, cueReception, cueEarlier) && !p.says("除了") || p.holds(classPerson) || p.holds(classDay) {
		return false
	}
	able := p.says("能办", "能干", "能做", "能帮", "能问", "能查", "会办", "会干", "会做", "可以办", "可以干", "可以做", "可以问", "可以查", "可以用来", "能用来", "管哪些", "管些", "能处理", "拿来干", "用来干", "用来做", "还能干嘛", "能干嘛", "派什么用", "帮得上", "帮上")
	what := p.says("什么", "啥", "嘛", "哪些", "哪样", "别的", "些什么", "多少事", "几样")
	return able && what && (p.says("你", "这个", "这里", "这儿", "上面", "里面", "机器人", "系统", "平台", "助手", "小程序", "连心", "头一回", "第一次", "头回", "初次", "刚用", "新来", "刚加", "除了", "我") || p.short(10))
}

// lost tells whether somebody does not know how to go about it: 第一次打开 不晓得咋整, 给个例子看看怎么写.
func (p *reading) lost() bool {
	if p.spoken() && !p.says("说明书") || !p.short(20) || p.holds(classDay) || p.lengthNow() || p.holds(classCase) || p.cues.any(cueProblem, cueReception, cueEarlier, cueBook) {
		return false
	}
	switch {
	case p.says("说明书", "使用说明", "操作手册", "教程", "新手指引", "入门", "说明书没", "有没有示例", "有示例", "给个例子", "举个例子", "给个示例", "给个样", "给个模板", "给个范例", "给个格式", "有模板", "有没有模板", "什么格式"):
		return true
	case p.says("不会弄", "不会用", "不会填", "不会登", "不会报", "不会操作", "弄不明白", "整不明白", "搞不明白怎么") && p.says("怎么", "咋", "如何", "这个", "它"):
		return true
	case p.says("你能", "你会", "你可以", "能不能") && p.says("听懂", "看懂", "识别", "听得懂", "认识图片", "读图", "发语音", "说语音", "用语音", "发图片"):
		return true
	case p.says("真人", "机器人还是", "是人工", "人工还是", "人工吗") && (p.asking() || p.says("还是")):
		return true
	case p.says("干啥使", "干啥用", "做啥用", "做什么用", "有啥用处", "有什么用处", "干什么使", "是干嘛的", "是干啥的", "是做啥的", "什么玩意", "啥玩意", "是个啥", "是什么东西"):
		return true
	case p.says("不晓得", "不知道", "不会", "不懂", "忘了", "忘记", "头一回", "第一次", "刚用") && p.says("咋整", "咋弄", "咋用", "怎么用", "怎么弄", "怎么整", "怎么登", "咋登", "怎么填", "咋填", "怎么说", "咋说", "怎么开始", "怎么报", "咋报", "怎么操作", "怎么写"):
		return true
	case p.says("教我", "教一下", "教教", "指点一下", "指导一下怎么") && p.says("用", "登", "填", "弄", "报", "写", "操作", "怎么", "咋"):
		return true
	}
	return p.says("怎么", "怎样", "咋", "如何", "咋样") && p.says("向学校提", "跟学校提", "给学校提", "跟领导提", "提意见", "提建议", "反映问题", "写信给学校") && p.short(16)
}

// help judges questions about the bot itself that are longer than a word.
func (p *reading) help() *Command {
	if p.cues.has(cueHelp) && p.short(16) && !p.holds(classKind) {
		return &Command{Intent: Help}
	}
	return nil
}
