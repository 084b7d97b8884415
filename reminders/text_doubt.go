package reminders

// sayMaybeAgain stands under what may arrive a second time, where the platform's duplicate check no longer holds.
const sayMaybeAgain = "（上次发送没有得到平台答复，这一条您可能已经收到过）"
