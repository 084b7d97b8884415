package phrase

import "lianxin/config/policy"

// join puts together what was said in several words: 去年 + 12月10号, 3月5日 + (周四), 王丽 + 老师, 文学院 + 书记. It works in place, left to right.
func (p *reading) join() {
	out := p.tokens[:0]
	for i := 0; i < len(p.tokens); i++ {
		t := p.tokens[i]
		if int(t.at) < p.before(out) { // swallowed by a name
			continue
		}
		var next token
		if i+1 < len(p.tokens) {
			next = p.tokens[i+1]
		}
		t = p.settle(t, next)
		if n := len(out); n > 0 {
			if merged, ok := p.pair(out[n-1], t); ok {
				out[n-1] = merged
				continue
			}
			if n > 1 && p.isPunct(out[n-1], '(') {
				if merged, ok := p.bracketed(out[n-2], t); ok {
					out[n-2] = merged
					out = out[:n-1]
					continue
				}
			}
			if n > 1 {
				if merged, ok := p.span(out[n-2], out[n-1], t); ok {
					out[n-2] = merged
					out = out[:n-1]
					continue
				}
			}
		}
		if n := len(out); n > 0 && t.class == classLabel && out[n-1].class == classKind && out[n-1].end == t.at { // 听课记录: heads the form
			t.class = classKnown
		}
		if t.class == classTitle {
			t = p.title(t, p.before(out))
		}
		out = append(out, t)
	}
	p.tokens = out
}

// settle chooses between the two classes of a word by what follows it: 日期 is a label only before a colon.
func (p *reading) settle(t, next token) token {
	if t.word < 0 {
		return t
	}
	w := &p.lex.words[t.word]
	if t.class == classLabel || w.also == classLabel {
		if p.isPunct(next, ':') && next.at == t.end {
			if t.class != classLabel {
				t.class, t.n = classLabel, p.labelOf(t)
			}
			return t
		}
		if t.class == classLabel {
			return p.unlabelled(t, w.also)
		}
	}
	return t
}

// unlabelled is what a label is without its colon: a name may stand behind 授课教师, else the word is plain.
func (p *reading) unlabelled(t token, also class) token {
	if t.n == labelTeacher {
		if end := p.nameAfter(int(t.end)); end > int(t.end) {
			t.class, t.m, t.end, t.n = classTeacher, t.end, int32(end), int32(end)
			return t
		}
	}
	t.class, t.n = also, 0
	if also == classNone {
		t.class = classKnown
	}
	return t
}

// labelOf finds the label that a word of another first class is.
func (p *reading) labelOf(t token) int32 {
	text := p.s[t.at:t.end]
	for i, words := range labelWords {
		if listed(words, text) {
			return int32(i)
		}
	}
	return labelOther
}

func (p *reading) isPunct(t token, r rune) bool { return t.class == classPunct && t.n == int32(r) }

// gap is the text between two tokens.
func (p *reading) gap(a, b token) string { return p.s[a.end:b.at] }

// pair merges a token with the one before it.
func (p *reading) pair(a, b token) (token, bool) {
	gap := p.gap(a, b)
	if gap == "至" && a.class == classDay && b.class == classDay {
		return p.fromTo(a, b), true
	}
	if gap != "" && gap != "的" {
		return token{}, false
	}
	switch {
	case b.class == classDay && (a.class == classDay || a.class == classVague || a.class == classTerm):
		return p.pairDays(a, b)
	case b.class == classVague && a.class == classDay && p.text(b) == "那天":
		a.end = b.end
		return a, true
	case b.class == classVague && a.class == classTerm && p.days[b.n].form == formWeek:
		return p.pairDays(a, b)
	case a.class == classPerson && b.class == classPost && gap == "":
		b.at, b.class, b.word, b.n = a.at, classPerson, a.word, a.n
		return b, true
	case a.class == classPerson && b.class == classTitle && gap == "" && p.teacherOf(a):
		b.class, b.m, b.n, b.at = classTeacher, a.at, b.at, a.at
		return b, true
	case a.class == classPost && b.class == classPerson && gap == "":
		b.at = a.at
		return b, true
	case b.class == classPost && (a.class == classUnit || a.class == classOffice):
		return p.holder(a, b)
	case a.class == classPart && b.class == classPart && gap == "":
		b.at = a.at
		return b, true
	}
	return token{}, false
}

// teacherOf tells whether a name of the directory with a title behind it (王丽老师) is a teacher's: anybody's who reports no activities.
func (p *reading) teacherOf(t token) bool {
	people := p.personIndexes(t)
	if len(people) != 1 {
		return false
	}
	c := Context{Who: &p.school.Members[people[0]]}
	return !c.roles().any(reporters)
}

