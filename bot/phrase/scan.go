package phrase

import (
	"strings"
	"unicode/utf8"
)

// reading is one message while it is being understood.
type reading struct {
	*Reader
	s      string // folded
	c      Context
	tokens []token
	days   []dayExpr
	draft  dayExpr // the day of the rule that read last
	hits   []hit
	chars  Chars // what the message is written with
	cues   cues
	roles  roles

	shelf struct { // for the first of what is made on the way to a report
		frames [2]frame
		acts   [2]act
	}
}

// hit is a cue or the topic of a petition found at a place of the message.
type hit struct {
	at, end int32
	word    int32
}

// scan cuts the message into tokens, the longest meaning at each place first; characters without a meaning stay between them. Cues are looked for
// beside them: they may overlap tokens and each other, but a cue inside a longer word says nothing.
func (p *reading) scan() {
	if p.asksAtEnd() {
		p.cues = p.cues.with(cuesOf(cueAsk))
	}
	covered, named := 0, 0 // cues and topics that end here or before lie inside something longer
	for i, next := 0, 0; i < len(p.s); {
		w, end, hint, hintEnd := p.lex.match(p.s, i)
		switch {
		case hint >= 0 && hintEnd > covered:
			p.hit(hint, i, hintEnd)
			covered, named = hintEnd, hintEnd
		case hint >= 0 && hintEnd > named && p.lex.words[hint].cues == (cues{}): // the 宿舍 of 女生宿舍 is still what it is about
			p.hit(hint, i, hintEnd)
			named = hintEnd
		}
		if i >= next {
			if t, ok := p.token(i, w, end); ok {
				p.tokens = append(p.tokens, t)
				next = int(t.end)
				p.moreDays(t)
			}
		}
		if w >= 0 && p.lex.words[w].class != classLabel {
			covered = max(covered, end)
			if c := p.lex.words[w].class; c != classPlace && c != classCrowd {
				named = covered
			}
		}
		r, n := utf8.DecodeRuneInString(p.s[i:])
		p.chars.add(p.s, i)
		if (r == '没' || r == '不') && p.doubled(i, i+n) {
			p.cues = p.cues.with(cuesOf(cueAsk))
		}
		i += n
	}
	p.turns()
}

// asksAtEnd tells whether the message ends with a 不 or 没 that asks: 能记听课不, 有领导接待没; not 一点都没.
func (p *reading) asksAtEnd() bool {
	s := strings.TrimRight(p.s, softPunct)
	rest, ok := strings.CutSuffix(s, "不")
	if !ok {
		if rest, ok = strings.CutSuffix(s, "没"); !ok {
			return false
		}
	}
	return rest != "" && !after(rest, len(rest), "都", "也", "还", "就", "绝", "从", "说", "才", "又", "总", "老", "一点", "啥")
}

// doubled tells whether the same verb stands on both sides of the 没 or 不 at s[at:end]: 补没补, 来不来. Words that only have that shape ask nothing.
func (p *reading) doubled(at, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.s[:at])
	behind, _ := utf8.DecodeRuneInString(p.s[end:])
	if after(p.s, at, "爱理", "爱答", "爱搭") {
		return false
	}
	return before == behind && before >= hanFirst && before <= hanLast && !strings.ContainsRune("时动能可要是得好行管会该用想了", before)
}

// hit notes a cue.
func (p *reading) hit(w int32, at, end int) {
	entry := &p.lex.words[w]
	if entry.cues == (cues{}) && entry.topic == 0 || entry.cues.has(cueBook) && p.estimates(at, end) || entry.cues.has(cueMust) && after(p.s, at, "不") && has(p.s, at, "算") || entry.cues.has(cueHowMany) && (has(p.s, at, "几") && after(p.s, at, "十", "好", "上", "百") || has(p.s, at, "节数") && p.numbered(at)) || entry.cues.has(cueFuture) && !p.wills(at, end) || entry.cues.has(cueAsk) && !p.asksAt(at, end) {
		return
	}
	if entry.cues.has(cueProblem) && (has(p.s, at, "不") || has(p.s, at, "没")) && p.doubled(at, at+len("不")) { // 下不下雨
		return
	}
	p.cues = p.cues.with(entry.cues)
	p.hits = append(p.hits, hit{int32(at), int32(end), w})
}

// numbered tells whether a number stands right before byte i: the 节数 of 两节数学 asks nothing.
func (p *reading) numbered(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(p.s[:i])
	return strings.ContainsRune("0123456789一二两三四五六七八九十俩仨", r)
}

// estimates tells whether the 约 at s[at:end] stands before a number: 约260人.
func (p *reading) estimates(at, end int) bool {
	if p.s[at:end] != "约" {
		return false
	}
	n, ok := readNumeral(p.s, end)
	return ok && oneOf(p.s, n.end, "月", "号", "日", ".", "/", "点") == 0 && n.frac < 0
}

// wills tells whether 要, 想, 将 and 拟 stand before something that is done: not in 纲要, 构想.
func (p *reading) wills(at, end int) bool {
	if end-at > len("要") {
		return true
	}
	w, _ := p.lex.thing(p.s, end)
	if w < 0 {
		return false
	}
	switch p.lex.words[w].class {
	case classVerb, classKind, classHint, classDay, classPart, classOrder:
		return true
	}
	return p.lex.words[w].also == classVerb
}

// asksAt tells whether 了没, 没有 and 嘛 at s[at:end] ask: at the end of a clause only (吃了没, but 两年了没下文; 不是去了嘛然后).
func (p *reading) asksAt(at, end int) bool {
	if end == len(p.s) || !strings.HasSuffix(p.s[at:end], "没") && !strings.HasSuffix(p.s[at:end], "嘛") && p.s[at:end] != "么" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.s[end:])
	return isPunct(r) || r == '啊' || r == '呀' || r == '呢'
}

