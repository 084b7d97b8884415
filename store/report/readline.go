package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

func unguarded(text string) string { return paper.Unguard(text) }

// record reads the whole row. false: it is none.
func (l *line) record() (PaperRecord, bool) {
	date, start := l.date()
	kind, subkind := l.kindOf()
	rec := PaperRecord{Sheet: l.sheet, Row: l.row}
	a := &rec.Activity
	a.ID, a.Kind, a.Date, a.By = l.id(), kind, date, ledger.ByImport
	a.Said = ledger.Details{Subkind: subkind, Start: start, Comment: l.text(fieldContent), Issues: itemsOf(l.text(fieldIssues)), Handoffs: itemsOf(l.text(fieldHandled))}
	a.Paper = &ledger.Paper{By: l.text(fieldBy), Note: l.text(fieldNote), Settled: l.text(fieldSettled)}
	l.where(&a.Said)
	l.people(&a.Said)
	l.hours(a)
	l.when(&a.Said)
	l.names(a)
	waits := readNotes(a)
	confirmed := l.confirmed()
	for _, id := range l.members(date) {
		a.Credits = append(a.Credits, ledger.Credit{Member: id, Confirmed: confirmed})
		if waits {
			rec.Waits = append(rec.Waits, id)
		}
	}
	return rec, len(a.Credits) > 0 && date != 0 && kind != ""
}

// id is the number of a record of ours; "" if the row has none, or one of another sort.
func (l *line) id() string {
	id := strings.ToUpper(l.text(fieldID))
	if _, ok := ledger.ParseID(ledger.ActivityLetters, id); ok {
		return id
	}
	return ""
}

// members finds those whom the row names.
func (l *line) members(on policy.Date) []string {
	text := l.text(fieldName)
	if text == "" {
		text = l.person
	}
	if text == "" {
		l.fault(fieldName, "没有姓名")
		return nil
	}
	var out []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,;；/\n", r) }) {
		name = strings.Join(strings.Fields(name), "") // 林 晓峰 in forms that spread short names
		if name == "" {
			continue
		}
		list := l.r.school.MembersNamed(name)
		switch {
		case len(list) == 0:
			l.fault(fieldName, "名单里没有“%s”：先写进配置的 people，已离任的写 until", name)
		case len(list) > 1:
			l.fault(fieldName, "“%s”不止一人，请写全名", name)
		case on != 0 && !list[0].Serves(on):
			l.fault(fieldName, "%s 在 %s 不在任", list[0].Name, on)
		case !slices.Contains(out, list[0].ID):
			out = append(out, list[0].ID)
		}
	}
	return out
}

// kindOf reads the kind of the row: its own cell, else that of the sheet.
func (l *line) kindOf() (policy.Kind, string) {
	text := l.text(fieldKind)
	if text == "" && l.kind != "" {
		return l.kind, ""
	}
	kind, subkind := readKind(l.r.school, text)
	switch {
	case text == "":
		l.fault(fieldKind, "没有写方式（听课、座谈、调研、走访、组织生活……）")
	case kind == "":
		l.fault(fieldKind, "不认识“%s”：请写 听课、座谈、调研、走访、组织生活、接待日 等", text)
	}
	return kind, subkind
}

