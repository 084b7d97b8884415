package store

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// petition1 is a case as schema 1 kept it.
type petition1 struct {
	ID       string      `json:"id"`
	Received time.Time   `json:"received"`
	Category string      `json:"category"`
	Unit     string      `json:"unit"`
	Summary  string      `json:"summary"`
	Told     time.Time   `json:"told,omitzero"`
	Accepted time.Time   `json:"accepted,omitzero"`
	Replied  time.Time   `json:"replied,omitzero"`
	Closed   time.Time   `json:"closed,omitzero"`
	Rating   string      `json:"rating,omitempty"`
	Due      policy.Date `json:"due,omitzero"`
}

// courseOfPetitions is the way from schema 1 to 2: a case gets the facts of its course. What schema 1 did not know stays open: who told, in which words it
// was answered. Nobody's name was kept, so such a case has no filer; its indexes and that of the journal are made here.
func courseOfPetitions(k kv.Tx) error {
	s := &Store{loc: time.UTC}
	tx := begin(k, s, time.Time{})
	var rows []petition1
	for key, row := range k.Scan(petitions.name, nil, nil) {
		var old petition1
		if err := decodeRow(row, &old); err != nil {
			return fmt.Errorf("%s: %w", petitions.say(key), err)
		}
		rows = append(rows, old)
	}
	tx.dropAll(openPetitions, nil)
	for _, old := range rows {
		serial, ok := ledger.ParseID(ledger.PetitionLetters, old.ID)
		if !ok {
			return fmt.Errorf("%w: a case without an id", ErrDamaged)
		}
		p := old.now()
		if err := petitions.insert(tx, appendSerial(nil, serial), &p); err != nil {
			return err
		}
	}
	tx.rebuildCourses()
	return tx.failed()
}

// now is the case in the form of schema 2.
func (o *petition1) now() ledger.Petition {
	p := ledger.Petition{
		ID: o.ID, Received: o.Received, Class: policy.Suggestion, Category: o.Category, Unit: o.Unit, Summary: o.Summary, NoContact: true,
		Accepted: o.Accepted, Replied: o.Replied, Closed: o.Closed, Due: o.Due,
	}
	told := o.Told
	for _, later := range []time.Time{o.Accepted, o.Replied, o.Closed} {
		if told.IsZero() {
			told = later // what was answered had been told
		}
	}
	if !told.IsZero() {
		p.Told = ledger.Told{At: told, By: ledger.BySystem, Outcome: ledger.ToldAccept}
	}
	if o.Unit != "" && !told.IsZero() {
		p.Assignments = []ledger.Assignment{{Unit: o.Unit, Lead: true, By: ledger.BySystem, At: told, Due: o.Due, Replied: o.Replied}}
	}
	if !o.Replied.IsZero() {
		p.Opinions = []ledger.Opinion{{By: ledger.BySystem, Unit: o.Unit, At: o.Replied, Finding: ledger.FindingExplained, Leading: true, Final: o.Replied}}
	}
	if o.Rating != "" {
		at := o.Closed
		if at.IsZero() {
			at = o.Replied
		}
		p.Ratings = []ledger.Rating{{At: at, Score: ledger.Score(o.Rating)}}
	}
	if !p.Closed.IsZero() {
		p.ClosedBy = ledger.BySystem
	}
	switch {
	case !p.Working():
		p.Due = 0
	case p.Due != 0:
		p.DueFor = ledger.ClockDecide
	}
	return p
}
