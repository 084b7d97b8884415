package paper

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// WriteCSV writes a table as CSV for Excel: UTF-8 with its mark, days as 2026-11-19, what begins like a formula neutralised. The title is left out.
func WriteCSV(w io.Writer, t *Table) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	out := csv.NewWriter(w)
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = c.Title
	}
	err := out.Write(line)
	for row, fault := range t.Rows {
		if fault != nil {
			return fault
		}
		clear(line)
		for i, c := range row[:min(len(row), len(line))] {
			line[i] = c.Plain(t.Columns[i].Kind)
		}
		if err == nil {
			err = out.Write(line)
		}
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	return nil
}

// Plain is a cell as text, a day as 2026-11-19; "" if it is empty. What begins like a formula is guarded.
func (c Cell) Plain(kind Kind) string {
	switch {
	case c.Text != "":
		return Guard(c.Text)
	case c.Number == 0:
		return ""
	}
	day, minutes, ok := DayOf(c.Number, false)
	switch {
	case kind == Day && ok:
		return day.String()
	case kind == Moment && ok:
		return fmt.Sprintf("%s %02d:%02d", day, minutes/60, minutes%60)
	}
	return strconv.FormatFloat(c.Number, 'f', -1, 64)
}
