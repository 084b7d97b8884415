package phrase

import (
	"strings"
	"unicode/utf8"
)

// turn is a turn of speech, a run of words with other text between them: 没 … 交 … 社保. It says what none of its words says alone.
type turn struct {
	cues     cues
	category string // what a petition with it is about; "" for nothing
	weight   int32
	gap      int      // how many characters may stand between two words; 0: turnGap
	words    []string // the words in their order, each with its alternatives separated by blanks
}

// turnGap is how many characters may stand between two words of a turn, unless it says otherwise.
const turnGap = 10

// opener is one way in which a turn may begin.
type opener struct {
	head string
	rest [][]string // alternatives of each further word
	gap  int        // bytes between two of them
	word int32      // entry of the lexicon that carries what the saying means
}

// turnTable enters the turns; each has an entry of the lexicon without a spelling.
func (b *builder) turnTable(list []turn) {
	for _, s := range list {
		w := word{class: classCue, cues: s.cues, weight: s.weight}
		if s.category != "" {
			w.topic = int32(b.sameMatter(s.category))
		}
		b.words = append(b.words, w)
		b.openers = append(b.openers, openersOf(s, int32(len(b.words)-1))...)
	}
}

// openersOf parts a turn into the ways in which it may begin.
func openersOf(s turn, word int32) []opener {
	rest := make([][]string, 0, len(s.words)-1)
	for _, alternatives := range s.words[1:] {
		rest = append(rest, strings.Fields(alternatives))
	}
	gap := s.gap
	if gap == 0 {
		gap = turnGap
	}
	var out []opener
	for _, head := range strings.Fields(s.words[0]) {
		out = append(out, opener{head, rest, gap * len("字"), word})
	}
	return out
}

// turns notes the turns of speech of the message. It goes over the text once more, when it is known what it is written with.
func (p *reading) turns() {
	for i := 0; i < len(p.s); {
		r, n := utf8.DecodeRuneInString(p.s[i:])
		if r >= hanFirst {
			p.turnsAt(i, r)
		}
		i += n
	}
}

// turnsAt notes the turns that begin at byte i, where the character r stands.
func (p *reading) turnsAt(i int, r rune) {
	place := p.lex.opening.at(r)
	if place < 0 {
		return
	}
	for _, o := range p.lex.openers[place] {
		if !strings.HasPrefix(p.s[i:], o.head) {
			continue
		}
		if end, ok := p.follow(i+len(o.head), o.gap, o.rest); ok {
			p.cues = p.cues.with(p.lex.words[o.word].cues)
			p.hits = append(p.hits, hit{int32(i), int32(end), o.word})
		}
	}
}

// longestWord is how long, in bytes, a word of a turn may be.
const longestWord = 8 * len("字")

// follow finds the further words of a turn, one behind the other within a clause or two; it gives where the last one ends.
func (p *reading) follow(from, gap int, rest [][]string) (end int, ok bool) {
	for _, alternatives := range rest {
		window := p.s[from:min(len(p.s), from+gap+longestWord)]
		at, length := -1, 0
		for _, w := range alternatives {
			if !p.chars.May(w) {
				continue
			}
			if i := strings.Index(window, w); i >= 0 && i <= gap && (at < 0 || i < at) {
				at, length = i, len(w)
			}
		}
		if at < 0 || stops(window[:at]) {
			return 0, false
		}
		from += at + length
	}
	return from, true
}

// stops tells whether a sentence ends in a piece of text.
func stops(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case ';', '\n', '!', '?':
			return true
		case "。"[0]:
			if strings.HasPrefix(s[i:], "。") {
				return true
			}
		}
	}
	return false
}
