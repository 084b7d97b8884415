package bot

// paperNames are how papers are called.
var paperNames = map[paperKind]string{
	paperLedger: "台账", paperBulletin: "情况通报", paperAssessment: "学年考核表", paperPetitions: "信访情况报告", paperIssues: "问题清单", paperAgenda: "议题候选清单",
	paperReceptions: "接待日安排表", paperReceived: "接待日情况汇总",
}

// What the bot says about papers.
const (
	sayPaperComes  = "%s随后以文件发来。"
	sayPaperNot    = "%s要以文件发，这个平台现在不能发文件：请在企业微信里说同一句话，或请系统管理员用 lianxin ledger 命令导出。"
	sayPaperLost   = "%s没有发成文件，请稍后再说一遍；还不行，请系统管理员用 lianxin ledger 命令导出。"
	sayPaperNobody = "您没有可以导出的记录。公开情况请看定期通报。"
	sayPaperPeriod = "没有认出是哪一段时间，请说学期或学年，例如：导出上学期台账；导出2025-2026学年台账。"
	sayPaperNoRank = "按职务顺序列出，不作排名。"

	sayImports      = "导入往年台账的记录："
	sayImportLine   = "%s｜%s导入｜%s｜%d 条"
	sayImportWas    = "｜%s已撤销"
	sayImportHow    = "撤销其中一次，回“撤销导入 编号”。导入由系统管理员用 lianxin ledger import 命令办理。"
	sayImportAsk    = "要整批撤销这次导入吗？记录保留备查，不再计数。回复“对”撤销，“不”保留。\n%s"
	sayImportUndone = "已撤销导入 %s：%d 条记录不再计数（保留备查）。"

	sayYearClosed    = "%s已结账（%s）：共 %d 项，完成 %d、未完成 %d、待认定 %d、不适用 %d。规则版本 %s，校验码 %s；以后可以再说“学年结账”核对。"
	sayYearWasClosed = "%s已在 %s 结账（%s，规则版本 %s，校验码 %s）。"
	sayYearSame      = "按现在的台账重新计算，每一项都和结账时一致。"
	sayYearDiffers   = "按现在的台账重新计算，有 %d 项不同："
	sayYearMore      = "……还有 %d 项。"
	sayYearAgain     = "原结账保留不变；要按现在的台账再结一次，回“重新结账 %s”。"
)

// What else some have of papers: the report on petitions, and the close of a year.
const (
	helpMonthly = "· 材料（发文件）：信访月报；接待情况汇总；导出接待安排表"
	helpClose   = "· 结账：学年结账（最后一个学期结束后，以后再说一次就核对）"
)

// helpPapers is the line of help for those who may have papers.
var helpPapers = map[bool]string{
	true:  "· 材料（发文件）：导出台账；导出林校的记录；通报；考核表；信访月报；导出问题清单；接待情况汇总；全校进度图",
	false: "· 材料（发文件）：导出我的记录；我的考核表",
}
