package store

import (
	"fmt"
	"iter"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const swapsOpen = "swaps_open"

// swaps are kept by their serial; the open ones stand in an index by whose yes is missing, the name "*office" for that of the office.
var swaps = table[ledger.Swap]{
	name:    "swaps",
	keySize: serialSize,
	indexes: []string{swapsOpen},
	entries: swapEntries,
	say:     func(key []byte) string { return "swaps/" + readSerial(key).ID(ledger.SwapLetters) },
}

func swapEntries(into *entries, serial []byte, s *ledger.Swap) {
	switch s.Waits() {
	case ledger.WaitsMember:
		into.add(swapsOpen, append(appendName(nil, s.Other), serial...), nil)
	case ledger.WaitsOffice:
		into.add(swapsOpen, append(appendName(nil, officeShelf), serial...), nil)
	}
}

// NextSwapID takes the next number of the year of tx.At: DB2026-0001.
func (tx *Tx) NextSwapID() string { return tx.nextID(ledger.SwapLetters) }

// Swap finds a swap by its id; ErrNotFound if there is none.
func (tx *Tx) Swap(id string) (ledger.Swap, error) {
	serial, ok := ledger.ParseID(ledger.SwapLetters, id)
	if !ok {
		return ledger.Swap{}, ErrNotFound
	}
	return swaps.get(tx, appendSerial(nil, serial))
}

// PutSwap writes a swap, new or changed.
func (tx *Tx) PutSwap(s ledger.Swap) error {
	serial, ok := ledger.ParseID(ledger.SwapLetters, s.ID)
	if !ok || !nameful(s.Asker) || !nameful(s.Other) || s.From <= 0 {
		return fmt.Errorf("store: swap %q is incomplete", s.ID)
	}
	return swaps.put(tx, appendSerial(nil, serial), &s)
}

// SwapsWaitingFor gives the swaps that wait for a leader's yes, in the order in which they were asked for.
func (tx *Tx) SwapsWaitingFor(member string) iter.Seq2[ledger.Swap, error] {
	from, to := kv.Prefix(appendName(nil, member))
	return swaps.follow(tx, tx.kv.Scan(swapsOpen, from, to))
}

// SwapsWaitingForOffice gives the swaps that both leaders want and the office has not decided on.
func (tx *Tx) SwapsWaitingForOffice() iter.Seq2[ledger.Swap, error] {
	return tx.SwapsWaitingFor(officeShelf)
}
