package phrase

// filing judges a new petition: one matter or several, or one that the school cannot take.
func (p *reading) filing() *Command {
	topic := p.topic()
	if p.holds(classCase) {
		return &Command{Intent: QueryCase, Case: p.firstCase(), Private: p.c.Group}
	}
	if p.outside(topic) {
		return &Command{Intent: OutOfRemit, Private: p.c.Group}
	}
	if !p.complains(topic) {
		return nil
	}
	if items := p.caseItems(); len(items) > 1 {
		return &Command{Intent: FileCases, Topics: items, Type: p.caseType(), Private: p.c.Group, Confirm: []string{"items"}}
	}
	cmd := &Command{Intent: FileCase, Type: p.caseType(), Text: typed(p.s), Private: p.c.Group, Topic: p.topicWord()}
	cmd.Category, cmd.Unit = p.category(topic)
	cmd.CoUnit = p.coUnit(cmd.Unit)
	cmd.Place = p.placeNamed()
	cmd.Anonymous = p.cues.has(cueAnonymous)
	cmd.Hidden = p.cues.has(cueHide) && !cmd.Anonymous
	cmd.Urgent = p.cues.has(cueUrgent)
	if topic == 0 {
		cmd.Confirm = append(cmd.Confirm, "category")
	}
	if cmd.Type == "咨询" {
		cmd.Confirm = append(cmd.Confirm, "intent")
	}
	return cmd
}

// complains tells whether something is wrong, wished for or complained of.
func (p *reading) complains(topic int32) bool {
	if p.says("帮我想", "帮我起", "帮我取", "起个名", "取个名", "教我做", "怎么做菜", "怎么炖", "帮我算算命", "帮我写", "写一篇", "写首", "写篇", "讲个", "推荐几", "翻译一", "帮我翻", "写段", "写份检讨", "算一卦", "唱首", "编个") && !p.cues.has(cueComplain) {
		return false
	}
	if p.glad() {
		return false
	}
	if p.cues.has(cueChat) && !p.cues.any(cueComplain, cueSuggest) && !p.strongProblem() && (topic == 0 || p.short(12) && (p.asking() || p.short(8))) {
		return false
	}
	if p.cues.any(cueComplain, cueSuggest, cuePraise) && (topic > 0 || !p.short(6)) && !p.chatter() {
		return true
	}
	if p.roles.any(roleLeader) {
		return false
	}
	if p.chatter() || p.roles.any(reporters|desks) && !p.strongProblem() && !(p.roles.any(roleMiddle) && topic > 0 && p.cues.any(cueNot, cueWish, cueUrge, cueWhy)) {
		return false
	}
	if p.cues.has(cueWish) && p.opensWith(cueWish) && !p.short(9) {
		return true
	}
	if p.roles.public() && p.tellsTrouble(topic) {
		return true
	}
	if topic == 0 { // nobody says twelve characters to a bot about nothing
		return p.strongProblem() && !p.short(7) || !p.short(12) && (!p.asking() || p.cues.has(cueWhy)) && p.cues.any(cueProblem, cueWish, cueNot, cueWhy)
	}
	return !p.information() && !p.wonders() && (!p.short(5) || p.strongProblem())
}

// glad tells whether somebody is only pleased, or says how he feels: nothing is wrong, wished for, or praised in anybody's work.
func (p *reading) glad() bool {
	if !p.roles.public() || p.asking() || p.cues.any(cueProblem, cueWish, cueComplain, cueSuggest, cuePraise, cueNot, cueUrgent) || !p.short(24) {
		return false
	}
	return p.says("开心", "有意思", "好玩", "喜欢", "可爱", "活宝", "高兴", "快乐", "感动", "幸福", "舒服", "漂亮", "真美", "真好", "真棒", "太棒", "真帅", "有趣", "激动", "期待", "想念", "怀念", "加油", "冲鸭", "好香", "真香", "笑死", "哈哈", "想死", "终于开学", "终于放假")
}

// tellsTrouble tells whether a member without an office tells something at some length that is neither a plain question nor small talk.
func (p *reading) tellsTrouble(topic int32) bool {
	if p.information() || p.cues.has(cueChat) && !p.strongProblem() && topic == 0 {
		return false
	}
	return topic > 0 && (!p.short(11) && !p.asking() || !p.short(16)) || !p.short(14) && !p.asking()
}

