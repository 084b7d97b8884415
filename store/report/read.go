package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Reading is what a table of earlier years says: the records that it holds, or what is wrong with it.
type Reading struct {
	Sheets   []SheetReading
	Records  []PaperRecord // in the order of their first line
	Lines    int           // that hold something
	Faults   []PaperFault  // nothing is imported while there are any
	Warnings []PaperFault  // worth a look; they hinder nothing
}

// SheetReading says how one sheet was read.
type SheetReading struct {
	Name    string
	Head    int // row of the headings, from 1; 0: there are none, the sheet is left out
	Mapping []Mapped
	Lines   int
}

// PaperRecord is one record as the table has it. Its ID is the one that the table names; "" = none.
type PaperRecord struct {
	Sheet    string
	Row      int // of its first line
	Activity ledger.Activity
	Waits    []string // ids of the leaders who have not confirmed it, as the table says
}

// PaperFault is something wrong with one cell.
type PaperFault struct {
	Sheet   string
	Row     int
	Column  string // letter; "" = the whole line
	Heading string
	Say     string
}

// String gives 台账!D5（日期）：…
func (f PaperFault) String() string {
	if f.Column == "" {
		return fmt.Sprintf("%s!%d 行：%s", f.Sheet, f.Row, f.Say)
	}
	return fmt.Sprintf("%s!%s%d（%s）：%s", f.Sheet, f.Column, f.Row, f.Heading, f.Say)
}

// MostLines is how many lines a table may have.
const MostLines = 200_000

// ReadLedger reads a table of earlier years, an .xlsx file in our own form or any other one whose headings can be understood. today is the day on which it is
// read: what lies behind it is refused. The error says in Chinese that the file is no table at all.
func ReadLedger(school *policy.School, data []byte, today policy.Date) (*Reading, error) {
	f, err := openBook(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	r := &reader{school: school, today: today, base1904: props.Date1904 != nil && *props.Date1904, out: &Reading{}, byID: map[string]int{}, seen: map[string]int{}}
	for _, sheet := range f.GetSheetList() {
		if err := r.sheet(f, sheet); err != nil {
			return nil, err
		}
	}
	if len(r.out.Records)+len(r.out.Faults) == 0 {
		return r.out, fmt.Errorf("没有找到可以导入的内容：需要一行表头，至少有“姓名”“日期”和另一列")
	}
	r.number()
	return r.out, nil
}

// reader reads sheet after sheet.
type reader struct {
	school   *policy.School
	today    policy.Date
	base1904 bool
	out      *Reading
	byID     map[string]int // place of a record by the id that the table gives it
	seen     map[string]int // how often a line occurred
}

// line is one row while it is read.
type line struct {
	r        *reader
	sheet    string
	row      int
	fields   map[int]field
	headings []string
	cells    []string
	person   string      // whose sheet it is, by its name
	kind     policy.Kind // of which the sheet is, by its name or title; "" = unknown
}

// sheet reads one sheet.
func (r *reader) sheet(f *excelize.File, name string) error {
	if visible, err := f.GetSheetVisible(name); err != nil || !visible {
		return err
	}
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		return fmt.Errorf("工作表“%s”读不了：文件可能不完整", name)
	}
	at, fields, ok := headOf(rows)
	if !ok {
		r.out.Sheets = append(r.out.Sheets, SheetReading{Name: name})
		return nil
	}
	s := SheetReading{Name: name, Head: at + 1, Mapping: mappingOf(rows[at], fields)}
	common := line{r: r, sheet: name, fields: fields, headings: rows[at]}
	if len(r.school.MembersNamed(name)) == 1 {
		common.person = name
	}
	for _, text := range append([]string{name}, titles(rows[:at])...) {
		if common.kind == "" {
			common.kind, _ = readKind(r.school, text)
		}
	}
	if !has(fields, fieldName) && common.person == "" || !has(fields, fieldDate) {
		r.out.Faults = append(r.out.Faults, PaperFault{Sheet: name, Row: at + 1, Say: "表头里没有“姓名”或“日期”一列（也可以一人一个工作表，以姓名为表名）"})
		return nil
	}
	for i, cells := range rows[at+1:] {
		l := common
		l.row, l.cells = at+2+i, cells
		if l.empty() {
			continue
		}
		if s.Lines++; r.out.Lines+s.Lines > MostLines {
			return fmt.Errorf("超过 %d 行，请分成几个文件", MostLines)
		}
		l.read()
	}
	r.out.Lines += s.Lines
	r.out.Sheets = append(r.out.Sheets, s)
	return nil
}

