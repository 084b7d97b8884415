package ledger

import (
	"cmp"
	"slices"
	"time"

	"lianxin/config/policy"
)

// Slot 接待日: one reception as it stands (Art. 5.8): who sits where on which day. It is never stored: it follows from the roster and the calendar, or
// from what was published, and from the changes that were made since.
type Slot struct {
	Term    string      `json:"term"`
	Regular policy.Date `json:"regular"`           // the day it was planned for before any holiday or change; its name, which bookings and sheets keep
	Day     policy.Date `json:"day,omitzero"`      // the day on which it is held; zero: it falls out, or waits for the office to name one
	Holiday string      `json:"holiday,omitempty"` // why it is not held on Regular: 清明节; "" if it is, or if the office moved it
	Turn    string      `json:"turn,omitempty"`    // id of the leader whose turn it is by rotation
	Member  string      `json:"member,omitempty"`  // id of the leader who sits there; "" if nobody of the roster is in post
	Off     bool        `json:"off,omitempty"`     // the office called it off
	Reason  string      `json:"reason,omitempty"`  // why it was moved or called off, as the office said it
	Version int         `json:"version,omitempty"` // of the publication that it stands in; 0 = not published
}

// Held tells whether the reception takes place.
func (s *Slot) Held() bool { return s.Day != 0 && !s.Off && s.Member != "" }

// Begun tells whether it has begun at an instant.
func (s *Slot) Begun(school *policy.School, at time.Time) bool {
	from, _ := school.ReceptionSpan(s.Day)
	return s.Day != 0 && !at.Before(from)
}

// Bookable tells whether places can still be booked at an instant: until 12:00 of the last workday before (requirements, 3.1).
func (s *Slot) Bookable(school *policy.School, at time.Time) bool {
	return s.Held() && at.Before(school.BookingEnds(s.Day))
}

// when is the day by which slots are ordered.
func (s *Slot) when() policy.Date { return cmp.Or(s.Day, s.Regular) }

// Slots gives the receptions of a term as they stand, in order of time, those that fall out included. A roster that was never published is the
// rotation over the calendar; a published one stays as it was published, whatever the configuration says later.
func Slots(school *policy.School, term policy.Term, r *Roster) []Slot {
	slots := slices.Clone(r.Days)
	if !r.IsPublished() {
		slots = PlannedSlots(school, term)
	}
	for i := range slots {
		slots[i].Version = r.Version()
	}
	for _, c := range r.Changes {
		if i := indexOf(slots, c.Slot); i >= 0 {
			slots[i] = c.apply(slots[i])
		}
	}
	slices.SortStableFunc(slots, func(a, b Slot) int { return cmp.Compare(a.when(), b.when()) })
	return slots
}

// PlannedSlots is the rotation of the roster over the calendar of a term, before anything was published or changed.
func PlannedSlots(school *policy.School, term policy.Term) []Slot {
	turns := map[policy.Date]string{}
	for _, turn := range school.Duties(term) {
		turns[turn.Date] = turn.MemberID
	}
	var slots []Slot
	for _, p := range school.ReceptionPlan(term) {
		if indexOf(slots, p.Regular) >= 0 {
			continue
		}
		who := ""
		if p.Day != 0 {
			who = turns[p.Day]
		}
		slots = append(slots, Slot{Term: term.ID, Regular: p.Regular, Day: p.Day, Holiday: p.Holiday, Turn: who, Member: who})
	}
	return slots
}

func indexOf(slots []Slot, regular policy.Date) int {
	return slices.IndexFunc(slots, func(s Slot) bool { return s.Regular == regular })
}

// SlotOf finds a slot by its name; false if there is none.
func SlotOf(slots []Slot, regular policy.Date) (Slot, bool) {
	if i := indexOf(slots, regular); i >= 0 {
		return slots[i], true
	}
	return Slot{}, false
}
