package phrase

import "unicode/utf8"

// periods reads class periods: 3-4节, 第三四节, 第五第六节, 1、2节, 34节. ordinal: a 第 stands at byte i.
func (p *reading) periods(i int, ordinal bool) (token, bool) {
	var list [12]int
	count, span, slash := 0, false, false
	j := i
	for count < len(list) {
		if has(p.s, j, "第") {
			if count > 0 && !ordinal { // 3-5第6节: a day before the periods
				return token{}, false
			}
			j, ordinal = j+len("第"), true
		}
		n, ok := readNumeral(p.s, j)
		if pair, end := pointed(p.s, n); ok && count == 0 && end > 0 {
			return p.periodToken(i, end, pair, false, true, n)
		}
		if !ok || n.frac >= 0 || n.approx {
			return token{}, false
		}
		count += copy(list[count:], digitsOf(p.s, j, n))
		j = n.end
		if end := oneOf(p.s, j, "这两节", "两节", "这三节"); end > 0 && ordinal && count == 2 {
			j = end - len("节")
		}
		if end := oneOf(p.s, j, "节课", "节"); end > 0 {
			if k := p.nextPeriod(end); k > 0 { // 3节4节, 第三节和第四节, 第五节到第八节
				j, span = k, span || oneOf(p.s, end, "到", "至", "-", "~", "一直", "听到", "上到") > 0
				continue
			}
			if slash && (count != 2 || list[1] != list[0]+1) { // 3/5节: periods, or a day and five lessons?
				return token{class: classHours, at: int32(i), end: int32(end), word: -1}, true
			}
			if n := count - 1; ordinal && n > 1 && list[n] == n && list[n] != list[n-1]+1 { // 第五第六两节: how many they are
				count = n
			}
			return p.periodToken(i, end, list[:count], span, ordinal, n)
		}
		k := oneOf(p.s, j, "-", "~", "到", "至", "、", ",", "和", "同", "/", "及")
		slash = slash || has(p.s, j, "/")
		switch {
		case k > 0 && oneOf(p.s, j, "-", "~", "到", "至") > 0:
			span = true
			j = k
		case k > 0:
			j = k
		case !has(p.s, j, "第"):
			return token{}, false
		}
	}
	return token{}, false
}

// pointed reads 5.6节: two periods in a row with a point between them; end is 0 if it is something else (1.5节).
func pointed(s string, n numeral) (pair []int, end int) {
	if n.frac != n.value+1 || n.value < 1 {
		return nil, 0
	}
	if end = oneOf(s, n.end, "节课", "节"); end == 0 {
		return nil, 0
	}
	return []int{n.value, n.frac}, end
}

// nextPeriod finds where the number of a further period begins: 第三节第四节, 第三节和第四节, 3节、4节; 0 if none does.
func (p *reading) nextPeriod(i int) int {
	j := skip(p.s, i, "一直到", "一直听到", "听到", "上到", "和", "同", "跟", "、", "到", "至", "-", "~")
	k := skip(p.s, j, "第")
	if j == i && k == j {
		return 0
	}
	n, ok := readNumeral(p.s, k)
	if !ok || !has(p.s, n.end, "节") || k == j {
		return 0
	}
	return j
}

// digitsOf gives the single numbers of a series (三四 -> 3, 4) or the number itself.
func digitsOf(s string, i int, n numeral) []int {
	if n.series == 0 {
		return []int{n.value}
	}
	var out []int
	for j := i; j < n.end; {
		r, size := utf8.DecodeRuneInString(s[j:])
		out = append(out, chineseDigit(r))
		j += size
	}
	return out
}

// lastPeriod is the highest number a class period may have.
const lastPeriod = 14

// periodToken makes periods, or a number of class hours, of the numbers read before 节.
func (p *reading) periodToken(i, end int, list []int, span, ordinal bool, last numeral) (token, bool) {
	t := token{class: classPeriod, at: int32(i), end: int32(end), word: -1}
	if len(list) == 1 {
		if pair, ok := glued(last); ok && (!ordinal || list[0] > lastPeriod) {
			t.n, t.m = int32(pair[0]), int32(pair[1])
			return t, true
		}
		if !ordinal || list[0] < 1 || list[0] > lastPeriod {
			return token{}, false
		}
		t.n, t.m = int32(list[0]), int32(list[0])
		return t, true
	}
	if last.series > 0 && has(p.s, int(i), "两") {
		return token{class: classHours, at: int32(i), end: int32(end), word: -1}, true // 两三节: so many, or so many
	}
	from, to := list[0], list[len(list)-1]
	for k := 1; k < len(list); k++ {
		if list[k] <= list[k-1] || !span && list[k] != list[k-1]+1 {
			return token{}, false
		}
	}
	if from < 1 || to > lastPeriod || span && len(list) != 2 {
		return token{}, false
	}
	t.n, t.m = int32(from), int32(to)
	return t, true
}

