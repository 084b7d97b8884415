package phrase

import (
	"strings"
	"unicode/utf8"
)

// weekday reads 周三, 上周三, 这个星期天, 下下礼拜五.
func (p *reading) weekday(i int) (token, bool) {
	e := dayExpr{form: formWeekday}
	j := i
	for _, row := range [...]struct {
		lit    string
		offset int
	}{{"上上个", -2}, {"上上", -2}, {"大上", -2}, {"上一个", -1}, {"上个", -1}, {"上", -1}, {"这个", 0}, {"这一", 0}, {"这", 0}, {"本", 0}, {"下下个", 2}, {"下下", 2}, {"下一个", 1}, {"下个", 1}, {"下", 1}} {
		if has(p.s, i, row.lit) {
			j, e.offset, e.weeked = i+len(row.lit), row.offset, true
			break
		}
	}
	end := oneOf(p.s, j, "星期", "礼拜", "周")
	if end == 0 {
		return token{}, false
	}
	var ok bool
	if e.weekday, end, ok = weekdayAt(p.s, end); !ok || p.surname(j, end) || oneOf(p.s, end, "次", "趟", "回", "学时", "课时", "门课") > 0 {
		return token{}, false
	}
	p.draft = e
	t := token{class: classDay, at: int32(i), end: int32(end), word: -1}
	t.m, t.end = p.weekdays(end)
	return t, true
}

// weekdays counts the weekdays that follow without their 周: 周一三五. The number of what follows is no weekday: 周三三四节.
func (p *reading) weekdays(i int) (count, end int32) {
	j := i
	for {
		_, next, ok := weekdayAt(p.s, j)
		if !ok || isDigit(p.s[j]) {
			break
		}
		j = next
		count++
	}
	if count == 0 || oneOf(p.s, j, "节", "点", "号", "月", "个", "次", "楼", "教", "饭堂", "食堂", "级", "班", "批", "人", "名", "位", "学时", "课时", "期", "支部", "栋", "堂", "门", "场", "下", "早") > 0 {
		return 0, int32(i)
	}
	return count, int32(j)
}

// moreDays adds the further days of 周一三五.
func (p *reading) moreDays(t token) {
	if t.class != classDay || t.word >= 0 || t.m == 0 {
		return
	}
	e := p.days[t.n]
	j := int(t.end) - int(t.m)*len("一")
	for ; j < int(t.end); j += len("一") {
		e.weekday, _, _ = weekdayAt(p.s, j)
		p.days = append(p.days, e)
		p.tokens = append(p.tokens, token{class: classPunct, at: t.end, end: t.end, word: -1, n: '、'},
			token{class: classDay, at: t.end, end: t.end, word: -1, n: int32(len(p.days) - 1)})
	}
}

