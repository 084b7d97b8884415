package reminders

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// officeDigest tells the party office in one message what needs its hand (Art. 6.2): on Mondays at 09:00 the state of the week; on other workdays at
// 08:40 only what was refused or became overdue since the last digest.
func officeDigest(school *policy.School, days policy.Span, add func(occasion)) {
	for day := days.From; day < days.To; day = day.Add(1) {
		office := func() []*policy.Member { return school.HoldersOf(policy.PartyOffice, day) }
		if day.Weekday() == time.Monday {
			at := day.At(9, 0, school.Location)
			add(occasion{
				kind: KindOfficeDigest, rule: "6.2", period: day.String(), step: "week", at: at, until: day.Add(7).At(9, 0, school.Location),
				to: office, write: writeWeek,
			})
		}
		if !school.Calendar.IsWorkday(day) || weekly(school, day) {
			continue
		}
		add(occasion{
			kind: KindOfficeDigest, rule: "6.2", period: day.String(), step: stepDay, at: digestAt(school, day),
			until: digestAt(school, school.Calendar.AddWorkdays(day, 1)),
			to:    office, write: writeDay,
		})
	}
}

// stepDay is the step of what is told on workdays without the digest of the week.
const stepDay = "day"

// weekly tells whether the digest of the week is told on a workday: on Monday, or on the first workday after a Monday off.
func weekly(school *policy.School, day policy.Date) bool {
	return school.Calendar.NextWorkday(day.Monday()) == day
}

// digestAt is when the office is told something on a workday, if there is something.
func digestAt(school *policy.School, day policy.Date) time.Time {
	if weekly(school, day) {
		return day.At(9, 0, school.Location)
	}
	return day.At(8, 40, school.Location)
}

// officeNews is what a digest names.
type officeNews struct {
	behind []shortfall // leaders who are behind
	body   []ledger.Standing
	late   int // late entries that wait for the office
	failed []ledger.Notice

	unheard    []ledger.Slot // receptions of which nobody has said what came of them
	unheld     []ledger.Plan // first lessons whose day is over and that nobody reported
	unsaid     []unsaid      // leaders who have not said 对 for long
	overdue    []lateCase
	supervised []*ledger.Petition // 督办
	issues     []ledger.Issue     // overdue (Art. 6.3)
	candidates []ledger.Issue     // 议题候选 without a decision yet (Art. 6.4)
}

// lateCase is a case with the limit that it has broken.
type lateCase struct {
	petition *ledger.Petition
	limit    ledger.Limit
}

// shortfall is what one leader misses.
type shortfall struct {
	member  *policy.Member
	missing []ledger.Standing
}

// empty tells whether there is nothing to tell.
func (n *officeNews) empty() bool {
	return len(n.behind)+len(n.body)+len(n.unheard)+len(n.unheld)+len(n.unsaid)+n.late+len(n.failed)+len(n.overdue)+len(n.supervised)+len(n.issues)+len(n.candidates) == 0
}

// lateCases lists the cases of which the party office may hear and that have broken a limit on a day, each with the last one it broke. 转办 is internal and
// 异议 a right: they are no fault.
func (f *Facts) lateCases(day policy.Date) (out []lateCase, err error) {
	err = f.eachCase(func(b *ledger.Brief) bool { return b.Overdue(day) }, func(p *ledger.Petition) {
		if f.keptFromOffice(p, day) {
			return
		}
		limits := slices.DeleteFunc(p.Limits(f.school), func(l ledger.Limit) bool {
			return l.For == ledger.ClockSort || l.For == ledger.ClockObject || !l.Late(day)
		})
		if n := len(limits); n > 0 {
			out = append(out, lateCase{p, limits[n-1]})
		}
	})
	return out, err
}

// supervised lists the cases under 督办 in which something is still owed and of which the party office may hear.
func (f *Facts) supervised(day policy.Date) (out []*ledger.Petition, err error) {
	err = f.eachCase(func(b *ledger.Brief) bool { return b.Supervised }, func(p *ledger.Petition) {
		if p.Owed() && !f.keptFromOffice(p, day) {
			out = append(out, p)
		}
	})
	return out, err
}

// writeDay tells what went wrong since the last digest.
func writeDay(f *Facts, it *Item) error {
	day := f.school.Today(it.At)
	before := f.school.Calendar.LastWorkday(day.Add(-1))
	var news officeNews
	late, err := f.lateCases(day)
	if err != nil {
		return err
	}
	news.overdue = slices.DeleteFunc(late, func(c lateCase) bool { return c.limit.Late(before) })
	issues, err := f.lateIssues(day)
	if err != nil {
		return err
	}
	news.issues = slices.DeleteFunc(issues, func(i ledger.Issue) bool { return i.Overdue(before) })
	news.failed, err = f.failed(digestAt(f.school, before), it.At)
	news.failed = slices.DeleteFunc(news.failed, ofTheDay)
	if err == nil && !news.empty() {
		it.Text, it.Why = sayOfficeDay(f.school, day, &news), whyOffice(&news)
	}
	return err
}

