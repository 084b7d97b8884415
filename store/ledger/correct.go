package ledger

import (
	"reflect"
	"slices"
	"time"

	"lianxin/config/policy"
)

// Changes are what a correction puts in the place of what was said. Zero fields stay as they were.
type Changes struct {
	Kind    policy.Kind
	Date    policy.Date
	Said    *Details // all details, with those that stay
	Confirm []string // as in Entry
}

// Correct changes what was said of an activity. The one who entered it, a leader whom it credits and the party office may. Where kind, day or class
// hours change, the others' 对 is asked for anew; what was before stays in History; a change of those after the limit or after the period was closed makes the record Late.
//
// Refusals: retracted, not_yours, nothing_changed, future, unknown_kind.
func (a Activity) Correct(school *policy.School, by *policy.Member, c Changes, at time.Time) (Activity, error) {
	switch {
	case !a.Live():
		return a, refuseRetracted()
	case by.ID != a.By && a.creditOf(by.ID) < 0 && !by.Has(policy.PartyOffice):
		return a, refuseNotYours()
	}
	b := a.changed(c)
	if a.facts() == b.facts() && reflect.DeepEqual(a.Said, b.Said) {
		return a, refuseNothingChanged()
	}
	today := school.Today(at)
	if no := checkHeld(school, b.Kind, b.Date, today); no != nil {
		return a, no
	}
	b.Corrected, b.Asked = at.UTC(), asked(c.Confirm)
	b.History = append(slices.Clone(a.History), Revision{At: at.UTC(), By: by.ID, Changes: Diff(&a, &b)})
	b.recredit(school, by, at, a.facts() != b.facts())
	if a.facts() != b.facts() {
		b.markLate(a.lateWhenChanged(school, &b, today), by, at)
	}
	return b, nil
}

// facts are what decides whether and how much a record counts, and what the 对 of others was given for.
type facts struct {
	kind  policy.Kind
	date  policy.Date
	hours float64
}

func (a *Activity) facts() facts { return facts{a.Kind, a.Date, a.Said.ClassHours} }

func (a Activity) changed(c Changes) Activity {
	if c.Kind != "" {
		a.Kind = c.Kind
	}
	if c.Date != 0 {
		a.Date = c.Date
	}
	if c.Said != nil {
		a.Said = *c.Said
	}
	return a
}

// recredit settles whose 对 the corrected record has: the corrector's own word counts as in a report, the others' stays unless the facts changed.
func (a *Activity) recredit(school *policy.School, by *policy.Member, at time.Time, factsChanged bool) {
	credits := a.Credits
	a.Credits = make([]Credit, len(credits))
	for i, c := range credits {
		m := school.Member(c.Member)
		if m != nil && (factsChanged || m.ID == by.ID) {
			c = a.credit(school, m, by, at)
		}
		a.Credits[i] = c
	}
}

// lateWhenChanged judges a correction of the facts: the new day by the day of entry, and both days by whether their period is closed by now.
func (a *Activity) lateWhenChanged(school *policy.School, b *Activity, today policy.Date) bool {
	entered := school.Today(a.Entered)
	return isLate(school, b.Kind, b.Date, max(entered, b.Date)) ||
		isClosed(school, b.Kind, b.Date, today) || isClosed(school, a.Kind, a.Date, today)
}
