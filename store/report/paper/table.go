package paper

import (
	"iter"

	"lianxin/config/policy"
)

// Kind is how the cells of a column are written.
type Kind int

// The kinds of columns.
const (
	Text   Kind = iota // wrapped, at the left
	Number             // with its digits as they are
	Day                // a date that Excel sorts and filters as one
	Moment             // a date with hours and minutes
)

// Column is one column of a table.
type Column struct {
	Title string
	Width float64 // in characters of the standard font
	Kind  Kind
}

// Cell is one value: a number or a day where Text is empty, else the text. The zero Cell is empty. A Number column may hold a text (约30).
type Cell struct {
	Text   string
	Number float64
}

// Words is a cell of text.
func Words(text string) Cell { return Cell{Text: text} }

// Count is a cell of a number; 0 is left empty.
func Count(n int) Cell { return Cell{Number: float64(n)} }

// dayZero is the day 0 of Excel's calendar, as it counts from March 1900 on.
var dayZero = policy.MakeDate(1899, 12, 30)

// OnDay is a cell of a day; the zero Date is left empty.
func OnDay(d policy.Date) Cell {
	if d == 0 {
		return Cell{}
	}
	return Cell{Number: float64(d - dayZero)}
}

// AtMinute is a cell of a day and the minutes after its midnight.
func AtMinute(d policy.Date, minutes int) Cell {
	if d == 0 {
		return Cell{}
	}
	return Cell{Number: float64(d-dayZero) + float64(minutes)/(24*60)}
}

// DayOf reads the number of a day, and the full minutes after its midnight; false for a number that is no day of the years 1950 to 2199. base1904 is said by
// some old workbooks, whose day 0 is 1 January 1904.
func DayOf(n float64, base1904 bool) (d policy.Date, minutes int, ok bool) {
	const early, late, between = 18264, 109940, 1462
	if base1904 {
		n += between
	}
	if n < early || n > late {
		return 0, 0, false
	}
	const day = 24 * 60 * 60
	seconds := int(n*day + 0.5)
	return dayZero.Add(seconds / day), seconds % day / 60, true
}

// Table is one sheet: a title above, a head that stays in view and filters, and rows as long as there are any. Rows are read once; the slice that is
// yielded may be used again for the next one.
type Table struct {
	Name    string // of the sheet
	Title   string // above the head; "" = none
	Columns []Column
	Rows    iter.Seq2[[]Cell, error]
}

// RowsOf are the rows of a slice.
func RowsOf(rows [][]Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
