package ledger

// The sentences with which a pause of reminders says no.

func refusePauseNothing() *Refusal {
	return Refuse("pause_nothing", "您没有可以停的提醒：完成情况一类的只发给校领导和各单位负责人；接待、信访和问题的期限提醒，以及您自己反映的事的答复和评价（最多问两次），照常发。要反映别的事，直接说就行。")
}

func refusePausePast() *Refusal {
	return Refuse("pause_past", "这一天不晚于今天。请说以后的日子，例如：周四再提醒我、明天再提醒我。")
}

func refusePauseLong(most int) *Refusal {
	return Refuse("pause_long", "最多推迟 %d 天。要一直停，请回“别再提醒我了”，要恢复时回“恢复提醒”。", most)
}
