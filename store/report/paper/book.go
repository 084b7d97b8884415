package paper

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// lastRow is the last row of a sheet. In the workbook without rows it stands where the last row of the table will be written.
const lastRow = excelize.TotalRows

// MostRows is how many rows a table may have.
const MostRows = lastRow - 10

// ErrTooMany says that a table has more rows than a sheet holds.
var ErrTooMany = errors.New("paper: more rows than a sheet holds")

// WriteBook writes a workbook, one sheet for each table. The sheets are written row by row as the rows come: what is held in memory does not grow with them.
func WriteBook(w io.Writer, tables ...Table) error {
	if len(tables) == 0 {
		return errors.New("paper: a workbook without a sheet")
	}
	shell, styles, err := shellOf(tables)
	if err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	zr, err := zip.NewReader(bytes.NewReader(shell), int64(len(shell)))
	if err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	last := make([]int, len(tables))
	for i := range tables {
		if last[i], err = fillSheet(out, zr, i, &tables[i], styles); err != nil {
			return err
		}
	}
	for _, f := range zr.File {
		if err := copyPart(out, f, last); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	return nil
}

// sheetPath is where a workbook keeps a sheet, counted from 0.
func sheetPath(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

// part reads one part of a workbook.
func part(zr *zip.Reader, path string) ([]byte, error) {
	f, err := zr.Open(path)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	defer f.Close()
	return io.ReadAll(f)
}

// create begins a part. All parts bear the same time, so that the same values give the same bytes.
func create(out *zip.Writer, path string) (io.Writer, error) {
	return out.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// fillSheet writes one sheet with its rows and gives the last row.
func fillSheet(out *zip.Writer, zr *zip.Reader, i int, t *Table, styles cellStyles) (last int, err error) {
	xml, err := part(zr, sheetPath(i))
	if err != nil {
		return 0, err
	}
	head, tail, ok := bytes.Cut(xml, []byte("</sheetData>"))
	if !ok {
		return 0, errors.New("paper: a sheet without rows")
	}
	w, err := create(out, sheetPath(i))
	if err != nil {
		return 0, err
	}
	rows := rowWriter{w: w, columns: t.Columns, styles: styles, row: t.headRow()}
	if _, err := w.Write(head); err != nil {
		return 0, err
	}
	for row, err := range t.Rows {
		if err == nil {
			err = rows.write(row)
		}
		if err != nil {
			return 0, err
		}
	}
	if err := rows.flush(); err != nil {
		return 0, err
	}
	_, err = w.Write(append([]byte("</sheetData>"), lastInto(tail, rows.row)...))
	return rows.row, err
}

// copyPart takes a part of the shell over. The table of names says again where each sheet ends.
func copyPart(out *zip.Writer, f *zip.File, last []int) error {
	if strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if f.Name == "xl/workbook.xml" {
		for i, row := range last {
			data = namesEnd(data, i, row)
		}
	}
	w, err := create(out, f.Name)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// lastInto writes the last row where it is not yet known.
func lastInto(xml []byte, row int) []byte {
	return bytes.ReplaceAll(xml, []byte(strconv.Itoa(lastRow)), []byte(strconv.Itoa(row)))
}

// namesEnd writes the last row into the names of one sheet.
func namesEnd(xml []byte, sheet, row int) []byte {
	mark := fmt.Sprintf(`localSheetId="%d"`, sheet)
	parts := strings.SplitAfter(string(xml), "</definedName>")
	for i, p := range parts {
		if strings.Contains(p, mark) {
			parts[i] = string(lastInto([]byte(p), row))
		}
	}
	return []byte(strings.Join(parts, ""))
}

// rowWriter writes rows as XML. Cells without a value are left out.
type rowWriter struct {
	w       io.Writer
	columns []Column
	styles  cellStyles
	row     int
	buf     []byte
}

// flushAt is how many bytes of rows are handed on at once.
const flushAt = 64 << 10

func (r *rowWriter) write(cells []Cell) error {
	if r.row++; r.row > MostRows {
		return ErrTooMany
	}
	b := append(r.buf, `<row r="`...)
	b = strconv.AppendInt(b, int64(r.row), 10)
	b = append(b, `">`...)
	for i, c := range cells[:min(len(cells), len(r.columns))] {
		b = r.cell(b, i, c)
	}
	r.buf = append(b, "</row>"...)
	if len(r.buf) >= flushAt {
		return r.flush()
	}
	return nil
}

func (r *rowWriter) cell(b []byte, column int, c Cell) []byte {
	if c == (Cell{}) {
		return b
	}
	b = append(b, `<c r="`...)
	b = appendColumn(b, column)
	b = strconv.AppendInt(b, int64(r.row), 10)
	b = append(b, `" s="`...)
	if c.Text == "" {
		b = strconv.AppendInt(b, int64(r.styles[r.columns[column].Kind]), 10)
		b = append(b, `"><v>`...)
		b = strconv.AppendFloat(b, c.Number, 'f', -1, 64)
		return append(b, "</v></c>"...)
	}
	b = strconv.AppendInt(b, int64(r.styles[Text]), 10)
	b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
	b = appendText(b, cutToCell(Guard(c.Text)))
	return append(b, "</t></is></c>"...)
}

// appendColumn writes the letters of a column, counted from 0.
func appendColumn(b []byte, i int) []byte {
	if i >= 26 {
		b = appendColumn(b, i/26-1)
	}
	return append(b, byte('A'+i%26))
}

func (r *rowWriter) flush() error {
	_, err := r.w.Write(r.buf)
	r.buf = r.buf[:0]
	return err
}
