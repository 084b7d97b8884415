package phrase

import (
	"strings"
	"unicode/utf8"
)

// order reads 让后勤马上处理: the issue said before it goes to a unit. It gives the index of the last token taken.
func (g *gatherer) order(i int, t token) int {
	unit := -1
	if oneOf(g.s, int(t.end), "我", "本人") > 0 { // 安排我去外语学院
		return i
	}
	for j := i + 1; j < len(g.tokens) && j <= i+2; j++ {
		if next := g.tokens[j]; next.class == classUnit || next.class == classOffice {
			unit = j
			break
		}
	}
	if unit < 0 || g.gap(t, g.tokens[unit]) != "" && utf8.RuneCountInString(g.gap(t, g.tokens[unit])) > 3 {
		return i
	}
	if next := unit + 1; next < len(g.tokens) && g.tokens[next].class == classCrowd && (g.gap(g.tokens[unit], g.tokens[next]) == "的" || g.gap(g.tokens[unit], g.tokens[next]) == "") { // 请计软的班主任们来坐坐
		return i
	}
	end := g.clauseEnd(int(g.tokens[unit].end), false)
	want := clean(g.s[g.tokens[unit].end:end])
	g.cur.handoffs = append(g.cur.handoffs, Handoff{Issue: g.issueBefore(int(t.at)), Unit: g.unitName(g.tokens[unit]), Want: want})
	g.skip = end
	return i
}

// issueBefore is the clause before byte at: what is handed over.
func (g *gatherer) issueBefore(at int) string {
	if n := len(g.cur.issues); n > 0 {
		return g.cur.issues[n-1]
	}
	from := g.cur.from
	for _, t := range g.tokens[:g.i] { // in a message without punctuation it begins at the place, or behind what was done
		switch {
		case int(t.at) < from:
		case t.class == classPlace:
			from = int(t.at)
		case t.class == classKind, t.class == classHint:
			from = int(t.end)
		}
	}
	head := strings.TrimRight(g.s[from:at], ",。;、 ")
	if j := strings.LastIndexAny(head, ",。;\n "); j >= 0 {
		head = head[j:]
	}
	head = clean(head)
	for _, tail := range [...]string{"回头", "你记一下", "记一下", "麻烦", "到时候", "要", "已经", "已", "也", "就"} {
		head = clean(strings.TrimSuffix(head, tail))
	}
	if utf8.RuneCountInString(head) > 40 {
		return ""
	}
	return head
}

// clauseEnd finds where the clause that goes on at byte i ends; whole: not at a comma, but at a stop or where another activity begins.
func (g *gatherer) clauseEnd(i int, whole bool) int {
	for _, t := range g.tokens[g.i:] {
		if int(t.at) < i {
			continue
		}
		switch {
		case t.class == classPunct && (t.n == '。' || t.n == '\n' || t.n == ';' && !g.numberedAt(int(t.end))):
			return int(t.at)
		case t.class == classPunct && (t.n == ',' || t.n == ' ') && !whole:
			return int(t.at)
		case t.class == classPunct && (t.n == ',' || t.n == ' ') && g.begins(int(t.end)):
			return int(t.at)
		case t.class == classLabel, t.class == classDay && !whole && g.listensAfter(t):
			return int(t.at)
		}
	}
	return len(g.s)
}

// listensAfter tells whether a day opens a new activity in a message without punctuation: 让财务处去核了 周二又听了两节.
func (g *gatherer) listensAfter(day token) bool {
	for _, t := range g.tokens[g.i:] {
		if t.at < day.end || t.class == classPart || t.class == classFill || t.class == classVerb {
			continue
		}
		return t.at <= day.end+4*int32(len("字")) && (t.class == classLink || t.class == classHint && t.n == kObserve || t.class == classKind)
	}
	return false
}

// numberedAt tells whether an item of a numbered list begins at byte i: 2. or 3、 or (4).
func (g *gatherer) numberedAt(i int) bool {
	i = skip(g.s, i, " ", "(")
	n, ok := readNumeral(g.s, i)
	if !ok && i < len(g.s) {
		r, _ := utf8.DecodeRuneInString(g.s[i:])
		return r >= '①' && r <= '⑳'
	}
	return ok && n.value < 30 && oneOf(g.s, n.end, ".", "、", ")", " ", "是") > 0
}

// begins tells whether something new begins at byte i: a day, a kind, an order or a correction.
func (g *gatherer) begins(i int) bool {
	for _, t := range g.tokens[g.i:] {
		if int(t.at) < i {
			continue
		}
		switch t.class {
		case classFill, classLink, classPart, classVerb, classPerson, classUnit, classKnown:
			if int(t.at) > i+30 {
				return false
			}
			continue
		case classDay:
			return int(t.at) <= i+12
		case classKind, classOrder:
			return int(t.at) <= i+36
		case classHint:
			return t.n == kObserve && int(t.at) <= i+18
		}
		return false
	}
	return false
}