// glued reads 34节, 78节, 910节: two periods written without anything between.
func glued(n numeral) ([2]int, bool) {
	switch {
	case n.digits == 2 && n.value > 12 && n.value%10 == n.value/10+1:
		return [2]int{n.value / 10, n.value % 10}, true
	case n.digits == 3 && n.value == 910:
		return [2]int{9, 10}, true
	case n.digits == 4 && n.value == 1011, n.digits == 4 && n.value == 1112:
		return [2]int{n.value / 100, n.value % 100}, true
	}
	return [2]int{}, false
}

// hours reads 2学时, 两节课, 一个学时, 一节半, 1.5节.
func (p *reading) hours(i int, n numeral) (token, bool) {
	j := skip(p.s, n.end, " ")
	halves := n.half
	if end := oneOf(p.s, j, "个半学时", "个半课时"); end > 0 {
		return token{class: classHours, at: int32(i), end: int32(end), word: -1, n: int32(halves + 1)}, true
	}
	end := oneOf(p.s, j, "个学时", "个课时", "学时", "课时", "节课", "节", "大节课", "大节", "堂课", "堂", "门课", "学十", "学石", "学是", "课石", "课是", "小节")
	if end == 0 || has(p.s, j, "学是") && n.digits == 0 && has(p.s, j, "学是不") || n.approx || n.value > 40 {
		if end > 0 && n.approx {
			return token{class: classHours, at: int32(i), end: int32(end), word: -1}, true
		}
		return token{}, false
	}
	if oneOf(p.s, j, "节目", "节气", "节约", "节点", "课时费", "学时费") > 0 {
		return token{}, false
	}
	if has(p.s, j, "节日") && oneOf(p.s, j, "节日语", "节日文", "节日本", "节日常") == 0 {
		return token{}, false
	}
	if k := oneOf(p.s, end, "半课", "半"); k > 0 && n.frac < 0 {
		halves, end = halves+1, k
	}
	switch {
	case oneOf(p.s, j, "大节", "门课") > 0, halves < 0 || n.series > 0:
		halves = 0
	}
	if halves > longestDay {
		halves = 0 // 12节: periods 1 and 2, or a sum?
	}
	m := int32(0)
	if has(p.s, j, "堂") {
		m = 1 // a lesson may be longer than one class hour: doubted
	}
	return token{class: classHours, at: int32(i), end: int32(end), word: -1, n: int32(halves), m: m}, true
}

// longestDay is the most, in halves, that one activity may have without being asked about.
const longestDay = 16

// minutes reads 90分钟, 一个半小时, 两小时, 1.5h, 一个多小时.
func (p *reading) minutes(i int, n numeral) (token, bool) {
	t := token{class: classMinutes, at: int32(i), word: -1}
	j := skip(p.s, n.end, " ", "来", "多")
	if end := oneOf(p.s, j, "分钟", "min", "mins"); end > 0 {
		t.end, t.n = int32(end), int32(n.value)
		if n.approx || j > n.end && !has(p.s, n.end, " ") {
			t.n = 0
		}
		return t, true
	}
	if end := oneOf(p.s, j, "个半小时", "个半钟头", "个半钟"); end > 0 {
		t.end, t.n = int32(end), int32(n.value*60+30)
		return t, true
	}
	if end := oneOf(p.s, j, "个多小时", "多个小时", "个来小时", "多小时", "个多钟", "个多钟头"); end > 0 {
		t.end = int32(end)
		return t, true
	}
	end := oneOf(p.s, j, "个小时", "小时", "个钟头", "个钟", "钟头", "h")
	if end == 0 || has(p.s, j, "h") && end < len(p.s) && isLetter(p.s[end]) {
		return token{}, false
	}
	t.end = int32(end)
	if n.half >= 0 && !n.approx && j == n.end {
		t.n = int32(n.half * 30)
	}
	if k := oneOf(p.s, end, "半"); k > 0 && n.frac < 0 && t.n > 0 {
		t.n, t.end = t.n+30, int32(k)
	}
	if more, ok := readNumeral(p.s, skip(p.s, end, "零", "又", "加")); ok && more.frac < 0 && t.n > 0 { // 一小时三十分
		if k := oneOf(p.s, more.end, "分钟", "分"); k > 0 {
			t.n, t.end = t.n+int32(more.value), int32(k)
		}
	}
	return t, true
}

// heads reads how many people: 16人, 15名, 二十来人, 三十多个, 80余人, 八十多号人.
func (p *reading) heads(i int, n numeral) (token, bool) {
	if n.frac >= 0 || n.series > 0 && n.value == 0 {
		return token{}, false
	}
	approx := n.approx || n.series > 0
	j := skip(p.s, n.end, " ")
	if k := oneOf(p.s, j, "多", "来", "余", "几"); k > 0 {
		j, approx = k, true
	}
	end := oneOf(p.s, j, "个人", "号人", "人次", "人", "名", "位")
	if end > 0 && oneOf(p.s, j, "人事", "人文", "人才", "人工", "人生", "人大", "名单", "名额", "位置", "名字", "人均") > 0 {
		return token{}, false
	}
	if k := oneOf(p.s, j, "个", "号"); end == 0 && k > 0 && (has(p.s, j, "个") && p.people(k)) {
		end = k
	}
	if end == 0 && has(p.s, j, "个") && (approx && (n.value >= 20 || n.value >= 10 && p.endsAt(j+len("个"))) || p.cameTo(i, j+len("个"))) { // 三十多个, 来了二十三个
		end = j + len("个")
	}
	if end == 0 && after(p.s, i, "签到表上是", "签到表是", "实到", "签到", "实际到", "实际来了") && (n.end == len(p.s) || p.s[n.end] == ',' || has(p.s, n.end, "。")) { // 签到表上是34
		end = n.end
	}
	if end == 0 || n.value == 0 && !approx {
		return token{}, false
	}
	if k := oneOf(p.s, end, "左右", "上下", "以上"); k > 0 {
		end, approx = k, true
	}
	approx = approx || after(p.s, i, "约", "大概", "大约", "差不多", "近", "成", "将近", "上", "接近", "估计", "约有", "大概有")
	t := token{class: classPeople, at: int32(i), end: int32(end), word: -1, n: int32(n.value)}
	if approx {
		t.m = 1
	}
	return t, true
}

