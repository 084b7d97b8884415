package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Fill reads text as the answer to one asked slot ("date", "course", "activities[1].teacher" ...) and enters it into a. It tells whether the text was
// such an answer; if not, a is unchanged and the text is a new message. A bare number or name picks one of the Choices of the context, if it has any.
func (r *Reader) Fill(a *Activity, slot, text string, c Context) bool {
	p := &reading{Reader: r, s: r.folder.text(text), c: c, roles: c.roles()}
	if p.s == "" || len(p.s) > maxAct*2 {
		return false
	}
	if n := ordinalPick(strings.Trim(p.s, softPunct), len(c.Choices)); n > 0 && n <= len(c.Choices) && len(c.Choices) > 0 {
		p.s = c.Choices[n-1]
	}
	p.scan()
	p.join()
	f := p.single()
	switch slotName(slot) {
	case "date":
		return p.fillDate(a, &f)
	case "class_hours", "hours", "periods":
		return p.fillHours(a, &f)
	case "course":
		return p.fillCourse(a, &f)
	case "teacher":
		return p.fillTeacher(a, &f)
	case "unit":
		return p.fillUnit(a, &f)
	case "audience":
		return p.fillAudience(a, &f)
	case "kind":
		return p.fillKind(a, &f)
	case "subkind":
		if f.text == "" {
			return false
		}
		a.Said.Subkind = f.text
	case "counterpart":
		return p.fillText(&a.Said.Counterpart, 20)
	case "place":
		return p.fillText(&a.Said.Place, 20)
	case "topic":
		return p.fillText(&a.Said.Topic, 40)
	case "comment":
		return p.fillText(&a.Said.Comment, 200)
	case "headcount":
		n, ok := readNumeral(p.s, 0)
		if !ok {
			return false
		}
		a.Said.Headcount, a.Said.Approx = n.value, n.approx
	case "who", "leaders":
		return p.fillWho(a)
	default:
		return false
	}
	return true
}

// another tells whether the text tells of an activity by itself and so is no answer.
func (p *reading) another(f *frame) bool {
	return f.named() && (f.day >= 0 || f.measured()) || p.cues.any(cueLack, cueRetract, cueHelp, cueStanding)
}

func (p *reading) fillDate(a *Activity, f *frame) bool {
	if f.day < 0 || p.another(f) || p.asking() {
		return false
	}
	r := resolver{&p.school.Calendar, p.c.Today}
	var prev *dayExpr
	var prevDate policy.Date
	if len(a.Days) > 0 { // 周三, when days of that week were offered
		prev, prevDate = &dayExpr{form: formWeekday, weeked: true}, slices.Min(a.Days)
	}
	res := r.day(&p.days[f.day], past, prev, prevDate)
	if res.date == 0 {
		return false
	}
	a.Date, a.Vague, a.Days = res.date, "", nil
	if f.part > 0 {
		a.Said.PartOfDay = partNames[f.part]
	}
	p.also(a, f)
	return true
}

// also takes what else was said with an answer: 上周三 3-4节.
func (p *reading) also(a *Activity, f *frame) {
	if f.measured() && a.Said.ClassHours == 0 {
		p.fillLength(a, f)
	}
	if a.Said.Unit == "" && len(f.units) == 1 {
		a.Said.Unit = p.unitName(f.units[0])
	}
	if a.Said.Teacher == "" && f.teacher != "" {
		a.Said.Teacher = f.teacher
	}
}

func (p *reading) fillLength(a *Activity, f *frame) bool {
	var got act
	p.credit(&got, f, kObserve)
	if got.Said.ClassHours == 0 {
		return false
	}
	a.Said.ClassHours, a.NoHours = got.Said.ClassHours, false
	if got.Said.Periods != "" {
		a.Said.Periods = got.Said.Periods
	}
	if got.Said.Minutes != 0 {
		a.Said.Minutes = got.Said.Minutes
	}
	return true
}

func (p *reading) fillHours(a *Activity, f *frame) bool {
	if f.day >= 0 && (p.another(f) || f.hints&(1<<kObserve) != 0 && (len(f.units) > 0 || len(f.places) > 0 || f.quote != "")) {
		return false
	}
	if f.measured() {
		return p.fillLength(a, f)
	}
	text := strings.Trim(p.s, softPunct)
	if n, ok := readNumeral(text, 0); ok && n.end == len(text) && n.half > 0 && n.half <= 24 { // 2
		a.Said.ClassHours, a.NoHours = float64(n.half)/2, false
		return true
	}
	from, to, ok := strings.Cut(strings.ReplaceAll(text, "~", "-"), "-") // 3-4
	if x, okx := readNumeral(from, 0); ok && okx && x.end == len(from) {
		if y, oky := readNumeral(to, 0); oky && y.end == len(to) && x.value >= 1 && x.value < y.value && y.value <= lastPeriod {
			a.Said.Periods = periodText([2]int{x.value, y.value})
			a.Said.ClassHours, a.NoHours = float64(y.value-x.value+1), false
			return true
		}
	}
	return false
}

