package ledger

import (
	"time"

	"lianxin/config/policy"
)

// The kinds of reminders that somebody may ask to rest: they say what is still missing, and the next one says the same. What has a day of its own (a reception,
// the limit of a case or an issue) and what an office works by goes on.
const (
	QuotaSeries       = "quota"
	UnconfirmedSeries = "unconfirmed"
	FirstLessonSeries = "first_lesson"
)

// Rests tells whether reminders of a kind rest while their reader paused them.
func Rests(kind string) bool {
	return kind == QuotaSeries || kind == UnconfirmedSeries || kind == FirstLessonSeries
}

// Pause 暂停提醒: a member asked not to be reminded for some time (requirements 7.2: snooze, mute). It is a record with who, since when and until when, and is
// never changed but for its end. What rests is owed on: if it still is when the pause is over, it is told then.
type Pause struct {
	ID     string      `json:"id"` // ZT2026-0001
	Member string      `json:"member"`
	Since  time.Time   `json:"since"`           // UTC: silence from then on; that of an earlier pause which this one takes the place of
	Until  policy.Date `json:"until,omitzero"`  // the first day of reminders again; zero: until he says so
	Again  bool        `json:"again,omitempty"` // what was told before is to be told again on that day: 周四再提醒我
	Made   time.Time   `json:"made"`            // UTC: when it was asked for
	Ended  time.Time   `json:"ended,omitzero"`  // UTC: taken back, or replaced by a later one; zero: it runs to its day
	Next   string      `json:"next,omitempty"`  // id of the pause that took its place
}

// longestPause is how many days ahead reminders may be put off; who wants more than that asks for silence until he says otherwise.
const longestPause = 100

// AskPause checks a wish for silence of the member himself; nobody asks for somebody else. until is the first day of reminders again, 0 = until he says so. The
// id is the caller's to give.
//
// Refusals: pause_nothing, pause_past, pause_long.
func AskPause(school *policy.School, who *policy.Member, until policy.Date, again bool, at time.Time) (Pause, error) {
	today := school.Today(at)
	switch {
	case !Pauses(who):
		return Pause{}, refusePauseNothing()
	case until != 0 && until <= today:
		return Pause{}, refusePausePast()
	case until > today.Add(longestPause):
		return Pause{}, refusePauseLong(longestPause)
	}
	return Pause{Member: who.ID, Since: at.UTC(), Until: until, Again: again, Made: at.UTC()}, nil
}

// Pauses tells whether a member gets reminders that may rest.
func Pauses(m *policy.Member) bool {
	return m != nil && m.Has(policy.Leader, policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel)
}

// After lets a pause take the place of one that is in force: the silence is one, from its beginning on.
func (p Pause) After(old Pause) (now, before Pause) {
	old.Ended, old.Next = p.Made, p.ID
	p.Since = old.Since
	return p, old
}

// End takes a pause back.
func (p Pause) End(at time.Time) Pause {
	p.Ended = at.UTC()
	return p
}

// Resumes is when reminders begin again: at 09:00 of the day meant or the next workday, or from when on it was taken back. False: not before he says so.
func (p *Pause) Resumes(school *policy.School) (time.Time, bool) {
	if p.Until != 0 {
		if at := school.Morning(p.Until); p.Ended.IsZero() || at.Before(p.Ended) {
			return at, true
		}
	}
	if p.Ended.IsZero() {
		return time.Time{}, false
	}
	at := school.Opening(p.Ended.In(school.Location))
	if _, term := school.Calendar.TermOf(school.Today(at)); term {
		return at, true
	}
	return school.Morning(school.Today(at)), true
}

// Covers tells whether the pause is in force at an instant.
func (p *Pause) Covers(school *policy.School, at time.Time) bool {
	if at.Before(p.Since) || !p.Ended.IsZero() && p.Next != "" && !at.Before(p.Ended) {
		return false
	}
	end, ends := p.Resumes(school)
	return !ends || at.Before(end)
}
