package phrase

import (
	"slices"
	"strings"

	"lianxin/config/policy"
)

// corrections judges what changes or takes back a record that stands.
func (p *reading) corrections() *Command {
	if !p.roles.any(reporters) || p.holds(classCase) || p.cues.has(cueReception) && p.roles.any(roleOffice) && p.person() != "" && p.cues.any(cueInstead, cueSwap) && p.slotDays() > 0 {
		return nil
	}
	if cmd := p.field(); cmd != nil {
		return p.ofPlan(cmd)
	}
	if cmd := p.retraction(); cmd != nil {
		return cmd
	}
	if cmd := p.renewal(); cmd != nil {
		return p.ofPlan(cmd)
	}
	return p.ofPlan(p.correction())
}

// points tells whether the words point at a record: 刚才那条, 昨天那次, HD2026-0117.
func (p *reading) points() bool {
	return p.holds(classRecord) || p.cues.any(cueNewest, cueThat) || p.holds(classChoice) && p.cues.has(cueChange) || p.says("登记的", "记录的", "填的", "上面那", "那个", "那条", "那次", "登的", "报的", "记的", "写的", "录的", "的记录", "听课记录", "条记录", "的听课", "的座谈", "的调研")
}

// retraction judges 撤销, 昨天那条听课删了吧 其实没去成.
func (p *reading) retraction() *Command {
	gone := p.cues.has(cueNotGone) || p.onlyDenied()
	if (p.says("还没", "没时间", "没空") || p.supposes()) && !p.points() { // not yet done, or only thought of
		return nil
	}
	if p.opensWith(cueChange) && !p.says("撤", "删") { // 更正: 那次算调研, 不算座谈
		return nil
	}
	if gone && !p.points() && p.roles.any(roleLeader|roleMiddle) && !p.says("接待日") && p.slotDays() == 0 && p.day(future) > p.c.Today && !p.asking() { // 明天不去生科院了
		return &Command{Intent: RetractActivity, Target: p.planTarget(Target{}), Confirm: []string{"target"}}
	}
	if !p.cues.has(cueRetract) && !(gone && (p.points() || p.short(12) || p.onlyDenied())) || p.cues.any(cueReception, cueBook) && !p.holds(classRecord) && !p.points() {
		return nil
	}
	if p.cues.any(cueReport) && !gone && !p.points() && !p.says("不要了", "撤销", "删", "作废") || p.lengthNow() && !p.points() || p.cues.any(cueRemind, cueMute) {
		return nil
	}
	if !p.points() && !gone && !p.short(16) && !p.says("撤销", "作废", "删掉", "删除", "删了") || p.asking() && !p.cues.has(cueCan) {
		return nil
	}
	cmd := &Command{Intent: RetractActivity, Target: p.planTarget(p.recordTarget()), Text: p.retractReason(), Confirm: []string{"target"}}
	return cmd
}

// lengthNow tells whether hours are told, as in a report.
func (p *reading) lengthNow() bool {
	return p.countOf(classHours)+p.countOf(classPeriod) > 0
}

// retractReason is why a record is taken back, if it was said: 其实没去成.
func (p *reading) retractReason() string {
	at := p.at(cueNotGone)
	if at < 0 {
		return ""
	}
	from := strings.LastIndexAny(p.s[:at], ",。; ") + 1
	return clean(upToStop(p.s[from:]))
}

// recordTarget says which record is meant: by its number, by kind and day, else the last one.
func (p *reading) recordTarget() Target {
	var t Target
	if i := p.first(classRecord); i >= 0 {
		tk := p.tokens[i]
		t.ID = "HD" + strings.TrimPrefix(p.caseNumberOf(tk), "XF")
		return t
	}
	if k := p.kindNamed(); k >= 0 {
		t.Kind = kinds[k]
	}
	t.Date = p.targetDay()
	t.Last = t.Date == 0 && (t.Kind == "" || p.cues.has(cueNewest))
	return t
}

// lastRecord is the record just entered, of the kind that is named before the new value: 刚才那条听课改成3学时.
func (p *reading) lastRecord(id string, value int) Target {
	t := Target{Last: true, ID: id}
	if value < 0 {
		value = strings.IndexAny(p.s, ",;。错")
	}
	k, subkind := p.recordKind(value)
	switch {
	case id != "" || value < 0:
	case k >= 0:
		t.Kind, t.Subkind = kinds[k], subkind
	case strings.Contains(p.s[:value], "听课"): // 听课日期 is one word
		t.Kind = policy.ObserveClass
	case strings.Contains(p.s[:value], "座谈"):
		t.Kind = policy.Forum
	}
	return t
}

// caseNumberOf reads the digits of an activity's number as those of a case.
func (p *reading) caseNumberOf(t token) string {
	digits := strings.TrimLeft(p.s[t.at:t.n], "HDhd- ")
	year, j := digitsAt(digits, 0, 4)
	k := skip(digits, j, "-")
	number, end := digitsAt(digits, k, 6)
	if year < 2000 || end == k {
		return digits
	}
	return yearString(year) + "-" + padded(number)
}

