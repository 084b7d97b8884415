package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// SeedDemo fills an empty ledger with what a school like the demo school has behind it: the academic year 2025-2026, and the term 2026-2027-1 up to
// now. Everything goes through the same transitions as in real life, in the order in which it happened, in one transaction. People and units come
// from the school; what the school does not have is left out, and so is what lies after now. A ledger with records is left as it is.
func SeedDemo(st *Store, school *policy.School, now time.Time) error {
	past := demo{school: school}
	past.closedYear()
	past.thisTerm()
	past.receptions()
	past.petitions()
	err := st.Update(now, func(tx *Tx) error {
		for range tx.RecentActivities(1) {
			return nil
		}
		return past.play(tx, now)
	})
	if err != nil {
		return fmt.Errorf("store: demo: %w", err)
	}
	return nil
}

// demo gathers what happened.
type demo struct {
	school *policy.School
	events []event
	filers int // how many people have filed something
}

// event is one thing that happened, at its instant.
type event struct {
	at  time.Time
	run func(*Tx) error
}

func (d *demo) on(at time.Time, run func(*Tx) error) { d.events = append(d.events, event{at, run}) }

// play lets everything up to now happen in tx, each at its own instant.
func (d *demo) play(tx *Tx, now time.Time) error {
	events := slices.Clone(d.events)
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		if e.at.After(now) {
			break
		}
		tx.At = e.at.UTC()
		if err := e.run(tx); err != nil {
			return err
		}
	}
	tx.At = now.UTC()
	return nil
}

// deed is an activity that somebody reports.
type deed struct {
	day   string // on which it was held
	kind  policy.Kind
	said  ledger.Details
	who   []string // names, the host first
	by    string   // name of the one who reports it; "" = the host
	after int      // days from the activity to the report
	waits bool     // the leaders have not said 对
}

// did lets a deed be reported at the end of its day, and the others' 对 follow the next morning. A deed of people, units or kinds that the school
// does not have did not happen.
func (d *demo) did(e deed) {
	day, err := policy.ParseDate(e.day)
	people, known := d.people(e.who)
	by := d.person(cmp.Or(e.by, e.who[0]))
	if err != nil || !known || by == nil || !d.has(e) {
		return
	}
	id := new(string)
	reported := day.Add(e.after).At(17, 40, d.school.Location)
	d.on(reported, func(tx *Tx) (err error) {
		*id, err = d.report(tx, e, day, people, by)
		return unlessRefused(err)
	})
	for i, m := range people {
		if m == by || e.waits {
			continue
		}
		d.on(reported.Add(14*time.Hour+time.Duration(i)*time.Minute), func(tx *Tx) error {
			return unlessRefused(confirm(tx, *id, m.ID))
		})
	}
}

// has tells whether the school has the unit and the kind of a deed.
func (d *demo) has(e deed) bool {
	return d.school.Measure.Kind(e.kind) != nil && (e.said.Unit == "" || d.school.Unit(e.said.Unit) != nil)
}

// unlessRefused forgives what another school does not allow: there it did not happen.
func unlessRefused(err error) error {
	var no *ledger.Refusal
	if errors.As(err, &no) || errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// report enters a deed as bot does.
func (d *demo) report(tx *Tx, e deed, day policy.Date, people []*policy.Member, by *policy.Member) (string, error) {
	entry := ledger.Entry{Kind: e.kind, Date: day, Said: e.said, By: by, At: tx.At}
	for _, m := range people {
		entry.Members = append(entry.Members, m.ID)
	}
	a, err := ledger.Report(d.school, entry)
	if err != nil {
		return "", fmt.Errorf("%s of %s: %w", e.kind, e.day, err)
	}
	a.ID = tx.NextActivityID()
	note := string(a.Kind) + " " + e.day + " " + strconv.FormatFloat(a.Said.ClassHours, 'f', -1, 64)
	return a.ID, errors.Join(tx.PutActivity(&a), tx.Log(by.ID, "reported", a.ID, note), d.sheet(tx, a))
}

func confirm(tx *Tx, id, member string) error {
	a, err := tx.Activity(id)
	if err != nil {
		return err
	}
	if a, err = a.Confirm(member, tx.At); err != nil {
		return err
	}
	return errors.Join(tx.PutActivity(&a), tx.Log(member, "confirmed", id, ""))
}

// people finds members by name; false if one of them is not there.
func (d *demo) people(names []string) ([]*policy.Member, bool) {
	var out []*policy.Member
	for _, name := range names {
		m := d.person(name)
		if m == nil {
			return nil, false
		}
		out = append(out, m)
	}
	return out, len(out) > 0
}

func (d *demo) person(name string) *policy.Member {
	for i := range d.school.Members {
		if d.school.Members[i].Name == name {
			return &d.school.Members[i]
		}
	}
	return nil
}
