package phrase

// clock reads a time of the day: 15:30, 3点半, 三点一刻, 下午3点-4点半. The part of the day before it is a token of its own.
func (p *reading) clock(i int, n numeral) (token, bool) {
	from, end, ok := p.clockTime(i, n)
	if !ok {
		return token{}, false
	}
	t := token{class: classClock, at: int32(i), end: int32(end), word: -1, n: int32(from), m: -1}
	j := oneOf(p.s, end, "-", "~", "到", "至", "一直到")
	if j == 0 {
		return t, true
	}
	j = skip(p.s, j, "下午", "晚上", "上午", "中午")
	if m, ok := readNumeral(p.s, j); ok {
		if to, last, ok := p.clockTime(j, m); ok {
			t.m, t.end = int32(to), int32(last)
		}
	}
	return t, true
}

// clockTime reads one time; minutes after midnight as the clock face says, without the part of the day.
func (p *reading) clockTime(i int, n numeral) (minutes, end int, ok bool) {
	if n.frac >= 0 || n.series > 0 || n.value > 24 || n.approx {
		return 0, 0, false
	}
	if n.digits > 0 && n.digits <= 2 && has(p.s, n.end, ":") {
		m, end := digitsAt(p.s, n.end+1, 2)
		return n.value*60 + m, end, end == n.end+3 && m < 60
	}
	j := oneOf(p.s, n.end, "点钟", "点整", "点", "时整", "时")
	if j == 0 || oneOf(p.s, n.end, "时候", "时间", "点评", "点名", "点击", "点赞", "点子", "点心", "点头") > 0 {
		return 0, 0, false
	}
	if oneOf(p.s, j, "建议", "意见", "要求", "问题", "想法", "希望", "体会", "感受", "看法", "思考", "诉求", "启示", "收获", "打算", "不足", "期待", "原因", "理由", "内容", "做法") > 0 {
		return 0, 0, false
	}
	if k := oneOf(p.s, j, "半"); k > 0 {
		return n.value*60 + 30, k, true
	}
	if k := oneOf(p.s, j, "一刻", "1刻"); k > 0 {
		return n.value*60 + 15, k, true
	}
	if k := oneOf(p.s, j, "三刻"); k > 0 {
		return n.value*60 + 45, k, true
	}
	if m, ok := readNumeral(p.s, j); ok && m.frac < 0 && m.value < 60 && (m.digits == 2 || has(p.s, m.end, "分")) {
		return n.value*60 + m.value, skip(p.s, m.end, "分"), true
	}
	return n.value * 60, j, p.clockMeant(i, n, j)
}

// clockMeant keeps 一点 (a little) and 两点 (two points) apart from the hours.
func (p *reading) clockMeant(i int, n numeral, end int) bool {
	if has(p.s, n.end, "点钟") || has(p.s, n.end, "点整") || n.digits > 0 || n.value >= 5 {
		return !has(p.s, n.end, "时") || n.digits > 0
	}
	if oneOf(p.s, end, "-", "~", "到", "至", "多", "左右", "开始", "那") > 0 {
		return true
	}
	return after(p.s, i, "上午", "下午", "晚上", "中午", "早上", "凌晨", "傍晚", "昨晚", "今晚", "今早", "下昼", "上昼")
}

// clockString writes minutes after midnight as "15:30".
func clockString(minutes int) string {
	const digits = "0123456789"
	h, m := minutes/60%24, minutes%60
	return string([]byte{digits[h/10], digits[h%10], ':', digits[m/10], digits[m%10]})
}

// faceTo24 brings a time on the clock face to the 24 hours of the day: 3点 in the afternoon is 15:00. Without a part of the day the hours 1 to 6
// are taken for the afternoon.
func faceTo24(minutes, part int) int {
	h := minutes / 60
	switch {
	case h >= 13 || h == 0:
		return minutes
	case part == morning:
		return minutes
	case part == noon:
		if h >= 11 {
			return minutes
		}
		return minutes + 12*60
	case part == evening && h == 12:
		return 24 * 60
	case h == 12:
		return minutes
	case part == afternoon, part == evening, h <= 6:
		return minutes + 12*60
	}
	return minutes
}
