package bot

import (
	"lianxin/store/ledger"
)

// staffChoices are the buttons under what an office, a unit or a leader hears of a step: the orders that come next, each with the number of the case. What
// they do the ledger decides at the press, as it does for the typed words; nothing of the filer is in them.
func (r *round) staffChoices(c ledger.Concern) []ledger.Choice {
	id := r.p.ID
	look := ledger.Choice{Label: "看内容", Say: "看 " + id, Again: true}
	switch r.step.Verb {
	case ledger.VerbFiled:
		return append([]ledger.Choice{look}, r.placing()...)
	case ledger.VerbAssigned, ledger.VerbReworked:
		if c.Who != ledger.RoleHandler && c.Who != ledger.RoleCoHandler && c.Who != ledger.RoleUnitHead {
			return []ledger.Choice{look}
		}
		return append([]ledger.Choice{look}, choices("签收", "签收 "+id)...)
	case ledger.VerbAskedMore:
		return append([]ledger.Choice{look}, choices("同意延期", "同意延期 "+id, "不同意延期", "不同意延期 "+id)...)
	case ledger.VerbAskedReturn:
		return append([]ledger.Choice{look}, choices("同意退回", "同意退回 "+id, "不同意退回", "不同意退回 "+id)...)
	case ledger.VerbDrafted:
		return append([]ledger.Choice{look}, choices("核对通过", "核对通过 "+id)...)
	case ledger.VerbReturned, ledger.VerbRejected, ledger.VerbSupervised, ledger.VerbUrged, ledger.VerbAdded, ledger.VerbRated, ledger.VerbAskedReview:
		return []ledger.Choice{look}
	}
	return nil
}

// placing is 受理, and 交办 to the unit to which a case of its kind goes.
func (r *round) placing() []ledger.Choice {
	out := choices("受理", "受理 "+r.p.ID)
	if r.p.Unit != "" {
		label := []rune("交办" + r.p.Unit)
		out = append(out, ledger.Choice{Label: string(label[:min(len(label), longestLabel)]), Say: "交办 " + r.p.ID + " " + r.p.Unit})
	}
	return out
}

// filerChoices are the buttons under what a filer hears: the ratings under an answer.
func (r *round) filerChoices(own bool) []ledger.Choice {
	if r.step.Verb != ledger.VerbReplied || !own {
		return nil
	}
	return ledger.RatingChoices(r.p.ID)
}
