package report

import (
	"bytes"
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// Source is what papers ask of the ledger: store.Tx.
type Source interface {
	ledger.Facts
	Records
	Slots(school *policy.School) ([]ledger.Slot, error)
	SheetOf(slot policy.Date) (*ledger.Sheet, error)
	RecentIssues(limit int) iter.Seq2[ledger.Issue, error]
	RecentPetitions(limit int) iter.Seq2[ledger.Petition, error]
	YearLines(school *policy.School, year policy.Period, today policy.Date) ([]ledger.SnapshotLine, error)
}

// Handed is a paper that can be handed in: a document, or tables, or both.
type Handed struct {
	Name     string // of the file, without its ending
	Document *paper.Document
	Tables   []paper.Table // "" = the tables within the document
}

// Formats are the endings under which a paper is written.
var Formats = []string{".docx", ".html", ".xlsx"}

// Write gives the bytes of the paper by the ending of its file.
func (h *Handed) Write(format string) ([]byte, error) {
	switch format {
	case ".docx":
		return h.document().DOCX()
	case ".html":
		return h.document().HTML()
	case ".xlsx":
		var b bytes.Buffer
		err := paper.WriteBook(&b, h.tables()...)
		return b.Bytes(), err
	}
	return nil, fmt.Errorf("report: no paper is written as %q", format)
}

// document is the document, or one made of the tables.
func (h *Handed) document() *paper.Document {
	if h.Document != nil {
		return h.Document
	}
	d := &paper.Document{Title: h.Tables[0].Title, Wide: true}
	for i := range h.Tables {
		t := &h.Tables[i]
		if i > 0 {
			d.Heading(t.Title)
		}
		g := paper.Grid{}
		for _, c := range t.Columns {
			g.Head, g.Widths = append(g.Head, c.Title), append(g.Widths, int(c.Width))
		}
		for row := range t.Rows {
			var cells []string
			for j, c := range row {
				cells = append(cells, paper.Unguard(c.Plain(t.Columns[j].Kind)))
			}
			g.Rows = append(g.Rows, cells)
		}
		d.Rows(g)
	}
	return d
}

// widest is how wide a column of a table from a document is, in characters.
const widest = 40

// tables are the tables, or those within the document.
func (h *Handed) tables() []paper.Table {
	if len(h.Tables) > 0 {
		return h.Tables
	}
	var out []paper.Table
	name := ""
	for _, b := range h.Document.Blocks {
		switch {
		case b.Heading != "":
			name = b.Heading
		case b.Grid != nil:
			t := paper.Table{Name: name, Title: h.Document.Title + " " + name}
			for i, head := range b.Grid.Head {
				width := 8.0
				if i < len(b.Grid.Widths) {
					width = min(float64(b.Grid.Widths[i])*4, widest)
				}
				t.Columns = append(t.Columns, paper.Column{Title: head, Width: width})
			}
			var rows [][]paper.Cell
			for _, r := range b.Grid.Rows {
				var cells []paper.Cell
				for _, text := range r {
					cells = append(cells, paper.Words(text))
				}
				rows = append(rows, cells)
			}
			t.Rows = paper.RowsOf(rows)
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return []paper.Table{{Name: "通报", Title: h.Document.Title, Columns: []paper.Column{{Title: "内容", Width: widest}}, Rows: paper.RowsOf(nil)}}
	}
	return out
}

// Part is a piece of a line, with the address it leads to.
type Part = paper.Part

// Numbered takes the numbers of records that have a page out of a line; link gives the address of one, "" if it has none.
func Numbered(line string, link func(id string) string) []Part { return paper.Numbered(line, link) }
