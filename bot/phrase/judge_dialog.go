package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// dialogue judges whole messages that are acts of a dialog: yes, no, a choice, an answer to what was asked, thanks, a picture.
func (p *reading) dialogue() (Command, bool) {
	if isAttachment(p.s) {
		return Command{Intent: Attach, Target: Target{Last: true}}, true
	}
	if len(p.s) > maxAct {
		return Command{}, false
	}
	s := strings.ToLower(p.s)
	awaits := p.awaits()
	if cmd, ok := p.choice(s, awaits); ok {
		return cmd, true
	}
	if cmd, ok := p.answer(awaits); ok {
		return cmd, true
	}
	switch {
	case p.reduces(s, saysHelp):
		return Command{Intent: Help}, true
	case (awaits == "confirm" || awaits == "choose") && p.reduces(s, saysYes|saysAck):
		return Command{Intent: Confirm}, true
	case p.reduces(s, saysNo):
		return Command{Intent: Deny}, true
	case p.reduces(s, saysFirm):
		return Command{Intent: Confirm}, true
	case p.reduces(s, saysYes|saysAck):
		return Command{Intent: Ack}, true
	case awaits == "confirm" && p.leans(s, "不", "别", "莫", "算了", "算啦", "错", "先不", "先别", "先放", "先搁", "等等", "慢", "打住", "弄拧", "搞岔", "弄错", "no", "有误", "没有", "唔", "哪有"):
		return Command{Intent: Deny}, true
	case awaits == "confirm" && p.leans(s, "行", "好", "对", "可以", "同意", "嗯", "是", "没问题", "没错", "没差", "ok", "成", "中", "要得", "存", "提交", "得"):
		return Command{Intent: Confirm}, true
	case p.leans(s, "谢", "感谢", "多谢", "辛苦", "麻烦你", "收到", "明白", "知道了", "晓得", "好嘞", "好的", "嗯", "知悉", "感恩", "有劳", "劳烦", "受累") && !p.spoken() && !p.asking() && !p.cues.any(cueProblem, cueWish, cueContent, cueDiscontent) && len(p.c.Awaiting) == 0:
		return Command{Intent: Ack}, true
	case listed("改 改一下 修改 更正 改下 我要改 要改", strings.Trim(s, softPunct)):
		return Command{Intent: CorrectActivity, Target: Target{Last: true}}, true
	case listed("删 删掉 删除 删了 删吧 删了吧 删掉吧", strings.Trim(s, softPunct)):
		return Command{Intent: RetractActivity, Target: Target{Last: true}}, true
	case p.reduces(s, saysHello):
		return Command{Intent: Help}, true
	}
	return Command{}, false
}

// leans tells whether a message of a few words begins with one of the words and names nothing that would make it more than an act.
func (p *reading) leans(s string, words ...string) bool {
	if !p.short(12) || p.holds(classDay) || p.holds(classKind) || p.holds(classUnit) || p.holds(classCase) || p.lengthNow() || p.asking() || p.cues.has(cueChange) || p.cues.has(cueSupplement) || p.says("计划", "补") {
		return false
	}
	if changed, _ := p.changeAt(); changed >= 0 { // 不是王丽是王莉
		return false
	}
	return oneOf(strings.TrimLeft(s, softPunct), 0, words...) > 0
}

// spoken tells whether the message is about a matter of the school, beyond the school itself.
func (p *reading) spoken() bool {
	topic := p.topic()
	return topic > 0 && p.lex.matters[topic-1].category != "其他"
}

// maxAct is how long, in bytes, an act of a dialog may be.
const maxAct = 90

const softPunct = " ,.!~、。;?…"

// isAttachment tells whether the platform put a mark in the place of a picture or a file.
func isAttachment(s string) bool {
	s = strings.TrimSpace(s)
	for _, name := range [...]string{"图片", "照片", "文件", "视频", "语音", "image", "附件"} {
		if s == "["+name+"]" || s == "【"+name+"】" || strings.HasPrefix(s, "["+name+"]") && len(s) < 60 {
			return true
		}
	}
	return false
}

// awaits is what the open dialog asks for now; "" if none is open.
func (p *reading) awaits() string {
	if len(p.c.Awaiting) == 0 {
		return ""
	}
	return p.c.Awaiting[0]
}

// choice reads a pick: 2, 第一个, 选B, or the text of one of the choices.
func (p *reading) choice(s, awaits string) (Command, bool) {
	pick := strings.Trim(s, softPunct)
	for _, cut := range [...]string{"我选", "选择", "选", "就", "是", "要"} {
		pick = strings.TrimPrefix(pick, cut)
	}
	for _, cut := range [...]string{"吧", "那个", "好了", "啦", "的"} {
		pick = strings.TrimSuffix(pick, cut)
	}
	for i, choice := range p.c.Choices {
		if pick != "" && (pick == strings.ToLower(choice) || utf8.RuneCountInString(pick) >= 2 && strings.Contains(choice, pick)) {
			return Command{Intent: Choose, Choice: i + 1}, true
		}
	}
	if len(p.c.Choices) > 0 && p.short(8) { // 周书记, of 1) 周文斌 2) 周国栋
		for _, id := range p.persons() {
			if m := p.school.Member(id); m != nil {
				if i := slices.Index(p.c.Choices, m.Name); i >= 0 {
					return Command{Intent: Choose, Choice: i + 1}, true
				}
			}
		}
	}
	if n := p.pickedDay(); n > 0 {
		return Command{Intent: Choose, Choice: n}, true
	}
	if awaits != "" && awaits != "choose" && awaits != "confirm" && len(p.c.Choices) == 0 {
		return Command{}, false
	}
	if n := ordinalPick(pick, len(p.c.Choices)); n > 0 {
		return Command{Intent: Choose, Choice: n}, true
	}
	return Command{}, false
}

