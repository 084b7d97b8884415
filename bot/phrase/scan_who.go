package phrase

import (
	"strings"
	"unicode/utf8"
)

// named looks back from a title (老师, 教授, 主委) for the name in front of it: 王丽老师, 石教授. It gives the byte where the name begins; the title's
// own byte if no name stands there. Nothing before byte from is looked at.
func (p *reading) named(from, title int) int {
	best := title
	at := title
	for n := 1; n <= 4 && at > from; n++ {
		r, size := utf8.DecodeLastRuneInString(p.s[from:at])
		if isPunct(r) || strings.ContainsRune(notInNames, r) || r < hanFirst || r > hanLast {
			break
		}
		at -= size
		switch {
		case n <= 3 && strings.ContainsRune(surnames, r):
			best = at
		case n >= 2 && isCompound(p.s[at:title]):
			best = at
		}
	}
	if best < title && best > from { // 论文导师: no name inside a word
		r, _ := utf8.DecodeLastRuneInString(p.s[from:best])
		if r >= hanFirst && r <= hanLast && !strings.ContainsRune(beforeNames, r) {
			return title
		}
	}
	return best
}

// nameAfter reads a name behind 老师, 教师: or 姓. It gives the end of the name; i if there is none.
func (p *reading) nameAfter(i int) int {
	if i >= len(p.s) {
		return i
	}
	r, size := utf8.DecodeRuneInString(p.s[i:])
	end := i + size
	if w, last := p.lex.thing(p.s, i); w >= 0 && last > end && p.lex.words[w].class != classPerson {
		return i
	}
	switch {
	case len(p.s) >= i+6 && isCompound(p.s[i:i+6]):
		end = i + 6
	case !strings.ContainsRune(surnames, r):
		return i
	}
	for n := 0; n < 2 && end < len(p.s); n++ {
		r, size := utf8.DecodeRuneInString(p.s[end:])
		if r < hanFirst || r > hanLast || strings.ContainsRune(notInNames, r) {
			break
		}
		if w, _ := p.lex.thing(p.s, end); w >= 0 {
			break
		}
		end += size
	}
	return end
}

// isCompound tells whether the text begins with a surname of two characters.
func isCompound(s string) bool {
	for _, c := range [...]string{"欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木", "长孙", "闻人", "宇文"} {
		if strings.HasPrefix(s, c) {
			return true
		}
	}
	return false
}
