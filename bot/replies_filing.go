package bot

// What the bot says to those who file a case and follow it (Art. 5.7). No sentence repeats a word of a case; numbers, categories, units, days and stages are
// all that is said.
const (
	// Before a case is registered.
	sayHowToFile     = "直接说事情就行，例如：主楼电梯三天两头停。想匿名或保密就一起说，也可以发图片。登记后给您编号和答复日期。"
	sayFilingHead    = "准备登记：%s。"
	sayPlaced        = "%s，建议由%s办理"
	sayPlacedOfficer = "%s，由信访专员定办理单位"
	sayLevels        = "请选一种方式，回复序号就登记：\n" +
		"1 公开实名：信访专员能看到您是谁，您同意后办理单位可以联系您，办得最快\n" +
		"2 对承办单位保密：信访专员要写明理由、经第二人批准才能看到您是谁，办理单位看不到；核实会慢一些\n" +
		"3 匿名：谁都看不到您是谁，只能在这里问您、答复您；缺了情况可能查不实"
	sayLevelHints       = "类别不对回“改”加类别，不登记回“算了”。"
	sayLevelAgain       = "请回复 1 公开实名、2 对承办单位保密、3 匿名；不登记回“算了”。"
	sayWordsAdded       = "这段话已加进同一件（别的事请等这件登记后再说）。"
	sayTakenUp          = "接着刚才的。"
	saySomethingDropped = "好的，没有登记，内容没有保存。"
	sayWhichCategory    = "没有找到这个类别或单位。可以回“改”加下面的一个：\n"
	saySeveral          = "听起来是 %d 件事：\n%s\n"
	saySeveralYes       = "分开登记请回复“好”。"
	sayOneCase          = "其实是一件事请回复“合成一件”。"
	sayAlikeOwn         = "您有一件相近的还在办：%s。\n1 催办它\n2 把这段话补充进去\n3 另外登记一件\n请回复序号。"
	sayAlikeAgain       = "请回复 1 催办、2 补充进去、3 另外登记；不登记回“算了”。"
	sayAlikeOther       = "已有 %d 人反映相近的事（%s，%s）。\n1 附议：附议的人不公开，结果同样告诉您\n2 另外登记一件\n请回复序号。"
	sayJoinAgain        = "请回复 1 附议、2 另外登记；不登记回“算了”。"

	// Other ways.
	sayOutOfRemit     = "这件事好像不归学校办。校外的公共服务和纠纷可打 12345，消费纠纷打 12315，人身财产安全打 110。"
	sayLegalChannel   = "这件事有专门的法定途径，请留意期限：\n%s\n向学校反映不停止这些期限。"
	sayRoute          = "%s：找%s"
	sayRouteLimit     = "（%s）"
	sayRouteToo       = "另有法定途径，期限照算：%s"
	sayRegisterAnyway = "仍要学校登记并答复，请回复“登记”。"

	// Pictures.
	sayNoPicture    = "这里目前收不了图片和文件，请用文字说明。"
	sayPictureMark  = "没有收到图片本身，请直接发图片，或用文字说明。"
	sayPictureLost  = "图片没有取到，请再发一次，或用文字说明。"
	sayPictureFirst = "图片收到了。请说一句是什么事；是补充以前的件，回“补充”加一句话。"
	sayPictureKept  = "图片收到了（共 %d 张），登记时附上。"
	sayWithPictures = "附图片 %d 张。"
	sayAddToWhich   = "补充到哪一件？请回“补充”加编号：\n%s"

	// The receipt.
	sayFiled           = "已登记 %s（%s，%s）。"
	sayUnitSuggested   = "建议由%s办理；"
	sayOfficerSorts    = "由信访专员定办理单位；"
	sayPromise         = "%s 前告知您怎样办理。"
	sayFollows         = "接续已办结的 %s。"
	sayHowToFollow     = "查进度回“查 %s”；也可回“催办”“补充”“撤回”。"
	sayHowToFollowOpen = "查进度回“查 %s”；也可回“催办”“补充”“撤回”“设为保密”。"
	sayFiledLine       = "%s %s"
	sayFiledMany       = "已登记 %d 件（%s）：\n%s\n%s 前告知您怎样办理。回“我的诉求”看进度，催办、补充、撤回请带编号。"

	// Letters.
	sayLetterFiled   = "您的来信已登记，编号 %s（%s），%s 前告知您怎样办理。回信请保留主题里的编号，内容会加进同一件。"
	sayLetterAdded   = "您的来信已加进 %s，%s 前答复您。"
	sayLetterDropped = "有 %d 个附件没有收：只收 JPEG、PNG、GIF、WebP 图片和 PDF，每个不超过 10 MB。"

	// Following.
	sayNoCases        = "还没有您的来信。直接说事情就能登记，例如：主楼电梯三天两头停。"
	sayCases          = "您有 %d 件在办，回复序号看详情：\n%s"
	sayWhichCase      = "%s哪一件？请回复序号：\n%s"
	sayCaseLine       = "%s｜%s｜%s来信｜%s"
	sayCaseHead       = "%s｜%s｜%s｜%s"
	sayCaseJoined     = "%s｜%s｜%s"
	sayNextWord       = "承诺 %s 前%s"
	sayReviewIs       = "%s意见：%s。%s"
	sayCanUrge        = "可以回复：催办、补充、撤回。"
	sayCanUrgeOnly    = "可以回复：催办、补充。"
	sayCanRate        = "请回复“满意”“基本满意”或“不满意”；对答复不服，可在 %s 前回“申请复查”加理由。"
	sayCanReview      = "对答复不服，可在 %s 前回“申请%s”加理由。"
	sayUrged          = "已催办 %s，承办单位和信访专员都收到了，期限 %s。"
	sayUrgedLate      = "已经超期，列入督办。"
	sayAddWhat        = "请说要给 %s 补充什么，也可以发图片。"
	sayAddThis        = "要把这句补充进 %s 吗？回复“补充”加进去。"
	sayAddedTo        = "已补充到 %s（第 %d 次），信访专员会看到。"
	sayFollowNew      = "%s 现在是“%s”，不能再补充。作为新的一件登记并注明接续它，请回复“好”。"
	sayAmended        = "%s 已改为：%s。"
	sayAskWithdraw    = "撤回 %s 吗？撤回后不再办理，登记保留备查。回复“对”撤回，“不”保留。"
	sayWithdrawn      = "已撤回 %s。以后想再反映，直接说就行。"
	sayHidden         = "%s 已设为对承办单位保密：以后只有信访专员经第二人批准才能看到您是谁。"
	saySomethingKept  = "好的，没有改动。"
	sayMadeAnonymous  = "%s 已设为匿名：以后谁都看不到您是谁，有事只在这里问您、答复您。"
	sayAllowed        = "已记下：信访专员认为确有需要时，把 %s 的联系方式提供给承办单位；每次查看都有登记。"
	sayOwnAlready     = "这就是您自己的 %s，可以催办或补充，不用附议。"
	sayNothingToJoin  = "没有找到在办的同样的事。请直接说是什么事，我来登记。"
	sayJoined         = "已附议 %s，现在共 %d 人反映。附议的人不公开；查进度回编号即可。"
	sayNeverOpener    = "公开程度只能改得更严，不能改回去。"
	sayJoinedOnly     = "您附议的件由来信人催办、补充和评价；回“我的诉求”看进度。"
	saySeen           = "%s 的查看记录（只列身份和日期）：\n%s"
	saySeenLine       = "%s %s %s"
	saySeenText       = "看了内容"
	saySeenName       = "查看了您的身份"
	saySeenNobody     = "还没有人看过 %s 的内容，也没有人查看您的身份。"
	saySeenNobodyOpen = "没有人查看过您的身份。%s 是公开实名，内容由信访专员和承办单位办理，不逐次登记。"

	// Rating and after.
	sayAskSolved    = "问题解决了吗？请回复“是”“部分”或“否”。"
	sayAskWhy       = "愿意的话说说哪里不满意，只有信访专员看得到；不说也可以。"
	sayRatedWell    = "谢谢评价，%s 已办结。"
	sayRatedRework  = "抱歉没有办好。%s 换一位同志重新办理，%s 前再答复您。"
	sayRatedReview  = "已记下，%s 已列入督办。仍不服的，可在 %s 前向%s申请复查，回“申请复查”加理由。"
	sayExplained    = "记下了，谢谢；原因只有信访专员看得到。"
	saySolved       = "记下了，谢谢。"
	sayAskGrounds   = "请说申请 %s %s的理由（例如哪一点与事实不符），%s 前都可以提出。"
	sayReviewAsked  = "%s 的%s申请已提出，由%s办理，%s 前出具书面意见。"
	sayReviewAbove  = "复查单位的上一级"
	sayTreatedWell  = "谢谢，记下了。以后有情况随时告诉我。"
	sayTreatedBadly = "谢谢告诉我们，已经转给信访专员，只有他看得到。也可以走这些渠道：\n%s"
)
