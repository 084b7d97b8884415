package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// emptyLedger is a ledger in memory.
func emptyLedger(t testing.TB, school *policy.School) *store.Store {
	t.Helper()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// wholeYear is the academic year 2025-2026.
func wholeYear(school *policy.School) report.Scope {
	year, _ := school.Calendar.YearByID("2025-2026")
	return report.Scope{Period: year}
}

// exported writes the 台账 of a scope, and gives its lines too.
func exported(t testing.TB, school *policy.School, st *store.Store, scope report.Scope) (file []byte, lines []report.Line) {
	t.Helper()
	var b bytes.Buffer
	err := st.View(func(tx *store.Tx) error {
		for l, err := range report.Lines(school, scope, tx) {
			if err != nil {
				return err
			}
			lines = append(lines, l)
		}
		return report.WriteLedger(&b, school, scope, tx, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), lines
}

// imported reads a file and takes it into a ledger.
func imported(t testing.TB, school *policy.School, st *store.Store, file []byte, at time.Time) (store.Imported, *report.Reading) {
	t.Helper()
	r, err := report.ReadLedger(school, file, school.Today(at))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Faults) > 0 {
		t.Fatalf("faults: %v", r.Faults)
	}
	done, err := st.ImportPapers(school, ledger.Import{At: at, By: ledger.ByOperator, File: "x.xlsx", Hash: "00"}, papers(r), false)
	if err != nil {
		t.Fatal(err)
	}
	return done, r
}

func papers(r *report.Reading) []store.PaperLine {
	var out []store.PaperLine
	for _, rec := range r.Records {
		out = append(out, store.PaperLine{Activity: rec.Activity, Waits: rec.Waits})
	}
	return out
}

// drawActivity makes an activity of the year out of what a 台账 holds.
func drawActivity(t *rapid.T, school *policy.School) ledger.Activity {
	word := rapid.StringMatching(`[=+@'\-教育心理学abc，（）。/&<>"]{0,7}[好x]`)
	maybe := func(label string) string {
		if rapid.Bool().Draw(t, label+"?") {
			return word.Draw(t, label)
		}
		return ""
	}
	items := rapid.SliceOfN(word, 0, 3)
	kind := rapid.SampledFrom(school.Measure.Kinds).Draw(t, "kind")
	a := ledger.Activity{Kind: kind.Kind, By: "lin"}
	a.Date = ledgertest.Day("2025-09-01").Add(rapid.IntRange(0, 360).Draw(t, "day"))
	d := &a.Said
	d.Unit = rapid.SampledFrom([]string{"", "文学院", "教务处"}).Draw(t, "unit")
	d.Place, d.Comment = maybe("place"), maybe("comment")
	d.Issues, d.Handoffs = items.Draw(t, "issues"), items.Draw(t, "handoffs")
	if len(d.Issues) == 0 {
		d.Issues = nil
	}
	if len(d.Handoffs) == 0 {
		d.Handoffs = nil
	}
	d.ClassHours = float64(rapid.IntRange(0, 8).Draw(t, "half")) / 2
	switch rapid.IntRange(0, 5).Draw(t, "when") {
	case 0:
		d.Periods = rapid.SampledFrom([]string{"5-6", "3", "10-11"}).Draw(t, "periods")
	case 1:
		d.Start, d.End = "15:00", "17:00"
	case 2:
		d.Start = "09:30"
	case 3:
		d.PartOfDay = "下午"
	case 4:
		d.PartOfDay, d.Start, d.End = "下午", "14:30", "16:00"
	}
	switch kind.Kind {
	case policy.ObserveClass:
		d.Course, d.Teacher, d.Klass = maybe("course"), maybe("teacher"), maybe("klass")
	case policy.OrgLife:
		d.Branch, d.Topic, d.OwnBranch = maybe("branch"), maybe("topic"), rapid.Bool().Draw(t, "own")
		d.Subkind = rapid.SampledFrom(append([]string{""}, kind.Subkinds...)).Draw(t, "subkind")
	case policy.ReceptionDay:
		d.PartOfDay = "下午"
		d.Visitors, d.Topic = rapid.IntRange(0, 5).Draw(t, "groups"), maybe("topic")
	default:
		d.Headcount = rapid.IntRange(0, 60).Draw(t, "people")
		d.Approx = d.Headcount > 0 && rapid.Bool().Draw(t, "about")
	}
	a.Entered = a.Date.At(20, rapid.IntRange(0, 59).Draw(t, "minute"), school.Location).UTC()
	who := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"lin", "liang", "he", "wu"}), 1, 3, rapid.ID).Draw(t, "who")
	slices.Sort(who)
	for _, id := range who {
		c := ledger.Credit{Member: id}
		if rapid.IntRange(0, 3).Draw(t, "confirmed") > 0 {
			c.Confirmed = a.Entered
		}
		a.Credits = append(a.Credits, c)
	}
	if rapid.Bool().Draw(t, "late") {
		a.Late = true
		if rapid.Bool().Draw(t, "approved") {
			a.Approved = a.Entered
		}
	}
	return a
}

