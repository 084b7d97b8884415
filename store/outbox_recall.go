package store

import (
	"errors"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Recall takes back what was written for a member and not yet tried: the rows of the given kinds to one of his addresses. A later look may write them anew.
// What else was to be told in the same message goes by itself; a message that something else carries goes out.
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
			if err := tx.forgetNotice(n, kinds); err != nil {
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
		if kinds(n.Kind) && !n.Planned.IsZero() && n.Attempts == 0 && n.With == "" && n.Sent.IsZero() && n.Refused.IsZero() {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		if err := tx.forgetNotice(n, kinds); err != nil {
			return err
		}
	}
	return nil
}

// recallable is how many of the last notices to one address are looked through.
const recallable = 30

// forgetNotice deletes a row, with those of the given kinds that ride on it; others are left to themselves.
func (tx *Tx) forgetNotice(n ledger.Notice, kinds func(kind string) bool) error {
	gone := []string{n.Key}
	for _, key := range n.Riders {
		rider, err := tx.Notice(key)
		if err == nil && kinds(rider.Kind) {
			gone = append(gone, key)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	for _, key := range gone {
		number, ok := tx.kv.Get(noticesByKey, []byte(key))
		if !ok {
			continue
		}
		if err := notices.remove(tx, append([]byte(nil), number...)); err != nil {
			return err
		}
	}
	return tx.Release(n, n.Due)
}
