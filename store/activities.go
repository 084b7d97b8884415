package store

import (
	"fmt"
	"iter"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	byPerson = "activities_by_person"
	byPaper  = "activities_by_paper"
)

// activities are kept by their serial; what concerns one person stands together in one index:
//
//	person 0 'd' day serial -> mark    what the person is credited with, by the day it was held
//	person 0 'e' serial                what waits for the person's 对; for the name "office": what waits for the office
//	person 0 'f' serial                what the person entered for others and did not take back; what leaders enter for themselves shows in their marks
//
// So a leader's report adds one line beside the newest of his others, and touches one page, however much he has behind him.
//
// Imported records stand in another one: 'b' id 0 serial by their import while they are not taken back, 'k' key 0 serial by the key of their line.
var activities = table[ledger.Activity]{
	name:    "activities",
	keySize: serialSize,
	indexes: []string{byPerson, byPaper},
	entries: activityEntries,
	say:     func(key []byte) string { return "activities/" + readSerial(key).ID(ledger.ActivityLetters) },
}

const (
	shelfDays    = 'd'
	shelfWaiting = 'e'
	shelfEntered = 'f'
)

// officeShelf is the name under which entries wait for the office. No member id and no address looks like it.
const officeShelf = "*office"

func activityEntries(into *entries, serial []byte, a *ledger.Activity) {
	var space, value [128]byte
	for i, m := range a.Marks() {
		who := a.Credits[i].Member
		key := appendDate(shelf(space[:0], who, shelfDays), a.Date)
		into.add(byPerson, append(key, serial...), ledger.AppendMark(value[:0], m))
		if m.Waits() == ledger.WaitsMember {
			into.add(byPerson, append(shelf(space[:0], who, shelfWaiting), serial...), nil)
		}
	}
	if a.Live() && !a.Credited(a.By) {
		into.add(byPerson, append(shelf(space[:0], a.By, shelfEntered), serial...), nil)
	}
	if a.Paper != nil {
		paperEntries(into, serial, a)
	}
	if a.Live() && a.Late && a.Approved.IsZero() {
		into.add(byPerson, append(shelf(space[:0], officeShelf, shelfWaiting), serial...), nil)
	}
}

// paperEntries are those of an imported record. One that was taken back by itself stays known by its line, one whose import was undone does not.
func paperEntries(into *entries, serial []byte, a *ledger.Activity) {
	if a.Live() {
		into.add(byPaper, append(appendName([]byte{paperBatch}, a.Paper.Batch), serial...), nil)
	}
	if a.Live() || a.Reason != a.Paper.Batch {
		into.add(byPaper, append(appendName([]byte{paperKey}, a.Paper.Key), serial...), nil)
	}
}

// shelf begins the keys of one person's entries of one sort.
func shelf(b []byte, person string, sort byte) []byte {
	return append(appendName(b, person), sort)
}

// Activity finds a record by its id; ErrNotFound if there is none.
func (tx *Tx) Activity(id string) (ledger.Activity, error) {
	serial, ok := ledger.ParseID(ledger.ActivityLetters, id)
	if !ok {
		return ledger.Activity{}, ErrNotFound
	}
	return activities.get(tx, appendSerial(nil, serial))
}

// PutActivity writes a record, new or changed, and what the indexes hold of it. A record without an id of its kind, a day, or somebody to credit is
// a failure of the caller.
func (tx *Tx) PutActivity(a *ledger.Activity) error {
	serial, ok := ledger.ParseID(ledger.ActivityLetters, a.ID)
	if !ok || a.Date <= 0 || len(a.Credits) == 0 || !nameful(a.By) {
		return fmt.Errorf("store: activity %q is incomplete", a.ID)
	}
	for _, c := range a.Credits {
		if !nameful(c.Member) {
			return fmt.Errorf("store: activity %q credits nobody", a.ID)
		}
	}
	return activities.put(tx, appendSerial(nil, serial), a)
}

// ActivitiesOf gives the records that credit a member, held within the span, by day; retracted and declined ones too.
func (tx *Tx) ActivitiesOf(member string, span policy.Span) iter.Seq2[ledger.Activity, error] {
	from, to := heldIn(member, span)
	return activities.follow(tx, tx.kv.Scan(byPerson, from, to))
}

// Marks gives what standings need to know of a member within the span, without reading a record: his credits by day, then his research plans.
func (tx *Tx) Marks(member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return func(yield func(ledger.Mark, error) bool) {
		for _, table := range [...]string{byPerson, plansByPerson} {
			for m, err := range tx.marks(table, member, span) {
				if !yield(m, err) {
					return
				}
			}
		}
	}
}

// Credits gives the marks of a member's activities alone, by day: what a card counts, which no plan changes.
func (tx *Tx) Credits(member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return tx.marks(byPerson, member, span)
}

func (tx *Tx) marks(table, member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return func(yield func(ledger.Mark, error) bool) {
		from, to := heldIn(member, span)
		for key, value := range tx.kv.Scan(table, from, to) {
			day := readDate(key[:len(key)-serialSize])
			m, err := ledger.ReadMark(readSerial(key), day, value)
			if err != nil {
				err = fmt.Errorf("store: %s of %s: %w", table, member, err)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// heldIn is the range of a member's days. A span without an end has none here either.
func heldIn(member string, span policy.Span) (from, to []byte) {
	if span == (policy.Span{}) {
		return []byte{0}, []byte{0}
	}
	from, to = kv.Prefix(shelf(nil, member, shelfDays))
	if span.To != 0 {
		to = appendDate(shelf(nil, member, shelfDays), span.To)
	}
	return appendDate(from, span.From), to
}

// RecentActivities gives up to limit records, the last one entered first; a limit of 0 gives all.
func (tx *Tx) RecentActivities(limit int) iter.Seq2[ledger.Activity, error] {
	return activities.newest(tx, limit)
}

// EnteredBy gives the records that this person entered and that were not taken back, the newest first.
func (tx *Tx) EnteredBy(by string) iter.Seq2[ledger.Activity, error] {
	return func(yield func(ledger.Activity, error) bool) {
		var serials []ledger.Serial
		for m, err := range tx.Credits(by, policy.Span{From: 1}) {
			if err != nil {
				yield(ledger.Activity{}, err)
				return
			}
			if m.Own && !m.Retracted {
				serials = append(serials, m.Serial)
			}
		}
		from, to := kv.Prefix(shelf(nil, by, shelfEntered))
		for key := range tx.kv.Scan(byPerson, from, to) {
			serials = append(serials, readSerial(key))
		}
		slices.SortFunc(serials, func(a, b ledger.Serial) int { return b.Compare(a) })
		for _, serial := range serials {
			if !yield(activities.owner(tx, appendSerial(nil, serial))) {
				return
			}
		}
	}
}

// LastEnteredBy gives the newest record that this person entered and that was not taken back; ErrNotFound if there is none.
func (tx *Tx) LastEnteredBy(by string) (ledger.Activity, error) {
	for a, err := range tx.EnteredBy(by) {
		return a, err
	}
	return ledger.Activity{}, ErrNotFound
}

// Waiting gives the records that wait for this member's 对, in the order in which they were entered.
func (tx *Tx) Waiting(member string) iter.Seq2[ledger.Activity, error] {
	from, to := kv.Prefix(shelf(nil, member, shelfWaiting))
	return activities.follow(tx, tx.kv.Scan(byPerson, from, to))
}

// WaitingForOffice gives the late entries that the party office has not approved, in the order in which they were entered (1.4 no. 30).
func (tx *Tx) WaitingForOffice() iter.Seq2[ledger.Activity, error] { return tx.Waiting(officeShelf) }
