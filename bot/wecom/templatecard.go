package wecom

import (
	"slices"
	"strconv"
	"strings"

	"lianxin/store/ledger"
)

// templateCard is a card with buttons as the server API takes it (protocol 2.3). ReplaceText, on a card that takes the place of another one, stands on a
// grey button instead of the buttons.
type templateCard struct {
	CardType    string       `json:"card_type"`
	TaskID      string       `json:"task_id,omitempty"`
	Main        cardTitle    `json:"main_title"`
	SubTitle    string       `json:"sub_title_text,omitempty"`
	Buttons     []cardButton `json:"button_list"`
	ReplaceText string       `json:"replace_text,omitempty"`
}

type cardTitle struct {
	Title string `json:"title,omitempty"`
	Desc  string `json:"desc,omitempty"`
}

type cardButton struct {
	Text  string `json:"text"`
	Style int    `json:"style"`
	Key   string `json:"key"`
}

const buttonCard = "button_interaction"

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
	stylePlain = 2
)

// cardFor lays a text and its buttons out as a card. false: it does not fit, and the text must go by itself. The key of a button is its place.
func cardFor(text string, c *ledger.Card) (templateCard, bool) {
	out := templateCard{CardType: buttonCard, TaskID: c.ID}
	title, rest := cutTitle(clean(text))
	desc, sub, fits := spread(rest)
	if !fits || title == "" || !c.Fits() {
		return out, false
	}
	out.Main, out.SubTitle = cardTitle{title, desc}, sub
	for i, one := range c.Choices {
		if letters(one.Label) > mostLabel {
			return out, false
		}
		b := cardButton{Text: one.Label, Style: stylePlain, Key: strconv.Itoa(i + 1)}
		if i == 0 {
			b.Style = styleMain
		}
		out.Buttons = append(out.Buttons, b)
	}
	return out, true
}

func letters(s string) int { return len([]rune(s)) }

// cutTitle takes the title of a card off its text: the first line, or what of it ends with a stop, a sentence sooner than what it opens with, and that sooner than a part of one. Nothing is lost: the rest follows it.
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

// spread puts a text into the two places that a card has for it, between lines if it can. false: there is more of it.
func spread(text string) (desc, sub string, fits bool) {
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
