package store

import (
	"encoding/hex"
	"fmt"
	"slices"

	"lianxin/store/ledger"
)

// Report is what Verify found.
type Report struct {
	Activities, Petitions, Plans, Notices, Journal int // rows
	Issues, Sealed, Exemptions                     int

	Head   string   // hash of the last journal line: written down elsewhere, it proves later that no line was cut off at the end
	Broken uint64   // the first journal line that is not what it was; 0 if the chain holds
	Faults []string // what is wrong, without the contents of any record; at most the first hundred
}

// maxFaults is how many faults a Report tells of.
const maxFaults = 100

// String gives one line: counts, the number of faults if there are any, and at last whether the journal holds.
func (r Report) String() string {
	line := fmt.Sprintf("activities %d petitions %d notices %d journal %d", r.Activities, r.Petitions, r.Notices, r.Journal)
	if len(r.Faults) > 0 {
		line += fmt.Sprintf(" faults %d", len(r.Faults))
	}
	if r.Broken > 0 {
		return fmt.Sprintf("%s journal broken at line %d", line, r.Broken)
	}
	return line + " journal ok"
}

func (r *Report) fault(format string, args ...any) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
}

// Verify reads the whole ledger in one View: every row can be read, every index holds what its rows cause and nothing else, the counters are not
// behind, the journal is unbroken. What it finds is in the Report; the error wraps ErrDamaged if that is not nothing.
func (s *Store) Verify() (Report, error) {
	var r Report
	err := s.View(func(tx *Tx) error {
		r = Report{}
		r.Activities = activities.verify(tx, &r)
		r.Petitions = petitions.verify(tx, &r)
		r.Plans = plans.verify(tx, &r)
		tx.verifyReceptions(&r)
		r.Exemptions = exemptions.verify(tx, &r)
		pauses.verify(tx, &r)
		r.Notices = notices.verify(tx, &r)
		r.Issues = issues.verify(tx, &r)
		r.Sealed = sealed.verify(tx, &r)
		looks.verify(tx, &r)
		imports.verify(tx, &r)
		snapshots.verify(tx, &r)
		cards.verify(tx, &r)
		tx.verifyVault(&r)
		tx.verifyVisitors(&r)
		tx.verifyAccounts(&r)
		tx.verifyCounters(&r)
		tx.verifyDialogs(&r)
		tx.verifyJournal(&r)
		return nil
	})
	if err == nil && len(r.Faults) > 0 {
		err = fmt.Errorf("%w: %s (%d faults)", ErrDamaged, r.Faults[0], len(r.Faults))
	}
	return r, err
}

// verify checks the rows of a table and its indexes, and counts the rows.
func (t *table[T]) verify(tx *Tx, r *Report) int {
	rows, expected := 0, map[string]int{}
	for key, row := range tx.kv.Scan(t.name, nil, nil) {
		rows++
		if !t.entriesOf(tx, key, row) {
			r.fault("%s cannot be read", t.say(key))
			continue
		}
		for _, e := range tx.is.list {
			expected[e.table]++
			value, ok := tx.kv.Get(e.table, e.key)
			if !ok || string(value) != string(e.value) {
				r.fault("%s is not as it should be in %s", t.say(key), e.table)
			}
		}
	}
	for _, index := range t.indexes {
		if n := tx.size(index); n > expected[index] {
			r.fault("%s has %d entries that no row causes", index, n-expected[index])
		}
	}
	return rows
}

// entriesOf works out what the indexes should hold of a row, into tx.is; false if the row cannot be read.
func (t *table[T]) entriesOf(tx *Tx, key, row []byte) bool {
	var v T
	if len(key) != t.keySize || decodeRow(row, &v) != nil {
		return false
	}
	tx.is.reset()
	t.entries(&tx.is, key, &v)
	return true
}

// size counts the entries of a table.
func (tx *Tx) size(table string) int {
	n := 0
	for range tx.kv.Scan(table, nil, nil) {
		n++
	}
	return n
}

// verifyCounters finds counters that would give a number out twice.
func (tx *Tx) verifyCounters(r *Report) {
	for name, least := range tx.leastCounters() {
		if tx.Count(name) < least {
			r.fault("counter %s is behind", name)
		}
	}
}

