package reminders

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Item is one thing to be told to one person.
type Item struct {
	At     time.Time      // when it is planned, in the school's zone; after weekends, holidays and quiet hours were avoided
	Kind   string         // one of the kinds below
	Rule   string         // id of the rule behind it: "5.8"
	Key    string         // "kind/period/step/member": unique, and the same from run to run
	Member *policy.Member // nil for the filer of a case and for who booked a reception, whom nobody knows, and for a group
	To     policy.Address // the sealed address of a filer or a visitor, or a group; zero for a member, who is reached where he is listed
	Text   string
	Card   ledger.Card // the buttons that go with it; without any it is the text alone
	Until  time.Time   // from then on it is of no use
	Why    string      // for the offices: what it is about, in a few words
}

// Receiver is how staff call who is told: by name, or 来信人, 来访人, 党委办公室群.
func (it *Item) Receiver() string {
	switch group := it.To.GroupName(); {
	case group != "":
		return group
	case it.Member == nil:
		return stranger(it.To)
	}
	return it.Member.Name
}

// Name is how staff call what is told: 接待日提醒.
func (it *Item) Name() string { return noticeName(it.Kind) }

// The kinds of reminders that the present ledger can serve.
const (
	KindReceptionDuty   = "reception_duty"
	KindReceptionSheet  = "reception_sheet"
	KindReceptionVisit  = "reception_visitor"
	KindReceptionNews   = "reception_published" // told by the conversation, when a roster is published or changed
	KindQuota           = ledger.QuotaSeries
	KindFirstLesson     = ledger.FirstLessonSeries // also told by the conversation, when a lesson is arranged or changed
	KindRecord          = "record"                 // told by the conversation: an office hears of a record of the kind that it keeps
	KindUnconfirmed     = ledger.UnconfirmedSeries
	KindOfficeDigest    = "office_digest"
	KindPetitionTell    = "petition_tell"
	KindPetitionDue     = "petition_due"
	KindPetitionOverdue = "petition_overdue"
	KindPetitionRate    = ledger.RatingSeries
	KindPetitionFollow  = "petition_follow" // has anybody retaliated?
	KindPetitionClosed  = "petition_closed" // closed because its filer said nothing
	KindIssueDue        = "issue_due"
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

	find    func(f *Facts) ([]*policy.Member, error) // in the place of to, where only the ledger knows whom it concerns
	booking string                                   // in the place of both: the id of the booking whose visitor is told
	groups  []policy.Address                         // in the place of all: the groups in which it is posted
}

// planner gives the occasions planned on the days of a span, before moves. Each row of the table of reminders is one.
type planner func(school *policy.School, days policy.Span, add func(occasion))

// planners is the table of reminders. A new kind of reminder is a new file with a planner, and a line here.
func planners() []planner {
	return []planner{quota, unconfirmed, officeDigest, officePost, petitions, issues, yearClose, calendarMissing}
}

// seeker finds what is planned in [from, to] by the ledger alone: moments that follow from a record, for people who stand in no directory.
type seeker func(f *Facts, from, to time.Time, add func(draft)) error

// seekers is the table of what is asked of filers, and of what comes after a pause.
func seekers() []seeker { return []seeker{askRating, askFollowUp, resumed} }

// longestMove is how many days a moment may be moved: longer than any run of days off within a term.
const longestMove = 15

// draft is an item whose text is not yet written: whether something is owed is asked only of those that were not told.
type draft struct {
	Item
	period string
	held   time.Time // when it was planned, if its reader had paused reminders then
	write  func(f *Facts, it *Item) error
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
func (o *occasion) drafts(f *Facts) ([]draft, error) {
	if o.booking != "" {
		return []draft{o.draft(nil, store.SealedAddress(o.booking, 0), o.booking)}, nil
	}
	if o.groups != nil {
		out := make([]draft, len(o.groups))
		for i, to := range o.groups {
			out[i] = o.draft(nil, to, to.String())
		}
		return out, nil
	}
	var members []*policy.Member
	if o.find == nil {
		members = o.to()
	} else {
		var err error
		if members, err = o.find(f); err != nil {
			return nil, fmt.Errorf("reminders: %s/%s: %w", cmp.Or(o.series, o.kind), o.period, err)
		}
	}
	out := make([]draft, len(members))
	for i, m := range members {
		out[i] = o.draft(m, policy.Address{}, m.ID)
	}
	return out, nil
}

// draft is the moment for one person, who stands at the end of its key by an id.
func (o *occasion) draft(m *policy.Member, to policy.Address, id string) draft {
	return draft{write: o.write, period: o.period, Item: Item{
		At: o.at, Kind: o.kind, Rule: o.rule, Member: m, To: to, Until: o.until,
		Key: fmt.Sprintf("%s/%s/%s/%s", cmp.Or(o.series, o.kind), o.period, o.step, id),
	}}
}

// drafts lists what is planned in [from, to], the calendar's moments first, whose number is told, and then those of the ledger. Something that cannot be
// read does not stop the rest.
func drafts(f *Facts, from, to, seekFrom time.Time) (out []draft, planned int, err error) {
	list, err := moments(f, from, to)
	for _, o := range list {
		each, fault := o.drafts(f)
		out, err = append(out, each...), errors.Join(err, fault)
	}
	for _, seek := range seekers() {
		err = errors.Join(err, seek(f, seekFrom, to, func(d draft) { out = append(out, d) }))
	}
	return out, len(list), err
}

// Agenda lists what is planned in [from, to] and owed by the facts, in order of time: ledger x rules x date. What was told already is the caller's
// to leave out.
func Agenda(school *policy.School, facts *Facts, from, to time.Time) ([]Item, error) {
	list, _, err := drafts(facts, from, to, from)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, d := range list {
		owed, err := d.fill(facts)
		if err != nil {
			return nil, err
		}
		if owed {
			out = append(out, d.Item)
		}
	}
	out = withoutSecondOf(out)
	slices.SortStableFunc(out, func(a, b Item) int { return a.At.Compare(b.At) })
	return out, nil
}

// fill asks the facts whether something is owed now and writes the text.
func (d *draft) fill(f *Facts) (owed bool, err error) {
	rests, err := f.rests(&d.Item)
	if rests {
		return false, nil
	}
	if err == nil {
		err = d.write(f, &d.Item)
	}
	if err != nil {
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