// weekdayAt reads the last character of 周三.
func weekdayAt(s string, i int) (weekday, end int, ok bool) {
	if i >= len(s) {
		return 0, i, false
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch r {
	case '日', '天':
		return 7, i + n, true
	case '1', '2', '3', '4', '5', '6', '7':
		if i+n < len(s) && (isDigit(s[i+n]) || s[i+n] == '.' || s[i+n] == '-') {
			return 0, i, false
		}
		return int(r - '0'), i + n, true
	}
	if d := chineseDigit(r); d >= 1 && d <= 6 && r != '两' && r != '俩' && r != '仨' && r != '幺' {
		return d, i + n, true
	}
	return 0, i, false
}

// surname tells whether 周三 at s[i:end] is rather the beginning of a name: 周一鸣老师.
func (p *reading) surname(i, end int) bool {
	if !has(p.s, i, "周") {
		return false
	}
	for j, runes := end, 0; j < len(p.s) && runes < 2; runes++ {
		_, n := utf8.DecodeRuneInString(p.s[j:])
		j += n
		if oneOf(p.s, j, "老师", "教授", "同学", "主任", "院长") > 0 && !strings.ContainsAny(p.s[end:j], "去到和听在与跟同的找请给向 ,") {
			return true
		}
	}
	return false
}

// calendarDay reads a day whose number n has just been read at i: 2026年3月5日, 2026-03-05, 20260305, 3月5号, 3.5, 4/30, 12-26, 31号.
func (p *reading) calendarDay(i int, n numeral) (int, bool) {
	switch {
	case n.frac < 0 && has(p.s, n.end, "年"):
		return p.yearFirst(i, n)
	case n.digits == 8:
		return p.compact(n)
	case n.digits == 4 && n.value >= 2000 && n.value < 2100 && n.frac < 0:
		return p.isoDay(n)
	case n.digits == 4 && n.value >= 2000 && n.value < 2100 && n.frac >= 0:
		return p.dotted(i)
	case has(p.s, n.end, "月") && n.frac < 0 && n.series == 0:
		return p.monthFirst(n.value, 0, n.end+len("月"))
	case n.digits > 0 && n.digits <= 2:
		return p.shortDay(i, n)
	}
	return 0, false
}

// yearFirst reads 2026年3月5日, 26年3月, 二〇二六年三月五日, 2025年秋季学期 and 2026年 alone.
func (p *reading) yearFirst(i int, n numeral) (int, bool) {
	year := n.value
	if n.digits == 2 && year >= 20 && year < 80 || n.series == 2 {
		if n.series == 2 {
			year = n.value*10 + n.last
		}
		year += 2000
	}
	if year < 2000 || year > 2099 || n.digits == 0 && !n.year && n.series != 2 {
		return 0, false
	}
	j := n.end + len("年")
	if m, ok := readNumeral(p.s, skip(p.s, j, "的", " ")); ok && m.frac < 0 && has(p.s, m.end, "月") {
		return p.monthFirst(m.value, year, m.end+len("月"))
	}
	p.draft = dayExpr{form: formTerm, unit: unitNamed, year: year, part: 0}
	switch end := oneOf(p.s, j, "秋季学期", "秋季", "秋"); {
	case end > 0:
		p.draft.week = 1
		return end, true
	}
	if end := oneOf(p.s, j, "春季学期", "春季", "春"); end > 0 {
		p.draft.year, p.draft.week = year-1, 2
		return end, true
	}
	p.draft.unit, p.draft.offset = unitCalendar, year-p.c.Today.Year()
	return skip(p.s, j, "度"), true
}

// monthFirst reads what follows a month: a day, 底, 初, or nothing.
func (p *reading) monthFirst(month, year, j int) (int, bool) {
	if month < 1 || month > 12 {
		return 0, false
	}
	p.draft = dayExpr{form: formMonth, year: year, month: month}
	j = skip(p.s, j, "份")
	if end := oneOf(p.s, j, "上旬", "中旬", "下旬", "初", "底", "末", "中"); end > 0 && !has(p.s, j, "中午") && !has(p.s, j, "中心") {
		p.draft.form = formVague
		return end, true
	}
	d, ok := readNumeral(p.s, skip(p.s, j, " ", "的"))
	if !ok || d.frac >= 0 || d.value < 1 || d.value > 31 {
		return j, true
	}
	if d.series > 0 { // 三月十二三号: one of two days
		return j, true
	}
	end := oneOf(p.s, d.end, "号", "日")
	if end == 0 && (d.digits == 0 || p.measured(d.end)) {
		return j, true
	}
	p.draft = dayExpr{form: formMonthDay, year: year, month: month, day: d.value}
	if year != 0 {
		p.draft.form = formFull
	}
	return max(end, d.end), true
}

// measured tells whether a unit of measure stands at byte i, so that the number before it is no day.
func (p *reading) measured(i int) bool {
	i = skip(p.s, i, " ")
	if oneOf(p.s, i, "人事", "人文", "人大", "人才", "人工", "人民", "人力", "分管", "分别", "分党", "分院", "分校", "分享", "分组", "分团", "元旦", "次日", "名师", "节前", "节后", "天文", "位于") > 0 {
		return false
	}
	i = skip(p.s, i, "多个", "个", "多", "余", "来")
	return oneOf(p.s, i, "学时", "课时", "小时", "节", "人", "名", "位", "分", "次", "天", "万", "元", "块", "%", "米", "岁", "倍", "学分", "公里", "折", "h", "班", "级") > 0 &&
		oneOf(p.s, i, "班子", "班主任", "级长", "班会", "班团", "班长") == 0
}

// compact reads 20260305.
func (p *reading) compact(n numeral) (int, bool) {
	p.draft = dayExpr{form: formFull, year: n.value / 10000, month: n.value / 100 % 100, day: n.value % 100}
	return n.end, p.draft.year >= 2000 && p.draft.year < 2100 && p.draft.month <= 12 && p.draft.day <= 31 && n.frac < 0
}

// isoDay reads 2026-03-05 and 2026/3/5 after the year; 2025-2026-2 and 2025-2026 are terms.
func (p *reading) isoDay(n numeral) (int, bool) {
	if n.end >= len(p.s) || p.s[n.end] != '-' && p.s[n.end] != '/' && p.s[n.end] != '~' {
		if has(p.s, n.end, "学年") {
			return p.academic(n.value, 0, n.end)
		}
		return 0, false
	}
	mark := p.s[n.end]
	month, j := digitsAt(p.s, n.end+1, 4)
	if month == n.value+1 && j-n.end-1 == 4 {
		return p.academic(n.value, month, j)
	}
	if j == n.end+1 || j >= len(p.s) || p.s[j] != mark || month > 12 {
		return 0, false
	}
	day, end := digitsAt(p.s, j+1, 2)
	p.draft = dayExpr{form: formFull, year: n.value, month: month, day: day}
	return end, end > j+1 && day <= 31
}

// academic reads the rest of 2025-2026-2, 2025-2026学年, 2025学年第一学期.
func (p *reading) academic(first, second, j int) (int, bool) {
	p.draft = dayExpr{form: formTerm, unit: unitNamed, year: first}
	if second != 0 && j+1 < len(p.s) && p.s[j] == '-' && (p.s[j+1] == '1' || p.s[j+1] == '2') {
		p.draft.week = int(p.s[j+1] - '0')
		return j + 2, true
	}
	if end := oneOf(p.s, j, "学年度", "学年"); end > 0 {
		j = end
	} else if second == 0 {
		return 0, false
	}
	switch end := oneOf(p.s, j, "第一学期", "上学期", "秋季学期", "(1)", "1学期"); {
	case end > 0:
		p.draft.week = 1
		return end, true
	}
	if end := oneOf(p.s, j, "第二学期", "下学期", "春季学期", "(2)", "2学期"); end > 0 {
		p.draft.week = 2
		return end, true
	}
	return j, true
}

// dotted reads 2026.3.5.
func (p *reading) dotted(i int) (int, bool) {
	year, j := digitsAt(p.s, i, 4)
	month, k := digitsAt(p.s, j+1, 2)
	if k >= len(p.s) || p.s[k] != '.' {
		return 0, false
	}
	day, end := digitsAt(p.s, k+1, 2)
	p.draft = dayExpr{form: formFull, year: year, month: month, day: day}
	return end, end > k+1 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// shortDay reads 3.5, 4/30, 12-26, 26.3.5 and 31号.
func (p *reading) shortDay(i int, n numeral) (int, bool) {
	if n.frac < 0 {
		if end := oneOf(p.s, n.end, "号", "日"); end > 0 && n.value >= 1 && n.value <= 31 && !p.thing(n.end, end) && !p.noMonth(i) && !after(p.s, i, "延期", "延长", "宽限", "再给", "多给", "限期", "延") {
			p.draft = dayExpr{form: formDay, day: n.value}
			return end, true
		}
	}
	if i > 0 && (isLetter(p.s[i-1]) || p.s[i-1] == '.') { // v1.10
		return 0, false
	}
	month, j := digitsAt(p.s, i, 2)
	if point := pointAt(p.s, numeral{value: month, digits: j - i, end: j}); point > 0 && has(p.s, j, "。") {
		j = point - 1
	} else if j >= len(p.s) || p.s[j] != '.' && p.s[j] != '/' && p.s[j] != '-' {
		return 0, false
	}
	mark := p.s[j]
	day, end := digitsAt(p.s, j+1, 2)
	if end == j+1 || end < len(p.s) && isDigit(p.s[end]) {
		return 0, false
	}
	if end+1 < len(p.s) && p.s[end] == mark && isDigit(p.s[end+1]) { // 26.3.5
		if third, last := digitsAt(p.s, end+1, 2); month >= 20 && day >= 1 && day <= 12 && third >= 1 && third <= 31 {
			p.draft = dayExpr{form: formFull, year: 2000 + month, month: day, day: third}
			return last, true
		}
		return 0, false
	}
	if p.measured(end) {
		return 0, false
	}
	p.draft = dayExpr{form: formMonthDay, month: month, day: day}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	if !realDay(month, day) {
		p.draft.form = formWrong
	}
	return skip(p.s, end, "号", "日"), true
}

// noMonth tells whether the number of a month that no year has stands before byte i: 13月1日.
func (p *reading) noMonth(i int) bool {
	return after(p.s, i, "月") && i > len("月") && isDigit(p.s[i-len("月")-1])
}

// realDay tells whether some year has the day.
func realDay(month, day int) bool {
	switch month {
	case 2:
		return day <= 29
	case 4, 6, 9, 11:
		return day <= 30
	}
	return day <= 31
}

// thing tells whether 号 or 日 belongs to something else than a day: 3号楼, 5号窗口, 30日内.
func (p *reading) thing(i, end int) bool {
	if has(p.s, i, "日") && oneOf(p.s, end, "三餐", "三次", "游", "之计", "三省") > 0 {
		return true
	}
	if oneOf(p.s, end, "楼", "门", "线", "公寓", "宿舍", "教学楼", "馆", "食堂", "饭堂", "餐厅", "窗口", "机", "院", "会议室", "教室", "文", "人", "内", "之内", "球", "车", "服", "语", "本", "常", "出口", "柜", "信访", "件", "实验", "桌", "床", "选手") > 0 {
		return !has(p.s, end, "本周") && !has(p.s, end, "本月") && !has(p.s, end, "人事") && !has(p.s, end, "人文") && !has(p.s, end, "文学") && !has(p.s, end, "门口")
	}
	return has(p.s, i, "号") && oneOf(p.s, end, "的", "那", "这", "案") > 0 && after(p.s, i, "00")
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
