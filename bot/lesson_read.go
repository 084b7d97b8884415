package bot

import (
	"regexp"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Words about first lessons that the grammar cannot place without knowing what was arranged.
var (
	lessonCancels = regexp.MustCompile(`取消|撤销|作废|不讲了|停讲|不用讲`)
	lessonMyOff   = regexp.MustCompile(`取消|不讲了|讲不了|去不了|来不了`)
	lessonChanges = regexp.MustCompile(`改成|改为|改到|改在|换成|换到|调到|调成|改`)
	lessonMoves   = regexp.MustCompile(`第一课.*(?:改到|改成|改为|换到|调到|推迟|提前|改期)`)
	lessonWrong   = regexp.MustCompile(`^(?:不对|不是|错了|有误|说错了|写错了|更正|改一下)*[\s，,。:：；;]*|(?:应该|应当|其实)(?:是|为)?|改成|改为|改到|是`)
	lessonAsks    = regexp.MustCompile(`安排|什么时候|啥时候|哪天|几号|几点|时间|在哪|地点|排了没|谁讲`)
	lessonRules   = regexp.MustCompile(`要求|规定|办法|怎么算|多少次|几次|还差|没讲|没上|够`)
	lessonHeld    = regexp.MustCompile(`^(?:我的?|那个)?(?:新学期|思政)*(?:第一课|思政课|课)?(?:我|已经|已|今天|上午|下午|刚刚|刚才|刚|昨天|都)*(?:讲|上)(?:完|过|好)?了?(?:啦|哦|的)?(?:思政)?(?:第一课|思政课|课)?(?:了|啦)?[\s，,。.！!；;]*(.*)$`)
	lessonSpoken  = regexp.MustCompile(`(?:讲|上)(?:完|过|好)?了|(?:讲|上)(?:完|过|好)`)
	lessonTopic   = regexp.MustCompile(`(?:主题|题目|讲题|题为|题|内容)(?:是|为|叫|定为)?[\s:：]*[《“"「]?([^，。；;,》”"」\n]{2,40})[》”"」]?`)
)

// aboutLessons tells whether a message is about first lessons.
func aboutLessons(text string) bool {
	return strings.Contains(text, "第一课") || strings.Contains(text, "思政课")
}

// otherPost stands in a text that names neither the president nor the party secretary of the school.
var otherPost = regexp.MustCompile(`副校长|副书记|纪委书记|支书记|支部书记|团委书记|学院`)

// lecturerNamed finds the one member whose first lesson is named, by his name or by his post: 书记, 校长; "" if it names nobody, or several.
func (b *Bot) lecturerNamed(text string) (id, rest string) {
	if id, rest = takeMember(b.school, text); id != "" {
		return id, rest
	}
	for _, p := range [...]struct{ word, post string }{{"校长", policy.PostPresident}, {"书记", policy.PostPartySecretary}} {
		at := strings.Index(text, p.word)
		if at < 0 || otherPost.MatchString(text) {
			continue
		}
		for i := range b.school.Members {
			if m := &b.school.Members[i]; m.Post == p.post && ledger.MayLecture(m) {
				return m.ID, strings.TrimSuffix(text[:at], "党委") + text[at+len(p.word):]
			}
		}
	}
	return "", text
}

// heldWords reads that a lesson was held, 讲了 or 第一课上完了，2学时, and gives what is said besides.
func heldWords(text string) (rest string, ok bool) {
	text = strings.TrimSpace(text)
	m := lessonHeld.FindStringSubmatch(text)
	if m == nil || len(text) > 240 || strings.ContainsAny(text, "?？") || strings.HasSuffix(strings.TrimRight(text, "。"), "吗") {
		return "", false
	}
	head := text[:len(text)-len(m[1])]
	return m[1], lessonSpoken.MatchString(head)
}

// lessonDetails reads what is said of one lesson besides who speaks and when: time, class, place, topic.
func (b *Bot) lessonDetails(t *talk, speaker *policy.Member, clause string) ledger.Details {
	topic := ""
	if m := lessonTopic.FindStringSubmatchIndex(clause); m != nil {
		topic = strings.Trim(clause[m[2]:m[3]], " ")
		clause = clause[:m[0]] + clause[m[1]:]
	}
	cmd := b.reader.Parse("讲思政第一课，"+strings.Trim(clause, "，。；,; "), phrase.Context{Today: t.today, Who: speaker})
	said := ledger.Details{}
	for _, a := range cmd.Activities {
		said = said.Follows(a.Said)
	}
	if topic != "" {
		said.Topic = topic
	}
	return said
}
