package phrase

import "strings"

// spread hands on what one activity says for others: the day and the kind of the one before, what 都是 said of all, one activity for each of several
// units or places.
func (g *gatherer) spread() {
	g.fromNext()
	for i := range g.frames {
		f := &g.frames[i]
		if i > 0 {
			g.inherit(f, &g.frames[i-1])
		}
		g.takeShared(f)
	}
	g.shareJoined()
	g.prune()
	g.unkept()
	g.multiply()
}

// fromNext gives the first of several days in a row what was said of the last: 3.5、3.12听课各2节.
func (g *gatherer) fromNext() {
	for i := len(g.frames) - 2; i >= 0; i-- {
		f, next := &g.frames[i], &g.frames[i+1]
		if !f.bare() || f.day < 0 || next.day < 0 {
			continue
		}
		day, from, to, people := f.day, f.from, f.to, f.people
		*f = *next
		f.day, f.from, f.to = day, from, to
		if f.people == nil {
			f.people, next.people = people, people
		}
		if !next.shared && next.measured() && !g.each {
			f.halves, next.halves = 0, 0 // one length for several days: whose is it?
		}
	}
}

// inherit takes the day and the kind of the activity before.
func (g *gatherer) inherit(f, before *frame) {
	if f.day < 0 && f.vague < 0 {
		f.day, f.vague, f.vagueT = before.day, before.vague, before.vagueT
	}
	if f.kinds == 0 && f.hints == 0 && (f.measured() || len(f.units) > 0 && before.kinds&(1<<kObserve) != 0) {
		f.kinds, f.hints = before.kinds, before.hints
	}
	if len(f.units) == 0 && (g.theirs(f) || f.day == before.day && len(f.places) == 0 && f.hints == 1<<kObserve && f.kinds == 0 && g.goesOn(f)) {
		f.units = before.units
	}
	if before.people != nil && f.people == nil && !before.with {
		f.people = before.people
	}
}

// theirs tells whether an activity speaks of the unit of the one before: 他们的青年教师.
func (g *gatherer) theirs(f *frame) bool {
	for i := f.from; i < f.to; i++ {
		if has(g.s, i, "学院") && g.bareCollege(i) {
			return true
		}
		if oneOf(g.s, i, "他们", "该院", "该学院", "该处", "这个学院", "他们学院", "同一个学院", "她们", "同地", "同一地点", "同院", "还是那个", "原地", "当地", "那边") > 0 {
			return true
		}
	}
	return false
}

// goesOn tells whether an activity begins with a word that goes on from the one before: 后来坐进一间听完一节.
func (g *gatherer) goesOn(f *frame) bool {
	from := skip(g.s, f.from, ",", " ", "。")
	return oneOf(g.s, from, "后来", "然后", "接着", "随后", "顺便", "完了", "又坐", "再坐") > 0
}

// bareCollege tells whether the 学院 at byte i has no name before it: 旁听了学院教代会.
func (g *gatherer) bareCollege(i int) bool {
	for _, t := range g.tokens {
		if int(t.at) <= i && i < int(t.end) {
			return false
		}
	}
	return after(g.s, i, "了", "的", ",", "在", "给", "与", "和", "跟", "参加", "列席", "旁听", "到", "去")
}

// shareJoined gives lessons whose periods are joined what was said once, where the others hold nothing but periods: 听了王丽老师1-2节和7-8节的课.
func (g *gatherer) shareJoined() {
	for i := 0; i < len(g.frames); i++ {
		end := i + 1
		for end < len(g.frames) && g.frames[end].joined {
			end++
		}
		if end == i+1 {
			continue
		}
		full := -1
		for j := i; j < end; j++ {
			if g.onlyPeriods(&g.frames[j]) {
				continue
			}
			if full >= 0 {
				full = len(g.frames) // each has words of its own
				if f := &g.frames[j]; len(f.units)+len(f.places) == 0 {
					f.units = g.frames[i].units
				}
				break
			}
			full = j
		}
		if full < 0 { // only how many: the word for the kind stands once
			for j := i; j < end; j++ {
				g.frames[j].kinds, g.frames[j].hints = g.frames[i].kinds|g.frames[end-1].kinds, g.frames[i].hints|g.frames[end-1].hints
			}
		}
		if full >= 0 && full < len(g.frames) {
			from, to := g.frames[i].from, g.frames[end-1].to
			for j := i; j < end; j++ {
				one := g.frames[full]
				was := &g.frames[j]
				one.periods, one.day, one.vague, one.vagueT, one.part = was.periods, was.day, was.vague, was.vagueT, was.part
				one.from, one.to = from, to
				g.frames[j] = one
			}
		}
		i = end - 1
	}
}

