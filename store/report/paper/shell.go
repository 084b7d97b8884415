package paper

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// cellStyles are the numbers of the styles by the kind of the column.
type cellStyles [Moment + 1]int

// headRow is the row of the head, counted from 1.
func (t *Table) headRow() int {
	if t.Title != "" {
		return 2
	}
	return 1
}

// shellOf makes the workbook of the tables without their rows: sheets, widths, heads that stay in view, filters, and how it is printed.
func shellOf(tables []Table) ([]byte, cellStyles, error) {
	f := excelize.NewFile()
	defer f.Close()
	styles, head, title, err := stylesOf(f)
	if err != nil {
		return nil, styles, err
	}
	used := map[string]bool{}
	for i := range tables {
		name := sheetName(tables[i].Name, i, used)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = laySheet(f, name, &tables[i], head, title)
		}
		if err != nil {
			return nil, styles, err
		}
	}
	f.SetActiveSheet(0)
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, styles, err
	}
	return b.Bytes(), styles, nil
}

// laySheet lays out one sheet.
func laySheet(f *excelize.File, name string, t *Table, head, title int) error {
	row := t.headRow()
	end, err := excelize.ColumnNumberToName(len(t.Columns))
	if err != nil {
		return err
	}
	do := func(step error) {
		if err == nil {
			err = step
		}
	}
	for i, c := range t.Columns {
		col, _ := excelize.ColumnNumberToName(i + 1)
		do(f.SetColWidth(name, col, col, max(c.Width, 4)))
		do(f.SetCellStr(name, fmt.Sprintf("%s%d", col, row), c.Title))
	}
	do(f.SetCellStyle(name, fmt.Sprintf("A%d", row), fmt.Sprintf("%s%d", end, row), head))
	if t.Title != "" {
		do(f.SetCellStr(name, "A1", t.Title))
		do(f.SetCellStyle(name, "A1", "A1", title))
		do(f.SetRowHeight(name, 1, 30))
	}
	do(f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: row, TopLeftCell: fmt.Sprintf("A%d", row+1), ActivePane: "bottomLeft"}))
	do(f.AutoFilter(name, fmt.Sprintf("A%d:%s%d", row, end, lastRow), nil))
	do(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(name, "'", "''"), row, row), Scope: name}))
	do(layPage(f, name))
	return err
}

// layPage prints a sheet across A4, as wide as the page, with the number of the page below.
func layPage(f *excelize.File, name string) error {
	size, wide, pages, high, fit := 9, "landscape", 1, 0, true
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &wide, FitToWidth: &pages, FitToHeight: &high}); err != nil {
		return err
	}
	return f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"})
}

// stylesOf makes the styles of cells, of the head and of the title.
func stylesOf(f *excelize.File) (styles cellStyles, head, title int, err error) {
	line := []excelize.Border{{Type: "left", Color: "BFC7D1", Style: 1}, {Type: "right", Color: "BFC7D1", Style: 1}, {Type: "top", Color: "BFC7D1", Style: 1}, {Type: "bottom", Color: "BFC7D1", Style: 1}}
	font := excelize.Font{Family: "宋体", Size: 10.5}
	bold, large := font, font
	bold.Bold, bold.Color = true, "FFFFFF"
	large.Bold, large.Size = true, 15
	left := &excelize.Alignment{Vertical: "top", WrapText: true}
	middle := &excelize.Alignment{Vertical: "top", Horizontal: "center"}
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	add := func(s excelize.Style) int {
		id, fault := f.NewStyle(&s)
		if err == nil {
			err = fault
		}
		return id
	}
	styles[Text] = add(excelize.Style{Font: &font, Border: line, Alignment: left})
	styles[Number] = add(excelize.Style{Font: &font, Border: line, Alignment: middle})
	styles[Day] = add(excelize.Style{Font: &font, Border: line, Alignment: middle, CustomNumFmt: &day})
	styles[Moment] = add(excelize.Style{Font: &font, Border: line, Alignment: middle, CustomNumFmt: &moment})
	head = add(excelize.Style{
		Font: &bold, Border: line, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	})
	title = add(excelize.Style{Font: &large, Alignment: &excelize.Alignment{Vertical: "center"}})
	return styles, head, title, err
}

// longestName is how many characters the name of a sheet may have.
const longestName = 31

// sheetName is a name that a sheet may bear and no other one does.
func sheetName(name string, i int, used map[string]bool) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, name), "' ")
	if name == "" {
		name = fmt.Sprintf("表%d", i+1)
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf("(%d)", n)
		}
		runes := []rune(name)
		one := string(runes[:min(len(runes), longestName-len(end))]) + end
		if key := strings.ToLower(one); !used[key] {
			used[key] = true
			return one
		}
	}
}
