package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// takeUnit notes a unit. Another unit after something was said of the first begins another activity.
func (g *gatherer) takeUnit(i int, t token) {
	if t.class == classOffice && !g.officeMeant(i, t) {
		return
	}
	if g.companions(i, t) || g.affiliation(i, t) {
		return
	}
	f := g.target()
	if w := g.lex.words[t.word]; w.also == classPlace && !g.unitMeant(i) {
		f.places = append(f.places, t)
		g.settled('p')
		return
	}
	switch {
	case g.fix || g.share || len(f.units) == 0:
		if g.fix {
			f.units = f.units[:0]
		}
	case g.unitName(f.units[len(f.units)-1]) == g.unitName(t):
		return
	case g.list == 'u' && g.comma, g.list == 'u' && g.joinedUnits(i):
		// 文学院、外语学院, 文学院和外语学院: both
	case f.measured() && g.broken:
		g.next(t.at)
		f = &g.cur
	case f.named() && g.broken:
		k, _ := f.kind()
		if k == kObserve || k == kVisit || k == kResearch {
			g.next(t.at)
			f = &g.cur
		} else {
			return
		}
	default:
		return
	}
	f.units = append(f.units, t)
	g.settled('u')
}

// affiliation tells whether a unit only says where a leader belongs: 纪委黄书记.
func (g *gatherer) affiliation(i int, t token) bool {
	if i+1 >= len(g.tokens) || g.tokens[i+1].class != classPerson || g.tokens[i+1].at != t.end {
		return false
	}
	people := g.personIndexes(g.tokens[i+1])
	return len(people) > 0 && g.school.Members[people[0]].Has(policy.Leader)
}

// companions tells whether a unit is only where those came from who went along: 和教务处的同志一起.
func (g *gatherer) companions(i int, t token) bool {
	if i == 0 || g.tokens[i-1].class != classVerb || g.tokens[i-1].end != t.at || !isWith(g.text(g.tokens[i-1])) {
		return false
	}
	rest := g.s[t.end:min(len(g.s), int(t.end)+8*len("字"))]
	if has(rest, 0, "支部") || has(rest, 0, "党支部") || has(rest, 0, "总支") {
		return false
	}
	for _, w := range [...]string{"一起", "一同", "一道", "陪同", "一块"} {
		if at := strings.Index(rest, w); at >= 0 && !strings.ContainsAny(rest[:at], ",。;") {
			return true
		}
	}
	return false
}

// joinedUnits tells whether only 和 stands between this unit and the one before.
func (g *gatherer) joinedUnits(i int) bool {
	if i < 2 {
		return false
	}
	a, sep, b := g.tokens[i-2], g.tokens[i-1], g.tokens[i]
	if a.class != classUnit && a.class != classOffice || a.end != sep.at || sep.end != b.at {
		return false
	}
	text := g.s[sep.at:sep.end]
	return text == "和" || text == "与" || text == "及" || text == "以及" || text == "跟"
}

// officeMeant tells whether a word such as 财务 stands for the office: a place to go to, a branch, people of it, not a subject.
func (g *gatherer) officeMeant(i int, t token) bool {
	if k := skip(g.s, skip(g.s, int(t.end), "第"), "一", "二", "三", "四", "机关", "教工", "学生", "退休", "综合", "联合", "联"); oneOf(g.s, k, "支部", "党支部", "党小组", "学生支部", "教工支部", "党总支") > 0 {
		return true
	}
	if oneOf(g.s, int(t.end), "支部", "党支部", "的支部", "总支", "那边", "部门", "的人", "的同志", "的同事", "的老师", "的干部", "这边", "座谈", "调研", "走访") > 0 {
		return true
	}
	if i == 0 {
		return false
	}
	before := g.tokens[i-1]
	if before.end != t.at || before.class != classVerb {
		return false
	}
	next := int(t.end)
	return next == len(g.s) || i+1 < len(g.tokens) && int(g.tokens[i+1].at) == next && g.tokens[i+1].class != classKnown
}

// unitMeant tells whether a unit that is also a place (图书馆) is meant as a unit: its branch or its people.
func (g *gatherer) unitMeant(i int) bool {
	for _, next := range g.tokens[i+1:] {
		switch next.class {
		case classKind:
			return next.n != kVisit
		case classHint:
			if next.n == kOrg {
				return true
			}
		case classPunct:
			return false
		}
	}
	return false
}

