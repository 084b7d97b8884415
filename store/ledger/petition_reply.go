package ledger

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/config/policy"
)

// Reply is what a handler says; who, for which unit and when is added.
type Reply struct {
	Facts   string
	Action  string
	Date    policy.Date // when it was done or will be done; 0 = the action says it
	Contact string
	Finding Finding
}

// The parts of a reply, as they are named to whoever left one out (requirements 7.2).
const (
	PartFacts   = "查明的情况"
	PartAction  = "处理措施"
	PartDate    = "完成时间"
	PartContact = "联系人和电话"
	PartFinding = "处理结论（支持、解释、不支持）"
)

// Missing names the parts that an opinion lacks, in their order. A reply that only sends the filer on ("请联系某处") has neither facts nor action.
func (r *Reply) Missing() []string {
	var out []string
	add := func(part string, lacks bool) {
		if lacks {
			out = append(out, part)
		}
	}
	add(PartFacts, hollow(r.Facts))
	add(PartAction, hollow(r.Action))
	add(PartDate, r.Date == 0 && !saysWhen(r.Action))
	add(PartContact, utf8.RuneCountInString(strings.TrimSpace(r.Contact)) < 2)
	add(PartFinding, r.Finding != FindingSupported && r.Finding != FindingExplained && r.Finding != FindingDenied)
	return out
}

// phrases that answer nothing by themselves.
var hollowPhrases = []string{
	"请联系", "请咨询", "请与", "请到", "请找", "请向", "请关注", "已收到", "收到", "已知悉", "知悉", "感谢您的", "感谢", "谢谢", "您的意见", "您的建议", "你的意见", "你的建议", "反映的问题", "已转", "转相关部门",
	"会尽快", "尽快处理", "将尽快", "高度重视", "正在研究", "正在处理", "进一步", "联系", "咨询", "处理", "解决", "相关部门", "有关部门", "部门", "老师", "同学", "办公室", "电话", "理解", "支持", "反映", "请", "将", "我处", "我们",
}

// leastSubstance is how many letters are left of a text that says something, once the phrases are taken away.
const leastSubstance = 4

// hollow tells whether a text says nothing.
func hollow(text string) bool {
	for _, phrase := range hollowPhrases {
		text = strings.ReplaceAll(text, phrase, "")
	}
	n := 0
	for _, r := range text {
		if r >= 0x4e00 && r <= 0x9fff || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			n++
		}
	}
	return n < leastSubstance
}

// saysWhen tells whether a text names a time.
func saysWhen(text string) bool {
	return slices.ContainsFunc([]string{"月", "日前", "号", "今天", "明天", "本周", "下周", "本学期", "寒假", "暑假", "当天", "已于", "已完成", "已修", "已换", "天内", "周内", "工作日内"}, func(w string) bool {
		return strings.Contains(text, w)
	})
}

// Reply gives the opinion of the unit that leads, or of the officer where no unit has the case. Where the category asks for two persons it waits for the
// second one; a second round after 不满意 takes somebody else than the first answer. A handler of a unit that helps gives its part.
func (p Petition) Reply(d *Deed, r Reply) (Petition, error) {
	r.Facts, r.Action, r.Contact = strings.TrimSpace(r.Facts), strings.TrimSpace(r.Action), strings.TrimSpace(r.Contact)
	if d.plays(RoleCoHandler, &p) && !d.plays(RoleHandler, &p) {
		return p.part(d, r)
	}
	if err := d.may(OpReply, &p); err != nil {
		return p, err
	}
	handler := d.plays(RoleHandler, &p)
	switch lead := p.lead(); {
	case p.Stage() == StageFiled:
		return p, refuseTellFirst()
	case p.Stage() == StageCheck:
		return p, refuseWaitsForCheck()
	case !p.Working():
		return p, refuseStage(p.Stage())
	case lead != nil && !handler:
		return p, refuseUnitReplies(lead.Unit)
	case !p.Rework.At.IsZero() && p.wrote(d.By.Name()):
		return p, refuseSamePerson()
	}
	if missing := r.Missing(); len(missing) > 0 {
		return p, refuseHollow(missing)
	}
	o := Opinion{
		By: d.By.Name(), Unit: p.Unit, At: d.At, Leading: true,
		Facts: Mask(d.School, r.Facts), Action: Mask(d.School, r.Action), Date: r.Date, Contact: r.Contact, Finding: r.Finding,
	}
	p.Opinions = append(slices.Clone(p.Opinions), o)
	if p.twoPerson(d.School) {
		d.note(p.ID, VerbDrafted, p.Unit, Concern{Who: RoleUnitHead, Unit: p.Unit}, toOfficer())
		return p.settle(d), nil
	}
	return p.finish(d).settle(d), nil
}