// pairDays merges two words for one day.
func (p *reading) pairDays(a, b token) (token, bool) {
	first, second := &p.days[a.n], &p.days[b.n]
	merged := *second
	switch {
	case second.form == formWeekday && !second.weeked && first.weekday == 0 && (first.form == formMonthDay || first.form == formFull || first.form == formDay):
		merged = *first
		merged.weekday = second.weekday
	case first.form == formWeekday && first.weekday != 0 && (second.form == formMonthDay || second.form == formFull):
		merged.weekday = first.weekday
	case first.form == formRelative && second.form == formWeekday && !second.weeked:
		merged = *first
		merged.weekday = second.weekday
	case first.form == formVague && first.month < 0 && second.form == formDay:
		merged.offset, merged.weeked = first.offset, true
	case first.form == formVague && first.weeked && second.form == formWeekday && !second.weeked:
		merged.offset, merged.weeked = first.offset, true
	case first.form == formWeek && first.weekday == 0 && second.form == formWeekday && !second.weeked:
		merged = *first
		merged.weekday = second.weekday
	case first.form == formTerm && first.unit == unitCalendar && (second.form == formMonthDay || second.form == formMonth):
		merged.form, merged.year = formFull, p.c.Today.Year()+first.offset
		if second.form == formMonth {
			merged.form = formMonth
		}
	case first.form == formTerm && first.unit == unitTerm && second.form == formWeek:
		merged.offset = first.offset
	case first.form == formTerm && first.unit == unitCalendar && second.holiday > 0:
		merged.year = p.c.Today.Year() + first.offset
	default:
		return token{}, false
	}
	p.days[b.n] = merged
	b.at = a.at
	if merged.fixed() && b.class == classVague && merged.weekday != 0 {
		b.class = classDay
	}
	return b, true
}

// span makes one run of 3月5日 至 3月7日.
func (p *reading) span(a, sep, b token) (token, bool) {
	if a.class != classDay || b.class != classDay || a.end != sep.at || sep.end != b.at {
		return token{}, false
	}
	text := p.s[sep.at:sep.end]
	if text != "到" && text != "至" && text != "-" && text != "~" {
		return token{}, false
	}
	return p.fromTo(a, b), true
}

// fromTo makes one run of days of its first and its last.
func (p *reading) fromTo(a, b token) token {
	first, last := p.days[a.n], p.days[b.n]
	p.days[b.n] = dayExpr{form: formRange, to: &first, last: &last}
	b.at = a.at
	return b
}

// bracketed merges a day with the one in brackets behind it: 11月5日(周四).
func (p *reading) bracketed(a, b token) (token, bool) {
	if a.class != classDay || b.class != classDay || p.s[a.end:b.at] != "(" {
		return token{}, false
	}
	return p.pairDays(a, b)
}

// holder names the one person who holds a post of a unit: 文学院书记.
func (p *reading) holder(unit, post token) (token, bool) {
	row := posts[post.n]
	want := ""
	switch {
	case row.unit:
		want = policy.PostCollegeDean
	case row.post == policy.PostPartySecretary:
		want = policy.PostCollegeSecretary
	default:
		return token{}, false
	}
	name := p.unitName(unit)
	for i := range p.school.Members {
		m := &p.school.Members[i]
		if m.Unit == name && m.Post == want && m.Serves(p.c.Today) {
			post.at, post.class, post.word, post.n = unit.at, classPerson, -1, int32(i)
			return post, true
		}
	}
	return token{}, false
}

// before is the byte where the last of the tokens ends.
func (p *reading) before(tokens []token) int {
	if len(tokens) == 0 {
		return 0
	}
	return int(tokens[len(tokens)-1].end)
}

// title makes a teacher of a title with a name before it (王丽老师) or behind it (老师姓彭); a title alone is a crowd. The name of a teacher is
// s[m:n].
func (p *reading) title(t token, from int) token {
	if j := oneOf(p.s, int(t.end), "姓"); j > 0 {
		if end := p.nameAfter(j); end > j {
			t.class, t.m, t.end, t.n = classTeacher, int32(j), int32(end), int32(end)
			return t
		}
	}
	if name := p.named(from, int(t.at)); name < int(t.at) {
		t.class, t.m, t.n, t.at = classTeacher, int32(name), t.at, int32(name)
		return t
	}
	if t.class = p.lex.words[t.word].also; t.class == classNone {
		t.class = classKnown
	}
	return t
}
