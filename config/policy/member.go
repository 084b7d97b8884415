package policy

import (
	"slices"
	"strings"
)

// OnLeave tells whether the member's duties rest on day d.
func (m *Member) OnLeave(d Date) bool {
	return slices.ContainsFunc(m.Leaves, func(l Leave) bool { return l.Span.Holds(d) })
}

// CPC tells whether the member belongs to the Communist Party; somebody whose party is not said does.
func (m *Member) CPC() bool {
	switch strings.ToLower(m.Party) {
	case "", "中共", "中共党员", "中国共产党", "中国共产党党员", "cpc":
		return true
	}
	return false
}

// Holds tells whether the assignment is in force on day d.
func (a Assignment) Holds(d Date) bool { return a.Span == Span{} || a.Span.Holds(d) }

// InChargeOf tells whether the unit is among those the member is in charge of (分管) on day d.
func (m *Member) InChargeOf(unit string, d Date) bool { return assigned(m.InCharge, unit, d) }

// InContactWith tells whether the unit is among the member's contact units (联系) on day d.
func (m *Member) InContactWith(unit string, d Date) bool { return assigned(m.Contact, unit, d) }

// Tied tells whether the unit is one of the places a rule speaks of (where.place: in_charge, contact_unit) for this member on day d.
// A rule that names no place takes every unit.
func (m *Member) Tied(unit string, places []string, d Date) bool {
	if len(places) == 0 {
		return true
	}
	return slices.ContainsFunc(places, func(place string) bool {
		return place == PlaceInCharge && m.InChargeOf(unit, d) || place == PlaceContact && m.InContactWith(unit, d)
	})
}

// The words of where.place.
const (
	PlaceInCharge = "in_charge"
	PlaceContact  = "contact_unit"
)

func assigned(list []Assignment, name string, d Date) bool {
	return slices.ContainsFunc(list, func(a Assignment) bool { return a.Name == name && a.Holds(d) })
}
