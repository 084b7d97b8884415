package store

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Chase does what the program does about open cases by itself (requirements 2.6): broken limits become 督办, 督办 without an answer goes to the leader in
// charge, answered cases without a word are closed. tell is called in the transaction of each case that changed, with the steps, to write the notices; nil
// = none. It may be called as often as one likes: nothing happens twice. n counts the cases that changed.
func (s *Store) Chase(school *policy.School, at time.Time, tell func(*Tx, ledger.Petition, []ledger.Step) error) (n int, err error) {
	due, err := s.chased(school, at)
	for _, id := range due {
		if err != nil {
			break
		}
		changed := false
		err = s.Update(at, func(tx *Tx) error {
			p, steps, err := tx.chase(school, id)
			changed = len(steps) > 0
			if err != nil || !changed || tell == nil {
				return err
			}
			return tell(tx, p, steps)
		})
		if changed && err == nil {
			n++
		}
	}
	if err != nil {
		return n, fmt.Errorf("store: chase: %w", err)
	}
	return n, nil
}

// chased lists the cases of which something is to be done at an instant.
func (s *Store) chased(school *policy.School, at time.Time) (ids []string, err error) {
	err = s.View(func(tx *Tx) error {
		ids = nil
		clusters := map[string]int{}
		for b, err := range tx.OpenBriefs() {
			if err != nil {
				return err
			}
			clusters[b.Unit+"\x00"+b.Category]++
		}
		for p, err := range tx.OpenPetitions() {
			if err != nil {
				return err
			}
			d := &ledger.Deed{School: school, By: ledger.TheSystem(), At: at}
			if p.Chase(d, clusters[p.Unit+"\x00"+p.Category]); len(d.Steps) > 0 {
				ids = append(ids, p.ID)
			}
		}
		return nil
	})
	return ids, err
}

// chase does it to one case.
func (tx *Tx) chase(school *policy.School, id string) (ledger.Petition, []ledger.Step, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return p, nil, err
	}
	cluster := 0
	for other, err := range tx.topic(p.Category) {
		if err != nil {
			return p, nil, err
		}
		if other.Unit == p.Unit {
			cluster++
		}
	}
	d := &ledger.Deed{School: school, By: ledger.TheSystem(), At: tx.At}
	if p = p.Chase(d, cluster); len(d.Steps) == 0 {
		return p, nil, nil
	}
	return p, d.Steps, tx.Keep(d, p)
}

// Resettle works the due days of all open cases out anew, after the calendar or the time limits in the configuration have changed. n counts those that
// moved.
func (s *Store) Resettle(school *policy.School, at time.Time) (n int, err error) {
	err = s.Update(at, func(tx *Tx) error {
		n = 0
		var moved []ledger.Petition
		for p, err := range tx.OpenPetitions() {
			if err != nil {
				return err
			}
			if now := p.Settle(school); now.Due != p.Due || now.DueFor != p.DueFor {
				moved = append(moved, now)
			}
		}
		for _, p := range moved {
			if err := tx.PutPetition(p); err != nil {
				return err
			}
		}
		n = len(moved)
		return nil
	})
	return n, err
}
