package bot

// What the bot says about issues (Art. 6.3, 6.4).
const (
	sayIssueOffer    = "提到 %d 个问题，回“转问题”列入问题清单，自动跟踪办理和反馈。"
	sayIssueMade     = "已列入问题清单 %d 个："
	sayIssueRaised   = "这些问题已经在清单里了，回“问题清单”可看。"
	sayIssueNothing  = "刚才的记录里没有提到问题。登记时写明即可，例如：昨天去音乐学院走访，反映琴房空调坏了，让后勤处修。"
	sayIssueCommon   = "类似的问题已有 %d 个，可以回“议题候选 %s”提请党委会或校长办公会研究。"
	sayIssueNone     = "没有这样的问题。"
	sayIssueList     = "问题清单，共 %d 个，逾期 %d 个："
	sayIssueMore     = "……另有 %d 个。"
	sayIssueOwner    = "%s负责"
	sayIssueDue      = "%s前"
	sayIssueLate     = "期限 %s（已逾期）"
	sayIssueFrom     = "提出：%s"
	sayIssueUnit     = "提出单位：%s"
	sayIssueHanded   = "移交：%s %s转给%s%s"
	sayIssuePlanDay  = "计划完成：%s"
	sayIssueMeeting  = "上会：%s，%s"
	sayIssueWhom     = "请写明移交给哪个单位或哪位同志，例如：移交 WT2026-0001 基建处。"
	sayIssueSolveHow = "请把怎么解决的一并写上，例如：解决 %s：主板已更换，11月20日恢复供热水。"
	sayIssueTold     = "结果已反馈提出单位：%s。"
	sayIssuePassOn   = "（%s还没有承办人账号，请转告。）"

	tellIssueYours           = "请办理问题 %s：%s。期限 %s，可以回“办理”加答复，或回“计划”加日期和办法。"
	tellIssueAnswered        = "问题 %s（%s）有答复：%s"
	tellIssuePlanned         = "问题 %s（%s）计划在 %s 前解决：%s"
	tellIssueSolved          = "问题 %s（%s）已解决：%s"
	tellIssueCandidate       = "问题 %s（%s）已列为议题候选，将提请会议研究。"
	tellIssueCandidateOffice = "问题 %s（%s）提请列为议题，可以回“上会”加会议和日期。"
	tellIssueMeeting         = "问题 %s（%s）将在 %s 的%s上研究。"
	tellIssueDecided         = "问题 %s（%s）%s的决定：%s"
)
