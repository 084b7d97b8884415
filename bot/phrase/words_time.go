package phrase

// Parts of the day as they are recorded, in the order of the day.
const (
	morning = iota + 1
	noon
	afternoon
	evening
)

// partNames are what a record says; noon is kept apart only to read clock times.
var partNames = [...]string{"", "上午", "中午", "下午", "晚上"}

// partWords are the ways to say a part of the day. Cantonese stands last.
var partWords = [...]string{
	morning:   "上午 早上 清早 一早 大清早 早晨 清晨 凌晨 早间 上半天 早自习 朝早 上昼 早八",
	noon:      "中午 正午 午间 午休 晏昼",
	afternoon: "下午 午后 后晌 下半天 傍晚 下昼",
	evening:   "晚上 晚间 夜里 夜间 当晚 晚自习 夜晚 晚黑",
}

// relativeDays are days counted from today; part is what the word says besides.
var relativeDays = []struct {
	words  string
	offset int
	part   int
}{
	{"今天 今日 今儿 今儿个 今个", 0, 0},
	{"今早 今晨 今天早上 今朝 今朝早 今早上", 0, morning},
	{"今午", 0, noon},
	{"今晚 今夜 今天晚上 今晚上 今晚黑", 0, evening},
	{"昨天 昨日 昨儿 昨儿个 作天 琴日 寻日 噚日 擒日 昨", -1, 0},
	{"昨早 昨晨 琴朝 寻朝", -1, morning},
	{"昨晚 昨夜 昨儿晚上 昨晚上 琴晚 寻晚 噚晚", -1, evening},
	{"前天 前日 前儿 前儿个", -2, 0},
	{"前晚 前天晚上", -2, evening},
	{"大前天 大前日", -3, 0},
	{"明天 明日 明儿 明儿个 听日", 1, 0},
	{"明早 明晨 听朝 听朝早", 1, morning},
	{"明晚 明天晚上 听晚", 1, evening},
	{"后天 后日 后儿", 2, 0},
	{"大后天", 3, 0},
}

// vagueDays name a time without saying which day. They are never guessed at.
const vagueDays = `
最近 近日 近期 近来 前几天 前些天 前两天 前些日子 前阵子 前一阵 前一阵子 前段时间 前一段时间 这几天 这两天 那天 那几天 有一天 某天 某日 日前 早些时候 早前 之前 以前 先前 头几天 几天前 好几天前 前排 呢排
上月 上个月 上上个月 这个月 本月 这月 月初 月中 月底 月末 上旬 中旬 下旬 年初 年中 年底 年末 年前 年后 上半年 下半年 期初 期中 期末 开学初 学期初 学期中 学期末 学期末了
开学那阵子 开学那阵 开学那会 开学那会儿 开学那几天 刚开学那会 开学前 开学后 开学前后 刚开学 开学以来 期中考试前 期中考前 期中考试后 期末考前 放假前 放假后 收假后 节前 节后 假期 假期里 假期中 假期前 假期后 放假期间 小长假 长假
寒假 寒假前 寒假里 寒假期间 暑假 暑假前 暑假里 暑假期间 上礼拜 上星期 上周 上个星期 上个礼拜 上个周 这周 本周 这星期 这礼拜 这个星期 这个礼拜 本星期 周内 上上周 上上个星期 上上个礼拜 大上周 上两周 前两周 前一周
周末 上周末 这周末 上个周末 这个周末 本周末 双休日 上星期末 毕业前 毕业季 校庆期间 考试周 去年底 去年年底 今年初 今年年初
`

// comingDays are as vague, but lie ahead.
const comingDays = `
下周 下星期 下礼拜 下个星期 下个礼拜 下下周 过几天 过两天 改天 过阵子 下个月 下月 下下个月 下周末 下个周末 近期内 下一周 过段时间 月底前
`

// holiday is a day or a run of days that people count from.
type holiday struct {
	words      string
	name       string // as the calendar names the run; "" for days on which people work
	month, day int    // the day itself, or for moving feasts about where it lies
	moving     bool   // the day follows the moon: it is known only from the calendar
}

