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
	absencesKnown  = "absences_known"
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

// SheetsOf gives all sheets of a reception, the newest first, those too that say nothing any more.
func (tx *Tx) SheetsOf(slot policy.Date) iter.Seq2[ledger.Sheet, error] {
	from, to := kv.Prefix(appendDate(nil, slot))
	return sheets.follow(tx, tx.kv.ScanReverse(sheetsBySlot, from, to))
}

// SheetOf gives the sheet that says what came of a reception; nil if there is none: none was entered, or the record by which it counts was taken back
// or denied by the leader.
func (tx *Tx) SheetOf(slot policy.Date) (*ledger.Sheet, error) {
	for s, err := range tx.SheetsOf(slot) {
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

// absences are kept by their serial; who said it lies in the vault (visitors.go):
//
//	absences_by_slot  slot serial  by the reception at which nobody was met (Art. 4.4)
//	absences_known    slot serial  those whose visitor retention has not deleted yet
var absences = table[ledger.Absence]{
	name:    "absences",
	keySize: serialSize,
	indexes: []string{absencesBySlot, absencesKnown},
	entries: func(into *entries, serial []byte, a *ledger.Absence) {
		key := append(appendDate(nil, a.Slot), serial...)
		into.add(absencesBySlot, key, nil)
		if a.Forgotten.IsZero() {
			into.add(absencesKnown, key, nil)
		}
	},
	say: func(key []byte) string { return "absences/" + readSerial(key).ID(ledger.AbsenceLetters) },
}

// Absent notes that somebody met nobody at a reception, each visitor once; added tells whether it is new. Who said it goes into the vault; a
// *ledger.Refusal without one.
func (tx *Tx) Absent(school *policy.School, who policy.Address, a ledger.Absence) (id string, added bool, err error) {
	if tx.vault == nil {
		return "", false, noVault()
	}
	if a.Slot <= 0 || who.User == "" {
		return "", false, errors.New("store: an absence needs a reception and a visitor")
	}
	for _, serial := range tx.visits(school, shelfAbsent, who) {
		o, err := absences.get(tx, appendSerial(nil, serial))
		if err != nil {
			return "", false, err
		}
		if o.Slot == a.Slot {
			return o.ID, false, nil
		}
	}
	a.ID, a.At = tx.nextID(ledger.AbsenceLetters), tx.At
	serial, _ := ledger.ParseID(ledger.AbsenceLetters, a.ID)
	return a.ID, true, errors.Join(tx.putVisitor(shelfAbsent, serial, who), absences.put(tx, appendSerial(nil, serial), &a))
}

// AbsencesOf gives what was said of a reception at which nobody was met.
func (tx *Tx) AbsencesOf(slot policy.Date) iter.Seq2[ledger.Absence, error] {
	from, to := kv.Prefix(appendDate(nil, slot))
	return absences.follow(tx, tx.kv.Scan(absencesBySlot, from, to))
}
