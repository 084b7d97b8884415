package store

import (
	"fmt"
	"iter"
	"math"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const openPetitions = "petitions_open"

// petitions are kept by their serial, without anybody's name (Art. 5.7); the open ones stand in an index by the day on which the answer is due.
var petitions = table[ledger.Petition]{
	name:    "petitions",
	keySize: serialSize,
	indexes: []string{openPetitions},
	entries: petitionEntries,
	say:     func(key []byte) string { return "petitions/" + readSerial(key).ID(ledger.PetitionLetters) },
}

// noDue sorts the cases without a due day behind all others.
const noDue policy.Date = math.MaxInt32

func petitionEntries(into *entries, serial []byte, p *ledger.Petition) {
	if !p.Closed.IsZero() {
		return
	}
	due := p.Due
	if due == 0 {
		due = noDue
	}
	into.add(openPetitions, append(appendDate(nil, due), serial...), nil)
}

// Petition finds a case by its id; ErrNotFound if there is none.
func (tx *Tx) Petition(id string) (ledger.Petition, error) {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, id)
	if !ok {
		return ledger.Petition{}, ErrNotFound
	}
	return petitions.get(tx, appendSerial(nil, serial))
}

// PutPetition writes a case, new or changed.
func (tx *Tx) PutPetition(p ledger.Petition) error {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, p.ID)
	if !ok {
		return fmt.Errorf("store: petition without an id")
	}
	return petitions.put(tx, appendSerial(nil, serial), &p)
}

// OpenPetitions gives the cases that are not closed, by due day; those without one come last.
func (tx *Tx) OpenPetitions() iter.Seq2[ledger.Petition, error] {
	return petitions.follow(tx, tx.kv.Scan(openPetitions, nil, nil))
}

// RecentPetitions gives up to limit cases, the last one received first; a limit of 0 gives all.
func (tx *Tx) RecentPetitions(limit int) iter.Seq2[ledger.Petition, error] {
	return petitions.newest(tx, limit)
}