var holidays = []holiday{
	{"元旦 元旦节 新年元旦", "元旦", 1, 1, false},
	{"春节 过年 农历新年", "春节", 2, 5, true},
	{"妇女节 三八节 三八妇女节 女生节", "", 3, 8, false},
	{"植树节", "", 3, 12, false},
	{"清明 清明节", "清明", 4, 5, true},
	{"五一 五一节 劳动节 五一劳动节 五一假期 五一小长假 五一长假 51节", "劳动节", 5, 1, false},
	{"青年节 五四 五四青年节", "", 5, 4, false},
	{"护士节", "", 5, 12, false},
	{"儿童节 六一 六一儿童节", "", 6, 1, false},
	{"端午 端午节", "端午", 6, 10, true},
	{"七一 建党节", "", 7, 1, false},
	{"八一 建军节", "", 8, 1, false},
	{"教师节", "", 9, 10, false},
	{"中秋 中秋节", "中秋", 9, 25, true},
	{"国庆 国庆节 十一 十一假期 十一长假 国庆长假 国庆假期", "国庆", 10, 1, false},
	{"记者节", "", 11, 8, false},
	{"国家公祭日", "", 12, 13, false},
	{"圣诞 圣诞节", "", 12, 25, false},
}

// termWords name a whole stretch of time. Numbers are offsets in that unit from the one that holds today.
var termWords = []struct {
	words  string
	unit   termUnit
	offset int
}{
	{"本学期 这学期 这个学期 今学期 今个学期 当前学期 呢个学期 本期", unitTerm, 0},
	{"上学期 上个学期 前一学期 上一学期 上一个学期", unitTerm, -1},
	{"下学期 下个学期 下一学期", unitTerm, 1},
	{"本学年 这学年 这个学年 今学年 当前学年", unitYear, 0},
	{"上学年 上个学年 上一学年 去学年", unitYear, -1},
	{"今年 本年 本年度 今年度 今年内", unitCalendar, 0},
	{"去年 上年 旧年 去年度 上年度", unitCalendar, -1},
	{"前年", unitCalendar, -2},
	{"明年", unitCalendar, 1},
	{"秋季学期 上半学年 第一学期", unitAutumn, 0},
	{"春季学期 下半学年 第二学期", unitSpring, 0},
}

// afterHoliday and its like follow the name of a holiday.
const (
	lastWords  = "最后一天 假期最后一天 收假前一天 假期末尾那天 收尾那天"
	eveWords   = "放假前一天 放假前最后一天 放假前一日 前一天 前一日 前头一天 头一天 前最后一天 前最后一个工作日 假前最后一天 前夜 放假前那天 前那天"
	afterWords = "收假头一天 收假后头一天 收假回来第一天 收假后的第一天 后头一个工作日 放完假头一天 复工第一天 复课第一天 后复课第一天 返校头一天 后上班头一天 上班第一天 过完第一天 假后第一天 假后头一天 后第一个上课日 后第一个教学日 后第一天上班 后第一天上课 后第一天返校 后第一天回来 后第一日 后首日 后首个工作日 后首个上班日 后第一天 后第一个工作日 假期后第一天 收假第一天 后上班第一天 后一天 返校第一天 后第一个上班日 放假回来第一天 放假回来后第一天 回来第一天 假期回来第一天 节后第一天 长假后第一天 后回来第一天 后回校第一天 放完假回来第一天 后开工第一天 放完假第一天 后头一天 收假后第一天 假期后一天 放假后第一天 后的第一天 后复工第一天"
	onWords    = "当天 当日 那天 这天 节当天 假期第一天 放假第一天 期间第一天"
	aboutWords = "前夕 前后 期间 放假期间 放假前 放假后 假期期间 假期前 假期后 假期里 假期 后第一周 前一周 后一周 后的第一周 前的那周 那周 那几天 前几天 后几天 后没几天 前些天 前不久 前 后 之前 之后 以前 以后 过后 放假 收假后 前那周 那阵子 前两天 后两天 返校后"
)
