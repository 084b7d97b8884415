package phrase

import "unicode/utf8"

// numeral is a number as it stands in the text, Arabic or Chinese.
type numeral struct {
	value  int  // the whole part; 0 for 几
	half   int  // the whole number in halves when the fraction is .0 or .5 (7 for 3.5); -1 for another fraction
	frac   int  // the digits after the point as a number (5 for 3.5, 12 for 3.12); -1: no point
	digits int  // how many Arabic digits the whole part has; 0: Chinese
	series int  // 2 or more: single Chinese digits in a row (三四, 一二三), value is the first and last the last of them
	last   int  // of a series
	year   bool // 二〇二六: read digit by digit
	approx bool // 十几, 几十, 两三
	end    int  // byte after it
}

// chineseDigit gives the value of one Chinese digit; -1 if it is none.
func chineseDigit(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '一', '壹', '幺':
		return 1
	case '二', '两', '贰', '俩':
		return 2
	case '三', '叁', '仨':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// readNumeral reads the number at byte i.
func readNumeral(s string, i int) (numeral, bool) {
	if i >= len(s) {
		return numeral{}, false
	}
	if isDigit(s[i]) {
		return arabic(s, i), true
	}
	return chinese(s, i)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// digitsAt reads at most limit digits.
func digitsAt(s string, i, limit int) (value, end int) {
	for end = i; end < len(s) && end-i < limit && isDigit(s[end]); end++ {
		value = value*10 + int(s[end]-'0')
	}
	return value, end
}

func arabic(s string, i int) numeral {
	n := numeral{frac: -1}
	n.value, n.end = digitsAt(s, i, 9)
	n.digits = n.end - i
	n.half = 2 * n.value
	if point := pointAt(s, n); point > 0 {
		frac, end := digitsAt(s, point, 4)
		n.frac = frac
		switch {
		case frac == 5 && end == point+1:
			n.half++
		case frac != 0:
			n.half = -1
		}
		n.end = end
	}
	return n
}

// pointAt gives the byte behind the point of a number; 0 if it has none. A full stop between two short numbers was meant for one: 3。18.
func pointAt(s string, n numeral) int {
	end := oneOf(s, n.end, ".")
	if end == 0 && n.digits <= 2 && n.value >= 1 && n.value <= 12 {
		end = oneOf(s, n.end, "。")
		if _, last := digitsAt(s, end, 3); last-end < 1 || last-end > 2 {
			return 0
		}
	}
	if end == 0 || end >= len(s) || !isDigit(s[end]) {
		return 0
	}
	return end
}

// chinese reads 十五, 二十, 一百二, 廿几, 三四 (a series), 二〇二六 (a year), 几.
func chinese(s string, i int) (numeral, bool) {
	var run [12]rune
	count, units := 0, 0
	n := numeral{frac: -1, end: i}
	for n.end < len(s) && count < len(run) {
		r, size := utf8.DecodeRuneInString(s[n.end:])
		switch {
		case chineseDigit(r) >= 0, r == '几':
		case chineseUnit(r) > 0:
			units++
		case r == '数' && count == 0 && unitAt(s, n.end+size): // 数十人
			r = '几'
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		run[count] = r
		count++
		n.end += size
	}
	switch {
	case count == 0:
		return n, false
	case units > 0:
		n.sum(run[:count])
	default:
		n.row(run[:count])
	}
	return n, true
}

// sum values digits with units: 一百二十, 十几, 两三百.
func (n *numeral) sum(run []rune) {
	cur, unit := -1, 0
	for k, r := range run {
		d := chineseDigit(r)
		if d > 0 && n.approx && unit == 10 && cur == 0 { // 十几二十: between the two
			n.value, n.half = n.value+5, 2*n.value+10
			return
		}
		switch {
		case r == '几':
			n.approx = true
			cur = max(cur, 0)
		case r == '廿', r == '卅':
			n.value += chineseUnit(r)
			unit = 10
		case d < 0:
			if cur < 0 {
				cur = 1
			}
			unit = chineseUnit(r)
			n.value += cur * unit
			cur = -1
		case cur > 0: // 两三百, 十二三
			n.approx = true
		case d > 0 && unit >= 100 && k == len(run)-1 && chineseUnit(run[k-1]) > 0: // 一百二
			cur = d * unit / 10
		default:
			cur = d
		}
	}
	n.value += max(cur, 0)
	n.half = 2 * n.value
}

// row values digits without a unit: one digit, 二〇二六 read digit by digit, or a series such as 三四.
func (n *numeral) row(run []rune) {
	v, zero := 0, false
	for _, r := range run {
		if r == '几' {
			n.approx = true
			continue
		}
		d := chineseDigit(r)
		v = v*10 + d
		zero = zero || d == 0
	}
	if len(run) == 1 {
		n.value, n.half = v, 2*v
		return
	}
	if zero || len(run) == 4 {
		n.value, n.half, n.year = v, 2*v, true
		return
	}
	n.value, n.last = max(chineseDigit(run[0]), 0), max(chineseDigit(run[len(run)-1]), 0)
	n.series, n.half = len(run), -1
}

func chineseUnit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '廿':
		return 20
	case '卅':
		return 30
	case '百':
		return 100
	case '千':
		return 1000
	}
	return 0
}

func unitAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return chineseUnit(r) > 0
}