// onlyPeriods tells whether nothing is said of a lesson but when it was.
func (g *gatherer) onlyPeriods(f *frame) bool {
	if f.teacher != "" || f.klass != "" || f.quote != "" ||
		f.course != "" || f.lessons != "" || f.kinds&^(1<<kObserve) != 0 || len(f.units)+len(f.places)+len(f.people) > 0 {
		return false
	}
	course, teacher, _ := g.findCourse(f)
	return course == "" && teacher == ""
}

// takeShared gives an activity what was said of all, where it says nothing itself.
func (g *gatherer) takeShared(f *frame) {
	if len(f.units) == 0 {
		f.units = g.shared.units
	}
	if f.halves < 0 && f.periods[0] == 0 {
		f.halves = g.shared.halves
	}
	if f.course == "" {
		f.course = g.shared.course
	}
	if f.day < 0 && g.shared.day >= 0 {
		f.day = g.shared.day
	}
}

// prune drops what is no activity of its own: a further mention without a kind.
func (g *gatherer) prune() {
	kept := g.frames[:0]
	for i, f := range g.frames {
		idle := f.kinds == 0 && f.hints == 0 && !f.measured()
		if idle && (len(kept) > 0 || i+1 < len(g.frames)) {
			if n := len(kept); n > 0 {
				kept[n-1].to = f.to
			}
			continue
		}
		kept = append(kept, f)
	}
	g.frames = kept
}

// unkept drops an activity of several that is not to be recorded: 信访约谈就不记了.
func (g *gatherer) unkept() {
	kept := g.frames[:0]
	for i, f := range g.frames {
		span := g.s[f.from:f.to]
		if i > 0 && (strings.Contains(span, "不记了") || strings.Contains(span, "不登了") || strings.Contains(span, "不报了") || strings.Contains(span, "不用记") || strings.Contains(span, "就不算") || strings.Contains(span, "不用登")) {
			continue
		}
		kept = append(kept, f)
	}
	g.frames = kept
}

// eachDay gives the days of a run, as new expressions: 周二 to 周四. It gives none where the two ends are not said in the same way.
func (g *gatherer) eachDay(run int) []int {
	first, last := *g.days[run].to, *g.days[run].last
	from, to := first.day, last.day
	if first.form == formWeekday || first.form == formWeek {
		from, to = first.weekday, last.weekday
	}
	if last.form != first.form && last.form != formWeekday && last.form != formDay || last.form == formMonthDay && last.month != first.month || to-from > 5 {
		return nil
	}
	var out []int
	for n := from; n <= to; n++ {
		e := first
		if e.weekday > 0 {
			e.weekday = n
		} else {
			e.day = n
		}
		g.days = append(g.days, e)
		out = append(out, len(g.days)-1)
	}
	return out
}

// multiply makes an activity of each unit of a class observation, of each unit or place of a visit.
func (g *gatherer) multiply() {
	if len(g.frames) == 1 && len(g.frames[0].units) < 2 && len(g.frames[0].places) < 2 && !g.each {
		return // most reports
	}
	out := make([]frame, 0, len(g.frames))
	for _, f := range g.frames {
		k, _ := f.kind()
		switch {
		case g.each && k == kObserve && f.measured() && f.day >= 0 && g.days[f.day].form == formRange && len(g.eachDay(f.day)) > 1:
			for _, day := range g.eachDay(f.day) {
				one := f
				one.day = day
				out = append(out, one)
			}
		case len(f.units) > 1 && (k == kObserve || k == kVisit || k == kResearch):
			for _, u := range f.units {
				one := f
				one.units = []token{u}
				if k == kObserve && !g.each && f.measured() {
					one.halves, one.periods = 0, [2]int{}
				}
				out = append(out, one)
			}
		case len(f.places) > 1 && (k == kVisit || k < 0):
			for i, at := range f.places {
				one := f
				one.places = []token{at}
				if i > 0 { // what was seen and ordered was seen at the first
					one.issues, one.handoffs = nil, nil
				}
				out = append(out, one)
			}
		default:
			out = append(out, f)
		}
		if len(out) >= maxFrames {
			break
		}
	}
	g.frames = out
}
