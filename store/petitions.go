package store

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	openPetitions   = "petitions_open"
	unitPetitions   = "petitions_by_unit"
	topicPetitions  = "petitions_by_topic"
	closedPetitions = "petitions_closed"
)

// petitions are kept by their serial, without anybody's name (Art. 5.7). Their indexes hold no content:
//
//	petitions_open      due serial -> brief             open cases by the day on which something is due
//	petitions_by_unit   unit 0 due serial -> brief      the same for each unit that works on them
//	petitions_by_topic  category 0 serial               open cases of a topic
//	petitions_closed    phase instant serial            cases that are over, for retention; phase 0 while their identity is kept, 1 after it
var petitions = table[ledger.Petition]{
	name:    "petitions",
	keySize: serialSize,
	indexes: []string{openPetitions, unitPetitions, topicPetitions, closedPetitions},
	entries: petitionEntries,
	say:     func(key []byte) string { return "petitions/" + readSerial(key).ID(ledger.PetitionLetters) },
}

// noDue sorts the cases of which nothing is due behind all others.
const noDue policy.Date = math.MaxInt32

func petitionEntries(into *entries, serial []byte, p *ledger.Petition) {
	var space [256]byte
	if over := p.Over(); !over.IsZero() {
		phase := append(space[:0], 0)
		if !p.Forgotten.IsZero() {
			phase[0] = 1
		}
		into.add(closedPetitions, append(appendTime(phase, over), serial...), nil)
		return
	}
	due := p.Due
	if due <= 0 {
		due = noDue
	}
	var value [256]byte
	brief := ledger.AppendBrief(value[:0], p.Brief())
	into.add(openPetitions, append(appendDate(space[:0], due), serial...), brief)
	for _, unit := range p.Units() {
		into.add(unitPetitions, append(appendDate(appendName(space[:0], unit), due), serial...), brief)
	}
	into.add(topicPetitions, append(appendName(space[:0], p.Category), serial...), nil)
}

// Petition finds a case by its id; ErrNotFound if there is none.
func (tx *Tx) Petition(id string) (ledger.Petition, error) {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, id)
	if !ok {
		return ledger.Petition{}, ErrNotFound
	}
	return petitions.get(tx, appendSerial(nil, serial))
}

// PutPetition writes a case, new or changed, without a journal line: Keep writes both.
func (tx *Tx) PutPetition(p ledger.Petition) error {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, p.ID)
	if !ok || len(p.Category) > maxName || slices.ContainsFunc(p.Units(), func(unit string) bool { return !nameful(unit) }) {
		return fmt.Errorf("store: petition %q is incomplete", p.ID)
	}
	return petitions.put(tx, appendSerial(nil, serial), &p)
}

// OpenPetitions gives the cases that are not over, by due day; those without one come last.
func (tx *Tx) OpenPetitions() iter.Seq2[ledger.Petition, error] {
	return petitions.follow(tx, tx.kv.Scan(openPetitions, nil, nil))
}

// RecentPetitions gives up to limit cases, the last one received first; a limit of 0 gives all.
func (tx *Tx) RecentPetitions(limit int) iter.Seq2[ledger.Petition, error] {
	return petitions.newest(tx, limit)
}

// topic gives the open cases of a category, the newest first.
func (tx *Tx) topic(category string) iter.Seq2[ledger.Petition, error] {
	from, to := kv.Prefix(appendName(nil, category))
	return petitions.follow(tx, tx.kv.ScanReverse(topicPetitions, from, to))
}

// OpenBriefs gives what lists need of all open cases, by due day, without reading a record.
func (tx *Tx) OpenBriefs() iter.Seq2[ledger.Brief, error] {
	return readBriefs(tx.kv.Scan(openPetitions, nil, nil))
}

// UnitBriefs gives the same of the open cases on which a unit works.
func (tx *Tx) UnitBriefs(unit string) iter.Seq2[ledger.Brief, error] {
	from, to := kv.Prefix(appendName(nil, unit))
	return readBriefs(tx.kv.Scan(unitPetitions, from, to))
}

func readBriefs(index iter.Seq2[[]byte, []byte]) iter.Seq2[ledger.Brief, error] {
	return func(yield func(ledger.Brief, error) bool) {
		for key, value := range index {
			due := readDate(key[:len(key)-serialSize])
			if due == noDue {
				due = 0
			}
			b, err := ledger.ReadBrief(readSerial(key), due, value)
			if err != nil {
				err = fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// sortNewest puts cases in the order of registration, the last one first.
func sortNewest(list []ledger.Petition) {
	slices.SortStableFunc(list, func(a, b ledger.Petition) int { return b.Received.Compare(a.Received) })
}

// PetitionsOver gives the cases that were over (Petition.Over) in [from, to) and whose people are still known, the oldest first.
func (tx *Tx) PetitionsOver(from, to time.Time) iter.Seq2[ledger.Petition, error] {
	return petitions.follow(tx, tx.kv.Scan(closedPetitions, appendTime([]byte{0}, from), appendTime([]byte{0}, to)))
}

// over gives the keys of the cases that were over before an instant, of one phase of retention, the oldest first.
func (tx *Tx) over(phase byte, before time.Time) iter.Seq2[[]byte, []byte] {
	return tx.kv.Scan(closedPetitions, []byte{phase}, appendTime([]byte{phase}, before))
}
