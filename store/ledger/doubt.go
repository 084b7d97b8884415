package ledger

// SayMaybeAgain stands under what may reach its reader a second time: nobody knows whether an earlier attempt did, and the platform would not notice.
const SayMaybeAgain = "（上次发送没有得到平台答复，这一条您可能已经收到过）"
