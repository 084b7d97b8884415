package bot

import "lianxin/store/ledger"

// What those concerned hear of a step of a case (Art. 5.7). No sentence holds a word of the filer's or says who he is.
const (
	tellNoUnit     = "待定单位"
	tellNotSaid    = "未说明"
	tellReviewBody = "学校信访工作机构"

	// To the offices, units and leaders.
	tellFiled         = "新来信 %s：%s，建议单位：%s。请在 %s 前告知来信人；回“看 %s”看内容。"
	tellAssigned      = "请办理 %s：%s。本单位期限 %s；不属于本单位的，5个工作日内说明理由退回。"
	tellUrged         = "来信人催办 %s，期限 %s，请抓紧。"
	tellSupervised    = "%s 已列入督办（%s），请尽快办理。"
	tellEscalated     = "您分管的%s有一件督办后仍未答复：%s，期限 %s。"
	tellAskedMore     = "%s 申请延期 %d 天，理由：%s。请批准或不批准。"
	tellExtendedStaff = "%s 已批准延期，期限 %s。"
	tellRepliedStaff  = "%s 已答复来信人：%s。"
	tellRated         = "%s 来信人评价：%s；解决了吗：%s。"
	tellRatedWhy      = "%s 来信人说明了评价的原因，回“看 %s”看内容。"
	tellReworkOfficer = "%s 来信人评价：不满意；解决了吗：%s。已退单位换人重新办理，期限 %s；单位没有其他承办人的，请改派。"
	tellReworkStaff   = "%s 来信人不满意，请换一位同志重新办理，期限 %s；没有其他承办人的，请告诉信访专员。"
	tellAddedUnit     = "%s 来信人有补充，内容请问信访专员。"
	tellAddedOfficer  = "%s 来信人有补充（第 %d 次），请查看。"
	tellHidden        = "%s 来信人改为%s。"
	tellJoined        = "%s 有人附议，附议的共 %d 人。"
	tellRecused       = "%s在 %s 中回避，请安排其他同志。"
	tellReviewStaff   = "%s 来信人申请%s，意见期限 %s。"
	tellFollowedBad   = "%s 来信人回访时说受到了不公对待，请尽快了解，只限您知道。"
	tellFollowedGood  = "%s 来信人回访：没有受到不公对待。"

	// To those who filed a case or joined it.
	tellYours       = "您反映的 %s"
	tellJoinedCase  = "您附议的 %s"
	tellMergedCase  = "您反映的 %s（已并入 %%s）"
	tellEntered     = "学校已替您登记 %s，%s 前告知您怎样办理。"
	tellAccepted    = "%s 已受理，%s 前答复您。"
	tellEntrusted   = "%s 已受理，交%s办理，%s 前答复您。"
	tellForwarded   = "%s 已转送有权处理的机关：%s 学校这边就此办结。"
	tellNotOurs     = "%s 不属于学校办理的范围：%s 学校这边就此办结。"
	tellChannel     = "%s 请走法定途径：%s 学校这边就此办结。"
	tellGiven       = "%s 已交%s办理，%s 前答复您。"
	tellExtended    = "%s 延期到 %s 答复，理由：%s。"
	tellAnswered    = "%s 有答复了："
	tellFinding     = "结论：%s（%s）"
	tellFacts       = "情况："
	tellAction      = "处理："
	tellWhen        = "时间："
	tellContact     = "联系："
	tellRate        = "请回复“满意”“基本满意”或“不满意”，并说解决了没有（是、部分、否）。不满意会换人重办一次；对答复不服，可在 %s 前向%s申请复查，回复“申请复查”加理由即可。"
	tellRateAgain   = "请回复“满意”“基本满意”或“不满意”。对答复不服，可在 %s 前向%s申请复查，回复“申请复查”加理由即可。"
	tellRework      = "%s 将换一位同志重新办理，%s 前再答复。"
	tellClosed      = "%s 已办结。"
	tellClosedAlone = "%s 答复后 %d 天没有收到您的评价，已办结。有新的情况请另写一件并注明原编号。"
	tellMerged      = "%s 与另一件是同一件事，并入 %s 一起办理，结果同样告诉您。"
	tellReleased    = "按您的同意，联系方式已提供给%s，只用于办理 %s；每次查看都有登记，可以问“谁看过”。"
	tellHiddenOwn   = "您反映的 %s 已改为%s。"
	tellReviewAsked = "%s 已提出%s申请，%s 前出具意见。"
	tellReviewed    = "%s 复查意见：%s。%s\n仍不服的，可在 %s 前申请复核，回复“申请复核”加理由即可。"
	tellRereviewed  = "%s 复核意见：%s。%s\n信访事项到此终结，同样的事实和理由不再受理。"
	tellHearing     = "%s 正在听证，听证的时间不算在期限内。"
)

// staffLines are the notices that say nothing but what happened; the first three name the unit too.
var staffLines = map[string]string{
	ledger.VerbReturned:    "%s 被%s退回，请改派。",
	ledger.VerbAskedReturn: "%s %s再次要求退回，请决定。",
	ledger.VerbPart:        "%s 收到%s的协办意见。",
	ledger.VerbDrafted:     "%s 的答复等第二人核对，请核对。",
	ledger.VerbRejected:    "%s 的答复没有通过核对，请修改后再提交。",
	ledger.VerbRemoved:     "%s 已改派，您不用再办。",
	ledger.VerbKept:        "%s 不同意退回，请继续办理。",
	ledger.VerbNotExtended: "%s 的延期没有批准，请按原期限办理。",
	ledger.VerbWithdrawn:   "%s 来信人已撤回，不用再办。",
	ledger.VerbAllowed:     "%s 来信人同意把联系方式给承办单位，确有需要请办理。",
	ledger.VerbReleased:    "%s 来信人的联系方式可以查看：写明理由，每次查看都有登记。",
	ledger.VerbLookAsked:   "%s 有人申请查看来信人身份，请批准或不批准。",
}
