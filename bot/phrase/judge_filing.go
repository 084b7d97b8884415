package phrase

import (
	"strings"
	"unicode/utf8"
)

// filing judges a new petition: one matter or several, or one that the school cannot take.
func (p *reading) filing() (Command, bool) {
	topic := p.topic()
	if p.holds(classCase) {
		return Command{Intent: QueryCase, Case: p.firstCase(), Private: p.c.Group}, true
	}
	if p.outside(topic) {
		return Command{Intent: OutOfRemit, Private: p.c.Group}, true
	}
	if !p.complains(topic) {
		return Command{}, false
	}
	if items := p.caseItems(); len(items) > 1 {
		return Command{Intent: FileCases, Topics: items, Type: p.caseType(), Private: p.c.Group, Confirm: []string{"items"}}, true
	}
	cmd := Command{Intent: FileCase, Type: p.caseType(), Text: typed(p.s), Private: p.c.Group, Topic: p.topicWord()}
	cmd.Category, cmd.Unit = p.category(topic)
	cmd.CoUnit = p.coUnit(cmd.Unit)
	cmd.Place = p.placeNamed()
	cmd.Anonymous = p.cues.has(cueAnonymous)
	cmd.Hidden = p.cues.has(cueHide) && !cmd.Anonymous
	cmd.Urgent = p.cues.has(cueUrgent)
	if topic == 0 {
		cmd.Confirm = append(cmd.Confirm, "category")
	}
	if cmd.Type == "咨询" {
		cmd.Confirm = append(cmd.Confirm, "intent")
	}
	return cmd, true
}

// topic finds what a message is about: the topic whose words weigh most, a unit that is named adding to its own. 0: none.
func (p *reading) topic() int32 { return p.topicIn(0, len(p.s)) }

// topicIn does so for a part of the message.
func (p *reading) topicIn(from, to int) int32 {
	var sums [64]int32
	best := int32(0)
	for i, h := range p.hits {
		w := &p.lex.words[h.word]
		topic := p.placed(w.topic)
		if int(h.at) < from || int(h.at) >= to || topic == 0 || int(topic) >= len(sums) || p.saidBefore(i) {
			continue
		}
		sums[topic] += w.weight
		if best == 0 || sums[topic] > sums[best] || sums[topic] == sums[best] && topic < best {
			best = topic
		}
	}
	return best
}

// placed gives the topic of things that every room has (空调, 插座) by the room that is named: a classroom's, or else a dormitory's.
func (p *reading) placed(topic int32) int32 {
	if topic == 0 || topic != p.lex.fixture {
		return topic
	}
	classroom := false
	for _, t := range p.tokens {
		if t.class == classPlace {
			if t.n == placeDorm {
				return p.lex.dorm
			}
			classroom = classroom || t.n == placeClassroom || t.n == placeLab
		}
	}
	if classroom {
		return p.lex.classroom
	}
	return p.lex.dorm
}

// saidBefore tells whether the same topic word was found before: it weighs once.
func (p *reading) saidBefore(i int) bool {
	for _, h := range p.hits[max(0, i-40):i] {
		if h.word == p.hits[i].word {
			return true
		}
	}
	return false
}

// category names the category of a topic and the unit that sees to it.
func (p *reading) category(topic int32) (category, unit string) {
	if topic == 0 {
		if units := p.unitTokens(); len(units) > 0 {
			return "其他", p.unitName(units[0])
		}
		return "其他", ""
	}
	m := p.lex.matters[topic-1]
	return m.category, m.unit
}

// complains tells whether something is wrong, wished for or complained of.
func (p *reading) complains(topic int32) bool {
	if p.says("帮我写", "写一篇", "写首", "写篇", "讲个", "推荐几", "翻译一", "帮我翻", "写段", "写份检讨", "算一卦", "唱首", "编个") && !p.cues.has(cueComplain) {
		return false
	}
	if p.cues.has(cueChat) && !p.cues.any(cueComplain, cueSuggest) && !p.strongProblem() && (p.short(12) || topic == 0) {
		return false
	}
	if p.cues.any(cueComplain, cueSuggest, cuePraise) && (topic > 0 || !p.short(6)) && !p.chatter() {
		return true
	}
	if p.roles.any(roleLeader) {
		return false
	}
	if p.chatter() || p.roles.any(reporters|desks) && !p.strongProblem() && !(p.roles.any(roleMiddle) && topic > 0 && p.cues.any(cueNot, cueWish, cueUrge, cueWhy)) {
		return false
	}
	if p.cues.has(cueWish) && p.opensWith(cueWish) && !p.short(9) {
		return true
	}
	if p.roles.public() && p.tellsTrouble(topic) {
		return true
	}
	if topic == 0 { // nobody says twelve characters to a bot about nothing
		return p.strongProblem() && !p.short(7) || !p.short(12) && (!p.asking() || p.cues.has(cueWhy)) && p.cues.any(cueProblem, cueWish, cueNot, cueWhy)
	}
	return !p.information() && !p.wonders() && (!p.short(5) || p.strongProblem())
}

// tellsTrouble tells whether a member without an office tells something at some length that is neither a plain question nor small talk.
func (p *reading) tellsTrouble(topic int32) bool {
	if p.information() || p.cues.has(cueChat) && !p.strongProblem() {
		return false
	}
	return topic > 0 && !p.short(11) && !p.asking() || !p.short(21) && (topic > 0 || !p.asking())
}

// chatter tells whether 意见 or 反映 is only asked about the bot.
func (p *reading) chatter() bool {
	return p.cues.any(cueBot, cueHelp, cueHello) && p.cues.has(cueHelp) && !p.strongProblem()
}

