package phrase

import "lianxin/config/policy"

// kinds are the activities in the order in which a stronger one swallows a weaker one of the same event: a forum held on a visit is a forum.
var kinds = [...]policy.Kind{
	policy.ObserveClass, policy.OrgLife, policy.FirstLesson, policy.RetireeBrief, policy.NonpartyTalk, policy.NonpartyEvent, policy.Consultation, policy.Ideology,
	policy.ReceptionDay, policy.Forum, policy.Research, policy.Visit,
}

// Indexes of kinds.
const (
	kObserve = iota
	kOrg
	kFirst
	kRetiree
	kTalk
	kEvent
	kConsult
	kIdeology
	kReception
	kForum
	kResearch
	kVisit
	kindCount
)

// kindWords name an activity by themselves. text is the subkind, form, meeting or event that the word says besides.
var kindWords = []struct {
	kind  int32
	text  string
	words string
}{
	{kObserve, "", "听课 听评课 听了课 听的课 听过课 听完课 随堂听课 推门听课 推门课 推门听 随堂听 旁听 旁听了 旁听课 观摩课 听课观摩 看课 听课听 进课堂听 进班听课 进教室听课 听堂课 听公开课 听了公开课 观课 听示范课 跟班听课"},
	{kOrg, "支部党员大会", "支部党员大会 党员大会 支部大会"},
	{kOrg, "支委会", "支委会 支部委员会 支委扩大会 支委会议"},
	{kOrg, "党小组会", "党小组会 党小组会议 党小组学习 党小组活动"},
	{kOrg, "党课", "党课 微党课 专题党课 廉政党课 党课报告"},
	{kOrg, "主题党日", "主题党日 主题党日活动 党日活动 党日 主题党日学习"},
	{kOrg, "组织生活会", "组织生活会 专题组织生活会 组织生活 组织生活会议 民主评议 民主评议党员 双重组织生活"},
	{kOrg, "民主生活会", "民主生活会 班子民主生活会 党委班子民主生活会 专题民主生活会 民主生活"},
	{kOrg, "", "支部生活 支部生活会 支部活动 支部的活动 支部会 支部会议 支部的会 支部学习 支部的学习 支部学习会 支部集体学习 三会一课 党支部活动 党支部会议 党支部学习 支部换届 支部换届大会 支部换届选举 理论学习会 党员活动 党建活动"},
	{kFirst, "", "思政第一课 开学第一课 新学期第一课 第一课 新生第一课 书记第一课 校长第一课 院长第一课 开学思政第一课 思政大课 思政开学第一课"},
	{kRetiree, "", "学校情况通报会 校情通报会 情况通报会 通报学校发展情况 通报学校情况 通报校情 通报了学校发展情况 通报了学校情况 通报了校情 发展情况通报会 工作通报会 通报学校工作 通报了学校工作 通报情况 通报了情况 校情通报 开通报会 开个通报会 开情况通报会 开校情通报会"},
	{kTalk, "", "党外谈话 党外人士谈话 与党外人士谈话"},
	{kEvent, "", "统战活动 统一战线活动"},
	{kConsult, "教代会", "教代会 教职工代表大会 二级教代会 教职工大会 双代会 教代会代表团 全体教职工大会"},
	{kConsult, "学代会", "学代会 学生代表大会 研代会 团代会 团学代会"},
	{kConsult, "听证会", "听证会 听证"},
	{kConsult, "征求意见", "征求意见会 征求意见 意见征求会 意见征询会 征询意见 征求了意见 征集意见 征集意见会 专题征求意见"},
	{kConsult, "职代会", "职代会 工代会 工会会员代表大会 职工代表大会"},
	{kIdeology, "舆情研判会", "舆情研判会 舆情研判 舆情会商 舆情分析会 舆情会 舆情分析研判会"},
	{kIdeology, "意识形态研判", "意识形态研判 意识形态研判会 意识形态分析研判 意识形态分析研判会 意识形态会 意识形态专题会 意识形态工作会 意识形态工作会议 意识形态联席会 意识形态工作 意识形态 意识形态座谈 意识形态专题研究"},
	{kIdeology, "研判会", "研判会 思想动态研判 思想动态分析会 师生思想动态研判 思想状况分析会 思想动态分析"},
	{kReception, "", "接待日 校领导接待日 领导接待日 当班接待 值班接待 接待日值班 接访 接待来访 接待了来访 接待群众来访 校长接待日 书记接待日 接访日 接待值班"},
	{kForum, "", "座谈会 座谈 座谈交流 座谈了 恳谈会 恳谈 交流座谈会 见面会 茶话会 面对面 面对面交流 交流会 书记下午茶 校长下午茶 下午茶 师生面对面 午餐会 谈心会 意见听取会 集体座谈 座淡 座谈会议 圆桌会 校长面对面 书记面对面 校长有约 书记有约 有约活动 工作交流会 调研座谈 调研座谈会 坐下来谈 坐下来聊"},
	{kResearch, "", "调研 专题调研 调查研究 蹲点调研 实地调研 调研了 走访调研 现场办公 现场办公会 考察调研 调研走访 实地考察 考察 摸底 调研考察 基层调研"},
	{kVisit, "", "走访 走访了 走访慰问 看望 看望了 慰问 慰问了 探望 探望了 巡课 巡查 巡查了 巡堂 巡考 巡视 巡考场 查看 查看了 视察 查课 查寝 查宿舍 检查宿舍 转了转 走了走 走一走 走走 走一圈 走了一圈 转了一圈 转一圈 转转 看了看 看了一圈 看了一下 看一圈 转悠 巡了一圈 巡了一遍 走了一遍 看了一遍 家访 下寝室 下宿舍 进宿舍 走进宿舍 深入宿舍 入户 入宿舍 走访宿舍 巡楼 看一下情况 实地查看 实地走访 行咗一圈 行了一圈 行了个圈 行咗圈 探访 探访了 慰问走访"},
}

