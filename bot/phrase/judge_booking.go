package phrase

import "lianxin/config/policy"

// booking judges bookings of a reception day: made, moved, cancelled.
func (p *reading) booking(about bool) *Command {
	if p.roles.any(roleLeader | roleOffice | roleDelegate) {
		return nil
	}
	if !about && p.says("预约") && p.says("撤了", "撤掉", "销了", "取消", "退了", "不要了") && !p.asking() || about && p.says("别给我留", "不用留", "不用给我留", "别留", "让出来", "让给别人", "让给其他", "不占", "不用占", "号退", "退号", "销了", "销掉", "注销", "作废") && !p.asking() {
		return &Command{Intent: CancelBooking, Date: p.day(future), Target: Target{Last: true}, Confirm: []string{"target"}}
	}
	booked := p.cues.has(cueBook) && (about || p.says("预约", "约了", "约的", "约好"))
	switch {
	case (p.cues.has(cueMove) || about && p.says("改", "换") && p.countOf(classDay) > 1) && (about || p.slotDays() > 1 || p.slotDays() > 0 && p.says("的号", "预约", "约的")) && p.roles.public() && !p.cues.any(cueWho, cueWhen, cueCancel) && (p.countOf(classDay) > 1 || p.cues.has(cueMe) || p.says("的号") || p.says("原定", "原来", "本来")) && !p.says("取消"):
		return &Command{Intent: RescheduleBooking, Date: p.lastDay(), Target: Target{Last: true}}
	case p.cues.has(cueMove) && (booked || about && p.says("我约", "我的", "我预约", "我那", "改约", "改签", "来不了", "去不了")) && !p.says("取消"):
		return &Command{Intent: RescheduleBooking, Date: p.lastDay(), Target: Target{Last: true}}
	case p.cues.has(cueCancel) && (booked || about) && !p.asking():
		return &Command{Intent: CancelBooking, Date: p.day(future), Target: Target{Last: true}, Confirm: []string{"target"}}
	case !about && (p.says("单独", "私下", "坐下来") || !p.says("约", "挂", "号", "报名", "订", "排", "留", "占")):
		return nil
	case !about && !(p.cues.has(cueBook) && (p.person() != "" || p.slotDays() > 0 || p.says("校长", "书记", "领导") || p.says("预约") && p.short(8))):
		return nil
	case !p.books(about):
		return nil
	}
	cmd := &Command{Intent: BookReception, Date: p.slotNamed(), Person: p.person(), People: p.headsNamed(), Topic: p.bookTopic(), Private: p.c.Group}
	switch {
	case cmd.People > maxDelegates:
		cmd.Ask = []string{"representatives"}
	case cmd.Date == 0 && cmd.Person == "":
		cmd.Ask = []string{"date"}
	}
	if cmd.Topic == "" && len(cmd.Ask) < maxAsk {
		cmd.Ask = append(cmd.Ask, "topic")
	}
	return cmd
}

// maxDelegates is how many people may come about one matter (Regulations on Petitioning, Art. 20).
const maxDelegates = 5

// books tells whether somebody wants a place rather than to know something.
func (p *reading) books(about bool) bool {
	switch {
	case p.cues.has(cueWalkIn), p.cues.any(cueWho, cueWhen, cueWhich) && !p.says("就哪", "都行", "都可以", "随便", "均可", "听你们安排", "你们定", "方便"):
		return false
	case p.says("怎么预约", "如何预约", "怎么约", "预约流程", "在哪预约", "哪里预约", "预约方式", "要预约吗", "要不要预约", "需要预约", "提前预约吗", "需要什么", "要带什么", "什么材料", "要准备什么", "用预约", "点预约", "预约截止"):
		return false
	case p.cues.has(cueMust) && p.asking(), p.cues.has(cueWhat) && p.cues.has(cueCan), p.cues.has(cueHow) && p.asking():
		return false
	case p.cues.has(cueBook):
		return true
	}
	wants := p.says("想去", "都想去", "要去", "想参加", "想来", "报名", "想到", "打算去", "准备去", "我要参加", "想当面", "给我留", "留个", "安排我", "一块去", "一起去", "一块儿去", "一起来", "过来反映", "去反映", "当面反映", "当面讲", "去找领导说", "去谈", "去说", "去聊", "去问问", "想下次", "想参加", "过去谈") && (!p.asking() || p.cues.any(cueCan) || p.says("行不", "行吗", "可以不", "得不得", "成不成"))
	return about && wants && !p.cues.has(cueWhy)
}

