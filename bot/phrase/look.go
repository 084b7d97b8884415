package phrase

import (
	"strings"
	"unicode/utf8"

	"lianxin/config/policy"
)

// holds tells whether the message has a token of a class.
func (p *reading) holds(c class) bool { return p.first(c) >= 0 }

// first gives the index of the first token of a class; -1 if there is none.
func (p *reading) first(c class) int {
	for i := range p.tokens {
		if p.tokens[i].class == c {
			return i
		}
	}
	return -1
}

// count gives how many tokens of a class the message has.
func (p *reading) countOf(c class) int {
	n := 0
	for i := range p.tokens {
		if p.tokens[i].class == c {
			n++
		}
	}
	return n
}

// text gives the words of a token.
func (p *reading) text(t token) string { return p.s[t.at:t.end] }

// says tells whether one of the words stands in the message.
func (p *reading) says(words ...string) bool {
	for _, w := range words {
		if p.chars.May(w) && strings.Contains(p.s, w) {
			return true
		}
	}
	return false
}

// Chars is a rough set of the characters of a text: most words that are looked for are ruled out by their first character. The zero value is the set of the
// empty text.
type Chars [8]uint64

// charAt gives the place of the character at byte i of s in the set.
func charAt(s string, i int) uint {
	if s[i] < 0x80 || i+2 >= len(s) {
		return uint(s[i])
	}
	return (uint(s[i])<<7 ^ uint(s[i+1])<<3 ^ uint(s[i+2])) & 511
}

func (c *Chars) add(s string, i int) {
	n := charAt(s, i)
	c[n/64] |= 1 << (n % 64)
}

// CharsOf is the set of a text.
func CharsOf(s string) (out Chars) {
	for i := range s {
		out.add(s, i)
	}
	return out
}

// May tells whether a word may stand in the text; false is certain. A word has at least one character.
func (c *Chars) May(word string) bool {
	n := charAt(word, 0)
	return c[n/64]&(1<<(n%64)) != 0
}

// firstChars and lastChars are the sets of the characters with which words begin and end.
func firstChars(words []string) (out Chars) {
	for _, w := range words {
		out.add(w, 0)
	}
	return out
}

func lastChars(words []string) (out Chars) {
	for _, w := range words {
		_, n := utf8.DecodeLastRuneInString(w)
		out.add(w, len(w)-n)
	}
	return out
}

// mayBegin tells whether a text may begin with one of the words of a set of firstChars; false is certain.
func (c *Chars) mayBegin(s string) bool { return s != "" && c.May(s) }

// mayEnd tells whether a text may end with one of the words of a set of lastChars; false is certain.
func (c *Chars) mayEnd(s string) bool {
	_, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && c.May(s[len(s)-n:])
}

// index is where a word stands in the message; -1 if it does not.
func (p *reading) index(word string) int {
	if !p.chars.May(word) {
		return -1
	}
	return strings.Index(p.s, word)
}

// saysIn tells whether a part of the message holds one of the words.
func (p *reading) saysIn(part string, words []string) bool {
	for _, w := range words {
		if p.chars.May(w) && strings.Contains(part, w) {
			return true
		}
	}
	return false
}

// short tells whether the message has at most n characters.
func (p *reading) short(n int) bool {
	switch {
	case len(p.s) <= n:
		return true
	case len(p.s) > n*utf8.UTFMax:
		return false
	}
	return utf8.RuneCountInString(p.s) <= n
}

// at gives the first place of a cue; -1 if the message has none.
func (p *reading) at(q cue) int {
	for _, h := range p.hits {
		if p.lex.words[h.word].cues.has(q) {
			return int(h.at)
		}
	}
	return -1
}

// begins tells whether the message opens with a cue, politeness and names of the bot aside.
func (p *reading) opensWith(list ...cue) bool {
	for _, h := range p.hits {
		c := p.lex.words[h.word].cues
		if c.any(list...) {
			return utf8.RuneCountInString(p.s[:h.at]) <= 2
		}
		if !c.any(cueHello, cueBot, cueMe) {
			return false
		}
	}
	return false
}

// kindNamed gives the first kind that the message names or hints at; -1 if it does neither.
func (p *reading) kindNamed() int {
	hint := -1
	for _, t := range p.tokens {
		if t.class == classKind {
			return int(t.n)
		}
		if t.class == classHint && hint < 0 && (t.n == kObserve || t.n == kOrg || t.n == kTalk || t.n == kReception) {
			hint = int(t.n)
		}
	}
	return hint
}

