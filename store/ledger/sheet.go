package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Sheet 接待登记: what came of one reception (Art. 5.8): who sat there and who came about what. A matter that was handed to a unit
// is an issue from then on. A case that is opened from a visit is named by neither: the sheet would tell who filed it.
type Sheet struct {
	ID     string      `json:"id"`     // JD2026-0007
	Slot   policy.Date `json:"slot"`   // of the reception, by its regular day
	Day    policy.Date `json:"day"`    // on which it was held
	Leader string      `json:"leader"` // who sat there: the reception counts for him and for nobody else
	Record string      `json:"record"` // id of the activity by which it counts
	Groups int         `json:"groups"` // of visitors; 0: nobody came, which counts all the same (1.4 no. 9)
	Visits []Visit     `json:"visits,omitempty"`

	By      string    `json:"by"`
	Entered time.Time `json:"entered"` // UTC
}

// Visit is what one group of visitors came about.
type Visit struct {
	Topic   string      `json:"topic,omitempty"`
	Answer  string      `json:"answer,omitempty"`  // what was said on the spot
	Unit    string      `json:"unit,omitempty"`    // to which it was handed; full name
	Due     policy.Date `json:"due,omitzero"`      // by when the unit answers
	Issue   string      `json:"issue,omitempty"`   // id of the issue that the unit got (Art. 6.3)
	Booking string      `json:"booking,omitempty"` // id of the booking behind which the visitor's identity stands
}

// EnterSheet makes the sheet of a reception that was held; its ID is empty.
//
// Refusals: not_begun, already_held.
func EnterSheet(school *policy.School, slot Slot, before *Sheet, s Sheet, at time.Time) (Sheet, error) {
	switch {
	case !slot.Begun(school, at):
		return Sheet{}, refuseNotBegun(slot.Day)
	case before != nil:
		return Sheet{}, refuseAlreadyHeld(slot.Day, before.ID)
	}
	s.Slot, s.Day, s.Entered = slot.Regular, slot.Day, at.UTC()
	s.Groups = max(s.Groups, len(s.Visits))
	return s, nil
}

// Absence 没见到人: somebody came to a reception and says that nobody was there (Art. 4.4). It is a fact for the office to look into, and no verdict. Who said
// it stands in the vault alone, so that one person is counted once, and is told to nobody.
type Absence struct {
	ID   string      `json:"id"`   // MJ2026-0001
	Slot policy.Date `json:"slot"` // of the reception, by its regular day
	Time string      `json:"time,omitempty"`
	At   time.Time   `json:"at"` // UTC

	Forgotten time.Time `json:"forgotten,omitzero"` // when retention deleted who said it
}
