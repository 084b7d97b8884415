package report_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// reader is somebody else's eye on our files: it shares nothing with the code that writes them.
type reader interface {
	rows(t *testing.T, xlsx []byte) [][]string // of the only sheet, as they are shown
	words(t *testing.T, docx []byte) string    // everything that stands in it, in order, without spaces
}

// secondReader is LibreOffice where it is installed, else a small reader of the formats themselves.
func secondReader() reader {
	if path, err := exec.LookPath("soffice"); err == nil {
		return office{path}
	}
	return plainReader{}
}

// office is LibreOffice.
type office struct{ path string }

// convert has LibreOffice write a file in another form, and gives the only file that comes of it.
func (o office) convert(t *testing.T, name string, data []byte, to string) []byte {
	t.Helper()
	dir := t.TempDir()
	from, out := filepath.Join(dir, name), filepath.Join(dir, "out")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, o.path, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", out, from).CombinedOutput()
	made, _ := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(made) != 1 {
		t.Fatalf("soffice: %v, %d files\n%s", err, len(made), said)
	}
	text, err := os.ReadFile(made[0])
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (o office) rows(t *testing.T, xlsx []byte) [][]string {
	t.Helper()
	const asShown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
	rows, err := csv.NewReader(bytes.NewReader(o.convert(t, "book.xlsx", xlsx, asShown))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (o office) words(t *testing.T, docx []byte) string {
	t.Helper()
	return tight(string(o.convert(t, "paper.docx", docx, "txt:Text (encoded):UTF8")))
}

// tight leaves out what only separates.
func tight(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\ufeff", "", "\u3000", " ", "\f", " ").Replace(text)), "")
}

// plainReader reads the XML of the formats, as their standard (ECMA-376) has it.
type plainReader struct{}

// inZip is one file of an archive.
func inZip(t *testing.T, data []byte, name string) io.Reader {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func (plainReader) rows(t *testing.T, xlsx []byte) [][]string {
	t.Helper()
	var shared struct {
		SI []struct {
			T string   `xml:"t"`
			R []string `xml:"r>t"`
		} `xml:"si"`
	}
	if err := xml.NewDecoder(inZip(t, xlsx, "xl/sharedStrings.xml")).Decode(&shared); err != nil {
		t.Fatal(err)
	}
	var book struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Type   string `xml:"t,attr"`
				Value  string `xml:"v"`
				Inline string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(inZip(t, xlsx, "xl/worksheets/sheet1.xml")).Decode(&book); err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, r := range book.Rows {
		var row []string
		for _, c := range r.Cells {
			column := 0
			for _, letter := range strings.TrimRight(c.At, "0123456789") {
				column = column*26 + int(letter-'A') + 1
			}
			for len(row) < column {
				row = append(row, "")
			}
			switch at, _ := strconv.Atoi(c.Value); c.Type {
			case "s":
				row[column-1] = shared.SI[at].T + strings.Join(shared.SI[at].R, "")
			case "inlineStr":
				row[column-1] = c.Inline
			default:
				row[column-1] = c.Value
			}
		}
		out = append(out, row)
	}
	return out
}

func (plainReader) words(t *testing.T, docx []byte) string {
	t.Helper()
	var b strings.Builder
	for d := xml.NewDecoder(inZip(t, docx, "word/document.xml")); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return tight(b.String())
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}

// shownDay reads a day as a table shows it, or as the number that it is there.
func shownDay(text string) policy.Date {
	if d, err := policy.ParseDate(text); err == nil {
		return d
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return policy.MakeDate(1899, 12, 30).Add(int(n))
}

// demoLedger is the ledger of the demo school, with a lesson whose words try to be formulas and markup.
func demoLedger(t *testing.T, school *policy.School) *store.Store {
	t.Helper()
	st := emptyLedger(t, school)
	if err := store.SeedDemo(st, school, ledgertest.At("2026-11-19 10:00")); err != nil {
		t.Fatal(err)
	}
	err := st.Update(ledgertest.At("2026-11-19 10:00"), func(tx *store.Tx) error {
		return tx.PutActivity(&ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: ledgertest.Day("2026-11-18"), By: "lin", Entered: tx.At,
			Credits: []ledger.Credit{{Member: "lin", Confirmed: tx.At}},
			Said:    ledger.Details{ClassHours: 1.5, Course: "=1+1", Teacher: "王丽", Comment: "第一行 <b>&amp;\n\"第二行\"，有逗号", Issues: []string{"-2", "@甲"}},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// What somebody else's program reads in the 台账 is what the ledger holds: every credit that stands, once, with its words.
func TestLedgerByASecondReader(t *testing.T) {
	school := ledgertest.School()
	st := demoLedger(t, school)
	defer st.Close()
	scope := report.Scope{Leaders: true}
	scope.Period, _ = school.Calendar.YearByID("2026-2027")
	want := map[string]ledger.Activity{} // by name and record
	var data bytes.Buffer
	err := st.View(func(tx *store.Tx) error {
		for i := range school.Members {
			m := &school.Members[i]
			for a, err := range tx.ActivitiesOf(m.ID, scope.Period.Span) {
				spec := school.Measure.Kind(a.Kind)
				waits := a.Waits(m.ID)
				if err != nil {
					return err
				}
				if m.Has(policy.Leader) && !spec.Restricted && waits != ledger.WaitsDeclined && waits != ledger.WaitsRetracted {
					want[m.Name+" "+a.ID] = a
				}
			}
		}
		return report.WriteLedger(&data, school, scope, tx, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := secondReader().rows(t, data.Bytes())
	if len(rows) != len(want)+2 || len(want) < 10 {
		t.Fatalf("%d rows of %d credits", len(rows), len(want))
	}
	column := map[string]int{}
	for i, title := range rows[1] {
		column[title] = i
	}
	safe := func(s string) string {
		if s != "" && strings.ContainsAny(s[:1], "=+-@") {
			return "'" + s
		}
		return s
	}
	for n, row := range rows[2:] {
		at := func(title string) string {
			if i, ok := column[title]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		name := at("姓名") + " " + at("记录编号")
		a, ok := want[name]
		delete(want, name)
		hours := strconv.FormatFloat(a.Said.ClassHours, 'f', -1, 64)
		switch {
		case !ok || at("序号") != strconv.Itoa(n+1):
			t.Errorf("row %d is %q", n+1, row)
		case shownDay(at("日期")) != a.Date, at("学时") != strings.TrimPrefix(hours, "0") && at("学时") != hours, at("任课教师/主讲人") != a.Said.Teacher && a.Kind == policy.ObserveClass:
			t.Errorf("%s: day %q, hours %q, teacher %q of %+v", name, at("日期"), at("学时"), at("任课教师/主讲人"), a)
		case a.Kind == policy.ObserveClass && at("主题/课程") != safe(a.Said.Course), at("主要内容/听课记录") != safe(a.Said.Comment):
			t.Errorf("%s: %q and %q of %+v", name, at("主题/课程"), at("主要内容/听课记录"), a.Said)
		}
	}
	for name := range want {
		t.Errorf("%s is not in the table", name)
	}
}

// What stands in a paper stands in the file as somebody else's program reads it, in the same order.
func TestPapersByASecondReader(t *testing.T) {
	school := ledgertest.School()
	st := demoLedger(t, school)
	defer st.Close()
	day := ledgertest.Day("2026-11-19")
	year, _ := school.Calendar.YearByID("2026-2027")
	term, _ := school.Calendar.TermByID("2026-2027-1")
	made := map[string]func(tx *store.Tx) (*report.Handed, error){
		"通报": func(tx *store.Tx) (*report.Handed, error) {
			return report.Bulletin(school, term.Period(), year, day, tx)
		},
		"考核表": func(tx *store.Tx) (*report.Handed, error) {
			lines, err := tx.YearLines(school, year, day)
			return report.Assessment(school, year, day, lines, nil, ""), err
		},
		"月报":  func(tx *store.Tx) (*report.Handed, error) { return report.PetitionReport(school, year, day, tx) },
		"安排表": func(tx *store.Tx) (*report.Handed, error) { return report.ReceptionPlan(school, term, tx) },
	}
	for name, make := range made {
		var paper *report.Handed
		err := st.View(func(tx *store.Tx) (err error) {
			paper, err = make(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		data, err := paper.Write(".docx")
		if err != nil {
			t.Fatal(err)
		}
		words := secondReader().words(t, data)
		texts := []string{paper.Document.Title, paper.Document.Under}
		for _, b := range paper.Document.Blocks {
			texts = append(texts, b.Heading, b.Text)
			if b.Grid != nil {
				texts = append(texts, b.Grid.Head...)
				for _, row := range b.Grid.Rows {
					texts = append(texts, row...)
				}
			}
		}
		for _, text := range append(texts, paper.Document.Foot) {
			i := strings.Index(words, tight(text))
			if i < 0 {
				t.Errorf("%s: %q does not stand where it should, but %.60q", name, text, words)
				break
			}
			words = words[i+len(tight(text)):]
		}
	}
}
