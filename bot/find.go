package bot

import (
	"cmp"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// mostMeant is how many records are offered where an order may mean several.
const mostMeant = 9

// deepest is how many of the records that somebody entered are looked through, the newest first.
const deepest = 60

// meant finds the records that an order may be about: the one named by its number or its place in a list, else those of the kind and day, else those
// just made, else the last one. It never finds nothing: that is a refusal.
func (b *Bot) meant(tx *store.Tx, t *talk, target phrase.Target, not string) ([]ledger.Activity, error) {
	id := target.ID
	if t.pick != "" {
		id = t.pick
	}
	var list []ledger.Activity
	var err error
	switch {
	case id != "":
		a, missing := tx.Activity(id)
		if err = missing; err == nil {
			list = []ledger.Activity{a}
		} else if isMissing(err) {
			err = nil
		}
	case target.Kind != "" || target.Date != 0 || target.Who != "":
		if list, err = b.matching(tx, t, target); target.Last {
			list = b.lastOf(t, list)
		}
	case t.dialog != nil && (t.dialog.Kind == ledger.DialogAfter || t.dialog.Kind == ledger.DialogTwin || t.dialog.Kind == ledger.DialogShown):
		if list, err = byID(tx, t.dialog.Records); t.dialog.Kind == ledger.DialogShown {
			list = nil
		}
		list = slices.DeleteFunc(list, func(a ledger.Activity) bool { return !a.Live() })
	}
	if err == nil && len(list) == 0 && id == "" && target.Kind == "" && target.Date == 0 && target.Who == "" {
		list, err = b.newest(tx, t)
	}
	if err != nil {
		return nil, err
	}
	if len(list) == 0 && id == "" && target.Kind != "" {
		return nil, ledger.Refuse("nothing_found", sayNoneOfKind, b.whatMeant(target))
	}
	if len(list) == 0 {
		return nil, ledger.Refuse("nothing_found", sayNothingFound)
	}
	if says := slices.DeleteFunc(slices.Clone(list), func(a ledger.Activity) bool { return fieldSaying(&a, not) == "" }); len(says) > 0 {
		list = says
	}
	return list[:min(len(list), mostMeant)], nil
}

// newest is the last record that the speaker entered, or the one that came to wait for him since.
func (b *Bot) newest(tx *store.Tx, t *talk) ([]ledger.Activity, error) {
	var list []ledger.Activity
	a, err := tx.LastEnteredBy(t.by)
	switch {
	case err == nil:
		list = append(list, a)
	case !isMissing(err):
		return nil, err
	}
	waiting, err := collect(tx.Waiting(t.by), mostListed)
	if n := len(waiting); err == nil && n > 0 && (len(list) == 0 || waiting[n-1].Entered.After(list[0].Entered)) {
		list = waiting[n-1:]
	}
	return list, err
}

// lastOf leaves of records of one kind those just made, else the one that was entered last; in a group, where others read along, only those just made.
func (b *Bot) lastOf(t *talk, list []ledger.Activity) []ledger.Activity {
	if t.dialog != nil && t.dialog.Kind == ledger.DialogAfter {
		made := slices.DeleteFunc(slices.Clone(list), func(a ledger.Activity) bool { return !slices.Contains(t.dialog.Records, a.ID) })
		if len(made) > 0 || t.Group != "" {
			return made
		}
	}
	if len(list) == 0 {
		return nil
	}
	return []ledger.Activity{slices.MaxFunc(list, func(x, y ledger.Activity) int {
		return cmp.Or(x.Entered.Compare(y.Entered), cmp.Compare(x.ID, y.ID))
	})}
}

// whatMeant says which records an order was about, for one that found none: 林晓峰文学院的听课.
func (b *Bot) whatMeant(target phrase.Target) string {
	text := cmp.Or(target.Subkind, b.kindName(target.Kind))
	if target.Unit != "" {
		text = target.Unit + "的" + text
	}
	if target.Date != 0 {
		text = target.Date.Chinese() + text
	}
	if target.Who != "" {
		text = b.member(target.Who) + text
	}
	return text
}

// matching lists the live records of a kind and a day that credit the speaker or were entered by him, or those of the leader who is named, as far as the
// speaker may read them: the day on which it was held, else the day on which it was entered (昨天那条).
func (b *Bot) matching(tx *store.Tx, t *talk, target phrase.Target) ([]ledger.Activity, error) {
	var all []ledger.Activity
	add := func(a ledger.Activity) {
		same := func(o ledger.Activity) bool { return o.ID == a.ID }
		if a.Live() && pointsAt(target, &a, b.school) && !slices.ContainsFunc(all, same) && (target.Who == "" || a.Credited(target.Who) && b.mayRead(t, &a)) {
			all = append(all, a)
		}
	}
	span := policy.Span{From: max(1, t.today.Add(-400)), To: t.today.Add(1)}
	if target.Date != 0 {
		span = policy.Span{From: target.Date, To: target.Date.Add(1)}
	}
	for a, err := range tx.ActivitiesOf(cmp.Or(target.Who, t.by), span) {
		if err != nil {
			return nil, err
		}
		add(a)
	}
	entered, err := collect(tx.EnteredBy(t.by), deepest)
	for _, a := range entered {
		add(a)
	}
	slices.SortStableFunc(all, func(x, y ledger.Activity) int {
		held := func(a ledger.Activity) int {
			if target.Date != 0 && a.Date != target.Date {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(held(x), held(y)), cmp.Compare(y.Date, x.Date), cmp.Compare(y.ID, x.ID))
	})
	return all, err
}

// pointsAt tells whether a record is of the kind, the meeting, the unit and the day that an order names.
func pointsAt(target phrase.Target, a *ledger.Activity, school *policy.School) bool {
	return (target.Kind == "" || a.Kind == target.Kind) &&
		(target.Subkind == "" || a.Said.Subkind == "" || a.Said.Subkind == target.Subkind) &&
		(target.Unit == "" || a.Said.Unit == target.Unit) &&
		(target.Date == 0 || a.Date == target.Date || school.Today(a.Entered) == target.Date)
}

// fieldSaying is the field of a record that holds a value as somebody said it: course, teacher, unit …; "" if none does.
func fieldSaying(a *ledger.Activity, value string) string {
	if value == "" {
		return ""
	}
	d := &a.Said
	for _, f := range [...]struct{ name, has string }{
		{"teacher", d.Teacher},
		{"course", d.Course},
		{"unit", d.Unit},
		{"place", d.Place},
		{"klass", d.Klass},
		{"audience", d.Audience},
		{"topic", d.Topic},
		{"counterpart", d.Counterpart},
		{"branch", d.Branch},
	} {
		if f.has != "" && (f.has == value || f.name == "teacher" && strings.TrimSuffix(value, "老师") == strings.TrimSuffix(f.has, "老师")) {
			return f.name
		}
	}
	return ""
}
