package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/store/ledger"
)

// The few words by which a filer steers. They are whole messages.
var (
	wordsMyCases = []string{
		"我的诉求", "我的诉求进度", "诉求进度", "我的来信", "我的信访", "我的信访进度", "信访进度", "我的投诉", "我的建议", "我的案件", "我的件", "进度", "查", "查进度", "查诉求", "我反映的事",
		"到哪一步了", "办到哪一步了", "到哪步了", "什么时候能答复", "什么时候答复", "什么时候有结果", "有结果了吗", "有结果吗", "有进展吗", "有进展了吗", "处理得怎么样了", "处理的怎么样了", "办得怎么样了", "办的怎么样了",
		"怎么还没人管", "还没答复吗", "怎么还没答复", "怎么还没有答复", "答复了吗", "处理好了吗", "办好了吗",
	}
	wordsPrivacy   = []string{"隐私", "/隐私", "隐私说明", "隐私政策", "保密说明"}
	wordsHowToFile = []string{
		"怎么投诉", "怎么反映", "怎么反映问题", "如何反映", "如何投诉", "怎么提意见", "怎么写信", "我要投诉", "我要反映", "我要反映问题", "反映问题", "投诉", "提意见", "信访", "我要信访",
		"建议", "提建议", "我有建议", "我有个建议", "我有一个建议", "我要提建议", "我想提建议", "我有意见", "我要提意见", "我想提意见", "我想反映问题", "我想反映", "我想投诉",
	}
	wordsRegister = []string{"登记", "要登记", "还是登记", "请登记", "登记吧", "帮我登记", "照登", "照登记", "仍要登记"}
	wordsOneCase  = []string{"合成一件", "一件", "算一件", "合并", "合成一个", "是一件事", "一起"}
	wordsApart    = []string{"另外登记", "另外登记一件", "另登记", "另一件", "不是同一件", "不是一件事", "新的", "单独登记", "登记新的"}
	wordsDrop     = []string{"算了", "不要了", "不登记", "不登记了", "不登了", "取消", "不反映了", "不说了", "不投诉了", "撤回", "删"}
)

// levelWords are the words that pick a level, once what stands around them is taken away.
var levelWords = map[string]ledger.Level{
	"公开": ledger.LevelOpen, "实名": ledger.LevelOpen, "公开实名": ledger.LevelOpen, "实名公开": ledger.LevelOpen, "不匿名": ledger.LevelOpen, "不用匿名": ledger.LevelOpen,
	"不用保密": ledger.LevelOpen, "不保密": ledger.LevelOpen,
	"保密": ledger.LevelConfidential, "对承办单位保密": ledger.LevelConfidential, "对单位保密": ledger.LevelConfidential, "不公开": ledger.LevelConfidential,
	"匿名": ledger.LevelAnonymous, "不实名": ledger.LevelAnonymous, "不留名": ledger.LevelAnonymous, "不署名": ledger.LevelAnonymous,
}

// levelIn reads a whole message that names a level: 匿名, 我选保密, 改成实名吧.
func levelIn(text string) (ledger.Level, bool) {
	text = strings.Trim(strings.TrimSpace(text), "。，,.!！~ “”\"")
	for _, w := range []string{"我", "那就", "就", "选择", "选", "还是", "请", "要", "用", "改成", "改为", "设为", "设成", "变成"} {
		text = strings.TrimPrefix(text, w)
	}
	for _, w := range []string{"吧", "好了", "就行", "的", "方式", "登记", "反映", "提交", "处理", "可以"} {
		text = strings.TrimSuffix(text, w)
	}
	level, ok := levelWords[text]
	return level, ok
}

// levelOf reads which of the three levels an answer picks: a number or the word.
func (t *talk) levelOf() (ledger.Level, bool) {
	if t.cmd.Intent == phrase.Choose && t.cmd.Choice >= 1 && t.cmd.Choice <= 3 {
		return [...]ledger.Level{ledger.LevelOpen, ledger.LevelConfidential, ledger.LevelAnonymous}[t.cmd.Choice-1], true
	}
	if t.asksToHide() {
		return ledger.LevelConfidential, true
	}
	return levelIn(t.Text)
}

// asksMeanwhile tells whether a short message asks how long it takes or who will see it, and tells nothing of the matter.
func (t *talk) asksMeanwhile() bool {
	if utf8.RuneCountInString(t.Text) > 14 {
		return false
	}
	for _, w := range []string{"要多久", "多久能", "多久会", "多长时间能", "要多长时间", "几天能", "要几天", "什么时候能答复", "什么时候答复", "什么时候有结果", "谁能看", "谁会看", "谁看得到", "会不会泄露", "会知道是我吗"} {
		if strings.Contains(t.Text, w) {
			return true
		}
	}
	return false
}

// asksToHide tells whether a short message only asks that the name be kept from somebody: 别让后勤处知道是我.
func (t *talk) asksToHide() bool {
	return t.cmd.Hidden && utf8.RuneCountInString(t.Text) <= 16 && (strings.Contains(t.Text, "知道") || strings.Contains(t.Text, "名字") || strings.Contains(t.Text, "是我"))
}

// levelSaid finds the level that a first message asks for: by the grammar, or 实名 in so many words.
func (t *talk) levelSaid() (ledger.Level, bool) {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(t.Text, w) })
	}
	switch {
	case has("不匿名", "不用匿名", "不要匿名", "不必匿名"):
		return ledger.LevelOpen, true
	case t.cmd.Anonymous, has("不想实名", "不愿实名", "不实名", "不要实名", "不署名", "不留名"):
		return ledger.LevelAnonymous, true
	case t.cmd.Hidden:
		return ledger.LevelConfidential, true
	case t.cmd.Intent != phrase.FileCase && has("匿名"): // the grammar looks for it in a single matter only
		return ledger.LevelAnonymous, true
	case t.cmd.Intent != phrase.FileCase && has("保密"):
		return ledger.LevelConfidential, true
	case has("实名反映", "实名投诉", "实名建议", "公开实名", "我实名", "本人实名"):
		return ledger.LevelOpen, true
	}
	return "", false
}

