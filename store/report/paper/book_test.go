package paper

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"lianxin/config/policy"
)

// sample is a table with a column of each kind.
func sample(rows ...[]Cell) Table {
	return Table{
		Name: "台账", Title: "示例大学台账",
		Columns: []Column{{"序号", 6, Number}, {"姓名", 10, Text}, {"日期", 12, Day}, {"确认时间", 18, Moment}},
		Rows:    RowsOf(rows),
	}
}

// book writes tables and opens the workbook.
func book(t testing.TB, tables ...Table) (*excelize.File, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBook(&b, tables...); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, b.Bytes()
}

func TestBookIsReadBack(t *testing.T) {
	day := policy.MakeDate(2026, 11, 19)
	f, data := book(t, sample([]Cell{{Number: 1}, Words("林晓峰"), OnDay(day), AtMinute(day, 20*60+5)}, []Cell{{Number: 2}, Words("=1+1"), {}, {}}))
	rows, err := f.GetRows("台账")
	want := [][]string{{"示例大学台账"}, {"序号", "姓名", "日期", "确认时间"}, {"1", "林晓峰", "2026-11-19", "2026-11-19 20:05"}, {"2", "'=1+1"}}
	if err != nil || fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("rows %q, %v", rows, err)
	}
	if kind, err := f.GetCellType("台账", "C3"); err != nil || kind != excelize.CellTypeUnset {
		t.Errorf("a day is of kind %v, %v; want a number", kind, err)
	}
	raw, err := f.GetCellValue("台账", "C3", excelize.Options{RawCellValue: true})
	if err != nil || raw != "46345" {
		t.Errorf("the day is the number %s, %v", raw, err)
	}
	panes, err := f.GetPanes("台账")
	if err != nil || !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	names := fmt.Sprint(f.GetDefinedName())
	for _, part := range []string{"'台账'!$A$2:$D$4", "$2:$2"} {
		if !strings.Contains(strings.ReplaceAll(names, "台账!", "'台账'!"), part) {
			t.Errorf("the names are %s, without %s", names, part)
		}
	}
	if width, err := f.GetColWidth("台账", "B"); err != nil || width != 10 {
		t.Errorf("width %v, %v", width, err)
	}
	if _, again := book(t, sample([]Cell{{Number: 1}, Words("林晓峰"), OnDay(day), AtMinute(day, 20*60+5)}, []Cell{{Number: 2}, Words("=1+1"), {}, {}})); !bytes.Equal(data, again) {
		t.Error("the same values give other bytes")
	}
}

func TestSheetsBearNamesThatTheyMay(t *testing.T) {
	long := strings.Repeat("长", 40)
	f, _ := book(t, Table{Name: "a/b", Columns: []Column{{Title: "x"}}, Rows: RowsOf(nil)}, Table{Name: "A-B", Columns: []Column{{Title: "x"}}, Rows: RowsOf(nil)},
		Table{Name: long, Columns: []Column{{Title: "x"}}, Rows: RowsOf([][]Cell{{Words("y")}})}, Table{Name: " '", Columns: []Column{{Title: "x"}}, Rows: RowsOf(nil)})
	want := []string{"a-b", "A-B(2)", long[:31*3], "表4"}
	if got := f.GetSheetList(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sheets %q, want %q", got, want)
	}
	if v, err := f.GetCellValue(want[2], "A2"); err != nil || v != "y" {
		t.Errorf("%q, %v", v, err)
	}
}

func TestFailingRowsFailTheBook(t *testing.T) {
	broken := errors.New("disk")
	err := WriteBook(io.Discard, Table{Name: "x", Columns: []Column{{Title: "x"}}, Rows: func(yield func([]Cell, error) bool) { yield(nil, broken) }})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// Whatever is typed comes back as it was, and is no formula on the way.
func TestTextsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.OneOf(rapid.SampledFrom([]rune("=+-@＝＋－＠\t\r\n'_x005F<>&\"'、，学时")), rapid.Rune()), 1, 30, -1).Draw(t, "text")
		text = strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\r' && r != '\n' || r == 0xFFFD || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, text)
		if text == "" {
			return
		}
		var b bytes.Buffer
		if err := WriteBook(&b, sample([]Cell{{}, Words(text)})); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		cell, err := f.GetCellValue("台账", "B3")
		if err != nil || Unguard(cell) != text {
			t.Fatalf("%q came back as %q, %v", text, cell, err)
		}
		if strings.IndexAny(cell, "=+-@＝＋－＠\t\r\n") == 0 {
			t.Fatalf("%q is a formula", cell)
		}
	})
}

func TestDays(t *testing.T) {
	for day := policy.MakeDate(1999, 12, 30); day < policy.MakeDate(2030, 1, 1); day = day.Add(13) {
		got, minutes, ok := DayOf(AtMinute(day, 1439).Number, false)
		if !ok || got != day || minutes != 1439 {
			t.Fatalf("%s came back as %s %d", day, got, minutes)
		}
	}
	for second, want := range map[float64]int{0: 0, 59: 0, 60: 1, 86399: 1439} { // a minute to midnight is still the day
		if got, minutes, ok := DayOf(46345+second/86400, false); !ok || got != policy.MakeDate(2026, 11, 19) || minutes != want {
			t.Errorf("second %g is %s, minute %d", second, got, minutes)
		}
	}
	if got, _, ok := DayOf(44884, true); !ok || got != policy.MakeDate(2026, 11, 20) {
		t.Errorf("1904: %s", got)
	}
	if _, _, ok := DayOf(2026, false); ok {
		t.Error("2026 is a year, not a day")
	}
}

func TestCSV(t *testing.T) {
	day := policy.MakeDate(2026, 11, 19)
	var b bytes.Buffer
	table := sample([]Cell{{Number: 1}, Words("=cmd, \"x\""), OnDay(day), AtMinute(day, 65)})
	if err := WriteCSV(&b, &table); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFF序号,姓名,日期,确认时间\n1,\"'=cmd, \"\"x\"\"\",2026-11-19,2026-11-19 01:05\n"
	if b.String() != want {
		t.Errorf("got %q", b.String())
	}
}
