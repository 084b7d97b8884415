package store

import (
	"errors"
	"fmt"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// rosters are kept by the first day of their term: what was published and changed of its receptions (Art. 5.8).
var rosters = table[ledger.Roster]{
	name:    "rosters",
	keySize: dateSize,
	entries: func(*entries, []byte, *ledger.Roster) {},
	say:     func(key []byte) string { return "rosters/" + readDate(key).String() },
}

// Roster gives what was published and changed of the receptions of a term; where nothing was, the roster that says only which term it is of.
func (tx *Tx) Roster(term policy.Term) (ledger.Roster, error) {
	r, err := rosters.get(tx, appendDate(nil, term.Start))
	if errors.Is(err, ErrNotFound) {
		return ledger.Roster{Term: term.ID, Start: term.Start}, nil
	}
	return r, err
}

// PutRoster writes the roster of a term, new or changed.
func (tx *Tx) PutRoster(r ledger.Roster) error {
	if r.Start <= 0 || r.Term == "" {
		return fmt.Errorf("store: roster %q is incomplete", r.Term)
	}
	return rosters.put(tx, appendDate(nil, r.Start), &r)
}

// Slots gives the receptions of all known terms as they stand, in order of time.
func (tx *Tx) Slots(school *policy.School) ([]ledger.Slot, error) {
	var out []ledger.Slot
	for _, term := range school.Calendar.Terms {
		r, err := tx.Roster(term)
		if err != nil {
			return nil, err
		}
		out = append(out, ledger.Slots(school, term, &r)...)
	}
	return out, nil
}
