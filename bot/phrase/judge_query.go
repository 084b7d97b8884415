package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// queries judges questions about duties, records, plans, people in charge and the measure itself.
func (p *reading) queries() *Command {
	for _, judge := range [...]func(*reading) *Command{(*reading).privacy, (*reading).plan, (*reading).assignment, (*reading).policyQuestion, (*reading).quota, (*reading).records} {
		if cmd := judge(p); cmd != nil {
			return cmd
		}
	}
	return nil
}

// ruleOf gives the countable rule that a kind falls under; "" if it falls under none.
func (p *reading) ruleOf(kind int) string {
	switch kind {
	case kObserve:
		return "5.4b"
	case kOrg:
		return "5.1"
	case kForum:
		if p.says("师生代表", "学生代表") {
			return "5.3b"
		}
		return "5.3a"
	case kResearch:
		if p.cues.has(cuePlan) {
			return "5.3c"
		}
	case kFirst:
		return "5.4a"
	case kTalk:
		return "5.5a"
	case kEvent:
		return "5.5b"
	case kRetiree:
		return "5.6"
	case kReception:
		return "5.8"
	}
	return ""
}

// quotaKind is the kind that a question about duties is about; -1 for all of them.
func (p *reading) quotaKind() int {
	party, retired := p.holds(classParty), false
	for _, t := range p.tokens {
		if t.class == classCrowd && isRetiree(p.text(t)) {
			retired = true
		}
	}
	k := p.kindNamed()
	switch {
	case party && (k == kTalk || p.says("谈")):
		return kTalk
	case party && p.says("活动"):
		return kEvent
	case retired && p.says("通报"):
		return kRetiree
	case k == kObserve || k < 0 && p.says("学时", "课时", "几节"):
		return kObserve
	case k == kTalk && !party && !p.says("党外"):
		return -1
	}
	return k
}

// quota judges questions about what is owed or done: 我还差几次听课, 谁听课还没够.
func (p *reading) quota() *Command {
	kind := p.quotaKind()
	asked := p.cues.any(cueLack, cueDoneAsk, cueStanding) || p.missing(kind) || p.owes()
	counted := kind >= 0 && p.cues.has(cueHowMany)
	if !asked && !counted {
		return nil
	}
	if p.lengthTold() || p.tells() || !asked && p.says("列一下", "列出", "明细", "记录", "列个") {
		return nil
	}
	public := !p.roles.any(reporters | desks)
	if kind == kReception && (public || p.cues.any(cueWhen, cueTurn)) {
		return nil
	}
	if public && !p.short(30) && p.cues.any(cueProblem, cueWish) {
		return nil
	}
	switch {
	case public && (kind < 0 || !p.cues.has(cueAll) && p.person() == "" && !p.says("领导", "校长", "书记")):
		return nil
	case !counted && kind < 0 && !p.generalQuota():
		return nil
	case !p.asking() && !p.cues.any(cueDoneAsk, cueStanding, cueWhat, cueLook, cueHow) && !p.cues.has(cueLack) && !p.missing(kind):
		return nil
	}
	cmd := &Command{Intent: QueryQuota, Scope: p.scope(), Want: "done"}
	if kind >= 0 {
		cmd.Rule = p.ruleOf(kind)
	}
	switch {
	case (p.cues.has(cueLack) || p.missing(kind)) && cmd.Scope != "self" && (p.cues.any(cueWho, cueWhich, cueAll) || p.says("谁")):
		cmd.Want = "unmet"
	case p.cues.any(cueLack, cueDoneAsk):
		cmd.Want = "remaining"
	}
	cmd.Period = p.quotaPeriod(cmd.Rule)
	if public && !p.holds(classTerm) {
		cmd.Period = ""
	}
	return cmd
}

// missing tells whether the words ask who has not done something yet (谁还没跟党外人士谈话), or whether it is enough (够两次没有).
func (p *reading) missing(kind int) bool {
	if kind < 0 || p.holds(classDay) {
		return false
	}
	if p.says("情况") && p.cues.any(cueAll, cueWho) {
		return true
	}
	return p.cues.has(cueNot) && (p.cues.any(cueWho, cueWhich, cueAll) || p.says("够")) || p.cues.has(cueAll) && p.says("为零", "为0")
}

// lengthTold tells whether a length or a number of lessons was told, as in a report.
func (p *reading) lengthTold() bool {
	return p.countOf(classHours)+p.countOf(classPeriod)+p.countOf(classMinutes) > 0 && !p.asking()
}

// tells tells whether the message rather reports: it has a day on which something was done and asks nothing.
func (p *reading) tells() bool {
	return p.holds(classDay) && !p.asking() && !p.cues.has(cueDoneAsk)
}

// generalQuota tells whether a question without a kind is about duties: 今年我还差啥, 我的进度.
func (p *reading) generalQuota() bool {
	if p.holds(classCase) || p.cues.any(cueCase, cueEarlier) {
		return false
	}
	if p.cues.has(cueStanding) {
		return p.short(24)
	}
	return p.short(22) && (p.cues.any(cueWhat, cueHowMany, cueWhich, cueAll, cueWho, cueDoneAsk) || p.says("哪", "啥", "多少", "任务", "指标"))
}

// scope tells whose duties are asked for: self, all, unit:NAME, or the id of a member.
func (p *reading) scope() string {
	who := p.otherThan(p.persons())
	units := p.unitTokens()
	if (p.cues.has(cueWho) || p.says("谁")) && p.cues.any(cueLack, cueNot) && !p.holds(classPerson) { // 书记院长们的第一课还有谁没上
		return "all"
	}
	switch {
	case who != "":
		return who
	case p.cues.has(cueAll) || p.cues.any(cueWho, cueWhich) && !p.cues.has(cueMe):
		return "all"
	case len(units) > 0 && !p.cues.has(cueMe):
		return "unit:" + p.unitName(units[0])
	case p.roles.any(roleOffice|roleAssessor) && !p.roles.any(roleLeader):
		return "all"
	}
	return "self"
}

