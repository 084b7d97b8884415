package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
)

// mention is a unit that a text names, and where.
type mention struct {
	name     string
	from, to int
}

// unitsIn lists the units that a text names by name or alias, in order; the longest name at a place wins.
func unitsIn(s *policy.School, text string) []mention {
	var out []mention
	for i := 0; i < len(text); {
		name, n := unitAt(s, text[i:])
		if n == 0 {
			i++
			continue
		}
		out = append(out, mention{name, i, i + n})
		i += n
	}
	return out
}

// unitAt gives the unit with whose name a text begins, and how many bytes it takes.
func unitAt(s *policy.School, text string) (name string, n int) {
	for i := range s.Units {
		u := &s.Units[i]
		if len(u.Name) > n && strings.HasPrefix(text, u.Name) {
			name, n = u.Name, len(u.Name)
		}
		for _, w := range u.Aliases {
			if len(w) > n && strings.HasPrefix(text, w) {
				name, n = u.Name, len(w)
			}
		}
	}
	return name, n
}

// helping are the words by which a unit is said to help.
var helping = []string{"协办", "配合", "会办", "协助", "协同"}

// leadAndHelp reads which unit leads and which help: 后勤处牵头，财务处、基建处协办.
func leadAndHelp(s *policy.School, text string) (lead string, with []string) {
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,；;。\n ", r) }) {
		from := len(clause) // units from here on help
		for _, w := range helping {
			if strings.Contains(clause, w) {
				from = 0
			}
		}
		for _, w := range []string{"牵头", "主办"} {
			if at := strings.Index(clause, w); at >= 0 && from == 0 {
				from = at
			}
		}
		for _, u := range unitsIn(s, clause) {
			switch {
			case u.from >= from:
				with = append(with, u.name)
			case lead == "":
				lead = u.name
			default:
				with = append(with, u.name)
			}
		}
	}
	if lead == "" && len(with) > 0 {
		lead, with = with[0], with[1:]
	}
	return lead, with
}

// membersIn lists the members whom a text names in full.
func membersIn(s *policy.School, text string) []*policy.Member {
	var out []*policy.Member
	for i := range s.Members {
		if m := &s.Members[i]; strings.Contains(text, m.Name) {
			out = append(out, m)
		}
	}
	return out
}

var numerals = map[string]int{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十五": 15, "二十": 20, "三十": 30}

// numeral reads a small number in figures or characters; 0 if it is none.
func numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return numerals[s]
}

const numberForm = `(\d{1,3}|[一二两三四五六七八九十]{1,3})`

// The forms in which a limit or a day is said.
var (
	workdaysForm = regexp.MustCompile(numberForm + `个?工作日`)
	daysForm     = regexp.MustCompile(numberForm + `个?[天日]`)
	weeksForm    = regexp.MustCompile(numberForm + `(?:个?星期|周)(?:内|之内|以内)`)
	fullDayForm  = regexp.MustCompile(`(20\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})`)
	monthDayForm = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]?`)
	bareDayForm  = regexp.MustCompile(`(\d{1,2})[日号](?:前|之前|以前)`)
	weekdayForm  = regexp.MustCompile(`(上|本|这|下)?(?:周|星期)([一二三四五六日天])`)
)

// dueIn reads until when something is to be done: 5个工作日内, 一周内, 11月30日前, 下周三前. 0: it is not said.
func (b *Bot) dueIn(text string, today policy.Date) policy.Date {
	if m := workdaysForm.FindStringSubmatch(text); m != nil {
		return b.school.Calendar.DueWorkdays(today, numeral(m[1]))
	}
	if m := weeksForm.FindStringSubmatch(text); m != nil {
		return today.Add(7 * numeral(m[1]))
	}
	if d := dayIn(text, today, true); d != 0 || monthDayForm.MatchString(text) {
		return d
	}
	if m := daysForm.FindStringSubmatch(text); m != nil {
		return today.Add(numeral(m[1]))
	}
	return 0
}

// dayIn reads the first day that a text names; ahead says on which side of today a day without its year or week lies. 0: it names none.
func dayIn(text string, today policy.Date, ahead bool) policy.Date {
	if m := fullDayForm.FindStringSubmatch(text); m != nil {
		return civil(numeral(m[1]), numeral(m[2]), numeral(m[3]))
	}
	if m := monthDayForm.FindStringSubmatch(text); m != nil {
		return nearest(numeral(m[1]), numeral(m[2]), today, ahead)
	}
	for i, w := range []string{"前天", "昨天", "今天", "明天", "后天"} {
		if strings.Contains(text, w) {
			return today.Add(i - 2)
		}
	}
	if m := weekdayForm.FindStringSubmatch(text); m != nil {
		return weekdayOf(m[1], m[2], today, ahead)
	}
	if m := bareDayForm.FindStringSubmatch(text); m != nil {
		d := civil(today.Year(), int(today.Month()), numeral(m[1]))
		if d != 0 && d < today && ahead {
			return civil(today.Year(), int(today.Month())+1, numeral(m[1]))
		}
		return d
	}
	return 0
}

// civil is a day; 0 if there is no such day.
func civil(year, month, day int) policy.Date {
	if month == 13 {
		year, month = year+1, 1
	}
	d := policy.MakeDate(year, time.Month(month), day)
	if day < 1 || d.Day() != day || int(d.Month()) != month {
		return 0
	}
	return d
}

// nearest is the day of the year that lies next to today on the given side, half a year back at most.
func nearest(month, day int, today policy.Date, ahead bool) policy.Date {
	d := civil(today.Year(), month, day)
	switch {
	case d == 0:
		return 0
	case ahead && d < today.Add(-180):
		return civil(today.Year()+1, month, day)
	case !ahead && d > today.Add(180):
		return civil(today.Year()-1, month, day)
	}
	return d
}

// weekdayOf is a weekday of this week, or of the one that is named; without a week the next one ahead or the last one.
func weekdayOf(week, day string, today policy.Date, ahead bool) policy.Date {
	n := strings.Index("一二三四五六日", day) / len("一")
	if day == "天" {
		n = 6
	}
	d := today.Monday().Add(n)
	switch {
	case week == "上":
		return d.Add(-7)
	case week == "下":
		return d.Add(7)
	case week == "" && ahead && d < today:
		return d.Add(7)
	case week == "" && !ahead && d > today:
		return d.Add(-7)
	}
	return d
}
