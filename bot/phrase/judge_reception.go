package phrase

import (
	"cmp"
	"slices"

	"lianxin/config/policy"
)

// reception judges everything about reception days (Art. 5.8): the roster, the sheet, bookings and questions.
func (p *reading) reception() *Command {
	about := p.cues.has(cueReception) || p.kindNamed() == kReception && (p.roles.any(reporters) || !p.says("值班"))
	for _, judge := range [...]func(*reading, bool) *Command{(*reading).sheet, (*reading).change, (*reading).absence, (*reading).booking, (*reading).talk, (*reading).askReception} {
		if cmd := judge(p, about); cmd != nil {
			return cmd
		}
	}
	return nil
}

// sheet judges the sheet of a reception that was held: 今天下午接待日没人来, 刚接待完, 来了一位老师.
func (p *reading) sheet(about bool) *Command {
	if !about || !p.roles.any(reporters|roleOfficer) || p.cues.any(cueSwap, cueTurn, cueRoster) || p.otherKinds() || p.asking() {
		return nil
	}
	nobody := p.says("没人来", "没有人来", "无人来访", "没人预约", "没有来访", "无来访", "没人来访", "冇人来", "没有群众", "无人", "零来访", "没来人", "一个都没来", "没人", "没有人")
	held := p.cues.any(cueHeld, cueCame) || p.holds(classGroups) || nobody || p.holds(classPeople) && (p.cues.has(cuePast) || p.day(past) != 0)
	d := p.day(past)
	if !held || d > p.c.Today {
		return nil
	}
	if p.cues.has(cueFuture) && !p.cues.any(cuePast, cueDone, cueCame) {
		return nil
	}
	if d == 0 && (p.cues.has(cueDone) || nobody || p.cues.has(cueHeld)) {
		d = p.c.Today
	}
	cmd := &Command{Intent: RecordReception, Date: d, PartOfDay: p.part(), People: p.headsNamed(), Person: p.person()}
	cmd.Visitors = 1
	if i := p.first(classGroups); i >= 0 {
		cmd.Visitors = int(p.tokens[i].n)
	}
	if nobody {
		cmd.Visitors, cmd.People = -1, 0
	}
	if d == 0 {
		cmd.Ask = []string{"date"}
	}
	cmd.Topic = p.topicWord()
	cmd.Unit, cmd.Days = p.followUp()
	return cmd
}

// otherKinds tells whether another kind than reception is named: then the message is a report of several activities.
func (p *reading) otherKinds() bool {
	for _, t := range p.tokens {
		if t.class == classKind && t.n != kReception {
			return true
		}
		if t.class == classHint && t.n == kObserve && p.countOf(classHours)+p.countOf(classPeriod) > 0 {
			return true
		}
	}
	return false
}

// asking tells whether the message is a question.
func (p *reading) asking() bool {
	return p.cues.any(cueAsk, cueWho, cueWhen, cueWhich, cueWhy, cueHowMany, cueDoneAsk) || p.cues.any(cueWhat, cueHow) && !p.cues.has(cuePast)
}

// followUp finds the unit that is to see to what was said, and in how many days: 让人事处3天内给书面说明.
func (p *reading) followUp() (unit string, days int) {
	for i, t := range p.tokens {
		if t.class != classOrder {
			continue
		}
		for _, next := range p.tokens[i+1 : min(i+3, len(p.tokens))] {
			if next.class == classUnit || next.class == classOffice {
				return p.unitName(next), p.daysNamed()
			}
		}
	}
	return "", 0
}

// change judges a leader's swap and an office's change of the roster.
func (p *reading) change(about bool) *Command {
	if !p.roles.any(roleLeader|roleOffice|roleDelegate|roleOfficer) || !about && !p.swaps() {
		return nil
	}
	if p.cues.any(cueWho, cueAsk) && !p.says("肯不肯", "愿不愿", "问问", "谁能", "谁替我", "谁代我", "谁来替", "谁顶", "谁可以", "谁有空", "谁方便", "帮我换", "可以吗", "行吗", "行不行", "好吗", "能不能") || p.cues.has(cueRemind) {
		return nil
	}
	if !p.cues.any(cueSwap, cueInstead, cueMove) && !p.away() && !p.swaps() {
		return nil
	}
	if p.holds(classKind) && p.otherKinds() && !(p.cues.has(cueSwap) && p.cues.has(cueTurn)) {
		return nil
	}
	d := p.day(future)
	people := p.persons()
	cmd := &Command{Intent: SwapDuty, Date: d, Text: typed(p.reason())}
	if p.roles.any(roleLeader) {
		if len(people) > 0 {
			cmd.With = p.otherThan(people)
		}
		if cmd.With == "" {
			cmd.Ask = append(cmd.Ask, "with")
		}
		if d == 0 {
			cmd.Ask = append(cmd.Ask, "date")
		}
		if d == 0 && len(people) == 0 && !p.cues.has(cueSwap) {
			return nil
		}
		return cmd
	}
	if d == 0 && len(people) == 0 {
		return nil
	}
	cmd.Intent = ChangeSchedule
	p.whoForWhom(cmd)
	if cmd.With == "" && !p.cues.has(cueMove) {
		cmd.Ask = append(cmd.Ask, "with")
	}
	if d == 0 {
		cmd.Ask = append(cmd.Ask, "date")
	}
	return cmd
}