// part takes a co-handler's part in: it does not answer the case.
func (p Petition) part(d *Deed, r Reply) (Petition, error) {
	if err := d.may(OpPart, &p); err != nil {
		return p, err
	}
	a := p.own(d)
	switch {
	case a == nil || !p.Working():
		return p, refuseStage(p.Stage())
	case !a.Replied.IsZero():
		return p, refuseAgain()
	case hollow(r.Facts) && hollow(r.Action):
		return p, refuseHollow([]string{PartFacts, PartAction})
	}
	p.Opinions = append(slices.Clone(p.Opinions), Opinion{
		By: d.By.Name(), Unit: a.Unit, At: d.At, Facts: Mask(d.School, r.Facts), Action: Mask(d.School, r.Action), Date: r.Date, Contact: r.Contact, Finding: r.Finding,
	})
	p.Assignments = slices.Clone(p.Assignments)
	a = p.own(d)
	a.Replied = d.At
	tells := []Concern{toOfficer()}
	if lead := p.lead(); lead != nil {
		tells = append(tells, toUnit(lead.Unit))
	}
	d.note(p.ID, VerbPart, a.Unit, tells...)
	return p.settle(d), nil
}

// twoPerson tells whether the category asks for a second person.
func (p *Petition) twoPerson(s *policy.School) bool {
	c := s.Petitions.Category(p.Category)
	return c != nil && c.TwoPerson
}

// wrote tells whether somebody wrote an answer of the case.
func (p *Petition) wrote(by string) bool {
	return slices.ContainsFunc(p.Opinions, func(o Opinion) bool { return !o.Final.IsZero() && o.By == by })
}

// finish makes the last opinion the answer.
func (p Petition) finish(d *Deed) Petition {
	p.Opinions, p.Assignments = slices.Clone(p.Opinions), slices.Clone(p.Assignments)
	p.unchecked().Final = d.At
	p.Replied = d.At
	if lead := p.lead(); lead != nil {
		lead.Replied = d.At
	}
	o := p.Answer()
	d.note(p.ID, VerbReplied, o.Unit+" "+string(o.Finding), toFiler(), toOfficer())
	return p
}

// Check lets a second person pass a reply, or send it back with a reason that the author hears. Nobody checks his own.
func (p Petition) Check(d *Deed, good bool, reason string) (Petition, error) {
	if err := d.may(OpCheck, &p); err != nil {
		return p, err
	}
	o := p.unchecked()
	switch {
	case o == nil || p.Stage() != StageCheck:
		return p, refuseNothingToCheck()
	case o.By == d.By.Name():
		return p, refuseOwnReply()
	case !good && strings.TrimSpace(reason) == "":
		return p, refuseNoReason()
	}
	p.Opinions = slices.Clone(p.Opinions)
	o = p.unchecked()
	o.CheckedBy = d.By.Name()
	if !good {
		o.Rejected = d.At
		d.note(p.ID, VerbRejected, o.Unit, toUnit(o.Unit))
		return p.settle(d), nil
	}
	o.Checked = d.At
	d.note(p.ID, VerbChecked, o.Unit)
	return p.finish(d).settle(d), nil
}

// AskExtension asks for the one extension, with a reason (Art. 34).
func (p Petition) AskExtension(d *Deed, days int, reason string) (Petition, error) {
	if err := d.may(OpAskMore, &p); err != nil {
		return p, err
	}
	reason = strings.TrimSpace(Mask(d.School, reason))
	most := d.times().ExtendDays
	limit, runs := p.DecideLimit(d.School)
	switch {
	case !runs || !p.Working() || !p.Rework.At.IsZero():
		return p, refuseStage(p.Stage())
	case !p.Extension.Approved.IsZero():
		return p, refuseExtended()
	case !p.Extension.Asked.IsZero() && p.Extension.Denied.IsZero():
		return p, refuseAgain()
	case limit.Past(d.day()):
		return p, refuseTooLate(limit.Legal)
	case days < 1 || days > most:
		return p, refuseDays(most)
	case reason == "":
		return p, refuseNoReason()
	}
	p.Extension = Extension{Days: days, Reason: reason, Asked: d.At, AskedBy: d.By.Name()}
	d.note(p.ID, VerbAskedMore, "", toHead())
	return p.settle(d), nil
}

// Extend approves the extension, or not: the head or the leader in charge, never who asked. The filer is told the reason.
func (p Petition) Extend(d *Deed, granted bool) (Petition, error) {
	if err := d.may(OpExtend, &p); err != nil {
		return p, err
	}
	e := p.Extension
	switch {
	case e.Asked.IsZero() || !e.Approved.IsZero() || !e.Denied.IsZero() || !p.Working():
		return p, refuseNothingAsked()
	case e.AskedBy == d.By.Name():
		return p, refuseOwnRequest()
	}
	if !granted {
		p.Extension.Denied, p.Extension.ApprovedBy = d.At, d.By.Name()
		d.note(p.ID, VerbNotExtended, "", append(toUnits(&p), toOfficer())...)
		return p.settle(d), nil
	}
	p.Extension.Approved, p.Extension.ApprovedBy = d.At, d.By.Name()
	limit, _ := p.DecideLimit(d.School)
	p.Assignments = slices.Clone(p.Assignments)
	if lead := p.lead(); lead != nil && lead.Replied.IsZero() {
		lead.Due = max(lead.Due, limit.Internal)
	}
	d.note(p.ID, VerbExtended, limit.Legal.String(), append(toUnits(&p), toFiler(), toOfficer())...)
	return p.settle(d), nil
}
