package reminders

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Options says how reminders go into the outbox. Every zero value is replaced by the default named beside it.
type Options struct {
	Channels []string      // channels that have a Sender, for the choice of a member's account; none: every account will do
	Spread   time.Duration // what is planned for one moment is due over so much time after it: 6 min; negative: at once
	LookBack time.Duration // how far back a look makes good what was missed: 62 days, past a summer without the program
}

// Reminders computes what is owed and writes what was not yet told into the outbox. It is safe for use by several goroutines.
type Reminders struct {
	school *policy.School
	st     *store.Store
	log    zerolog.Logger
	opt    Options
	mu     sync.Mutex // one look at a time
}

// New builds the reminders of a school; nothing happens before a Tick.
func New(school *policy.School, st *store.Store, log zerolog.Logger, opt Options) *Reminders {
	orDefault(&opt.Spread, 6*time.Minute)
	orDefault(&opt.LookBack, 62*24*time.Hour)
	return &Reminders{school: school, st: st, log: log, opt: opt}
}

// lateAfter is from when on something is marked as told late: longer than the time between two ticks.
const lateAfter = 30 * time.Minute

// chunk is how many rows one transaction writes, or a few more: a message with all that is told in it is written at once.
const chunk = 512

// Tick looks at the instant at: what was planned since the last look, is owed by the ledger as it is now and was never told goes into the outbox; what
// came too late to be of use is written down as dropped. told counts the former.
//
// Before that open cases are chased: what is overdue is under 督办, and what 督办 did not move goes to the leader in charge (requirements 2.6).
//
// A Tick may be skipped, repeated or come after any downtime: what it would have told is told by the next one, once. The first look of a ledger's
// life begins with the day of at. A Tick that fails, in whole or in part, is made good by the next.
func (r *Reminders) Tick(ctx context.Context, at time.Time) (told int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	chased := errors.Join(r.comeBack(at), r.chase(at))
	rows, fault := r.due(at)
	fault = errors.Join(chased, fault)
	for len(rows) > 0 && ctx.Err() == nil {
		n := piece(rows)
		added, err := r.put(rows[:n], at)
		if told += added; err != nil {
			return told, errors.Join(fault, err)
		}
		rows = rows[n:]
	}
	if told > 0 {
		r.log.Info().Int("told", told).Msg("reminders: written into the outbox")
	}
	return told, errors.Join(fault, ctx.Err())
}

// due lists the rows that a look at an instant writes. The last one says how far was looked, so that it is written when all others are; it is missing
// when something could not be read, which does not stop the rest.
func (r *Reminders) due(at time.Time) (rows []row, err error) {
	var fault error
	err = r.st.View(func(tx *store.Tx) error {
		from, first, err := r.since(tx, at)
		if err != nil {
			return err
		}
		facts := NewFacts(r.school, tx)
		facts.today, facts.now = r.school.Today(at), at
		list, moments, err := drafts(facts, from, at, r.seekSince(from, first))
		fault = err
		for _, d := range list {
			n, owed, err := r.notice(facts, d, at)
			if err != nil {
				fault = err
			}
			if owed {
				rows = append(rows, n)
			}
		}
		rows = gather(r.school, withoutSecond(rows))
		if fault == nil && (first || moments > 0) {
			rows = append(rows, row{Notice: lookedRow(at)})
		}
		return nil
	})
	return rows, cmp.Or(err, fault)
}

// grace is how far before the last look a look searches the ledger again: what was being written while that one read has an earlier instant. What was told
// is not told twice.
const grace = time.Hour

// seekSince is where the search in the ledger begins.
func (r *Reminders) seekSince(from time.Time, first bool) time.Time {
	if first {
		return from
	}
	return from.Add(-grace)
}

// row is a notice to be written, with the buttons that go with it.
type row struct {
	ledger.Notice
	card ledger.Card
}

// write puts a row into the outbox, unless it is there already.
func (n *row) write(tx *store.Tx) (added bool, err error) {
	if tx.Told(n.Key) {
		return false, nil
	}
	_, err = tx.Show(n.Notice, n.card)
	return true, err
}

