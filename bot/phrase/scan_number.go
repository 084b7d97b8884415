package phrase

import "unicode/utf8"

// number reads whatever begins with a number at byte i: a day, a clock time, class periods, a length, heads, a room, a choice.
func (p *reading) number(i int, r rune) (token, bool) {
	if r == '第' {
		return p.ordinal(i)
	}
	if r == '半' {
		return p.half(i)
	}
	n, ok := readNumeral(p.s, i)
	if !ok {
		return token{}, false
	}
	if t, ok := p.periods(i, false); ok {
		return t, true
	}
	if t, ok := p.clock(i, n); ok {
		return t, true
	}
	if end, ok := p.calendarDay(i, n); ok {
		return token{class: p.draftClass(), at: int32(i), end: int32(end), word: -1}, true
	}
	for _, read := range [...]func(*reading, int, numeral) (token, bool){(*reading).hours, (*reading).minutes, (*reading).room, (*reading).klass, (*reading).heads, (*reading).length, (*reading).chineseDay, (*reading).shortCase, (*reading).count} {
		if t, ok := read(p, i, n); ok {
			return t, true
		}
	}
	return token{class: classNumber, at: int32(i), end: int32(n.end), word: -1, n: int32(n.value)}, true
}

// draftClass is the class of the day that was just drafted.
func (p *reading) draftClass() class {
	switch p.draft.form {
	case formTerm, formMonth:
		return classTerm
	case formVague:
		return classVague
	}
	return classDay
}

// ordinal reads 第3-4节, 第5周周二, 第一个; 第一课 is a word.
func (p *reading) ordinal(i int) (token, bool) {
	if t, ok := p.periods(i, true); ok {
		return t, true
	}
	n, ok := readNumeral(p.s, i+len("第"))
	if !ok {
		return token{}, false
	}
	if end := oneOf(p.s, n.end, "教学周", "周"); end > 0 && n.series == 0 {
		p.draft = dayExpr{form: formWeek, week: n.value}
		j := skip(p.s, end, "的", " ", "-")
		j = skip(p.s, j, "星期", "礼拜", "周")
		class := classDay
		if wd, last, ok := weekdayAt(p.s, j); ok && !p.surname(end, last) {
			p.draft.weekday, end = wd, last
		} else {
			class = classVague
		}
		return token{class: class, at: int32(i), end: int32(end), word: -1}, true
	}
	if end := oneOf(p.s, n.end, "个", "条", "项", "种", "行", "天", "位", "件"); end > 0 && !has(p.s, n.end, "个学期") {
		return token{class: classChoice, at: int32(i), end: int32(end), word: -1, n: int32(n.value)}, true
	}
	return token{class: classChoice, at: int32(i), end: int32(n.end), word: -1, n: int32(n.value)}, true
}

// half reads 半节, 半小时, 半天.
func (p *reading) half(i int) (token, bool) {
	j := i + len("半")
	if end := oneOf(p.s, j, "节课", "节", "个学时", "学时", "课时", "个课时", "堂课", "堂"); end > 0 {
		return token{class: classHours, at: int32(i), end: int32(end), word: -1, n: 1}, true
	}
	if end := oneOf(p.s, j, "个小时", "小时", "个钟头", "个钟"); end > 0 {
		return token{class: classMinutes, at: int32(i), end: int32(end), word: -1, n: 30}, true
	}
	if end := oneOf(p.s, j, "个月", "年", "天"); end > 0 {
		days := int32(15)
		if has(p.s, j, "年") {
			days = 180
		} else if has(p.s, j, "天") {
			days = 0
		}
		return token{class: classDays, at: int32(i), end: int32(end), word: -1, n: days}, true
	}
	return token{}, false
}

// chineseDay reads 三十一号 and 十五日.
func (p *reading) chineseDay(i int, n numeral) (token, bool) {
	if n.digits > 0 || n.series > 0 || n.value < 1 || n.value > 31 || n.approx {
		return token{}, false
	}
	end := oneOf(p.s, n.end, "号", "日")
	if end == 0 || p.thing(n.end, end) {
		return token{}, false
	}
	p.draft = dayExpr{form: formDay, day: n.value}
	return token{class: classDay, at: int32(i), end: int32(end), word: -1}, true
}

