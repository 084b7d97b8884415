package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	noticesByKey     = "notices_by_key"
	noticesByAddress = "notices_by_address"
	noticesDue       = "notices_due"
	noticesFailed    = "notices_failed"
)

// notices are the outbox: rows in the order in which they were written, numbered. Their identity is Notice.Key, which an index leads to the number.
// So a row lies where the newest ones lie, whatever its Key looks like.
var notices = table[ledger.Notice]{
	name:    "notices",
	keySize: numberSize,
	indexes: []string{noticesByKey, noticesByAddress, noticesDue, noticesFailed},
	entries: noticeEntries,
	say:     func(key []byte) string { return fmt.Sprintf("notices/%x", key) },
}

func noticeEntries(into *entries, number []byte, n *ledger.Notice) {
	var space [256]byte
	into.add(noticesByKey, append(space[:0], n.Key...), number)
	into.add(noticesByAddress, append(appendAddress(space[:0], n.To), number...), nil)
	if !n.Settled() {
		into.add(noticesDue, append(appendTime(space[:0], n.Due), number...), nil)
	}
	if failed := failedAt(n); !failed.IsZero() {
		into.add(noticesFailed, append(appendTime(space[:0], failed), number...), nil)
	}
}

// failedAt is the instant from which a notice is known not to reach anybody: refused by the platform, or dropped.
func failedAt(n *ledger.Notice) time.Time {
	if !n.Refused.IsZero() {
		return n.Refused
	}
	return n.Dropped
}

// appendAddress writes an address so that all spellings of one account are one key.
func appendAddress(b []byte, a policy.Address) []byte {
	a = a.Fold()
	return appendName(append(append(b, a.Channel...), ':'), a.User)
}

// Notify puts a notice into the outbox. A Key that is already there is left alone, whatever became of it: nobody is told twice.
func (tx *Tx) Notify(n ledger.Notice) (added bool, err error) {
	if !nameful(n.Key) || n.To.User == "" || n.Due.IsZero() {
		return false, fmt.Errorf("store: notice %q is incomplete", n.Key)
	}
	if tx.Told(n.Key) {
		return false, nil
	}
	return true, notices.insert(tx, tx.nextNotice(), &n)
}

// nextNotice is the number after that of the last row; no row is ever deleted.
func (tx *Tx) nextNotice() []byte {
	var last uint64
	for key := range tx.kv.ScanReverse(notices.name, nil, nil) {
		last = readNumber(key)
		break
	}
	return binary.BigEndian.AppendUint64(nil, last+1)
}

// Told tells whether a notice of this Key was ever put into the outbox.
func (tx *Tx) Told(key string) bool {
	_, ok := tx.kv.Get(noticesByKey, []byte(key))
	return ok
}

// Notice finds a row of the outbox by its Key; ErrNotFound if there is none.
func (tx *Tx) Notice(key string) (ledger.Notice, error) {
	number, ok := tx.kv.Get(noticesByKey, []byte(key))
	if !ok {
		return ledger.Notice{}, ErrNotFound
	}
	return notices.get(tx, number)
}

// SaveNotice writes what became of a row that is there already; ErrNotFound if it is not. What was sealed into a row goes with its settling.
func (tx *Tx) SaveNotice(n ledger.Notice) error {
	if n.Settled() {
		n.Sealed = nil
	}
	number, ok := tx.kv.Get(noticesByKey, []byte(n.Key))
	if !ok {
		return ErrNotFound
	}
	return notices.put(tx, append([]byte(nil), number...), &n)
}

// unswallowed is longer than any platform remembers a message.
const unswallowed = 24 * time.Hour

// Release lets the rows that ride on one which did not arrive go by themselves, from an instant on. Where nobody knows whether it arrived after all they are
// in doubt as well, and at once: no duplicate check finds their words among those of a longer message.
func (tx *Tx) Release(n ledger.Notice, at time.Time) error {
	for _, key := range n.Riders {
		rider, err := tx.Notice(key)
		if errors.Is(err, ErrNotFound) || err == nil && rider.With != n.Key {
			continue
		}
		if err != nil {
			return err
		}
		rider.With, rider.Due = "", at
		if !n.Unsure.IsZero() {
			rider.Unsure = n.Unsure.Add(-unswallowed)
		}
		if err := tx.SaveNotice(rider); err != nil {
			return err
		}
	}
	return nil
}

// DueNotices gives up to limit rows about which something is to be done by the instant until, by Due; a limit of 0 gives all. A row that the loop
// saves with a later Due within until comes again.
func (tx *Tx) DueNotices(until time.Time, limit int) iter.Seq2[ledger.Notice, error] {
	to := appendTime(nil, until.Add(1))
	return first(limit, notices.follow(tx, tx.kv.Scan(noticesDue, nil, to)))
}

// NextDue is the Due of the first row about which something is to be done; false if there is none.
func (tx *Tx) NextDue() (time.Time, bool) {
	for key := range tx.kv.Scan(noticesDue, nil, nil) {
		return readTime(key), true
	}
	return time.Time{}, false
}

// NoticesTo gives up to limit rows for one address, the newest first; a limit of 0 gives all.
func (tx *Tx) NoticesTo(to policy.Address, limit int) iter.Seq2[ledger.Notice, error] {
	from, end := kv.Prefix(appendAddress(nil, to))
	return first(limit, notices.follow(tx, tx.kv.ScanReverse(noticesByAddress, from, end)))
}

// RecentNotices gives up to limit rows, the newest first; a limit of 0 gives all.
func (tx *Tx) RecentNotices(limit int) iter.Seq2[ledger.Notice, error] {
	return notices.newest(tx, limit)
}

// RefusedNotices gives the rows that were refused or dropped at the instant since or later, the oldest first.
func (tx *Tx) RefusedNotices(since time.Time) iter.Seq2[ledger.Notice, error] {
	return notices.follow(tx, tx.kv.Scan(noticesFailed, appendTime(nil, since), nil))
}