// notice makes the row of a draft, if it was never told and something is owed.
func (r *Reminders) notice(facts *Facts, d draft, at time.Time) (n row, owed bool, err error) {
	if facts.told(d.Key) {
		return n, false, nil
	}
	if owed, err = d.fill(facts); err != nil || !owed {
		return n, false, err
	}
	n = row{card: d.Card, Notice: ledger.Notice{
		Key: d.Key, Kind: d.Kind, Rule: d.Rule, To: d.To, Text: d.Text, Made: at.UTC(), Planned: d.At.UTC(), Until: d.Until.UTC(),
	}}
	if d.Member != nil {
		n.To, n.Member = account(d.Member, r.opt.Channels), d.Member.ID
	}
	n.LateNote = at.Sub(d.At) > lateAfter
	if n.LateNote {
		n.Text = lateText(d.Text, d.At)
	}
	n.Due = r.dueAt(&n.Notice, d.At, at).UTC()
	switch {
	case n.Due.Before(n.Until):
	case d.held.IsZero():
		n.Dropped, n.Reason = at.UTC(), missedReason(d.At)
	default:
		n.Dropped, n.Reason = at.UTC(), pausedReason(d.held)
	}
	return n, true, nil
}

// dueAt is when a row planned for one instant and written at another may go. What comes late is spread too: a program that was started again does not tell
// everybody at once, nor on the full hour.
func (r *Reminders) dueAt(n *ledger.Notice, planned, at time.Time) time.Time {
	due := r.spreadFrom(n, planned)
	if due.Before(at) {
		if due = r.spreadFrom(n, at); !due.Before(n.Until) {
			due = at
		}
	}
	return Hours(r.school)(n, due)
}

func (r *Reminders) spreadFrom(n *ledger.Notice, at time.Time) time.Time {
	if r.opt.Spread > 0 {
		return at.Add(spread(n.To, r.opt.Spread))
	}
	return at
}

// put writes rows in one transaction and tells how many were new and are to be sent.
func (r *Reminders) put(rows []row, at time.Time) (told int, err error) {
	err = r.st.Update(at, func(tx *store.Tx) error {
		told = 0
		quiet := map[string]bool{} // keys that were left out
		for _, n := range rows {
			if n.Kind == KindLooked {
				return putLooked(tx, n.Notice)
			}
			if quiet[n.With] {
				n.With = ""
			}
			paused, err := r.pausedSince(tx, &n.Notice, at)
			if quiet[n.Key] = paused && n.With == ""; quiet[n.Key] {
				continue
			}
			added := false
			if err == nil {
				added, err = n.write(tx)
			}
			if err != nil {
				return fmt.Errorf("reminders: %s: %w", n.Key, err)
			}
			if added && n.Dropped.IsZero() {
				told++
			}
		}
		return nil
	})
	return told, err
}

// longestWait is how far Next looks ahead: past the longest vacation.
const longestWait = 100

// Next is the first instant after the given one at which something is planned, whatever the ledger says, or at which a row of the outbox is due: a
// clock that is moved by hand stops there. False: there is none, as far as the calendar is known.
func (r *Reminders) Next(after time.Time) (next time.Time, ok bool) {
	sooner := func(at time.Time) {
		if at.After(after) && (!ok || at.Before(next)) {
			next, ok = at, true
		}
	}
	// A store that cannot be read has nothing due; the tick that follows says so.
	_ = r.st.View(func(tx *store.Tx) error {
		facts := NewFacts(r.school, tx)
		for days := 1; days <= longestWait && !ok; days *= 4 {
			if list, _ := moments(facts, after.Add(1), after.AddDate(0, 0, days)); len(list) > 0 {
				sooner(list[0].at)
			}
		}
		until := after.AddDate(0, 0, longestWait)
		if ok {
			until = next
		}
		if due, some := tx.NextDue(); some {
			sooner(due.In(r.school.Location))
		}
		for _, seek := range seekers() {
			if err := seek(facts, after.Add(1), until, func(d draft) { sooner(d.At) }); err != nil {
				return err
			}
		}
		return nil
	})
	return next, ok
}

// Preview lists what will be told in [from, to] by the ledger as the transaction sees it, without what was told already; empty means a ledger
// without records, in which every duty is unmet (tx may then be nil). Nothing is written.
func Preview(school *policy.School, tx *store.Tx, from, to time.Time, empty bool) ([]Item, error) {
	if empty {
		tx = nil
	}
	facts := NewFacts(school, tx)
	items, err := Agenda(school, facts, from, to)
	kept := items[:0]
	for _, it := range items {
		if !facts.told(it.Key) {
			kept = append(kept, it)
		}
	}
	return kept, err
}
