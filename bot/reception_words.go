package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// wantsList tells whether a question about receptions is about all of them.
func wantsList(text string) bool {
	for _, words := range [...]string{"哪几天", "哪些天", "都是哪", "安排表", "值班表", "接待安排", "有几次", "几场", "都有谁", "全部", "所有"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// weekNamed reads 第14周; 0 if no week is named.
func weekNamed(text string) int {
	_, rest, ok := strings.Cut(text, "第")
	number, _, closed := strings.Cut(rest, "周")
	if !ok || !closed {
		return 0
	}
	week := 0
	for _, digit := range number {
		if digit < '0' || digit > '9' || week > 99 {
			return 0
		}
		week = week*10 + int(digit-'0')
	}
	return week
}

// What is said about receptions in so few words that only who speaks, and what was said before, tells what is meant.
var (
	wordsPublish  = []string{"发布", "确认发布", "发布接待安排", "接待安排发布", "发布接待日安排", "发布安排", "发布吧", "可以发布", "公布", "公布接待安排", "重新发布接待安排", "重新发布"}
	wordsChecked  = []string{"对", "确认", "无误", "确认无误", "核对无误", "没问题，发布", "对，发布", "好，发布", "对发布", "好发布", "没问题发布"}
	wordsUnbook   = []string{"取消", "取消预约", "取消接待预约", "预约取消", "取消我的预约", "不去了", "不约了", "退掉预约", "撤销预约", "取消吧", "我不去了", "去不了了", "我去不了了", "去不了", "来不了了", "我来不了了", "来不了", "不来了", "我不来了", "我不约了", "不想去了"}
	wordsNoSwap   = []string{"不换了", "不换班了", "取消换班", "撤回换班", "撤销换班", "换班取消", "算了不换了", "算了，不换了", "不用换了", "不用换班了"}
	wordsBookings = []string{"我的预约", "我的接待预约", "查预约", "我约了几点", "我约的几点", "我预约了几点", "我预约的时间", "查我的预约", "我的预约是几点", "看我的预约"}
	wordsNobody   = []string{"没人来", "没有人来", "没人来访", "无人来访", "没有来访", "没人", "没有人", "零来访", "冇人来", "今天没人来", "下午没人来", "接待没人来", "今天下午没人来"}
	wordsSheet    = []string{"登记来访", "接待登记", "登记接待", "登记接待情况", "补登记来访", "填接待登记"}
	wordsMayName  = []string{"可以", "可以的", "可以知道", "可以显示", "可以公开", "公开", "愿意", "同意", "同意公开", "能", "行，可以"}
	wordsNoName   = []string{"不", "不用", "不可以", "不行", "不要", "不公开", "不愿意", "不同意", "别", "保密", "匿名", "不显示", "不必", "不对"}
	wordsAnyPlace = []string{"都行", "都可以", "随便", "随便哪个", "哪个都行", "你定", "第一个", "最早的", "早点", "好", "好的", "可以", "行", "对"}
	wordsPassOn   = []string{"转告", "请转告", "帮我转告", "转达", "转给办公室", "转告办公室", "麻烦转告", "帮忙转告"}
	wordsBookIt   = []string{"预约", "约", "约这次", "预约这次", "就约这次", "约下一次", "预约下一次", "好", "好的", "可以", "行", "对", "约吧"}
)

var (
	clockDigits = regexp.MustCompile(`(\d{1,2})\s*[:：点时]\s*(\d{1,2}|半)?`)
	clockWords  = regexp.MustCompile(`([一二两三四五])点(半|[零一二三四五十]{1,3})?`)
)

// clockNamed reads a time of day in the afternoon: 15:20, 3点20, 三点半; false if none is named.
func clockNamed(text string) (policy.Clock, bool) {
	if m := clockDigits.FindStringSubmatch(text); m != nil {
		hour, _ := strconv.Atoi(m[1])
		return afternoon(hour, minuteNamed(m[2])), true
	}
	if m := clockWords.FindStringSubmatch(text); m != nil {
		hour := map[string]int{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}[m[1]]
		return afternoon(hour, minuteNamed(m[2])), true
	}
	return 0, false
}

func afternoon(hour, minute int) policy.Clock {
	if hour < 8 {
		hour += 12
	}
	return policy.Clock(hour*60 + minute)
}

// minuteNamed reads 20, 半, 二十; 0 for anything else.
func minuteNamed(text string) int {
	if text == "半" {
		return 30
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	tens, ones, found := strings.Cut(text, "十")
	digit := func(s string) int { return max(strings.Index("零一二三四五", s), 0) / len("零") }
	if !found {
		return 0
	}
	n := 10
	if tens != "" {
		n = 10 * digit(tens)
	}
	if ones != "" {
		n += digit(ones)
	}
	return n
}

// dayAhead reads the day that a text names, today or later; 0 if it names none. The grammar knows days in the sentences of visitors who move a booking.
func (b *Bot) dayAhead(t *talk, text string) policy.Date {
	cmd := b.reader.Parse("我的接待预约改到"+text, phrase.Context{Today: t.today})
	if cmd.Intent != phrase.RescheduleBooking {
		return 0
	}
	return cmd.Date
}

// movedTo is what stands behind 改到; "" if nothing is to be moved.
func movedTo(text string) string {
	for _, word := range [...]string{"改到", "改约到", "改约", "换到", "挪到", "推迟到", "提前到", "推到", "延到", "顺延到", "调到", "移到", "改在", "改为", "改成", "换成"} {
		if _, rest, ok := strings.Cut(text, word); ok {
			return rest
		}
	}
	return ""
}

// idNamed is the id of a record with these letters that the text holds, in its one spelling; "" if it holds none.
func idNamed(text, letters string) string {
	at := indexFold(text, letters)
	if at < 0 {
		return ""
	}
	end := at + len(letters)
	for end < len(text) && (text[end] == '-' || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	id := letters + text[at+len(letters):end]
	if _, ok := ledger.ParseID(letters, id); !ok {
		return ""
	}
	return id
}

// indexFold is where letters, Latin capitals, stand in a text, large or small; -1 if they do not.
func indexFold(text, letters string) int {
	for at := 0; at+len(letters) <= len(text); at++ {
		if text[at]|' ' == letters[0]|' ' && strings.EqualFold(text[at:at+len(letters)], letters) {
			return at
		}
	}
	return -1
}

// receptionWords hears what the grammar cannot place without knowing who speaks: 发布 of the office, 没人来 of the companion, 改到… of a visitor.
func (b *Bot) receptionWords(t *talk) (move, bool) {
	order, opens := readVisitCase(t.Text)
	switch {
	case ledger.Keeper(t.who) && t.is(wordsPublish):
		return b.publish(t), true
	case ledger.Keeper(t.who) && callsOff(t.Text):
		return b.callOff(t), true
	case opens && b.opensCases(t):
		return b.openVisitCase(t, order), true
	case opens && entersSheets(t.who):
		return say(sayVisitCaseOffice), true
	case idNamed(t.Text, ledger.SheetLetters) != "":
		return b.showSheet(t, idNamed(t.Text, ledger.SheetLetters)), true
	case entersSheets(t.who) && t.is(wordsNobody):
		return b.nobodyCame(t), true
	case entersSheets(t.who) && t.is(wordsSheet):
		return b.askSheet(t), true
	case entersSheets(t.who) && asksBookings(t.Text):
		return b.showBookings(t), true
	case t.who != nil && t.who.Has(policy.Leader) && t.is(wordsNoSwap):
		return say(saySwapBack), true
	case t.is(wordsBookings):
		return b.myBookings(t), true
	case t.is(wordsUnbook[1:]) && (!b.mayReport(t) || strings.Contains(t.Text, "预约")):
		return b.unbook(t), true
	case !b.mayReport(t) && b.movesBooking(t):
		return b.rebook(t), true
	case t.cmd.Intent == phrase.OutOfScope && asksWalkIn(t.Text):
		return b.reception(t), true
	case t.cmd.Intent == phrase.OutOfScope && foundNobody(t.Text):
		return b.absence(t), true
	}
	return move{}, false
}

// entersSheets tells whether the member may have a reception to enter: companions, offices, leaders and their secretaries.
func entersSheets(m *policy.Member) bool {
	return m != nil && m.Has(policy.PresidentOffice, policy.PartyOffice, policy.Secretary, policy.Leader)
}

// isSheet tells whether what stands behind 登记来访 is the sheet of a reception and no case of one visitor: it counts groups, says that nobody came, or
// names several matters; who came is named in a case only.
func isSheet(text string) bool {
	if (personIn(text) != store.Person{}) {
		return false
	}
	return groupsForm.MatchString(text) || strings.ContainsAny(text, "；;\n") || slices.Contains(wordsNobody, strings.Trim(text, "。，,. "))
}

// groupsForm is a number of groups: 2批.
var groupsForm = regexp.MustCompile(`[\d一二两三四五六七八九十几]批`)

// callsOff tells whether the office calls a reception off.
func callsOff(text string) bool {
	return strings.Contains(text, "接待") && (strings.Contains(text, "取消") || strings.Contains(text, "停一次") || strings.Contains(text, "暂停")) &&
		!strings.Contains(text, "预约") && !strings.ContainsAny(text, "?？吗")
}

// asksBookings tells whether somebody who may know asks who booked.
func asksBookings(text string) bool {
	if !strings.Contains(text, "预约") || len(text) > 90 {
		return false
	}
	return slices.ContainsFunc([]string{"情况", "名单", "谁", "几个", "几位", "多少", "哪些", "有没有人", "有人"}, func(w string) bool { return strings.Contains(text, w) })
}

// movesBooking tells whether a visitor moves a booking in few words: 改到12月14号, 改到15:40.
func (b *Bot) movesBooking(t *talk) bool {
	if t.cmd.Intent != phrase.OutOfScope && t.cmd.Intent != phrase.CorrectActivity || len(t.Text) > 60 || movedTo(t.Text) == "" {
		return false
	}
	_, clock := clockNamed(movedTo(t.Text))
	return clock || b.dayAhead(t, movedTo(t.Text)) != 0
}

// agrees tells whether the message is a plain yes to what was just asked, and no thanks.
func (t *talk) agrees() bool {
	return (t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack) && !t.thanks()
}

// asksWalkIn tells whether somebody asks if he may come without a place.
func asksWalkIn(text string) bool {
	return strings.Contains(text, "预约") && len(text) <= 90 && slices.ContainsFunc([]string{"现在过去", "直接去", "直接过去", "现在去", "过去可以", "能去吗", "可以去"},
		func(w string) bool { return strings.Contains(text, w) })
}

// asksHowToBook tells whether somebody asks how places are booked, or whether they must be.
func asksHowToBook(text string) bool {
	return strings.Contains(text, "约") && slices.ContainsFunc([]string{"怎么", "如何", "怎样", "流程", "要预约", "要提前", "需要预约", "用预约", "在哪", "哪里", "截止"},
		func(w string) bool { return strings.Contains(text, w) })
}

// foundNobody tells whether somebody was there and met nobody: 今天下午去了没见到人.
func foundNobody(text string) bool {
	went := strings.Contains(text, "去") || strings.Contains(text, "等") || strings.Contains(text, "到了")
	nobody := slices.ContainsFunc([]string{"没见到人", "没人在", "没见着人", "没看到人", "没等到人", "门锁着", "一个人都没有", "没见到领导", "没有人在", "扑空", "白跑"},
		func(w string) bool { return strings.Contains(text, w) })
	return went && nobody && len(text) <= 120
}