// kindWords are other names of kinds, the longer before the shorter.
var kindWords = []struct {
	kind  policy.Kind
	words string
}{
	{policy.FirstLesson, "思政第一课 开学第一课 第一课 思政课授课 讲授思政课"},
	{policy.NonpartyTalk, "党外人士谈话 与党外人士谈话 党外人士谈心 联系党外人士"},
	{policy.NonpartyEvent, "民主党派活动 参加民主党派活动 联系民主党派"},
	{policy.RetireeBrief, "离退休通报会 向离退休人员通报 离退休情况通报 通报会 校情通报"},
	{policy.ReceptionDay, "接待日 校领导接待日 领导接待日 接访"},
	{policy.Consultation, "征求意见 教代会 学代会 听证会 听证"},
	{policy.Ideology, "意识形态研判 意识形态"},
	{policy.OrgLife, "组织生活 支部生活 组织生活会 民主生活会 支部活动 党支部活动 双重组织生活 参加支部生活"},
	{policy.ObserveClass, "听课 随堂听课 深入课堂听课 推门听课 听课评课"},
	{policy.Forum, "座谈 座谈会 师生座谈 师生座谈会 代表座谈会"},
	{policy.Research, "调研 专题调研 调查研究 实地调研"},
	{policy.Visit, "走访 走访宿舍 走访食堂 走访慰问 慰问 看望 巡查 走访调研 深入一线"},
}

// readKind reads a kind: a subkind, a name, or a text that holds a name; "" if it is none.
func readKind(school *policy.School, text string) (policy.Kind, string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", ""
	}
	for _, spec := range school.Measure.Kinds {
		if slices.Contains(spec.Subkinds, text) {
			return spec.Kind, text
		}
		if text == spec.Zh || text == KindName(school, spec.Kind) {
			return spec.Kind, ""
		}
	}
	for _, exact := range []bool{true, false} {
		for _, k := range kindWords {
			for word := range strings.FieldsSeq(k.words) {
				if school.Measure.Kind(k.kind) != nil && (text == word || !exact && strings.Contains(text, word)) {
					return k.kind, ""
				}
			}
		}
	}
	return "", ""
}

// where reads unit and place. A word that is no unit of the school is a place.
func (l *line) where(d *ledger.Details) {
	text := l.text(fieldWhere)
	unit, rest, _ := strings.Cut(text, ledger.BetweenUnitAndPlace)
	if u := l.unit(unit); u != "" {
		d.Unit, d.Place = u, strings.TrimSpace(rest)
	} else {
		d.Place = text
	}
	if place := l.text(fieldPlace); place != "" {
		d.Place = strings.TrimSpace(strings.TrimSpace(d.Place) + " " + place)
	}
}

// unit is the full name of a unit that a text names; "" if it names none.
func (l *line) unit(text string) string {
	text = strings.TrimSpace(text)
	for i := range l.r.school.Units {
		if u := &l.r.school.Units[i]; text != "" && (u.Name == text || slices.Contains(u.Aliases, text)) {
			return u.Name
		}
	}
	return ""
}

// leastNumber finds the number in 约30人, 30余人, 3批.
var leastNumber = regexp.MustCompile(`\d+(?:\.\d+)?`)

// people reads how many came.
func (l *line) people(d *ledger.Details) {
	text := width.Fold.String(l.text(fieldHeadcount))
	if text == "" {
		return
	}
	n, err := strconv.ParseFloat(leastNumber.FindString(text), 64)
	if err != nil || n != float64(int(n)) || n < 0 || n > 100_000 {
		l.fault(fieldHeadcount, "“%s”不是人数", text)
		return
	}
	if strings.Contains(text, "批") {
		d.Visitors = int(n)
		return
	}
	d.Headcount = int(n)
	d.Approx = strings.ContainsAny(text, "约余多近") && d.Headcount > 0
}

// hours reads the class hours of a lesson.
func (l *line) hours(a *ledger.Activity) {
	text := width.Fold.String(l.text(fieldHours))
	if text == "" {
		if a.Kind == policy.ObserveClass {
			l.warn(fieldHours, "听课没有写学时，不计入学时数")
		}
		return
	}
	n, err := strconv.ParseFloat(leastNumber.FindString(text), 64)
	if strings.Contains(text, "分") {
		n /= float64(max(l.r.school.Measure.Settings.MinutesPerClassHour, 1))
	}
	plain := len(leastNumber.FindAllString(text, 2)) == 1 && !strings.HasPrefix(text, "-") // 3-4节 are two hours, and not three
	if err != nil || !plain || n > 24 || n*2 != float64(int(n*2)) {
		l.fault(fieldHours, "“%s”不是学时数", text)
		return
	}
	a.Said.ClassHours = n
}

