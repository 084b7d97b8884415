package phrase

import "strings"

// label reads one field of a filled-in form: 课程:线性代数. It gives the index of the last token taken.
func (g *gatherer) label(i int, t token) int {
	if i == 0 && g.text(t) == "记录" { // heads the message
		return i + 1
	}
	from := int(g.tokens[i+1].end) // the colon
	end := g.fieldEnd(i + 2)
	value := clean(g.s[from:end])
	f := &g.cur
	short := value
	if j := strings.IndexAny(value, ",;。\n"); j >= 0 {
		short = clean(value[:j])
	}
	switch t.n {
	case labelCourse:
		f.course = strings.Trim(short, "《》")
	case labelTeacher:
		f.teacher = trimTitle(short)
	case labelKlass:
		f.klass = short
	case labelPlace:
		g.fieldPlace(short, from)
	case labelTopic:
		f.topic = value
	case labelComment:
		if g.forumForm() {
			f.issues = append(f.issues, items(value)...)
			break
		}
		f.comment = value
	case labelIssues:
		f.issues = append(f.issues, items(value)...)
	case labelHours:
		return g.fieldHours(i, end)
	case labelHeads:
		if n, ok := readNumeral(value, 0); ok {
			f.heads, f.approx = n.value, n.approx
		}
	case labelOther:
	default: // days, units, kinds, people are read as they stand
		return i + 1
	}
	g.skip = end
	g.settled('l')
	return i + 1
}

// forumForm tells whether the form is not one of listening to a class: what was said there are issues, not comments.
func (g *gatherer) forumForm() bool {
	k, _ := g.cur.kind()
	return k == kForum || k == kResearch || k == kVisit
}

// fieldEnd is where the value ends that begins with token i: at the next label or the end of the line.
func (g *gatherer) fieldEnd(i int) int {
	for _, t := range g.tokens[min(i, len(g.tokens)):] {
		if t.class == classLabel || t.class == classPunct && t.n == '\n' {
			return int(t.at)
		}
	}
	return len(g.s)
}

// fieldHours reads 学时:2.
func (g *gatherer) fieldHours(i, end int) int {
	if i+2 < len(g.tokens) && int(g.tokens[i+2].at) < end {
		switch t := g.tokens[i+2]; t.class {
		case classNumber, classDay:
			if n, ok := readNumeral(g.s, int(t.at)); ok && n.half >= 0 {
				g.cur.halves = n.half
				g.skip = end
				return i + 2
			}
		}
	}
	return i + 1
}

// fieldPlace notes a place as it was written.
func (g *gatherer) fieldPlace(value string, from int) {
	if value == "" {
		return
	}
	at := from + strings.Index(g.s[from:], value)
	g.cur.places = append(g.cur.places[:0], token{class: classPlace, at: int32(at), end: int32(at + len(value)), word: -1, n: placeKind(value)})
}

// trimTitle takes the title off a name: 王丽老师 is 王丽.
func trimTitle(name string) string {
	for _, title := range [...]string{"副教授", "教授", "讲师", "老师", "博士"} {
		if short, ok := strings.CutSuffix(name, title); ok && short != "" {
			return short
		}
	}
	return name
}
