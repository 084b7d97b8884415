package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// renewing are the words by which a record that is named by its kind gets a new value: 听课改成3学时. Those behind the first
// (plainly) do so only where a record is pointed at: 昨天听课应该是两节 is a report.
var renewing = [...]string{"应改为", "应改成", "改成", "改为", "改到", "改作", "换成", "更正为", "修改为", "调整为", "调整到", "应该是", "应当是", "应为", "其实是", "实际是", "实际上是", "实为", "不是"}

// plainly is how many of them say that a value is changed.
const plainly = 11

// named are the words that may stand between the name of a record and its new value, the names of fields aside.
var named = [...]string{"那一条", "那条", "那次", "那场", "那个", "记录", "活动", "的", "会", "从", "请", "要", "时间", "节次", "单位", "学院", "对象", " ", ","}

// pointing are the words that may stand before it.
var pointing = [...]string{
	"把", "将", "请", "麻烦", "帮我", "帮忙", "刚才", "刚刚", "上次", "上一次", "上一条", "上条", "最近一次", "最近",
	"那次", "那场", "那条", "那个", "这条", "这次", "我", "的", "登记", "登", "报", " ", ",",
}

// renewal judges what gives a new value to a record that is named by the kind of its activity: the last one of that kind, of the day, the unit and the
// leader that stand before the name.
func (p *reading) renewal() *Command {
	if p.asking() || p.cues.any(cueRemind, cueMute, cuePlan, cueReception, cueBook) || p.holds(classRecord) {
		return nil
	}
	k, end, from := p.renewed()
	if from == 0 {
		return nil
	}
	to := len(p.s)
	if i := strings.Index(p.s[from:], "不是"); i > 0 { // 应该是3节不是2节
		to = from + i
	}
	if after(p.s, from, "不是") {
		if from, to = p.changeAt(); from < 0 {
			return nil
		}
	}
	cmd := &Command{Intent: CorrectActivity, Target: Target{Kind: kinds[k.n]}}
	if name := fieldIn(p.s[k.end:end]); name != "" && name != "comment" {
		cmd.Changes = p.fieldValue(name, from)
	}
	if len(cmd.Changes.Fields) == 0 {
		cmd.Changes = p.changes(from, to)
	}
	if cmd.Changes.To.Date > p.c.Today || len(cmd.Changes.Fields) == 0 {
		return nil // 听课改到下周四: a plan
	}
	_, cmd.Target.Subkind = p.recordKind(int(k.end))
	if d, i := p.dayFrom(0, past); i >= 0 && int(p.tokens[i].at) < int(k.at) {
		cmd.Target.Date = d
	}
	for _, t := range p.tokens {
		if t.class == classUnit && t.at < k.at {
			cmd.Target.Unit = p.unitName(t)
		}
	}
	cmd.Target.Who = p.recordOwner(int(k.at))
	cmd.Target.Last = cmd.Target.Date == 0
	return cmd
}

// fieldIn is the field that a text names; "" if it names none.
func fieldIn(s string) string {
	for _, f := range fieldNames {
		for _, w := range strings.Fields(f.words) {
			if strings.Contains(s, w) {
				return f.field
			}
		}
	}
	return ""
}

// renewed finds the kind by which a record is named that gets a new value, where the words that give it begin and where they end; 0 if something else is
// told: before the name, and between it and those words, stands nothing but what points at a record or names a field of it.
func (p *reading) renewed() (kind token, end, value int) {
	for _, t := range p.tokens {
		if t.class != classKind && (t.class != classHint || t.n != kTalk) || t.n == kReception || t.n == kFirst && !p.roles.any(roleLeader|roleMiddle) {
			continue
		}
		if end, value = p.setBehind(int(t.end)); value > 0 && p.pointedBefore(int(t.at), oneOf(p.s, end, renewing[:plainly]...) > 0) {
			return t, end, value
		}
	}
	return token{}, 0, 0
}

// setBehind finds the words by which a new value is given behind byte i: where they begin and where they end; 0 if there are none.
func (p *reading) setBehind(i int) (at, end int) {
	for i < len(p.s) {
		if end := oneOf(p.s, i, renewing[:]...); end > 0 {
			return i, end
		}
		if has(p.s, i, "是") && strings.Contains(p.s[i:], "不是") { // 听课是周二不是周三
			return i, i + len("是")
		}
		next := oneOf(p.s, i, named[:]...)
		for _, f := range fieldNames {
			if next == 0 {
				next = oneOf(p.s, i, strings.Fields(f.words)...)
			}
		}
		for _, t := range p.tokens {
			if next == 0 && int(t.at) == i && after(p.s, i, "从") { // 从2改成3
				next = int(t.end)
			}
		}
		if next <= i {
			return 0, 0
		}
		i = next
	}
	return 0, 0
}

// pointedBefore tells whether nothing but pointers, days, people and units stand before byte end; unless a value is changed plainly, a pointer right there.
func (p *reading) pointedBefore(end int, plain bool) bool {
	if !plain && end > 0 && !after(p.s, end, "的", "那次", "那场", "那条", "那个", "把", "将", ",", " ") {
		return false
	}
	for i := 0; i < end; {
		next := oneOf(p.s, i, pointing[:]...)
		for _, t := range p.tokens {
			if next > 0 || int(t.at) != i || int(t.end) > end {
				continue
			}
			switch t.class {
			case classDay, classPart, classPerson, classPost, classUnit, classOffice, classFill, classKind:
				next = int(t.end)
			}
		}
		if next <= i {
			return false
		}
		i = next
	}
	return true
}

// recordKind is the kind of the record whose new value begins at byte until, and the kind of meeting: the last one that is named before; -1 if none is.
// What stands behind 不是 is no name of it.
func (p *reading) recordKind(until int) (kind int, subkind string) {
	kind = -1
	for _, t := range p.tokens {
		if t.class != classKind || int(t.end) > until || after(p.s, int(t.at), "不是") {
			continue
		}
		if kind, subkind = int(t.n), ""; kind == kOrg && t.word >= 0 {
			subkind = p.lex.words[t.word].text
		}
	}
	return kind, subkind
}

// recordOwner is the leader whose record is named before byte until: 林校的听课; "" if none is, or it is the speaker's own. Who was only there is none.
func (p *reading) recordOwner(until int) string {
	for _, t := range p.tokens {
		if int(t.end) > until || t.class != classPerson && t.class != classPost || after(p.s, int(t.at), "和", "跟", "与", "陪", "同", "、", "不是") {
			continue
		}
		var m *policy.Member
		if t.class == classPost {
			m = p.holderOf(posts[t.n].post)
		} else if people := p.personIndexes(t); len(people) == 1 {
			m = &p.school.Members[people[0]]
		}
		if m != nil && m.Has(policy.Leader) && (p.c.Who == nil || m.ID != p.c.Who.ID) {
			return m.ID
		}
	}
	return ""
}
