package store

import (
	"time"

	"lianxin/store/kv"
)

// newestTogether is the way from schema 2 to 3: the index of what concerns one person has what was entered in the order of its age, and marks have the
// prints of their records. Both follow from the records.
func newestTogether(k kv.Tx) error {
	tx := begin(k, &Store{loc: time.UTC}, time.Time{})
	activities.rebuild(tx)
	return tx.failed()
}
