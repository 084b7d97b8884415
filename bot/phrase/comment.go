package phrase

import (
	"strings"
	"unicode/utf8"
)

// remarks are words by which a clause judges the lesson that was listened to.
var remarks = [...]string{"气氛", "秩序", "互动", "板书", "到课", "到得", "讲得", "讲的很", "效果", "活跃", "认真", "生动", "清楚", "扎实", "有激情", "枯燥", "沉闷", "玩手机", "准备充分", "教态", "节奏", "深入浅出", "参与度", "抬头率", "迟到", "内容充实", "条理", "不错", "挺好", "很好", "一般", "分组", "完整"}

// remark finds the clause of a class observation that judges the lesson; "" if there is none.
func (p *reading) remark(f *frame) string {
	from := f.from
	for _, t := range p.tokens {
		if int(t.end) <= f.from {
			continue
		}
		if int(t.at) >= f.to {
			break
		}
		if t.class == classPunct && (t.n == ',' || t.n == '。' || t.n == ';' || t.n == ' ' || t.n == '\n') {
			if text, ok := p.judges(from, int(t.at)); ok {
				return text
			}
			from = int(t.end)
		}
	}
	text, _ := p.judges(from, f.to)
	return text
}

// judges tells whether a clause judges a lesson and says nothing that has a field of its own.
func (p *reading) judges(from, to int) (string, bool) {
	text := clean(p.s[from:to])
	if n := utf8.RuneCountInString(text); n < 3 || n > 60 {
		return "", false
	}
	for _, t := range p.tokens {
		if int(t.at) < from || int(t.at) >= to {
			continue
		}
		switch t.class {
		case classDay, classHours, classPeriod, classUnit, classKind, classTeacher, classMinutes, classLabel, classQuote:
			return "", false
		}
	}
	for _, w := range remarks {
		if strings.Contains(text, w) {
			return text, true
		}
	}
	return "", false
}
