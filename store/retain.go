package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// Retained says what retention deleted, or in a dry run would delete.
type Retained struct {
	Identities int // cases whose people were deleted: nobody can be found or reached any more
	Cases      int // cases that were deleted with their words, pictures, looks and the texts of their notices; the journal stays
	Texts      int // reports of activities whose raw text was deleted
	Visitors   int // bookings and words of 没见到人 whose visitor was deleted
	Accounts   int // accounts that left, with all that were bound to them, of which it was forgotten that they were one person's
}

// String gives one line for the log: counts only.
func (r Retained) String() string {
	return fmt.Sprintf("identities %d cases %d texts %d visitors %d accounts %d", r.Identities, r.Cases, r.Texts, r.Visitors, r.Accounts)
}

// retainSlice is how many records one transaction of Retain changes at most.
const retainSlice = 200

// Retain deletes what has been kept as long as it may be (section 4, rule 9): who filed a case, so many years after it was over; who booked a reception or met
// nobody there, so many years after its day; which accounts were one person's, so many years after the last of them left; the case itself; the raw text of
// reports. A dry run changes nothing and counts. It runs in slices; what is left after a failure goes the next time.
func (s *Store) Retain(at time.Time, keep policy.Retention, dry bool) (Retained, error) {
	var total Retained
	day := policy.DateOf(at.AddDate(-keep.IdentityYears, 0, 0), s.loc)
	for _, step := range []struct {
		count *int
		run   func(*Tx, bool) (int, error)
	}{
		{&total.Identities, func(tx *Tx, dry bool) (int, error) { return tx.forget(at.AddDate(-keep.IdentityYears, 0, 0), dry) }},
		{&total.Visitors, func(tx *Tx, dry bool) (int, error) { return tx.forgetBooked(day, dry) }},
		{&total.Visitors, func(tx *Tx, dry bool) (int, error) { return tx.forgetAbsent(day, dry) }},
		{&total.Accounts, func(tx *Tx, dry bool) (int, error) {
			return tx.forgetAccounts(at.AddDate(-keep.IdentityYears, 0, 0), dry)
		}},
		{&total.Cases, func(tx *Tx, dry bool) (int, error) { return tx.deleteCases(at.AddDate(-keep.CaseYears, 0, 0), dry) }},
		{&total.Texts, func(tx *Tx, dry bool) (int, error) { return tx.dropTexts(at.AddDate(0, 0, -keep.ChatDays), dry) }},
	} {
		n, err := s.retain(at, dry, step.run)
		*step.count += n
		if err != nil {
			return total, fmt.Errorf("store: retention: %w", err)
		}
	}
	return total, nil
}

// retain runs one step until nothing is left for it.
func (s *Store) retain(at time.Time, dry bool, run func(*Tx, bool) (int, error)) (total int, err error) {
	if dry {
		err = s.View(func(tx *Tx) error {
			total, err = run(tx, true)
			return err
		})
		return total, err
	}
	for {
		var n int
		err := s.Update(at, func(tx *Tx) (err error) {
			n, err = run(tx, false)
			return err
		})
		if total += n; err != nil || n < retainSlice {
			return total, err
		}
	}
}

// serialsOver lists the cases of one phase that were over before an instant; in slices unless dry.
func (tx *Tx) serialsOver(phase byte, before time.Time, dry bool) []ledger.Serial {
	var out []ledger.Serial
	for key := range tx.over(phase, before) {
		if !dry && len(out) == retainSlice {
			break
		}
		out = append(out, readSerial(key))
	}
	return out
}