// A table has the numbers of the ledger that it comes from. Where they fall on records that the same import has just made of other lines, nothing is left out.
func TestImportWithNumbersOfAnother(t *testing.T) {
	school := ledgertest.School()
	from := emptyLedger(t, school)
	defer from.Close()
	if err := from.Update(ledgertest.At("2026-07-01 10:00"), func(tx *store.Tx) error {
		for _, row := range []struct{ day, start string }{{"2025-10-20", "15:00"}, {"2025-10-20", "09:30"}, {"2025-09-10", "09:30"}} {
			a := ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.Research, By: "lin", Date: ledgertest.Day(row.day), Said: ledger.Details{Start: row.start},
				Credits: []ledger.Credit{{Member: "lin"}},
			}
			if err := tx.PutActivity(&a); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	file, _ := exported(t, school, from, wholeYear(school))
	to := emptyLedger(t, school)
	defer to.Close()
	if done, _ := imported(t, school, to, file, ledgertest.At("2026-11-19 10:00")); done.New != 3 || len(done.Other) > 0 {
		t.Errorf("%+v", done)
	}
}

// What is exported and imported into an empty ledger is exported as the same 台账 again, counts the same for everybody, and changes nothing a second time:
// neither where it came from nor where it went.
func TestImportOfExportIsTheSame(t *testing.T) {
	school := ledgertest.School()
	for i := range school.Members {
		school.Members[i].Span = policy.Span{}
	}
	later := ledgertest.At("2026-11-19 10:00")
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "records")
		st := emptyLedger(t, school)
		defer st.Close()
		err := st.Update(ledgertest.At("2026-07-01 10:00"), func(tx *store.Tx) error {
			for range n {
				a := drawActivity(rt, school)
				a.ID = tx.NextActivityID()
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		scope := wholeYear(school)
		scope.Own = true
		scope.ByName = rapid.Bool().Draw(rt, "by name")
		file, before := exported(t, school, st, scope)
		if done, _ := imported(t, school, st, file, later); done.New != 0 || len(done.Other) > 0 {
			rt.Fatalf("the ledger that it came from: %+v", done)
		}
		other := emptyLedger(t, school)
		defer other.Close()
		done, read := imported(t, school, other, file, later)
		if done.New != len(read.Records) {
			rt.Fatalf("%+v of %d", done, len(read.Records))
		}
		_, after := exported(t, school, other, scope)
		sortLines(before)
		sortLines(after)
		if len(before) != len(after) {
			rt.Fatalf("%d lines, then %d", len(before), len(after))
		}
		for i := range before {
			if got, want := bare(after[i]), bare(before[i]); got != want {
				rt.Fatalf("line %d\n got %s\nwant %s", i, got, want)
			}
		}
		if got, want := counts(t, school, other), counts(t, school, st); got != want {
			rt.Fatalf("it counts\n%s\nand counted\n%s", got, want)
		}
		if again, _ := imported(t, school, other, file, later.Add(time.Hour)); again.New != 0 || len(again.Other) > 0 {
			rt.Fatalf("again: %+v", again)
		}
	})
}

// bare is a line without the number of its record, which another ledger gives anew.
func bare(l report.Line) string {
	return fmt.Sprintf("%v %s", []any{
		l.Name, l.Post, l.Date, l.Kind, l.Unit, l.Place, l.Audience, l.Headcount, l.Approx, l.Groups, l.Topic, l.Content, strings.Join(l.Issues, "|"),
		strings.Join(l.Handled, "|"), l.Settled, l.Note, l.By, l.Hours, l.When, l.Teacher, l.Klass,
	}, l.Confirmed.UTC().Format("2006-01-02 15:04"))
}

func sortLines(list []report.Line) {
	slices.SortFunc(list, func(a, b report.Line) int { return strings.Compare(bare(a), bare(b)) })
}

// counts is what every leader has done by every rule.
func counts(t testing.TB, school *policy.School, st *store.Store) string {
	t.Helper()
	var out []string
	err := st.View(func(tx *store.Tx) error {
		out = nil
		for _, day := range []string{"2026-01-18", "2026-07-19"} {
			for m, err := range ledger.AllStandings(school, ledgertest.Day(day), tx) {
				if err != nil {
					return err
				}
				for _, s := range m.Standings {
					out = append(out, fmt.Sprintf("%s %s %s %g+%g+%g/%g", m.Member.ID, s.Rule.ID, s.Period.ID, s.Done, s.Waiting, s.Office, s.Need))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// refusalOf is the code of a refusal; "" if it is none.
func refusalOf(err error) string {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// foreign is a table as another school's office keeps it.
func foreign(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellStr("Sheet1", "A1", "2025-2026学年校领导听课一览表"); err != nil {
		t.Fatal(err)
	}
	for i, row := range append([][]any{{"序号", "校领导", "听课时间", "开课单位", "听课地点", "课程名称", "任课教师", "听课节数（节）", "意见建议", "图片"}}, rows...) {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestForeignTable(t *testing.T) {
	school := ledgertest.School()
	st := emptyLedger(t, school)
	defer st.Close()
	at := ledgertest.At("2026-11-19 10:00")
	file := foreign(t,
		[]any{1, "林 晓峰", "2025年10月9日", "教育科学学院", "主楼201", "教育心理学", "王丽", "2节", "内容充实", "x"},
		[]any{2, "林晓峰、梁志远", 45951, "文学院", "文2-1", "古代文学", "李强", 1, "", ""},
		[]any{3, "林晓峰", "2026.3.12 15:30", "校外", "", "大学语文", "周平", "90分钟", "", ""},
		[]any{}, []any{"合计", "", "", "", "", "", "", 5})
	done, read := imported(t, school, st, file, at)
	if done.New != 3 || done.Import.ID != "DR2026-0001" || done.Import.Records != 3 {
		t.Fatalf("%+v", done)
	}
	mapping := report.SayMapping(read.Sheets[0].Mapping)
	if want := "A 序号→不导入，B 校领导→姓名，C 听课时间→日期，D 开课单位→单位/地点，E 听课地点→地点，F 课程名称→主题/课程，G 任课教师→任课教师/主讲人，H 听课节数（节）→学时，I 意见建议→主要内容/听课记录，J 图片→不导入"; mapping != want {
		t.Errorf("mapping %s", mapping)
	}
	_, lines := exported(t, school, st, wholeYear(school))
	var got []string
	for _, l := range lines {
		got = append(got, fmt.Sprintf("%s %s %s %s/%s %s %s %g %s %v", l.Name, l.Date, l.Kind, l.Unit, l.Place, l.Topic, l.Teacher, l.Hours, l.Content, l.Confirmed.IsZero()))
	}
	want := []string{
		"梁志远 2025-10-21 听课 文学院/文2-1 古代文学 李强 1  false",
		"林晓峰 2025-10-09 听课 教育科学学院/主楼201 教育心理学 王丽 2 内容充实 false",
		"林晓峰 2025-10-21 听课 文学院/文2-1 古代文学 李强 1  false",
		"林晓峰 2026-03-12 听课 /校外 大学语文 周平 2  false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if c := counts(t, school, st); !strings.Contains(c, "lin 5.4b 2025-2026-1 3+0+0/4") || !strings.Contains(c, "lin 5.4b 2025-2026-2 2+0+0/4") {
		t.Errorf("the old terms count %s", c)
	}
	undone(t, school, st, file, at)
}

// undone takes the import back as a whole, and makes it once more.
func undone(t *testing.T, school *policy.School, st *store.Store, file []byte, at time.Time) {
	t.Helper()
	if _, err := st.UndoImport(at, ledger.ByOperator, "DR2026-0009"); refusalOf(err) != "no_import" {
		t.Errorf("an import that is not there: %v", err)
	}
	if n, err := st.UndoImport(at, ledger.ByOperator, "DR2026-0001"); n != 3 || err != nil {
		t.Errorf("undone %d, %v", n, err)
	}
	if _, err := st.UndoImport(at, ledger.ByOperator, "DR2026-0001"); refusalOf(err) != "import_undone" {
		t.Errorf("undone twice: %v", err)
	}
	if _, lines := exported(t, school, st, wholeYear(school)); len(lines) != 0 {
		t.Errorf("%d lines are left", len(lines))
	}
	if done, _ := imported(t, school, st, file, at); done.New != 3 || done.Import.ID != "DR2026-0002" {
		t.Errorf("once more: %+v", done)
	}
	if report, err := st.Verify(); err != nil {
		t.Errorf("%v, %v", report, err)
	}
}

// A record that was taken back by hand stays so when the table comes again, and what was opened out later in the table is told and changes nothing.
func TestImportAgain(t *testing.T) {
	school := ledgertest.School()
	st := emptyLedger(t, school)
	defer st.Close()
	at := ledgertest.At("2026-11-19 10:00")
	one, two := []any{1, "林晓峰", "2025-10-09", "教务处", "", "甲", "王丽", 2, "", ""}, []any{2, "林晓峰", "2025-10-10", "教务处", "", "乙", "王丽", 2, "", ""}
	imported(t, school, st, foreign(t, one, two), at)
	err := st.Update(at, func(tx *store.Tx) error {
		a, err := tx.Activity("HD2026-0001")
		if err != nil {
			return err
		}
		a, err = a.Retract(school.Member("chen"), "", tx.At)
		if err != nil {
			return err
		}
		return tx.PutActivity(&a)
	})
	if err != nil {
		t.Fatal(err)
	}
	two[8] = "后来补写的意见"
	done, _ := imported(t, school, st, foreign(t, one, two), at)
	if done.New != 0 || done.Known != 2 || !slices.Equal(done.Other, []string{"HD2026-0002"}) {
		t.Errorf("%+v", done)
	}
}

// A table that tells what was entered in chat adds nothing, and a line of the running year waits for the leader.
func TestImportBesideChat(t *testing.T) {
	school := ledgertest.School()
	st := emptyLedger(t, school)
	defer st.Close()
	at := ledgertest.At("2026-11-19 10:00")
	err := st.Update(at, func(tx *store.Tx) error {
		return tx.PutActivity(&ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: ledgertest.Day("2026-11-02"), By: "lin", Entered: at,
			Said: ledger.Details{Unit: "教务处", Course: "甲", Teacher: "王丽", ClassHours: 2}, Credits: []ledger.Credit{{Member: "lin", Confirmed: at}},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	row := []any{1, "林晓峰", "2026-11-02", "教务处", "", "甲", "王丽", 2, "", ""}
	done, _ := imported(t, school, st, foreign(t, row, row), at)
	if done.Known != 1 || done.New != 1 {
		t.Errorf("%+v", done)
	}
	err = st.View(func(tx *store.Tx) error {
		a, err := tx.Activity("HD2026-0002")
		if a.Waits("lin") != ledger.WaitsMember {
			t.Errorf("a line of this year waits for %q", a.Waits("lin"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFaultsOfATable(t *testing.T) {
	school := ledgertest.School()
	school.Member("wu").Span.To = ledgertest.Day("2026-01-01")
	file := foreign(t,
		[]any{1, "张三", "10月9日", "文学院", "", "甲", "", "2", "", ""},
		[]any{2, "林晓峰", "2025-02-30", "文学院", "", "甲", "", "两", "", ""},
		[]any{3, "", "2027-01-01", "文学院", "", "甲", "", "1.3", "", ""},
		[]any{4, "吴国平", "2026-03-03", "文学院", "", "甲", "", "", "", ""},
		[]any{5, "林晓峰", "2025.9.3-9.5", "文学院", "", "甲", "", "1", "", ""},
		[]any{6, "林晓峰", "2025-09-03", "文学院", "", "甲", "", "3-4节", "", ""},
		[]any{7, "林晓峰", "2025-09-04", "文学院", "", "甲", "", -2, "", ""})
	r, err := report.ReadLedger(school, file, ledgertest.Day("2026-11-19"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Faults {
		got = append(got, f.String())
	}
	want := []string{
		"Sheet1!C3（听课时间）：“10月9日”没有写年份，请写成 2025-09-03",
		"Sheet1!B3（校领导）：名单里没有“张三”：先写进配置的 people，已离任的写 until",
		"Sheet1!C4（听课时间）：“2025-02-30”没有这一天，请写成 2025-09-03",
		"Sheet1!H4（听课节数（节））：“两”不是学时数",
		"Sheet1!C5（听课时间）：2027-01-01 还没有到",
		"Sheet1!H5（听课节数（节））：“1.3”不是学时数",
		"Sheet1!B5（校领导）：没有姓名",
		"Sheet1!B6（校领导）：吴国平 在 2026-03-03 不在任",
		"Sheet1!C7（听课时间）：“2025.9.3-9.5”是一段时间，请按天分行，请写成 2025-09-03",
		"Sheet1!H8（听课节数（节））：“3-4节”不是学时数",
		"Sheet1!H9（听课节数（节））：“-2”不是学时数",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if len(r.Warnings) != 1 || r.Warnings[0].String() != "Sheet1!H6（听课节数（节））：听课没有写学时，不计入学时数" {
		t.Errorf("warnings %v", r.Warnings)
	}
	for _, bad := range [][]byte{nil, []byte("PK\x03\x04 but no workbook"), []byte("姓名,日期")} {
		if _, err := report.ReadLedger(school, bad, ledgertest.Day("2026-11-19")); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
