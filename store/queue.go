package store

import (
	"cmp"
	"iter"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Queue lists the open cases that a member may see by his office on a day, by due day, limit at most; a limit of 0 gives all. What he has an interest in is
// not there, and not in its length either.
func (tx *Tx) Queue(school *policy.School, m *policy.Member, day policy.Date, limit int) ([]ledger.Brief, error) {
	var out []ledger.Brief
	seen := map[ledger.Serial]bool{}
	for _, from := range tx.shelves(school, m, day) {
		for b, err := range from.briefs {
			if err != nil {
				return nil, err
			}
			if limit > 0 && len(out) == limit && !from.more {
				break
			}
			if seen[b.Serial] {
				continue
			}
			shows, err := tx.shows(school, m, day, b, from.all)
			if err != nil {
				return nil, err
			}
			if shows {
				seen[b.Serial] = true
				out = append(out, b)
			}
		}
	}
	sortQueue(out)
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}

// sortQueue puts cases in the order of what is due.
func sortQueue(list []ledger.Brief) {
	slices.SortStableFunc(list, func(a, b ledger.Brief) int {
		return cmp.Or(cmp.Compare(dueOr(a), dueOr(b)), compareSerials(a.Serial, b.Serial))
	})
}

func dueOr(b ledger.Brief) policy.Date {
	if b.Due == 0 {
		return noDue
	}
	return b.Due
}

func compareSerials(a, b ledger.Serial) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Number, b.Number))
}

// caseShelf is one run of open cases in which a member's may be.
type caseShelf struct {
	briefs iter.Seq2[ledger.Brief, error]
	all    bool // every case of it is his but for the guarded ones; else each is asked for
	more   bool // it must be read to its end though the list is full: it is one of several
}

// shelves gives the runs in which a member's cases are: all for the offices, those of his units for a handler, of the units in his charge for a leader.
func (tx *Tx) shelves(school *policy.School, m *policy.Member, day policy.Date) []caseShelf {
	return tx.shelvesFrom(school, m, day, nil)
}

// shelvesFrom gives what of these runs lies from a key by due day on; nil is the beginning.
func (tx *Tx) shelvesFrom(school *policy.School, m *policy.Member, day policy.Date, key []byte) []caseShelf {
	if m == nil || !m.Serves(day) {
		return nil
	}
	if m.Has(policy.PetitionOfficer, policy.PartyOffice, policy.PresidentOffice) || slices.Contains(school.Heads(day), m) {
		return []caseShelf{{briefs: readBriefs(tx.kv.Scan(openPetitions, key, nil)), all: true}}
	}
	var out []caseShelf
	for i := range school.Units {
		unit := school.Units[i].Name
		if school.Handles(m, unit) || m.Unit == unit && m.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel) ||
			m.Has(policy.Leader) && m.InChargeOf(unit, day) {
			lo, hi := unitFrom(unit, key)
			out = append(out, caseShelf{briefs: readBriefs(tx.kv.Scan(unitPetitions, lo, hi)), all: true, more: true})
		}
	}
	if m.Has(policy.Leader, policy.DisciplineOffice) {
		out = append(out, caseShelf{briefs: tx.uncommon(key), more: true})
	}
	return out
}

// uncommon gives the open cases that go other ways than usual: the guarded and the 重大 ones.
func (tx *Tx) uncommon(from []byte) iter.Seq2[ledger.Brief, error] {
	return readBriefs(func(yield func([]byte, []byte) bool) {
		for key, value := range tx.kv.Scan(openPetitions, from, nil) {
			if ledger.UncommonBrief(value) && !yield(key, value) {
				return
			}
		}
	})
}

// shows tells whether a member may see a case of a shelf.
func (tx *Tx) shows(school *policy.School, m *policy.Member, day policy.Date, b ledger.Brief, all bool) (bool, error) {
	if all && !b.Guarded {
		return true, nil
	}
	p, err := petitions.get(tx, appendSerial(nil, b.Serial))
	if err != nil {
		return false, err
	}
	return ledger.May(school, ledger.Staff(m), ledger.OpSee, &p, day) == nil, nil
}

// Counts are the open cases that a member may be told the number of.
type Counts struct {
	Open, Overdue, Supervised int
}

// Count counts the open cases of a member's queue; somebody who sees totals only (考核小组) gets those of the school, without the cases he has an interest
// in.
func (tx *Tx) CountPetitions(school *policy.School, m *policy.Member, day policy.Date) (Counts, error) {
	var c Counts
	list, err := tx.Queue(school, m, day, 0)
	if err == nil && m != nil && m.Has(policy.AssessmentGroup) {
		list, err = tx.countable(school, m, day)
	}
	for _, b := range list {
		c.Open++
		if b.Overdue(day) {
			c.Overdue++
		}
		if b.Supervised {
			c.Supervised++
		}
	}
	return c, err
}

// countable lists the cases that are counted for somebody who sees totals only.
func (tx *Tx) countable(school *policy.School, m *policy.Member, day policy.Date) ([]ledger.Brief, error) {
	var out []ledger.Brief
	for b, err := range tx.OpenBriefs() {
		if err != nil {
			return nil, err
		}
		if b.Guarded {
			p, err := petitions.get(tx, appendSerial(nil, b.Serial))
			if err != nil {
				return nil, err
			}
			if ledger.May(school, ledger.Staff(m), ledger.OpCount, &p, day) != nil {
				continue
			}
		}
		out = append(out, b)
	}
	return out, nil
}
