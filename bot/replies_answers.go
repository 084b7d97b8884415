package bot

// What the bot says to questions: about the measure, people in charge, receptions, plans, and about what is not done in chat.
const (
	sayEvenWeeks   = "双周是第2、4、6……教学周，从学期第一周数起；双周的周一 15:00-17:00 是校领导接待日，遇节假日顺延（第五条8）。"
	sayThisWeek    = "本周是第%d周，%s。"
	sayPreviewLine = "%s｜%s｜%s"
	sayPreviewSame = "%s｜%s："
	sayAllRules    = "各项任务"

	sayUnitsOf        = "%s：分管 %s；联系 %s"
	sayWhoFor         = "%s：分管 %s；联系 %s"
	sayUnitsSilent    = "%s三个月没有您的记录，方便时走一走。"
	sayNobodyFor      = "%s目前没有登记分管或联系的校领导，请问党委办公室。"
	sayNonparty       = "%s联系的党外人士：%s；联系的民主党派：%s"
	sayNonpartyNobody = "目前没有登记哪位校领导联系党外人士，请在配置里补上 contact_nonparty、contact_party。"
	sayNonpartyDone   = "（%s：%s）"
	sayTellKeeper     = "%s的记录已登记（%s）：\n%s"
	sayNoNonparty     = "%s目前没有登记联系的党外人士，以统战部的安排为准。"

	sayMeasure     = "《%s》（%s）可以数的任务：\n%s\n问“第五条4”这样的条款号看条文。"
	sayNoArticle   = "没有找到%s的条文，请问党委办公室、校长办公室（办法由两办解释）。"
	sayWholeHint   = "回复“全文”看这一条原文。"
	sayWholeOfWhat = "要看哪一条的原文？例如：第五条4全文。"
	sayExempt      = "按现行设置，这一项不要求您；有疑问请问党委办公室。"
	sayDeadline    = "信访事项：收到之日起 15 日内告知是否受理或转到哪里；申诉求决类 60 日内答复，经批准可延长不超过 30 日；对答复不服，30 日内可申请复查。"
	sayLatePolicy  = "活动结束 %d 天内、且学期（学年）没有结束的，直接登记；超过的算补登，由党委办公室核准后计入。"
	sayPrivacy     = "· 留什么：发给我的登记和来信；看不到别的聊天，检举控告和求助的话不保存，不要打卡、定位、照片。\n· 谁看得到：活动记录给本人、代登的秘书和有关办公室；来信原话只给信访专员，承办单位只看不带姓名的摘要。\n· 谁写的信：单独加密保存，查看要写理由并登记，保密件要第二人批准，匿名件不对任何人开启；群里一概不说。\n· 留多久：来信 %d 年，来信人身份办结后 %d 年，登记时说的原话 %d 天，到期删除。\n· 怎么问：回“谁看过”看谁查看过您的来信，回“设为保密”“匿名”随时改；别的请问校长办公室。"

	sayAccess = "活动记录的改动可以查：回复“记录”加编号，例如：记录 HD2026-0001。"

	sayPerson          = "我是登记和查询的助手，不能转人工。"
	sayPersonDoors     = "要找人请走这些渠道："
	sayPersonReception = "校领导接待日可以当面说：下一次是 %s；预约直接说“预约接待”。"
	sayPersonFile      = "要登记的事现在也可以直接告诉我；已经登记的回“催办”，承办单位和信访专员都会收到。"
	sayHowToDelete     = "没有找到您名下这个编号的记录，没有改动。登记过的记录不会抹掉，可以撤销：活动记录回“撤销 HD2026-0001”（编号回“我的记录”看），来信回“撤回 XF2026-0001”（编号回“我的诉求”看），计划回“取消计划”。"

	sayPlanOffer    = "还没到日子，不能登记：\n%s\n要先记为计划吗？回复“好”记下。"
	sayPlansBeside  = "还没办的先不登记：%s。办完说一句就行；要现在记为计划，请单独再发一遍。"
	sayPlanKept     = "已记为计划：\n%s\n到日子办完后回“登记计划”就能登记；不去了回“取消计划”。"
	sayPlanNot      = "好的，没有记。"
	sayPlanNoDay    = "还没办的事可以先记为计划，请说明哪一天、什么事，例如：下周三去文学院听课。"
	sayPlanWhose    = "请说明是哪位领导的计划，例如：帮林校计划下周三去文学院听课。"
	sayNoneDue      = "没有到日子的计划。办过的事直接说一句就能登记，例如：昨天下午去教科院听了两节课。"
	sayNoPlans      = "没有还没办的计划。"
	sayWhichDue     = "办完的是哪一条？请回复序号：\n%s"
	sayWhichUnplan  = "要取消哪一条计划？请回复序号：\n%s"
	sayUnplanned    = "已取消计划：%s"
	sayPlanMoved    = "已改计划（原定 %s）：\n%s\n到日子办完后回“登记计划”就能登记；不去了回“取消计划”。"
	sayPlanChanged  = "已改计划（原为 %s）：\n%s\n到日子办完后回“登记计划”就能登记；不去了回“取消计划”。"
	sayPlanWhich    = "这一天有几条计划，没有改动。请说明是哪一条，例如：下周三的听课改到文学院。\n%s"
	sayWhichMove    = "要改到 %s 的是哪一条计划？请回复序号：\n%s"
	sayNoPlanToMove = "没有找到您说的计划（%s），没有改动任何计划。\n"
	sayNoPlanMeant  = "没有找到您说的%s计划，没有改动。回复“我的计划”看看有哪些。"
	sayPlansHead    = "还没办的计划："
	sayPlanDue      = "（到日子了）"
	sayPlanNumber   = "办完的回复序号即可登记。"
	sayDueNote      = "计划的 %s 到日子了，办完回“登记计划”。"
	sayResearchKept = "已记入%s调研计划，共 %d 项：\n%s"
	sayResearchIs   = "%s调研计划，共 %d 项：\n%s"
	sayItemDone     = "（%s已去调研）"
	sayNoResearch   = "%s还没有调研计划。说一句就能记，例如：今年调研计划：3月去教科院调研课程思政。"
)

