package phrase

import "strings"

// dialogue judges whole messages that are acts of a dialog: yes, no, a choice, an answer to what was asked, thanks, a picture.
func (p *reading) dialogue() *Command {
	if isAttachment(p.s) {
		return &Command{Intent: Attach, Target: Target{Last: true}}
	}
	if len(p.s) > maxAct {
		return nil
	}
	s := lowered(p.s)
	awaits := p.awaits()
	if cmd := p.choice(s, awaits); cmd != nil {
		return cmd
	}
	if cmd := p.answer(awaits); cmd != nil {
		return cmd
	}
	switch {
	case p.reduces(s, saysHelp):
		return &Command{Intent: Help}
	case (awaits == "confirm" || awaits == "choose") && p.reduces(s, saysYes|saysAck):
		return &Command{Intent: Confirm}
	case p.reduces(s, saysNo):
		return &Command{Intent: Deny}
	case p.reduces(s, saysFirm):
		return &Command{Intent: Confirm}
	case p.reduces(s, saysYes|saysAck):
		return &Command{Intent: Ack}
	case awaits == "confirm" && p.short(14) && !p.holds(classDay) && !p.lengthNow() && p.says("先别", "先不", "别存", "别记", "别登", "不要登", "不要记", "不要存", "我没去", "没去过", "我没听", "没听过", "没这个活动", "废掉", "废了"):
		return &Command{Intent: Deny}
	case awaits == "confirm" && p.leans(s, "不", "别", "莫", "算了", "算啦", "错", "先不", "先别", "先放", "先搁", "等等", "慢", "打住", "弄拧", "搞岔", "弄错", "no", "有误", "没有", "唔", "哪有"):
		return &Command{Intent: Deny}
	case awaits == "confirm" && p.leans(s, "行", "好", "对", "可以", "同意", "嗯", "是", "没问题", "没错", "没差", "ok", "成", "中", "要得", "存", "提交", "得"):
		return &Command{Intent: Confirm}
	case p.leans(s, "谢", "感谢", "多谢", "辛苦", "麻烦你", "收到", "明白", "知道了", "晓得", "好嘞", "好的", "嗯", "知悉", "感恩", "有劳", "劳烦", "受累") && (!p.spoken() || p.short(10) && oneOf(s, 0, "谢谢", "感谢", "多谢", "辛苦") > 0) && !p.putsOff() && !p.asking() && !p.cues.any(cueProblem, cueWish, cueContent, cueDiscontent) && len(p.c.Awaiting) == 0:
		return &Command{Intent: Ack}
	case listed("改 改一下 修改 更正 改下 我要改 要改", strings.Trim(s, softPunct)):
		return &Command{Intent: CorrectActivity, Target: Target{Last: true}}
	case listed("删 删掉 删除 删了 删吧 删了吧 删掉吧", strings.Trim(s, softPunct)):
		return &Command{Intent: RetractActivity, Target: Target{Last: true}}
	case p.reduces(s, saysHello):
		return &Command{Intent: Help}
	}
	return nil
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
	if !strings.HasPrefix(s, "[") && !strings.HasPrefix(s, "【") {
		return false
	}
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

// answer reads the answer to the slots that are asked, in one message or one after the other.
func (p *reading) answer(awaits string) *Command {
	if slot := slotName(awaits); slot == "" || slot == "confirm" || slot == "choose" {
		return nil
	}
	if slotName(awaits) != "date" && p.holds(classDay) && p.lengthNow() && p.says("听") && !p.says("那节", "那次", "刚才", "的是") {
		return nil // another lesson, told whole
	}
	var a Activity
	filled := false
	for _, slot := range p.c.Awaiting {
		filled = p.Fill(&a, slot, p.s, p.c) || filled
	}
	if !filled {
		return nil
	}
	return &Command{Intent: Clarify, Activities: []Activity{a}}
}

// slotName gives the bare name of a slot: "teacher" for "activities[1].teacher".
func slotName(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[i+1:]
	}
	return path
}