// ofTheDay tells whether a notice was itself one of what went wrong on a day. That it did not arrive is left to the digest of the week: it would make another
// such notice every day, for as long as one of the office cannot be reached.
func ofTheDay(n ledger.Notice) bool {
	return n.Kind == KindOfficeDigest && strings.Contains(n.Key, "/"+stepDay+"/")
}

// writeWeek tells the state of the week, which is the same for every reader.
func writeWeek(f *Facts, it *Item) error {
	day := f.day(it)
	if f.week == nil || f.weekOf != day {
		news, err := gatherWeek(f, day, it.At)
		if err != nil {
			return err
		}
		f.week, f.weekOf = news, day
	}
	if !f.week.empty() {
		it.Text, it.Why = sayOfficeWeek(f.school, day, f.week), whyOffice(f.week)
	}
	return nil
}

func gatherWeek(f *Facts, day policy.Date, at time.Time) (*officeNews, error) {
	var news officeNews
	late, err := f.waitingForOffice()
	if err != nil {
		return nil, err
	}
	news.late = len(late)
	if news.overdue, err = f.lateCases(day); err != nil {
		return nil, err
	}
	if news.supervised, err = f.supervised(day); err != nil {
		return nil, err
	}
	if news.issues, err = f.lateIssues(day); err != nil {
		return nil, err
	}
	if news.candidates, err = f.candidates(); err != nil {
		return nil, err
	}
	if news.failed, err = f.failed(lastWeekly(f.school, day), at); err != nil {
		return nil, err
	}
	if news.unheard, err = f.unheard(day, at); err != nil {
		return nil, err
	}
	if news.unheld, err = f.unheld(day); err != nil {
		return nil, err
	}
	if news.unsaid, err = f.unsaid(day, unsaidDays); err != nil {
		return nil, err
	}
	return &news, gatherShortfalls(f, day, &news)
}

// gatherShortfalls adds the leaders who are behind their pace, in post order, and what the leadership as a body is behind with (Art. 5.6). Receptions
// are left to the roster.
func gatherShortfalls(f *Facts, day policy.Date, news *officeNews) error {
	term, _ := f.school.Calendar.TermOf(day)
	for _, m := range atWork(f.school.Leaders(day), day) {
		all, err := f.standingsOf(m, day)
		if err != nil {
			return err
		}
		if missing := slow(owed(all, term, term.Week(day)), term.Week(day)); len(missing) > 0 {
			news.behind = append(news.behind, shortfall{member: m, missing: missing})
		}
	}
	body, err := f.body(day)
	for _, s := range body {
		if !s.Rule.EverySlot && !s.Met() && lateInYear(s, day) {
			news.body = append(news.body, s)
		}
	}
	return err
}

// lateInYear tells whether six tenths of the period of a duty of the whole leadership are over: until then nobody is reminded of 通报 (Art. 5.6).
func lateInYear(s ledger.Standing, day policy.Date) bool {
	return 10*int(day-s.Period.Span.From) >= 6*s.Period.Span.Days()
}

// unsaidDays is after how many days without the leader's 对 the office hears of an entry (1.4 no. 31).
const unsaidDays = 14

// unsaid is how many entries wait for one leader's 对.
type unsaid struct {
	member  *policy.Member
	entries int
}

// unsaid counts for each leader the entries that have waited for his 对 longer than so many days, in post order.
func (f *Facts) unsaid(day policy.Date, days int) ([]unsaid, error) {
	var out []unsaid
	for _, m := range f.school.Leaders(day) {
		list, err := f.waiting(m)
		if err != nil {
			return nil, err
		}
		n := 0
		for i := range list {
			if f.school.Today(list[i].Entered).Add(days) < day {
				n++
			}
		}
		if n > 0 {
			out = append(out, unsaid{m, n})
		}
	}
	return out, nil
}

// slow keeps what is behind its pace. What has its own weeks in the term (Art. 5.4: the first lesson) is not slow before they are over.
func slow(list []ledger.Standing, week int) []ledger.Standing {
	return slices.DeleteFunc(list, func(s ledger.Standing) bool { return !s.Behind() || week <= s.Rule.Window.Weeks[1] })
}

// vacations is longer than any: a digest names what failed since the last one, also if that was in the term before.
const vacations = 140

// lastWeekly is the moment of the weekly digest before that of a day.
func lastWeekly(school *policy.School, day policy.Date) time.Time {
	monday := day.Monday()
	for back := 7; back < vacations; back += 7 {
		day := school.Calendar.NextWorkday(monday.Add(-back))
		if _, ok := school.Calendar.TermOf(day); ok {
			return digestAt(school, day)
		}
	}
	return monday.Add(-vacations).At(0, 0, school.Location)
}
