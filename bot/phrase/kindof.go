package phrase

import (
	"slices"
	"strings"

	"lianxin/config/policy"
)

// kindOf decides what kind of activity a frame tells of; -1: none. sure is false where the kind wants a yes.
func (p *reading) kindOf(f *frame) (kind int, sure bool) {
	span := p.s[f.from:f.to]
	p.weigh(f, span)
	kind, named := f.kind()
	switch {
	case p.nonparty(f) && !named && f.hints&(1<<kTalk|1<<kForum) != 0:
		return kTalk, true
	case f.party != "" && (!named || kind == kOrg || kind == kResearch) && partyEvent(span):
		return kEvent, true
	case f.party != "" && kind == kOrg && !named:
		return kEvent, false
	case f.hints&(1<<kRetiree) != 0 && isRetiree(f.crowd) && kind != kForum:
		return kRetiree, true
	case kind == kRetiree && f.crowd != "" && !isRetiree(f.crowd):
		return kForum, false
	}
	if kind < 0 && f.party != "" && (partyEvent(span) || strings.Contains(span, "会")) {
		return kEvent, true
	}
	if kind < 0 && (f.periods[0] > 0 || f.halves >= 0) { // 4/30 第7-8节, 教科院, 课程与教学论, 赵明
		return kObserve, f.klass != "" || f.teacher != "" || f.course != "" || f.quote != "" || f.lessons != ""
	}
	if kind < 0 {
		return p.elsewhere(f, span)
	}
	if named {
		return kind, !p.walkThrough(kind, span)
	}
	switch kind {
	case kObserve, kReception:
		return kind, true
	case kOrg:
		return kOrg, true
	case kFirst:
		return kFirst, false
	case kTalk, kForum:
		return kVisit, false
	case kVisit:
		return kVisit, len(f.places) > 0 && !feasted(span)
	}
	return p.elsewhere(f, span)
}

// weigh takes hints back that the rest of the words do not bear out.
func (p *reading) weigh(f *frame, span string) {
	if f.hints&(1<<kObserve) != 0 && !f.measured() && f.lessons == "" && f.quote == "" && !strings.Contains(span, "课") && f.teacher == "" {
		f.hints &^= 1 << kObserve
	}
	if f.kinds == 0 && f.hints == 1<<kVisit && len(f.places) == 0 && (f.halves > 0 || f.periods[0] > 0) && strings.Contains(span, "课") { // 看了两节足球课
		f.hints = 1 << kObserve
	}
	if f.kinds&(1<<kFirst) != 0 && f.hints&(1<<kObserve) != 0 && !strings.Contains(span, "上了") && !strings.Contains(span, "讲") {
		f.kinds = f.kinds&^(1<<kFirst) | 1<<kObserve
	}
	if f.hints&(1<<kObserve) != 0 && f.kinds&^(1<<kForum|1<<kVisit|1<<kResearch) == 0 && f.kinds != 0 && f.measured() {
		f.kinds |= 1 << kObserve
	}
	if f.hints&(1<<kOrg) != 0 && !strings.Contains(span, "会") && !strings.Contains(span, "活动") && !strings.Contains(span, "学习") && !strings.Contains(span, "参加") && !strings.Contains(span, "生活") {
		f.hints &^= 1 << kOrg
	}
	if f.hints&(1<<kReception) != 0 && f.groups < 0 && !strings.Contains(span, "来访") && !strings.Contains(span, "当班") && !(strings.Contains(span, "值班") && !strings.Contains(span, "补") && !strings.Contains(span, "夜")) && f.crowd == "" {
		f.hints &^= 1 << kReception
	}
	f.hints &^= 1 << kConsult
	if f.hints&(1<<kRetiree) != 0 && !isRetiree(f.crowd) {
		f.hints &^= 1 << kRetiree
	}
}

func isRetiree(crowd string) bool {
	return strings.Contains(crowd, "退休") || strings.HasPrefix(crowd, "老") && crowd != "老师" && crowd != "老生" && crowd != "老教师"
}

// nonparty tells whether the other one in a talk is no member of the party in power, or leads another one.
func (p *reading) nonparty(f *frame) bool {
	if f.party != "" {
		return true
	}
	return slices.ContainsFunc(f.people, func(i int32) bool {
		m := &p.school.Members[i]
		return !m.Has(policy.Leader) && (m.Kind == "nonparty" || m.Party != "" && m.Party != "中共")
	})
}

// partyEvent tells whether something of a party was attended rather than somebody talked to.
func partyEvent(span string) bool {
	for _, w := range [...]string{"活动", "大会", "年会", "换届", "会议", "组织生活", "学习会", "参加", "出席", "列席", "调研", "考察", "讲座", "联谊", "论坛", "成立", "周年", "支部会"} {
		if strings.Contains(span, w) {
			return true
		}
	}
	return false
}

// walkThrough tells whether a visit is one of those that are taken for something else: a walk through lessons, a meal.
func (p *reading) walkThrough(kind int, span string) bool {
	if kind != kVisit {
		return false
	}
	for _, w := range [...]string{"巡课", "巡堂", "查课", "巡考", "看课"} {
		if strings.Contains(span, w) {
			return true
		}
	}
	return false
}

// feasted tells whether a visit was a meal, a feast or a game with people.
func feasted(span string) bool {
	for _, w := range [...]string{"吃", "饺子", "粽子", "汤圆", "餐", "过节", "过年", "过中秋", "过元宵", "过冬至", "球"} {
		if strings.Contains(span, w) {
			return true
		}
	}
	return false
}

// elsewhere takes being somewhere for a visit that wants a yes.
func (p *reading) elsewhere(f *frame, span string) (int, bool) {
	if len(f.units) == 0 && len(f.places) == 0 {
		return -1, false
	}
	for _, w := range [...]string{"去", "到", "在", "来", "参加", "出席", "跑", "赴", "下", "进"} {
		if strings.Contains(span, w) {
			return kVisit, false
		}
	}
	return -1, false
}

// counterpart names the other one in a talk as he was called, with his party.
func (p *reading) counterpart(f *frame) string {
	for _, i := range f.people {
		m := &p.school.Members[i]
		if !m.Has(policy.Leader) {
			if m.Title != "" {
				return m.Name + "（" + m.Title + "）"
			}
			return m.Name
		}
	}
	switch {
	case f.teacher != "" && f.party != "" && f.title != f.party:
		return f.title + "（" + f.party + "）"
	case f.title != "":
		return f.title + p.standing(f)
	}
	return f.party
}

// standing is what somebody is in his party: the 负责人 behind 民建支部.
func (p *reading) standing(f *frame) string {
	at := indexAfter(p.s[f.from:f.to], f.title)
	for _, w := range [...]string{"的负责人", "负责人", "主委", "副主委", "成员", "代表", "主任委员", "人士"} {
		if at >= 0 && has(p.s, f.from+at, w) && !strings.HasSuffix(f.title, w) {
			return w
		}
	}
	return ""
}

// speaker is the one who gave the account: 何校长通报.
func (p *reading) speaker(f *frame) string {
	for i, t := range p.tokens {
		if t.class != classPerson || int(t.at) < f.from || int(t.at) >= f.to || i+1 >= len(p.tokens) {
			continue
		}
		next := p.tokens[i+1]
		if next.at == t.end && (next.class == classHint || next.class == classKind) && next.n == kRetiree || oneOf(p.s, int(t.end), "作", "做", "代表学校", "主讲", "介绍", "向") > 0 {
			if people := p.personIndexes(t); len(people) == 1 {
				return p.school.Members[people[0]].Name
			}
		}
	}
	return ""
}
