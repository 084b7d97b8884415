package ledger

import (
	"strings"

	"lianxin/config/policy"
)

// The sentences with which something about a case or an issue is refused. They are said to the person as they stand.

func refuseNoCase() *Refusal {
	return Refuse("no_case", "没有找到这件信访，或您无权查看，请核对编号。")
}

func refuseNotAllowed() *Refusal {
	return Refuse("not_allowed", "您没有办理这一步的权限，请联系信访专员。")
}

func refuseFilerOnly() *Refusal {
	return Refuse("filer_only", "这一步只能由来信人本人办理。")
}

func refuseStaffOnly() *Refusal {
	return Refuse("staff_only", "这一步由学校信访部门办理。自己的来信也要请其他同志办理。")
}

func refuseStage(s Stage) *Refusal {
	return Refuse("stage", "这件信访现在是“%s”，不能办理这一步。", string(s))
}

func refuseAgain() *Refusal {
	return Refuse("already", "这一步已经办过了，不用再办。")
}

func refuseNoText() *Refusal {
	return Refuse("no_text", "请说明要反映的事情。")
}

func refuseAboutLeader(doors []string) *Refusal {
	return Refuse("about_leader", "反映校领导个人的问题不在聊天里受理，内容没有保存。请走以下渠道：\n%s", strings.Join(doors, "\n"))
}

func refuseReps(most int) *Refusal {
	return Refuse("representatives", "多人反映同一件事，请推选代表，不超过%d人。", most)
}

func refuseSource() *Refusal {
	return Refuse("source", "来源请写来信、电子信箱、电话、来访或上级转办。")
}

func refuseLevel() *Refusal {
	return Refuse("level", "请选择公开实名、对承办单位保密或匿名。")
}

func refuseCategory(name string) *Refusal {
	return Refuse("category", "没有“%s”这个类别。", name)
}

func refuseClass() *Refusal {
	return Refuse("class", "性质请写建议意见、申诉求决或咨询求助。")
}

func refuseNoSummary() *Refusal {
	return Refuse("no_summary", "请先写一句中性摘要（不写姓名、电话、学号、房号），再转给单位。")
}

func refuseToldAlready() *Refusal {
	return Refuse("already_told", "已经告知过来信人了。")
}

func refuseTellFirst() *Refusal {
	return Refuse("tell_first", "请先告知来信人（受理、交办、转送、不属于本单位或导入法定途径）。")
}

func refuseOutcome() *Refusal {
	return Refuse("outcome", "告知结果请写受理、交办、转送、不属于本单位或导入法定途径；并案请写并入哪一件。")
}

func refuseNoWay(o TellOutcome) *Refusal {
	return Refuse("no_way", "“%s”要写明请来信人找谁、走什么途径、有没有期限。", string(o))
}

func refuseNoUnit() *Refusal {
	return Refuse("no_unit", "请写明交给哪个单位。")
}

func refuseUnit(name string) *Refusal {
	return Refuse("unknown_unit", "没有“%s”这个单位，请核对名称。", name)
}

func refuseUnitTwice(name string) *Refusal {
	return Refuse("unit_twice", "%s写了两次，主办和协办不能是同一个单位。", name)
}

func refuseTargetUnit(name string) *Refusal {
	return Refuse("target_unit", "来信反映的就是%s或其工作人员，按回避规定不能交给它办理。", name)
}

func refuseDuePast(d policy.Date) *Refusal {
	return Refuse("due_past", "%s已经过去了，请换一个期限。", d.Chinese())
}

func refuseDueAfter(d policy.Date) *Refusal {
	return Refuse("due_after", "单位的期限不能晚于答复期限%s。", d.Chinese())
}

func refuseNoReason() *Refusal {
	return Refuse("no_reason", "请写明理由。")
}

func refuseTooLate(d policy.Date) *Refusal {
	return Refuse("too_late", "期限是%s，已经过了。如确有原因，请和信访专员商量。", d.Chinese())
}

func refuseRatingFirst() *Refusal {
	return Refuse("rating_first", "答复刚送达，先等来信人评价：评价满意会自动办结；三天后再问一次仍没有评价，就可以办结了。")
}

func refuseTooEarly() *Refusal {
	return Refuse("too_early", "还没有到自动办结的时间。")
}

func refuseNothingAsked() *Refusal {
	return Refuse("nothing_asked", "没有等待您处理的申请。")
}

func refuseWaitsForCheck() *Refusal {
	return Refuse("waits_for_check", "这件的答复正等另一位同志核对，核对后会自动发出。")
}

func refuseUnitReplies(unit string) *Refusal {
	return Refuse("unit_replies", "这件由%s办理，请由该单位承办人答复；需要收回请先改派。", unit)
}

func refuseSamePerson() *Refusal {
	return Refuse("same_person", "来信人对上次答复不满意，这次要由另一位同志办理；本单位没有其他承办人的，请告诉信访专员。")
}

func refuseHollow(missing []string) *Refusal {
	return Refuse("hollow", "答复还缺：%s。请补上再提交，只写“请联系某处”不能算答复。", strings.Join(missing, "、"))
}

