// Package layout lays a text with buttons out as a template card of WeCom (protocol 2.3), and the answer to a press as the card that takes its place. Both
// kinds of application show the same cards. It knows no wire: texts come clean, and who sends the card says how.
package layout

import (
	"slices"
	"strconv"
	"strings"

	"lianxin/bot"
	"lianxin/store/ledger"
)

// Card is a card with buttons as the platform takes it. ReplaceText, on a card that takes the place of another one, stands on a
// grey button instead of the buttons.
type Card struct {
	CardType    string   `json:"card_type"`
	TaskID      string   `json:"task_id,omitempty"`
	Main        Title    `json:"main_title"`
	SubTitle    string   `json:"sub_title_text,omitempty"`
	Buttons     []Button `json:"button_list"`
	ReplaceText string   `json:"replace_text,omitempty"`
}

// Title is what stands at the top of a card, and below it.
type Title struct {
	Title string `json:"title,omitempty"`
	Desc  string `json:"desc,omitempty"`
}

// Button is a button with the key that comes back when it is pressed. Style: 1 to 4.
type Button struct {
	Text  string `json:"text"`
	Style int    `json:"style"`
	Key   string `json:"key"`
}

// ButtonCard is the kind of card that has buttons.
const ButtonCard = "button_interaction"

// What of a card the platform shows, in characters; it cuts the rest.
const (
	mostTitle = 36
	mostDesc  = 160
	mostSub   = 160
	mostLabel = 10
)

// Looks of buttons: the first one is the one that is meant to be pressed.
const (
	styleMain  = 1
	StylePlain = 2 // the others
)

// Of lays a text and its buttons out as a card. false: it does not fit, and the text must go by itself. The key of a button is its place.
func Of(text string, c *ledger.Card) (Card, bool) {
	out := Card{CardType: ButtonCard, TaskID: c.ID}
	title, rest := cutTitle(text)
	desc, sub, fits := Spread(rest)
	if !fits || title == "" || !c.Fits() {
		return out, false
	}
	out.Main, out.SubTitle = Title{title, desc}, sub
	for i, one := range c.Choices {
		if letters(one.Label) > mostLabel {
			return out, false
		}
		b := Button{Text: one.Label, Style: StylePlain, Key: strconv.Itoa(i + 1)}
		if i == 0 {
			b.Style = styleMain
		}
		out.Buttons = append(out.Buttons, b)
	}
	return out, true
}

// Answered is the card that takes the place of one that was pressed: the answer, and what was pressed on a grey button. false: the answer does not fit, the
// card says that it follows, and it must be told besides.
func Answered(f bot.Face, text string) (Card, bool) {
	desc, sub, fits := Spread(text)
	if !fits {
		desc, sub = saySeeBelow, ""
	}
	return Card{
		CardType: ButtonCard, TaskID: f.Card, Main: Title{f.Title, desc}, SubTitle: sub, ReplaceText: f.Label,
		Buttons: []Button{{Text: f.Label, Style: StylePlain, Key: "0"}},
	}, fits
}

// saySeeBelow stands on a card whose answer is too long for it.
const saySeeBelow = "结果见下一条消息。"

// IsFault tells whether an errcode says that the platform took offence at a card, or takes none from this application: at a field of it, or for want of a
// callback address.
func IsFault(code int) bool {
	switch code {
	case 40008, 40057, 40058, 43012:
		return true
	}
	return code >= 42014 && code <= 42020 || code >= 42027 && code <= 42051
}

// IsKnown tells whether an error about a card says that the platform has one of this id. It says so in words alone; ids are ours and well-formed, so that
// nothing else can be wrong with them.
func IsKnown(code int, text string) bool { return IsFault(code) && strings.Contains(text, "task_id") }

func letters(s string) int { return len([]rune(s)) }

// cutTitle takes the title of a card off its text: the first line, or what of it ends with a stop: a sentence sooner than what it opens with, and
// that sooner than a part of one. Nothing is lost: the rest follows it.
func cutTitle(text string) (title, rest string) {
	line, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if letters(line) <= mostTitle {
		return line, rest
	}
	runes := []rune(line)
	at := mostTitle
	head := runes[leastTitle-1 : mostTitle]
	if i := slices.Index(head, '：'); i >= 0 && lastOf(head, "。；！？") < 0 {
		return string(runes[:leastTitle+i]), strings.TrimSpace(string(runes[leastTitle+i:]) + "\n" + rest)
	}
	for _, stops := range [...]string{"。；！？", "，", "、）】"} {
		if i := lastOf(head, stops); i >= 0 {
			at = leastTitle + i
			break
		}
	}
	return string(runes[:at]), strings.TrimSpace(string(runes[at:]) + "\n" + rest)
}

// lastOf finds the last of some letters; -1 if there is none.
func lastOf(runes []rune, letters string) int {
	for i := len(runes) - 1; i >= 0; i-- {
		if strings.ContainsRune(letters, runes[i]) {
			return i
		}
	}
	return -1
}

// leastTitle is how long a title is at least that is cut off at a stop.
const leastTitle = 8

// Spread puts a text into the two places that a card has for it, between lines if it can. false: there is more of it.
func Spread(text string) (desc, sub string, fits bool) {
	desc, rest := takeLetters(strings.TrimSpace(text), mostDesc)
	sub, rest = takeLetters(rest, mostSub)
	return desc, sub, rest == ""
}

// takeLetters takes as many letters off a text as fit: whole lines, or a part of the first one.
func takeLetters(text string, most int) (head, rest string) {
	runes := []rune(text)
	if len(runes) <= most {
		return text, ""
	}
	at := most
	for i := most; i > 0; i-- {
		if runes[i] == '\n' {
			at = i
			break
		}
	}
	return string(runes[:at]), strings.TrimPrefix(string(runes[at:]), "\n")
}
