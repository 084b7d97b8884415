package bot

// What the bot says to offices, handlers and leaders about cases (Art. 5.7). No sentence repeats a filer's words but to the officers.
const (
	sayCaseDone     = "%s：%s。"
	sayCaseNow      = "现在：%s"
	sayCaseDue      = "｜%s期限 %s"
	sayCaseNext     = "接着可以回：" // orders follow
	sayCaseHow      = "请说明要怎么办，例如：受理 XF2026-0042；交办 XF2026-0042 后勤处，5个工作日。"
	sayOneByOne     = "一次办一件，没有办。请一件一件说，从 %s 开始。"
	sayCaseSameUnit = "%s 已经在%s办理，期限 %s，没有变动。要改期限请写明天数；催办说“督办”。"
	sayReplyWhich   = "没听懂要改哪一部分，内容没有变。请写明，例如：完成时间改成11月20日；联系人：李科长 2716000。\n"
	sayCaseNone     = "没有找到您说的那一件。请带上编号，例如：看 XF2026-0042；也可以回“待办”看有哪些。"
	sayCaseWhich    = "是哪一件？请带上编号再说一遍。"
	sayCaseDropped  = "好的，没有办。"
	sayShownOnce    = "这条回复已经显示过一次，不再保留。没有看到的，请把刚才的话再说一遍。"

	sayCaseSummary     = "摘要：%s"
	sayCaseUnwritten   = "还没有写"
	sayCasePlace       = "地点：%s"
	sayCaseDoor        = "来源：%s"
	sayCaseFollows     = "接续：%s"
	sayCaseSealed      = "原话和身份的密钥打不开，请联系系统管理员。"
	sayCaseWords       = "原话：%s"
	sayCaseNoPictures  = "%s 没有附图片。"
	sayCasePicturesNot = "这个平台还不能发图片，请在企业微信里回“看图”。"
	sayCasePictures    = "%s 的 %d 张图片随后发来，请勿转发。"
	sayCaseOther       = "其余 %d 个附件（PDF、动图等）聊天里发不了。"
	sayCasePicture     = "%s 的第 %d 张图片没有发成，请再回一次“看图”。"
	sayCaseAdded       = "补充：%s"
	sayCaseWhy         = "评价理由：%s"
	sayCaseGrounds     = "申请复查、复核的理由：%s"
	sayCaseAbout       = "反映对象：%s"
	sayCaseUnits       = "承办：%s"
	sayCaseTold        = "告知：%s，%s"
	sayCaseReturn      = "%s退回理由：%s"
	sayCaseExtension   = "延期：%d天，%s（%s）"
	sayCaseChased      = "督办：%s，%s"
	sayCaseLimit       = "期限：%s %s"
	sayCaseLimits      = "期限：%s 法定 %s，内部 %s"
	sayCaseAnswer      = "答复："
	sayCaseDraft       = "待核对的答复（%s）：%s"
	sayCasePart        = "%s的协办意见：%s"
	sayCaseReviewed    = "%s意见：%s。%s"
	sayCaseRated       = "评价：%s；解决了吗：%s"
	sayCourse          = "经过："
	sayCourseLine      = "%s %s %s"

	sayCourseAssigned = "交%s办理，%s前"

	sayQueueHead   = "%s %d 件（逾期 %d，督办 %d）："
	sayQueueNone   = "没有%s的信访件。"
	sayQueueMore   = "……另有 %d 件；可以回“逾期件”“快到期”，或在前面加单位，例如“后勤处逾期件”。"
	sayQueuePick   = "回序号看一件。"
	sayQueueLate   = "%s %s（已逾期）"
	sayQueueDue    = "%s %s"
	sayQueueTotals = "在办信访件 %d 件，其中逾期 %d 件、督办 %d 件。"

	sayCaseNoUnit      = "请写明交给哪个单位，例如：交办 后勤处，财务处协办，5个工作日。"
	sayCaseInside      = "%s是校内单位，请用“交办”；“转送”是转给校外有权处理的机关。"
	sayAskSummary      = "%s 还没有摘要。请回一句中性摘要（不写姓名、电话、学号、房号），写好就转给单位；不办了回“算了”。"
	sayMergeHow        = "请写明哪一件并入哪一件，例如：XF2026-0043 并入 XF2026-0042。"
	sayMergeAsk        = "把 %s 并入 %s，来信人都会收到办理结果。回复“对”并案，“不”不办。"
	sayMergeStage      = "%s 现在是“%s”，不能并案。"
	sayCaseTarget      = "请写明反映的是谁或哪个单位（用全名），例如：反映对象 后勤处。写明后，当事人和所在单位看不到这一件。"
	sayCaseWhat        = "请写明改成什么。类别有：%s；性质有：建议意见、申诉求决、咨询求助。"
	sayCaseEnded       = "这件已经终结。"
	sayCaseEndHow      = "终结不用单独登记：登记复核意见后自动终结，例如：复核意见 维持：内容。"
	sayCaseLevel       = "公开程度由来信人决定，只能更保密，不能改成公开。"
	sayCaseWhichReview = "这件现在是“%s”，请用对应的“复查意见”或“复核意见”登记。"
	sayOrderBare       = "请抓紧办理"
	sayLeaderTakes     = "信访件由承办单位办理、信访专员交办。您可以批示，例如：批示 %s：请三天内解决；批示会列入督办并转告承办单位。"
	sayNothingAsked    = "这件没有等您批准或核对的事项。"
	sayPleas           = "有 %d 项等您决定："

	sayLookWhy     = "请写明查看 %s 来信人身份的理由（会登记备查）。不看了回“算了”。"
	sayLookAsked   = "%s 是保密来信，已请另一位同志批准；批准后三天内回“谁反映的”加编号查看一次。"
	sayLookWaits   = "%s 查看身份的申请还在等另一位同志批准。"
	sayLookShown   = "%s 的来信人：%s。\n只显示这一次，已登记备查。请勿转发，也不要告诉承办单位。"
	sayLookNobody  = "没有留下姓名和联系方式"
	sayLookOnce    = "身份只显示一次，不再保留。没有看到的，请重新申请。"
	sayLookWay     = "来信人是谁只有信访专员写明理由才能查看。确需联系来信人的，请告诉信访专员：来信人同意后，可以把联系方式转给承办单位；要了解情况，也可以请信访专员转问。"
	sayLookGranted = "%s 查看来信人身份的申请已批准，三天内回“谁反映的”加编号查看，只显示一次。"
	sayLookDenied  = "%s 查看来信人身份的申请没有批准。"
	sayLookLet     = "已批准 %s 的身份查看申请，对方只能查看一次。"
	sayLookNotLet  = "没有批准 %s 的身份查看申请，已告诉申请人。"

	sayReplyCheck  = "%s 的答复将这样发给来信人：\n%s\n没有问题请回“对”；要改直接写，例如：措施：……；不发了回“算了”。"
	sayReplyLacks  = "已读到：\n%s\n还缺：%s。请补上（可以一次写全）；不办了回“算了”。"
	sayReplyHollow = "这样的答复没有说清情况和措施，没有发给来信人（只写“请联系某处”不算答复）。还缺：%s。请写明查到什么、怎么处理、什么时候、找谁，以及结论是支持、解释还是不支持。"

	sayEntered       = "已登记 %s（%s，%s）"
	sayEnteredUnit   = "，建议交%s"
	sayOtherCategory = "其他"
	sayBehalfOwn     = "这是您自己的来信，请直接说，不用代办。"
	sayBehalfText    = "请写明要补充的内容。"
)

