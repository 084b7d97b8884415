package phrase

import (
	"strings"
	"unicode/utf8"
)

// series are the ways in which matters are counted in words, each in its order.
var series = [...][]string{{"第一", "第二", "第三", "第四", "第五"}, {"其一", "其二", "其三", "其四"}, {"首先", "其次", "再次", "最后"}, {"一个是", "还有一个是", "再一个是"}, {"一件是", "另一件是"}, {"一来", "二来", "三来"}, {"头一个", "再一个", "还有一个"}, {"一方面", "另一方面"}}

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