// chatter tells whether 意见 or 反映 is only asked about the bot.
func (p *reading) chatter() bool {
	return p.cues.any(cueBot, cueHelp, cueHello) && p.cues.has(cueHelp) && !p.strongProblem()
}

// information tells a plain question for information (图书馆几点开门) from a complaint.
func (p *reading) information() bool {
	return !p.strongProblem() && !p.cues.any(cueWhy, cueComplain, cueWish, cueNot) && p.says("几点开", "几点关", "几点", "开门", "关门吗", "开放时间", "营业", "开门时间", "怎么走", "在哪里", "在哪儿", "在哪", "几楼", "哪栋", "哪间", "放几天", "放假吗", "哪天放假", "的电话", "办公电话", "网址", "邮编", "星期几", "几号开学", "哪天开学", "电话多少", "电话是多少", "地址", "有没有开", "开不开")
}

// wonders tells a question out of curiosity (食堂今天有鸡腿吗) from one behind which something is wrong or wished for.
func (p *reading) wonders() bool {
	if !p.cues.any(cueAsk, cueHow, cueWhat, cueHowMany) || p.cues.any(cueWhy, cueWhen, cueWish, cueProblem, cueComplain, cueUrgent, cueNot) {
		return false
	}
	return !p.says("怎么申请", "如何申请", "怎么办理", "如何办理", "在哪办", "找谁", "找哪", "流程", "怎么补", "怎么改")
}

// strongProblem tells whether something is plainly wrong: more than a 没 or a 太.
func (p *reading) strongProblem() bool {
	for _, h := range p.hits {
		if p.lex.words[h.word].cues.any(cueProblem) && h.end-h.at > int32(len("没")) {
			return true
		}
	}
	return false
}

// outside tells whether the matter lies outside the school: the landlord, the bus company, the home town.
func (p *reading) outside(topic int32) bool {
	if !p.cues.has(cueOutside) || p.roles.any(reporters|desks|roleHandler) {
		return false
	}
	if !p.cues.any(cueProblem, cueWish, cueComplain, cueWhy, cueAsk, cueHow) && p.short(10) || p.says("校内", "学校里", "食堂", "宿舍楼", "饭堂", "校园里", "校园内") {
		return false
	}
	if p.says("校车", "班车", "校巴", "接驳", "通勤车") && !p.says("公交", "地铁") { // 去火车站的校车: only where it goes
		return false
	}
	if topic == 0 {
		return true
	}
	inside, out, best := int32(0), int32(0), int32(0)
	for i, h := range p.hits {
		w := &p.lex.words[h.word]
		switch {
		case p.saidBefore(i), after(p.s, int(h.at), "比", "像", "跟", "不如"):
		case w.cues.has(cueOutside):
			out += outsideWeight
			if w.weight > 0 { // a turn of speech: 我家小区
				out += w.weight
			}
		case w.topic > 0:
			inside += w.weight
			best = max(best, w.weight)
		}
	}
	if i := p.first(classPlace); i >= 0 && p.tokens[i].n != placeOther && p.tokens[i].n != placeOffice { // a hall of the campus, rented to others
		inside += 4
	}
	return out >= inside || out > outsideWeight && out > best || out >= best && p.short(18)
}

// outsideWeight is what a word for a place outside weighs against the topics of the school.
const outsideWeight = 6

// caseType gives the everyday class of a petition.
func (p *reading) caseType() string {
	switch {
	case p.cues.has(cuePraise) && !p.strongProblem():
		return "表扬"
	case p.cues.has(cueSuggest), p.says("能不能多", "能不能给", "希望能", "能否增加", "可不可以增加", "能不能合并", "能不能把"):
		return "建议"
	case p.says("投诉", "态度", "推搡", "欺负", "骂", "克扣", "控告", "导师", "辅导员", "班主任", "保安", "吃出", "不通知", "每次", "强制", "打卡"):
		return "投诉"
	case p.says("意见", "能不能别", "越来越", "答应") || p.cues.has(cueComplain) && !p.cues.has(cueWish):
		return "意见"
	case p.cues.any(cueWhy, cueWhen, cueHow) && !p.cues.any(cueWish, cueUrgent) && p.short(20):
		return "咨询"
	}
	return "求决"
}
