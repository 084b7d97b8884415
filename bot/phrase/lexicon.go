package phrase

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// word is one entry of the lexicon: what a run of characters can mean. One spelling has one entry; several meanings are merged into it.
type word struct {
	class  class
	also   class // a second class, where a word has two: 老师 is a title and a crowd
	cues   cues
	n      int32   // by class: index of a kind, of a day, of a part of the day, of a post ...
	text   string  // the proper form: full name of a unit, kind of place, subkind of a meeting ...
	people []int32 // members it may name
	units  []int32 // units it may name
	topic  int32   // index of the topic of a petition, counted from 1; 0: none
	weight int32   // how much the word says about the topic
}

// lexicon finds the longest known word at a place of a text. It is built once and read by many.
type lexicon struct {
	root    byRune // first character -> node
	nodes   []node
	edges   []edge // children of a node, sorted by character
	words   []word
	days    []dayExpr  // days that words name; word.n of classDay, classVague, classTerm
	matters []matter   // topics of petitions; word.topic counts from 1
	openers [][]opener // turns of speech that begin with one character
	opening byRune     // character -> openers

	fixture, classroom, dorm int32 // the topics of what every room has, of classrooms and of dormitories
}

// byRune finds a place in a list by a character. It is asked of every character of a message, most of which are Chinese, so those stand in an array. The zero
// value is empty.
type byRune struct {
	han   []int32 // from hanFirst on; 0: none, else one more than the place
	other map[rune]int32
}

// at gives the place of a character; -1 if it has none.
func (b *byRune) at(r rune) int32 {
	if i := int(r) - hanFirst; i >= 0 && i < len(b.han) {
		return b.han[i] - 1
	}
	return b.other[r] - 1
}

func (b *byRune) set(r rune, place int32) {
	if r < hanFirst || r > hanLast {
		if b.other == nil {
			b.other = map[rune]int32{}
		}
		b.other[r] = place + 1
		return
	}
	if b.han == nil {
		b.han = make([]int32, hanLast-hanFirst+1)
	}
	b.han[r-hanFirst] = place + 1
}

type node struct {
	first, count int32 // children: edges[first : first+count]
	word         int32 // entry that ends here; -1: none
}

type edge struct {
	r    rune
	node int32
}

// match walks once through the words that begin at byte i. It gives the longest that stands for a thing and the longest that is a cue, and where
// they end; -1 where there is none. A word that holds others in check (主要) is both.
func (l *lexicon) match(s string, i int) (thing int32, thingEnd int, hint int32, hintEnd int) {
	thing, hint = -1, -1
	r, n := utf8.DecodeRuneInString(s[i:])
	at := l.root.at(lower(r))
	if at < 0 {
		return
	}
	for i += n; ; i += n {
		if w := l.nodes[at].word; w >= 0 {
			entry := &l.words[w]
			if entry.class != classCue {
				thing, thingEnd = w, i
			}
			if entry.class == classCue || entry.class == classKnown || entry.cues != (cues{}) || entry.topic > 0 {
				hint, hintEnd = w, i
			}
		}
		if i >= len(s) {
			return
		}
		r, n = utf8.DecodeRuneInString(s[i:])
		if at = l.child(at, lower(r)); at < 0 {
			return
		}
	}
}

// thing gives the longest word at byte i that stands for a thing; -1 if none does.
func (l *lexicon) thing(s string, i int) (entry int32, end int) {
	entry, end, _, _ = l.match(s, i)
	return entry, end
}

