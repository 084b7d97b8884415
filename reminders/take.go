package reminders

import (
	"errors"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// One look judges at most lookRows rows and has at most handRows in hand: a few seconds' worth, so that budgets are asked shortly before the sending,
// and enough for one transaction to mark many.
const (
	lookRows = 256
	handRows = 64
)

// lease is how far the Due of a row in hand moves on, so that the next look does not meet it. A later process takes such rows at once (resume).
const lease = 2 * time.Minute

// taken is a row in hand, and what it was before in case it is put back.
type taken struct {
	row    ledger.Notice // marked as being sent
	before ledger.Notice
	to     policy.Address   // the account behind row.To; that of a sealed address is neither written down nor logged
	rest   []policy.Address // further accounts of the same person, to which the row goes when this one does not take it
	text   string           // what is sent; that of a sealed row is neither written down nor logged
	card   *ledger.Card     // the buttons that go with it; nil: none
}

// take judges rows that are due until an instant, writes the verdicts down and gives those that go, room at most. more: there may be others.
func (d *Delivery) take(until time.Time, room int) (gone []taken, more bool, err error) {
	now := d.now()
	d.sweep(now)
	judged, more, err := d.look(until, now, room)
	if err != nil || len(judged) == 0 {
		return nil, false, err
	}
	rows := make([]ledger.Notice, len(judged))
	for i := range judged {
		rows[i] = judged[i].row
	}
	written, err := d.write(rows, now)
	if err != nil {
		return nil, false, err
	}
	for i, t := range judged {
		if written[i] && t.goes() {
			d.hand[t.row.Key] = true
			gone = append(gone, t)
		}
	}
	return gone, more, nil
}

// goes tells whether the row was judged to be sent now.
func (t *taken) goes() bool { return t.row.Attempts > t.before.Attempts && !t.row.Settled() }

// look reads due rows and judges them. A row that cannot be read does not stop the others; it is an error when nothing else is due.
func (d *Delivery) look(until, now time.Time, room int) (judged []taken, more bool, err error) {
	var fault error
	err = d.st.View(func(tx *store.Tx) error {
		seen := 0
		for n, err := range tx.DueNotices(until, lookRows+len(d.hand)) {
			if seen++; err != nil {
				fault = err
				continue
			}
			if d.hand[n.Key] {
				continue
			}
			t := taken{row: n, before: n}
			d.judge(tx, &t, now)
			judged = append(judged, t)
			if t.goes() {
				room--
			}
			if more = room == 0 || seen >= lookRows; more {
				return nil
			}
		}
		return nil
	})
	if err == nil && len(judged) == 0 {
		err = fault
	}
	return judged, more, err
}

// judge decides about one due row: it is over, it waits for a later Due, or it goes and is marked.
func (d *Delivery) judge(tx *store.Tx, t *taken, now time.Time) {
	n := &t.row
	if !n.Until.IsZero() && !now.Before(n.Until) {
		n.Dropped, n.Reason = now, expiredReason(n.Reason)
		return
	}
	if !n.Sending.IsZero() {
		doubt(n) // the process that began the attempt is dead
	}
	switch err := d.open(tx, t, now); {
	case errors.Is(err, store.ErrSealed), errors.Is(err, store.ErrNotFound):
		n.Dropped, n.Reason = now, unreachableReason(errors.Is(err, store.ErrSealed))
		return
	case err != nil:
		n.Due, n.Reason = now.Add(mostBackoff), reasonUnreadable
		await(n, now)
		return
	}
	switch {
	case t.to == (policy.Address{}):
		n.Refused, n.Reason = now, reasonEnded
	case d.senders[t.to.Channel] == nil:
		n.Refused, n.Reason = now, noChannelReason(t.to.Channel)
	case n.Attempts >= d.opt.mostAttempts(n):
		n.Refused, n.Reason = now, exhaustedReason(n.Attempts, n.Reason)
	default:
		n.Due = d.mayGo(tx, t, now)
		if n.Due.After(now) {
			await(n, now)
			return
		}
		n.Due = now.Add(lease)
		if d.maybeAgain(t.to.Channel, n, now) {
			t.text += "\n" + ledger.SayMaybeAgain
		}
		n.Sending = now
		n.Attempts++
		if n.Began.IsZero() {
			n.Began = now
		}
	}
}

// open finds out to whom a row goes, and what it says.
func (d *Delivery) open(tx *store.Tx, t *taken, now time.Time) error {
	to, text, err := tx.OpenNotice(&t.row)
	if err != nil {
		return err
	}
	t.text = text
	if t.card, err = cardOf(tx, &t.row); err != nil {
		return err
	}
	all, err := d.opt.Resolve(tx, to)
	if err == nil {
		d.choose(t, to, all, now)
	}
	return err
}

// await leaves a row in the outbox until its Due, unless it is of no use by then.
func await(n *ledger.Notice, now time.Time) {
	if !n.Until.IsZero() && !n.Due.Before(n.Until) {
		n.Dropped, n.Reason = now, expiredReason(n.Reason)
	}
}

// mayGo gives the instant from which the notice may be sent: not in a pause of its channel, not at a quiet hour, not before an earlier notice to the
// same person, not above the budget.
func (d *Delivery) mayGo(tx *store.Tx, t *taken, now time.Time) time.Time {
	n, to := &t.row, t.to.Fold()
	if pause := d.pauses[to.Channel]; pause.lasts(now) {
		return pause.until
	}
	if at := d.opt.Hours(n, now); at.After(now) {
		return at
	}
	if hold := d.holds[to]; ahead(hold, now, longestHold) {
		return hold
	}
	at := d.beat()
	if d.budget.strange(to, at) {
		d.budget.charge(to, d.lately(tx, t, now), at)
	}
	return now.Add(d.budget.reserve(n.Key, to, pieces(t.text), at))
}

// lately counts what the receiver got in the last minute, which a process that has just begun does not remember.
func (d *Delivery) lately(tx *store.Tx, t *taken, now time.Time) int {
	count, since := 0, now.Add(-time.Minute)
	add := func(m *ledger.Notice) {
		if m.Sending.After(since) {
			count += pieces(m.Text)
		}
	}
	for m, err := range tx.NoticesTo(t.to, d.opt.MemberPerMinute) {
		if err == nil {
			add(&m)
		}
	}
	if t.row.To.Channel == t.to.Channel {
		return count
	}
	for m, err := range tx.RecentNotices(lookRows) { // the same person may stand behind several sealed addresses
		if err != nil || m.To.Channel != t.row.To.Channel {
			continue
		}
		to, err := d.opt.Resolve(tx, m.To)
		if err == nil && slices.ContainsFunc(to, func(a policy.Address) bool { return a.Fold() == t.to.Fold() }) {
			add(&m)
		}
	}
	return count
}

// sweep forgets what no longer matters.
func (d *Delivery) sweep(now time.Time) {
	d.budget.sweep(d.beat())
	for to, until := range d.holds {
		if !ahead(until, now, longestHold) {
			delete(d.holds, to)
		}
	}
}

// resume takes up the rows that an earlier process was sending: nobody knows whether they arrived, so they are due at once.
func (d *Delivery) resume() error {
	now := d.now()
	var left []ledger.Notice
	err := d.st.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(endOfTime(), 0) {
			if err == nil && !n.Sending.IsZero() && n.Due.After(now) {
				n.Due = now
				left = append(left, n)
			}
		}
		return nil
	})
	if err == nil {
		_, err = d.write(left, now)
	}
	d.resumed = err == nil
	return err
}