// person gives the id of the first leader that is named, other than the speaker; "" if none is. A name that may be several people gives none.
func (p *reading) person() string {
	ids := p.persons()
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// persons gives the ids of the leaders that are named, in order.
func (p *reading) persons() []string {
	var out []string
	for _, t := range p.tokens {
		switch t.class {
		case classPerson:
			if people := p.personIndexes(t); len(people) == 1 && p.school.Members[people[0]].Has(policy.Leader) {
				out = add(out, p.school.Members[people[0]].ID)
			}
		case classPost:
			if p.stranger(int(t.at)) {
				continue
			}
			if m := p.holderOf(posts[t.n].post); m != nil {
				out = add(out, m.ID)
			}
		}
	}
	return out
}

// holderOf finds the one member in a post of the school; nil if there is none or more than one.
func (p *reading) holderOf(post string) *policy.Member {
	if post == "" {
		return nil
	}
	var found *policy.Member
	for i := range p.school.Members {
		if m := &p.school.Members[i]; m.Post == post && m.Serves(p.c.Today) {
			if found != nil {
				return nil
			}
			found = m
		}
	}
	return found
}

// units lists the units that are named, in order.
func (p *reading) unitTokens() []token {
	var out []token
	for _, t := range p.tokens {
		if (t.class == classUnit || t.class == classOffice) && p.unitName(t) != "" {
			out = append(out, t)
		}
	}
	return out
}

// cases lists the numbers of cases that are named, in order.
func (p *reading) cases() []string {
	var out []string
	for _, t := range p.tokens {
		if t.class == classCase {
			out = add(out, p.caseNumber(t))
		}
	}
	return out
}

// day resolves the first day of the message that can be fixed.
func (p *reading) day(t tense) policy.Date {
	d, _ := p.dayFrom(0, t)
	return d
}

// dayFrom resolves the first day that stands at token i or after it, and gives the index of its token; -1 if there is none.
func (p *reading) dayFrom(i int, t tense) (policy.Date, int) {
	r := resolver{&p.school.Calendar, p.c.Today}
	for ; i < len(p.tokens); i++ {
		tk := p.tokens[i]
		if tk.class != classDay {
			continue
		}
		if res := r.day(&p.days[tk.n], t, nil, 0); res.date != 0 {
			return res.date, i
		}
	}
	return 0, -1
}

// part gives the part of the day that is named first; "" if none is.
func (p *reading) part() string {
	for _, t := range p.tokens {
		if t.class == classPart {
			return partNames[t.n]
		}
		if t.class == classDay && p.days[t.n].part != 0 {
			return partNames[p.days[t.n].part]
		}
	}
	return ""
}

// heads gives the number of people that is named; 0 if none is.
func (p *reading) headsNamed() int {
	if i := p.first(classPeople); i >= 0 {
		return int(p.tokens[i].n)
	}
	return 0
}

// length gives the length in days that is named; 0 if none is.
func (p *reading) daysNamed() int {
	if i := p.first(classDays); i >= 0 {
		return int(p.tokens[i].n)
	}
	return 0
}

// indexAfter gives the byte behind the first place of a word; -1 if it is not there.
func indexAfter(s, word string) int {
	if i := strings.Index(s, word); i >= 0 {
		return i + len(word)
	}
	return -1
}

// upToStop cuts a text at the first stop.
func upToStop(s string) string {
	if i := strings.IndexAny(s, ",。;\n "); i > 0 {
		return s[:i]
	}
	return s
}

// placeNamed gives the first place of the message with what belongs to its name: 榕园7栋402.
func (p *reading) placeNamed() string {
	i := p.first(classPlace)
	if i < 0 {
		return ""
	}
	g := &gatherer{reading: p, cur: newFrame(0), shared: newFrame(0)}
	for ; i < len(p.tokens) && p.tokens[i].class == classPlace; i++ {
		if n := len(g.cur.places); n > 0 && g.cur.places[n-1].end != p.tokens[i].at {
			break
		}
		g.i = i
		g.takePlace(p.tokens[i])
	}
	return p.text(g.cur.places[0])
}
