package bot

import "lianxin/store/ledger"

// What the bot says. Every sentence that a member reads in the conversation stands here, in store/ledger/refusals.go (what may not be) or in
// reminders/text.go (what it says unasked). Plain, short, polite; no sentence repeats what a petition said.
const (
	sayWords        = "回复“对”“改”“删”均可。"
	sayRecorded     = "已登记 %s"
	sayRecordedMany = "已登记 %d 条"
	sayWaitsMember  = "待%s本人确认后计入。"
	sayWaitsOffice  = "属于补登，待党委办公室核准后计入。"
	sayOwnBranch    = "这是本人所在支部的活动，照常记录，不计入“到基层单位参加组织生活”的次数。"
	sayWaitsSelf    = "请核对后回复“对”，确认后计入。"

	sayAskDate        = "请问是哪一天？例如：昨天、上周三、3月5日。"
	sayAskCourse      = "请补充课程名称和任课教师，例如：教育心理学 王丽。"
	sayAskTeacher     = "请补充任课教师。"
	sayAskHours       = "请问听了几节（学时）？"
	sayAskAudience    = "请问座谈对象是学生、教师、职工还是师生？"
	sayAskUnit        = "请问是哪个单位？"
	sayAskKind        = "请问是哪类活动？听课、座谈、调研、走访、组织生活……"
	sayAskWho         = "请问是哪位领导？请写全名。"
	sayAskOther       = "请再补充：%s。"
	sayAskOf          = "第%d条（%s）："
	sayAskCounterpart = "请问是和哪位谈的？"
	sayAskWhichWho    = "请问是哪一位？回复序号或姓名：\n%s\n"
	sayAskWhichUnit   = "请问是哪个单位？回复序号或名称：\n%s\n"
	sayDraftKept      = "（补上就登记；现在不便，三天内回“继续”接着说，回“算了”取消。）"
	sayResume         = "接着登记：%s\n"
	sayDraftLeft      = "先存成草稿，没有登记。想起来了回“继续”接着说，不要了回“算了”；草稿留三天。"
	sayRestLeft       = "还有 %d 条缺日期，存成了草稿，回“继续”接着补。"
	sayDraftDropped   = "好的，这条没有登记。"
	sayNoDraft        = "没有没说完的草稿，直接说要登记的事就行。"
	sayNotUnderstood  = "没看懂这句回答。%s"
	saySkipped        = "好的，先这样。"
	sayLacking        = "还缺%s，先记下（缺记录）；补充直接说，例如：刚才那条课程改成教育心理学。"
	sayAdded          = "已补上 %s"
	sayRecordedGroup  = "已登记 %s：%s"

	sayTwin        = "这次好像已经登记过了：\n%s确实是另一次请回复“对”，不是请回复“不”。"
	sayTwinOwn     = "这次好像已经登记过了，等您确认：\n%s回复“对”确认这一条；确实是另一次请回复“另一次”。"
	sayTwinWaits   = "这次已有人替您登记，等您确认：\n%s回复“对”确认这一条；确实是另一次请回复“另一次”。"
	sayTwinDropped = "好的，没有重复登记。"
	sayClash       = "提醒您本人：这个时间与 %s（%s）重叠，请核对，不影响登记。"

	sayAck          = "好的，已确认。"
	sayStands       = "好的，%s：%s"
	sayApproved     = "已核准 %s：%s"
	sayConfirmed    = "已确认 %s：%s"
	sayDeclined     = "已标记为不属实，不计入 %s：%s"
	sayWhichConfirm = "有 %d 条等您确认，回复序号确认一条，或回复“全部对”：\n%s"
	sayWhichDecline = "有 %d 条等您确认，请回复不属实的那一条的序号：\n%s"
	sayWhichApprove = "有 %d 条补登待核准，回复序号核准一条，或回复“全部对”：\n%s"
	sayNoSuchNumber = "请回复 1 到 %d 之间的序号。"
	sayNoted        = "好的，已登记好。"
	sayChangeWhat   = "%s：%s\n"
	sayNothingWaits = "眼下没有等您确认的事。直接说要办什么就行，回“帮助”看我能做什么。"
	sayHowToChange  = "请直接说要改成什么，例如：改成3学时；不是王丽是王莉；日期改成上周三。"
	sayChanged      = "已更正 %s"
	sayMoreOfWhich  = "要加到哪一条？请带上编号说，例如：HD2026-0001 改成3学时。\n%s"
	sayMorePeriods  = "%s：%s\n请说清是第几节，例如：改成3-5节；另听了一次请把时间一起说。"
	sayNothingFound = "没有找到您说的那条记录。回复“我的记录”看看有哪些。"
	sayNoneOfKind   = "没有找到您说的%s记录，没有改动任何记录。回复“我的记录”看看有哪些。"
	sayNotOfKind    = "%s 是%s记录，没有%s这一项，没有改动。要改的是另一条，请带上编号；类型登错了，请说“改成听课”。"
	sayWhichChange  = "要改哪一条？请回复序号：\n%s"
	sayWhichTake    = "要撤销哪一条？共 %d 条，请回复序号：\n%s"
	sayTakenPart    = "已撤销您在 %s 中的部分：%s\n（其他人的不受影响。）"
	sayHowToRefuse  = "不核准的，回复“撤销”加编号即可，例如：撤销 HD2026-0001。"
	sayMoreSettled  = "……等，另有 %d 条一并处理。"
	sayTaken        = "已撤销 %s：%s\n（记录保留备查，不再计数。）"
	sayAskTake      = "要撤销这一条吗？回复“对”撤销，“不”保留。\n%s：%s"
	sayKept         = "好的，保留不动。"
	sayWelcome      = "不客气。"

	sayForAsk        = "%s替您登记了 %s：\n%s\n属实请回复“对”，不属实回复“不对”。确认后计入。"
	sayProposal      = "%s登记的活动提到您也在场（%s）：\n%s\n属实请回复“对”，不属实回复“不对”。确认后计入。"
	sayForAskMany    = "%s替您登记了 %d 条：\n%s\n都属实请回复“全部对”；有不属实的回复“不对”，再选序号。确认后计入。"
	sayProposalMany  = "%s登记的 %d 条活动提到您也在场：\n%s\n都属实请回复“全部对”；有不属实的回复“不对”，再选序号。确认后计入。"
	sayForChanged    = "%s更正了 %s：\n%s\n属实请回复“对”，不属实回复“不对”。确认后计入。"
	sayTellDeclined  = "%s回复不属实，%s 没有计入：\n%s"
	sayTellRetracted = "%s撤销了您登记的 %s：\n%s"
	sayTellUndone    = "%s撤销了替您登记的 %s，不再计入，也不用再确认：\n%s"
	sayTellApproved  = "党委办公室已核准补登 %s：\n%s"
	sayNotReporter   = "登记联系基层活动由校领导、受委托的秘书和有关办公室办理。您可以回复“帮助”看看能做什么。"

	sayEmpty        = "收到一条空消息。回复“帮助”看看我能做什么。"
	sayNoText       = "目前请用文字告诉我；语音可先用手机转成文字。"
	sayPicture      = "图片收到了，但登记以文字为准，请用一句话说明。"
	sayTooLong      = "这条消息太长了，请分成几条、每条说一件事再发。"
	sayScope        = "这个我帮不上。我管联系基层活动和反映问题的登记、查询、提醒，回复“帮助”看怎么说。"
	sayGroupRefused = "这件事没有办成，原因请私聊我看。"
	sayElsewhere    = "这件事请走学校公布的渠道：\n%s"
	sayGroup        = "为保护隐私，这类事情请私聊我。群里的消息我撤不回，需要的话请您自己撤回。"
	sayNotAllowed   = "这项内容只对有关办公室和本人开放。公开情况请看定期通报。"

	sayCrisis       = "您的安全最重要。情况紧急请立即拨打 110 或 120，也请现在就联系能马上陪您的人：\n%s\n我不会保存您刚才说的话。"
	sayCrisisCalled = "已请学校值班老师尽快联系您，您说的话没有转给他们。"
	sayCrisisCall   = "【紧急】%s 在 %s 的消息里流露出轻生或受到伤害的意思。请马上联系本人，必要时拨打 120 或 110；原话没有保存。"
	sayDiscipline   = "这类举报不在聊天里收，您刚才的内容没有保存。请走这些渠道：\n%s\n涉及人身安全请直接拨打 110。"

	sayQuotaNone     = "按目前的规则，您名下没有需要计数的任务。"
	sayQuotaLine     = "%s：%s已完成 %s/%s %s，%s"
	sayQuotaLeft     = "还差 %s %s"
	sayQuotaMet      = "达到要求"
	sayQuotaWait     = "（另有 %s %s待确认）"
	sayQuotaOffice   = "（另有 %s %s补登待核准）"
	sayQuotaBody     = "校领导班子共同的任务——%s"
	sayQuotaSlots    = "接待日按轮值、双周一场：%s已登记 %s 场。"
	sayQuotaNotBound = "按目前的规则，这一项不要求您。"
	sayUnitQuota     = "各二级单位参照执行，目前没有设定数量；校领导的完成情况可以问“我的进度”。"
	sayQuotaTime     = "%s还剩 %s%d 天。%s"
	sayQuotaWeeks    = "%d 个教学周、"
	sayNobodyShort   = "%s：%s没有未完成的。"
	sayShortList     = "%s，%s未完成：\n%s"

	sayRecords      = "您的记录（共 %d 条%s）：\n%s"
	sayRecordsOf    = "记录（共 %d 条%s）：\n%s"
	sayNewest       = "，这里是最近 %d 条"
	sayNoRecordsOf  = "这段时间没有记录。"
	sayNoRecordsOn  = "%s没有您的%s记录。说一句话就能登记，例如：昨天下午去教科院听了两节课；要看全部回复“我的记录”。"
	sayNoRecords    = "还没有您的记录。说一句话就能登记，例如：昨天下午去教科院听了两节课。"
	sayDelivered    = "最近没有发送失败的通知。"
	sayNotDelivered = "最近两周没有送达或没有发的，%d 项：\n%s"
	sayDeliveryLine = "｜%s｜%s"
	sayTurned       = "以下通知在首选账号上没有送达，已改发到本人的另一个账号：\n%s"
	sayArrived      = "已送达"

	sayDeliveryAbout = "%s｜%s"
	sayNotice        = "通知"

	sayFiler       = "来信人"
	sayVisitorOf   = "来访人"
	sayAsker       = "一位师生"
	sayPreviewNone = "%s没有要发的提醒。"
	sayPreview     = "%s将提醒：\n%s"
)

// whichOne asks for the number of a record under a list.
func whichOne(verdict string) string {
	switch verdict {
	case ledger.VerdictDeclined:
		return sayWhichDecline
	case ledger.VerdictApproved:
		return sayWhichApprove
	case ledger.VerdictRetracted:
		return sayWhichTake
	}
	return sayWhichConfirm
}

// settled says what became of a record.
func settled(verdict string) string {
	switch verdict {
	case ledger.VerdictDeclined:
		return sayDeclined
	case ledger.VerdictApproved:
		return sayApproved
	}
	return sayConfirmed
}
