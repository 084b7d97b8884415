package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// kept are records by whom they credit, as a store gives them.
type kept struct {
	activities []ledger.Activity
	issues     []ledger.Issue
}

func (k kept) ActivitiesOf(member string, span policy.Span) iter.Seq2[ledger.Activity, error] {
	return func(yield func(ledger.Activity, error) bool) {
		for _, a := range k.activities {
			for _, c := range a.Credits {
				if c.Member == member && span.Holds(a.Date) && !yield(a, nil) {
					return
				}
			}
		}
	}
}

func (k kept) IssuesFrom(activity string) iter.Seq2[ledger.Issue, error] {
	return func(yield func(ledger.Issue, error) bool) {
		for _, i := range k.issues {
			if i.From == activity && !yield(i, nil) {
				return
			}
		}
	}
}

// year is a few records of every sort.
func year() kept {
	day, at := ledgertest.Day, ledgertest.At
	credit := func(id string) ledger.Credit {
		return ledger.Credit{Member: id, Confirmed: at("2026-03-24 20:05")}
	}
	return kept{
		activities: []ledger.Activity{
			{
				ID: "HD2026-0001", Kind: policy.ObserveClass, Date: day("2026-03-24"), By: "lin", Credits: []ledger.Credit{credit("lin")},
				Said: ledger.Details{Unit: "教育科学学院", Place: "主楼201", Periods: "5-6", ClassHours: 2, Course: "=教育心理学", Teacher: "王丽", Comment: "内容充实", Issues: []string{"投影看不清", "灯坏了"}, Handoffs: []string{"投影 → 后勤处"}},
			},
			{
				ID: "HD2026-0002", Kind: policy.OrgLife, Date: day("2026-03-25"), By: "chen", Credits: []ledger.Credit{{Member: "lin"}, credit("liang")},
				Said: ledger.Details{Subkind: "主题党日", Unit: "文学院", Branch: "教工一支部", Topic: "学习", Headcount: 30, Approx: true},
			},
			{ID: "HD2026-0003", Kind: policy.Ideology, Date: day("2026-03-26"), By: "lin", Credits: []ledger.Credit{credit("lin")}, Said: ledger.Details{Meeting: "研判会"}},
			{ID: "HD2026-0004", Kind: policy.Visit, Date: day("2026-03-27"), By: "lin", Credits: []ledger.Credit{{Member: "lin", Declined: at("2026-03-28 09:00")}}},
			{ID: "HD2026-0005", Kind: policy.Visit, Date: day("2026-03-27"), By: "lin", Credits: []ledger.Credit{credit("lin")}, Retracted: at("2026-03-28 09:00")},
		},
		issues: []ledger.Issue{{ID: "WT2026-0001", From: "HD2026-0001", Solved: at("2026-04-01 10:00")}, {ID: "WT2026-0002", From: "HD2026-0001"}},
	}
}

// sheet writes a scope and reads one of its sheets.
func sheet(t *testing.T, scope report.Scope, form *report.Template, name string) [][]string {
	t.Helper()
	school := ledgertest.School()
	scope.Period, _ = school.Calendar.YearByID("2025-2026")
	var b bytes.Buffer
	if err := report.WriteLedger(&b, school, scope, year(), form); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatalf("%v, of %v", err, f.GetSheetList())
	}
	return rows
}

