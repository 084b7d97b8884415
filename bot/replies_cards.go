package bot

// What is said about a press of a button that comes to nothing. Nothing that stands on somebody else's card is repeated.
const (
	sayCardUnknown  = "这张卡片太旧，按钮不再有用。请直接说要办什么，例如“我的记录”。"
	sayCardNotYours = "这张卡片不是发给您的，没有办理。"
	sayCardPressed  = "这张卡片已选过“%s”，没有再办。要改请直接说。"
	sayCardPast     = "这个问题已经过去，按钮没有再起作用。请直接说要办什么。"
	sayCardTaken    = "%s 已经撤销，按钮没有再起作用。"
	sayCardChanged  = "%s 后来改过，现在是：%s\n按钮没有再起作用；属实请回复“确认 %[1]s”，要改或要删也请带上编号。"
	sayCardChosen   = "已选 %s"
	sayCardOver     = "已失效"
)

// What stands under a reply that is told by way of the outbox: to what it answers, by the hour.
const (
	sayLate      = "（回复您 %s 的消息）"
	sayLatePress = "（%s）"
)
