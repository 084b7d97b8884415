package phrase

import (
	"strings"
)

// takeDay begins a new activity with a day of its own, or gives the current one its day.
func (g *gatherer) takeDay(t token) {
	f := &g.cur
	n := int(t.n)
	if g.share {
		g.shared.day = n
		return
	}
	switch {
	case f.day < 0, g.fix:
	case g.sameDay(f.day, n):
	case f.bare() && g.followed(classDays) && (g.comma || g.adjoins(t)) && !g.says("每天", "各", "每次"): // 周三周四两天: one run
		g.settled('d')
		return
	case f.bare() && g.stammers(t):
	case f.bare() && (g.comma || g.numeric(f.day) && g.numeric(n) || g.adjoins(t)): // 3.5、3.12听课各2节, 周二周三
		g.pair(t)
		return
	case f.bare(): // a slip of the tongue: 昨天 前天听了
	default:
		g.next(t.at)
		f = &g.cur
	}
	if f.day < 0 && f.named() && g.broken && g.aheadKind(t) { // 听课2节 文学院, 3.12 座谈
		g.next(t.at)
		f = &g.cur
	}
	f.day = n
	if part := g.days[n].part; part != 0 {
		f.part = part
	}
	g.settled('d')
}

// followed tells whether the next token is of a class and stands right behind.
func (g *gatherer) followed(c class) bool {
	return g.i+1 < len(g.tokens) && g.tokens[g.i+1].class == c && g.tokens[g.i+1].at == g.tokens[g.i].end
}

// stammers tells whether only a filler stands between this day and the one before: 十二号嗯十三号.
func (g *gatherer) stammers(t token) bool {
	for i := g.i - 1; i >= 0; i-- {
		if g.tokens[i].class != classDay {
			continue
		}
		gap := strings.Trim(g.s[g.tokens[i].end:t.at], " ,.…")
		return len(gap) <= len("两个字") && gap != "" && strings.Trim(gap, "嗯呃额啊哦噢唉哎不对是") == ""
	}
	return false
}

// adjoins tells whether a weekday stands right behind another: 周二周三.
func (g *gatherer) adjoins(t token) bool {
	before := g.tokens[max(g.i-1, 0)]
	if g.i > 1 && before.class == classVerb && before.end == t.at { // 上周一和上周三
		switch g.text(before) {
		case "和", "与", "跟":
			return g.tokens[g.i-2].class == classDay && g.tokens[g.i-2].end == before.at
		}
	}
	return g.i > 0 && before.class == classDay && before.end == t.at && g.days[t.n].form == formWeekday && (g.days[before.n].form == formWeekday || g.days[before.n].form == formWeek && g.days[before.n].weekday > 0)
}

// numeric tells whether a day was given by its number.
func (g *gatherer) numeric(day int) bool {
	form := g.days[day].form
	return form == formMonthDay || form == formDay || form == formFull
}

// pair opens an activity for each of several days in a row: 3.5、3.12听课各2节.
func (g *gatherer) pair(t token) {
	g.cur.to = int(t.at)
	first := g.cur
	first.another = true
	g.frames = append(g.frames, first)
	g.cur = newFrame(int(t.at))
	g.cur.day, g.cur.another = int(t.n), true
	g.settled('d')
}

// aheadKind tells whether another kind is named after token t and before the next day: the day then belongs to that one.
func (g *gatherer) aheadKind(t token) bool {
	for _, next := range g.tokens[g.i+1:] {
		switch next.class {
		case classKind:
			return true
		case classHint:
			if next.n == kVisit && strings.HasSuffix(g.text(next), "了") {
				return true
			}
		case classNumber:
			if int(next.n) == g.listed+1 && g.listed > 0 {
				return false
			}
		case classDay, classPunct:
			if next.class == classDay || next.n == ';' || next.n == ',' || next.n == '。' || next.n == '\n' {
				return false
			}
		}
	}
	return false
}

func (g *gatherer) sameDay(a, b int) bool {
	x, y := g.days[a], g.days[b]
	return x == y
}

func (g *gatherer) takeVague(t token) {
	e := &g.days[t.n]
	if e.coming {
		g.cur.said[saidFuture] = true
	}
	if e.form == formWeek && g.cur.day >= 0 {
		return
	}
	if g.cur.vague < 0 || e.holiday > 0 || e.weekday > 0 {
		g.cur.vague, g.cur.vagueT = int(t.n), t
	}
}

