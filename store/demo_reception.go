package store

import (
	"errors"
	"fmt"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// receptions lets the reception days be published before each term and held by whose turn it is (Art. 5.8).
func (d *demo) receptions() {
	for _, term := range d.school.Calendar.Terms {
		d.publish(term)
		for i, turn := range d.school.Duties(term) {
			m := d.school.Member(turn.MemberID)
			if m == nil {
				continue
			}
			d.did(deed{day: turn.Date.String(), kind: policy.ReceptionDay, who: []string{m.Name}, said: ledger.Details{
				PartOfDay: "下午", Start: "15:00", End: "17:00", Place: d.school.ReceptionPlace(m.ID), Visitors: (i*2 + 1) % 4,
			}})
		}
	}
}

// publishedBefore is how many days before a term its roster is published.
const publishedBefore = 4

// publish lets the office publish the roster of a term. A school without a roster or without the office does not.
func (d *demo) publish(term policy.Term) {
	day := term.Start.Add(-publishedBefore)
	office := d.school.HoldersOf(policy.PresidentOffice, day)
	if len(office) == 0 {
		return
	}
	d.on(day.At(10, 0, d.school.Location), func(tx *Tx) error {
		r, err := tx.Roster(term)
		if err != nil {
			return err
		}
		if r, err = r.Publish(d.school, term, office[0], tx.At); err != nil {
			return unlessRefused(err)
		}
		return errors.Join(tx.PutRoster(r), tx.Log(office[0].ID, "published", term.ID, fmt.Sprintf("version %d", r.Version())))
	})
}

// sheet is the sheet of a reception that was reported, as part of the report: how many came.
func (d *demo) sheet(tx *Tx, a ledger.Activity) error {
	if a.Kind != policy.ReceptionDay {
		return nil
	}
	slots, err := tx.Slots(d.school)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if !slot.Held() || slot.Day != a.Date {
			continue
		}
		s, err := ledger.EnterSheet(d.school, slot, nil, ledger.Sheet{Leader: a.Credits[0].Member, Record: a.ID, Groups: a.Said.Visitors, By: a.By}, tx.At)
		if err != nil {
			return unlessRefused(err)
		}
		s.ID = tx.NextSheetID()
		return tx.PutSheet(s)
	}
	return nil
}
