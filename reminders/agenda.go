package reminders

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lianxin/config/policy"
)

// Item is one thing to be told to one person.
type Item struct {
	At     time.Time // when it is planned, in the school's zone; after weekends, holidays and quiet hours were avoided
	Kind   string    // one of the kinds below
	Rule   string    // id of the rule behind it: "5.8"
	Key    string    // "kind/period/step/member": unique, and the same from run to run
	Member *policy.Member
	Text   string
	Until  time.Time // from then on it is of no use
	Why    string    // for the offices: what it is about, in a few words
}

// The kinds of reminders that the present ledger can serve.
const (
	KindReceptionDuty   = "reception_duty"
	KindReceptionSheet  = "reception_sheet"
	KindReceptionVisit  = "reception_visitor"
	KindReceptionNews   = "reception_published" // told by the conversation, when a roster is published or changed
	KindQuota           = "quota"
	KindUnconfirmed     = "unconfirmed"
	KindOfficeDigest    = "office_digest"
	KindPetitionTell    = "petition_tell"
	KindPetitionDue     = "petition_due"
	KindPetitionOverdue = "petition_overdue"
	KindYearClose       = "year_close"
	KindCalendarMissing = "calendar_missing"
)

// occasion is one planned moment, before anybody asked whether something is owed then. Each planner names the occasions of a run of days.
type occasion struct {
	kind, rule   string // kind also begins the keys, unless series is set
	series       string // what the keys begin with, where the kind is only known when the text is written
	period, step string
	at, until    time.Time
	anyHour      bool // stays where it is, also in quiet hours and on days off
	anySeason    bool // also in the vacation
	to           func() []*policy.Member
	write        func(f *Facts, it *Item) error // sets Text and Why, perhaps Kind and Rule; no Text: nothing is owed
}

// planner gives the occasions planned on the days of a span, before moves. Each row of the table of reminders is one.
type planner func(school *policy.School, days policy.Span, add func(occasion))

// planners is the table of reminders. A new kind of reminder is a new file with a planner, and a line here.
func planners() []planner {
	return []planner{quota, unconfirmed, officeDigest, petitions, yearClose, calendarMissing}
}

// longestMove is how many days a moment may be moved: longer than any run of days off within a term.
const longestMove = 15

// draft is an item whose text is not yet written: whether something is owed is asked only of those that were not told.
type draft struct {
	Item
	write func(f *Facts, it *Item) error
}

// occasions lists the moments planned in [from, to], after moves, in order of time; moments at one instant in the order of the table.
func occasions(school *policy.School, from, to time.Time) []occasion {
	var out []occasion
	days := policy.Span{From: school.Today(from).Add(-longestMove), To: school.Today(to).Add(1)}
	for _, plan := range planners() {
		plan(school, days, func(o occasion) {
			if o.move(school) && !o.at.Before(from) && !o.at.After(to) {
				out = append(out, o)
			}
		})
	}
	slices.SortStableFunc(out, func(a, b occasion) int { return a.at.Compare(b.at) })
	return out
}

// move brings the moment to an hour at which the bot may speak; false: there is none before it is of no use, or it is vacation.
func (o *occasion) move(school *policy.School) bool {
	if !o.anyHour {
		o.at = opening(school, o.at)
	}
	if _, term := school.Calendar.TermOf(school.Today(o.at)); !term && !o.anySeason {
		return false
	}
	return o.at.Before(o.until)
}

// drafts turns an occasion into one draft for each person.
func (o *occasion) drafts() []draft {
	members := o.to()
	out := make([]draft, len(members))
	for i, m := range members {
		out[i] = draft{write: o.write, Item: Item{
			At: o.at, Kind: o.kind, Rule: o.rule, Member: m, Until: o.until,
			Key: fmt.Sprintf("%s/%s/%s/%s", cmp.Or(o.series, o.kind), o.period, o.step, m.ID),
		}}
	}
	return out
}

// Agenda lists what is planned in [from, to] and owed by the facts, in order of time: ledger x rules x date. What was told already is the caller's
// to leave out.
func Agenda(_ *policy.School, facts *Facts, from, to time.Time) ([]Item, error) {
	var out []Item
	planned, err := moments(facts, from, to)
	if err != nil {
		return nil, err
	}
	for _, o := range planned {
		for _, d := range o.drafts() {
			owed, err := d.fill(facts)
			if err != nil {
				return nil, err
			}
			if owed {
				out = append(out, d.Item)
			}
		}
	}
	return out, nil
}

// fill asks the facts whether something is owed and writes the text.
func (d *draft) fill(f *Facts) (owed bool, err error) {
	if err := d.write(f, &d.Item); err != nil {
		return false, fmt.Errorf("reminders: %s: %w", d.Key, err)
	}
	return d.Text != "", nil
}

// everybody lists members once each, in the order given.
func everybody(lists ...[]*policy.Member) []*policy.Member {
	var out []*policy.Member
	seen := map[string]bool{}
	for _, m := range slices.Concat(lists...) {
		if !seen[m.ID] {
			seen[m.ID] = true
			out = append(out, m)
		}
	}
	return out
}
