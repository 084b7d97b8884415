package ledger

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"lianxin/config/policy"
)

// The marks that stand in the place of what was masked.
const (
	maskedName   = "某某"
	maskedNumber = "〔号码〕"
	maskedRoom   = "〔房号〕"
	maskedMail   = "〔邮箱〕"
	maskedChat   = "〔微信号〕"
	maskedClass  = "〔班级〕"
)

// What tells people apart, in a text folded to half width. The order matters: a mail address may hold a telephone number.
var (
	mailForm  = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`)
	chatForm  = regexp.MustCompile(`(?i)((?:微信号?|薇信|威信|vx|wx|wechat|QQ号?|扣扣)(?:是|为|[:： ])*)([A-Za-z0-9_-]{4,20})`)
	idForm    = regexp.MustCompile(`[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]`)
	phoneForm = regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}`)
	fixedForm = regexp.MustCompile(`0\d{2,3}[- ]?\d{7,8}`)
	longForm  = regexp.MustCompile(`\d{8,20}`)
	roomForm  = regexp.MustCompile(`([\p{Han}A-Za-z\d]{0,4}[栋幢座舍苑楼号#](?:宿舍|公寓)?(?:楼)?(?:[东南西北][区侧]?)?)[- ]?([A-Za-z]?\d{3,4})(室|房|寝室|宿舍|号房)?`)
	dormForm  = regexp.MustCompile(`(宿舍|寝室|公寓|房间)(?:是|在|号|[:：])*([A-Za-z]?\d{1,2}-)?([A-Za-z]?\d{3,4})`)
	roomAfter = regexp.MustCompile(`(?:[A-Za-z]?\d{1,2}[-栋])?[A-Za-z]?\d{3,4}(宿舍|寝室|房间|号房)`)
	dashRoom  = regexp.MustCompile(`\b\d{1,2}-\d{3,4}\b`)
	classForm = regexp.MustCompile(`(?:20)?\d{2}级[^，。,;；\s]{0,12}?[\d一二三四五六七八九十]{1,3}班`)
	ownName   = regexp.MustCompile(`(我叫|我是|本人|姓名[:： ]?|名叫|署名[:： ]?)([\p{Han}]{2,4})([,，。;；、 ]|$)`)
)

// Mask takes out of a text what tells who somebody is (section 4, rule 2): names of the directory with their aliases, telephones, student and identity
// numbers, dormitory rooms, classes, mail addresses, WeChat and QQ numbers. Full-width letters and digits become half-width ones. Masking twice is
// masking once.
func Mask(s *policy.School, text string) string {
	text = narrow(text)
	text = mailForm.ReplaceAllString(text, maskedMail)
	text = chatForm.ReplaceAllString(text, "${1}"+maskedChat)
	text = idForm.ReplaceAllString(text, maskedNumber)
	text = phoneForm.ReplaceAllString(text, maskedNumber)
	text = fixedForm.ReplaceAllString(text, maskedNumber)
	text = classForm.ReplaceAllString(text, maskedClass)
	text = longForm.ReplaceAllStringFunc(text, maskLong)
	text = dormForm.ReplaceAllString(text, "${1}"+maskedRoom)
	text = roomAfter.ReplaceAllString(text, maskedRoom+"${1}")
	text = roomForm.ReplaceAllStringFunc(text, maskRoom)
	text = dashRoom.ReplaceAllString(text, maskedRoom)
	text = maskOwnName(text)
	return maskNames(s, text)
}

// narrow makes full-width letters and digits half-width, and leaves Chinese punctuation as it is.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if p := width.LookupRune(r); p.Kind() == width.EastAsianFullwidth {
			if n := p.Narrow(); n != 0 && (n < 0x80 && (unicode.IsLetter(n) || unicode.IsDigit(n)) || n == '@' || n == '-' || n == '.') {
				return n
			}
		}
		return r
	}, text)
}

// maskLong masks a long number unless it is a day written in one piece.
func maskLong(n string) string {
	if len(n) == 8 {
		if _, err := policy.ParseDate(n[:4] + "-" + n[4:6] + "-" + n[6:]); err == nil {
			return n
		}
	}
	return maskedNumber
}

// teaching are words for buildings in which nobody lives: their rooms are places, not people.
var teaching = []string{"教学", "教室", "实验", "一教", "二教", "三教", "四教", "五教", "六教", "图书", "行政", "办公", "综合", "机房", "食堂", "饭堂"}

// maskRoom masks the number of a room behind a building, but for buildings in which nobody lives.
func maskRoom(match string) string {
	parts := roomForm.FindStringSubmatch(match)
	for _, word := range teaching {
		if strings.Contains(match, word) {
			return match
		}
	}
	return parts[1] + maskedRoom + parts[3]
}

// maskOwnName masks the name that somebody gives himself: 我叫李想.
func maskOwnName(text string) string {
	return ownName.ReplaceAllStringFunc(text, func(match string) string {
		parts := ownName.FindStringSubmatch(match)
		for _, word := range []string{"学生", "老师", "教师", "同学", "住", "来", "新生", "职工", "家长", "想", "要", "在", "一", "大", "研", "本", "已", "为", "因", "男", "女"} {
			if strings.HasPrefix(parts[2], word) || strings.HasSuffix(parts[2], word) && utf8.RuneCountInString(word) > 1 {
				return match
			}
		}
		return parts[1] + maskedName + parts[3]
	})
}

// maskNames masks the names of the directory and their aliases.
func maskNames(s *policy.School, text string) string {
	for i := range s.Members {
		m := &s.Members[i]
		text = maskWord(text, m.Name)
		for _, alias := range m.Aliases {
			text = maskWord(text, alias)
		}
	}
	return text
}

func maskWord(text, name string) string {
	if utf8.RuneCountInString(name) < 2 || !strings.Contains(text, name) {
		return text
	}
	return strings.ReplaceAll(text, name, maskedName)
}
