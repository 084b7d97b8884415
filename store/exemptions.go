package store

import (
	"fmt"
	"iter"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const exemptionsByPerson = "exemptions_by_person"

// exemptions are kept by their serial; one index leads from a person to what was granted to him, taken back or not:
//
//	person 0 'g' serial
var exemptions = table[ledger.Exemption]{
	name:    "exemptions",
	keySize: serialSize,
	indexes: []string{exemptionsByPerson},
	entries: func(into *entries, serial []byte, e *ledger.Exemption) {
		var space [128]byte
		into.add(exemptionsByPerson, append(shelf(space[:0], e.Member, shelfGranted), serial...), nil)
	},
	say: func(key []byte) string { return "exemptions/" + readSerial(key).ID(ledger.ExemptionLetters) },
}

const shelfGranted = 'g'

// NextExemptionID takes the next number of the year of tx.At: JM2026-0001.
func (tx *Tx) NextExemptionID() string { return tx.nextID(ledger.ExemptionLetters) }

// Exemption finds an exemption by its id; ErrNotFound if there is none.
func (tx *Tx) Exemption(id string) (ledger.Exemption, error) {
	serial, ok := ledger.ParseID(ledger.ExemptionLetters, id)
	if !ok {
		return ledger.Exemption{}, ErrNotFound
	}
	return exemptions.get(tx, appendSerial(nil, serial))
}

// PutExemption writes an exemption, new or taken back. One without an id of its kind, days or somebody whose it is, is a failure of the caller.
func (tx *Tx) PutExemption(e ledger.Exemption) error {
	serial, ok := ledger.ParseID(ledger.ExemptionLetters, e.ID)
	if !ok || e.Span.From <= 0 || e.Span.To <= e.Span.From || !nameful(e.Member) {
		return fmt.Errorf("store: exemption %q is incomplete", e.ID)
	}
	return exemptions.put(tx, appendSerial(nil, serial), &e)
}

// Exemptions gives what was granted to a member, taken back or not, in the order in which it was granted.
func (tx *Tx) Exemptions(member string) iter.Seq2[ledger.Exemption, error] {
	from, to := kv.Prefix(shelf(nil, member, shelfGranted))
	return exemptions.follow(tx, tx.kv.Scan(exemptionsByPerson, from, to))
}

// RecentExemptions gives up to limit exemptions, the last one granted first; a limit of 0 gives all.
func (tx *Tx) RecentExemptions(limit int) iter.Seq2[ledger.Exemption, error] {
	return exemptions.newest(tx, limit)
}
