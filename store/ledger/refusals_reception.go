package ledger

import "lianxin/config/policy"

// The sentences with which what concerns receptions is refused (Art. 5.8).

func refuseKeepersOnly() *Refusal {
	return Refuse("keepers_only", "接待安排由校长办公室和党委办公室办理，请与两办联系。")
}

func refuseNoRoster() *Refusal {
	return Refuse("no_roster", "校历或轮值名单还没有排出这个学期的接待日，请先补入配置。")
}

func refuseNoSlot() *Refusal {
	return Refuse("no_slot", "这一天没有校领导接待日。")
}

func refuseSlotOver(d policy.Date) *Refusal {
	return Refuse("slot_over", "%s的接待日已经开始或结束，不能再改。", d.Chinese())
}

func refuseSlotUnchanged() *Refusal {
	return Refuse("nothing_changed", "和现在的安排一样，没有要改的。")
}

func refuseDayPast(d policy.Date) *Refusal {
	return Refuse("day_past", "%s已经过了，不能把接待日改到那天。", d.Chinese())
}

func refuseDayOff(d policy.Date) *Refusal {
	return Refuse("day_off", "%s不是工作日，不能安排接待。", d.Chinese())
}

func refuseDayTaken(d policy.Date) *Refusal {
	return Refuse("day_taken", "%s已经有一场接待，请另选一天。", d.Chinese())
}

func refuseTwoOnADay(d, one, other policy.Date) *Refusal {
	return Refuse("two_on_a_day", "没有发布：%s会有两场接待（原%s和原%s），请先把其中一场改到另一天。", d.Chinese(), one.Chinese(), other.Chinese())
}

func refuseDayOutside(d policy.Date) *Refusal {
	return Refuse("day_outside", "%s不在这个学期里，接待日不能改到学期之外。", d.Chinese())
}

func refuseNobodySits(regular policy.Date) *Refusal {
	return Refuse("nobody_sits", "%s的接待还没有定由谁接待，请把人一起说，例如：4月6号改到4月8号由林校接待。", regular.Chinese())
}

func refuseNotReceiving() *Refusal {
	return Refuse("not_receiving", "这位同志那天不能接待（不是校领导、不在岗或请假），请另选一位。")
}

func refuseSwapLeadersOnly() *Refusal {
	return Refuse("leaders_only", "换班由当班的校领导本人提出。")
}

func refuseSwapSelf() *Refusal {
	return Refuse("swap_self", "不能和自己换班，请说明和哪位领导换。")
}

func refuseNotYourSlot(d policy.Date) *Refusal {
	if d == 0 {
		return Refuse("not_your_slot", "您后面没有接待日，不用换班。")
	}
	return Refuse("not_your_slot", "%s不是您当班，请核对日期。", d.Chinese())
}

func refuseNotTheirSlot(name string, d policy.Date) *Refusal {
	return Refuse("not_their_slot", "%s不是%s当班，请核对日期。", d.Chinese(), name)
}

func refuseSwapNotYours() *Refusal {
	return Refuse("not_yours", "这次换班不需要您答复。")
}

func refuseSwapSettled() *Refusal {
	return Refuse("swap_settled", "这次换班已经有结果了。")
}

func refuseSwapNotAgreed() *Refusal {
	return Refuse("swap_not_agreed", "对方还没有同意，等对方同意后再核准。")
}

func refuseSwapStale() *Refusal {
	return Refuse("swap_stale", "接待安排已经变了，这次换班不再适用，请重新提出。")
}

func refuseNotHeld(d policy.Date) *Refusal {
	if d == 0 {
		return Refuse("not_held", "这次接待日还没有定下日期，定下后再预约。")
	}
	return Refuse("not_held", "%s没有校领导接待日，不能预约。", d.Chinese())
}

func refuseBookingClosed(d policy.Date) *Refusal {
	return Refuse("booking_closed", "%s接待日的预约已经截止（前一个工作日12:00）。可以当天15:00—17:00直接去，在预约的来访人之后接待。", d.Chinese())
}

func refuseBookingOver(d policy.Date) *Refusal {
	return Refuse("slot_over", "%s的接待已经开始或结束，不能再预约。17:00以前可以直接去，在预约的来访人之后接待。", d.Chinese())
}

func refuseTooManyPeople() *Refusal {
	return Refuse("too_many_people", "多人反映同一件事，请推选代表，最多%d人。说一声几个人来，我再登记。", policy.MostVisitors)
}

func refuseAlreadyBooked(d policy.Date) *Refusal {
	return Refuse("already_booked", "您已经约了%s的接待。要换时间回复“改到15:40”或“改到”加日期，不去了回复“取消预约”。", d.Chinese())
}

func refuseFull(d policy.Date) *Refusal {
	return Refuse("full", "%s接待日的名额已经约满。可以当天直接去，在预约的来访人之后接待。", d.Chinese())
}

func refusePlaceTaken() *Refusal {
	return Refuse("place_taken", "这个时间刚被别人约走了，请换一个时间。")
}

func refuseSamePlace() *Refusal {
	return Refuse("same_place", "您约的就是这个时间，没有要改的。")
}

func refuseBookingCancelled() *Refusal {
	return Refuse("booking_cancelled", "这个预约已经取消了，需要的话请重新预约。")
}

func refuseNotBegun(d policy.Date) *Refusal {
	return Refuse("not_begun", "%s的接待还没有开始，结束后再登记。", d.Chinese())
}

func refuseAlreadyHeld(d policy.Date, id string) *Refusal {
	return Refuse("already_held", "%s的接待已经登记过了（%s），不重复登记。要改请先撤销原来那条。", d.Chinese(), id)
}

// calendarChanged is why a reception is called off that the calendar does not plan any more.
const calendarChanged = "校历调整"