// takePlace notes a place with what stands before it in its name: 北苑 宿舍, 东区 球场.
func (g *gatherer) takePlace(t token) {
	f := &g.cur
	if n := len(f.places); n > 0 && !g.fix && f.places[n-1].end == t.at { // 北苑 + 宿舍
		f.places[n-1].end = t.end
		if t.n != placeOther {
			f.places[n-1].n = t.n
		}
		return
	}
	from := g.before(g.tokens[:g.i])
	t.at = int32(g.prefixed(from, int(t.at)))
	t.end = int32(g.roomEnd(int(t.end)))
	if g.fix {
		f.places = f.places[:0]
	}
	if n := len(f.places); n > 0 && !g.fix && g.runsOn(f.places[n-1], t) { // 北苑宿舍改造工地
		f.places[n-1].end = t.end
		return
	}
	if len(f.places) > 0 && !g.listedPlace() {
		return
	}
	f.places = append(f.places, t)
	g.settled('p')
}

// listedPlace tells whether a further place is one more to have gone to, not one more thing said of the first.
func (g *gatherer) listedPlace() bool {
	k, _ := g.cur.kind()
	return (g.list == 'p' || k == kVisit && g.linked()) && (k < 0 || k == kVisit || k == kResearch)
}

// runsOn tells whether a place goes on with the name of the one before: only a word or two of plain text stand between.
func (g *gatherer) runsOn(a, b token) bool {
	if b.at <= a.end || g.tokens[g.i-1].end > a.end {
		return false
	}
	gap := g.s[a.end:b.at]
	return len(gap) <= 3*len("字") && !strings.ContainsAny(gap, "和与及跟、, ;。")
}

// prefixed moves the beginning of a place back over the characters that belong to its name, not before byte from.
func (g *gatherer) prefixed(from, at int) int {
	for at > from {
		size := 1
		for size < at-from && g.s[at-size]&0xc0 == 0x80 {
			size++
		}
		if !strings.Contains(placePrefix, g.s[at-size:at]) {
			break
		}
		at -= size
	}
	return at
}

// takeKlass notes a class with the name of its subject: 小学教育23级1班. A cohort alone is an audience.
func (g *gatherer) takeKlass(t token) {
	name := clean(g.s[g.before(g.tokens[:g.i]):t.at])
	if strings.ContainsAny(name, "的了在给为向和跟") || len(name) > 30 {
		name = ""
	}
	name += g.s[t.at:t.end]
	if strings.HasSuffix(name, "级") {
		if g.cur.crowd == "" {
			g.cur.crowd = name
		}
		return
	}
	g.cur.klass = name
}

// takeCrowd notes an audience; a cohort just before it belongs to it: 2026级新生.
func (g *gatherer) takeCrowd(i int, t token) {
	f := &g.cur
	text := g.s[t.at:t.end]
	if i > 0 && g.tokens[i-1].class == classKlass && g.tokens[i-1].end == t.at {
		text = g.s[g.tokens[i-1].at:t.at] + text
		f.crowd = ""
	}
	if f.crowd == "" || g.fix || len(text) > len(f.crowd) && strings.HasSuffix(text, f.crowd) {
		f.crowd = tidyCrowd(text)
	}
}

// tidyCrowd gives an audience its plain name: 大一的同学 is 大一学生.
func tidyCrowd(text string) string {
	text = strings.TrimSuffix(text, "们")
	switch {
	case text == "老师":
		return "教师"
	case text == "同学":
		return "学生"
	case strings.HasPrefix(text, "大") && strings.HasSuffix(text, "同学"):
		return strings.TrimSuffix(strings.TrimSuffix(text, "同学"), "的") + "学生"
	case strings.HasSuffix(text, "青年老师"), strings.HasSuffix(text, "年轻老师"), strings.HasSuffix(text, "年轻教师"):
		return "青年教师"
	}
	return text
}

// takeBranch notes the branch that a word ends: 教工一支部 of 文学院.
func (g *gatherer) takeBranch(t token) {
	from := g.cur.from
	for j := g.i - 1; j >= 0 && j > g.i-6; j-- {
		switch before := g.tokens[j]; before.class {
		case classUnit, classOffice, classVerb, classPunct, classDay, classPart, classFill, classPerson, classLink:
			from, j = int(before.end), 0
		}
	}
	name := clean(g.s[from:t.at])
	if len(name) > 36 || strings.ContainsAny(name, "的了在去到") {
		name = ""
	}
	word := g.s[t.at:t.end]
	if j := strings.Index(word, "支部"); j >= 0 {
		word = word[:j+len("支部")]
	}
	g.cur.branch = name + word
}

// takeLessons notes a sort of course: 思政课.
func (g *gatherer) takeLessons(t token) {
	g.cur.lessons = g.s[t.at:t.end]
}
