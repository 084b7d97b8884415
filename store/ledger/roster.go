package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Roster 接待安排: what was published and changed of the receptions of one term (Art. 5.8). The zero roster of a term is the rotation itself.
type Roster struct {
	Term      string        `json:"term"`
	Start     policy.Date   `json:"start"` // first day of the term
	Days      []Slot        `json:"days,omitempty"`
	Published []Publication `json:"published,omitempty"` // the first one first
	Changes   []SlotChange  `json:"changes,omitempty"`   // in the order in which they were made
}

// Publication 发布: the office let the roster of a term be known.
type Publication struct {
	By string    `json:"by"`
	At time.Time `json:"at"` // UTC
}

// SlotChange 变更: the office moves a reception to another day, calls it off, or lets somebody else sit there.
type SlotChange struct {
	Slot   policy.Date `json:"slot"`             // its regular day
	Day    policy.Date `json:"day,omitzero"`     // where it goes; zero: the day stays
	Member string      `json:"member,omitempty"` // who sits there from now on; "": it stays
	Off    bool        `json:"off,omitempty"`    // it is called off
	Reason string      `json:"reason,omitempty"`
	Swap   string      `json:"swap,omitempty"` // id of the swap that it carries out
	By     string      `json:"by"`
	At     time.Time   `json:"at"` // UTC
}

// IsPublished tells whether the roster was ever published.
func (r *Roster) IsPublished() bool { return len(r.Published) > 0 }

// Version counts the publications.
func (r *Roster) Version() int { return len(r.Published) }

// Keeper tells whether the member keeps the roster: the president's office and the party office do (requirements, 4).
func Keeper(m *policy.Member) bool {
	return m != nil && m.Has(policy.PresidentOffice, policy.PartyOffice)
}

// Publish lets the rotation as the calendar has it now be known; changes that were made before go on to hold. Of what was published before, nothing
// is lost: what is over stays as it was, and what the calendar does not plan any more is called off. A day on which the calendar now plans a reception, and
// to which another one was moved before, is refused until one of them is moved.
//
// Refusals: keepers_only, no_roster, two_on_a_day.
func (r Roster) Publish(school *policy.School, term policy.Term, by *policy.Member, at time.Time) (Roster, error) {
	if !Keeper(by) {
		return r, refuseKeepersOnly()
	}
	days := PlannedSlots(school, term)
	if len(days) == 0 || len(school.Reception.Roster) == 0 {
		return r, refuseNoRoster()
	}
	next := r
	next.Days = r.carryOver(school, term, days, at)
	next.Term, next.Start = term.ID, term.Start
	next.Published = append(slices.Clone(r.Published), Publication{By: by.ID, At: at.UTC()})
	before := map[policy.Date]Slot{}
	for _, slot := range Slots(school, term, &next) {
		if other, taken := before[slot.Day]; taken && slot.Held() && !slot.Begun(school, at) {
			return r, refuseTwoOnADay(slot.Day, other.Regular, slot.Regular)
		}
		if slot.Held() {
			before[slot.Day] = slot
		}
	}
	return next, nil
}

// carryOver gives the days of the next publication.
func (r *Roster) carryOver(school *policy.School, term policy.Term, days []Slot, at time.Time) []Slot {
	standing := Slots(school, term, r)
	for _, old := range r.Days {
		is, _ := SlotOf(standing, old.Regular)
		i := indexOf(days, old.Regular)
		switch {
		case is.Begun(school, at) && i >= 0:
			days[i] = old
		case is.Begun(school, at):
			days = append(days, old)
		case i < 0:
			old.Off, old.Reason = true, calendarChanged
			days = append(days, old)
		}
	}
	return days
}

// Change takes a change of the office. What is over stays as it was; two receptions never fall on one day; whoever sits there must be a leader at
// work on that day.
//
// Refusals: keepers_only, no_slot, slot_over, day_past, day_off, day_taken, day_outside, nobody_sits, not_receiving, nothing_changed.
func (r Roster) Change(school *policy.School, term policy.Term, by *policy.Member, c SlotChange, at time.Time) (Roster, error) {
	if !Keeper(by) {
		return r, refuseKeepersOnly()
	}
	slots := Slots(school, term, &r)
	slot, ok := SlotOf(slots, c.Slot)
	switch {
	case !ok:
		return r, refuseNoSlot()
	case slot.Begun(school, at):
		return r, refuseSlotOver(slot.Day)
	}
	if no := c.check(school, term, slot, slots, at); no != nil {
		return r, no
	}
	c.By, c.At = by.ID, at.UTC()
	r.Term, r.Start = term.ID, term.Start
	r.Changes = append(slices.Clone(r.Changes), c)
	return r, nil
}

func (c *SlotChange) check(school *policy.School, term policy.Term, slot Slot, slots []Slot, at time.Time) *Refusal {
	next := c.apply(slot)
	if next == slot || c.Off && slot.Off {
		return refuseSlotUnchanged()
	}
	if c.Off {
		return nil
	}
	_, end := school.ReceptionSpan(next.Day)
	switch {
	case next.Day == 0:
		return refuseNoDate()
	case !term.Span().Holds(next.Day):
		return refuseDayOutside(next.Day)
	case !at.Before(end):
		return refuseDayPast(next.Day)
	case !school.Calendar.IsWorkday(next.Day):
		return refuseDayOff(next.Day)
	case slices.ContainsFunc(slots, func(s Slot) bool { return s.Regular != c.Slot && s.Day == next.Day && !s.Off }):
		return refuseDayTaken(next.Day)
	case next.Member == "":
		return refuseNobodySits(c.Slot)
	case !school.Receives(next.Member, next.Day):
		return refuseNotReceiving()
	}
	return nil
}

// apply gives the slot after the change. Why a leader cannot be there stays with the change: it may be an illness, and is told to nobody.
func (c *SlotChange) apply(s Slot) Slot {
	if c.Off {
		s.Off, s.Reason = true, c.Reason
		return s
	}
	if c.Day != 0 && (c.Day != s.Day || s.Off) {
		s.Day, s.Holiday, s.Off, s.Reason = c.Day, "", false, ""
		if c.Member == "" {
			s.Reason = c.Reason
		}
	}
	if c.Member != "" {
		s.Member = c.Member
	}
	return s
}
