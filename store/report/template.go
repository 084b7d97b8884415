package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"lianxin/config/policy"
	"lianxin/store/report/paper"
)

// Template is the school's own form of the 台账, an .xlsx file. One of its rows, on any of its sheets, holds the names of columns in double braces:
// {{序号}} {{姓名}} {{日期}} … (every column of our own 台账 by its heading). That row is written once for each line, as it looks; what stands above and
// below stays. Elsewhere {{学校}} {{期间}} {{范围}} {{条数}} are filled in once.
type Template struct {
	data  []byte
	sheet string
	row   int      // of the names
	cells []string // of that row as they stand
}

// placeholder is a name in double braces.
var placeholder = regexp.MustCompile(`\{\{\s*([^{}]+?)\s*\}\}`)

// once are the names that are filled in once.
var once = []string{"学校", "期间", "范围", "条数"}

// NewTemplate reads a form. The error says in Chinese what is wrong with it.
func NewTemplate(data []byte) (*Template, error) {
	f, err := openBook(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t := &Template{data: data}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, errors.New("模板读不了：它不是完好的 .xlsx 文件")
		}
		for i, row := range rows {
			if err := t.look(sheet, i+1, row); err != nil {
				return nil, err
			}
		}
	}
	if t.row == 0 {
		return nil, fmt.Errorf("模板里没有占位的一行：请在一行里写 {{姓名}}、{{日期}} 等，可用的有 %s", strings.Join(headings(), "、"))
	}
	return t, nil
}

// look finds names in one row.
func (t *Template) look(sheet string, row int, cells []string) error {
	for _, cell := range cells {
		for _, m := range placeholder.FindAllStringSubmatch(cell, -1) {
			switch name := m[1]; {
			case slices.Contains(once, name):
			case !slices.Contains(headings(), name):
				return fmt.Errorf("模板 %s 第 %d 行：不认识 {{%s}}，可用的有 %s", sheet, row, name, strings.Join(append(headings(), once...), "、"))
			case t.row != 0 && (t.row != row || t.sheet != sheet):
				return fmt.Errorf("模板里有两行占位（第 %d 行和 %s 第 %d 行），只能有一行", t.row, sheet, row)
			default:
				t.sheet, t.row, t.cells = sheet, row, slices.Clone(cells)
			}
		}
	}
	return nil
}

func headings() []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Title)
	}
	return out
}