// The forms of a time of day: 5-6节, 第5、6节, 15:00-17:00, 15:00, 下午.
var (
	periodsForm = regexp.MustCompile(`^第?(\d{1,2})(?:[-、,~至](\d{1,2}))?节$`)
	fromToForm  = regexp.MustCompile(`^(\d{1,2}:\d\d)[-~至](\d{1,2}:\d\d)$`)
	fromForm    = regexp.MustCompile(`^\d{1,2}:\d\d$`)
)

// when reads the time of day. What is none of the forms goes to the notes.
func (l *line) when(d *ledger.Details) {
	text := strings.ReplaceAll(width.Fold.String(l.text(fieldWhen)), " ", "")
	switch m := periodsForm.FindStringSubmatch(text); {
	case text == "":
	case m != nil && m[2] != "":
		d.Periods = m[1] + "-" + m[2]
	case m != nil:
		d.Periods = m[1]
	case fromToForm.MatchString(text):
		m := fromToForm.FindStringSubmatch(text)
		d.Start, d.End = m[1], m[2]
	case fromForm.MatchString(text):
		d.Start = text
	case slices.Contains([]string{"上午", "下午", "晚上", "中午", "早上"}, text):
		d.PartOfDay = text
	default:
		l.warn(fieldWhen, "“%s”看不懂，没有导入", text)
	}
}

// names puts audience, topic, teacher and class where records of the kind hold them.
func (l *line) names(a *ledger.Activity) {
	d := &a.Said
	audience, topic, teacher, klass := &d.Audience, &d.Topic, &d.Teacher, &d.Klass
	switch a.Kind {
	case policy.ObserveClass:
		topic = &d.Course
	case policy.OrgLife:
		audience = &d.Branch
	case policy.NonpartyTalk:
		audience = &d.Counterpart
	case policy.NonpartyEvent:
		audience, topic = &d.Party, &d.Event
	case policy.RetireeBrief:
		teacher = &d.Speaker
	case policy.Consultation:
		topic, klass = &d.Matter, &d.Form
	case policy.Ideology:
		topic = &d.Meeting
	}
	*audience, *topic, *teacher, *klass = l.text(fieldAudience), l.text(fieldTopic), l.text(fieldTeacher), l.text(fieldKlass)
	if a.Kind == policy.Forum && d.Audience != "" && policy.AudienceClass(d.Audience) == "" {
		l.warn(fieldAudience, "“%s”看不出是学生、教师还是职工，座谈不计入", d.Audience)
	}
}

// readNotes takes what our own 台账 writes into its notes out of them again, and tells whether the record waits for the leader.
func readNotes(a *ledger.Activity) (waits bool) {
	var rest []string
	for _, note := range strings.Split(a.Paper.Note, noteMark) {
		switch strings.TrimSpace(note) {
		case noteOwnBranch:
			a.Said.OwnBranch = true
		case noteSchool:
			a.Said.Level = schoolLevel
		case noteWaits:
			waits = true
		case noteLate:
			a.Late, a.ApprovedBy = true, ledger.ByImport
		case noteOffice:
			a.Late = true
		default:
			rest = append(rest, note)
		}
	}
	a.Paper.Note = strings.Join(rest, noteMark)
	return waits
}

// itemForm is the number before an item.
var itemForm = regexp.MustCompile(`^\s*(?:\d{1,2}\s*[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳])\s*`)

// itemsOf takes a text with several items apart: one on each line, with its number or without it.
func itemsOf(text string) []string {
	var out []string
	list := strings.Split(text, "\n")
	for _, item := range list {
		if len(list) > 1 {
			item = itemForm.ReplaceAllString(item, "")
		}
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}