// wantsOpen tells whether a case is to be made more open again, which it never is.
func (t *talk) wantsOpen() bool {
	level, ok := levelIn(t.Text)
	return ok && level == ledger.LevelOpen
}

// yes tells whether a message agrees to what was asked.
func (t *talk) yes() bool {
	return t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack && !t.thanks()
}

// no tells whether it declines, or gives up.
func (t *talk) no() bool { return t.cmd.Intent == phrase.Deny || t.is(wordsDrop) }

// solvedIn reads whether the matter was solved: 是, 部分, 否; "" if that is not said.
func solvedIn(text string) string {
	bare := strings.Trim(strings.TrimSpace(text), "。，,.!！ ")
	switch bare {
	case "是", "是的", "对", "解决了", "已解决", "嗯", "都解决了":
		return "是"
	case "否", "不是", "没", "没有", "没解决", "没有解决", "未解决", "不":
		return "否"
	case "部分", "部分解决", "一部分", "解决了一部分", "一半":
		return "部分"
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	switch {
	case has("部分解决", "解决了一部分", "解决了一半", "只解决", "部分修好"):
		return "部分"
	case has("没解决", "没有解决", "未解决", "没修", "还是没", "没有修", "还是坏", "没换", "问题还在", "还是老样子", "没变化", "解决不了"):
		return "否"
	case has("解决了", "修好了", "修好", "弄好了", "换好了", "已经好了", "恢复了", "已解决"):
		return "是"
	}
	return ""
}

// saysTreated reads the answer to the question whether anybody was treated unfairly because of a case.
func (t *talk) saysTreated() (bad, said bool) {
	bare := strings.Trim(strings.TrimSpace(t.Text), "。，,.!！ ")
	switch bare {
	case "有", "有的", "受到了":
		return true, true
	case "没有", "没", "无", "没有的", "没有受到":
		return false, true
	}
	unfair := []string{"不公对待", "不公正", "不公平对待", "打击报复", "被报复", "报复我", "针对我", "穿小鞋", "给我脸色"}
	if !slices.ContainsFunc(unfair, func(w string) bool { return strings.Contains(t.Text, w) }) {
		return false, false
	}
	return !strings.Contains(t.Text, "没有") && !strings.Contains(t.Text, "没受") && !strings.Contains(t.Text, "没被"), true
}

// allowsContact tells whether the speaker lets the unit have his contact.
func (t *talk) allowsContact() bool {
	if utf8.RuneCountInString(t.Text) > 40 || strings.Contains(t.Text, "不同意") || strings.Contains(t.Text, "不要") || strings.Contains(t.Text, "别") {
		return false
	}
	contact := strings.Contains(t.Text, "联系方式") || strings.Contains(t.Text, "联系我") || strings.Contains(t.Text, "电话")
	return contact && (strings.Contains(t.Text, "同意") || strings.Contains(t.Text, "可以把") || strings.Contains(t.Text, "愿意"))
}

// caseForm finds the number of a case; a short one (42号) is read as one of this year.
var caseForm = regexp.MustCompile(`(?i)XF\s*(\d{4})\s*[-—]?\s*(\d{1,7})`)

// caseNamed is the id of the case that a message names, in its one spelling; "" if it names none.
func (b *Bot) caseNamed(t *talk) string {
	if m := caseForm.FindStringSubmatch(t.Text); m != nil {
		year, _ := strconv.Atoi(m[1])
		number, _ := strconv.Atoi(m[2])
		return ledger.Serial{Year: uint16(year), Number: uint32(number)}.ID(ledger.PetitionLetters)
	}
	number, err := strconv.Atoi(t.cmd.Case)
	if err != nil || number <= 0 {
		return ""
	}
	return ledger.Serial{Year: uint16(t.today.Year()), Number: uint32(number)}.ID(ledger.PetitionLetters)
}

// afterWord is what follows the word by which an order is given: 补充 三楼也坏了 gives 三楼也坏了.
func afterWord(text string, words ...string) string {
	for _, w := range words {
		if _, rest, ok := strings.Cut(text, w); ok {
			text = rest
			break
		}
	}
	text = caseForm.ReplaceAllString(text, "")
	return strings.TrimLeft(text, " ，,。.：:；;、！!\n\t")
}

// repsForm finds how many people are said to speak for a group: 我们7名代表, 推选了六位同学代表, 代表共8人.
var repsForm = regexp.MustCompile(`([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个|名|位|人)?(?:学生|同学|教师|老师|职工|员工)?代表|代表(?:共|一共|有|是)?\s*([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个|名|位|人)`)

// repsIn is the number of representatives that a text names; 0 = none.
func repsIn(text string) int {
	m := repsForm.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	said := m[1] + m[2]
	if n, err := strconv.Atoi(said); err == nil {
		return n
	}
	tens, ones, ten := strings.Cut(said, "十")
	digit := func(s string) int {
		if s == "两" {
			return 2
		}
		for i, d := range chineseDigits {
			if d == s {
				return i + 1
			}
		}
		return 0
	}
	if !ten {
		return digit(said)
	}
	return max(digit(tens), 1)*10 + digit(ones)
}
