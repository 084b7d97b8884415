package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// matter is one category that a petition may belong to, and the unit that sees to it.
type matter struct {
	category string
	unit     string // full name of a unit that the school has; "" = the petition officer decides
}

// topics enters what petitions are about: the school's own categories with their keywords first, then the built-in words, which go to the school's
// category of the same name or head if it has one.
func (b *builder) topics(s *policy.School) {
	weights := make(map[string]int32)
	for _, t := range topics {
		for _, w := range strings.Fields(t.words) {
			weights[w] = max(weights[w], t.weight)
		}
	}
	for _, c := range s.Petitions.Categories {
		b.matters = append(b.matters, matter{c.Name, known(s, c.Unit)})
		for _, k := range c.Keywords {
			weight, ok := weights[k]
			if !ok {
				weight = ownWeight
			}
			b.add(k, word{class: classCue, topic: int32(len(b.matters)), weight: weight})
		}
	}
	for _, t := range topics {
		n := b.sameMatter(t.category)
		if n == 0 {
			b.matters = append(b.matters, matter{t.category, known(s, t.unit)})
			n = len(b.matters)
		}
		b.list(t.words, word{class: classCue, topic: int32(n), weight: t.weight})
	}
	b.fixtures()
}

// fixtures enters what every room has. The room that is named decides what it is about, so no other topic keeps these words.
func (b *builder) fixtures() {
	b.matters = append(b.matters, matter{})
	b.fixture = int32(len(b.matters))
	for _, s := range strings.Fields(fixtureWords) {
		b.add(s, word{class: classCue})
		w := &b.words[b.index[s]]
		w.topic, w.weight = b.fixture, 4
	}
}

// ownWeight is the weight of a keyword that only the school knows.
const ownWeight = 4

// sameMatter finds the category that a built-in one belongs to: of the same name, dash or not. The school's own stand first.
func (b *builder) sameMatter(category string) int {
	plain := strings.ReplaceAll(category, "-", "")
	for i, m := range b.matters {
		if strings.ReplaceAll(m.category, "-", "") == plain {
			return i + 1
		}
	}
	return 0
}

// known gives the name of a unit if the school has it.
func known(s *policy.School, unit string) string {
	if s.Unit(unit) == nil {
		return ""
	}
	return unit
}
