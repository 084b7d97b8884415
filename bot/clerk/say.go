package clerk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"lianxin/store"
	"lianxin/store/report"
)

// hashOf names a file by its bytes.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// mostWarnings is how many warnings are shown; of faults all are.
const mostWarnings = 50

// previewed is how many records of a table are shown before it is taken in.
const previewed = 5

// sayReading shows how a table was read: the sheets, what each column was taken for, the first records, every fault by row and column.
func sayReading(b *strings.Builder, file string, r *report.Reading) {
	fmt.Fprintf(b, "%s：%d 行，%d 条记录\n", file, r.Lines, len(r.Records))
	for _, s := range r.Sheets {
		if s.Head == 0 {
			fmt.Fprintf(b, "工作表“%s”：没有表头，不导入\n", s.Name)
			continue
		}
		fmt.Fprintf(b, "工作表“%s”：第 %d 行是表头，%d 行内容\n  %s\n", s.Name, s.Head, s.Lines, report.SayMapping(s.Mapping))
	}
	for _, rec := range r.Records[:min(len(r.Records), previewed)] {
		a := &rec.Activity
		var who []string
		for _, c := range a.Credits {
			who = append(who, c.Member)
		}
		fmt.Fprintf(b, "  第 %d 行 → %s %s %s %s %s\n", rec.Row, a.Date, strings.Join(who, "+"), a.Kind, a.Said.Unit, topicOf(rec))
	}
	if more := len(r.Records) - previewed; more > 0 {
		fmt.Fprintf(b, "  ……还有 %d 条\n", more)
	}
	for _, w := range r.Warnings[:min(len(r.Warnings), mostWarnings)] {
		fmt.Fprintf(b, "提示 %s\n", w)
	}
	if more := len(r.Warnings) - mostWarnings; more > 0 {
		fmt.Fprintf(b, "……还有 %d 条提示\n", more)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(b, "错误 %s\n", f)
	}
}

func topicOf(rec report.PaperRecord) string {
	d := &rec.Activity.Said
	for _, text := range []string{d.Course, d.Topic, d.Event, d.Matter, d.Place} {
		if text != "" {
			return text
		}
	}
	return ""
}

// sayImported says what became of the records.
func sayImported(b *strings.Builder, done store.Imported, dry bool) {
	verb := "已导入"
	if dry {
		verb = "将导入（试运行，没有改动）"
	}
	fmt.Fprintf(b, "%s：新增 %d 条，台账里已有 %d 条\n", verb, done.New, done.Known)
	if len(done.Other) > 0 {
		fmt.Fprintf(b, "其中 %d 条和台账里的内容不同，没有改动台账：%s\n", len(done.Other), strings.Join(done.Other, " "))
	}
	if done.Import.ID != "" {
		fmt.Fprintf(b, "编号 %s；要整批撤销：lianxin ledger import --undo %s\n", done.Import.ID, done.Import.ID)
	}
}
