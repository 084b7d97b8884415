package store

import (
	"time"

	"lianxin/store/ledger"
)

// pruneSlice is how many rows one transaction of Prune deletes at most, so that nobody waits long for it.
const pruneSlice = 1000

// keepAtLeast is how long every answer stays, whatever Prune is asked for: platforms repeat messages, and that much is promised.
const keepAtLeast = 24 * time.Hour

// Prune forgets the answers of messages that were written more than keep ago (a whole day of UTC at once, so some stay up to a day longer), the cards
// that were made before that, the dialogs that ended before at and left no draft that can still be taken up, and the pictures of filings that were given
// up. It gives the number of rows that went. After it a repeat of such a message is taken for a new one, and the button of such a card for an unknown one.
func (s *Store) Prune(at time.Time, keep time.Duration) (int, error) {
	limit := appendAnswer(nil, dayOf(at.Add(-max(keep, keepAtLeast))), "")
	total := 0
	for {
		var n int
		err := s.Update(at, func(tx *Tx) error {
			n = tx.pruneAnswers(limit, pruneSlice)
			if n < pruneSlice {
				n += tx.pruneCards(at.Add(-max(keep, keepAtLeast)), pruneSlice-n)
			}
			if n < pruneSlice {
				n += tx.pruneDialogs() + tx.pruneSealedDialogs() + tx.pruneBlobs() + tx.pruneCodes()
			}
			return nil
		})
		if err != nil {
			return total, err
		}
		total += n
		if n < pruneSlice {
			return total, nil
		}
	}
}

func (tx *Tx) pruneAnswers(before []byte, most int) int {
	n := 0
	for key := range tx.kv.Scan(answersTable, nil, before) {
		if n == most {
			break
		}
		tx.unset(answersTable, key)
		n++
	}
	return n
}

func (tx *Tx) pruneDialogs() int {
	n := 0
	for key, row := range tx.kv.Scan(dialogsTable, nil, nil) {
		var d ledger.Dialog
		if decodeRow(row, &d) == nil && !d.Open(tx.At) && d.Remains(tx.At) == nil {
			tx.unset(dialogsTable, key)
			n++
		}
	}
	return n
}