// information tells a plain question for information (图书馆几点开门) from a complaint.
func (p *reading) information() bool {
	return !p.strongProblem() && !p.cues.any(cueWhy, cueComplain, cueWish) && p.says("几点开", "几点关", "几点", "开门", "关门吗", "开放时间", "营业", "开门时间", "怎么走", "在哪里", "在哪儿", "在哪", "电话多少", "电话是多少", "地址", "有没有开", "开不开")
}

// wonders tells a question out of curiosity (食堂今天有鸡腿吗) from one behind which something is wrong or wished for.
func (p *reading) wonders() bool {
	if !p.cues.any(cueAsk, cueHow, cueWhat, cueHowMany) || p.cues.any(cueWhy, cueWhen, cueWish, cueProblem, cueComplain, cueUrgent, cueNot) {
		return false
	}
	return !p.says("怎么申请", "如何申请", "怎么办理", "如何办理", "在哪办", "找谁", "找哪", "流程", "怎么补", "怎么改")
}

// strongProblem tells whether something is plainly wrong: more than a 没 or a 太.
func (p *reading) strongProblem() bool {
	for _, h := range p.hits {
		if p.lex.words[h.word].cues.any(cueProblem) && h.end-h.at > int32(len("没")) {
			return true
		}
	}
	return false
}

// outside tells whether the matter lies outside the school: the landlord, the bus company, the home town.
func (p *reading) outside(topic int32) bool {
	if !p.cues.has(cueOutside) || p.roles.any(reporters|desks|roleHandler) {
		return false
	}
	if !p.cues.any(cueProblem, cueWish, cueComplain, cueWhy, cueAsk, cueHow) || p.says("校内", "学校里", "食堂", "宿舍楼", "饭堂", "校园里", "校园内") {
		return false
	}
	if topic == 0 {
		return true
	}
	inside, out, best := int32(0), int32(0), int32(0)
	for i, h := range p.hits {
		w := &p.lex.words[h.word]
		switch {
		case p.saidBefore(i):
		case w.cues.has(cueOutside):
			out += outsideWeight
			if w.weight > 0 { // a turn of speech: 我家小区
				out += w.weight
			}
		case w.topic > 0:
			inside += w.weight
			best = max(best, w.weight)
		}
	}
	return out >= inside || out > outsideWeight && out > best || out >= best && p.short(18)
}

// outsideWeight is what a word for a place outside weighs against the topics of the school.
const outsideWeight = 6

// caseType gives the everyday class of a petition.
func (p *reading) caseType() string {
	switch {
	case p.cues.has(cuePraise) && !p.strongProblem():
		return "表扬"
	case p.cues.has(cueSuggest), p.says("能不能多", "能不能给", "希望能", "能否增加", "可不可以增加", "能不能合并", "能不能把"):
		return "建议"
	case p.says("投诉", "态度", "推搡", "欺负", "骂", "克扣", "控告", "导师", "辅导员", "班主任", "保安", "吃出", "不通知", "每次", "强制", "打卡"):
		return "投诉"
	case p.says("意见", "能不能别", "越来越", "答应") || p.cues.has(cueComplain) && !p.cues.has(cueWish):
		return "意见"
	case p.cues.any(cueWhy, cueWhen, cueHow) && !p.cues.any(cueWish, cueUrgent) && p.short(20):
		return "咨询"
	}
	return "求决"
}

// caseItems takes a numbered list of matters apart; fewer than two items with a topic are one matter.
func (p *reading) caseItems() []Item {
	from := 0
	if i := strings.IndexByte(p.s, ':'); i >= 0 && i < 40 {
		from = i + 1
	} else if i := firstNumber(p.s); i > 0 {
		from = i
	}
	cuts := numbering(p.s[from:])
	if len(cuts) < 2 {
		if from, cuts = 0, ordinals(p.s); len(cuts) < 2 {
			return nil
		}
	}
	var out []Item
	for i, at := range cuts {
		end := len(p.s)
		if i+1 < len(cuts) {
			end = from + cuts[i+1]
		}
		text := clean(unnumbered(clean(p.s[from+at : end])))
		topic := p.topicIn(from+at, end)
		if topic == 0 && utf8.RuneCountInString(text) < 4 {
			continue
		}
		it := Item{Text: typed(text)}
		it.Category, it.Unit = p.category(topic)
		out = append(out, it)
	}
	return out
}

// series are the ways in which matters are counted in words, each in its order.
var series = [...][]string{{"第一", "第二", "第三", "第四", "第五"}, {"其一", "其二", "其三", "其四"}, {"首先", "其次", "再次", "最后"}, {"一个是", "还有一个是", "再一个是"}, {"一件是", "另一件是"}, {"一来", "二来", "三来"}, {"头一个", "再一个", "还有一个"}, {"一方面", "另一方面"}}

// ordinals finds where the items of a list begin that is counted in words: 第一食堂没菜 第二图书馆没电. A name (第一饭堂) counts as well if the next
// number follows.
func ordinals(s string) []int {
	for _, words := range series {
		var cuts []int
		from := 0
		for _, w := range words {
			i := strings.Index(s[from:], w)
			if i < 0 {
				break
			}
			cuts = append(cuts, from+i)
			from += i + len(w)
		}
		if len(cuts) > 1 {
			return cuts
		}
	}
	return nil
}

// firstNumber finds where a list begins that no colon announces: 1、 or 一是 or ①.
func firstNumber(s string) int {
	for _, mark := range [...]string{"1.", "1、", "1)", "(1)", "①", "一是", "一、"} {
		if i := strings.Index(s, mark); i >= 0 && i < 90 {
			return i
		}
	}
	return -1
}
