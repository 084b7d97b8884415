package ledger

// The sentences with which the granting of leave and exemptions says no.

func refuseExemptOffice() *Refusal {
	return Refuse("exempt_office_only", "请假和减免由党委办公室登记；需要的话请告诉党委办公室。")
}

func refuseExemptSelf() *Refusal {
	return Refuse("exempt_self", "本人的请假和减免不能由自己登记，请党委办公室的其他同志办理。")
}

func refuseExemptNobody(name string) *Refusal {
	return Refuse("exempt_nobody", "%s在这段时间没有要计数的任务，不用登记。", name)
}

func refuseExemptNotBound(name string) *Refusal {
	return Refuse("exempt_not_bound", "这一项在这段时间本来就不要求%s，不用登记。", name)
}

func refuseExemptNoReason() *Refusal {
	return Refuse("exempt_no_reason", "请把原因一并写上，例如：……，原因：党校学习。")
}

func refuseExemptLong(most int) *Refusal {
	return Refuse("exempt_long_reason", "原因请写短一些，不超过 %d 个字。", most)
}

func refuseExemptSpan() *Refusal {
	return Refuse("exempt_span", "请写清从哪天到哪天，例如：林校3月1日到5月31日请假，原因：党校学习。")
}

func refuseExemptNumber(most int) *Refusal {
	return Refuse("exempt_number", "请写清是哪一项、改成多少，数量在 0 到 %d 之间。", most)
}

func refuseExemptOff() *Refusal {
	return Refuse("exempt_off", "学校设置为请假不减任务（leave_exemption: none），不能登记；要改请调整设置。")
}

func refuseExemptWithdrawn() *Refusal {
	return Refuse("exempt_withdrawn", "这条减免之前已经撤销过了。")
}

func refuseExemptAgain(id string) *Refusal {
	return Refuse("exempt_again", "这条已经登记过了：%s。", id)
}
