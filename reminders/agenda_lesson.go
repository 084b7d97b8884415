package reminders

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// lessonAhead is how many days before a first lesson its first reminder lies.
const lessonAhead = 7

// firstLessons reminds each speaker of the first lesson that is arranged for him (Art. 5.4): 7 days and 1 day before the planned day at 09:30. A lesson that
// was called off, moved or held is not there any more, and so falls silent.
func firstLessons(f *Facts, from, to time.Time, add func(occasion)) error {
	days := policy.Span{From: f.school.Today(from).Add(-longestMove), To: f.school.Today(to).Add(longestMove + lessonAhead + 1)}
	if !lessonHour(f.school, from, to) {
		return nil
	}
	lessons, err := f.lessonsIn(days)
	for _, p := range lessons {
		firstLesson(f.school, p, add)
	}
	return err
}

// firstLesson plans the two reminders of one lesson. What lies before the day on which the lesson was arranged is not owed: the speaker was told then.
func firstLesson(school *policy.School, p ledger.Plan, add func(occasion)) {
	m := school.Member(p.Member)
	begin := lessonBegins(school, &p)
	one := occasion{
		kind: KindFirstLesson, rule: "5.4a", period: p.ID,
		to: func() []*policy.Member { return []*policy.Member{m} },
		write: func(f *Facts, it *Item) error {
			it.Text, it.Why = sayFirstLesson(&p, f.day(it)), "思政第一课"
			return nil
		},
	}
	early, eve := lessonMoment(school, p.Date.Add(-lessonAhead), begin), lessonMoment(school, p.Date.Add(-1), begin)
	for _, o := range []occasion{one.on(fmt.Sprintf("%s.d7", p.Date), early, eve), one.on(fmt.Sprintf("%s.d1", p.Date), eve, begin)} {
		if o.at.After(p.Arranged()) {
			add(o)
		}
	}
}

// lessonMoment is 09:30 of a day, or what a day off makes of it. A lesson on the first workday after days off would begin before the speaker is told: he is
// told on the last workday before them.
func lessonMoment(school *policy.School, day policy.Date, begin time.Time) time.Time {
	at := day.At(9, 30, school.Location)
	if opening(school, at).Before(begin) {
		return at
	}
	return school.Calendar.LastWorkday(day).At(9, 30, school.Location)
}

// lessonBegins is when a lesson begins as far as it was said, else when that part of the day begins; the end of the day where nothing was said.
func lessonBegins(school *policy.School, p *ledger.Plan) time.Time {
	if from, ok := p.Begins(&school.Calendar); ok {
		return p.Date.At(from.Hour(), from.Minute(), school.Location)
	}
	switch p.Said.PartOfDay {
	case "上午":
		return p.Date.At(8, 0, school.Location)
	case "下午":
		return p.Date.At(14, 0, school.Location)
	case "晚上":
		return p.Date.At(19, 0, school.Location)
	}
	return p.Date.Add(1).At(0, 0, school.Location)
}

// lessonHour tells whether a reminder of a lesson can lie in [from, to] at all: the plans of all speakers are read only then.
func lessonHour(school *policy.School, from, to time.Time) bool {
	for day := school.Today(from).Add(-longestMove); day <= school.Today(to); day = day.Add(1) {
		if at := opening(school, day.At(9, 30, school.Location)); !at.Before(from) && !at.After(to) {
			return true
		}
	}
	return false
}

// lessonsIn lists the first lessons to be held within a span of days.
func (f *Facts) lessonsIn(days policy.Span) ([]ledger.Plan, error) {
	if f.tx == nil {
		return nil, nil
	}
	var out []ledger.Plan
	for i := range f.school.Members {
		if m := &f.school.Members[i]; ledger.MayLecture(m) {
			list, err := f.lessonsOf(m, days)
			if err != nil {
				return out, err
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// lessonsOf lists the first lessons that a member is to hold within a span of days and has not reported.
func (f *Facts) lessonsOf(m *policy.Member, days policy.Span) ([]ledger.Plan, error) {
	if f.tx == nil {
		return nil, nil
	}
	var out []ledger.Plan
	for p, err := range f.tx.OpenPlans(m.ID) {
		if err != nil {
			return out, fmt.Errorf("reminders: plans of %s: %w", m.ID, err)
		}
		if !p.Lesson() || !days.Holds(p.Date) || !m.Serves(p.Date) {
			continue
		}
		held, err := f.held(&p)
		if err != nil {
			return out, err
		}
		if !held {
			out = append(out, p)
		}
	}
	return out, nil
}

// held tells whether a record shows that a planned lesson was held.
func (f *Facts) held(p *ledger.Plan) (bool, error) {
	span := policy.Span{From: p.Date, To: p.Date.Add(1)}
	if term, ok := f.school.Calendar.TermOf(p.Date); ok {
		span = term.Span()
	}
	for mark, err := range f.Marks(p.Member, span) {
		if err != nil || p.HeldAs(f.school, mark) {
			return err == nil, err
		}
	}
	return false, nil
}

// unheld lists the lessons of the term whose day is over on a day and that nobody reported.
func (f *Facts) unheld(day policy.Date) ([]ledger.Plan, error) {
	term, ok := f.school.Calendar.TermOf(day)
	if !ok {
		return nil, nil
	}
	return f.lessonsIn(policy.Span{From: term.Start, To: day})
}
