package phrase

import "strings"

// denials say that something was not done; what lets them be part of another word stands before them.
var denials = [...]string{"没有", "没能", "没", "未能", "未", "并未", "不曾"}

// denied finds the clause that says of an activity that it was not held: 昨天没有去文学院听课. Between the denial and the activity stands nothing but where and
// how one goes there. end is 0 if nothing is denied.
func (p *reading) denied() (at, end int) {
	for _, w := range denials {
		for from := 0; ; {
			i := strings.Index(p.s[from:], w)
			if !p.chars.May(w) || i < 0 {
				break
			}
			i += from
			from = i + len(w)
			if after(p.s, i, "有", "从", "忘", "淹", "沉", "吞", "埋") {
				continue
			}
			if end := p.activityAt(from); end > 0 {
				return i, end
			}
		}
	}
	return 0, 0
}

// activityAt gives the end of the activity to which the words at byte i lead; 0 if they lead to something else.
func (p *reading) activityAt(i int) int {
	for _, t := range p.tokens {
		if int(t.at) < i {
			if int(t.end) > i && (t.class == classKind || t.class == classHint) { // 没去听 is one word
				return int(t.end)
			}
			continue
		}
		if strings.Trim(p.s[i:t.at], "能再有得") != "" {
			return 0
		}
		switch t.class {
		case classKind:
			return int(t.end)
		case classHint:
			if t.n == kObserve {
				return int(t.end)
			}
			return 0
		case classVerb, classUnit, classPlace, classPerson, classPost, classCrowd, classTeacher, classDay, classPart, classFill:
			i = int(t.end)
		default:
			return 0
		}
	}
	return 0
}

// withoutDenied reads a report again without what it says was not held: 昨天没有座谈，走访了食堂 tells of a visit. nil: nothing is left.
func (p *reading) withoutDenied(at, end int) *Command {
	rest := p.inner(p.s[:at] + p.s[end:])
	if rest.kindNamed() < 0 {
		return nil
	}
	return rest.report()
}

// onlyDenied tells whether the message tells of one activity, and that it was not held.
func (p *reading) onlyDenied() bool {
	if !p.short(24) || !p.holds(classDay) || p.says("还没") || p.lengthNow() || p.asking() {
		return false
	}
	at, end := p.denied()
	return end > 0 && p.inner(p.s[:at]+p.s[end:]).kindNamed() < 0
}
