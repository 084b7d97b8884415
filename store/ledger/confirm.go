package ledger

import (
	"slices"
	"time"

	"lianxin/config/policy"
)

// Confirm takes a person's 对: from then on the record counts for him (1.4 nos. 10 and 31), and what was guessed is settled. Somebody who said it was
// not so may think better of it. The 对 of a delegate or an office settles only what was guessed.
//
// Refusals: retracted, not_yours, already_confirmed, waits_for_leader.
func (a Activity) Confirm(member string, at time.Time) (Activity, error) {
	if !a.Live() {
		return a, refuseRetracted()
	}
	i := a.creditOf(member)
	switch {
	case i < 0 && member != a.By:
		return a, refuseConfirmNotYours()
	case i < 0 && len(a.Asked) == 0:
		return a, refuseWaitsForLeader()
	case i >= 0 && a.Credits[i].stands():
		return a, refuseAlreadyConfirmed()
	}
	a.Asked = nil
	if i >= 0 {
		a.setCredit(i, Credit{Member: member, Confirmed: at.UTC()})
	}
	return a, nil
}

// Decline takes a leader's word that it was not so: the record counts nothing for him, and something for the others.
//
// Refusals: retracted, not_yours, already_declined.
func (a Activity) Decline(member string, at time.Time) (Activity, error) {
	if !a.Live() {
		return a, refuseRetracted()
	}
	i := a.creditOf(member)
	switch {
	case i < 0:
		return a, refuseConfirmNotYours()
	case !a.Credits[i].Declined.IsZero():
		return a, refuseAlreadyDeclined()
	}
	a.setCredit(i, Credit{Member: member, Declined: at.UTC()})
	return a, nil
}

// Approve lets a late entry count (1.4 no. 30). Only the party office may.
//
// Refusals: retracted, office_only, not_late, already_approved.
func (a Activity) Approve(by *policy.Member, at time.Time) (Activity, error) {
	switch {
	case !a.Live():
		return a, refuseRetracted()
	case !by.Has(policy.PartyOffice):
		return a, refuseOfficeOnly()
	case !a.Late:
		return a, refuseNotLate()
	case !a.Approved.IsZero():
		return a, refuseAlreadyApproved()
	}
	a.Approved, a.ApprovedBy = at.UTC(), by.ID
	return a, nil
}

// Retract takes the record back: it stays and counts nothing. The one who entered it and the party office take it back as a whole, a leader only his
// own part of it, until nobody's part is left.
//
// Refusals: already_retracted, not_yours.
func (a Activity) Retract(by *policy.Member, reason string, at time.Time) (Activity, error) {
	if !a.Live() {
		return a, refuseAlreadyRetracted()
	}
	i := a.creditOf(by.ID)
	whole := by.ID == a.By || by.Has(policy.PartyOffice)
	switch {
	case i < 0 && !whole:
		return a, refuseNotYours()
	case !whole && !a.Credits[i].Declined.IsZero():
		return a, refuseAlreadyRetracted()
	}
	if !whole {
		a.setCredit(i, Credit{Member: by.ID, Declined: at.UTC()})
	}
	if whole || a.declinedByAll() {
		a.Retracted, a.RetractedBy, a.Reason = at.UTC(), by.ID, reason
	}
	return a, nil
}

// creditOf is the place of a member's credit; -1 if the record does not credit him.
func (a *Activity) creditOf(member string) int {
	return slices.IndexFunc(a.Credits, func(c Credit) bool { return c.Member == member })
}

// setCredit replaces a credit without touching the record that this one was copied from.
func (a *Activity) setCredit(i int, c Credit) {
	a.Credits = slices.Clone(a.Credits)
	a.Credits[i] = c
}

func (a *Activity) declinedByAll() bool {
	return !slices.ContainsFunc(a.Credits, func(c Credit) bool { return c.Declined.IsZero() })
}

// stands tells whether the leader said 对 and did not take it back.
func (c Credit) stands() bool { return !c.Confirmed.IsZero() && c.Declined.IsZero() }
