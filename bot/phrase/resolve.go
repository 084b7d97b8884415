package phrase

import (
	"time"

	"lianxin/config/policy"
)

// Limits of what is taken without asking, in days.
const (
	farBack  = 200 // a day of the year further back than this is doubted
	nearHead = 100 // ... if the same day of the next year is nearer than this
)

// resolver finds the day that is meant. Reports look back, plans look ahead.
type resolver struct {
	calendar *policy.Calendar
	today    policy.Date
}

// day resolves one expression. prev is the expression before it in the same message (周二 after 上周一, 6号 after 3月5号), nil if there is none;
// prevDate is what that one came to.
func (r *resolver) day(e *dayExpr, t tense, prev *dayExpr, prevDate policy.Date) resolved {
	switch e.form {
	case formRelative:
		return r.relative(e)
	case formWeekday:
		return r.weekday(e, t, prev, prevDate)
	case formMonthDay:
		return r.monthDay(e, t)
	case formDay:
		return r.dayOfMonth(e, t, prev, prevDate)
	case formFull:
		return r.told(policy.MakeDate(e.year, time.Month(e.month), e.day), e.weekday)
	case formWeek:
		return r.teachingWeek(e, t)
	case formEve, formHoliday, formAfter, formLast:
		return r.feast(e, t)
	case formTermStart:
		return r.termStart()
	case formNext:
		if prevDate != 0 {
			return r.sided(prevDate.Add(1), t)
		}
	case formRange:
		return r.span(e, t)
	case formVague:
		return r.vague(e)
	}
	return resolved{}
}

func (r *resolver) relative(e *dayExpr) resolved {
	res := resolved{date: r.today.Add(e.offset)}
	switch {
	case e.offset < 0:
		res.tense = past
	case e.offset > 0:
		res.tense = future
	}
	res.doubt = e.weekday != 0 && res.date != res.date.Monday().Add(e.weekday-1)
	return res
}

// told checks a day against the weekday that was said with it (5月12日周二); a wrong one is doubted.
func (r *resolver) told(d policy.Date, weekday int) resolved {
	res := resolved{date: d, tense: r.side(d)}
	if d != 0 && weekday != 0 && d != d.Monday().Add(weekday-1) {
		res.doubt = true
	}
	return res
}

// side tells on which side of today a day lies; today itself is open.
func (r *resolver) side(d policy.Date) tense {
	switch {
	case d == 0 || d == r.today:
		return open
	case d < r.today:
		return past
	}
	return future
}

// weekday reads 上周三, 这周三 and the bare 周三, which is the nearest one on the side of the tense.
func (r *resolver) weekday(e *dayExpr, t tense, prev *dayExpr, prevDate policy.Date) resolved {
	monday := r.today.Monday()
	if e.weeked {
		return r.sided(monday.Add(7*e.offset+e.weekday-1), t)
	}
	if prev != nil && prevDate != 0 && (prev.form == formWeek || prev.form == formWeekday && prev.weeked) {
		if d := prevDate.Monday().Add(e.weekday - 1); d >= prevDate {
			return r.sided(d, t)
		}
	}
	if prev != nil && prev.form == formVague && prev.weeked {
		return r.sided(monday.Add(7*prev.offset+e.weekday-1), t)
	}
	d := monday.Add(e.weekday - 1)
	switch {
	case t == past && d > r.today:
		d = d.Add(-7)
	case t == future && d < r.today:
		d = d.Add(7)
	}
	res := resolved{date: d, tense: r.side(d)}
	if t == future && d == r.today {
		res.doubt = true
	}
	return res
}

// sided gives a day that the words fix, unless it lies on the wrong side of the tense: then it is asked.
func (r *resolver) sided(d policy.Date, t tense) resolved {
	if t == past && d > r.today {
		return resolved{days: []policy.Date{d.Add(-7)}, tense: past}
	}
	return resolved{date: d, tense: r.side(d)}
}

// monthDay reads a day of the year without the year: the last one for reports, the next one for plans.
func (r *resolver) monthDay(e *dayExpr, t tense) resolved {
	back, ahead := r.around(e.month, e.day)
	if back == 0 && ahead == 0 {
		return resolved{}
	}
	if e.weekday != 0 { // the weekday that was said may settle the year
		for _, d := range []policy.Date{back, ahead} {
			if d != 0 && d == d.Monday().Add(e.weekday-1) && (t != past || d <= r.today) && (t != future || d >= r.today) {
				return resolved{date: d, tense: r.side(d)}
			}
		}
	}
	if t == future && ahead != 0 {
		return r.told(ahead, e.weekday)
	}
	far := back == 0 || r.today-back > farBack && ahead != 0 && ahead-r.today < nearHead
	switch {
	case far && t == past:
		return resolved{days: nonzero(back), tense: past}
	case far:
		return r.told(ahead, e.weekday)
	}
	res := r.told(back, e.weekday)
	res.doubt = res.doubt || r.today-back > farBack
	return res
}