// room reads what begins with the number of a building: 二教201, 三教一楼, 7栋402, 一饭堂, 3号楼.
func (p *reading) room(i int, n numeral) (token, bool) {
	if n.frac >= 0 {
		return token{}, false
	}
	end := oneOf(p.s, n.end, "号教学楼", "号实验楼", "号宿舍楼", "号公寓", "号楼", "号宿舍", "饭堂", "食堂", "餐厅", "栋", "幢", "教学楼", "实验楼", "公寓", "号馆", "号会议室", "号教室", "号饭堂", "号食堂", "会议室", "楼")
	if end == 0 && has(p.s, n.end, "教") && n.value <= 20 && p.buildingAfter(n.end+len("教")) {
		end = n.end + len("教")
	}
	if end == 0 {
		return token{}, false
	}
	end = p.roomEnd(end)
	return token{class: classPlace, at: int32(i), end: int32(end), word: -1, n: placeKind(p.s[i:end])}, true
}

// buildingAfter tells whether 二教 is followed by what follows a building: a room, a floor, or nothing of the word 教.
func (p *reading) buildingAfter(i int) bool {
	if i >= len(p.s) {
		return true
	}
	if _, ok := readNumeral(p.s, i); ok {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.s[i:])
	return isPunct(r) || oneOf(p.s, i, "楼", "的", "那", "里", "听", "看", "东", "西", "南", "北", "巡", "阶", "门", "厕", "电", "空", "投", "直", "开", "去", "走") > 0
}

// roomEnd takes floors and rooms that follow: 一楼, 402, 一到四楼, 301室.
func (p *reading) roomEnd(i int) int {
	for {
		n, ok := readNumeral(p.s, skip(p.s, i, "-", "的"))
		if !ok || n.frac >= 0 {
			return i
		}
		j := n.end
		if k := oneOf(p.s, j, "到", "至", "-", "、", "和"); k > 0 {
			if m, ok := readNumeral(p.s, k); ok && oneOf(p.s, m.end, "楼", "层") > 0 {
				j = m.end
			}
		}
		end := oneOf(p.s, j, "楼", "层", "室", "号房", "房", "教室", "号教室")
		if end == 0 && n.digits >= 3 && n.digits <= 4 && oneOf(p.s, j, "人", "节", "学时", "年", "名", "位") == 0 {
			end = j
		}
		if end == 0 {
			return i
		}
		i = end
	}
}

// klass reads 24-2班, 23级1班, 2026级: a class or a cohort.
func (p *reading) klass(i int, n numeral) (token, bool) {
	if n.frac >= 0 {
		return token{}, false
	}
	if end := oneOf(p.s, n.end, "级"); end > 0 && (n.digits == 2 && n.value >= 15 || n.digits == 4 && n.value >= 2015) {
		if m, ok := readNumeral(p.s, end); ok && has(p.s, m.end, "班") && !has(p.s, m.end, "班子") {
			end = m.end + len("班")
		}
		return token{class: classKlass, at: int32(i), end: int32(end), word: -1}, true
	}
	j := n.end
	if k := oneOf(p.s, j, "-"); k > 0 {
		if m, ok := readNumeral(p.s, k); ok && m.frac < 0 {
			j = m.end
		}
	}
	if has(p.s, j, "班") && oneOf(p.s, j, "班子", "班车", "班主任", "班次") == 0 {
		return token{class: classKlass, at: int32(i), end: int32(j + len("班")), word: -1}, true
	}
	return token{}, false
}

// shortCase reads 0118号: the number of a case without its year.
func (p *reading) shortCase(i int, n numeral) (token, bool) {
	if n.frac >= 0 || n.digits != 3 && n.digits != 4 || p.s[i] != '0' && !p.caseFollows(n.end) {
		return token{}, false
	}
	end := skip(p.s, n.end, "号")
	return token{class: classCase, at: int32(i), end: int32(end), word: -1, n: int32(n.end)}, true
}

// caseFollows tells whether a number is followed by the word for a case: 118号信访件.
func (p *reading) caseFollows(i int) bool {
	i = skip(p.s, i, "号")
	return oneOf(p.s, i, "信访", "件", "工单", "诉求", "单子", "案", "投诉", "那件", "那个信访", "那条", "这件") > 0
}