// quotaPeriod is the period asked for, else the one that the rule counts in today.
func (p *reading) quotaPeriod(rule string) string {
	perYear := true
	r := p.school.Measure.Rule(rule)
	if r != nil {
		perYear = r.Per != policy.PerTerm
	}
	if id := p.period(perYear); id != "" && !(r != nil && !perYear && id == yearString(p.c.Today.Year())) {
		return id
	}
	if perYear {
		return p.yearID()
	}
	return p.termID(0)
}

// records judges questions for the records themselves: 我三月份都去过哪些学院.
func (p *reading) records() *Command {
	if !p.roles.any(reporters|desks) || p.holds(classCase) {
		return nil
	}
	if p.asksEntered() || p.missesRecord() {
		return p.askedRecords()
	}
	look := p.cues.has(cueLook) && p.says("登的", "记的", "报的", "录的") || p.cues.any(cueRecords) && p.cues.any(cueLook, cueWhat, cueWhich, cueHowMany, cueTotal, cueAsk) || p.cues.has(cueLedger) && !p.lengthTold() ||
		p.cues.any(cueTotal, cueContactBase) && p.cues.any(cueHowMany, cueLook) || p.cues.has(cueContactBase) && p.asking() ||
		p.cues.has(cueLook) && p.kindNamed() >= 0 && p.cues.any(cueWhich, cueNewest, cueThat, cueRecords) ||
		p.cues.has(cueRecords) && !p.holds(classDay) && !p.cues.any(cueReport) && p.short(20) || p.cues.has(cueWhen) && p.says("上次", "上回", "最近一次", "最后一次") || p.cues.any(cueWhich, cueWhat) && p.cues.any(cuePast) && p.cues.any(cueMe, cueAll, cueLook) && p.says("去", "听", "参加", "开", "做", "搞", "登", "报", "记")
	if !look || p.tells() || (p.lengthTold() || p.holds(classTimes) && !p.asking() && !p.cues.any(cueLook, cueTotal)) && p.cues.has(cuePast) || p.cues.any(cueRetract, cueChange) && !p.asking() {
		return nil
	}
	cmd := &Command{Intent: QueryRecords, Scope: p.scope(), Period: p.period(false), Date: p.day(past)}
	if k := p.kindNamed(); k >= 0 {
		cmd.Target.Kind = kinds[k]
	}
	if cmd.Period == yearString(p.c.Today.Year()) {
		cmd.Period = p.yearID()
	}
	if cmd.Period == "" && cmd.Date == 0 {
		cmd.Period = p.yearID()
	}
	return cmd
}

// asksEntered tells whether somebody asks if something was recorded: 我昨天听的那节课在系统里了吗, 上周的座谈登记了没有.
func (p *reading) asksEntered() bool {
	if p.asksWhether() {
		return true
	}
	return p.cues.any(cueAsk, cueDoneAsk) && !p.lengthTold() && p.says("系统里", "登记了", "登记上", "登记没", "登了没", "登上", "登没登", "记上", "记没记", "记了没", "录了", "录上", "录没录", "报了没", "报上", "入账", "入库", "在册", "有记录", "算进去", "算上了", "查得到") && !p.cues.any(cueCan, cueMust, cueLate) && !p.says("系统里怎么", "能不能")
}

// asksWhether tells whether somebody asks if something was held on a day, which tells of nothing: 我昨天听课了吗, 周二去座谈了没有.
func (p *reading) asksWhether() bool {
	if !p.roles.any(reporters) || p.kindNamed() < 0 || !p.holds(classDay) || p.lengthNow() || p.cues.any(cueMust, cueCan, cueRemind, cueReception) ||
		p.day(past) > p.c.Today || p.day(future) > p.c.Today {
		return false
	}
	s := strings.TrimRight(p.s, softPunct+"啊呀呢")
	return p.short(24) && p.says("有没有") || p.short(24) && after(s, len(s), "了吗", "过吗", "了么", "过么", "了没", "过没", "了没有", "过没有", "了嘛")
}

// missed say of a record that it cannot be found; records name records as those do who look for one: 没看到消毒记录 is something found on a visit.
var (
	missed = [...]string{
		"没收到", "没有收到", "未收到", "没看到", "没有看到", "没见到", "没见着", "不见了", "没有了", "没了", "查不到", "找不到", "看不到", "没登记上",
		"没登上", "没记上", "没录上", "没显示", "没有显示", "丢了",
	}
	records = [...]string{"听课记录", "听课登记", "座谈记录", "走访记录", "调研记录", "活动记录", "的记录", "我记录", "的登记", "登记记录", "听课没", "听课不"}
)

// missesRecord tells whether somebody complains that he misses a record: 没收到今天的听课记录. It tells of nothing that was held.
func (p *reading) missesRecord() bool {
	if !p.says("录", "登") || !p.short(24) || p.lengthNow() || p.says("补", "登一下", "帮我登") {
		return false
	}
	if p.says("没有记录我的", "没记录我的", "没登记我的", "没有登记我的") {
		return true
	}
	return p.says(missed[:]...) && p.says(records[:]...) ||
		p.says("系统") && p.says("没有记录", "没记录") || p.holds(classKind) && after(p.s, len(strings.TrimRight(p.s, softPunct)), "没有记录")
}
