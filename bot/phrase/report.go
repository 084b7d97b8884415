package phrase

import (
	"strconv"

	"lianxin/config/policy"
)

// report makes the command of a message that tells of activities, done or to come. ok is false if it tells of none.
func (p *reading) report() (Command, bool) {
	if !p.roles.any(reporters) || len(p.tokens) > maxReport {
		return Command{}, false
	}
	if (p.cues.any(cueWho, cueWhen, cueHowMany, cueWhich, cueAsk, cueRemind, cueRuleAsk) || p.cues.any(cuePolicy) && p.cues.any(cueWhat, cueHow) || p.says("怎么规定", "如何规定")) && !p.holds(classDay) && p.countOf(classHours)+p.countOf(classPeriod)+p.countOf(classMinutes) == 0 && !p.cues.any(cueReport, cueLate) {
		return Command{}, false
	}
	g := p.gather()
	acts := p.acts(g.frames)
	if len(acts) == 0 {
		return Command{}, false
	}
	if done, coming := split(acts, p.c.Today); len(done) > 0 {
		return p.reported(done, coming, g), true
	} else if len(coming) > 0 {
		return p.planned(coming, g), true
	}
	return Command{}, false
}

// maxReport is how many tokens a message may have and still be read as a report.
const maxReport = 1500

// split parts what was done from what is to come.
func split(acts []act, today policy.Date) (done, coming []act) {
	for _, a := range acts {
		if a.Date > today || a.tense == future && (a.Date == 0 || a.Date >= today) {
			coming = append(coming, a)
		} else {
			done = append(done, a)
		}
	}
	return done, coming
}

// reported makes a report of activities that were held. Those to come that were told with them stand beside as plans, if their day and kind are named.
func (p *reading) reported(acts, coming []act, g *gatherer) Command {
	cmd := Command{Intent: ReportActivity}
	for _, a := range coming {
		if a.Date > p.c.Today && a.kindOK {
			a.Said.ClassHours = 0
			cmd.Plans = append(cmd.Plans, a.Activity)
		}
	}
	if acts[0].stale && acts[0].Date == 0 {
		cmd.Intent = Clarify
	}
	p.fill(&cmd, acts, g)
	return cmd
}

// planned makes a plan of activities to come: they are never counted, so only what names the plan is asked.
func (p *reading) planned(acts []act, g *gatherer) Command {
	for i := range acts {
		acts[i].missing = nil
		if acts[i].Date == 0 {
			acts[i].missing = []string{"date"}
		}
		acts[i].Said.ClassHours = 0
	}
	cmd := Command{Intent: PlanActivity}
	p.fill(&cmd, acts, g)
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
