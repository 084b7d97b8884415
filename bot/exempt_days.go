package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
)

// The forms in which a stretch of days is written, after foldOrder: from day to day, from month to month, and periods by their names.
var (
	isoDay     = regexp.MustCompile(`(\d{4})-(\d{1,2})-(\d{1,2})`)
	oneDay     = `(?:(\d{4})年)?(\d{1,2})[月.](\d{1,2})[日号]?`
	dayToDay   = regexp.MustCompile(oneDay + `(?:起)?(?:到|-)` + oneDay)
	dayInMonth = regexp.MustCompile(oneDay + `(?:起)?(?:到|-)(\d{1,2})[日号]`)
	monthRun   = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月份?(?:到|-)(?:(\d{4})年)?(\d{1,2})月(?:份|底)?`)
	singleDay  = regexp.MustCompile(oneDay)
	thatTerm   = regexp.MustCompile(`\d{2,4}(?:-\d{2,4})?学年(?:度)?第?[一二上下]学期|\d{2,4}-\d{2,4}-[12]`)
	thatYear   = regexp.MustCompile(`\d{4}(?:-\d{4})?学年(?:度)?`)
)

// takeSpan finds the days that a text names and takes them out; the zero Span if it names none that are real. A day without its year is that of the
// year in which the whole stretch lies nearest to today.
func takeSpan(school *policy.School, text string, today policy.Date) (policy.Span, string) {
	if span, rest := namedSpan(school, text, today); rest != text {
		return span, rest
	}
	text = isoDay.ReplaceAllString(text, "${1}年${2}月${3}日")
	if m := dayToDay.FindStringSubmatch(text); m != nil {
		return daysOf(m[1], m[2], m[3], m[4], m[5], m[6], today), strings.Replace(text, m[0], "", 1)
	}
	if m := dayInMonth.FindStringSubmatch(text); m != nil {
		return daysOf(m[1], m[2], m[3], "", m[2], m[4], today), strings.Replace(text, m[0], "", 1)
	}
	if m := monthRun.FindStringSubmatch(text); m != nil {
		return monthsOf(m[1], m[2], m[3], m[4], today), strings.Replace(text, m[0], "", 1)
	}
	if m := singleDay.FindStringSubmatch(text); m != nil {
		return takeLength(daysOf(m[1], m[2], m[3], "", m[2], m[3], today), strings.Replace(text, m[0], "", 1))
	}
	return takeNear(text, today)
}

// The forms of days that are told from today: 下周一到周五, 明天, 下周; and a length: 三天.
const nearDay = `(?:(今天|明天|后天)|(本|这个?|下下个?|下个?)?(?:周|星期|礼拜)([一二三四五六日天]))`

var (
	nearRun  = regexp.MustCompile(nearDay + `(?:起)?(?:到|-)` + nearDay)
	nearOne  = regexp.MustCompile(nearDay)
	nearWeek = regexp.MustCompile(`(本|这个?|下下个?|下个?)(?:周|星期|礼拜)`)
	howLong  = regexp.MustCompile(`([0-9一二两三四五六七八九十]{1,3})个?(天|日|周|星期|礼拜)`)
)

// takeNear finds days that are told from today and takes them out.
func takeNear(text string, today policy.Date) (policy.Span, string) {
	var span policy.Span
	if m := nearRun.FindStringSubmatch(text); m != nil {
		from := near(m[1], m[2], m[3], today, today)
		last := near(m[4], m[5], m[6], today, from)
		return closed(from, last), strings.Replace(text, m[0], "", 1)
	}
	if m := nearOne.FindStringSubmatch(text); m != nil {
		day := near(m[1], m[2], m[3], today, today)
		span, text = closed(day, day), strings.Replace(text, m[0], "", 1)
	} else if m := nearWeek.FindStringSubmatch(text); m != nil {
		monday := near("", m[1], "一", today, today)
		return closed(monday, monday.Add(6)), strings.Replace(text, m[0], "", 1)
	}
	return takeLength(span, text)
}

// takeLength takes out how long a stretch is that begins on the day that was told.
func takeLength(span policy.Span, text string) (policy.Span, string) {
	m := howLong.FindStringSubmatch(text)
	if m == nil {
		return span, text
	}
	days := smallNumber(m[1])
	if m[2] != "天" && m[2] != "日" {
		days *= 7
	}
	if span.From != 0 {
		span = closed(span.From, span.From.Add(max(1, days)-1))
	}
	return span, strings.Replace(text, m[0], "", 1)
}

// near is one day told from today: by its word, by week and weekday, or the first such weekday on or after another day.
func near(word, week, weekday string, today, after policy.Date) policy.Date {
	if i := slices.Index([]string{"今天", "明天", "后天"}, word); i >= 0 {
		return today.Add(i)
	}
	day := strings.Index("一二三四五六日", strings.Replace(weekday, "天", "日", 1)) / len("一")
	monday := today.Monday()
	switch {
	case strings.HasPrefix(week, "下下"):
		return monday.Add(14 + day)
	case strings.HasPrefix(week, "下"):
		return monday.Add(7 + day)
	case week != "":
		return monday.Add(day)
	}
	return after.Add((day + 7 - int(after-after.Monday())) % 7)
}

// daysOf is the stretch from one day to another, both included. The second one is the first such day on or after the first.
func daysOf(year1, month1, day1, year2, month2, day2 string, today policy.Date) policy.Span {
	return nearestOf(year1, today, func(year int) policy.Span {
		from := dayOf(year, month1, day1)
		if year2 != "" {
			return closed(from, dayOf(number(year2), month2, day2))
		}
		to := dayOf(year, month2, day2)
		if to != 0 && to < from {
			to = dayOf(year+1, month2, day2)
		}
		return closed(from, to)
	})
}

// monthsOf is the stretch from the first day of one month to the last of another.
func monthsOf(year1, month1, year2, month2 string, today policy.Date) policy.Span {
	return nearestOf(year1, today, func(year int) policy.Span {
		last := year
		switch {
		case year2 != "":
			last = number(year2)
		case number(month2) < number(month1):
			last++
		}
		first := dayOf(last, month2, "1")
		if first == 0 {
			return policy.Span{}
		}
		return closed(dayOf(year, month1, "1"), first.Add(31-first.Add(31).Day()))
	})
}

// nearestOf tries the years that a stretch without a year may mean and takes the one that lies nearest to today.
func nearestOf(year string, today policy.Date, in func(year int) policy.Span) policy.Span {
	if year != "" {
		return in(number(year))
	}
	var best policy.Span
	for _, y := range [...]int{today.Year(), today.Year() + 1, today.Year() - 1} {
		if s := in(y); s != (policy.Span{}) && (best == policy.Span{} || away(s, today) < away(best, today)) {
			best = s
		}
	}
	return best
}

// away is how many days a stretch lies off a day; 0 if it holds it.
func away(s policy.Span, d policy.Date) int {
	return max(int(s.From-d), int(d-s.To)+1, 0)
}

// closed is the stretch of days from one to another, both included; zero if it is none.
func closed(from, last policy.Date) policy.Span {
	if from == 0 || last == 0 || last < from {
		return policy.Span{}
	}
	return policy.Span{From: from, To: last.Add(1)}
}

func dayOf(year int, month, day string) policy.Date {
	return policy.MakeDate(year, time.Month(number(month)), number(day))
}

// number reads digits that a form has let through.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// namedSpan finds a period by its name: 本学期, 下学期, 本学年, 今年, 2026-2027学年第一学期; zero for one that the calendar does not know. A text that names none
// comes back as it is.
func namedSpan(school *policy.School, text string, today policy.Date) (policy.Span, string) {
	if name := thatTerm.FindString(text); name != "" {
		term, _ := school.Calendar.TermByID(name)
		return term.Span(), strings.Replace(text, name, "", 1)
	}
	if name := thatYear.FindString(text); name != "" {
		year, _ := school.Calendar.YearByID(name)
		return year.Span, strings.Replace(text, name, "", 1)
	}
	for _, p := range [...]struct {
		names []string
		span  func() policy.Span
	}{
		{[]string{"本学期", "这学期", "这个学期"}, func() policy.Span { return termSpan(school, today, 0) }},
		{[]string{"上学期", "上个学期"}, func() policy.Span { return termSpan(school, today, -1) }},
		{[]string{"下学期", "下个学期"}, func() policy.Span { return termSpan(school, today, 1) }},
		{[]string{"本学年", "这学年", "今年", "本年度", "全年"}, func() policy.Span { return school.Year(today).Span }},
	} {
		for _, name := range p.names {
			if strings.Contains(text, name) {
				return p.span(), strings.Replace(text, name, "", 1)
			}
		}
	}
	return policy.Span{}, text
}

// termSpan is the term around today, or one before or after it; zero if the calendar does not know it.
func termSpan(school *policy.School, today policy.Date, step int) policy.Span {
	now, ok := school.Calendar.TermAround(today)
	if !ok {
		return policy.Span{}
	}
	for i, t := range school.Calendar.Terms {
		if at := i + step; t.ID == now.ID && at >= 0 && at < len(school.Calendar.Terms) {
			return school.Calendar.Terms[at].Span()
		}
	}
	return policy.Span{}
}