// courseless are classes of courses rather than courses; they are noted and the course is asked.
const courseless = "思政课 专业课 理论课 实验课 公共课 选修课 必修课 体育课 实训课 公开课 示范课 通识课 实践课 网课 线上课 晚课 早课 大课 小班课 新课 好课 老教师的课 一线课 研究生课 本科生课 专业基础课 专业核心课 党校课 公选课 双语课"

// hintWords may mean an activity; the rest of the sentence decides.
var hintWords = []struct {
	kind  int32
	words string
}{
	{kObserve, "听 听了 听的 听完 听完了 听过 去听 去听了 来听 还听 也听 又听 听课了 观摩 观摩了 听着 听下 听了一下 跟听"},
	{kTalk, "谈话 谈了话 谈心 谈心谈话 谈了一次 谈了次 谈了谈 谈了 谈 面谈 约谈 约谈了 交心 谈心交流 沟通 沟通了 谈了心 倾谈 倾计 谈一次"},
	{kForum, "聊 聊了 聊了聊 聊聊 聊天 聊了会 聊了一会 聊了会儿 聊了几句 交流 交流了 交流了一下 听取意见 听取了意见 听取建议 听意见 听了意见 听取 听取了 倾偈 讨论"},
	{kVisit, "吃饭 吃了饭 共进午餐 共进晚餐 用餐 就餐 一起吃 吃午饭 吃晚饭 吃了午饭 吃了顿饭 共进早餐 食饭 食晏 检查 检查了 督查 督导 了解情况 了解 了解了 体验 看 看了 看过 参观 参观了 深入 走 走了 转 转了 到访 指导 指导了 督促 下到"},
	{kOrg, "支部的会 支部 党支部 党总支 总支 党小组 教工支部 学生支部 机关支部"},
	{kRetiree, "通报 通报了 通报会 介绍学校情况 介绍了学校情况 介绍学校发展 通气会"},
	{kReception, "接待 接待了 来访 当班 值班"},
	{kConsult, "审议 表决 审议了 讨论通过 代表大会"},
	{kFirst, "思想政治理论课 上思政课 讲思政课 讲授思政课 上了思政课 讲了思政课 讲形势与政策课 上形势与政策课 讲授形势与政策 上了一堂思政课 上了一节思政课 讲了一堂思政课 讲了一节思政课 上一堂思政课 讲一堂思政课"},
}

// Verbs lead to a place, a meeting or a unit.
const (
	goVerbs   = "去 到 去了 到了 前往 赴 来到 走进 深入到 下到 过去 去过 到过 跑 跑了 跑到 去到 过 回 走到 来 去趟 跑了一趟 去了趟 去了一趟 跑了趟 下 抵达"
	joinVerbs = "参加 参加了 出席 出席了 列席 列席了 参与 参与了 主持 主持了 主持召开 召开 召开了 开 开了 开了个 开展 开展了 组织 组织了 举行 举办 旁听会 讲授 讲授了 讲了 讲 上了 上 作 作了 做 做了 给 为 向 跟 和 与 同 陪 陪同 对 开过 参加过 主讲 宣讲 宣讲了 授课 讲了一堂 上课"
	inWords   = "在 于"
)

// orderVerbs hand an issue to a unit.
const orderVerbs = "让 请 叫 要求 责成 交给 交由 交 转给 转 转交 移交 请求 安排 通知 督促 协调 由 麻烦 已交 已让 已转 已请 已要求 已责成 已安排 已转给 已交给 已协调 会让 责令 交办 吩咐 嘱咐"