// endOfTime is later than the Due of any row.
func endOfTime() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// write saves rows in one transaction and tells which were: a row that somebody else has settled meanwhile, or removed, is left alone. Those that
// ended without being sent are logged.
func (d *Delivery) write(rows []ledger.Notice, now time.Time) (written []bool, err error) {
	if len(rows) == 0 {
		return nil, nil
	}
	err = d.st.Update(now, func(tx *store.Tx) error {
		written = make([]bool, len(rows))
		for i := range rows {
			is, err := tx.Notice(rows[i].Key)
			if errors.Is(err, store.ErrNotFound) || err == nil && is.Settled() {
				continue
			}
			if err == nil {
				err = tx.SaveNotice(unlinked(rows[i]))
			}
			if err == nil && rows[i].Settled() && rows[i].Sent.IsZero() {
				err = tx.Release(rows[i], now)
			}
			if right := d.rights[rows[i].Key]; err == nil && right != "" {
				err = keepRight(tx, rows[i].Card, right)
			}
			if err != nil {
				return err
			}
			written[i] = true
		}
		return nil
	})
	for i := range rows {
		if err == nil && written[i] && rows[i].Settled() && rows[i].Sent.IsZero() {
			d.note(&rows[i])
		}
	}
	return written, err
}

// note logs a notice that nobody will get: what staff must know, without the receiver and the text.
func (d *Delivery) note(n *ledger.Notice) {
	d.log.Warn().Str("kind", n.Kind).Str("channel", n.To.Channel).Int("code", n.Code).Int("attempts", n.Attempts).
		Str("reason", n.Reason).Msg("outbox: a notice was not delivered")
}
