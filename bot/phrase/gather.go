package phrase

import "strings"

// gatherer walks over the tokens of a report and gathers them into frames, one for each activity.
type gatherer struct {
	*reading
	frames []frame
	cur    frame
	shared frame // what 都是 … says of all
	share  bool  // inside such words
	fix    bool  // the next value takes the place of the one said before
	broken bool  // punctuation or a link stood since the last content
	skip   int   // byte up to which the text is kept as it is
	list   byte  // what the last token was: 'u' a unit, 'd' a day, 'p' a place; for 文学院和外语学院
	comma  bool  // 、和 stood since
	each   bool  // 各: days or units in a row are activities of their own

	i       int   // index of the token being taken
	saved   frame // the activity as it was at the last break
	breakAt int   // index of the token that made the break; 0: none in this activity
	rewind  int   // index from which the tokens are taken again; 0: none
	planned bool  // 本来要听两节的: the clause says what was meant, not what was done
	listed  int   // how many items of a numbered list have begun

	doubted  []int32 // members that one word may name
	misheard bool    // a name was taken for one that sounds alike
}

// maxFrames is how many activities one message may hold.
const maxFrames = 20

// gather reads the whole message.
func (g *gatherer) gather(p *reading) {
	*g = gatherer{reading: p, cur: newFrame(0), shared: newFrame(0)}
	g.frames = p.shelf.frames[:0]
	for i := 0; i < len(p.tokens); i++ {
		t := p.tokens[i]
		if int(t.at) < g.skip {
			continue
		}
		if len(g.frames) >= maxFrames {
			break
		}
		g.i = i
		i = g.token(i, t)
		if g.rewind > 0 {
			i, g.rewind = g.rewind, 0
		}
	}
	g.cur.to = len(p.s)
	g.close()
	g.spread()
}

// token takes one token, or several that belong together; it gives the index of the last one taken.
func (g *gatherer) token(i int, t token) int {
	if i > 0 && g.tokens[i-1].class == t.class {
		switch g.gap(g.tokens[i-1], t) { // 不是昨天是前天
		case "是", "而是", "应该是":
			g.fix = true
		}
	}
	switch t.class {
	case classPunct:
		g.punct(t)
	case classKnown:
		switch g.text(t) {
		case "本来", "原本", "原计划", "原打算", "原先":
			g.planned = true
		}
	case classFill:
	case classLink:
		g.stop()
	case classNumber:
		g.item(i, t)
	case classFix:
		g.fix = true
	case classShare:
		g.sharing(t)
	case classDay:
		g.takeDay(t)
	case classVague:
		g.takeVague(t)
	case classPart:
		g.takePart(int(t.n), t)
	case classClock:
		g.cur.clock, g.cur.until = int(t.n), int(t.m)
	case classPeriod:
		g.takePeriods(t)
	case classHours:
		g.takeHours(t)
	case classMinutes:
		g.cur.minutes = int(t.n)
	case classTimes:
		g.cur.times = int(t.n)
	case classPeople:
		g.takeHeads(t)
	case classGroups:
		g.cur.groups = int(t.n)
	case classKind:
		g.takeKind(t)
	case classHint:
		g.takeHint(t)
	case classOrder:
		return g.order(i, t)
	case classOpens:
		g.opens(t)
	case classLabel:
		return g.label(i, t)
	default:
		return g.who(i, t)
	}
	return i
}

// who takes people, units and places.
func (g *gatherer) who(i int, t token) int {
	switch t.class {
	case classUnit, classOffice:
		g.takeUnit(i, t)
	case classForeign:
		g.cur.foreign = true
	case classPerson:
		g.takePerson(i, t)
	case classPost:
		g.takePost(i, t)
	case classTeacher:
		g.takeTeacher(t)
	case classParty:
		g.cur.party = g.lex.words[t.word].text
		g.cur.title = g.s[t.at:t.end]
	case classCrowd:
		g.takeCrowd(i, t)
	case classPlace:
		g.takePlace(t)
	case classKlass:
		g.takeKlass(t)
	case classQuote:
		g.cur.quote = strings.TrimSuffix(strings.TrimPrefix(g.s[t.at:t.end], "《"), "》")
	case classLessons:
		g.takeLessons(t)
	}
	return i
}

