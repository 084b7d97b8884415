package report

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"lianxin/config/policy"
	"lianxin/store/report/paper"
)

// The forms of days that people type, narrowed: 2025-09-03, 2025年9月3日, 2025.9.3, 20250903, with a time of day behind it.
var (
	dayForm   = regexp.MustCompile(`^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(.*)$`)
	tightForm = regexp.MustCompile(`^(20\d\d)(\d\d)(\d\d)$`)
	clockForm = regexp.MustCompile(`(\d{1,2}):(\d\d)`)
	yearless  = regexp.MustCompile(`^\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?$`)
)

// date reads the day of the row, and a time of day that stands behind it.
func (l *line) date() (policy.Date, string) {
	text := width.Fold.String(l.text(fieldDate))
	d, rest, why := readDay(text, l.r.base1904)
	switch {
	case text == "":
		l.fault(fieldDate, "没有日期")
	case why != "":
		l.fault(fieldDate, "“%s”%s，请写成 2025-09-03", text, why)
	case d > l.r.today:
		l.fault(fieldDate, "%s 还没有到", d)
	default:
		return d, rest
	}
	return 0, ""
}

// readDay reads a day. why says in Chinese what is wrong with it; "" if nothing is.
func readDay(text string, base1904 bool) (d policy.Date, clock, why string) {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		if day, minutes, ok := paper.DayOf(n, base1904); ok {
			if minutes > 0 {
				clock = clockOf(minutes)
			}
			return day, clock, ""
		}
	}
	m := tightForm.FindStringSubmatch(text)
	if m == nil {
		m = dayForm.FindStringSubmatch(text)
	}
	switch {
	case m == nil && yearless.MatchString(text):
		return 0, "", "没有写年份"
	case m == nil:
		return 0, "", "不是一个日期"
	}
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if d = policy.MakeDate(y, time.Month(month), day); d == 0 {
		return 0, "", "没有这一天"
	}
	if len(m) < 5 || strings.TrimSpace(m[4]) == "" {
		return d, "", ""
	}
	rest := strings.TrimSpace(m[4])
	if regexp.MustCompile(`^[-~至到]`).MatchString(rest) {
		return 0, "", "是一段时间，请按天分行"
	}
	if c := clockForm.FindStringSubmatch(rest); c != nil {
		h, _ := strconv.Atoi(c[1])
		min, _ := strconv.Atoi(c[2])
		if h < 24 && min < 60 {
			clock = clockOf(h*60 + min)
		}
	}
	return d, clock, ""
}

func clockOf(minutes int) string {
	return time.Date(2000, 1, 1, minutes/60, minutes%60, 0, 0, time.UTC).Format("15:04")
}

// confirmed reads when the leader confirmed it; zero if the table does not say it.
func (l *line) confirmed() time.Time {
	text := width.Fold.String(l.text(fieldConfirmed))
	if text == "" {
		return time.Time{}
	}
	d, clock, why := readDay(text, l.r.base1904)
	switch {
	case why != "":
		l.fault(fieldConfirmed, "“%s”%s", text, why)
		return time.Time{}
	case d > l.r.today:
		l.fault(fieldConfirmed, "%s 还没有到", d)
		return time.Time{}
	}
	minutes := 0
	if h, m, ok := strings.Cut(clock, ":"); ok {
		hours, _ := strconv.Atoi(h)
		mins, _ := strconv.Atoi(m)
		minutes = hours*60 + mins
	}
	return d.At(minutes/60, minutes%60, l.r.school.Location).UTC()
}