// forget deletes the people of cases that were over before an instant.
func (tx *Tx) forget(before time.Time, dry bool) (int, error) {
	due := tx.serialsOver(0, before, dry)
	for _, serial := range due {
		if dry {
			break
		}
		p, err := petitions.get(tx, appendSerial(nil, serial))
		if err != nil {
			return 0, err
		}
		if err := tx.dropShelf(serial, shelfPeople); err != nil {
			return 0, err
		}
		if err := errors.Join(tx.PutPetition(p.Forget(tx.At)), tx.Log(ledger.BySystem, ledger.VerbForgotten, p.ID, "")); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// deleteCases deletes the cases that were over before an instant with all that belongs to them. Their journal lines stay.
func (tx *Tx) deleteCases(before time.Time, dry bool) (int, error) {
	n := 0
	for _, phase := range []byte{1, 0} {
		for _, serial := range tx.serialsOver(phase, before, dry) {
			if n++; dry {
				continue
			}
			if err := tx.deleteCase(serial); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

func (tx *Tx) deleteCase(serial ledger.Serial) error {
	p, err := petitions.get(tx, appendSerial(nil, serial))
	if err != nil {
		return err
	}
	for _, shelf := range []byte{shelfPeople, shelfWords, shelfRatings, shelfGrounds} {
		if err := tx.dropShelf(serial, shelf); err != nil {
			return err
		}
	}
	tx.dropBlobs(&p)
	tx.dropAll(looks.name, appendSerial(nil, serial))
	if err := tx.blankNotices(p.ID); err != nil {
		return err
	}
	if err := petitions.remove(tx, appendSerial(nil, serial)); err != nil {
		return err
	}
	return tx.Log(ledger.BySystem, ledger.VerbDeleted, p.ID, "")
}

// dropShelf deletes one shelf of a case in the vault.
func (tx *Tx) dropShelf(serial ledger.Serial, shelf byte) error {
	var keys [][]byte
	from, to := kv.Prefix(append(appendSerial(nil, serial), shelf))
	for key := range tx.kv.Scan(vaultTable, from, to) {
		keys = append(keys, append([]byte(nil), key...))
	}
	for _, key := range keys {
		if err := sealed.remove(tx, key); err != nil {
			return err
		}
	}
	return nil
}

// dropAll deletes the rows of a table without indexes whose keys begin so.
func (tx *Tx) dropAll(name string, prefix []byte) {
	var keys [][]byte
	from, to := kv.Prefix(prefix)
	for key := range tx.kv.Scan(name, from, to) {
		keys = append(keys, append([]byte(nil), key...))
	}
	for _, key := range keys {
		tx.unset(name, key)
	}
}

// blankNotices empties the texts of what was sent about a case: to its people, and to the offices, units and leaders, who read its summary.
func (tx *Tx) blankNotices(id string) error {
	rows, err := tx.noticesOf(id)
	for _, n := range rows {
		if err != nil {
			break
		}
		n.Text = ""
		err = tx.SaveNotice(n)
	}
	return err
}

// noticesOf gathers the notices to the people of a case, and those about it, whose keys name it: case/XF2026-0042/…
func (tx *Tx) noticesOf(id string) ([]ledger.Notice, error) {
	var rows []ledger.Notice
	from, to := kv.Prefix([]byte(SealedChannel + ":" + SealedAddress(id, 0).Fold().User[:len(id)+1]))
	for n, err := range notices.follow(tx, tx.kv.Scan(noticesByAddress, from, to)) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, n)
	}
	for _, series := range []string{ledger.CaseSeries, ledger.LookSeries} {
		from, to := kv.Prefix([]byte(series + "/" + id + "/"))
		for _, number := range tx.kv.Scan(noticesByKey, from, to) {
			n, err := notices.get(tx, append([]byte(nil), number...))
			if err != nil {
				return nil, err
			}
			rows = append(rows, n)
		}
	}
	return rows, nil
}

// textsKey names the counter behind dropTexts: the serial up to which raw texts are gone, its year in the upper half.
const textsKey = "retained/texts"

// dropTexts deletes the raw text of the reports that were entered before an instant. Where it stopped is remembered, so that a night looks at the new ones
// only.
func (tx *Tx) dropTexts(before time.Time, dry bool) (int, error) {
	from := tx.Count(textsKey)
	start := appendSerial(nil, ledger.Serial{Year: uint16(from >> 32), Number: uint32(from) + 1})
	var drop []ledger.Activity
	last := from
	for key, row := range tx.kv.Scan(activities.name, start, nil) {
		var a ledger.Activity
		if err := decodeRow(row, &a); err != nil {
			return 0, fmt.Errorf("store: %s: %w", activities.say(key), err)
		}
		if !a.Entered.Before(before) || !dry && len(drop) == retainSlice {
			break
		}
		s := readSerial(key)
		if last = uint64(s.Year)<<32 | uint64(s.Number); a.Said.Text != "" {
			drop = append(drop, a)
		}
	}
	if dry {
		return len(drop), nil
	}
	for _, a := range drop {
		a.Said.Text = ""
		if err := tx.PutActivity(&a); err != nil {
			return 0, err
		}
	}
	if last != from {
		tx.set(countersTable, []byte(textsKey), binary.BigEndian.AppendUint64(nil, last))
	}
	return len(drop), nil
}
