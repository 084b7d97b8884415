package phrase

import (
	"strings"
	"unicode/utf8"
)

// notSurnames are characters that stand before 校长 and 书记 without being anybody's name, though some people are called so.
const notSurnames = "和向于同代由请与从经都时有常全任原给帮在是个位新老前现各本"

// stranger tells whether the byte at, where 校长 or 书记 begins, stands behind a surname that no word of the school holds: 王校长 where nobody is called so.
// Such a post is not the one person who holds it.
func (p *reading) stranger(at int) bool {
	r, size := utf8.DecodeLastRuneInString(p.s[:at])
	if at < size || !strings.ContainsRune(surnames, r) || strings.ContainsRune(notSurnames, r) {
		return false
	}
	from := at - size
	for _, t := range p.tokens {
		if int(t.at) <= from && from < int(t.end) && t.class != classNumber {
			return false
		}
	}
	before, _ := utf8.DecodeLastRuneInString(p.s[:from])
	return before < hanFirst || before > hanLast || strings.ContainsRune(beforeNames, before) || strings.ContainsRune("帮替代给为补", before)
}

// forStranger tells whether somebody reports for a leader whom the school does not have: 帮王校登记, 替钱副书记报一条.
func (p *reading) forStranger() bool {
	if !p.roles.any(roleDelegate|roleOffice) || p.roles.any(roleLeader) {
		return false
	}
	for _, t := range p.tokens {
		if t.class == classPost && !posts[t.n].unit && p.stranger(int(t.at)) {
			return true
		}
	}
	for _, lead := range [...]string{"帮", "替", "代", "给"} {
		for from := 0; ; {
			i := indexAfter(p.s[from:], lead)
			if i < 0 {
				break
			}
			from += i
			_, size := utf8.DecodeRuneInString(p.s[from:])
			behind := skip(p.s, from+size, "校")
			next, _ := utf8.DecodeRuneInString(p.s[behind:])
			if behind > from+size && !strings.ContainsRune("长区园内门车医友史庆办方务级训服运外风舍党领", next) && p.stranger(from+size) {
				return true
			}
		}
	}
	return false
}
