package store

import (
	"errors"
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// snapshots 学年结账 are kept by their serial (Art. 6.1). There are few, and none is ever changed or deleted.
var snapshots = table[ledger.Snapshot]{
	name:    "snapshots",
	keySize: serialSize,
	entries: func(*entries, []byte, *ledger.Snapshot) {},
	say:     func(key []byte) string { return "snapshots/" + readSerial(key).ID(ledger.SnapshotLetters) },
}

// Snapshots gives those of an academic year, the newest first; "" gives those of all years.
func (tx *Tx) Snapshots(year string) iter.Seq2[ledger.Snapshot, error] {
	return func(yield func(ledger.Snapshot, error) bool) {
		for s, err := range snapshots.newest(tx, 0) {
			if err == nil && year != "" && s.Year != year {
				continue
			}
			if err == nil && !s.Sound() {
				err = fmt.Errorf("%w: the snapshot %s is not as it was made", ErrDamaged, s.ID)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// LastSnapshot is the newest of a year; ErrNotFound if the year was never closed.
func (tx *Tx) LastSnapshot(year string) (ledger.Snapshot, error) {
	for s, err := range tx.Snapshots(year) {
		return s, err
	}
	return ledger.Snapshot{}, ErrNotFound
}

// YearLines works out every line of an academic year as the ledger is now.
func (tx *Tx) YearLines(school *policy.School, year policy.Period, today policy.Date) ([]ledger.SnapshotLine, error) {
	slots, err := tx.Slots(school)
	if err != nil {
		return nil, err
	}
	return ledger.YearLines(school, year, today, slots, tx)
}

// YearLinesOf works out the lines of some alone; takes as in ledger.YearLinesOf.
func (tx *Tx) YearLinesOf(school *policy.School, year policy.Period, today policy.Date, takes func(m *policy.Member) bool) ([]ledger.SnapshotLine, error) {
	slots, err := tx.Slots(school)
	if err != nil {
		return nil, err
	}
	return ledger.YearLinesOf(school, year, today, slots, tx, takes)
}

// Closed is what the close of a year found.
type Closed struct {
	Snapshot ledger.Snapshot     // the new one, or the one that stands
	Fresh    bool                // it was made now
	Changes  []ledger.LineChange // in which the year as it is worked out now differs from the snapshot that stood before
}

// CloseYear freezes an academic year (Art. 6.1): the first time it makes a snapshot; later it only compares the year as it is now with the last one, unless a
// new one is asked for. by is nil for the operator's command.
//
// Refusals: year_close_right, year_not_over.
func (tx *Tx) CloseYear(school *policy.School, year policy.Period, by *policy.Member, again bool) (Closed, error) {
	before, err := tx.LastSnapshot(year.ID)
	closed := err == nil
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Closed{}, err
	}
	lines, err := tx.YearLines(school, year, school.Today(tx.At))
	if err != nil {
		return Closed{}, err
	}
	next, err := ledger.Freeze(school, year, lines, by, before.Hash, tx.peekSerial(ledger.SnapshotLetters).ID(ledger.SnapshotLetters), tx.At)
	if err != nil {
		return Closed{}, err
	}
	out := Closed{Snapshot: next, Fresh: true}
	if closed {
		out.Changes = ledger.Compare(before.Lines, lines)
		if !again {
			out.Snapshot, out.Fresh = before, false
			return out, nil
		}
	}
	serial, _ := ledger.ParseID(ledger.SnapshotLetters, tx.nextID(ledger.SnapshotLetters))
	if err := snapshots.insert(tx, appendSerial(nil, serial), &next); err != nil {
		return Closed{}, err
	}
	note := fmt.Sprintf("%s, rules %s, sha256 %.12s", next.ID, next.Rules, next.Hash)
	return out, tx.Log(next.By, ledger.VerbYearClosed, year.ID, note)
}
