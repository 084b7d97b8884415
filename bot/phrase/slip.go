package phrase

import (
	"strings"
)

// addsTo tells whether something is added to a record: 上一条加上地点, 那条加一句意见.
func (p *reading) addsTo() bool {
	return p.cues.any(cueNewest, cueThat) && p.says("加上", "补上", "补充", "加个", "添上", "再加", "备注", "少写", "漏写", "漏了", "加一", "加两", "补一句", "补个", "添一", "写上", "也算上", "带上")
}

// pointsHard tells whether a record is pointed at by words that no report has: 刚才那条, 登的, a number.
func (p *reading) pointsHard() bool {
	return p.holds(classRecord) || p.cues.has(cueNewest) || p.setsRight() || p.cues.has(cueThat) && p.miswritten() || p.says("那条", "上条", "登的", "登记的", "报的", "记的", "录的", "条记录", "的记录", "课记录", "谈记录") || p.cues.has(cueThat) && p.cues.has(cueChange) && !p.holds(classFix) || p.cues.has(cueThat) && p.opensWith(cueChange) || p.cues.has(cueThat) && p.says("改成", "改为", "应该是", "应为", "写错", "登错", "有误")
}

// setsRight tells whether a record is set right by both values: 昨天的听课应该是3节不是2节.
func (p *reading) setsRight() bool {
	return !p.cues.has(cuePast) && p.says("不是") && p.says("应该是", "应为", "其实是", "应当是") && p.says("的听课", "的座谈", "的调研", "的走访", "听课的", "座谈的")
}

// slips tells whether something was written wrongly: a verb of writing with a fault right behind it or before it (人数报少了, 漏写老师名字).
func (p *reading) slips() bool {
	if p.miswritten() || p.pointsHard() && p.says("写成", "登成", "记成", "报成", "填成", "录成") {
		return true
	}
	return p.short(24) && p.says("漏写", "漏填", "忘写", "忘填", "忘了写", "少写", "少报了", "多报了", "多写了", "没写上", "漏登了", "漏报了") && !p.wholeReport()
}

// miswritten tells whether a verb of writing stands right beside a fault.
func (p *reading) miswritten() bool {
	for _, fault := range [...]string{"错", "少了", "多了", "漏了", "反了", "混了", "岔了", "串了"} {
		if !p.chars.May(fault) {
			continue
		}
		for from := 0; ; {
			i := strings.Index(p.s[from:], fault)
			if i < 0 {
				break
			}
			if after(p.s, from+i, "报", "写", "登", "记", "填", "录", "说", "打", "数", "弄", "搞", "算", "讲") {
				return true
			}
			from += i + len(fault)
		}
	}
	return false
}

// wholeReport tells whether the message tells of an activity by itself, so that 不对 in it corrects only its own words.
func (p *reading) wholeReport() bool {
	if p.kindNamed() < 0 || !p.holds(classDay) && !p.lengthNow() {
		return false
	}
	return !p.says("刚才", "上一条", "那条", "上条")
}