func TestLedgerSheet(t *testing.T) {
	rows := sheet(t, report.Scope{}, nil, "台账")
	want := [][]string{
		{"示例大学领导联系基层工作台账 2025-2026学年"},
		{"序号", "姓名", "职务", "日期", "方式", "单位/地点", "对象", "人数", "主题/课程", "主要内容/听课记录", "反映问题", "处理/移交", "办结", "备注", "录入人", "确认时间", "学时", "节次/时间", "任课教师/主讲人", "班级/形式", "记录编号"},
		{"1", "梁志远", "党委书记", "2026-03-25", "主题党日", "文学院", "教工一支部", "约30", "学习", "", "", "", "", "", "陈晓", "2026-03-24 20:05", "", "", "", "", "HD2026-0002"},
		{"2", "林晓峰", "副校长", "2026-03-24", "听课", "教育科学学院 · 主楼201", "", "", "'=教育心理学", "内容充实", "1. 投影看不清\n2. 灯坏了", "投影 → 后勤处", "已办结 1/2", "", "林晓峰", "2026-03-24 20:05", "2", "5-6节", "王丽", "", "HD2026-0001"},
		{"3", "林晓峰", "副校长", "2026-03-25", "主题党日", "文学院", "教工一支部", "约30", "学习", "", "", "", "", "待本人确认，未计入", "陈晓", "", "", "", "", "", "HD2026-0002"},
	}
	if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
		t.Errorf("got %q", rows)
	}
	if rows := sheet(t, report.Scope{ByName: true}, nil, "林晓峰"); len(rows) != 4 || rows[2][0] != "1" {
		t.Errorf("his own sheet: %q", rows)
	}
	if rows := sheet(t, report.Scope{Unit: "教育科学学院"}, nil, "台账"); len(rows) != 3 || !strings.Contains(rows[0][0], "（教育科学学院）") {
		t.Errorf("of a unit: %q", rows)
	}
	lin := ledgertest.School().Member("lin")
	if rows := sheet(t, report.Scope{Member: lin, Own: true}, nil, "台账"); len(rows) != 5 || rows[4][4] != "意识形态研判" {
		t.Errorf("his own: %q", rows)
	}
}

// form is a school's own form.
func form(t *testing.T, cells map[string]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, text := range cells {
		if err := f.SetCellStr("Sheet1", at, text); err != nil {
			t.Fatal(err)
		}
	}
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err == nil {
		err = f.SetCellStyle("Sheet1", "B4", "B4", day)
	}
	if err == nil {
		err = f.SetRowHeight("Sheet1", 4, 40)
	}
	b, fault := f.WriteToBuffer()
	if err != nil || fault != nil {
		t.Fatal(err, fault)
	}
	return b.Bytes()
}

