package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Swap 换班: two leaders exchange their receptions, or one sits in for the other (Art. 5.8; 1.4 no. 8). It holds once both and the office said yes;
// each reception then counts for the one who sat there.
type Swap struct {
	ID     string      `json:"id"` // DB2026-0001
	Asker  string      `json:"asker"`
	Other  string      `json:"other"`
	From   policy.Date `json:"from"`        // the asker's reception, by its regular day
	To     policy.Date `json:"to,omitzero"` // the other's; zero: the other sits in, and gives nothing back
	Reason string      `json:"reason,omitempty"`

	Asked    time.Time `json:"asked"` // UTC: the asker's yes
	Agreed   time.Time `json:"agreed,omitzero"`
	Declined time.Time `json:"declined,omitzero"`
	Approved time.Time `json:"approved,omitzero"`
	Denied   time.Time `json:"denied,omitzero"`
	Office   string    `json:"office,omitempty"` // who of the office decided
}

// Waits tells whose yes is missing: WaitsMember (the other leader), WaitsOffice, or "" if it is settled.
func (s *Swap) Waits() string {
	switch {
	case !s.Declined.IsZero() || !s.Approved.IsZero() || !s.Denied.IsZero():
		return ""
	case s.Agreed.IsZero():
		return WaitsMember
	}
	return WaitsOffice
}

// AskSwap begins a swap. to is the other's reception; the zero Slot: the other sits in.
//
// Refusals: leaders_only, swap_self, not_your_slot, slot_over, not_receiving.
func AskSwap(school *policy.School, by, other *policy.Member, from, to Slot, reason string, at time.Time) (Swap, error) {
	switch {
	case !by.Has(policy.Leader):
		return Swap{}, refuseSwapLeadersOnly()
	case other == nil || !other.Has(policy.Leader):
		return Swap{}, refuseNotReceiving()
	case other.ID == by.ID:
		return Swap{}, refuseSwapSelf()
	case from.Member != by.ID || !from.Held():
		return Swap{}, refuseNotYourSlot(from.Day)
	case to.Regular != 0 && (to.Member != other.ID || !to.Held()):
		return Swap{}, refuseNotTheirSlot(other.Name, to.Day)
	case from.Begun(school, at):
		return Swap{}, refuseSlotOver(from.Day)
	case to.Begun(school, at):
		return Swap{}, refuseSlotOver(to.Day)
	case !school.Receives(other.ID, from.Day), to.Regular != 0 && !school.Receives(by.ID, to.Day):
		return Swap{}, refuseNotReceiving()
	}
	return Swap{Asker: by.ID, Other: other.ID, From: from.Regular, To: to.Regular, Reason: reason, Asked: at.UTC()}, nil
}

// Answer takes the other leader's yes or no.
//
// Refusals: not_yours, swap_settled.
func (s Swap) Answer(by *policy.Member, yes bool, at time.Time) (Swap, error) {
	switch {
	case by.ID != s.Other:
		return s, refuseSwapNotYours()
	case s.Waits() != WaitsMember:
		return s, refuseSwapSettled()
	}
	if yes {
		s.Agreed = at.UTC()
	} else {
		s.Declined = at.UTC()
	}
	return s, nil
}

// Decide takes the office's yes or no.
//
// Refusals: keepers_only, swap_settled, swap_not_agreed.
func (s Swap) Decide(by *policy.Member, yes bool, at time.Time) (Swap, error) {
	switch {
	case !Keeper(by):
		return s, refuseKeepersOnly()
	case s.Waits() == "":
		return s, refuseSwapSettled()
	case s.Waits() != WaitsOffice:
		return s, refuseSwapNotAgreed()
	}
	s.Office = by.ID
	if yes {
		s.Approved = at.UTC()
	} else {
		s.Denied = at.UTC()
	}
	return s, nil
}

// Stands refuses a swap whose receptions have changed hands, or begun, since it was asked for.
//
// Refusals: swap_stale, slot_over.
func (s *Swap) Stands(school *policy.School, from, to Slot, at time.Time) error {
	switch {
	case from.Member != s.Asker || !from.Held(), s.To != 0 && (to.Member != s.Other || !to.Held()):
		return refuseSwapStale()
	case from.Begun(school, at):
		return refuseSlotOver(from.Day)
	case s.To != 0 && to.Begun(school, at):
		return refuseSlotOver(to.Day)
	}
	return nil
}

// Changes are what an approved swap makes of the roster.
func (s *Swap) Changes() []SlotChange {
	out := []SlotChange{{Slot: s.From, Member: s.Other, Reason: s.Reason, Swap: s.ID}}
	if s.To != 0 {
		out = append(out, SlotChange{Slot: s.To, Member: s.Asker, Reason: s.Reason, Swap: s.ID})
	}
	return out
}
