package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// plan judges research plans (Art. 5.3): laid down, or asked for.
func (p *reading) plan() *Command {
	if p.says("计划") && p.short(12) && p.kindNamed() < 0 && p.roles.any(reporters) && (p.cues.any(cueMe, cueLook, cueWhich, cueWhat) || p.says("还没办", "没到日子")) && !p.says("取消", "登记", "记为", "删", "撤", "改") && !p.holds(classDay) {
		return &Command{Intent: QueryPlan, Scope: "self", Period: p.yearID(), Target: Target{Kind: policy.Research}}
	}
	if p.kindNamed() == kResearch && p.roles.any(reporters) && p.cues.any(cueWhat, cueWhich) && !p.cues.any(cueLack, cueWho, cueNot) && p.says("打算", "计划", "准备", "定的", "报的") && !p.holds(classDay) && !p.says(":") {
		return &Command{Intent: QueryPlan, Scope: p.scope(), Period: p.yearID(), Target: Target{Kind: policy.Research}}
	}
	laid := p.kindNamed() == kResearch && (p.months() > 1 || p.says("题目", "选题", "课题", "方向") && p.says(":", "先报", "定", "拟", "打算", "计划", "准备") || p.holds(classTerm) && p.says(":") && !p.holds(classDay)) && !p.cues.has(cuePast) && !p.asking()
	if !p.cues.has(cuePlan) && !laid || p.cues.any(cueLack, cueDoneAsk, cueStanding) || !p.roles.any(reporters) {
		return nil
	}
	look := p.cues.any(cueLook, cueWhat, cueAsk, cueWhich, cueHowMany) && !p.says(":", "如下", "定为")
	cmd := &Command{Intent: QueryPlan, Scope: p.scope(), Period: p.period(true)}
	cmd.Target.Kind = policy.Research
	if cmd.Period == "" || laid {
		cmd.Period = p.yearID()
	}
	if look {
		return cmd
	}
	if p.says(":", "如下", "定为", "拟", "制定", "计划是", "报一下", "登记", "录", "定了", "加一", "增加", "改") || laid || p.countOf(classUnit) > 0 {
		cmd.Intent = SetPlan
		cmd.Topics = p.planItems()
		return cmd
	}
	if !p.short(14) {
		return nil
	}
	return cmd
}

// months counts the months that are named.
func (p *reading) months() int {
	n := 0
	for _, e := range p.days {
		if e.form == formMonth || e.form == formVague && e.month > 0 {
			n++
		}
	}
	return n
}

// clauses parts the items of a plan further where a month begins a clause: 4月去生科院, 10月去马院.
func clauses(list []string) []string {
	var out []string
	for _, text := range list {
		from := 0
		for i := 0; i < len(text); i++ {
			if text[i] != ',' {
				continue
			}
			if n, ok := readNumeral(text, skip(text, i+1, " ")); ok && has(text, n.end, "月") && strings.TrimSpace(text[from:i]) != "" {
				out, from = append(out, clean(text[from:i])), i+1
			}
		}
		out = append(out, clean(text[from:]))
	}
	return out
}

// planItems takes a research plan apart, one item for each clause with a month, a unit or a subject.
func (p *reading) planItems() []Item {
	from := max(indexAfter(p.s, ":"), indexAfter(p.s, "定为"), 0)
	var out []Item
	for _, text := range clauses(items(p.s[from:])) {
		it := Item{Text: text}
		for _, t := range p.unitTokens() {
			if at := indexAfter(text, p.text(t)); at >= 0 {
				it.Unit = p.unitName(t)
			}
		}
		out = append(out, it)
		if len(out) == maxFrames {
			break
		}
	}
	return out
}
