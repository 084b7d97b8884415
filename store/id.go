package store

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"lianxin/store/ledger"
)

const countersTable = "counters"

// NextActivityID takes the next number of the year of tx.At: HD2026-0001. A number taken in an Update that fails is free again.
func (tx *Tx) NextActivityID() string { return tx.nextID(ledger.ActivityLetters) }

// NextPetitionID takes the next number of the year of tx.At: XF2026-0001.
func (tx *Tx) NextPetitionID() string { return tx.nextID(ledger.PetitionLetters) }

// NextIssueID takes the next number of the year of tx.At: WT2026-0001.
func (tx *Tx) NextIssueID() string { return tx.nextID(ledger.IssueLetters) }

func (tx *Tx) nextID(letters string) string {
	year := tx.At.In(tx.loc).Year()
	n := tx.next(sequence(letters, year))
	return ledger.Serial{Year: uint16(year), Number: uint32(n)}.ID(letters)
}

// sequence names the counter behind the ids of one kind and year.
func sequence(letters string, year int) string { return "id/" + letters + strconv.Itoa(year) }

// next counts a counter up by one and gives its new value.
func (tx *Tx) next(name string) uint64 {
	n := tx.Count(name) + 1
	tx.set(countersTable, []byte(name), binary.BigEndian.AppendUint64(nil, n))
	return n
}

// Count gives the value of a counter; 0 for one that was never counted up.
func (tx *Tx) Count(name string) uint64 {
	b, ok := tx.kv.Get(countersTable, []byte(name))
	if !ok {
		return 0
	}
	if len(b) != numberSize {
		tx.fail(fmt.Errorf("%w: counter %q has %d bytes", ErrDamaged, name, len(b)))
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// Bump counts a counter up by one. A counter says how often something happened where nothing else may be kept (Art. 5.7: reports that belong to the
// discipline office).
func (tx *Tx) Bump(name string) { tx.next(name) }
