package phrase

import "lianxin/config/policy"

// when finds the days of activities, one after the other: each may lean on the one before.
type when struct {
	p        *reading
	r        resolver
	prev     *dayExpr
	prevDate policy.Date
	assumed  policy.Date // today, when 上午 was said without a day: it holds for what follows as well
}

// date finds the day of an activity and the side of today on which it lies.
func (w *when) date(a *act, f *frame, kind int) {
	said := w.p.tenseOf(f, kind)
	a.tense = said
	if f.vague >= 0 {
		w.vague(a, f)
	}
	if f.day < 0 {
		if f.vague < 0 && (f.said[saidPast] && w.p.justNow(f) || f.part > 0 && w.prevDate == 0 && (f.said[saidPast] && said != future || said == past)) { // 刚听完; 上午听了两节: today
			a.Date, a.tense = w.r.today, past
			if !w.p.justNow(f) {
				a.doubts = append(a.doubts, "date")
				w.assumed = a.Date
			}
		} else if f.vague < 0 && w.assumed != 0 && said != future {
			a.Date, a.tense = w.assumed, past
			a.doubts = append(a.doubts, "date")
		}
		w.clock(a, f)
		return
	}
	e := &w.p.days[f.day]
	prev := w.prev
	if prev == nil && f.vague >= 0 {
		prev = &w.p.days[f.vague]
		if w.prevDate == 0 {
			w.prevDate = w.r.today
		}
	}
	if said == past && !f.said[saidPast] { // 记一下, 下周四下午去参加: the day itself lies ahead
		if ahead := w.r.day(e, open, prev, w.prevDate); ahead.date > w.r.today && (e.form == formRelative || e.form == formWeekday && e.weeked || e.form == formAfter || e.form == formFull) {
			said = future
			a.tense = future
		}
	}
	res := w.r.day(e, said, prev, w.prevDate)
	a.Date, a.Days = res.date, res.days
	a.Vague = ""
	if res.date == 0 {
		a.Vague = w.p.dayText(f.day)
	}
	if a.Date != 0 {
		if !inherited(e, prev, a.Date, w.prevDate) {
			w.prev = e
		}
		w.prevDate = a.Date
		if said == past && a.Date > w.r.today { // 明天听了课
			a.Date, a.tense = 0, past
		}
	}
	if res.tense != open && said == open || res.tense == future && a.Date != 0 {
		a.tense = res.tense
	}
	if res.doubt || said == open && (e.form == formDay || e.form == formMonthDay) && w.nearerAhead(e, a.Date) || w.p.restDay(e, a.Date) || e.loose || w.idle(f, e, said) || f.said[saidMaybe] && a.Date != 0 && w.p.doubtedDay(f) {
		a.doubts = append(a.doubts, "date")
	}
	w.clock(a, f)
}

// idle tells whether a bare weekday stands with words that rather tell what somebody means to do, and nothing says that it was done: 礼拜五去马院坐坐, 听节课.
func (w *when) idle(f *frame, e *dayExpr, said tense) bool {
	if said != past || f.said[saidPast] || e.form != formWeekday || e.weeked || w.p.cues.any(cueReport, cueLate) {
		return false
	}
	return w.p.says("坐坐", "听节课", "听堂课", "听个课", "听听课", "转转", "走走", "聊聊", "谈谈", "去看看")
}

// nearerAhead tells whether a day of the month or the year that was said without a tense is rather the next one than the last.
func (w *when) nearerAhead(e *dayExpr, back policy.Date) bool {
	ahead := w.r.day(e, future, nil, 0).date
	return back != 0 && back < w.r.today && ahead > w.r.today && ahead-w.r.today < w.r.today-back
}

// inherited tells whether a bare weekday took its week from the day before, so that the next one may take it from there too.
func inherited(e, prev *dayExpr, date, before policy.Date) bool {
	return prev != nil && e.form == formWeekday && !e.weeked && (prev.form == formWeek || prev.weeked) && before != 0 && date.Monday() == before.Monday()
}

