package phrase

import (
	"strings"
	"unicode/utf8"
)

// saying is a set of groups of words that whole messages are made of.
type saying int32

const (
	saysYes   saying = 1 << iota // 对, 好的
	saysFirm                     // 对, 同意: yes wherever it is said, not politeness
	saysNo                       // 不对, 算了
	saysAck                      // 收到, 谢谢
	saysHello                    // 你好
	saysHelp                     // 怎么用
	saysSoft                     // 嗯, 那就, 的: may stand around the others
)

// compileSayings lays out the words that whole messages are made of.
func compileSayings() lexicon {
	b := newBuilder()
	for _, row := range [...]struct {
		words string
		n     saying
	}{{yesWords, saysYes}, {noWords, saysNo}, {ackWords, saysAck}, {helloWords, saysHello}, {helpWords, saysHelp}, {softs, saysSoft}} {
		for _, s := range strings.Fields(row.words) {
			n := row.n
			if n == saysYes && !listed(politeWords, s) && !listed(ackWords, s) {
				n |= saysFirm
			}
			b.add(s, word{class: classKnown})
			b.words[b.index[strings.ToLower(s)]].n |= int32(n)
		}
	}
	return b.build()
}

// reduces tells whether nothing is left of s when words of the groups and the soft ones around them are taken out; at least one word of the groups
// must be there.
func (r *Reader) reduces(s string, groups saying) bool {
	found := false
	for i := 0; i < len(s); {
		end, hit := r.sayings.longest(s, i, groups)
		if end == 0 {
			if s[i] != ' ' && s[i] != '\n' {
				return false
			}
			end = i + 1
		}
		found = found || hit
		i = end
	}
	return found
}

// longest gives the end of the longest word of the groups at byte i, else of the longest soft one; 0 if there is none. hit: it is of the groups.
func (l *lexicon) longest(s string, i int, groups saying) (end int, hit bool) {
	r, n := utf8.DecodeRuneInString(s[i:])
	at := l.root.at(lower(r))
	if at < 0 {
		return 0, false
	}
	soft := 0
	for i += n; ; i += n {
		if w := l.nodes[at].word; w >= 0 {
			switch said := saying(l.words[w].n); {
			case said&groups != 0:
				end = i
			case said&saysSoft != 0:
				soft = i
			}
		}
		if i >= len(s) {
			break
		}
		r, n = utf8.DecodeRuneInString(s[i:])
		if at = l.child(at, lower(r)); at < 0 {
			break
		}
	}
	if end > 0 {
		return end, true
	}
	return soft, false
}
