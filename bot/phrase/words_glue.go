package phrase

// What a verb leads to.
const (
	verbGo   = iota + 1 // 去, 到: a place
	verbJoin            // 参加, 召开: a meeting
	verbIn              // 在: a place
)

// linkWords go on to the next thing.
const linkWords = "然后 接着 随后 之后又 后来又 又 还 也 另外 此外 以及 并 并且 再 再有 还有 之后 紧接着 同时 完了又 然后又 然后还 接下来 跟住 仲 其后 会后 课后 听完课 最后 先"

// fixWords say that what follows takes the place of what was said.
const fixWords = "抱歉是 抱歉应该是 不好意思是 哦是 噢是 哦应该是 其实是 实际是 实际上是 准确来说是 看错了 看错课表了 看错 记岔了 搞混了 弄混了 弄错了 弄错 讲岔了 改到 调到 挪到 换到 更准确是 × 那是 算上后面那节是 算上后面是 一共是 不对 啊不 哦不 不不 噢不 呃不 哎不 不是 打错 打错了 说错 说错了 写错 写错了 记错 记错了 搞错了 错了 改一下 更正 更正一下 更正下 应该是 应为 纠正一下 改成 改为 哎打错 口误 不对不对 不系 sorry 讲错 讲错咗 讲错了 唔系 唔对 我说错了 我记错了 我写错了 不对应该是 不对是 更准确地说 准确说是 准确地说 是才对 应该是的"

// shareWords say that what follows holds for everything before.
const shareWords = "都是 全是 均为 均是 都在 全在 均在 都为 都去的 都系 课程都是 分别 各 每次 每天 每回 每场 每次都是 一次 每节 都去"

// fillWords mean nothing.
const fillWords = "顺便 顺道 顺路 啊 嗯 呃 额 哦 噢 唉 哎 喂 诶 欸 哈 嘛 咯 咧 呗 啦 嗯嗯 呃呃 那个啥 就是说 那啥 就是 这个这个 那个那个 嗯那个 吧 呀 哎呀 哎哟 嘞 喔 噉 啫 喇 教学周 校历 那个 这个 然后那个 就那个 对了 话说 反正 那么 那 其实 大概就是 基本上 大约 大概"

// openWords open a text that is kept as it is: opinions, issues, comments.
const openWords = "提出 提了 提到 反映 反映了 会上提出 会上反映 提得最多的是 提的最多的是 反映最多的是 反映最集中的是 最集中的是 说得最多的是 集中在 大家关心的是 意见最大的是 意见 建议 问题 问题有 主要问题 意见建议 主要聊 聊了 主要谈 主要讲 围绕 就 关于 听取 评价 点评 评语 发现 发现了 主要内容 内容 主题 主题是 议题 谈到 说到 讲到 主要意见 反馈 大家提 同学们提 老师们提 学生提 学生反映 教师反映 提的意见 提的问题 提了三个问题 提出的问题 收集到 收集了 收到意见 她建议 他建议 建议学校 希望 审议 审议了 讨论 讨论了 研究 研究了 学习 学习了 总体 整体 感觉 大家反映 师生反映 同学反映 老师反映 他们反映 他们提出 学生们反映 了解到"

// labels are the fields of a filled-in form.
const (
	labelKind = iota
	labelDate
	labelCourse
	labelTeacher
	labelHours
	labelKlass
	labelUnit
	labelPlace
	labelComment
	labelIssues
	labelAudience
	labelHeads
	labelTopic
	labelPeriods
	labelLeader
	labelOther
)

// labelWords name the fields; a colon stands behind them.
var labelWords = [...]string{
	labelKind:     "类型 类别 方式 活动类型 联系方式 形式 活动 活动形式 联系类型 活动类别",
	labelDate:     "日期 时间 听课时间 听课日期 活动时间 活动日期 座谈时间",
	labelCourse:   "课程 课程名 课程名称 听课课程 课名 科目",
	labelTeacher:  "教师 授课教师 任课教师 授课老师 任课老师 主讲教师 上课老师 主讲 授课人 上课教师",
	labelHours:    "学时 课时 听课学时 学时数 课时数 节数 时长",
	labelKlass:    "班级 听课班级 授课班级 上课班级 年级班级",
	labelUnit:     "单位 学院 开课单位 开课学院 所在学院 部门 二级单位 基层单位 联系单位",
	labelPlace:    "地点 教室 上课地点 听课地点 会议地点 活动地点",
	labelComment:  "意见 评价 听课意见 评语 听课评价 点评 建议 总体评价 意见建议 记录 感受",
	labelIssues:   "问题 存在问题 反映问题 发现问题 主要问题 诉求 提出问题",
	labelAudience: "对象 参加对象 参会人员 参加人员 听课对象 座谈对象 与会人员",
	labelHeads:    "人数 参加人数 到会人数 参会人数",
	labelTopic:    "主题 议题 内容 题目 主要内容",
	labelPeriods:  "节次 听课节次 课节",
	labelLeader:   "领导 听课人 校领导 姓名 听课领导 参加领导 填报人",
	labelOther:    "备注 附件 图片 照片 效果",
}