// leastCounters are the values that the counters have at least, as the rows show.
func (tx *Tx) leastCounters() map[string]uint64 {
	least := map[string]uint64{}
	for table, letters := range map[string]string{
		activities.name: ledger.ActivityLetters, petitions.name: ledger.PetitionLetters, plans.name: ledger.PlanLetters, issues.name: ledger.IssueLetters,
		bookings.name: ledger.BookingLetters, swaps.name: ledger.SwapLetters, sheets.name: ledger.SheetLetters, absences.name: ledger.AbsenceLetters,
		exemptions.name: ledger.ExemptionLetters, pauses.name: ledger.PauseLetters, imports.name: ledger.ImportLetters, snapshots.name: ledger.SnapshotLetters,
	} {
		for key := range tx.kv.Scan(table, nil, nil) {
			s := readSerial(key)
			least[sequence(letters, int(s.Year))] = uint64(s.Number)
		}
	}
	return least
}

// verifyReceptions reads what concerns receptions (Art. 5.8).
func (tx *Tx) verifyReceptions(r *Report) {
	rosters.verify(tx, r)
	swaps.verify(tx, r)
	bookings.verify(tx, r)
	sheets.verify(tx, r)
	absences.verify(tx, r)
}

func (tx *Tx) verifyDialogs(r *Report) {
	for key, row := range tx.kv.Scan(dialogsTable, nil, nil) {
		var d ledger.Dialog
		if decodeRow(row, &d) != nil {
			r.fault("dialog %x cannot be read", key)
		}
	}
}

// verifyJournal follows the chain from the first line. After a line that does not hold it goes on from that line, so that one change is one fault.
func (tx *Tx) verifyJournal(r *Report) {
	var number uint64
	courses := 0
	for key, row := range tx.kv.Scan(journalTable, nil, nil) {
		r.Journal++
		number++
		line, err := readLine(key, row)
		switch {
		case err != nil:
			r.breakAt(number, "journal line %d is not what was written", number)
		case line.Seq != number:
			r.breakAt(number, "journal line %d is missing", number)
		case line.Prev != r.Head:
			r.breakAt(number, "journal line %d does not follow the line before", number)
		}
		if hasCourse(line.About) {
			courses++
			if _, ok := tx.kv.Get(journalAbout, courseKey(line.About, line.Seq)); !ok {
				r.fault("journal line %d is not in %s", line.Seq, journalAbout)
			}
		}
		number = max(number, readNumber(key))
		r.Head = hex.EncodeToString(row[:min(len(row), hashSize)])
	}
	if n := tx.size(journalAbout); n > courses {
		r.fault("%s has %d entries that no line causes", journalAbout, n-courses)
	}
}

// verifyVault finds rows and blobs that belong to no record, and sealed bytes that no key of the vault opens although its key is
// at hand. Without a vault nothing is opened.
func (tx *Tx) verifyVault(r *Report) {
	lost := tx.lostKeys()
	for key, row := range tx.kv.Scan(vaultTable, nil, nil) {
		var s sealedRow
		if decodeRow(row, &s) != nil || len(key) != sealedSize {
			continue // sealed.verify has told of it
		}
		if _, ok := tx.kv.Get(ownerTable(key[serialSize]), key[:serialSize]); !ok {
			r.fault("%s belongs to no record", sealed.say(key))
		}
		if id, _, ok := sealedBy(s.Sealed); !ok || !slices.Contains(lost, id) && tx.opens(aboutSealed(key), s.Sealed) != nil {
			r.fault("%s cannot be opened", sealed.say(key))
		}
	}
	for key := range tx.kv.Scan(blobRefs, nil, nil) {
		if len(key) != hashLength+serialSize {
			r.fault("%s %x cannot be read", blobRefs, key)
			continue
		}
		if _, ok := tx.kv.Get(blobsTable, key[:hashLength]); !ok {
			r.fault("a picture of %s is not there", petitions.say(key[hashLength:]))
		}
	}
}

// ownerTable is the table to whose rows a shelf of the vault belongs.
func ownerTable(shelf byte) string {
	switch shelf {
	case shelfVisitors:
		return bookings.name
	case shelfAbsent:
		return absences.name
	}
	return petitions.name
}

// opens tells why sealed bytes cannot be opened; nil if they can, or if there is no vault to try with.
func (tx *Tx) opens(about string, sealed []byte) error {
	if tx.vault == nil {
		return nil
	}
	_, err := tx.vault.open(about, sealed)
	return err
}

func (r *Report) breakAt(number uint64, format string, args ...any) {
	if r.Broken == 0 {
		r.Broken = number
	}
	r.fault(format, args...)
}