// takePart gives a part of the day; another part after something was said begins another activity.
func (g *gatherer) takePart(part int, t token) {
	f := &g.cur
	if f.part != 0 && f.part != part && (f.named() || f.hints != 0 || f.measured()) && !g.fix {
		g.next(t.at)
		g.cur.day = -1
		g.cur.inherits = false
		f = &g.cur
	} else if f.part == 0 && (f.named() && f.measured() || g.split()) && !g.fix && g.aheadKind(t) {
		g.next(t.at)
		f = &g.cur
	}
	f.part = part
}

func (g *gatherer) takePeriods(t token) {
	f := &g.cur
	count := int(t.m-t.n) + 1
	switch {
	case g.fix:
		f.halves = -1
	case f.periods[0] > 0 && (f.periods != [2]int{int(t.n), int(t.m)}), f.halves > 0 && f.halves != 2*count && f.named() && g.broken:
		if f.periods[0] > 0 && int(t.n) == f.periods[1]+1 && g.comma { // 3节、4节
			f.periods[1] = int(t.m)
			return
		}
		joined := f.periods[0] > 0 && g.joins(t)
		g.next(t.at)
		f = &g.cur
		f.joined = joined
	}
	if n := len(g.frames); n > 0 && f.periods[0] == 0 && g.frames[n-1].periods[0] > 0 && g.joins(t) { // 上午1-2节和下午7-8节
		f.joined = true
	}
	f.periods = [2]int{int(t.n), int(t.m)}
	g.settled('h')
}

// joins tells whether nothing but 和 or 、 stands between these periods and those before: 1-2节和7-8节.
func (g *gatherer) joins(t token) bool {
	for i := g.i - 1; i >= 0; i-- {
		if before := g.tokens[i]; before.class == classPeriod {
			gap := strings.Trim(g.s[before.end:t.at], " 第")
			if part := g.tokens[g.i-1]; part.class == classPart && part.at >= before.end {
				gap = strings.TrimSpace(g.s[before.end:part.at])
			}
			switch gap {
			case "和", "、", ",", "及", "以及", "跟", "与", "还有":
				return true
			}
			return false
		}
	}
	return false
}

func (g *gatherer) takeHours(t token) {
	f := g.target()
	if g.i > 0 && g.tokens[g.i-1].class == classMinutes && g.tokens[g.i-1].end == t.at && t.n == 2 { // 45分钟一节: how long one is
		f.minutes = -1
		return
	}
	n := int(t.n)
	if g.each && !g.share {
		f.shared = true
	}
	switch {
	case g.share:
	case f.halves > 0 && f.loose && t.m == 0 && g.cur.times < 0: // 一堂课, 两节连上: the firm word wins
	case g.fix:
		f.periods = [2]int{}
	case f.halves > 0 && f.halves != n && g.broken && len(f.units) > 0:
		g.next(t.at)
		f = &g.cur
	case f.halves > 0 && f.halves != n && !f.shared && f.times < 0:
		n = 0 // said twice, and not the same: asked
	}
	f.halves, f.loose = n, t.m == 1
	g.settled('h')
}

func (g *gatherer) takeHeads(t token) {
	f := &g.cur
	if f.heads >= 0 && !g.fix && f.heads >= int(t.n) {
		return
	}
	f.heads, f.approx = int(t.n), t.m == 1
	g.settled('n')
}

// settled notes that something was said: what a correction replaced is done with, and a new clause has not begun.
func (g *gatherer) settled(list byte) {
	g.fix = false
	g.broken, g.comma = false, false
	g.list = list
}

// isWord tells whether a character that begins with this byte is one of the Chinese characters, none of the marks.
func isWord(b byte) bool { return b >= 0xe4 && b <= 0xe9 }

// clean trims what cannot begin or end a name or a topic.
func clean(s string) string {
	if n := len(s); n >= len("字") && isWord(s[0]) && isWord(s[n-len("字")]) && s[n-1] >= 0x80 {
		return s // begins and ends with Chinese characters: most do
	}
	s = strings.Trim(s, " ,。;:、!?~-\n.()“”\"'")
	return strings.TrimSpace(s)
}
