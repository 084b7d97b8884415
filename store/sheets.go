package store

import (
	"errors"
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	sheetsBySlot   = "sheets_by_slot"
	absencesBySlot = "absences_by_slot"
)

// sheets are kept by their serial and found by their reception.
var sheets = table[ledger.Sheet]{
	name:    "sheets",
	keySize: serialSize,
	indexes: []string{sheetsBySlot},
	entries: func(into *entries, serial []byte, s *ledger.Sheet) {
		into.add(sheetsBySlot, append(appendDate(nil, s.Slot), serial...), nil)
	},
	say: func(key []byte) string { return "sheets/" + readSerial(key).ID(ledger.SheetLetters) },
}

// NextSheetID takes the next number of the year of tx.At: JD2026-0001.
func (tx *Tx) NextSheetID() string { return tx.nextID(ledger.SheetLetters) }

// Sheet finds a sheet by its id; ErrNotFound if there is none.
func (tx *Tx) Sheet(id string) (ledger.Sheet, error) {
	serial, ok := ledger.ParseID(ledger.SheetLetters, id)
	if !ok {
		return ledger.Sheet{}, ErrNotFound
	}
	return sheets.get(tx, appendSerial(nil, serial))
}

// PutSheet writes a sheet, new or changed.
func (tx *Tx) PutSheet(s ledger.Sheet) error {
	serial, ok := ledger.ParseID(ledger.SheetLetters, s.ID)
	if !ok || s.Slot <= 0 || !nameful(s.Leader) || s.Record == "" {
		return fmt.Errorf("store: sheet %q is incomplete", s.ID)
	}
	return sheets.put(tx, appendSerial(nil, serial), &s)
}

// SheetOf gives the sheet that says what came of a reception; nil if there is none: none was entered, or the record by which it counts was taken back
// or denied by the leader.
func (tx *Tx) SheetOf(slot policy.Date) (*ledger.Sheet, error) {
	from, to := kv.Prefix(appendDate(nil, slot))
	for s, err := range sheets.follow(tx, tx.kv.ScanReverse(sheetsBySlot, from, to)) {
		if err != nil {
			return nil, err
		}
		a, err := tx.Activity(s.Record)
		switch {
		case errors.Is(err, ErrNotFound):
			continue
		case err != nil:
			return nil, err
		}
		if waits := a.Waits(s.Leader); a.Kind == policy.ReceptionDay && a.Date == s.Day && waits != ledger.WaitsRetracted && waits != ledger.WaitsDeclined {
			return &s, nil
		}
	}
	return nil, nil
}

// absences are kept by their serial and found by the reception at which nobody was met (Art. 4.4).
var absences = table[ledger.Absence]{
	name:    "absences",
	keySize: serialSize,
	indexes: []string{absencesBySlot},
	entries: func(into *entries, serial []byte, a *ledger.Absence) {
		into.add(absencesBySlot, append(appendDate(nil, a.Slot), serial...), nil)
	},
	say: func(key []byte) string { return "absences/" + readSerial(key).ID(ledger.AbsenceLetters) },
}

// Absent notes that somebody met nobody at a reception, each visitor once; added tells whether it is new.
func (tx *Tx) Absent(a ledger.Absence) (id string, added bool, err error) {
	for o, err := range tx.AbsencesOf(a.Slot) {
		if err != nil {
			return "", false, err
		}
		if o.By == a.By {
			return o.ID, false, nil
		}
	}
	if a.Slot <= 0 || a.By == "" {
		return "", false, errors.New("store: an absence needs a reception and a visitor")
	}
	a.ID, a.At = tx.nextID(ledger.AbsenceLetters), tx.At
	serial, _ := ledger.ParseID(ledger.AbsenceLetters, a.ID)
	return a.ID, true, absences.put(tx, appendSerial(nil, serial), &a)
}

// AbsencesOf gives what was said of a reception at which nobody was met.
func (tx *Tx) AbsencesOf(slot policy.Date) iter.Seq2[ledger.Absence, error] {
	from, to := kv.Prefix(appendDate(nil, slot))
	return absences.follow(tx, tx.kv.Scan(absencesBySlot, from, to))
}
