package phrase

// cue is a thing that words say about what is wanted. Intents are judged over sets of cues, not over words.
type cue uint8

const (
	// Time and manner.
	cuePast   cue = iota // 了 过 完: it happened
	cueDone              // 刚: it happened just now
	cueFuture            // 想 打算 准备: it has not happened
	cueMaybe             // 好像 应该是: not sure
	cueNot               // 没 不

	// Questions.
	cueAsk     // 吗 ?
	cueWho     // 谁 哪位
	cueWhat    // 什么 啥
	cueHow     // 怎么 如何
	cueWhen    // 什么时候 哪天
	cueHowMany // 几次 多少
	cueWhy     // 为什么
	cueWhich   // 哪些 都有哪些
	cueCan     // 能不能 可以吗

	// People.
	cueMe       // 我
	cueAll      // 校领导 大家 所有
	cueOnBehalf // 帮…登记 代…报
	cueTogether // 一起 陪同

	// Activities and what is owed.
	cueReport      // 登记 补登 记一下
	cueLate        // 补登 补一下
	cueLack        // 还差 还欠 没够
	cueDoneAsk     // 够了吗 完成了没
	cueStanding    // 进度 完成情况
	cueRecords     // 记录 台账 清单
	cueLook        // 看看 查一下 列一下
	cueTotal       // 一共 总共
	cueContactBase // 联系基层
	cuePlan        // 调研计划
	cueAssign      // 分管 联系单位
	cueOurs        // 联系的 (党外人士)
	cueChange      // 换成 改成
	cueTaught      // 第一课
	cueSchedule    // 安排 排
	cueNewest      // 刚才那条 上一条
	cueThat        // 那条 那次
	cueRetract     // 撤销 删掉
	cueNotGone     // 没去成
	cueNever       // 别 不要

	// The measure and the bot.
	cuePolicy  // 规定 办法
	cueMust    // 要不要求 算不算
	cuePrivacy // 隐私 聊天记录
	cueBot     // 机器人 小基
	cueCheckUp // 会不会 给领导看
	cueRuleAsk // asks what a rule says, whatever else it names: 文件上咋写的

	// Reception.
	cueReception // 接待 接待日
	cueMonday    // 双周一
	cueBook      // 预约
	cueCancel    // 取消
	cueMove      // 改期 换到
	cueSwap      // 换一下 对调
	cueInstead   // 由…出面 改由
	cueNobody    // 没人
	cueWalkIn    // 没预约 直接过去
	cueRoster    // 排班 值班表
	cueTalk      // 约谈 见领导
	cueTurn      // 轮到
	cueCame      // 来了 来访
	cueHeld      // 接待完
	cueNearest   // 最近的一次 下一次

	// Cases.
	cueCase       // 信访件 诉求 反映的
	cueTransfer   // 转给 交办
	cueTake       // 转给我 我来办
	cueReturn     // 退回
	cueNotOurs    // 不归 不属于
	cueShouldBe   // 应该是
	cueExtend     // 延期
	cueReply      // 回复如下 已处理
	cueFixed      // 已修好 解决了
	cueMerge      // 合并
	cueClose      // 销号
	cueOverdue    // 超期
	cueIdentity   // 是谁写的
	cueUrge       // 催一下 督办
	cueProgress   // 办得怎么样 下文
	cueWithdraw   // 撤回
	cueContent    // 满意
	cueDiscontent // 不满意 敷衍
	cueReview     // 复查
	cueSupplement // 补充
	cueJoin       // 附议 我也是
	cueHide       // 保密
	cueAnonymous  // 匿名
	cueEarlier    // 上次 之前反映的
	cueProblem    // 坏了 漏水
	cueWish       // 希望 能不能
	cueSuggest    // 建议
	cueComplain   // 投诉 反映
	cuePraise     // 表扬
	cueChat       // 好吃 天气
	cueUrgent     // 马上 危险
	cueAgain      // 再 一样
	cueAccess     // 谁看过

	// Danger and law.
	cueCrisis  // 不想活
	cueCare    // 预防 讲座: words that take the danger out
	cueAccuse  // 举报
	cueGraft   // 受贿 套取
	cueOfficer // 院长 老师: somebody who can be accused
	cueAppeal  // 申诉 仲裁
	cueRuling  // 处分 聘任
	cueCourt   // 仲裁 起诉, 没交社保: law by itself
	cueOutside // 小区 房东

	// Papers and reminders.
	cueExport    // 导出
	cueLedger    // 台账
	cueBulletin  // 通报
	cueRanking   // 排名
	cueEvidence  // 佐证 全部记录
	cueRemind    // 提醒
	cueMute      // 别发消息
	cueLater     // 明天再
	cueDelivered // 没收到
	cueMake      // 生成 出一份

	// Dialogue acts.
	cueHello
	cueHelp
)

// cues is a set of cues.
type cues [2]uint64

func cuesOf(list ...cue) cues {
	var c cues
	for _, q := range list {
		c[q/64] |= 1 << (q % 64)
	}
	return c
}

// has tells whether one cue is in the set.
func (c cues) has(q cue) bool { return c[q/64]&(1<<(q%64)) != 0 }

// any tells whether at least one of the cues is in the set.
func (c cues) any(list ...cue) bool {
	for _, q := range list {
		if c.has(q) {
			return true
		}
	}
	return false
}

// without is the set with one cue taken out.
func (c cues) without(q cue) cues {
	c[q/64] &^= 1 << (q % 64)
	return c
}

// with is the union of two sets.
func (c cues) with(more cues) cues { return cues{c[0] | more[0], c[1] | more[1]} }