// opens keeps a text as it is: opinions after 提出, the subject between 围绕 and 座谈, what was talked about after 主要聊.
func (g *gatherer) opens(t token) {
	text := g.s[t.at:t.end]
	from := int(t.end)
	colon := skip(g.s, from, " ")
	quoted := has(g.s, colon, ":")
	switch text {
	case "就":
		if next := g.tokens[min(g.i+1, len(g.tokens)-1)]; next.at == t.end && next.class == classVerb { // 下午就去教务处
			return
		}
		g.about(from, text)
		return
	case "围绕", "关于":
		g.about(from, text)
		return
	case "意见", "建议", "问题", "内容", "主要内容", "主题", "主题是", "议题", "评价", "点评", "评语", "意见建议", "主要问题", "反馈", "希望", "讨论", "研究", "学习", "总体", "整体", "感觉", "听取", "发现", "反映":
		if !quoted && !g.spoken(t, text) {
			return
		}
	}
	if quoted {
		from = colon + 1
	}
	if before := g.tokens[max(g.i-1, 0)]; quoted && g.i > 0 && before.class == classKind && before.end == t.at && text == "反馈" { // 听课反馈: heads the report
		return
	}
	end := g.clauseEnd(from, true)
	body := clean(g.s[from:end])
	if body == "" {
		return
	}
	f := &g.cur
	switch text {
	case "评价", "点评", "评语", "总体", "整体", "感觉":
		f.comment = body
	case "主题", "主题是", "议题", "内容", "主要内容", "审议", "审议了", "讨论", "讨论了", "研究", "研究了", "学习", "学习了":
		f.topic = body
	default:
		if f.kinds&(1<<kObserve) != 0 && !strings.Contains(text, "问题") {
			f.comment = body
			break
		}
		f.issues = append(f.issues, items(body)...)
	}
	g.skip = end
}

// spoken tells whether a noun such as 反映 opens a text although no colon follows: it stands at the head of its clause or is done by somebody, and
// something is left to be said.
func (g *gatherer) spoken(t token, text string) bool {
	switch text {
	case "反映", "希望", "讨论", "研究", "发现", "总体", "整体", "感觉", "学习":
	default:
		return false
	}
	end := g.clauseEnd(int(t.end), false)
	return g.cur.named() && utf8.RuneCountInString(clean(g.s[t.end:end])) >= 2
}

// about keeps the subject between 围绕 or 就 and the kind it leads to: 围绕课程思政座谈.
func (g *gatherer) about(from int, word string) {
	for _, t := range g.tokens[g.i:] {
		if int(t.at) < from {
			continue
		}
		if t.class == classKind || t.class == classHint && t.n != kObserve && t.n != kVisit || t.class == classOpens {
			body := clean(g.s[from:t.at])
			body = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(body, "进行"), "开展"), "等")
			if utf8.RuneCountInString(body) >= 2 && utf8.RuneCountInString(body) <= 40 {
				g.cur.topic = body
				g.skip = int(t.at)
			}
			return
		}
		if t.class == classPunct && t.n != '、' && t.n != ' ' {
			return
		}
	}
}

// items takes a list of opinions apart: 1.…;2.…, …、…, …和….
func items(body string) []string {
	body = strings.TrimSpace(body)
	var out []string
	add := func(s string) {
		s = clean(unnumbered(clean(s)))
		if s != "" {
			out = append(out, s)
		}
	}
	if cuts := numbering(body); len(cuts) > 1 {
		for i, at := range cuts {
			end := len(body)
			if i+1 < len(cuts) {
				end = cuts[i+1]
			}
			add(body[at:end])
		}
		return out
	}
	for _, part := range strings.FieldsFunc(body, func(r rune) bool { return r == ';' || r == '、' || r == '\n' || r == '。' || r == ' ' }) {
		add(part)
	}
	if len(out) == 1 {
		if a, b, ok := strings.Cut(out[0], "和"); ok && utf8.RuneCountInString(out[0]) <= 12 && utf8.RuneCountInString(a) >= 2 && utf8.RuneCountInString(b) >= 2 {
			return []string{a, b}
		}
	}
	return out
}

// numbering finds where the items of a numbered list begin.
func numbering(s string) []int {
	var cuts []int
	want := 1
	for i := 0; i < len(s); {
		if n, ok := readNumeral(s, i); ok && n.frac < 0 {
			if n.value == want && oneOf(s, n.end, ".", "、", ")", ":", "是", ",") > 0 {
				cuts = append(cuts, i)
				want++
			}
			i = n.end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '①'+rune(want-1) {
			cuts = append(cuts, i)
			want++
		}
		i += size
	}
	if len(cuts) > 0 && cuts[0] > 6 {
		return nil
	}
	return cuts
}

// unnumbered drops the number at the head of an item.
func unnumbered(s string) string {
	if n, ok := readNumeral(s, 0); ok && n.frac < 0 {
		if end := oneOf(s, n.end, ".", "、", ")", ":", "是", ","); end > 0 {
			return s[end:]
		}
		return s
	}
	if r, size := utf8.DecodeRuneInString(s); r >= '①' && r <= '⑳' {
		return s[size:]
	}
	return s
}
