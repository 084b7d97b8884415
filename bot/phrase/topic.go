package phrase

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
		if p.landmark(h) {
			sums[topic]++
		} else {
			sums[topic] += w.weight
		}
		if best == 0 || sums[topic] > sums[best] || sums[topic] == sums[best] && topic < best {
			best = topic
		}
	}
	return best
}

// landmark tells whether a place only says where something else is: 图书馆门口, 到图书馆那条路.
func (p *reading) landmark(h hit) bool {
	return p.s[h.at:h.end] == "图书馆" && (oneOf(p.s, int(h.end), "门口", "那条路", "旁", "后面", "前面", "附近", "对面", "边上", "外面", "楼下", "门前", "那段", "那边的路") > 0 || after(p.s, int(h.at), "到") && oneOf(p.s, int(h.end), "的", "那") > 0)
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