func TestTemplate(t *testing.T) {
	data := form(t, map[string]string{
		"A1": "{{学校}}台账（{{期间}}，{{范围}}，共 {{条数}} 条）", "A3": "姓名", "B3": "日期", "C3": "内容",
		"A4": "{{姓名}}", "B4": "{{日期}}", "C4": "{{方式}}：{{主题/课程}}", "D4": "盖章", "E4": "{{主题/课程}}", "A5": "负责人：", "C6": "下面的话",
	})
	tpl, err := report.NewTemplate(data)
	if err != nil {
		t.Fatal(err)
	}
	rows := sheet(t, report.Scope{}, tpl, "Sheet1")
	want := [][]string{
		{"示例大学台账（2025-2026学年，全部，共 3 条）"},
		nil,
		{"姓名", "日期", "内容"},
		{"梁志远", "03-25-26", "主题党日：学习", "盖章", "学习"},
		{"林晓峰", "03-24-26", "听课：'=教育心理学", "盖章", "'=教育心理学"},
		{"林晓峰", "03-25-26", "主题党日：学习", "盖章", "学习"},
		{"负责人："},
		{"", "", "下面的话"},
	}
	if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
		t.Errorf("got %q", rows)
	}
	if rows := sheet(t, report.Scope{Unit: "财务处"}, tpl, "Sheet1"); len(rows) != 6 || strings.Contains(fmt.Sprint(rows), "{{") {
		t.Errorf("without a line: %q", rows)
	}
	for want, cells := range map[string]map[string]string{
		"没有占位的一行":    {"A1": "台账"},
		"不认识 {{性别}}": {"A1": "{{性别}}"},
		"有两行占位":      {"A1": "{{姓名}}", "A2": "{{日期}}"},
	} {
		if _, err := report.NewTemplate(form(t, cells)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if _, err := report.NewTemplate([]byte("keys")); err == nil || !strings.Contains(err.Error(), ".xlsx") {
		t.Errorf("no workbook: %v", err)
	}
}

// A day is shown as a day in every form, also where its cell was left as it was, or made a text: no reader should have to know that 46345 is one.
func TestTemplateShowsDays(t *testing.T) {
	yellow, year := `[Yellow]0.00`, `yyyy"年"m"月"d"日"`
	for name, tt := range map[string]struct {
		style *excelize.Style
		want  string
	}{
		"as it was":    {nil, "2026-03-24"},
		"text":         {&excelize.Style{NumFmt: 49}, "2026-03-24"},
		"a number":     {&excelize.Style{NumFmt: 2}, "2026-03-24"},
		"its own":      {&excelize.Style{CustomNumFmt: &yellow}, "2026-03-24"},
		"a day":        {&excelize.Style{NumFmt: 14}, "03-24-26"},
		"its own days": {&excelize.Style{CustomNumFmt: &year}, "2026年3月24日"},
	} {
		t.Run(name, func(t *testing.T) {
			f := excelize.NewFile()
			defer f.Close()
			bold := &excelize.Font{Bold: true}
			err := errors.Join(f.SetCellStr("Sheet1", "A1", "{{姓名}}"), f.SetCellStr("Sheet1", "B1", "{{日期}}"))
			if tt.style != nil {
				tt.style.Font = bold
				id, fault := f.NewStyle(tt.style)
				err = errors.Join(err, fault, f.SetCellStyle("Sheet1", "B1", "B1", id))
			}
			b, fault := f.WriteToBuffer()
			if err != nil || fault != nil {
				t.Fatal(err, fault)
			}
			tpl, err := report.NewTemplate(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			rows := sheet(t, report.Scope{}, tpl, "Sheet1")
			if len(rows) != 3 || rows[1][1] != tt.want {
				t.Errorf("%q, want the day as %s", rows, tt.want)
			}
		})
	}
}

// BenchmarkLedger writes the 台账 of a year of 100,000 activities out of a ledger in a file. sys-MB is what the process has taken from the system.
func BenchmarkLedger(b *testing.B) {
	school := ledgertest.School()
	lin := *school.Member("lin")
	school.Members = nil
	for i := range 100 {
		m := lin
		m.ID, m.Name = fmt.Sprintf("m%05d", i), fmt.Sprintf("名%05d", i)
		school.Members = append(school.Members, m)
	}
	st, err := store.OpenFile(filepath.Join(b.TempDir(), "lianxin.db"), store.Options{Location: school.Location})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	at := ledgertest.At("2026-07-01 10:00")
	for done := 0; done < 100_000; done += 2000 {
		err := st.Update(at, func(tx *store.Tx) error {
			for i := done; i < done+2000; i++ {
				a := ledger.Activity{
					ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: ledgertest.Day("2025-09-01").Add(i * 7919 % 360), By: "chen", Entered: at,
					Said: ledger.Details{
						PartOfDay: "下午", Periods: "5-6", ClassHours: 2, Unit: "教育科学学院", Place: fmt.Sprintf("主楼%d", 100+i%400), Course: "教育心理学", Teacher: "王丽",
						Comment: "内容充实，后排投影看不清", Issues: []string{"后排投影看不清"}, Handoffs: []string{"投影 → 后勤处"}, Text: "昨天下午去教科院听了两节课，王丽老师的教育心理学",
					},
					Credits: []ledger.Credit{{Member: school.Members[i%100].ID, Confirmed: at}},
				}
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	scope := report.Scope{}
	scope.Period, _ = school.Calendar.YearByID("2025-2026")
	size := counting{}
	before := processor(b)
	for b.Loop() {
		size = counting{}
		if err := st.View(func(tx *store.Tx) error { return report.WriteLedger(&size, school, scope, tx, nil) }); err != nil {
			b.Fatal(err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64((processor(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(m.Sys>>20), "sys-MB")
	b.ReportMetric(float64(size.n)/(1<<20), "file-MB")
}

// processor is the time that the process has had of the processors.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// counting counts the bytes that are written to it.
type counting struct{ n int }

func (c *counting) Write(b []byte) (int, error) {
	c.n += len(b)
	return len(b), nil
}
