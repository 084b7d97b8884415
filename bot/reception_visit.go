package bot

import (
	"cmp"
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store/ledger"
)

// isListed tells whether a sheet names its matters one after the other, behind a colon or parted by semicolons.
func isListed(text string) bool {
	return strings.ContainsAny(text, "；;\n") || strings.ContainsAny(text, ":：") && clockless(text)
}

// visitTold is the one matter of which a sentence tells, as the grammar understood it.
func (b *Bot) visitTold(t *talk) []ledger.Visit {
	if t.cmd.Topic == "" && t.cmd.Unit == "" {
		return nil
	}
	v := ledger.Visit{Topic: brief(b.topicTold(t)), Unit: t.cmd.Unit}
	if t.cmd.Days > 0 {
		v.Due = cmp.Or(t.cmd.Date, t.today).Add(t.cmd.Days)
	}
	if strings.Contains(t.Text, "当场答复") || strings.Contains(t.Text, "已答复") {
		v.Answer = "当场答复"
	}
	return []ledger.Visit{v}
}

// longestTopic is how many letters a topic has at most that is told in a sentence.
const longestTopic = 20

// topicTold is what the visitors came about, all of it: 反映宿舍热水和选课 is about both.
func (b *Bot) topicTold(t *talk) string {
	said := topicIn(t.Text)
	if i := strings.IndexAny(said, "，。；,;！!\n让请转交已"); i > 0 {
		said = said[:i]
	}
	if t.cmd.Topic == "" || strings.HasPrefix(t.Text, said) || !strings.Contains(said, t.cmd.Topic) || len([]rune(said)) > longestTopic {
		return t.cmd.Topic
	}
	return said
}

// visitsIn reads the visits out of a sheet as it is typed: one matter after the other, parted by semicolons or lines.
func (b *Bot) visitsIn(t *talk) []ledger.Visit {
	text := cut(t.Text)
	if _, rest, ok := strings.Cut(strings.ReplaceAll(text, ":", "："), "："); ok && clockless(text) {
		text = rest
	}
	var out []ledger.Visit
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;。\n", r) }) {
		if v, ok := b.visitIn(t, part); ok {
			out = append(out, v)
		}
	}
	return out
}

// clockless tells whether the first colon of a text stands in no time of day.
func clockless(text string) bool {
	at := clockDigits.FindStringIndex(text)
	return at == nil || strings.IndexAny(text, ":：") < at[0]
}

// visitIn reads one visit: what it was about is the first thing that is said of it, then what was answered, to whom it was handed and by when.
func (b *Bot) visitIn(t *talk, text string) (ledger.Visit, bool) {
	var v ledger.Visit
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,", r) }) {
		piece = strings.TrimSpace(piece)
		cmd := b.reader.Parse("今天接待来了1批，"+piece, phrase.Context{Today: t.today, Who: t.who})
		switch {
		case piece == "" || isCount(piece):
		case timeOnly(piece) != "":
			v.Booking = timeOnly(piece)
		case cmd.Unit != "" || handedTo(piece) != "":
			v.Unit = cmd.Unit
			if v.Unit == "" {
				v.Unit = b.unitIn(handedTo(piece))
			}
			if cmd.Days > 0 {
				v.Due = t.today.Add(cmd.Days)
			}
		case isAnswerGiven(piece):
			v.Answer = brief(piece)
		case v.Topic == "":
			v.Topic = brief(topicIn(piece))
		case daysIn(piece) > 0:
			v.Due = t.today.Add(daysIn(piece))
		default:
			v.Answer = brief(strings.TrimPrefix(v.Answer+"，"+piece, "，"))
		}
	}
	if v.Topic == "" && v.Answer != "" && v.Unit == "" {
		v.Topic, v.Answer = v.Answer, ""
	}
	return v, v.Topic != ""
}

// isCount tells whether a piece only says how many came, or that it is a sheet.
func isCount(piece string) bool {
	rest := strings.TrimSpace(piece)
	for _, word := range [...]string{"登记来访", "接待登记", "今天下午", "今天", "下午", "当班", "当天", "昨天", "接待日", "接待", "来访", "来了", "共", "一共", "刚", "完"} {
		rest = strings.ReplaceAll(rest, word, "")
	}
	rest = strings.TrimFunc(rest, func(r rune) bool {
		return strings.ContainsRune("0123456789一二两三四五六七八九十几个批人位次名 月号日", r)
	})
	return rest == ""
}

// timeOnly is the time of a piece that only says whose place it was: 15:20那批; "" for anything else.
func timeOnly(piece string) string {
	clock, ok := clockNamed(piece)
	if !ok || len([]rune(piece)) > 9 {
		return ""
	}
	return clock.String()
}

func isAnswerGiven(piece string) bool {
	return strings.Contains(piece, "答复") || strings.Contains(piece, "解释") || strings.Contains(piece, "说明了") || strings.Contains(piece, "已告知") || strings.Contains(piece, "当场")
}

// handedTo is what stands behind the word by which a matter is handed over; "" if it is handed to nobody.
func handedTo(piece string) string {
	for _, word := range [...]string{"转给", "转交", "交给", "交由", "转", "请", "让"} {
		if _, rest, ok := strings.Cut(piece, word); ok {
			return rest
		}
	}
	return ""
}

// unitIn finds the unit that a text begins with, by its name or an alias; "" if it begins with none.
func (b *Bot) unitIn(text string) string {
	for _, u := range b.school.Units {
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			if strings.HasPrefix(text, name) {
				return u.Name
			}
		}
	}
	return ""
}

// topicIn leaves out the words by which a topic is led in.
func topicIn(piece string) string {
	for _, lead := range [...]string{"反映", "关于", "询问", "咨询", "来问", "来说"} {
		if _, rest, ok := strings.Cut(piece, lead); ok && rest != "" {
			return strings.TrimSpace(rest)
		}
	}
	return piece
}

// daysIn reads a limit: 3天内, 一周内; 0 if there is none.
func daysIn(piece string) int {
	for i, digit := range chineseDigits {
		for _, form := range [...]string{digit, fmt.Sprint(i + 1)} {
			switch {
			case strings.Contains(piece, form+"天"):
				return i + 1
			case strings.Contains(piece, form+"周"):
				return 7 * (i + 1)
			}
		}
	}
	return 0
}

func brief(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40])
	}
	return text
}