// slotNamed finds the reception day that is named: a day, 最近的一次, 国庆那个双周一; 0 if none is.
func (p *reading) slotNamed() policy.Date {
	if d := p.day(future); d != 0 {
		return d
	}
	if p.cues.has(cueNearest) || p.says("哪次方便", "就哪次", "哪天都行", "越快越好", "尽早", "尽快") {
		from := p.c.Today
		if p.says("下次", "下一次", "下一场", "下个", "下一个", "下一期") {
			from = from.Add(1)
		}
		return p.nextSlot(from)
	}
	return 0
}

// lastDay finds the day that a booking is moved to: the last one that is named.
func (p *reading) lastDay() policy.Date {
	var last policy.Date
	for i := 0; ; i++ {
		d, at := p.dayFrom(i, future)
		if at < 0 {
			break
		}
		last, i = d, at
	}
	if last == 0 {
		return p.slotNamed()
	}
	return last
}

// bookTopic is what somebody wants to talk about: the words behind 反映, 说, 关于, or the last clause.
func (p *reading) bookTopic() string {
	for _, lead := range [...]string{"反映", "关于", "想说", "谈谈", "聊聊", "说说", "咨询", "反应", "说", "谈", "聊", "问"} {
		if i := indexAfter(p.s, lead); i >= 0 {
			return clean(upToStop(p.s[i:]))
		}
	}
	return p.topicWord()
}

// talk judges the wish to speak to a leader outside a reception day.
func (p *reading) talk(about bool) *Command {
	if about && !p.aside() || p.roles.any(roleLeader|roleOffice|roleDelegate) || !p.cues.has(cueTalk) && !p.says("单独", "当面", "私下") || p.cues.has(cueWalkIn) {
		return nil
	}
	if p.asking() && p.says("能见到", "见得到", "见得着", "能见着") && p.topic() == 0 {
		return nil
	}
	if p.person() == "" && !p.says("领导", "校长", "书记", "校领导") || p.cues.any(cuePast) && !p.says("想", "希望", "能不能", "请求") {
		return nil
	}
	return &Command{Intent: RequestTalk, Person: p.person(), Topic: p.bookTopic(), Private: p.c.Group}
}

// aside tells whether somebody wants to speak to a leader by himself, the reception day left aside: 不想等接待日, 想请谢校单独谈谈.
func (p *reading) aside() bool {
	if p.says("不想等", "等不及", "不等接待", "等不到", "来不及等", "接待日之外", "接待日以外", "除了接待日", "赶不上接待", "不走接待", "非接待日") {
		return p.says("谈", "聊", "见", "说", "约", "当面", "反映", "汇报")
	}
	return p.person() != "" && p.says("单独", "私下", "另约", "另外约", "抽空") && p.says("谈", "聊", "见", "说说", "汇报")
}

