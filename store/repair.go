package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"time"
)

// Repair makes all indexes and counters anew from the records, in one transaction, and notes it in the journal. Rows that cannot be read, and a broken
// journal, it leaves as they are.
func (s *Store) Repair(at time.Time) error {
	return s.Update(at, func(tx *Tx) error {
		activities.rebuild(tx)
		petitions.rebuild(tx)
		plans.rebuild(tx)
		swaps.rebuild(tx)
		bookings.rebuild(tx)
		sheets.rebuild(tx)
		absences.rebuild(tx)
		exemptions.rebuild(tx)
		pauses.rebuild(tx)
		notices.rebuild(tx)
		issues.rebuild(tx)
		sealed.rebuild(tx)
		tx.rebuildCourses()
		for name, least := range tx.leastCounters() {
			tx.set(countersTable, []byte(name), binary.BigEndian.AppendUint64(nil, max(least, tx.Count(name))))
		}
		return tx.Log("system", "repaired", "", "indexes and counters")
	})
}

// rebuildCourses makes the index of the journal anew.
func (tx *Tx) rebuildCourses() {
	for key := range tx.kv.Scan(journalAbout, nil, nil) {
		tx.unset(journalAbout, key)
	}
	for key, row := range tx.kv.Scan(journalTable, nil, nil) {
		if line, err := readLine(key, row); err == nil && hasCourse(line.About) {
			tx.set(journalAbout, courseKey(line.About, line.Seq), nil)
		}
	}
}

// rebuild empties the indexes of a table and fills them from its rows, in the order of their keys: an engine takes sorted entries many times faster.
func (t *table[T]) rebuild(tx *Tx) {
	for _, index := range t.indexes {
		for key := range tx.kv.Scan(index, nil, nil) {
			tx.unset(index, key)
		}
	}
	var all []entry
	for key, row := range tx.kv.Scan(t.name, nil, nil) {
		if !t.entriesOf(tx, key, row) {
			continue
		}
		all = append(all, tx.is.list...)
		tx.is = entries{}
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.table, b.table), bytes.Compare(a.key, b.key))
	})
	for _, e := range all {
		tx.set(e.table, e.key, e.value)
	}
}