// swaps tells whether a change of the roster is spoken of without its name: a leader who is to be on duty, days of receptions, another one named.
func (p *reading) swaps() bool {
	if !p.cues.any(cueSwap, cueInstead) && (p.countOf(classDay) < 2 || p.countOf(classPerson)+p.countOf(classPost) == 0) {
		return false
	}
	other := p.otherThan(p.persons()) != ""
	switch {
	case p.roles.any(roleLeader):
		return p.cues.has(cueSwap) && (other || p.cues.has(cueTurn)) || other && p.slotDays() > 1 && !p.holds(classKind)
	case p.roles.any(roleOffice):
		return p.cues.any(cueSwap, cueInstead) && len(p.persons()) > 1 && p.slotDays() > 0 && !p.holds(classKind)
	}
	return false
}

// slotDays counts the days of the message that are reception days.
func (p *reading) slotDays() int {
	n := 0
	for i := 0; ; i++ {
		d, at := p.dayFrom(i, future)
		if at < 0 {
			return n
		}
		for _, s := range p.slots() {
			if s.Day == d || s.Regular == d {
				n++
				break
			}
		}
		i = at
	}
}

// away tells whether a leader says that he cannot be there.
func (p *reading) away() bool {
	return p.says("出差", "开会", "来不了", "去不了", "有会", "有事", "请假", "住院", "不在", "冲突", "没空", "培训", "学习") && p.cues.has(cueReception) && p.holds(classDay)
}

// otherThan gives the first of the people who is not the speaker.
func (p *reading) otherThan(people []string) string {
	for _, id := range people {
		if p.c.Who == nil || p.c.Who.ID != id {
			return id
		}
	}
	return ""
}

// whoForWhom finds who takes over (改由梁书记) and who cannot come (吴校住院了).
func (p *reading) whoForWhom(cmd *Command) {
	for _, t := range p.tokens {
		if t.class != classPerson && t.class != classPost {
			continue
		}
		id := p.whoIs(t)
		switch {
		case id == "":
		case after(p.s, int(t.at), "由", "改成", "改为", "换成", "换为", "给", "替换为", "调整为", "换", "请", "变更为", "改", "让") || oneOf(p.s, int(t.end), "接待", "出面", "代", "顶", "来接", "替") > 0 && cmd.With == "" && !after(p.s, int(t.at), "把", "原"):
			if cmd.With == "" {
				cmd.With = id
			}
		case cmd.Person == "":
			cmd.Person = id
		}
	}
	if cmd.With == "" && cmd.Person != "" && len(p.persons()) == 1 && !p.away() {
		cmd.With, cmd.Person = cmd.Person, ""
	}
}

// absence judges a visitor's word that nobody was there.
func (p *reading) absence(about bool) *Command {
	if !p.cues.has(cueNobody) || p.roles.any(roleLeader|roleOffice|roleDelegate) || p.cues.has(cueWhy) && p.cues.has(cueMonday) {
		return nil
	}
	met := about && p.says("接待", "接访", "领导", "校长", "书记", "预约", "约") || p.person() != "" && p.says("办公室", "去", "找") || p.says("见校长", "见书记", "见领导", "校长办公室", "书记办公室", "领导办公室")
	if !met || p.says("办公室电话", "电话没人") {
		return nil
	}
	if p.cues.any(cueWho, cueWhen) || p.cues.has(cueAsk) && !p.cues.has(cuePast) && !p.says("去了", "敲", "按时", "没见", "等") {
		return nil
	}
	cmd := &Command{Intent: ReportReceptionAbsence, Date: p.day(past), Person: p.person(), PartOfDay: p.part(), Private: p.c.Group}
	if i := p.first(classClock); i >= 0 {
		cmd.Clock = clockString(faceTo24(int(p.tokens[i].n), p.partIndex()))
	}
	if cmd.Date == 0 {
		if p.says("刚", "现在", "今天") {
			cmd.Date = p.c.Today
		} else {
			cmd.Ask = []string{"date"}
		}
	}
	return cmd
}

// partIndex gives the part of the day that is named first.
func (p *reading) partIndex() int {
	if i := p.first(classPart); i >= 0 {
		return int(p.tokens[i].n)
	}
	return 0
}

// slots lists the reception days that the calendar plans within a year of today, in order.
func (p *reading) slots() []policy.PlannedReception {
	from, _ := slices.BinarySearchFunc(p.receptions, p.c.Today.Add(-slotsAround), bySlotDay)
	to, _ := slices.BinarySearchFunc(p.receptions, p.c.Today.Add(slotsAround), bySlotDay)
	return p.receptions[from:to]
}

// slotsAround is how far from today, in days, reception days are looked for.
const slotsAround = 340

func bySlotDay(s policy.PlannedReception, d policy.Date) int { return cmp.Compare(s.Day, d) }

// planned lists the reception days of all terms that the calendar has, in order.
func planned(school *policy.School) []policy.PlannedReception {
	var out []policy.PlannedReception
	for _, t := range school.Calendar.Terms {
		out = append(out, school.ReceptionPlan(t)...)
	}
	slices.SortStableFunc(out, func(a, b policy.PlannedReception) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// nextSlot is the first reception day on or after d; 0 if the calendar has none.
func (p *reading) nextSlot(d policy.Date) policy.Date {
	var best policy.Date
	for _, s := range p.slots() {
		if s.Day >= d && (best == 0 || s.Day < best) {
			best = s.Day
		}
	}
	return best
}