// endsAt tells whether a clause ends at byte i.
func (p *reading) endsAt(i int) bool {
	if i >= len(p.s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.s[i:])
	return isPunct(r)
}

// cameTo tells whether a bare 个 counts those who came: 来了二十三个 at the end of a clause.
func (p *reading) cameTo(i, end int) bool {
	if end < len(p.s) {
		if r, _ := utf8.DecodeRuneInString(p.s[end:]); !isPunct(r) {
			return false
		}
	}
	return after(p.s, i, "来了", "到了", "到会", "参加", "参加了", "一共", "共", "到场", "来了有", "总共", "来咗")
}

// people tells whether a word for people stands at byte i, so that 5个 counts heads.
func (p *reading) people(i int) bool {
	if w, _ := p.lex.thing(p.s, i); w >= 0 && (p.lex.words[w].class == classCrowd || p.lex.words[w].also == classCrowd) {
		return true
	}
	return oneOf(p.s, i, "学生", "同学", "老师", "教师", "职工", "代表", "孩子", "家长", "员工", "师傅", "辅导员", "教授", "博士", "党员", "班委", "年轻", "青年", "退休", "新", "老") > 0
}

// length reads spans of days as an order gives them: 5个工作日, 30天, 一周内, 两个月.
func (p *reading) length(i int, n numeral) (token, bool) {
	if n.frac >= 0 || n.series > 0 {
		return token{}, false
	}
	t := token{class: classDays, at: int32(i), word: -1, n: int32(n.value)}
	end := oneOf(p.s, n.end, "个工作日", "工作日")
	switch {
	case end > 0:
		t.m = 1
	case oneOf(p.s, n.end, "天", "个自然日", "自然日", "日内", "日之内") > 0, has(p.s, n.end, "日") && after(p.s, i, "延期", "延长", "宽限", "延", "再给"):
		end = oneOf(p.s, n.end, "天", "个自然日", "自然日", "日")
	case oneOf(p.s, n.end, "个星期", "个礼拜", "周", "个周", "星期", "礼拜") > 0:
		end = oneOf(p.s, n.end, "个星期", "个礼拜", "周", "个周", "星期", "礼拜")
		if _, _, ok := weekdayAt(p.s, end); ok && !has(p.s, n.end, "个") {
			return token{}, false
		}
		t.n *= 7
	case has(p.s, n.end, "个月"):
		end, t.n = n.end+len("个月"), t.n*30
	default:
		return token{}, false
	}
	if k := oneOf(p.s, end, "前", "之前", "以前"); k > 0 && !has(p.s, end, "前面") {
		return p.daysAway(i, k, -int(t.n), t.m == 1 || t.n%7 == 0 && !has(p.s, n.end, "天"))
	}
	if k := oneOf(p.s, end, "后", "之后", "以后"); k > 0 {
		return p.daysAway(i, k, int(t.n), t.m == 1 || t.n%7 == 0 && !has(p.s, n.end, "天"))
	}
	t.end = int32(skip(p.s, end, "以内", "之内", "内"))
	return t, true
}

// daysAway makes a day of 三天前; 两周前 fixes none.
func (p *reading) daysAway(i, end, offset int, loose bool) (token, bool) {
	p.draft = dayExpr{form: formRelative, offset: offset}
	t := token{class: classDay, at: int32(i), end: int32(end), word: -1}
	if loose {
		p.draft = dayExpr{form: formVague, coming: offset > 0}
		t.class = classVague
	}
	return t, true
}

// count reads 3次, 两批, 一趟.
func (p *reading) count(i int, n numeral) (token, bool) {
	if n.frac >= 0 {
		return token{}, false
	}
	t := token{at: int32(i), word: -1, n: int32(n.value)}
	if end := oneOf(p.s, n.end, "次", "回", "场", "趟"); end > 0 && oneOf(p.s, n.end, "场地", "场馆", "回复", "次性", "次数") == 0 {
		t.class, t.end = classTimes, int32(end)
		return t, true
	}
	if end := oneOf(p.s, n.end, "批次", "批"); end > 0 {
		t.class, t.end = classGroups, int32(end)
		return t, true
	}
	return token{}, false
}
