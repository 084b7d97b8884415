package phrase

import "strings"

// Words by which an answer to "is that right?" leans, wherever they stand in it. What denies a fault (没差错, 没啥要改) is looked for first and taken out.
var (
	faultless = [...]string{
		"没跑", "对得上", "对上了", "核过了", "核对过", "没差错", "没啥错", "没出错", "没有出入", "没啥要改", "没什么要改", "没啥改", "没要改", "没有要改", "没有需要改", "不用改", "不必改", "不需要改", "甭改", "没得改", "没问题", "没得问题", "没毛病", "没意见", "没错", "没有错",
		"没得错", "冇错", "冇问题", "无误", "不差", "没差", "不假", "没啥问题", "没什么问题", "没有问题", "没别的", "没啥补充", "没有补充", "不错", "没什么意见", "没二话", "无异议", "没异议",
	}
	nay = [...]string{
		"不", "别", "莫", "勿", "甭", "唔", "没这", "没有这", "没那", "哪有", "哪里有", "慢点", "慢着", "且慢", "等等", "等一下", "等会", "稍等", "先搁", "搁着", "搁一", "先放", "放一放", "缓一", "再核", "再查", "再想", "再看看", "再对一", "拧", "岔", "错",
		"打住", "停一", "停下", "当我没", "算了", "算啦", "算咯", "作罢", "出入", "有误", "偏差", "取消", "重来", "重新", "假的", "瞎", "乱", "撤", "作废", "否", "免了", "放弃", "没听", "没去", "没有去", "没参加", "两码", "另一", "别的",
	}
	aye = [...]string{"照这", "照此", "就这么", "就这样", "就照", "入库", "往下走", "同意", "认可", "属实", "妥当", "妥了", "系咁", "系呀", "就系", "没二话", "准没错"}
)

// leaning judges an answer to a question for a yes that no rule before it knew: a few words that name no value of their own.
func (p *reading) leaning() *Command {
	if p.awaits() != "confirm" {
		return nil
	}
	s := strings.ToLower(p.s)
	if !p.short(14) || p.holds(classDay) || p.holds(classKind) || p.holds(classUnit) || p.holds(classCase) || p.holds(classPlace) || p.holds(classTeacher) || p.lengthNow() || p.asking() || p.cues.has(cueSupplement) || p.cues.has(cueRemind) || p.says("计划", "补", "提醒", "改成", "改为", "满意", "解决", "答复", "回复", "一半", "差评", "好评") {
		return nil
	}
	if changed, _ := p.changeAt(); changed >= 0 && changed < len(p.s) && p.says("不是") {
		return nil
	}
	rest, good := s, false
	for _, w := range faultless {
		if strings.Contains(rest, w) {
			rest, good = strings.ReplaceAll(rest, w, " "), true
		}
	}
	if holdsAny(rest, nay[:]) {
		return &Command{Intent: Deny}
	}
	if good || holdsAny(rest, aye[:]) {
		return &Command{Intent: Confirm}
	}
	return nil
}

// holdsAny tells whether one of the words stands in s.
func holdsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