// child follows one character; -1 if no word goes on so.
func (l *lexicon) child(at int32, r rune) int32 {
	nd := l.nodes[at]
	lo, hi := nd.first, nd.first+nd.count
	for lo < hi {
		mid := (lo + hi) / 2
		switch e := l.edges[mid]; {
		case e.r == r:
			return e.node
		case e.r < r:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return -1
}

// lower folds the case of ASCII letters, the only ones in the lexicon.
func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// lowered folds the case of the ASCII letters of a text.
func lowered(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// builder collects words before they are laid out for reading.
type builder struct {
	index   map[string]int32
	words   []word
	days    []dayExpr
	matters []matter
	openers []opener
	fixture int32
}

func newBuilder() *builder { return &builder{index: make(map[string]int32, 4096)} }

// add enters a word. The class that was entered first stays, unless it was only a cue or a topic; a second class stands beside it. Cues, people and
// units add up.
func (b *builder) add(spelling string, w word) {
	spelling = strings.ToLower(spelling)
	i, ok := b.index[spelling]
	if !ok {
		b.index[spelling] = int32(len(b.words))
		b.words = append(b.words, w)
		return
	}
	have := &b.words[i]
	switch {
	case have.class == w.class:
	case have.class == classCue:
		have.class, have.n, have.text = w.class, w.n, w.text
	case w.class != classCue && w.class != classKnown && have.also == classNone:
		have.also = w.class
	}
	have.cues = have.cues.with(w.cues)
	have.people = union(have.people, w.people)
	have.units = union(have.units, w.units)
	if have.topic == 0 {
		have.topic, have.weight = w.topic, w.weight
	}
}

// union appends what is not yet there.
func union(have, more []int32) []int32 {
	for _, m := range more {
		if !slices.Contains(have, m) {
			have = append(have, m)
		}
	}
	return have
}

// list adds several spellings, separated by blanks, that mean the same.
func (b *builder) list(spellings string, w word) {
	for _, s := range strings.Fields(spellings) {
		b.add(s, w)
	}
}

// variants adds, for every word that holds a proper form of the table, the spellings that dictation and typing make of it.
func (b *builder) variants(near map[string]string) {
	spellings := make([]string, 0, len(b.index))
	for s := range b.index {
		spellings = append(spellings, s)
	}
	slices.Sort(spellings)
	for _, s := range spellings {
		for proper, forms := range near {
			if !strings.Contains(s, proper) {
				continue
			}
			for _, form := range strings.Fields(forms) {
				other := strings.Replace(s, proper, form, 1)
				if _, taken := b.index[other]; !taken {
					b.index[other] = b.index[s]
				}
			}
		}
	}
}

// build lays the words out.
func (b *builder) build() lexicon {
	type entry struct {
		runes []rune
		word  int32
	}
	all := make([]entry, 0, len(b.index))
	for s, w := range b.index {
		all = append(all, entry{[]rune(s), w})
	}
	slices.SortFunc(all, func(x, y entry) int { return slices.Compare(x.runes, y.runes) })
	l := lexicon{words: b.words, days: b.days, matters: b.matters, fixture: b.fixture}
	for _, o := range b.openers {
		r, _ := utf8.DecodeRuneInString(o.head)
		if l.opening.at(r) < 0 {
			l.opening.set(r, int32(len(l.openers)))
			l.openers = append(l.openers, nil)
		}
		l.openers[l.opening.at(r)] = append(l.openers[l.opening.at(r)], o)
	}
	l.classroom, l.dorm = int32(b.sameMatter("教学设施")), int32(b.sameMatter("后勤-宿舍"))

	var lay func(part []entry, depth int) int32
	lay = func(part []entry, depth int) int32 {
		at := int32(len(l.nodes))
		l.nodes = append(l.nodes, node{word: -1})
		if len(part) > 0 && len(part[0].runes) == depth {
			l.nodes[at].word = part[0].word
			part = part[1:]
		}
		var kids []edge
		for len(part) > 0 {
			r := part[0].runes[depth]
			n, _ := slices.BinarySearchFunc(part, r+1, func(e entry, r rune) int { return cmp.Compare(e.runes[depth], r) })
			kids = append(kids, edge{r, lay(part[:n], depth+1)})
			part = part[n:]
		}
		l.nodes[at].first, l.nodes[at].count = int32(len(l.edges)), int32(len(kids))
		l.edges = append(l.edges, kids...)
		return at
	}
	for len(all) > 0 {
		r := all[0].runes[0]
		n, _ := slices.BinarySearchFunc(all, r+1, func(e entry, r rune) int { return cmp.Compare(e.runes[0], r) })
		l.root.set(r, lay(all[:n], 1))
		all = all[n:]
	}
	return l
}
