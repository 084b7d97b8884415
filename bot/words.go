package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
)

// The few words by which the conversation itself is steered. They are whole messages: a sentence that only contains one of them is read by the grammar.
var (
	wordsResume = []string{"继续", "草稿", "接着", "接着说", "接着登记", "继续登记", "继续刚才那条", "接着刚才的", "看草稿", "我的草稿"}
	wordsGiveUp = []string{"算了", "不要了", "不登了", "不登记了", "不记了", "算了不要了", "删草稿", "删除草稿", "草稿不要了", "草稿删了", "取消草稿"}
	wordsSkip   = []string{"不知道", "忘了", "忘记了", "不清楚", "不记得", "不记得了", "记不清", "记不清了", "跳过", "没有", "暂时没有", "以后再补", "先不填", "不填", "略"}
	wordsKeep   = []string{"记为计划", "先记为计划", "好先记为计划", "记计划", "记下", "记下吧", "先记下", "好记下", "计划"}
	wordsDue    = []string{"登记计划", "计划登记", "登记", "办完了", "计划办完了", "已办", "办了"}
	wordsUnplan = []string{"撤销计划", "取消计划", "删计划", "计划取消", "计划不去了", "计划删了"}
	wordsAgain  = []string{"另一次", "是另一次", "不是同一次", "确实是另一次", "又一次", "照登", "照登记", "是两次"}
	wordsWhole  = []string{"全文", "看全文", "原文", "看原文", "条文", "原文发我", "全文发我"}
)

// is tells whether the whole message is one of the words, whatever marks stand around it.
func (t *talk) is(words []string) bool { return slices.Contains(words, t.plain()) }

// plain is the message as orders of a few words are read: bare, once for all who read it.
func (t *talk) plain() string {
	if t.bareOf != t.Text {
		t.bareOf, t.bare = t.Text, bare(t.Text)
		t.chars = phrase.CharsOf(t.bare)
	}
	return t.bare
}

// says tells whether the plain message holds one of the words.
func (t *talk) says(words []string) bool {
	text := t.plain()
	for _, w := range words {
		if t.chars.May(w) && strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// bare takes the marks out of a text and makes its letters and digits half width and small. A text that is bare comes back as it is.
func bare(text string) string {
	var out strings.Builder
	from := 0 // what stands before it is in out
	for at, r := range text {
		to := r
		switch {
		case r >= '一' && r <= '龥': // nearly all
			continue
		case r >= '！' && r <= '～': // full width
			to -= '！' - '!'
		}
		switch {
		case strings.ContainsRune(" ,.!~:\"、。“”　", to):
			to = -1
		case to >= 'A' && to <= 'Z':
			to += 'a' - 'A'
		}
		if to == r {
			continue
		}
		out.WriteString(text[from:at])
		from = at + utf8.RuneLen(r)
		if to >= 0 {
			out.WriteRune(to)
		}
	}
	if from == 0 {
		return text
	}
	out.WriteString(text[from:])
	return out.String()
}

// saysAll tells whether a yes or no is about everything that waits.
func (t *talk) saysAll() bool {
	return strings.Contains(t.Text, "全") || strings.Contains(t.Text, "都")
}

// asksHistory tells whether somebody asks what was changed in a record: 这条改过什么.
func (t *talk) asksHistory() bool {
	if len(t.Text) > 90 {
		return false
	}
	for _, words := range [...]string{"改过什么", "改了什么", "改过哪", "改了哪", "改过没", "改过几次", "修改记录", "更正记录", "修改历史", "的历史", "历史记录", "谁改的", "谁改过"} {
		if strings.Contains(t.Text, words) {
			return true
		}
	}
	return false
}

// numbers reads a message that is nothing but places of a list: 1、3 or 2和4; nil if it is anything else or names a place beyond n.
func numbers(text string, n int) []int {
	var out []int
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、和.。；;", r) }) {
		if len(field) != 1 && len(field) != 2 {
			return nil
		}
		value := 0
		for _, digit := range field {
			if digit < '0' || digit > '9' {
				return nil
			}
			value = value*10 + int(digit-'0')
		}
		if value < 1 || value > n {
			return nil
		}
		if !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}