// askReception judges questions about who receives, when and where.
func (p *reading) askReception(about bool) *Command {
	seeing := p.asking() && p.says("能见到", "见得到", "见得着", "能见着", "见到校领导", "找得到领导") && p.says("领导", "校长", "书记") || p.cues.has(cueWalkIn) && p.says("领导", "校长", "书记", "见")
	if !about && !seeing && !(p.weekMonday() && p.cues.has(cueWho)) {
		return nil
	}
	if !p.asking() && !p.cues.any(cueTurn, cueRoster, cueLook, cueCan, cueWalkIn, cueNearest) && !p.short(6) && !p.says("想晓得", "想知道", "想问", "问一下", "问问", "打听", "请问", "告诉我", "说一下", "还照常", "照常", "用不用", "要不要", "正常") {
		return nil
	}
	if p.roles.any(roleLeader) && p.cues.has(cueHowMany) || p.cues.any(cueLack) {
		return nil
	}
	cmd := &Command{Intent: QueryReception, Person: p.person()}
	if p.roles.any(roleLeader) && p.cues.any(cueTurn, cueMe) || p.cues.has(cueTurn) && p.cues.has(cueMe) {
		cmd.Scope, cmd.Next = "self", true
	}
	cmd.Date = p.receptionDay(cmd.Scope == "self")
	cmd.Next = cmd.Next || cmd.Date == 0
	return cmd
}

// weekMonday tells whether the Monday of a week is named: 第4周周一是谁.
func (p *reading) weekMonday() bool {
	for _, e := range p.days {
		if e.weekday == 1 && (e.form == formWeek || e.form == formWeekday) {
			return true
		}
	}
	return false
}

// receptionDay finds the day that a question is about. A question without a day is about today if there is a reception today, else the next one.
func (p *reading) receptionDay(own bool) policy.Date {
	t := future
	if p.cues.any(cuePast) || p.says("接待的", "昨天", "上周") {
		t = past
	}
	for i, e := range p.days {
		if e.holiday > 0 && e.form != formEve && e.form != formAfter {
			return p.holidaySlot(i)
		}
	}
	if d := p.dayNear(t); d != 0 {
		return d
	}
	if d := p.weekSlot(); d != 0 {
		return d
	}
	switch {
	case own:
		return 0
	case p.cues.has(cueNearest):
		return p.slotNamed()
	case p.says("现在", "今天", "今日", "这会"):
		return p.c.Today
	case p.holds(classVague) || p.holds(classTerm) || p.cues.any(cueRoster) || p.person() != "":
		return 0
	}
	return p.nextSlot(p.c.Today)
}

// weekSlot finds the reception day of a teaching week that is named without a day: 第16周的接待; 0 if the week has none.
func (p *reading) weekSlot() policy.Date {
	r := resolver{&p.school.Calendar, p.c.Today}
	for _, e := range p.days {
		if e.form != formWeek || e.weekday > 0 {
			continue
		}
		e.weekday = 1
		monday := r.day(&e, open, nil, 0).date
		for _, s := range p.slots() {
			if monday != 0 && s.Day >= monday && s.Day < monday.Add(7) {
				return s.Day
			}
		}
	}
	return 0
}

// dayNear resolves the day of a question: a weekday with its week as it stands, a day of the year the nearest one.
func (p *reading) dayNear(t tense) policy.Date {
	r := resolver{&p.school.Calendar, p.c.Today}
	for _, tk := range p.tokens {
		if tk.class != classDay {
			continue
		}
		e := &p.days[tk.n]
		switch e.form {
		case formMonthDay, formDay:
			return p.nearest(&r, e)
		case formWeek:
			return r.day(e, open, nil, 0).date
		case formWeekday:
			if e.weeked {
				return r.day(e, open, nil, 0).date
			}
		}
		if res := r.day(e, t, nil, 0); res.date != 0 {
			return res.date
		}
	}
	return 0
}

// holidaySlot is the regular day of the reception that falls into a holiday.
func (p *reading) holidaySlot(day int) policy.Date {
	r := resolver{&p.school.Calendar, p.c.Today}
	var best policy.Date
	for year := p.c.Today.Year(); year <= p.c.Today.Year()+1; year++ {
		run, _ := r.run(&holidays[p.days[day].holiday-1], year)
		for _, s := range p.slots() {
			if run.Holds(s.Regular) && best == 0 && s.Regular >= p.c.Today.Add(-30) {
				best = s.Regular
			}
		}
	}
	return best
}