// token gives the longest token at byte i: the word w of the lexicon that ends at end (-1: none), or a number, a day, a quantity by rule.
func (p *reading) token(i int, w int32, end int) (token, bool) {
	var best token
	if w >= 0 {
		entry := &p.lex.words[w]
		best = token{class: entry.class, at: int32(i), end: int32(end), word: w, n: entry.n}
		if entry.class == classUnit && entry.n == 1 && oneOf(p.s, end, "一体化", "工程", "设备", "控制", "系统", "技术", "传动", "产品", "综合", "概论", "基础", "原理", "导论", "实训", "专业", "类") > 0 {
			best.class = classKnown // 机电一体化: a course
		}
	}
	if t, found := p.byRule(i); found && t.end > best.end {
		best = t
	} else if w < 0 {
		return token{}, false
	}
	p.keepDay(&best)
	return best, true
}

// keepDay gives a token that names a time its day: that of the word, or the one its rule left in p.draft.
func (p *reading) keepDay(t *token) {
	switch t.class {
	case classDay, classVague, classTerm:
		if t.word >= 0 {
			p.days = append(p.days, p.lex.days[t.n])
		} else {
			p.days = append(p.days, p.draft)
		}
		t.n = int32(len(p.days) - 1)
		if t.class == classDay {
			p.lateOrEarly(t)
		}
	}
}

// lateOrEarly takes the 晚 of 周二晚 and the 早 of 3月5日早 into the day.
func (p *reading) lateOrEarly(t *token) {
	end := int(t.end)
	if p.days[t.n].part != 0 || oneOf(p.s, end, "晚上", "晚间", "早上", "早晨", "早自", "晚自", "晚会", "晚饭", "晚点", "早就", "早已", "早饭", "早餐", "晚餐", "早间") > 0 {
		return
	}
	if k := oneOf(p.s, end, "晚"); k > 0 {
		p.days[t.n].part, t.end = evening, int32(k)
	} else if k := oneOf(p.s, end, "早"); k > 0 {
		p.days[t.n].part, t.end = morning, int32(k)
	}
}

// byRule reads what no list can hold.
func (p *reading) byRule(i int) (token, bool) {
	r, _ := utf8.DecodeRuneInString(p.s[i:])
	switch {
	case r >= '0' && r <= '9', r == '第', r == '半', chineseDigit(r) >= 0, chineseUnit(r) > 0, r == '几', r == '数':
		return p.number(i, r)
	case r == '周', r == '星', r == '礼', r == '上', r == '下', r == '这', r == '本', r == '大':
		return p.weekday(i)
	case r == 'X', r == 'x', r == 'H', r == 'h':
		return p.recordNumber(i)
	case r == '《':
		return p.quoted(i)
	case r == '节', r == '堂', r == '门':
		return p.oneLesson(i, r)
	case isPunct(r):
		return token{class: classPunct, at: int32(i), end: int32(i + utf8.RuneLen(r)), word: -1, n: int32(r)}, true
	}
	return token{}, false
}

func isPunct(r rune) bool {
	switch r {
	case ',', '.', ';', ':', '!', '?', '、', '。', ' ', '\n', '(', ')', '【', '】', '[', ']', '|', '/', '-', '~', '+', '“', '”', '…', '"', '\'', '·':
		return true
	}
	return false
}

// oneLesson reads 听了节思政课, 听堂课: one of them, without the number. A 堂 may be longer than a class hour.
func (p *reading) oneLesson(i int, r rune) (token, bool) {
	end := i + utf8.RuneLen(r)
	if !after(p.s, i, "听", "听了", "听过", "去听") || oneOf(p.s, end, "目", "日", "假", "约", "气", "省", "能", "奏", "次", "口", "外") > 0 {
		return token{}, false
	}
	t := token{class: classHours, at: int32(i), end: int32(end), word: -1, n: 2}
	switch r {
	case '堂':
		t.m = 1
	case '门':
		t.n = 0
	}
	return t, true
}

// quoted reads a title: 《教育心理学》.
func (p *reading) quoted(i int) (token, bool) {
	from := i + len("《")
	n := strings.Index(p.s[from:min(len(p.s), from+120)], "》")
	if n <= 0 {
		return token{}, false
	}
	return token{class: classQuote, at: int32(i), end: int32(from + n + len("》")), word: -1}, true
}

// has tells whether lit stands at byte i.
func has(s string, i int, lit string) bool { return i <= len(s) && strings.HasPrefix(s[i:], lit) }

// oneOf gives the end of the first of the literals that stands at byte i; 0 if none does.
func oneOf(s string, i int, lits ...string) int {
	for _, lit := range lits {
		if has(s, i, lit) {
			return i + len(lit)
		}
	}
	return 0
}

// skip gives the end of an optional literal.
func skip(s string, i int, lits ...string) int {
	if end := oneOf(s, i, lits...); end > 0 {
		return end
	}
	return i
}

// after tells whether one of the literals stands right before byte i.
func after(s string, i int, lits ...string) bool {
	for _, lit := range lits {
		if strings.HasSuffix(s[:i], lit) {
			return true
		}
	}
	return false
}

// listed tells whether a text is one of the words of a table.
func listed(words, text string) bool {
	if text == "" {
		return false
	}
	for i := strings.Index(words, text); i >= 0; {
		end := i + len(text)
		if (i == 0 || words[i-1] == ' ' || words[i-1] == '\n') && (end == len(words) || words[end] == ' ' || words[end] == '\n') {
			return true
		}
		next := strings.Index(words[end:], text)
		if next < 0 {
			return false
		}
		i = end + next
	}
	return false
}
