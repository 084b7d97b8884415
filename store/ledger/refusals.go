package ledger

import "lianxin/config/policy"

// All sentences with which a transition says no. They are said to the person as they stand.

func refuseNoDate() *Refusal {
	return Refuse("no_date", "这次活动是哪一天？请补充日期，我再登记。")
}

func refuseFuture(d policy.Date) *Refusal {
	return Refuse("future", "%s还没有到，等活动结束后再告诉我吧。", d.Chinese())
}

func refuseKind() *Refusal {
	return Refuse("unknown_kind", "这类活动不在登记范围内。")
}

func refuseNobody() *Refusal {
	return Refuse("nobody", "请告诉我是哪位领导参加的。")
}

func refuseUnknownMember() *Refusal {
	return Refuse("unknown_member", "名单里没有这位同志，请核对姓名，或联系党委办公室。")
}

func refuseNotDelegated(name string) *Refusal {
	return Refuse("not_delegated", "您还没有%s的委托，暂时不能代为登记。如需办理，请联系党委办公室。", name)
}

func refuseNotYours() *Refusal {
	return Refuse("not_yours", "这条记录不是您的，也不是您登记的，不能由您改动。")
}

func refuseConfirmNotYours() *Refusal {
	return Refuse("not_yours", "这条记录里没有您，不需要您确认。")
}

func refuseWaitsForLeader() *Refusal {
	return Refuse("waits_for_leader", "已经登记好了，等领导本人回复“对”之后计入。")
}

func refuseAlreadyConfirmed() *Refusal {
	return Refuse("already_confirmed", "这条已经确认过了，不用再确认。")
}

func refuseAlreadyDeclined() *Refusal {
	return Refuse("already_declined", "您已经说过这条不对，它不会计入。")
}

func refuseRetracted() *Refusal {
	return Refuse("retracted", "这条记录已经撤销，不能再改动。")
}

func refuseAlreadyRetracted() *Refusal {
	return Refuse("already_retracted", "这条记录之前已经撤销过了。")
}

func refuseNothingChanged() *Refusal {
	return Refuse("nothing_changed", "和原来的记录一样，没有要改的内容。")
}

func refuseOfficeOnly() *Refusal {
	return Refuse("office_only", "补登的记录要由党委办公室审核。")
}

func refuseNotLate() *Refusal {
	return Refuse("not_late", "这条记录是按时登记的，不需要审核。")
}

func refuseAlreadyApproved() *Refusal {
	return Refuse("already_approved", "这条补登记录已经审核过了。")
}

func refusePast() *Refusal {
	return Refuse("past", "这一天已经过了，已经办了的直接说一句就能登记。")
}

func refusePlanNotYours() *Refusal {
	return Refuse("not_yours", "这条计划不是您的，不能由您改动。")
}

func refusePlanSettled() *Refusal {
	return Refuse("plan_settled", "这条计划已经登记过或取消了。")
}

func refuseLeadersOnly() *Refusal {
	return Refuse("leaders_only", "调研计划由校领导本人制定，请本人说一声。")
}

func refuseNoItems() *Refusal {
	return Refuse("no_items", "请说明打算调研什么，例如：今年调研计划：3月去教科院调研课程思政；5月去外语学院调研实习。")
}

func refuseTooManyItems() *Refusal {
	return Refuse("too_many_items", "一年的调研计划最多记 %d 项。", mostItems)
}

func refuseArrangersOnly() *Refusal {
	return Refuse("arrangers_only", "思政第一课由马克思主义学院统一安排，请联系他们。")
}

func refuseNoSpeaker(name string) *Refusal {
	return Refuse("no_speaker", "思政第一课由校领导和二级学院书记、院长讲授，名单里%s不在其中或届时不在任，请核对。", name)
}

func refuseNoTerm(d policy.Date) *Refusal {
	return Refuse("no_term", "%s不在校历的学期里，请核对日期。", d.Chinese())
}
