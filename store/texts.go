package store

import (
	"encoding/binary"
	"time"

	"lianxin/store/ledger"
)

// forgottenTo is the counter of how far ForgetTexts has come: the serial of the last record whose text is gone.
const forgottenTo = "texts/forgotten"

// ForgetTexts takes the sentence as it was typed out of the records that were entered more than keep ago (section 4, rule 9: raw chat texts stay thirty
// days). What was understood of it stays. It gives the number of texts that went; it goes on where it ended the last time, so that a night looks at a
// day's records only.
func (s *Store) ForgetTexts(at time.Time, keep time.Duration) (int, error) {
	limit := at.Add(-keep)
	total := 0
	for {
		var seen, went int
		err := s.Update(at, func(tx *Tx) (err error) {
			seen, went, err = tx.forgetTexts(limit)
			return err
		})
		if err != nil {
			return total, err
		}
		total += went
		if seen < pruneSlice {
			return total, nil
		}
	}
}

// forgetTexts does one slice of it: records are kept in the order in which they were entered.
func (tx *Tx) forgetTexts(limit time.Time) (seen, went int, err error) {
	last := tx.Count(forgottenTo)
	var old []ledger.Activity
	for key, row := range tx.kv.Scan(activities.name, serialKey(last+1), nil) {
		var a ledger.Activity
		if err := decodeRow(row, &a); err != nil {
			return 0, 0, err
		}
		if seen == pruneSlice || !a.Entered.Before(limit) {
			break
		}
		seen, last = seen+1, serialNumber(key)
		if a.Said.Text != "" {
			a.Said.Text = ""
			old = append(old, a)
		}
	}
	for _, a := range old {
		if err := tx.PutActivity(a); err != nil {
			return 0, 0, err
		}
	}
	if seen > 0 {
		tx.set(countersTable, []byte(forgottenTo), binary.BigEndian.AppendUint64(nil, last))
	}
	return seen, len(old), nil
}

// serialNumber is the serial at the end of a key as one number in the same order, and serialKey the way back.
func serialNumber(key []byte) uint64 {
	s := readSerial(key)
	return uint64(s.Year)<<32 | uint64(s.Number)
}

func serialKey(n uint64) []byte {
	return appendSerial(nil, ledger.Serial{Year: uint16(n >> 32), Number: uint32(n)})
}
