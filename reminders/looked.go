package reminders

import (
	"errors"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// KindLooked is the kind of the one row that says how far was looked. It lies in the outbox like the others, settled from the beginning and told to
// nobody; lists of notices leave it out.
const KindLooked = "looked"

const keyLooked = "reminders/looked"

func lookedRow(at time.Time) ledger.Notice {
	at = at.UTC()
	return ledger.Notice{
		Key: keyLooked, Kind: KindLooked, To: policy.Address{Channel: "system", User: "reminders"}, Made: at, Due: at, Sent: at,
	}
}

func putLooked(tx *store.Tx, row ledger.Notice) error {
	if err := tx.SaveNotice(row); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	_, err := tx.Notify(row)
	return err
}

// aheadOfTime is by how much a clock must have been ahead for the rows that it made to be taken back.
const aheadOfTime = time.Hour

// comeBack makes good what was written while the clock was ahead of time: reminders that were not tried, those that it dropped as too late too, are taken
// back, so that they are told when their time comes.
func (r *Reminders) comeBack(at time.Time) error {
	ahead := false
	err := r.st.View(func(tx *store.Tx) error {
		row, err := tx.Notice(keyLooked)
		if ahead = err == nil && row.Sent.Sub(at) > aheadOfTime; errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil || !ahead {
		return err
	}
	r.log.Warn().Msg("reminders: the clock was set back; what was written ahead of its time and not sent is taken back")
	return r.st.Update(at, func(tx *store.Tx) error { return tx.RecallMadeAfter(at, unasked) })
}

// setBack is how far back a look begins after the clock was set back.
const setBack = 14 * 24 * time.Hour

// since is where a look at an instant begins: just after the last one, but not further back than LookBack; on the first look of a ledger's life,
// with the day. A clock that was set back makes the look begin some days earlier: what is in the outbox is not told again.
func (r *Reminders) since(tx *store.Tx, at time.Time) (from time.Time, first bool, err error) {
	row, err := tx.Notice(keyLooked)
	if errors.Is(err, store.ErrNotFound) {
		return r.school.Today(at).At(0, 0, r.school.Location), true, nil
	}
	if row.Sent.After(at) {
		return at.Add(-min(setBack, r.opt.LookBack)), false, err
	}
	from = at.Add(-r.opt.LookBack)
	if last := row.Sent.Add(1); last.After(from) {
		from = last
	}
	return from, false, err
}
