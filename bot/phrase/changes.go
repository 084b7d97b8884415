package phrase

import "strings"

// changes reads the new values: what is understood of the words between two bytes.
func (p *reading) changes(from, to int) Changes {
	var c Changes
	text := p.s
	if from >= 0 && from < to {
		text = p.s[from:to]
		if to < len(p.s) && has(p.s, to, "不是") { // 是王莉不是王丽
			c.Not = clean(upToStop(p.s[to+len("不是"):]))
		}
		if i := strings.Index(p.s, "不是"); i >= 0 && i < from {
			c.Not = clean(strings.TrimSuffix(strings.TrimSuffix(clean(p.s[i+len("不是"):from]), "是"), "而"))
		}
	}
	inner := p.inner(text)
	f := inner.single()
	p.changeFields(&c, inner, &f)
	if len(c.Fields) == 0 && from >= 0 && !p.says("人数") {
		if name := clean(upToStop(text)); p.says("教师", "老师", "授课") && p.nameAfterIn(name) == len(name) && name != "" {
			c.set("teacher")
			c.To.Said.Teacher = name
		} else if name := trimCourse(upToStop(text)); inner.holds(classDay) || inner.holds(classVague) {
			return c // 清明前 is no course
		} else if len(name) >= len("两字") && len(name) <= len("字")*16 && !strings.ContainsAny(name, "了吗没") {
			c.set("course")
			c.To.Said.Course = name
		}
	}
	return c
}

// inner reads a part of the message by itself.
func (p *reading) inner(text string) *reading {
	return p.read(text, p.c)
}

// single gathers a part of a message into one frame.
func (p *reading) single() frame {
	g := &gatherer{reading: p, cur: newFrame(0), shared: newFrame(0)}
	for i := 0; i < len(p.tokens); i++ {
		if t := p.tokens[i]; int(t.at) >= g.skip {
			g.i, g.fix = i, true
			i = g.token(i, t)
		}
	}
	f := g.cur
	f.to = len(p.s)
	return f
}

// set notes a field that changes.
func (c *Changes) set(field string) { c.Fields = add(c.Fields, field) }

// changeFields enters what a frame says.
func (p *reading) changeFields(c *Changes, inner *reading, f *frame) {
	var a act
	w := when{p: inner, r: resolver{&p.school.Calendar, p.c.Today}}
	if f.day >= 0 {
		w.date(&a, f, kObserve)
		res := w.r.day(&inner.days[f.day], past, nil, 0)
		if res.date == 0 {
			res = w.r.day(&inner.days[f.day], future, nil, 0) // 改成下周四 is refused, not taken for the name of a course
		}
		if res.date != 0 {
			c.To.Date = res.date
			c.set("date")
		}
	}
	if f.part > 0 {
		c.To.Said.PartOfDay = partNames[f.part]
		c.set("part_of_day")
	}
	if f.measured() {
		inner.credit(&a, f, kObserve)
		if c.To.Said.ClassHours = a.Said.ClassHours; c.To.Said.ClassHours > 0 {
			c.set("class_hours")
		}
		if c.To.Said.Minutes = a.Said.Minutes; c.To.Said.Minutes > 0 {
			c.set("minutes")
		}
		if c.To.Said.Periods = a.Said.Periods; c.To.Said.Periods != "" {
			c.set("periods")
		}
	}
	if len(f.units) > 0 {
		c.To.Said.Unit = inner.unitName(f.units[0])
		c.set("unit")
	}
	if len(f.places) > 0 {
		c.To.Said.Place = inner.text(f.places[0])
		c.set("place")
	}
	if f.teacher != "" {
		c.To.Said.Teacher = f.teacher
		c.set("teacher")
	}
	if n, ok := readNumeral(strings.TrimLeft(inner.s, " :"), 0); ok && f.heads < 0 && p.says("人数") {
		f.heads = n.value
	}
	if n, ok := readNumeral(strings.TrimLeft(inner.s, " :"), 0); ok && n.half > 0 && len(c.Fields) == 0 && p.says("学时", "课时", "节数") {
		c.To.Said.ClassHours = float64(n.half) / 2
		c.set("class_hours")
	}
	if f.heads >= 0 {
		c.To.Said.Headcount, c.To.Said.Approx = f.heads, f.approx
		c.set("headcount")
	}
	if k, sure := f.kind(); sure && len(c.Fields) == 0 {
		c.To.Kind = kinds[k]
		c.set("kind")
		if f.text != "" {
			c.To.Said.Subkind = f.text
			c.set("subkind")
		}
	}
	if f.crowd != "" && len(c.Fields) == 0 {
		c.To.Said.Audience = f.crowd
		c.set("audience")
	}
	if f.quote != "" {
		c.To.Said.Course = f.quote
		c.set("course")
	}
}
