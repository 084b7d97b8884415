package store

import (
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	pausesByPerson = "pauses_by_person"
	pausesByEnd    = "pauses_by_end"
)

// pauses are kept by their serial; one index leads from a person to his pauses, the other from the day on which one ends to it:
//
//	person 0 'p' serial
//	day serial           none for a pause without an end, or with one that took its place
var pauses = table[ledger.Pause]{
	name:    "pauses",
	keySize: serialSize,
	indexes: []string{pausesByPerson, pausesByEnd},
	entries: pauseEntries,
	say:     func(key []byte) string { return "pauses/" + readSerial(key).ID(ledger.PauseLetters) },
}

const shelfPauses = 'p'

// pauseEntries uses the day in UTC of what was taken back: whoever looks for ends looks at a day more on both sides.
func pauseEntries(into *entries, serial []byte, p *ledger.Pause) {
	var space [128]byte
	into.add(pausesByPerson, append(shelf(space[:0], p.Member, shelfPauses), serial...), nil)
	switch {
	case p.Next != "":
	case !p.Ended.IsZero():
		into.add(pausesByEnd, append(appendDate(space[:0], policy.MakeDate(p.Ended.UTC().Date())), serial...), nil)
	case p.Until != 0:
		into.add(pausesByEnd, append(appendDate(space[:0], p.Until), serial...), nil)
	}
}

// NextPauseID takes the next number of the year of tx.At: ZT2026-0001.
func (tx *Tx) NextPauseID() string { return tx.nextID(ledger.PauseLetters) }

// PutPause writes a pause, new or ended. One without an id of its kind or somebody whose it is, is a failure of the caller.
func (tx *Tx) PutPause(p ledger.Pause) error {
	serial, ok := ledger.ParseID(ledger.PauseLetters, p.ID)
	if !ok || !nameful(p.Member) || p.Since.IsZero() {
		return fmt.Errorf("store: pause %q is incomplete", p.ID)
	}
	return pauses.put(tx, appendSerial(nil, serial), &p)
}

// Pauses gives the pauses of a member, the last one asked for first.
func (tx *Tx) Pauses(member string) iter.Seq2[ledger.Pause, error] {
	from, to := kv.Prefix(shelf(nil, member, shelfPauses))
	return pauses.follow(tx, tx.kv.ScanReverse(pausesByPerson, from, to))
}

// PausesEnding gives the pauses whose end lies on the days [from, to), before moves: a day off may bring it to a later day.
func (tx *Tx) PausesEnding(from, to policy.Date) iter.Seq2[ledger.Pause, error] {
	return pauses.follow(tx, tx.kv.Scan(pausesByEnd, appendDate(nil, from), appendDate(nil, to)))
}