// around gives the last such day up to today and the first one from today on; 0 where none lies within four years (29 February).
func (r *resolver) around(month, day int) (back, ahead policy.Date) {
	y := r.today.Year()
	for i := range 5 {
		if d := policy.MakeDate(y-i, time.Month(month), day); back == 0 && d != 0 && d <= r.today {
			back = d
		}
		if d := policy.MakeDate(y+i, time.Month(month), day); ahead == 0 && d != 0 && d >= r.today {
			ahead = d
		}
	}
	return back, ahead
}

// dayOfMonth reads 31号: the nearest one on the side of the tense; after 3月5号 it is of the same month. A month without such a day is passed over
// and the result doubted.
func (r *resolver) dayOfMonth(e *dayExpr, t tense, prev *dayExpr, prevDate policy.Date) resolved {
	if e.offset != 0 || e.weeked { // 上个月5号, 这个月5号
		y, m := r.today.Year(), int(r.today.Month())+e.offset
		d := policy.MakeDate(y+floorDiv(m-1, 12), time.Month((m-1+120)%12+1), e.day)
		return r.sidedMonth(d, t)
	}
	if prev != nil && prevDate != 0 && (prev.form == formMonthDay || prev.form == formFull || prev.form == formDay) && e.day > prevDate.Day() {
		d := policy.MakeDate(prevDate.Year(), prevDate.Month(), e.day)
		if d != 0 && (t != past || d <= r.today) {
			return resolved{date: d, tense: r.side(d)}
		}
	}
	step := -1
	if t == future {
		step = 1
	}
	for i, skipped := 0, false; i < 12; i++ {
		y, m := r.today.Year(), int(r.today.Month())-1+step*i
		d := policy.MakeDate(y+floorDiv(m, 12), time.Month((m+120)%12+1), e.day)
		switch {
		case d == 0:
			skipped = skipped || i > 0
		case step < 0 && d <= r.today, step > 0 && d >= r.today:
			return resolved{date: d, doubt: skipped, tense: r.side(d)}
		}
	}
	return resolved{}
}

func (r *resolver) sidedMonth(d policy.Date, t tense) resolved {
	if d == 0 || t == past && d > r.today {
		return resolved{tense: t}
	}
	return resolved{date: d, tense: r.side(d)}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// teachingWeek reads 第5周周二 in the term around today, or in the one that was named.
func (r *resolver) teachingWeek(e *dayExpr, t tense) resolved {
	term, ok := r.term(e.offset)
	week := e.week
	if week == lastWeek {
		week = term.Weeks
	}
	if !ok || week < 1 || week > term.Weeks {
		return resolved{tense: t}
	}
	monday := term.Monday(week)
	if e.weekday == 0 {
		return resolved{tense: r.side(monday.Add(6))}
	}
	d := monday.Add(e.weekday - 1)
	if t == past && d > r.today {
		return resolved{tense: past}
	}
	return resolved{date: d, tense: r.side(d)}
}

// term finds the term around today, or the one some terms before it.
func (r *resolver) term(offset int) (policy.Term, bool) {
	term, ok := r.calendar.TermAround(r.today)
	for ; ok && offset < 0; offset++ {
		term, ok = r.calendar.TermBefore(term.ID)
	}
	if ok && offset > 0 {
		for i, have := range r.calendar.Terms {
			if have.ID == term.ID && i+offset < len(r.calendar.Terms) {
				return r.calendar.Terms[i+offset], true
			}
		}
		return policy.Term{}, false
	}
	return term, ok
}

func (r *resolver) termStart() resolved {
	term, ok := r.calendar.TermAround(r.today)
	if !ok {
		return resolved{}
	}
	return resolved{date: term.Start, tense: r.side(term.Start)}
}

// span doubts a run of days: the first one stands until somebody says otherwise.
func (r *resolver) span(e *dayExpr, t tense) resolved {
	first := *e.to
	res := r.day(&first, t, nil, 0)
	res.doubt = true
	return res
}

// vague offers days where the words leave only a few.
func (r *resolver) vague(e *dayExpr) resolved {
	switch {
	case e.coming:
		return resolved{tense: future}
	case e.holiday > 0:
		return r.beforeFeast(e)
	case e.weekday == 6: // 周末, 上周末
		saturday := r.today.Monday().Add(7*e.offset + 5)
		if !e.weeked && saturday > r.today {
			saturday = saturday.Add(-7)
		}
		return resolved{days: []policy.Date{saturday, saturday.Add(1)}, tense: r.side(saturday)}
	}
	return resolved{}
}

func nonzero(days ...policy.Date) []policy.Date {
	var out []policy.Date
	for _, d := range days {
		if d != 0 {
			out = append(out, d)
		}
	}
	return out
}
