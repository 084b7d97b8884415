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
	sayWaitsSelf    = "请核对后回复“对”，确认后计入。"
	sayPlanned      = "这是还没办的事，先不登记：%s\n办完后回一句话登记即可。"

	sayAskDate       = "请问是哪一天？例如：昨天、上周三、3月5日。"
	sayAskCourse     = "请补充课程名称和任课教师，例如：教育心理学 王丽。"
	sayAskTeacher    = "请补充任课教师。"
	sayAskHours      = "请问听了几节（学时）？"
	sayAskAudience   = "请问座谈对象是学生、教师、职工还是师生？"
	sayAskUnit       = "请问是哪个单位？"
	sayAskKind       = "请问是哪类活动？听课、座谈、调研、走访、组织生活……"
	sayAskWho        = "请问是哪位领导？请写全名。"
	sayAskOther      = "请再补充：%s。"
	sayAskOf         = "第%d条（%s）："
	sayDraftKept     = "（先不登记，30 分钟内补上即可；说“算了”取消。）"
	sayDraftDropped  = "好的，这条没有登记。"
	sayNotUnderstood = "没看懂这句回答。%s"

	sayAck           = "好的，已确认。"
	sayApproved      = "已核准 %s：%s"
	sayConfirmed     = "已确认 %s：%s"
	sayDeclined      = "已标记为不属实，不计入 %s：%s"
	sayWhichConfirm  = "有 %d 条等您确认，回复序号确认一条，或回复“全部对”：\n%s"
	sayWhichDecline  = "有 %d 条等您确认，请回复不属实的那一条的序号：\n%s"
	sayWhichApprove  = "有 %d 条补登待核准，回复序号核准一条，或回复“全部对”：\n%s"
	sayNoSuchNumber  = "请回复 1 到 %d 之间的序号。"
	sayNoted         = "好的，已登记好。"
	sayNothingWaits  = "眼下没有等您确认的记录。"
	sayHowToChange   = "请直接说要改成什么，例如：改成3学时；不是王丽是王莉；日期改成上周三。"
	sayChanged       = "已更正 %s\n%s"
	sayNothingToTake = "没有找到可以撤销的记录。"
	sayTaken         = "已撤销 %s：%s\n（记录保留备查，不再计数。）"
	sayAskTake       = "要撤销这一条吗？回复“对”撤销，“不”保留。\n%s：%s"
	sayKept          = "好的，保留不动。"
	sayWelcome       = "不客气。"

	sayForAsk      = "%s替您登记了 %s：\n%s\n属实请回复“对”，不属实回复“不对”。确认后计入。"
	sayProposal    = "%s登记的活动提到您也在场（%s）：\n%s\n属实请回复“对”，不属实回复“不对”。确认后计入。"
	sayNotReporter = "登记联系基层活动由校领导、受委托的秘书和有关办公室办理。您可以回复“帮助”看看能做什么。"

	sayEmpty      = "收到一条空消息。回复“帮助”看看我能做什么。"
	sayNoText     = "目前请用文字告诉我；语音可先用手机转成文字。"
	sayPicture    = "图片收到了，但登记以文字为准，请用一句话说明。"
	sayTooLong    = "这条消息太长了，请分成几条、每条说一件事再发。"
	sayScope      = "我负责联系基层活动的登记、查询和提醒。回复“帮助”看看我能做什么。"
	sayElsewhere  = "这件事请走学校公布的渠道：\n%s"
	sayGroup      = "为保护隐私，这类事情请私聊我，不要在群里说。"
	sayNotAllowed = "这项内容只对有关办公室和本人开放。公开情况请看定期通报。"

	sayCrisis     = "您的安全最重要。请现在就联系能马上陪您的人：\n%s\n紧急情况请直接拨打 120 或 110。我不会保存您刚才说的话。"
	sayDiscipline = "这类举报不在聊天里收，您刚才的内容没有保存。请走这些渠道：\n%s\n涉及人身安全请直接拨打 110。"

	sayQuotaNone   = "按目前的规则，您名下没有需要计数的任务。"
	sayQuotaHead   = "%s完成情况（%s）"
	sayQuotaLine   = "%s：%s已完成 %s/%s %s，%s"
	sayQuotaLeft   = "还差 %s %s"
	sayQuotaMet    = "已完成"
	sayQuotaWait   = "（另有 %s %s待确认）"
	sayQuotaTime   = "%s还剩 %s%d 天。"
	sayQuotaWeeks  = "%d 个教学周、"
	sayNobodyShort = "%s：%s没有未完成的。"
	sayShortList   = "%s，%s未完成：\n%s"

	sayRecords       = "您最近的记录：\n%s"
	sayNoRecords     = "还没有您的记录。说一句话就能登记，例如：昨天下午去教科院听了两节课。"
	sayDelivered     = "最近没有发送失败的通知。"
	sayNotDelivered  = "以下通知没有送达：\n%s"
	sayDeliveryLine  = "%s｜%s｜%s"
	sayFiler         = "来信人"
	sayPreviewNone   = "%s没有要发的提醒。"
	sayPreview       = "%s将提醒：\n%s"
	sayReception     = "接待日：%s 15:00-17:00，%s，%s。"
	sayNoReception   = "%s没有校领导接待日。"
	sayNextReception = "下一次是 %s 15:00-17:00，%s，%s。"
	sayNoTurn        = "校历里还没有后面的接待日安排，请问校长办公室。"
)

// More of the offices' questions.
const (
	sayPreviewLine = "%s｜%s｜规则%s"
	sayAllRules    = "各项任务"
)

// helpHead opens the help; the lists after it say what each role can do, in the words that work.
const helpHead = "我是连心，负责联系基层活动的登记、查询和提醒。直接说话就行："

var (
	helpLeader = []string{
		"· 登记：昨天下午去教科院听了两节课，王丽老师的教育心理学",
		"· 更改：刚才那条改成3学时；撤销",
		"· 查询：我还差几次听课；我的进度；我的记录",
		"· 确认秘书代登的记录：对 / 不对",
	}
	helpMidLevel = []string{
		"· 登记：今天给新生上了思政第一课，2学时",
		"· 更改：改成3学时；撤销；我的记录",
	}
	helpDelegate = []string{
		"· 代登：帮林校登记，昨天第3-4节听课，教科院，教育心理学（本人确认后计入）",
	}
	helpOffice = []string{
		"· 督办：谁听课还没够；谁没收到；明天会提醒谁",
		"· 核准补登：对（先列出，再回序号）",
	}
	helpEverybody = []string{
		"· 接待日：下次接待日是谁",
		"· 任何时候回复“帮助”看这一页",
	}
)

// whichOne asks for the number of a record under a list.
func whichOne(verdict string) string {
	switch verdict {
	case ledger.VerdictDeclined:
		return sayWhichDecline
	case ledger.VerdictApproved:
		return sayWhichApprove
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