// fill writes the form with its lines.
func (t *Template) fill(w io.Writer, school *policy.School, scope Scope, lines iter.Seq2[Line, error]) error {
	f, err := openBook(t.data)
	if err != nil {
		return err
	}
	defer f.Close()
	var all []Line
	for l, err := range lines {
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	if err := t.fillOnce(f, school, scope, len(all)); err != nil {
		return fmt.Errorf("report: template: %w", err)
	}
	if err := t.fillRows(f, school, all); err != nil {
		return fmt.Errorf("report: template: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("report: template: %w", err)
	}
	return nil
}

// fillOnce fills in what is said once, on every sheet.
func (t *Template) fillOnce(f *excelize.File, school *policy.School, scope Scope, n int) error {
	of := "全部"
	switch {
	case scope.Member != nil:
		of = scope.Member.Name
	case scope.Unit != "":
		of = scope.Unit
	}
	values := map[string]string{"学校": school.Name, "期间": scope.Period.Name, "范围": of, "条数": fmt.Sprint(n)}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return err
		}
		for r, row := range rows {
			for c, cell := range row {
				text := replaced(cell, values)
				if text == cell || sheet == t.sheet && r+1 == t.row {
					continue
				}
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil {
					err = f.SetCellStr(sheet, name, paper.Guard(text))
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// replaced puts values in the place of their names.
func replaced(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(name string) string {
		if v, ok := values[placeholder.FindStringSubmatch(name)[1]]; ok {
			return v
		}
		return name
	})
}

// fillRows repeats the row of names for each line; without any line it is emptied.
func (t *Template) fillRows(f *excelize.File, school *policy.School, lines []Line) error {
	if len(lines) > 1 {
		if err := f.InsertRows(t.sheet, t.row+1, len(lines)-1); err != nil {
			return err
		}
	}
	styles := make([]int, len(t.cells))
	for c := range t.cells {
		var err error
		if styles[c], err = t.styleOf(f, c); err != nil {
			return err
		}
	}
	height, err := f.GetRowHeight(t.sheet, t.row)
	if err != nil {
		return err
	}
	var cells []paper.Cell
	for i := range max(len(lines), 1) {
		l := Line{}
		if i < len(lines) {
			l = lines[i]
		}
		cells = l.cells(cells, i+1, school.Location)
		if err := t.fillRow(f, t.row+i, cells, styles, i < len(lines)); err != nil {
			return err
		}
		if i > 0 {
			if err := f.SetRowHeight(t.sheet, t.row+i, height); err != nil {
				return err
			}
		}
	}
	return nil
}

// styleOf is how the cells of a column look: as in the row of names, but that a day goes into no cell that would show it as the number 46345.
func (t *Template) styleOf(f *excelize.File, column int) (int, error) {
	name, err := excelize.CoordinatesToCellName(column+1, t.row)
	if err != nil {
		return 0, err
	}
	id, err := f.GetCellStyle(t.sheet, name)
	form, ok := dayForms[t.kindOf(column)]
	if err != nil || !ok {
		return id, err
	}
	style, err := f.GetStyle(id)
	switch {
	case err != nil: // a workbook without styles
		style = &excelize.Style{}
	case showsDays(style):
		return id, nil
	}
	style.NumFmt, style.CustomNumFmt = 0, &form
	return f.NewStyle(style)
}

// dayForms are how days are shown where a form does not say it.
var dayForms = map[paper.Kind]string{paper.Day: "yyyy-mm-dd", paper.Moment: "yyyy-mm-dd hh:mm"}

// kindOf is the kind of what goes into the cells of a column as it is; paper.Text where a name stands among other words.
func (t *Template) kindOf(column int) paper.Kind {
	for _, c := range columns {
		if m := placeholder.FindStringSubmatch(t.cells[column]); m != nil && m[0] == strings.TrimSpace(t.cells[column]) && m[1] == c.Title {
			return c.Kind
		}
	}
	return paper.Text
}

// besideForm is what in the form of a number stands for no part of it: colours and languages, words in quotes, single signs.
var besideForm = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|\\.`)

// showsDays tells whether a style has a form for days: one of the built-in ones, or its own.
func showsDays(s *excelize.Style) bool {
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(besideForm.ReplaceAllString(strings.ToLower(*s.CustomNumFmt), ""), "ymd")
	}
	n := s.NumFmt
	return n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
}

// fillRow writes one line. A cell that is nothing but a name takes the value as it is, a day as a day; within other words a name takes its text.
func (t *Template) fillRow(f *excelize.File, row int, cells []paper.Cell, styles []int, some bool) error {
	values, place := map[string]string{}, map[string]int{}
	for i, c := range columns {
		place[c.Title], values[c.Title] = i, ""
		if some {
			values[c.Title] = cells[i].Plain(c.Kind)
		}
	}
	for c, text := range t.cells {
		name, err := excelize.CoordinatesToCellName(c+1, row)
		if err != nil {
			return err
		}
		whole := placeholder.FindStringSubmatch(text)
		switch i, ok := 0, false; {
		case whole != nil && whole[0] == strings.TrimSpace(text):
			if i, ok = place[whole[1]]; ok && some && cells[i].Text == "" && cells[i].Number != 0 {
				err = f.SetCellValue(t.sheet, name, cells[i].Number)
				break
			}
			err = f.SetCellStr(t.sheet, name, values[whole[1]])
		default:
			err = f.SetCellStr(t.sheet, name, replaced(text, values))
		}
		if err == nil {
			err = f.SetCellStyle(t.sheet, name, name, styles[c])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// The largest workbook that is read, packed and unpacked, in bytes.
const (
	MostPacked   = 32 << 20
	mostUnpacked = 512 << 20
)

// openBook opens a workbook within limits. The error says in Chinese what is wrong.
func openBook(data []byte) (*excelize.File, error) {
	if len(data) > MostPacked {
		return nil, fmt.Errorf("文件超过 %d MB", MostPacked>>20)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: mostUnpacked, RawCellValue: false})
	if err != nil {
		return nil, errors.New("不是能读的 .xlsx 文件；旧的 .xls、.et 请另存为 .xlsx，加了密码的请去掉密码")
	}
	return f, nil
}