// vague notes words that fix no day; a real day that stands beside them wins.
func (w *when) vague(a *act, f *frame) {
	e := &w.p.days[f.vague]
	res := w.r.day(e, a.tense, nil, 0)
	a.Vague, a.Days = w.p.s[f.vagueT.at:f.vagueT.end], res.days
	if a.tense == open {
		a.tense = res.tense
	}
	a.stale = w.stale(e)
}

// stale tells whether vague words around a holiday point before the term that holds today: 国庆后 said in early September.
func (w *when) stale(e *dayExpr) bool {
	if e.holiday == 0 {
		return false
	}
	term, ok := w.r.calendar.TermAround(w.r.today)
	if !ok {
		return false
	}
	run, _ := w.r.run(&holidays[e.holiday-1], w.r.today.Year())
	if run.From == 0 || run.From > w.r.today {
		run, _ = w.r.run(&holidays[e.holiday-1], w.r.today.Year()-1)
	}
	return run.From != 0 && run.To < term.Start && w.r.today-run.From > 90
}

// clock writes the times of the day in 24 hours.
func (w *when) clock(a *act, f *frame) {
	part := f.part
	if f.clock >= 0 {
		start := faceTo24(f.clock, part)
		a.Said.Start = clockString(start)
		if f.until >= 0 {
			end := faceTo24(f.until, part)
			if end < start && end+12*60 > start {
				end += 12 * 60
			}
			a.Said.End = clockString(end)
		}
	}
	if part > 0 {
		a.Said.PartOfDay = partNames[part]
		if part == noon {
			a.Said.PartOfDay = "中午"
		}
	}
}

// tenseOf tells on which side of today the words of a frame lie, before the day itself is looked at.
func (p *reading) tenseOf(f *frame, kind int) tense {
	var pastCue, futureCue, record bool
	for _, h := range p.hits {
		if int(h.at) < f.from || int(h.at) >= f.to {
			continue
		}
		c := p.lex.words[h.word].cues
		pastCue = pastCue || c.has(cuePast) || c.has(cueDone)
		futureCue = futureCue || c.has(cueFuture)
		record = record || c.any(cueReport, cueLate)
		if c.has(cueMaybe) {
			f.said[saidMaybe] = true
		}
	}
	f.said[saidPast] = f.said[saidPast] || pastCue
	switch {
	case f.day >= 0 && p.days[f.day].form == formRelative && p.days[f.day].offset != 0:
		if p.days[f.day].offset < 0 {
			return past
		}
		return future
	case pastCue && !futureCue:
		return past
	case futureCue && !pastCue || f.said[saidFuture]:
		return future
	case futureCue && pastCue:
		return open
	case record && p.cues.any(cueReport, cueLate), f.measured() && (kind == kObserve || kind == kFirst), f.heads >= 0, f.comment != "", len(f.issues) > 0, p.cues.any(cueReport, cueLate):
		return past
	}
	return open
}

// justNow tells whether an activity without a day was said to be just over: 刚在文学院听完两节课.
func (p *reading) justNow(f *frame) bool {
	for _, h := range p.hits {
		if int(h.at) >= f.from && int(h.at) < f.to && p.lex.words[h.word].cues.has(cueDone) {
			return true
		}
	}
	return false
}

// dayText is how a day was said.
func (p *reading) dayText(day int) string {
	for _, t := range p.tokens {
		if (t.class == classDay || t.class == classVague) && int(t.n) == day {
			return p.s[t.at:t.end]
		}
	}
	return ""
}

// restDay tells whether a day that was given by its number lies on a weekend or a holiday, so that it may be a slip of the pen.
func (p *reading) restDay(e *dayExpr, d policy.Date) bool {
	switch e.form {
	case formMonthDay, formDay, formFull:
	default:
		return false
	}
	if d == 0 || e.weekday != 0 {
		return false
	}
	_, off := p.school.Calendar.Off(d)
	return off
}

// doubtedDay tells whether 好像 stands right before or behind the day.
func (p *reading) doubtedDay(f *frame) bool {
	for _, t := range p.tokens {
		if t.class != classDay || int(t.n) != f.day {
			continue
		}
		for _, h := range p.hits {
			if p.lex.words[h.word].cues.has(cueMaybe) && (h.end <= t.at && t.at-h.end <= 3 || h.at >= t.end && h.at-t.end <= 3) {
				return true
			}
		}
	}
	return false
}
