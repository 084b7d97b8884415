package ledger

// verbsZh are the words in which the course of a case or an issue is told.
var verbsZh = map[string]string{
	VerbFiled: "登记", VerbTold: "告知来信人", VerbSummarised: "写摘要", VerbClassified: "定类别", VerbAssigned: "交单位办理", VerbTaken: "签收", VerbReturned: "退回",
	VerbAskedReturn: "申请退回", VerbKept: "不同意退回", VerbRemoved: "改派收回", VerbAskedMore: "申请延期", VerbExtended: "批准延期", VerbNotExtended: "不同意延期",
	VerbPart: "协办意见", VerbDrafted: "答复待核对", VerbChecked: "核对通过", VerbRejected: "核对退回", VerbReplied: "答复", VerbRated: "评价", VerbReworked: "重新办理",
	VerbClosed: "办结", VerbWithdrawn: "撤回", VerbMerged: "并案", VerbAbsorbed: "并入一件", VerbAdded: "补充", VerbUrged: "催办", VerbSupervised: "督办",
	VerbHidden: "改为保密", VerbJoined: "附议", VerbAllowed: "同意提供联系方式", VerbReleased: "转交联系方式", VerbRecused: "回避", VerbObjected: "向上级提出异议",
	VerbHandedBack: "退还上级", VerbAskedReview: "申请复查复核", VerbReviewed: "复查复核意见", VerbHearing: "听证", VerbEnded: "终结", VerbFollowedUp: "回访",
	VerbExcluded: "不计入三率", VerbLookAsked: "申请查看身份", VerbLookApproved: "同意查看身份", VerbLookDenied: "不同意查看身份", VerbLooked: "查看身份", VerbRead: "查看内容",
	VerbForgotten: "删除身份", VerbDeleted: "到期删除",
	VerbRaised: "提出问题", VerbHanded: "移交", VerbAnswered: "初步答复", VerbPlanned: "定计划", VerbSolved: "解决", VerbCandidate: "列为议题候选", VerbMeeting: "排会议",
	VerbDecided: "会议决定", VerbFedBack: "反馈单位",
}

// VerbZh gives the Chinese word of a verb of the journal; "" for one that is not about a case or an issue.
func VerbZh(verb string) string { return verbsZh[verb] }