// punct ends a clause; a full stop ends what 都是 said.
func (g *gatherer) punct(t token) {
	if g.planned && (t.n == ',' || t.n == '。' || t.n == ' ' || t.n == ';') {
		g.planned = false
		g.cur.halves, g.cur.minutes, g.cur.periods = -1, -1, [2]int{}
		g.breakAt, g.broken = 0, false
		return
	}
	switch rune(t.n) {
	case '、':
		g.comma = true
		g.stop()
		return
	case ' ', '(', ')', '-', '"', '“', '”', '·', '/', '\'':
		if t.n == ' ' {
			g.stop()
		}
		return
	case ':':
		g.header()
	case '。', ';', '\n':
		g.share, g.fix = false, false
	}
	g.stop()
	g.list = 0
}

// header gives all that follows the unit of 今天一天都在生科院: …
func (g *gatherer) header() {
	if len(g.frames) == 0 && !g.cur.named() && g.cur.hints == 0 && !g.cur.measured() && len(g.shared.units) == 0 {
		g.shared.units = g.cur.units
	}
}

// stop notes a break: another activity may begin here.
func (g *gatherer) stop() {
	g.broken = true
	g.saved, g.breakAt = g.cur, g.i
}

// item begins another activity at 2. or 2、 of a numbered list.
func (g *gatherer) item(i int, t token) {
	if i+1 >= len(g.tokens) || g.tokens[i+1].at != t.end || int(t.n) != g.listed+1 || !g.isPunct(g.tokens[i+1], '.') && !g.isPunct(g.tokens[i+1], '、') && !g.isPunct(g.tokens[i+1], ')') {
		return
	}
	if g.listed++; g.listed > 1 {
		g.next(t.at)
	}
}

// next closes the activity and begins another at byte at.
func (g *gatherer) next(at int32) {
	g.cur.to = int(at)
	g.close()
	g.cur = newFrame(int(at))
	g.cur.another = true
	g.share, g.fix, g.breakAt = false, false, 0
}

// close keeps the activity if anything was said of it, else its words go to the one before.
func (g *gatherer) close() {
	f := g.cur
	if f.bare() && f.day < 0 && f.vague < 0 || f.bare() && len(g.frames) > 0 {
		if n := len(g.frames); n > 0 {
			g.frames[n-1].to = f.to
		}
		return
	}
	g.frames = append(g.frames, f)
}

// sharing begins words that hold for all: 都是音乐学院的, 各2节.
func (g *gatherer) sharing(t token) {
	text := g.s[t.at:t.end]
	switch {
	case text == "各", text == "分别", strings.HasPrefix(text, "每"):
		g.each = true
	case text == "一次" && g.cur.shared && g.cur.times > 1 && g.cur.halves > 0: // 两次课, 一次1节一次2节
		kinds, hints := g.cur.kinds, g.cur.hints
		g.cur.shared, g.cur.times = false, 1
		g.next(t.at)
		g.cur.kinds, g.cur.hints, g.cur.times = kinds, hints, 1
	case text == "一次":
		g.cur.shared = g.cur.times > 1
		g.cur.times = max(g.cur.times, 1)
	case text == "课程都是":
		end := g.clauseEnd(int(t.end), false)
		g.shared.course = trimCourse(g.s[t.end:end])
		g.skip = end
	case len(g.frames) > 0:
		g.share = true
	}
}

// target is the frame that a value belongs to: the current one, or all of them inside 都是.
func (g *gatherer) target() *frame {
	if g.share {
		return &g.shared
	}
	return &g.cur
}
