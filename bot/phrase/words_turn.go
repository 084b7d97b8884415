package phrase

// turns are what people say in words that stand apart. Words that stand together are in the tables of their kinds.
var turns = []turn{
	// Danger to life: where somebody stands, what he holds, what he leaves behind.
	{cuesOf(cueCrisis), "", 0, 0, []string{"站在 站到 坐在 爬到 爬上 跑到 上了 翻过 翻出 跨过 骑在 待在 蹲在", "天台 楼顶 顶楼 窗台 窗外 窗户外 窗沿 阳台外 栏杆 护栏 桥上 桥边 湖边 河边 楼边", "不下来 不肯下来 不想下来 要跳 想跳 跳 不想活 哭 算了 不敢靠近 劝 喊 救 快来"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"药 药片 安眠药 农药 刀片 刀子 小刀 绳子", "摆在床头 放在床头 放在枕头 攒了 攒够 藏了 喝了下去 喝下去 往手上 划自己 划手 买好了"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"喝了 吞了 服了 吃了", "农药 百草枯 安眠药 大把药 一把药 整瓶药 一整瓶 一大把 洁厕灵"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"拿刀 拿着刀 握着刀 刀片 小刀 美工刀", "割 划 手腕 自己"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"不想 不愿 再也不用 再也不要 永远不要 不用再", "醒来 醒过来 起来了 睁眼 睁开眼 见到明天 活 存在"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"活着 活下去 人生 生命 世界 这个世界 日子", "没意思 没意义 没有意义 没什么意思 没什么意义 毫无意义 没盼头 没希望 真累 好累 太累 不值得 没有留恋 没什么留恋 不留恋"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"没有 没什么 找不到 想不出", "活下去 活着 生存下去", "理由 意义 意思 勇气 动力 必要 希望 念头"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"下辈子 来世 来生", "再见 见 不来了 别做人 做人"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"这是 这大概是 可能是 就当是", "最后一次 最后一条 最后的", "说话 消息 见面 留言 跟你们说 告别 打扰 发言"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"写好了信 留了信 信写好了 写好了告别信 告别信 留了纸条 留下一封信 后事 东西都送人 东西都分给"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"我 等我", "不在了 走了以后 死后 消失了 离开了", "别 不要 会更好 好好 对不起 照顾 难过 轻松 解脱"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"少了我 没了我 没有我", "更好 会好 轻松 一样转 解脱"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"想 真想 好想 只想 就想 要 恨不得", "从楼上 从窗户 从阳台 从上面 从这里 从六楼 从五楼 从七楼 从四楼 从三楼", "跳"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"好想 真想 只想 就想 想", "睡过去 睡着 睡死 一直睡 永远睡", "不 再也 别"}},
	{cuesOf(cueCrisis), "", 0, 0, []string{"对不起", "爸妈 爸爸 妈妈 父母 大家 所有人", "先走 走了 撑不 坚持不 来世 下辈子 永别"}},

	// Accusations and the law.
	{cuesOf(cueGraft), "", 0, 8, []string{"收 收了 收过 拿 拿了 拿过 吃 要 索要 索取 收受 接受", "家长 学生家长 供应商 供货商 老板 施工方 商家 企业 厂家 乙方 承包商 包工头 考生 投标", "钱 红包 礼 好处 卡 烟 酒 回扣 宴请 请吃"}},
	{cuesOf(cueGraft), "", 0, 0, []string{"招标 采购 评标 中标 投标 招投标 竞标 招聘 评审", "猫腻 内幕 黑幕 打过招呼 打招呼 串通 串标 陪标 暗箱 内定 量身定做 指定"}},
	{cuesOf(cueGraft), "", 0, 8, []string{"经费 公款 公家 学校的钱 专项款 班费 助学金 科研费 项目款", "揣进 装进 进了 放进 转到 打到 存进 落入 弄到", "口袋 腰包 自己 私人 个人 老婆 亲戚"}},
	{cuesOf(cueGraft), "", 0, 8, []string{"摸 搂 抱 亲 碰 骚扰 纠缠 强拉", "女生 女学生 学生的手 大腿 胸 屁股 腰"}},
	{cuesOf(cueGraft), "", 0, 8, []string{"工程 项目 食堂 超市 采购 生意 合同", "包给 给了 承包给 交给 转给 安排给", "亲戚 小舅子 老婆 妹夫 弟弟 哥哥 儿子 关系户 自己公司 自己家"}},
	{cuesOf(cueCourt, cueRuling), "", 0, 6, []string{"没 没有 未 不 从来没 一直没 拒绝", "交 缴 买 上", "社保 五险 养老保险 社会保险"}},
	{cuesOf(cueCourt, cueRuling), "", 0, 6, []string{"没 没有 未 不 拒绝", "签", "合同"}},
	{cuesOf(cueRuling), "", 0, 6, []string{"取消 撤销 不给 不授予 拒绝 剥夺 不让我拿", "学位 学籍 资格 录取 入学"}},
	{cuesOf(cueAppeal), "", 0, 6, []string{"去哪 去哪里 找哪 找谁 怎么 如何 走什么 走啥 能不能 可以 能", "申诉 上诉 申辩 仲裁 起诉 告 讨说法 程序 途径 渠道 维权"}},
	{cuesOf(cueOutside), "", 0, 0, []string{"在外面租 校外租 外面租的 租的房 房东 中介 二房东 租客", "押金 不退 不给 涨房租 赶我 漏水 扣 房租"}},
	{cuesOf(cueOutside), "", 0, 0, []string{"网上买 我买的 买了个 买了台 买了部 买了双 下单", "不退 坏的 假货 假的 不发货 卖家 客服 退款"}},

	// Whether something is enough, when it was, what has been done.
	{cuesOf(cueDoneAsk, cueAsk), "", 0, 4, []string{"够 满 达到 完成 达标 符合 做完 听完 达 做够 听够 凑够", "吗 没有 了没 没 不够 未 了吧 了么 嘛"}},
	{cuesOf(cueRecords, cueWhen), "", 0, 0, []string{"上一次 上次 上回 最近一次 最后一次 前一次 最近一回 上一回", "哪天 几号 什么时候 啥时候 几月 哪日 什么时间 哪一天 何时"}},
	{cuesOf(cueRecords, cueLook), "", 0, 0, []string{"把我 把 帮我把 将 我", "活动 记录 听课 座谈 走访 调研 台账 明细", "拉出来 列出来 调出来 翻出来 找出来 发我 发给我 给我看 瞧瞧 看看 过一遍 列给我 列一下 列出 发来 传我"}},
	{cuesOf(cueRecords, cueWhat), "", 0, 6, []string{"都 去 做 干 搞 忙 参加 登记 登", "了些什么 些什么 了哪些 了些啥 过哪些 过啥 过什么 了啥 什么活动 哪些活动 啥活动 什么会 哪些会"}},
	{cuesOf(cuePrivacy, cueCheckUp, cueAsk), "", 0, 0, []string{"说的 讲的 发的 写的 反映的 投诉的 提的 聊的 打的 填的 说话 我的信息 我的名字 我的话 匿名", "会不会 会 能不能 能 是不是 有没有", "知道 看到 看见 传 告诉 泄露 记录 保存 查到 查出 留 存 公开 曝光"}},
	{cuesOf(cueExport), "", 0, 6, []string{"打 拉 导 弄 整 做 汇 出 整理 汇总 生成 给 要 发 来", "个包 成表 个表 张表 个总表 成excel 成Excel 份表 份excel 份Excel 成电子表 成word 成文档 张总表 表格"}},

	// Reception days and bookings.
	{cuesOf(cueBook), "", 0, 5, []string{"挂 排 占 留 报 订 取 拿 登 约 抢 要", "个号 的号 个位 的位 的名额 个名额 个座 个名 个席位 一个名额 一个位"}},
	{cuesOf(cueNobody), "", 0, 6, []string{"等了 等到 等半天 等", "没 没见 没有 不见 也没", "领导来 人来 校长来 书记来 领导 人 见到 等到"}},
	{cuesOf(cueNobody), "", 0, 4, []string{"没 不见 没有 未", "领导 校长 书记 人 一个人", "在 来 出现 露面 到场 接待"}},

	// Cases: who read, who filed, what is to be hidden, what is to be dropped.
	{cuesOf(cueAccess), "", 0, 8, []string{"谁 哪些人 什么人 有人 多少人 几个人 哪几个人", "看过 打开过 翻过 查过 点开过 调阅 浏览过 查阅过 读过 访问过 看了"}},
	{cuesOf(cueHide), "", 0, 5, []string{"别 不要 不想 不愿 不希望 请勿 千万别 不能", "署 写 提 露 挂 公开 透露 说 告诉 显示 出现 暴露 泄露 让", "名 我的名 姓名 是我 我的信息 身份 我是谁 知道是我 知道我"}},
	{cuesOf(cueWithdraw), "", 0, 3, []string{"不用 不必 不需要 甭 别 无需", "处理 管 查 办 跟进 受理", "了"}},
	{cuesOf(cueNotOurs), "", 0, 6, []string{"跟 和 与 同", "我们 我处 本处 我院 我部门 本部门 我单位 本单位 我中心 我馆", "没关系 没有关系 无关 没有任何关系 不沾边 不相干 扯不上 没啥关系 没什么关系 不搭界"}},
	{cuesOf(cueNotOurs), "", 0, 6, []string{"不是 不属于 不归 不在 不属 非", "我们 我处 我院 本部门 本单位 我部门 我中心 我馆 本处", "职责 范围 管 业务 事 负责 活 职能 权限"}},
	{cuesOf(cueDelivered), "", 0, 8, []string{"通知 提醒 消息 推送 短信", "没 未 有没有", "看 收到 读 点开 打开 回 送达 确认 收 发出去 发到 到达"}},
	{cuesOf(cueDelivered, cueWho), "", 0, 8, []string{"谁 哪些人 哪几个 几个人 多少人 哪些领导 哪位", "没 未 没有", "收到 看通知 读通知 点开 已读 看消息 收到通知"}},
	{cuesOf(cueRemind), "", 0, 0, []string{"每天 每周 每月 每个月 每星期 每隔 提前", "发我 推送 推给我 提示 告诉我 发给我 叫我 喊我"}},
	{cuesOf(cueNotGone), "", 0, 8, []string{"不去 不听 不开 不参加 不到 去不成 去不了 听不成 开不成 先不去 不过去", "了"}},
	{cuesOf(cueRecords, cueAsk), "", 0, 3, []string{"登记 登 记 录 报", "上了 进去了 成功 好了 进了", "吗 没 没有 么"}},
	{cuesOf(cueRecords, cueWhich), "", 0, 4, []string{"记 登 报 录 登记 填 入", "了 过", "哪几条 哪些 几条 多少条 什么 哪几个 哪几次 哪几项"}},
	{cuesOf(cueMust, cueAsk), "", 0, 6, []string{"能 可以 能不能 可不可以 可否 能否 算不算 是否", "顶 抵 算 当作 当成 代替 替代 冲抵 折", "听课 座谈 调研 走访 一次 学时 组织生活 支部 党日 接待 课时"}},
}
