package phrase

// loosePaper judges exports and reminders asked for in other words.
func (p *reading) loosePaper() *Command {
	switch {
	case p.roles.any(desks|roleDelegate|roleAdmin) && p.says("提醒名单", "提醒的名单", "提醒对象"):
		return &Command{Intent: PreviewReminders, Date: p.reminderDay()}
	case p.roles.any(desks|roleDelegate|roleAdmin) && p.says("提醒", "推送", "通知", "推给", "发消息", "催") && p.says("会", "要", "将", "准备", "打算") && p.says("谁", "哪些", "哪几", "哪位", "多少人", "几个人") && !p.says("没收", "没看", "未读", "没读", "没点"):
		return &Command{Intent: PreviewReminders, Date: p.reminderDay()}
	case p.roles.any(roleLeader|desks|roleDelegate|roleMiddle) && p.closes():
		return p.closeIssue()
	case p.roles.any(desks) && p.cues.has(cueBulletin) && !p.asking() && !p.holds(classDay) && !p.holds(classCrowd) && p.person() == "" && p.says("起个头", "帮", "写", "拟", "弄", "整", "起草", "来", "出", "给我", "搞", "做", "编"):
		cmd := &Command{Intent: GenerateBulletin, Period: p.period(true)}
		if cmd.Period == "" {
			cmd.Period = p.termID(0)
		}
		return cmd
	case p.roles.any(roleOffice) && p.says("接待", "接访", "值班") && p.says("班次", "排班", "轮值", "值班表", "安排表", "排表", "日程", "轮流", "班表", "值班安排", "接待安排", "接待日安排", "值班表") && p.says("编", "排", "拟", "弄", "生成", "做", "理", "出") && !p.cues.any(cueWho, cueWhen) && p.slotDays() == 0:
		cmd := &Command{Intent: GenerateSchedule, Period: p.period(false)}
		if cmd.Period == "" {
			cmd.Period = p.termID(0)
		}
		return cmd
	case p.roles.any(desks|roleDelegate) && p.exports():
		cmd := &Command{Intent: ExportLedger, Period: p.period(true), Scope: "all"}
		if who := p.person(); who != "" {
			cmd = &Command{Intent: ExportPerson, Period: p.period(true), Person: who}
		}
		if cmd.Period == "" {
			cmd.Period = p.yearID()
		}
		return cmd
	}
	return nil
}

// closes tells whether an issue is said to be settled and to be taken off the list: 那个问题解决了, 结掉.
func (p *reading) closes() bool {
	done := p.says("解决了", "已解决", "改好", "弄好", "落实", "办妥", "修好", "办好", "换好", "装好", "搞定", "处理好", "整改", "弄完", "改完", "到位了", "完成了")
	off := p.says("结掉", "结了吧", "勾", "划掉", "划了", "销", "去掉", "拿掉", "关了", "关掉", "了结", "下架", "消了", "消掉", "清掉", "摘", "移出", "可以结", "不用挂", "不用再列")
	return done && off && !p.asking() && !p.cues.has(cueNotGone) && !p.holds(classCase)
}

// exports tells whether records are to be put into a file or a bundle.
func (p *reading) exports() bool {
	file := p.cues.has(cueExport) || p.says("总表", "excel", "Excel", "EXCEL", "表格", "打包", "汇总表", "导个", "导一", "下载", "打印", "成表", "张表", "电子版", "压缩包", "word", "pdf", "PDF", "一份材料", "材料打", "全套", "全部材料", "所有材料", "考核用")
	return file && p.says("台账", "活动", "记录", "联系基层", "材料", "情况", "数据", "履职", "听课", "座谈", "走访") && !p.asking() && !p.holds(classLabel)
}
