package store

import (
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Recall takes back what was written for a member and not yet tried: the rows of the given kinds to one of his addresses. A later look may write them anew.
// A message in which something else is told too goes out.
func (tx *Tx) Recall(m *policy.Member, kinds func(kind string) bool) error {
	for _, to := range m.Accounts {
		var gone []ledger.Notice
		for n, err := range tx.NoticesTo(to, recallable) {
			if err != nil {
				return err
			}
			if n.Member == m.ID && !n.Settled() && n.Attempts == 0 && kinds(n.Kind) {
				gone = append(gone, n)
			}
		}
		for _, n := range gone {
			if err := tx.forgetNotice(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// RecallMadeAfter takes back what was written after an instant, planned for a moment, and not tried: the rows of the given kinds.
func (tx *Tx) RecallMadeAfter(at time.Time, kinds func(kind string) bool) error {
	var gone []ledger.Notice
	for n, err := range tx.RecentNotices(0) {
		if err != nil {
			return err
		}
		if !n.Made.After(at) && kinds(n.Kind) {
			break
		}
		if kinds(n.Kind) && !n.Planned.IsZero() && n.Attempts == 0 && n.With == "" {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		if err := tx.forgetNotice(n); err != nil {
			return err
		}
	}
	return nil
}

// recallable is how many of the last notices to one address are looked through.
const recallable = 30

// forgetNotice deletes a row with those that ride on it.
func (tx *Tx) forgetNotice(n ledger.Notice) error {
	for _, key := range append(n.Riders, n.Key) {
		number, ok := tx.kv.Get(noticesByKey, []byte(key))
		if !ok {
			continue
		}
		if err := notices.remove(tx, append([]byte(nil), number...)); err != nil {
			return err
		}
	}
	return nil
}