func refuseNothingToCheck() *Refusal {
	return Refuse("nothing_to_check", "没有等待核对的答复。")
}

func refuseOwnReply() *Refusal {
	return Refuse("own_reply", "自己写的答复要请另一位同志核对。")
}

func refuseExtended() *Refusal {
	return Refuse("extended", "这件已经延期过一次，不能再延。")
}

func refuseDays(most int) *Refusal {
	return Refuse("days", "延期请写1到%d天。", most)
}

func refuseOwnRequest() *Refusal {
	return Refuse("own_request", "自己提出的申请要由另一位同志批准。")
}

func refuseMergeSelf() *Refusal {
	return Refuse("merge_self", "不能并入自己，请核对编号。")
}

func refuseNotFromAbove() *Refusal {
	return Refuse("not_from_above", "这件不是上级转办的，不能提出异议；不属于本单位的请直接告知来信人。")
}

func refuseNotObjected() *Refusal {
	return Refuse("not_objected", "还没有向上级提出异议，不能退还。")
}

func refuseScore() *Refusal {
	return Refuse("score", "请回复满意、基本满意或不满意。")
}

func refuseNotAnswered(s Stage) *Refusal {
	return Refuse("not_answered", "这件信访现在是“%s”，有了答复才能办理这一步。", string(s))
}

func refuseRated() *Refusal {
	return Refuse("already_rated", "这次答复您已经评价过了，谢谢。如仍有不同意见，可以在期限内申请复查。")
}

func refuseEnded() *Refusal {
	return Refuse("ended", "这件经过复核已经终结，同样的事实和理由不再受理；有新的事实，请另写一件并注明原编号。")
}

func refuseReviewLate(d policy.Date) *Refusal {
	return Refuse("review_late", "申请期限到%s为止，已经过了。有新的事实，请另写一件并注明原编号。", d.Chinese())
}

func refuseHearingRuns() *Refusal {
	return Refuse("hearing_runs", "听证还没有结束，请先登记听证结束。")
}

func refuseReviewFinding() *Refusal {
	return Refuse("review_finding", "复查、复核结论请写维持、撤销或变更。")
}

func refuseNoOpinion() *Refusal {
	return Refuse("no_opinion", "请写明意见的内容。")
}

func refuseUrged() *Refusal {
	return Refuse("urged", "今天已经催办过了，承办单位和信访专员都收到了。")
}

func refuseOwnCase() *Refusal {
	return Refuse("own_case", "这就是您自己的来信，可以补充或催办，不用附议。")
}

func refuseJoined() *Refusal {
	return Refuse("joined", "您已经附议过这一件了。")
}

func refuseHidden() *Refusal {
	return Refuse("hidden", "这件是保密或匿名的，不会把联系方式给承办单位。")
}

func refuseNotAllowedByFiler() *Refusal {
	return Refuse("not_allowed_by_filer", "来信人没有同意把联系方式给承办单位。需要了解情况，请通过系统向来信人提问。")
}

func refuseAnonymous() *Refusal {
	return Refuse("anonymous", "匿名来信的身份不对任何人开启。需要了解情况，请通过系统向来信人提问。")
}

func refuseForgotten() *Refusal {
	return Refuse("forgotten", "这件的身份信息已按保存期限删除。")
}

func refuseNotReleased() *Refusal {
	return Refuse("not_released", "来信人的身份没有对承办单位开放。")
}

func refuseInGroup() *Refusal {
	return Refuse("in_group", "身份信息不在群里显示，请私聊我。")
}

func refuseNotApproved() *Refusal {
	return Refuse("not_approved", "保密来信要由另一位同志批准后才能查看身份。")
}

func refuseLookOver() *Refusal {
	return Refuse("look_over", "这次查看的批准已经用过或过期，请重新申请。")
}

func refuseOwnLook() *Refusal {
	return Refuse("own_look", "自己的申请要由另一位同志批准。")
}

func refuseNotYourLook() *Refusal {
	return Refuse("not_your_look", "只能由申请人本人查看。")
}

func refusePictureType() *Refusal {
	return Refuse("picture_type", "只收 JPEG、PNG、GIF、WebP 图片和 PDF，请换一个格式。")
}

func refusePictureSize(most int) *Refusal {
	return Refuse("picture_size", "文件超过 %d MB，请压缩后再发。", most>>20)
}

func refuseIssueText() *Refusal {
	return Refuse("issue_text", "请写明是什么问题。")
}

func refuseIssueRight() *Refusal {
	return Refuse("issue_right", "这个问题不归您办理，请联系党委办公室或校长办公室。")
}

func refuseIssueOver() *Refusal {
	return Refuse("issue_over", "这个问题已经办结。")
}

func refuseIssueStep() *Refusal {
	return Refuse("issue_step", "现在还不能办理这一步，请按先后次序登记。")
}

func refusePlanDay() *Refusal {
	return Refuse("plan_day", "计划要写明完成日期，而且不能是过去的日子。")
}