func (p *reading) fillCourse(a *Activity, f *frame) bool {
	if p.another(f) || p.asking() || utf8.RuneCountInString(p.s) > 30 {
		return false
	}
	var got act
	p.lesson(&got, f)
	course, teacher := got.Said.Course, got.Said.Teacher
	if course == "" {
		course, teacher = p.courseAlone(f, teacher)
	} else if teacher == "" {
		_, teacher = p.courseAlone(f, "")
	}
	if course == "" && teacher == "" || p.reduces(p.s, saysYes|saysNo|saysAck) {
		return false
	}
	if course != "" {
		a.Said.Course = course
	}
	if teacher != "" {
		a.Said.Teacher = teacher
	}
	p.also(a, f)
	return true
}

// courseAlone takes an answer apart that is nothing but a course and perhaps a teacher: 教育心理学 王丽.
func (p *reading) courseAlone(f *frame, teacher string) (string, string) {
	course := ""
	for _, part := range strings.FieldsFunc(p.s, func(r rune) bool { return r == ' ' || r == ',' || r == '、' || r == '/' || r == ';' }) {
		if n := p.nameAfterIn(part); n == len(part) && utf8.RuneCountInString(part) <= 3 && course != "" && teacher == "" {
			teacher = part
			continue
		}
		if name := trimCourse(trimTitle(part)); course == "" && utf8.RuneCountInString(name) >= 2 && !strings.ContainsAny(name, "我你了吗") {
			course = name
		}
	}
	if full := courseNames[course]; full != "" {
		course = full
	}
	if f.day >= 0 || f.named() {
		return "", teacher
	}
	return course, teacher
}

// nameAfterIn gives the length of the name that a text begins with.
func (p *reading) nameAfterIn(text string) int {
	inner := &reading{Reader: p.Reader, s: text}
	return inner.nameAfter(0)
}

func (p *reading) fillTeacher(a *Activity, f *frame) bool {
	if p.another(f) || utf8.RuneCountInString(p.s) > 16 {
		return false
	}
	name := f.teacher
	if name == "" {
		text := strings.Trim(p.s, softPunct)
		for _, cut := range [...]string{"是", "叫", "老师是", "姓"} {
			text = strings.TrimPrefix(text, cut)
		}
		if n := utf8.RuneCountInString(text); n < 1 || n > 4 || p.nameAfterIn(text) != len(text) {
			return false
		}
		name = text
	}
	a.Said.Teacher = name
	return true
}

func (p *reading) fillUnit(a *Activity, f *frame) bool {
	if p.another(f) {
		return false
	}
	name := ""
	if len(f.units) > 0 {
		name = p.unitName(f.units[0])
	} else if t := p.first(classOffice); t >= 0 {
		name = p.unitName(p.tokens[t])
	}
	if name == "" {
		return false
	}
	a.Said.Unit = name
	return true
}

func (p *reading) fillAudience(a *Activity, f *frame) bool {
	if p.another(f) || f.crowd == "" {
		return false
	}
	a.Said.Audience = f.crowd
	if f.heads >= 0 {
		a.Said.Headcount, a.Said.Approx = f.heads, f.approx
	}
	return true
}

func (p *reading) fillKind(a *Activity, f *frame) bool {
	if k, sure := f.kind(); sure && f.day < 0 {
		a.Kind = kinds[k]
		if f.text != "" && a.Kind == policy.OrgLife {
			a.Said.Subkind = f.text
		}
		return true
	}
	return false
}

func (p *reading) fillText(field *string, limit int) bool {
	text := strings.Trim(p.s, softPunct)
	if text == "" || utf8.RuneCountInString(text) > limit || p.asking() {
		return false
	}
	*field = text
	return true
}

func (p *reading) fillWho(a *Activity) bool {
	people := p.persons()
	for i := range p.school.Members {
		if m := &p.school.Members[i]; m.Name == strings.Trim(p.s, softPunct) {
			people = add(people, m.ID)
		}
	}
	if len(people) == 0 {
		return false
	}
	a.Leaders = people
	return true
}

// Apply gives the activity with the changes entered: exactly the fields that change.
func (c Changes) Apply(a Activity) Activity {
	for _, field := range c.Fields {
		switch field {
		case "date":
			a.Date, a.Vague, a.Days = c.To.Date, "", nil
		case "kind":
			a.Kind = c.To.Kind
		default:
			applySaid(&a.Said, &c.To.Said, field)
		}
	}
	return a
}

// applySaid copies one field of what was said.
func applySaid(to, from *ledger.Details, field string) {
	switch field {
	case "class_hours":
		to.ClassHours = from.ClassHours
	case "periods":
		to.Periods = from.Periods
	case "minutes":
		to.Minutes = from.Minutes
	case "part_of_day":
		to.PartOfDay = from.PartOfDay
	case "unit":
		to.Unit = from.Unit
	case "place":
		to.Place = from.Place
	case "course":
		to.Course = from.Course
	case "teacher":
		to.Teacher = from.Teacher
	case "headcount":
		to.Headcount, to.Approx = from.Headcount, from.Approx
	case "subkind":
		to.Subkind = from.Subkind
	case "audience":
		to.Audience = from.Audience
	case "comment":
		to.Comment = from.Comment
	case "klass":
		to.Klass = from.Klass
	case "topic":
		to.Topic = from.Topic
	}
}