// titles are the texts above the headings.
func titles(rows [][]string) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row...)
	}
	return out
}

// empty tells whether the row is no line: nothing in it, a repeated head, or what stands below a table.
func (l *line) empty() bool {
	first := ""
	filled := 0
	for _, c := range l.cells {
		if c = strings.TrimSpace(c); c != "" {
			if filled++; first == "" {
				first = c
			}
		}
	}
	if filled == 0 || l.text(fieldDate) == strings.TrimSpace(l.heading(fieldDate)) && len(guess(l.cells)) >= leastFields {
		return true
	}
	foot := slices.ContainsFunc([]string{"合计", "小计", "总计", "制表", "填表", "审核", "注：", "说明", "备注："}, func(w string) bool { return strings.HasPrefix(first, w) })
	return foot && l.text(fieldDate) == ""
}

// column is the place of a field; -1 if the sheet does not have it.
func (l *line) column(f field) int {
	for c, have := range l.fields {
		if have == f {
			return c
		}
	}
	return -1
}

// text is what the row says in a field, without what guards it.
func (l *line) text(f field) string {
	c := l.column(f)
	if c < 0 || c >= len(l.cells) {
		return ""
	}
	return strings.TrimSpace(unguarded(l.cells[c]))
}

func (l *line) heading(f field) string {
	if c := l.column(f); c >= 0 && c < len(l.headings) {
		return l.headings[c]
	}
	return string(f)
}

// fault says what is wrong with a field.
func (l *line) fault(f field, format string, args ...any) {
	l.r.out.Faults = append(l.r.out.Faults, l.about(f, format, args...))
}

// warn says what is worth a look.
func (l *line) warn(f field, format string, args ...any) {
	l.r.out.Warnings = append(l.r.out.Warnings, l.about(f, format, args...))
}

func (l *line) about(f field, format string, args ...any) PaperFault {
	out := PaperFault{Sheet: l.sheet, Row: l.row, Heading: strings.TrimSpace(l.heading(f)), Say: fmt.Sprintf(format, args...)}
	if c := l.column(f); c >= 0 {
		out.Column, _ = excelize.ColumnNumberToName(c + 1)
	}
	return out
}

// read turns the row into a record, or adds its leader to the record that an earlier row with the same id made.
func (l *line) read() {
	before := len(l.r.out.Faults)
	rec, ok := l.record()
	if !ok || len(l.r.out.Faults) > before {
		return
	}
	id := rec.Activity.ID
	if i, have := l.r.byID[id]; have && id != "" {
		l.join(&l.r.out.Records[i], &rec)
		return
	}
	l.r.byID[id] = len(l.r.out.Records)
	l.r.out.Records = append(l.r.out.Records, rec)
}

// join adds the leaders of a row to the record of an earlier one.
func (l *line) join(into, rec *PaperRecord) {
	a, b := &into.Activity, &rec.Activity
	if a.Date != b.Date || a.Kind != b.Kind {
		l.fault(fieldID, "“%s”在第 %d 行是另一天或另一种活动", b.ID, into.Row)
		return
	}
	for _, c := range b.Credits {
		if slices.ContainsFunc(a.Credits, func(have ledger.Credit) bool { return have.Member == c.Member }) {
			l.fault(fieldID, "“%s”和第 %d 行重复", b.ID, into.Row)
			return
		}
		a.Credits = append(a.Credits, c)
	}
	into.Waits = append(into.Waits, rec.Waits...)
	if into.Activity.Paper.Note == "" {
		into.Activity.Paper.Note = b.Paper.Note
	}
}

// number gives each record the key of its line: what it tells, and which of several equal ones it is.
func (r *reader) number() {
	for i := range r.out.Records {
		a := &r.out.Records[i].Activity
		key := ledger.LineKey(a)
		r.seen[key]++
		a.Paper.Key = fmt.Sprintf("%s-%d", key, r.seen[key])
	}
}
