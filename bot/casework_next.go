package bot

import (
	"slices"
	"strings"

	"lianxin/store/ledger"
)

// nextWords says which words work next for the actor of a deed; "" if none do. Each of them is an order that the case as it stands takes.
func (b *Bot) nextWords(d *ledger.Deed, p *ledger.Petition) string {
	words := b.nextOrders(d, p)
	if len(words) == 0 {
		return ""
	}
	return sayCaseNext + strings.Join(words, "；")
}

// nextOrders are those words, one by one.
func (b *Bot) nextOrders(d *ledger.Deed, p *ledger.Petition) []string {
	var words []string
	add := func(op ledger.Op, when bool, list ...string) {
		if when && ledger.May(b.school, d.By, op, p, b.school.Today(d.At)) == nil {
			for _, w := range list {
				if !slices.Contains(words, w) {
					words = append(words, w)
				}
			}
		}
	}
	stage := p.Stage()
	working := p.Working()
	b.nextOfUnit(d, p, add)
	b.nextOfOfficer(d, p, add)
	extension := !p.Extension.Asked.IsZero() && p.Extension.Approved.IsZero() && p.Extension.Denied.IsZero()
	add(ledger.OpExtend, working && extension && p.Extension.AskedBy != d.By.Name(), "同意延期", "不同意延期")
	add(ledger.OpCheck, stage == ledger.StageCheck && !draftedBy(p, d.By.Name()), "核对通过", "核对退回 理由")
	add(ledger.OpOrder, p.Open(), "批示 内容")
	add(ledger.OpRecuse, p.Open(), "回避")
	return words
}

// nextOfOfficer adds the words of the officers, by stage.
func (b *Bot) nextOfOfficer(d *ledger.Deed, p *ledger.Petition, add func(ledger.Op, bool, ...string)) {
	stage, working := p.Stage(), p.Working()
	filed := stage == ledger.StageFiled
	_, decide := p.DecideLimit(b.school)
	add(ledger.OpSummarise, working && p.Summary == "", "摘要 一句话")
	add(ledger.OpTell, filed, "受理", "交办 单位", "转送 机关", "不属于本单位 请找谁", "导入法定途径 途径和期限")
	add(ledger.OpMerge, working, "并入 编号")
	add(ledger.OpObject, working && p.Source == ledger.FromSuperior && p.Superior.Objected.IsZero() && !p.ObjectLimit(b.school).Past(b.school.Today(d.At)), "提出异议 理由")
	add(ledger.OpObject, working && !p.Superior.Objected.IsZero(), "退还上级")
	add(ledger.OpAssign, stage == ledger.StageTold, "交办 单位")
	add(ledger.OpAssign, working && !filed && len(p.Units()) > 0, "改派 单位")
	add(ledger.OpDecide, working && asksReturn(p), "同意退回", "不同意退回")
	add(ledger.OpClose, stage == ledger.StageAnswered, "办结")
	add(ledger.OpGiveReview, stage == ledger.StageReview, "复查意见 维持：内容")
	add(ledger.OpGiveReview, stage == ledger.StageRereview && hearingWord(p) != "听证结束", "复核意见 维持：内容")
	add(ledger.OpHearing, stage == ledger.StageRereview, hearingWord(p))
	add(ledger.OpRelease, working && !p.Allowed.IsZero() && p.Released.IsZero() && len(p.Units()) > 0, "转联系方式")
	add(ledger.OpReply, !filed && stage != ledger.StageCheck && working && len(p.Units()) == 0, "答复 内容")
	add(ledger.OpAskMore, working && decide && p.Extension.Asked.IsZero() && p.Rework.At.IsZero(), "延期 天数，理由")
	add(ledger.OpSupervise, p.Open(), "督办")
	add(ledger.OpLook, true, "谁反映的")
}

// nextOfUnit adds the words of those who handle the case.
func (b *Bot) nextOfUnit(d *ledger.Deed, p *ledger.Petition, add func(ledger.Op, bool, ...string)) {
	working := p.Working() && p.Stage() != ledger.StageCheck
	second := !p.Rework.At.IsZero() && answeredBy(p, d.By.Name())
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if !a.Live() || !b.school.Handles(d.By.Member, a.Unit) {
			continue
		}
		add(ledger.OpTake, working && a.Taken.IsZero(), "签收")
		add(ledger.OpReply, working && a.Lead && !second, "答复 内容")
		add(ledger.OpPart, working && !a.Lead && a.Replied.IsZero(), "答复 内容")
		add(ledger.OpReturn, working && p.Rework.At.IsZero() && a.Asked.IsZero() && b.school.Today(d.At) <= a.ReturnLimit(b.school), "退回 理由")
	}
}

// hearingWord is what may be said of a hearing next.
func hearingWord(p *ledger.Petition) string {
	if n := len(p.Reviews); n > 0 {
		if h := p.Reviews[n-1].Hearings; len(h) > 0 && h[len(h)-1].To == 0 {
			return "听证结束"
		}
	}
	return "听证开始"
}

// answeredBy tells whether somebody wrote an answer that the filer has: after 不满意 it takes somebody else.
func answeredBy(p *ledger.Petition, by string) bool {
	return slices.ContainsFunc(p.Opinions, func(o ledger.Opinion) bool { return o.By == by && !o.Final.IsZero() })
}

// asksReturn tells whether a unit asks to hand the case back once more.
func asksReturn(p *ledger.Petition) bool {
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Live() && !a.Asked.IsZero() && a.Kept.IsZero() {
			return true
		}
	}
	return false
}

// draftedBy tells whether somebody wrote the reply that waits for its second person.
func draftedBy(p *ledger.Petition, by string) bool {
	for i := range p.Opinions {
		if o := &p.Opinions[i]; o.Leading && o.Final.IsZero() && o.Rejected.IsZero() {
			return o.By == by
		}
	}
	return false
}