// What the help says about cases and issues: one line of each for the first page, the rest on pages of their own (帮助信访件, 帮助问题).
const (
	helpCaseHead  = "信访件这样办（编号换成您的；刚看过的那一件可以不写编号）："
	helpIssueHead = "问题清单这样办（编号换成您的；刚看过的那一个可以不写编号）："
)

var (
	helpCaseLine = map[string]string{
		deskOfficer:  "· 信访件：待办；待告知；逾期件；看 XF2026-0042（受理、交办等回“帮助信访件”）",
		deskUnit:     "· 信访件：待办；看 XF2026-0042；签收；答复（怎么写回“帮助信访件”）",
		deskOffice:   "· 信访件：待办；逾期件；看 XF2026-0042（更多回“帮助信访件”）",
		deskInCharge: "· 信访件：待办；看 XF2026-0042；批示 XF2026-0042：请三天内解决（更多回“帮助信访件”）",
	}
	helpIssueLine = []string{
		"· 问题：登记活动后回“转问题”；问题清单（办理、移交等回“帮助问题”）",
	}

	helpCaseFind = []string{
		"· 找：待办；逾期件；快到期；看 XF2026-0042（也可以说“看42号”）；看图 XF2026-0042",
	}
	helpOfficer = []string{
		"· 找：待办；待告知；逾期件；快到期；后勤处逾期件；看 XF2026-0042（也可以说“看42号”）；看图 XF2026-0042",
		"· 告知来信人：受理 42号；交办 42号 后勤处，财务处协办，5个工作日；43号 并入 42号",
		"· 不归学校办：转送 42号 市教育局；不属于本单位 42号 请找社区居委会；导入法定途径 42号 劳动仲裁，一年内申请",
		"· 办理：摘要 42号 宿舍热水不足；类别 42号 后勤-食堂；改派 42号 基建处；督办 42号；延期 42号 15天，配件没到；办结 42号；回避 42号",
		"· 定性：性质 42号 申诉求决；列为重大 42号；反映对象 42号 后勤处",
		"· 复查复核：复查意见 42号 维持：理由；复核意见 42号 变更：理由；听证开始 42号；听证结束 42号",
		"· 身份：谁反映的 42号（写明理由；保密件要另一人同意）；转联系方式 42号（来信人同意后）",
		"· 其他来源：登记来访：来访人张三，电话13800000000，反映宿舍热水不足；上级转办 省教育厅 文号：内容；代评价 42号 满意",
	}
	helpHeadOf = []string{
		"· 批准延期、查看身份：同意 42号 / 不同意 42号",
	}
	helpHandler = []string{
		"· 收到：签收 42号；不归本单位：退回 42号 理由（5个工作日内）；来不及：延期 42号 15天，配件没到",
		"· 答复：答复 42号 经查热水器主板损坏，已于11月18日更换，联系人王科长 2716000，支持（结论：支持、解释、不支持）",
	}
	helpCheck = []string{
		"· 核对别人写的答复：核对通过 42号 / 核对退回 42号 理由",
	}
	helpSees = []string{
		"· 登记来访：来访人张三，电话13800000000，反映宿舍热水不足",
	}
	helpInCharge = []string{
		"· 批示 42号：请三天内解决（列入督办，转告承办单位）；同意延期 42号；与本人有关的：回避 42号",
	}
	helpIssues = []string{
		"· 列入：登记活动后回“转问题”；查看：问题清单；看 WT2026-0001",
		"· 办：办理 WT2026-0001 已派人查看；计划 WT2026-0001 12月20日前更换；解决 WT2026-0001 空调已换新；移交 WT2026-0001 基建处",
		"· 提请会议：议题候选 WT2026-0001；两办登记：上会 WT2026-0001 党委会 12月1日；结果 WT2026-0001 同意更换",
	}
)
