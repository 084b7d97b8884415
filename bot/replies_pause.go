package bot

// What the bot says about reminders that somebody wants to rest.
const (
	sayPaused   = "好的，先不发完成情况一类的提醒，%s起恢复；那时还没完成的，补上一条。"
	sayAgainOn  = "好的，%s再提醒您%s：还没完成的一条说全，都完成了就不提了。在那之前不发完成情况一类的提醒。"
	sayMuted    = "好的，完成情况一类的提醒都停了，包括还差什么、待确认和第一课。想看进度回“我的进度”。"
	sayGoesOn   = "照常提醒的：接待日当班和接待登记、信访和问题的期限；别人替您登记的，还会当场请您确认。要恢复回“恢复提醒”。"
	sayResumed  = "已恢复提醒。停着时没有发、现在还没完成的，稍后补上一条。"
	sayNotToday = "（当天不另发）"

	sayNoWorkday    = "（%s不发提醒，顺延）"
	sayNotPaused    = "提醒没有停，照常发。回“我的提醒设置”看什么时候发。"
	sayLeftForLater = "好的，先放着。没说完的，半小时内直接接着说，之后回“继续”。"

	sayPauseOther = "%s的提醒由本人设置，请本人说一声，例如：本周不再提醒。接待日当班的提醒谁都不能停。"
	sayPauseDuty  = "接待日当班、接待登记，信访和问题的期限，这些提醒不能停，办完自动停止。接待日不能到场请换班，例如：我和谢校换一下11月30号的接待。\n别的提醒可以停：回“别再提醒我了”或“本周不再提醒”。"

	sayRemindersOn   = "您的提醒照常发，没有停。"
	sayRemindersRest = "您的提醒从%s起停着，%s恢复。"
	sayRemindersOff  = "您的提醒从%s起停着，直到您回“恢复提醒”。"
	sayTimesLeader   = "时间按学校统一的安排，不能单独改：\n· 完成情况：学期里几个周三 10:00，每周最多一条，一条说全\n· 待确认：周五 16:00\n· 接待日当班：三个工作日前 9:00、前一个工作日 16:00、当天 14:30（不能停）\n· 信访和问题的期限：工作日 8:50（不能停）"
	sayTimesOthers   = "时间按学校统一的安排，不能单独改：\n· 第一课：七天前和前一天 9:30\n· 信访和问题的期限：工作日 8:50（不能停）"
	sayTimesQuiet    = "%s到%s、周末和节假日不发（当天的接待除外）。"
	sayHowToPause    = "可以回：本周不再提醒；周四再提醒我；别再提醒我了；恢复提醒。"
)

// The words by which somebody steers his reminders; they may stand anywhere in a message that is about them.
var (
	wordsPauseState = []string{"提醒设置", "提醒状态", "什么提醒", "哪些提醒", "提醒是什么", "提醒停了吗", "还会提醒", "提醒开着", "提醒怎么设", "什么时候提醒", "设置"}
	wordsUnpause    = []string{"恢复提醒", "可以提醒", "继续提醒", "重新提醒", "开始提醒", "提醒恢复", "恢复", "打开提醒", "开启提醒", "重新打开", "取消静音", "解除静音", "取消暂停", "提醒打开", "打开", "开启"}
	wordsSilence    = []string{"暂停", "停到", "停一停", "先停", "停几天", "停一下"}
	wordsNeverRest  = []string{"接待", "值班", "信访", "超期", "逾期", "到期", "期限", "办件"}
	wordsHours      = []string{"晚上", "半夜", "周末", "节假日", "开会期间", "点后", "点以后", "中午", "早上", "太密", "一次"}
	wordsRemind     = []string{"提醒", "催", "叫", "喊", "通知", "告诉", "找我", "响", "戳"}
)
