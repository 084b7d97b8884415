package phrase

import (
	"slices"
	"strings"
)

// merging are kinds that are one event when they are told in one breath.
const merging = 1<<kForum | 1<<kResearch | 1<<kVisit | 1<<kIdeology | 1<<kRetiree | 1<<kConsult | 1<<kTalk

// takeKind names a kind; another kind than the one before begins another activity, unless the two are one event.
func (g *gatherer) takeKind(t token) {
	f := &g.cur
	k := uint16(1) << t.n
	if t.n == kObserve && strings.HasPrefix(g.text(t), "旁听") && g.meetingAhead() { // 旁听了学院教代会
		return
	}
	if after(g.s, int(t.at), "不算", "也不算", "算不上") { // 也不算听课吧, 就是转了一圈
		f.kinds, f.hints = f.kinds&^k, f.hints&^k
		return
	}
	switch {
	case !f.named():
		if f.hints != 0 && f.hints&k == 0 && g.split() && !g.oneEvent(f.hints|k) {
			g.nextFromBreak()
			return
		}
	case f.kinds&k != 0 && !g.ownContent(t):
	case f.kinds&k != 0 && !g.split(), g.oneEvent(f.kinds|k) && !g.ownTime() && !g.afterwards() && !g.goneOn(t):
	case g.fix:
		f.kinds = 0
	case g.split():
		g.nextFromBreak()
		return
	default:
		g.next(t.at)
	}
	f = &g.cur
	f.kinds |= k
	if text := g.lex.words[t.word].text; text != "" && (f.text == "" || g.fix) {
		f.text = text
	}
	g.settled('k')
}

// meetingAhead tells whether the clause goes on to name a meeting.
func (g *gatherer) meetingAhead() bool {
	for _, t := range g.tokens[g.i+1:] {
		switch t.class {
		case classKind:
			return t.n != kObserve
		case classPunct, classLink, classDay, classHours, classPeriod:
			return false
		}
	}
	return false
}

// oneEvent tells whether kinds may be one event.
func (g *gatherer) oneEvent(kinds uint16) bool {
	if kinds&^uint16(merging) == 0 {
		return true
	}
	return kinds&^(1<<kOrg|1<<kForum) == 0 && kinds&(1<<kOrg) != 0 && !g.broken || kinds == 1<<kFirst|1<<kOrg || kinds == 1<<kFirst|1<<kObserve && !g.broken
}

// ownTime tells whether the clause that names a further kind has a time of its own: 三点座谈, 四点半去宿舍.
func (g *gatherer) ownTime() bool {
	return g.split() && g.saved.clock >= 0 && g.cur.clock != g.saved.clock
}

// afterwards tells whether the clause begins a sentence with 接着 or its like: 转基建处; 接着旁听了教代会.
func (g *gatherer) afterwards() bool {
	if !g.split() || g.breakAt == 0 || g.tokens[g.breakAt].class != classLink {
		return false
	}
	before := g.tokens[g.breakAt-1]
	return before.class == classPunct && (before.n == ';' || before.n == '。')
}

// goneOn tells whether somebody went on to visit a place or a unit after a forum was over: 座谈12人, 后来走访了北苑宿舍.
func (g *gatherer) goneOn(t token) bool {
	if t.n != kVisit || !g.split() || g.saved.kinds != 1<<kForum {
		return false
	}
	elsewhere := len(g.cur.places) > len(g.saved.places) || g.placeAhead() || g.unitAhead()
	return elsewhere && (g.linked() || g.saved.heads >= 0 || g.saved.crowd != "")
}

// unitAhead tells whether a unit other than that of the activity is named before the clause ends.
func (g *gatherer) unitAhead() bool {
	for _, t := range g.tokens[g.i+1:] {
		switch t.class {
		case classUnit:
			return len(g.cur.units) == 0 || g.unitName(g.cur.units[0]) != g.unitName(t)
		case classPunct, classLink:
			return false
		}
	}
	return false
}

// linked tells whether 然后 or its like stands since the last break or made it.
func (g *gatherer) linked() bool {
	return slices.ContainsFunc(g.tokens[g.breakAt:g.i], func(t token) bool { return t.class == classLink })
}

// placeAhead tells whether a place is named before the clause ends.
func (g *gatherer) placeAhead() bool {
	for _, t := range g.tokens[g.i+1:] {
		switch t.class {
		case classPlace:
			return true
		case classPunct, classLink:
			return false
		}
	}
	return false
}

// split tells whether punctuation or a link stood since an activity was named, so that another may have begun there.
func (g *gatherer) split() bool {
	return g.breakAt > 0 && g.saved.from == g.cur.from && (g.saved.named() || g.saved.hints != 0)
}

// nextFromBreak begins another activity where the last clause began: its units and places belong to the new one.
func (g *gatherer) nextFromBreak() {
	g.cur = g.saved
	g.rewind = g.breakAt
	g.next(g.tokens[g.breakAt].end)
}

// ownContent tells whether a kind that is named again begins a new record: something else than its name follows or precedes in the clause.
func (g *gatherer) ownContent(t token) bool {
	for _, next := range g.tokens[g.i+1:] {
		switch next.class {
		case classHours, classPeriod, classMinutes, classUnit, classDay:
			return true
		case classPunct:
			if next.n != ' ' {
				return false
			}
		case classKind:
			return false
		}
	}
	return false
}

// takeHint notes what may be an activity. After a named one it counts only once a new activity has begun.
func (g *gatherer) takeHint(t token) {
	f := &g.cur
	k := uint16(1) << t.n
	if t.n == kObserve && g.otherListening(t) {
		return
	}
	if t.n == kConsult {
		g.opens(t)
		return
	}
	if t.n == kObserve && g.split() && !g.fix && g.ownContent(t) && (f.named() && f.kinds&k == 0 || f.hints&k != 0 && g.saved.measured()) {
		g.nextFromBreak()
		return
	}
	if t.n == kVisit && g.split() && f.kinds&^uint16(merging) != 0 && (len(f.places) > len(g.saved.places) || g.linked() && g.placeAhead()) {
		g.nextFromBreak() // 听课, 随后到饭堂吃了午饭
		return
	}
	f.hints |= k
	if t.n == kOrg {
		g.takeBranch(t)
	}
	g.settled('k')
}

// otherListening tells 听了汇报 and 听了意见 from listening to a class.
func (g *gatherer) otherListening(t token) bool {
	return oneOf(g.s, skip(g.s, int(t.end), "了", "取", "一下", "一个", "他们的", "大家的", "学院的", "了一个"), "汇报", "意见", "介绍", "报告", "反映", "建议", "情况", "讲座", "说", "见", "了汇报", "学生意见", "师生意见", "大家", "诉求", "想法", "呼声", "他讲", "取", "工作汇报") > 0
}