// targetDay is the day by which a record is named: the one that stands before 那条, or before what it is changed to.
func (p *reading) targetDay() policy.Date {
	limit := len(p.s)
	if from, _ := p.changeAt(); from >= 0 {
		limit = from
	}
	d, i := p.dayFrom(0, past)
	if i < 0 || int(p.tokens[i].at) >= limit {
		return 0
	}
	return d
}

// changeWords stand before a new value.
var changeWords = [...]string{"改成", "改为", "改到", "应该是", "应为", "更正为", "修改为", "变成", "换成", "其实是", "实际是", "实际上是", "实为", "本来是", "应当是", "应改为", "调整为", "改作", "更正", "纠正为", "是"}

// changeAt finds where the new value stands: behind 改成, behind the 是 of 不是A是B, between the two of 是B不是A. from is -1 if nothing is changed.
func (p *reading) changeAt() (from, to int) {
	from, to = -1, len(p.s)
	for _, w := range changeWords[:len(changeWords)-1] {
		if p.chars.May(w) {
			from = max(from, indexAfter(p.s, w))
		}
	}
	if from >= 0 {
		if i := strings.Index(p.s[from:], "不是"); i > 0 { // 应该是3节不是2节
			to = from + i
		}
		return from, to
	}
	not := p.index("不是")
	if not < 0 {
		if i := p.index("错了") + len("错了"); i >= len("错了") { // 老师名字打错了, 是彭越
			if j := oneOf(p.s, skip(p.s, i, ",", " ", "。"), "是", "叫"); j > 0 {
				return j, to
			}
		}
		return -1, to
	}
	if i := strings.LastIndex(p.s[:not], "是"); i >= 0 && i+len("是") < not { // 人数是20不是12
		return i + len("是"), not
	}
	rest := p.s[not+len("不是"):]
	for _, w := range [...]string{",是", " 是", "而是", "是"} {
		if j := strings.Index(rest, w); j > 0 {
			return not + len("不是") + j + len(w), to
		}
	}
	return -1, to
}

// sighs may stand before a correction: 哦不对，是前天.
const sighs = "哦噢喔啊呃额嗯哎唉诶呀哟,. "

// correction judges 刚才那条改成3学时, 不是古代汉语是现代汉语 刚才写错了.
func (p *reading) correction() *Command {
	changed, until := p.changeAt()
	slip := p.slips() || p.says("写错", "登错", "记错", "报错", "打错", "说错", "填错", "录错", "搞错", "弄错", "错了") || p.points() && p.says("不对", "有误", "不准")
	said := strings.TrimLeft(p.s, sighs)
	not := strings.HasPrefix(said, "不是") || strings.HasPrefix(said, "不对") || p.short(16) &&
		strings.HasPrefix(said, "是") && p.says("不是") // 是前天不是昨天
	switch {
	case p.asking() && !p.says("改成", "改为"), p.cues.any(cueReception) && !p.points(), p.cues.any(cueRemind, cueMute):
		return nil
	case !p.points() && !slip && !not && !p.opensWith(cueChange) && !p.addsTo() && !p.recasts(changed):
		return nil
	case !p.pointsHard() && p.wholeReport() && (!not || len(p.unitTokens()) > 0 && !p.short(16)), p.cues.has(cuePlan) && !p.cues.any(cueNewest, cueThat):
		return nil
	case changed < 0 && !slip && !not && !p.cues.has(cueChange) && !p.addsTo():
		return nil
	}
	cmd := &Command{Intent: CorrectActivity, Target: p.recordTarget()}
	if cmd.Target.ID == "" && cmd.Target.Date == 0 && !p.cues.has(cueThat) || p.cues.has(cueNewest) || not {
		cmd.Target = p.lastRecord(cmd.Target.ID, changed)
	}
	cmd.Changes = p.changes(changed, until)
	if c := &cmd.Changes; changed < 0 && c.To.Date != 0 && c.To.Date == cmd.Target.Date { // 今天的听课记录错了 names the record
		c.To.Date, c.Fields = 0, slices.DeleteFunc(c.Fields, func(field string) bool { return field == "date" })
	}
	if len(cmd.Changes.Fields) == 0 {
		cmd.Ask = []string{"changes"}
	}
	return cmd
}

// recasts tells whether one kind is put in the place of another: 把听课改成座谈.
func (p *reading) recasts(changed int) bool {
	if changed < 0 || !p.cues.has(cueChange) {
		return false
	}
	before, behind := false, false
	for _, t := range p.tokens {
		if t.class == classKind {
			before, behind = before || int(t.end) <= changed, behind || int(t.at) >= changed
		}
	}
	return before && behind && !p.holds(classDay) && !p.lengthNow() && p.short(16)
}