// helpHead opens the help of those with a part in the measure, helpHeadPlain that of everybody else; the lists after them say what each role can do,
// in the words that work.
const (
	helpHead      = "我是连心，管联系基层活动和信访件的登记、查询、提醒。直接说话就行："
	helpHeadPlain = "我是连心，有事要反映、想查进度、问接待日，直接说话就行："
)

var (
	helpLeader = []string{
		"· 登记：昨天下午去教科院听了两节课，王丽老师的教育心理学",
		"· 更改：刚才那条改成3学时；不是王丽是王莉；撤销；没说完的回“继续”",
		"· 查询：我还差几次听课；我的进度；进度图；我的记录；这条改过什么",
		"· 确认别人代登的：对 / 不对 / 全部对",
		"· 提醒：本周不再提醒；周四再提醒我；别再提醒我了；恢复提醒；我的提醒设置",
		"· 计划：下周三去文学院听课；今年调研计划：3月去教科院调研课程思政；我的调研计划",
	}
	helpDuty = []string{
		"· 接待、第一课：我什么时候接待；我和谢校换一下11月30号的接待；第一课讲完回“讲了”",
	}
	helpMidLevel = []string{
		"· 登记：今天给新生上了思政第一课，2学时",
		"· 更改：改成3学时；撤销；我的记录",
	}
	helpDelegate = []string{
		"· 代登：帮林校登记，昨天第3-4节听课，教科院，教育心理学，王丽老师（本人确认后计入）",
	}
	helpOffice = []string{
		"· 督办：谁听课还没够；谁没收到；下周会提醒谁；林校的记录",
		"· 排接待：接待安排；11月30号改由谢校接待；预约情况；生成本学期接待安排（看过再发布）",
	}
	helpApprove = []string{
		"· 核准补登回“对”；减免：林校3月1日到5月31日请假，原因：党校学习；减免名单",
	}
	helpFiling = []string{
		"· 反映问题、提建议（请私聊）：直接说事情，可以匿名、保密、发图片，例如：主楼电梯三天两头停",
		"· 跟进：我的诉求；查 XF2026-0001；催办；补充；撤回；满意 / 不满意；谁看过；隐私",
	}
	helpEverybody = []string{
		"· 接待日：下次接待日是谁；第14周谁接待",
		"· 办法：听课有什么要求；第五条；教科院是哪位领导联系的",
		"· 账号：绑定账号（企业微信和钉钉连起来）；首选钉钉；我的账号",
		"· 任何时候回复“帮助”看这一页",
	}
)
