package store

import (
	"cmp"
	"errors"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// Visitors lie in the vault beside the people of cases, on shelves of their own, by the serial of what they did: booked a place at a reception (Art. 5.8),
// or met nobody there (Art. 4.4). Each shelf has tags of its own: without the key nobody can tell from them that a visitor also filed a case.
const (
	shelfVisitors = 'v'
	shelfAbsent   = 'a'
)

// putVisitor seals who did it.
func (tx *Tx) putVisitor(shelf byte, s ledger.Serial, who policy.Address) error {
	r := sealedRow{Reach: true, Tag: tx.vault.shelfTags(taggedAs(shelf), who)[0]}
	return tx.putSealed(s, shelf, 0, Person{Address: who.Fold()}, r)
}

// tagsAbsent is the shelf by which the tags of shelfAbsent are made. Its own letter is that of accounts (accounts.go), under whose tags older rows lie until
// they are sealed anew.
const tagsAbsent = 'm'

// taggedAs is the shelf by which the tags of the rows of a shelf are made.
func taggedAs(shelf byte) byte {
	if shelf == shelfAbsent {
		return tagsAbsent
	}
	return shelf
}

// tagsOn are the tags under which somebody's rows on a shelf may lie.
func (tx *Tx) tagsOn(shelf byte, who policy.Address) [][]byte {
	tags := tx.vault.shelfTags(taggedAs(shelf), who)
	if taggedAs(shelf) != shelf {
		tags = append(tags, tx.vault.shelfTags(shelf, who)...)
	}
	return tags
}

// visits lists what somebody did, by any of his accounts, the newest first.
func (tx *Tx) visits(school *policy.School, shelf byte, who policy.Address) []ledger.Serial {
	if tx.vault == nil {
		return nil
	}
	var out []ledger.Serial
	for _, account := range tx.AccountsOf(school, who) {
		for _, tag := range tx.tagsOn(shelf, account) {
			from, to := kv.Prefix(tag)
			for key := range tx.kv.Scan(vaultByTag, from, to) {
				out = append(out, readSerial(key[tagSize:tagSize+serialSize]))
			}
		}
	}
	slices.SortFunc(out, func(a, b ledger.Serial) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Number, a.Number))
	})
	return out
}

// BookingsBy gives the bookings of one visitor that stand, by any of his accounts, the newest first. Without a vault there are none.
func (tx *Tx) BookingsBy(school *policy.School, who policy.Address) ([]ledger.Booking, error) {
	var out []ledger.Booking
	for _, serial := range tx.visits(school, shelfVisitors, who) {
		b, err := bookings.get(tx, appendSerial(nil, serial))
		if err != nil {
			return nil, err
		}
		if b.Stands() {
			out = append(out, b)
		}
	}
	return out, nil
}

// VisitorOf opens who booked, if the visitor lets it be known; the zero Address if not, if the key is lost, or if retention has deleted it. What it gives
// is shown to the leader on duty and to the companion, and neither stored nor logged.
func (tx *Tx) VisitorOf(b *ledger.Booking) (policy.Address, error) {
	if !b.Named {
		return policy.Address{}, nil
	}
	who, err := tx.Resolve(SealedAddress(b.ID, 0))
	if errors.Is(err, ErrSealed) || errors.Is(err, ErrNotFound) {
		return policy.Address{}, nil
	}
	return who, err
}

// IsVisitor tells whether an address stands for somebody who booked a place, and not for the people of a case.
func IsVisitor(a policy.Address) bool {
	shelf, _, _, ok := behind(a)
	return ok && shelf == shelfVisitors
}

// doing is one thing that visitors do: where it is kept, and the index of those whose visitor is in the vault.
type doing struct {
	shelf          byte
	known, letters string
}

func doings() (booked, absent doing) {
	return doing{shelfVisitors, bookingsKnown, ledger.BookingLetters}, doing{shelfAbsent, absencesKnown, ledger.AbsenceLetters}
}

// forgetBooked deletes who booked a place at the receptions before a day; in slices unless dry.
func (tx *Tx) forgetBooked(before policy.Date, dry bool) (int, error) {
	booked, _ := doings()
	return forgetKnown(tx, &bookings, booked, before, dry, func(b *ledger.Booking) { b.Forgotten = tx.At })
}

// forgetAbsent deletes who met nobody at the receptions before a day.
func (tx *Tx) forgetAbsent(before policy.Date, dry bool) (int, error) {
	_, absent := doings()
	return forgetKnown(tx, &absences, absent, before, dry, func(a *ledger.Absence) { a.Forgotten = tx.At })
}

// forgetKnown deletes the identities behind the rows of one table; the rows stay.
func forgetKnown[T any](tx *Tx, t *table[T], what doing, before policy.Date, dry bool, forget func(*T)) (int, error) {
	var keys [][]byte
	for key := range tx.kv.Scan(what.known, nil, appendDate(nil, before)) {
		if !dry && len(keys) == retainSlice {
			break
		}
		keys = append(keys, append([]byte(nil), key[len(key)-serialSize:]...))
	}
	if dry {
		return len(keys), nil
	}
	for _, key := range keys {
		row, err := t.get(tx, key)
		if err != nil {
			return 0, err
		}
		forget(&row)
		serial := readSerial(key)
		err = errors.Join(tx.dropShelf(serial, what.shelf), t.put(tx, key, &row), tx.Log(ledger.BySystem, ledger.VerbForgotten, serial.ID(what.letters), ""))
		if err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}

// verifyVisitors finds records whose visitor should be in the vault and is not.
func (tx *Tx) verifyVisitors(r *Report) {
	booked, absent := doings()
	for _, what := range []doing{booked, absent} {
		for key := range tx.kv.Scan(what.known, nil, nil) {
			if len(key) < serialSize {
				continue
			}
			serial := readSerial(key[len(key)-serialSize:])
			if _, ok := tx.kv.Get(vaultTable, appendSealed(nil, serial, what.shelf, 0)); !ok {
				r.fault("who stands behind %s is not there", serial.ID(what.letters))
			}
		}
	}
}
