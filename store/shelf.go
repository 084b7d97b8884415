package store

import (
	"cmp"
	"container/heap"
	"encoding/binary"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// Pages of long lists go on from the key of the last row that was shown, never from a count of rows: what was entered meanwhile moves nothing.

// Place is where a list by day goes on: behind the row with this day and number. The zero Place is its beginning.
type Place struct {
	Day    policy.Date
	Serial ledger.Serial
}

// Held is an activity in a list, with those of the asked members whom it credits.
type Held struct {
	ledger.Mark
	Members []string
}

// HeldBy lists what members are credited with within the span, each activity once, the last day first, behind a place. It gives up to limit rows that fit
// (nil: all do) and looks at most rows; next is where the list goes on, and more tells whether it does.
func (tx *Tx) HeldBy(members []string, span policy.Span, behind Place, fits func(*ledger.Mark) bool, limit, most int) (rows []Held, next Place, more bool, err error) {
	h := heldRuns{}
	for _, m := range members {
		run := heldRun{tx: tx, member: m, span: span, behind: behind, chunk: 2}
		if len(members) == 1 {
			run.chunk = limit + 1
		}
		if err := run.fill(); err != nil {
			return nil, next, false, err
		}
		if len(run.marks) > 0 {
			h = append(h, &run)
		}
	}
	heap.Init(&h)
	next = behind
	for looked := 0; len(h) > 0; looked++ {
		mark := h[0].marks[0]
		if len(rows) == limit || looked == most {
			return rows, next, true, nil
		}
		row := Held{Mark: mark}
		for len(h) > 0 && h[0].marks[0].Serial == mark.Serial {
			row.Members = append(row.Members, h[0].member)
			if err := h.step(); err != nil {
				return nil, next, false, err
			}
		}
		next = Place{Day: mark.Date, Serial: mark.Serial}
		if fits == nil || fits(&mark) {
			rows = append(rows, row)
		}
	}
	return rows, next, false, nil
}

// heldRun is the list of one member, read in chunks.
type heldRun struct {
	tx     *Tx
	member string
	span   policy.Span
	behind Place
	chunk  int
	marks  []ledger.Mark
}

// fill reads the next chunk; nothing is left when marks stay empty.
func (r *heldRun) fill() error {
	from, to := heldIn(r.member, r.span)
	if r.behind != (Place{}) {
		if key := appendSerial(appendDate(shelf(nil, r.member, shelfDays), r.behind.Day), r.behind.Serial); string(key) < string(to) {
			to = key
		}
	}
	if string(from) >= string(to) {
		return nil
	}
	for key, value := range r.tx.kv.ScanReverse(byPerson, from, to) {
		m, err := ledger.ReadMark(readSerial(key), readDate(key[:len(key)-serialSize]), value)
		if err != nil {
			return err
		}
		if r.marks = append(r.marks, m); len(r.marks) == r.chunk {
			break
		}
	}
	if n := len(r.marks); n > 0 {
		r.behind = Place{Day: r.marks[n-1].Date, Serial: r.marks[n-1].Serial}
	}
	r.chunk = 32
	return nil
}

// heldRuns are the lists of several members, the one with the last day on top.
type heldRuns []*heldRun

func (h heldRuns) Len() int      { return len(h) }
func (h heldRuns) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h heldRuns) Less(i, j int) bool {
	a, b := &h[i].marks[0], &h[j].marks[0]
	return cmp.Or(cmp.Compare(b.Date, a.Date), compareSerials(b.Serial, a.Serial)) < 0
}
func (h *heldRuns) Push(x any) { *h = append(*h, x.(*heldRun)) }
func (h *heldRuns) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// step goes one row on in the list on top.
func (h *heldRuns) step() error {
	top := (*h)[0]
	if top.marks = top.marks[1:]; len(top.marks) == 0 {
		top.marks = nil
		if err := top.fill(); err != nil {
			return err
		}
	}
	if len(top.marks) == 0 {
		heap.Pop(h)
	} else {
		heap.Fix(h, 0)
	}
	return nil
}

// QueueBehind is Queue in pages: up to limit cases that fit (nil: all do), behind a place by due day. more tells whether there may be others.
func (tx *Tx) QueueBehind(school *policy.School, m *policy.Member, day policy.Date, behind Place, fits func(ledger.Brief) bool, limit int) (list []ledger.Brief, more bool, err error) {
	var from []byte
	if behind != (Place{}) {
		due := behind.Day
		if due <= 0 {
			due = noDue
		}
		from = append(appendSerial(appendDate(nil, due), behind.Serial), 0)
	}
	seen := map[ledger.Serial]bool{}
	for _, shelf := range tx.shelvesFrom(school, m, day, from) {
		n := 0
		for b, err := range shelf.briefs {
			if err != nil {
				return nil, false, err
			}
			if seen[b.Serial] || fits != nil && !fits(b) {
				continue
			}
			shows, err := tx.shows(school, m, day, b, shelf.all)
			if err != nil {
				return nil, false, err
			}
			if !shows {
				continue
			}
			seen[b.Serial] = true
			list = append(list, b)
			if n++; n > limit {
				break
			}
		}
	}
	sortQueue(list)
	if len(list) > limit {
		return list[:limit], true, nil
	}
	return list, false, nil
}

// NumberedNotice is a row of the outbox with its number.
type NumberedNotice struct {
	Number uint64
	ledger.Notice
}

// NoticesBefore gives up to limit rows with a number below before, the newest first; 0 begins with the newest.
func (tx *Tx) NoticesBefore(before uint64, limit int) ([]NumberedNotice, error) {
	var out []NumberedNotice
	for key, row := range tx.kv.ScanReverse(notices.name, nil, below(before)) {
		n := NumberedNotice{Number: readNumber(key)}
		if err := decodeRow(row, &n.Notice); err != nil {
			return nil, err
		}
		if out = append(out, n); len(out) == limit {
			break
		}
	}
	return out, nil
}

// JournalBefore gives up to limit lines with a number below before, the newest first; 0 begins with the newest.
func (tx *Tx) JournalBefore(before uint64, limit int) ([]ledger.Journal, error) {
	var out []ledger.Journal
	for key, row := range tx.kv.ScanReverse(journalTable, nil, below(before)) {
		line, err := readLine(key, row)
		if err != nil {
			return nil, err
		}
		if out = append(out, line); len(out) == limit {
			break
		}
	}
	return out, nil
}

// below is the end of the keys below a number; nil for 0: there is no end.
func below(number uint64) []byte {
	if number == 0 {
		return nil
	}
	return binary.BigEndian.AppendUint64(nil, number)
}

// unitFrom is the range of a unit's open cases from a due key on.
func unitFrom(unit string, from []byte) (lo, hi []byte) {
	lo, hi = kv.Prefix(appendName(nil, unit))
	if from != nil {
		lo = append(appendName(nil, unit), from...)
	}
	return lo, hi
}