// pickedDay gives the choice that a few words point at by a day (我记得是17日) or by its place among the others (两个里头选后一个); 0 if they point at none.
func (p *reading) pickedDay() int {
	if len(p.c.Choices) == 0 || !p.short(16) || p.asking() || p.holds(classKind) || p.lengthNow() || p.cues.any(cueChange, cueRetract, cueNot) {
		return 0
	}
	found := 0
	for _, t := range p.tokens {
		if t.class != classDay {
			continue
		}
		e := &p.days[t.n]
		if e.form != formDay && e.form != formMonthDay {
			return 0
		}
		for i, choice := range p.c.Choices {
			if _, day, ok := strings.Cut(strings.TrimSuffix(choice, "日"), "月"); ok && day == itoa(e.day) || strings.HasSuffix(choice, "-"+twoDigits(e.day)) {
				if found > 0 {
					return 0
				}
				found = i + 1
			}
		}
	}
	if found > 0 || p.holds(classDay) {
		return found
	}
	first, last := p.says("前头", "前一个", "前面", "头一个", "上面", "上头", "前者", "第一"), p.says("后头", "后一个", "后面", "末一个", "下面", "下头", "后者", "最后")
	switch {
	case first && !last:
		return 1
	case last && !first && len(p.c.Choices) == 2:
		return 2
	case last && !first && p.says("最后", "末一个"):
		return len(p.c.Choices)
	}
	return 0
}

// twoDigits writes a day of the month as dates do.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

// ordinalPick reads the number of a choice; count is how many there are, 0 if that is not known.
func ordinalPick(pick string, count int) int {
	switch pick {
	case "前一个", "前者", "上面", "前面", "头一个", "上面一个", "前面一个", "a", "①":
		return 1
	case "后一个", "后者", "下面", "后面", "b", "②", "后面一个", "下面一个":
		return 2
	case "c", "③":
		return 3
	case "最后一个", "最后", "末一个":
		return count
	}
	rest := strings.TrimPrefix(pick, "第")
	n, ok := readNumeral(rest, 0)
	if !ok || n.frac >= 0 || n.series > 0 || n.value < 1 || n.value > 20 {
		return 0
	}
	switch rest[n.end:] {
	case "":
		return n.value
	case "个", "条", "项", "种", "号", "位", ".", ")", "行", "件", "天":
		if rest == pick && rest[n.end:] != "号" && rest[n.end:] != "." && rest[n.end:] != ")" {
			return 0 // 两个, 三条: how many, not which
		}
		return n.value
	}
	return 0
}

// answer reads the answer to the slots that are asked, in one message or one after the other.
func (p *reading) answer(awaits string) (Command, bool) {
	if slot := slotName(awaits); slot == "" || slot == "confirm" || slot == "choose" {
		return Command{}, false
	}
	var a Activity
	filled := false
	for _, slot := range p.c.Awaiting {
		filled = p.Fill(&a, slot, p.s, p.c) || filled
	}
	return Command{Intent: Clarify, Activities: []Activity{a}}, filled
}

// slotName gives the bare name of a slot: "teacher" for "activities[1].teacher".
func slotName(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[i+1:]
	}
	return path
}

// abilities tells whether somebody asks what can be done here: 上面都能办些什么事, 你还会干别的吗.
func (p *reading) abilities() bool {
	if p.spoken() && !p.says("我是家长") || !p.short(22) || p.holds(classKind) || p.cues.any(cueProblem, cueComplain, cueReception, cueEarlier) || p.holds(classPerson) || p.holds(classDay) {
		return false
	}
	able := p.says("能办", "能干", "能做", "能帮", "能问", "能查", "会办", "会干", "会做", "可以办", "可以干", "可以做", "可以问", "可以查", "可以用来", "能用来", "管哪些", "管些", "能处理", "拿来干", "用来干", "用来做", "派什么用", "帮得上", "帮上")
	what := p.says("什么", "啥", "哪些", "哪样", "别的", "些什么", "多少事", "几样")
	return able && what && (p.says("你", "这个", "这里", "这儿", "上面", "里面", "机器人", "系统", "平台", "助手", "小程序", "连心", "头一回", "第一次", "头回", "初次", "刚用", "新来", "刚加", "我") || p.short(10))
}

// lost tells whether somebody does not know how to go about it: 第一次打开 不晓得咋整, 给个例子看看怎么写.
func (p *reading) lost() bool {
	if p.spoken() && !p.says("说明书") || !p.short(20) || p.holds(classDay) || p.lengthNow() || p.holds(classCase) || p.cues.any(cueProblem, cueReception, cueEarlier, cueBook) {
		return false
	}
	switch {
	case p.says("说明书", "使用说明", "操作手册", "教程", "新手指引", "入门", "说明书没", "有没有示例", "有示例", "给个例子", "举个例子", "给个示例", "给个样", "给个模板", "给个范例", "给个格式", "有模板", "有没有模板", "什么格式"):
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
func (p *reading) help() (Command, bool) {
	if p.cues.has(cueHelp) && p.short(16) && !p.holds(classKind) {
		return Command{Intent: Help}, true
	}
	return Command{}, false
}
