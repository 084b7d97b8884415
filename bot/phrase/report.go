package phrase

import (
	"strconv"
	"strings"

	"lianxin/config/policy"
)

// report makes the command of a message that tells of activities, done or to come. ok is false if it tells of none.
func (p *reading) report() *Command {
	if !p.roles.any(reporters) || len(p.tokens) > maxReport {
		return nil
	}
	if (p.cues.any(cueWho, cueWhen, cueHowMany, cueWhich, cueAsk, cueRemind, cueRuleAsk) || p.cues.any(cuePolicy) && p.cues.any(cueWhat, cueHow) || p.says("怎么规定", "如何规定") || p.endsAsking()) && !p.holds(classDay) && p.countOf(classHours)+p.countOf(classPeriod)+p.countOf(classMinutes) == 0 && !p.cues.any(cueReport, cueLate) {
		return nil
	}
	if p.fellThrough() {
		return nil
	}
	if at, end := p.denied(); end > 0 {
		return p.withoutDenied(at, end)
	}
	var g gatherer // large, and gone when the report is made
	g.gather(p)
	acts := p.acts(p.shelf.acts[:0], g.frames)
	if p.hearsay() {
		for i := range acts {
			acts[i].doubts = append(acts[i].doubts, "kind")
		}
	}
	if len(acts) == 0 {
		return nil
	}
	if done, coming := split(acts, p.c.Today); len(done) > 0 {
		return p.reported(done, coming, &g)
	} else if len(coming) > 0 {
		return p.planned(coming, &g)
	}
	return nil
}

// fellThrough tells whether what was meant to be did not come about, or is only thought of: 本来昨天要去听课的, 会议冲突了. Nothing is recorded of it.
func (p *reading) fellThrough() bool {
	if p.lengthNow() || !p.short(40) {
		return false
	}
	meant := p.says("本来", "原本", "原打算", "原计划", "原定", "说好") && p.says("冲突", "没去", "没能", "没成", "去不了", "取消", "临时", "耽误", "耽搁", "改期", "没赶上", "结果有事")
	thought := p.supposes() && !p.cues.has(cueReport)
	return meant || thought || p.says("还没去", "没时间去", "没空去", "一直没去", "还没听", "没顾上去") && !p.cues.has(cueReport)
}

// supposes tells whether the words only suppose something: 要是明天下雨. The 要是 of 主要是 does not.
func (p *reading) supposes() bool {
	if p.says("如果", "假如", "万一", "若是", "除非") {
		return true
	}
	i := p.index("要是")
	return i >= 0 && !after(p.s, i, "主", "重", "只", "需", "紧", "首")
}

// hearsay tells whether an activity is told of others, so that it wants a yes: 他们说昨天有人来听课.
func (p *reading) hearsay() bool {
	return p.says("听说", "据说", "他们说", "她们说", "有人来", "有人去", "别的领导", "其他领导", "人家来", "别人去", "别人来")
}

// endsAsking tells whether the last words ask: 最近一次座谈记的什么.
func (p *reading) endsAsking() bool {
	s := strings.TrimRight(p.s, softPunct+"啊呀呢来着哦")
	return after(s, len(s), "什么", "啥", "哪些", "谁", "哪一类", "哪类", "哪位", "哪个", "哪儿", "哪里", "怎么样", "咋样", "几号", "哪天", "几次", "多少", "怎么写", "咋写")
}

// maxReport is how many tokens a message may have and still be read as a report.
const maxReport = 1500

// split parts what was done from what is to come.
func split(acts []act, today policy.Date) (done, coming []act) {
	ahead := 0
	for i := range acts {
		if acts[i].ahead(today) {
			ahead++
		}
	}
	if ahead == 0 {
		return acts, nil // most reports
	}
	for i := range acts {
		if acts[i].ahead(today) {
			coming = append(coming, acts[i])
		} else {
			done = append(done, acts[i])
		}
	}
	return done, coming
}

// ahead tells whether an activity is still to come.
func (a *act) ahead(today policy.Date) bool {
	return a.Date > today || a.tense == future && (a.Date == 0 || a.Date >= today)
}

// reported makes a report of activities that were held. Those to come that were told with them stand beside as plans, if their day and kind are named.
func (p *reading) reported(acts, coming []act, g *gatherer) *Command {
	cmd := &Command{Intent: ReportActivity}
	for _, a := range coming {
		if a.Date > p.c.Today && a.kindOK {
			a.Said.ClassHours = 0
			cmd.Plans = append(cmd.Plans, a.Activity)
		}
	}
	if acts[0].stale && acts[0].Date == 0 {
		cmd.Intent = Clarify
	}
	p.fill(cmd, acts, g)
	return cmd
}

// planned makes a plan of activities to come: they are never counted, so only what names the plan is asked.
func (p *reading) planned(acts []act, g *gatherer) *Command {
	for i := range acts {
		acts[i].missing = nil
		if acts[i].Date == 0 {
			acts[i].missing = []string{"date"}
		}
		acts[i].Said.ClassHours = 0
	}
	cmd := &Command{Intent: PlanActivity, Target: p.movedPlan(acts)}
	p.fill(cmd, acts, g)
	return cmd
}

// maxAsk is how many questions are asked about one message.
const maxAsk = 2

// fill enters the activities and what is asked and confirmed about them.
func (p *reading) fill(cmd *Command, acts []act, g *gatherer) {
	path := func(i int, slot string) string {
		if len(acts) == 1 {
			return slot
		}
		return "activities[" + strconv.Itoa(i) + "]." + slot
	}
	for i := range acts {
		a := &acts[i]
		cmd.Activities = append(cmd.Activities, a.Activity)
		for _, id := range a.for_ {
			cmd.For = add(cmd.For, id)
		}
		for _, slot := range a.doubts {
			cmd.Confirm = add(cmd.Confirm, path(i, slot))
		}
	}
	for _, need := range [...]string{"date", "kind", "class_hours", "unit", "course", "audience", "counterpart", "teacher"} {
		for i := range acts {
			for _, slot := range acts[i].missing {
				if slot == need && len(cmd.Ask) < maxAsk && (need != "teacher" || len(acts) == 1) {
					cmd.Ask = add(cmd.Ask, path(i, slot))
				}
			}
		}
	}
	if len(g.doubted) > 0 {
		for _, i := range g.doubted {
			cmd.Unclear = add(cmd.Unclear, p.school.Members[i].ID)
		}
		cmd.Ask = add(cmd.Ask[:min(len(cmd.Ask), maxAsk-1)], "who")
		cmd.For = nil
	}
	if p.forStranger() && len(g.doubted) == 0 {
		cmd.Ask = add(cmd.Ask[:min(len(cmd.Ask), maxAsk-1)], "who")
		cmd.For = nil
	}
	if g.misheard {
		cmd.Confirm = add(cmd.Confirm, "on_behalf_of")
	}
}

// add appends what is not yet there.
func add(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
