package wecomtest

import (
	"encoding/json"
	"strings"
)

// card is a template card as the application wrote it (2.3). Only the parts that people read or press are kept.
type card struct {
	Type      string `json:"card_type"`
	TaskID    string `json:"task_id"`
	Source    struct{ Desc string }
	MainTitle struct{ Title, Desc string } `json:"main_title"`
	Emphasis  struct{ Title, Desc string } `json:"emphasis_content"`
	Quote     struct {
		Title string
		Text  string `json:"quote_text"`
	} `json:"quote_area"`
	SubTitle string                            `json:"sub_title_text"`
	Rows     []struct{ KeyName, Value string } `json:"horizontal_content_list"`
	Jumps    []struct{ Title, URL string }     `json:"jump_list"`
	Action   struct {
		Type int
		URL  string
	} `json:"card_action"`
	Menu struct {
		List []Button `json:"action_list"`
	} `json:"action_menu"`
	List     []Button `json:"button_list"`
	Checkbox struct {
		Options []json.RawMessage `json:"option_list"`
	}
	Selects []json.RawMessage `json:"select_list"`
	Submit  Button            `json:"submit_button"`
	Replace string            `json:"replace_text"` // of a card that takes the place of another: on a grey button
}

// readCard reads a card and holds it against the rules that the platform is known to enforce.
func (p *Platform) readCard(raw json.RawMessage) (content, response) {
	var c card
	if err := json.Unmarshal(raw, &c); err != nil {
		return content{}, fail(40058, "template_card is malformed")
	}
	if fault := c.fault(); fault != "" {
		return content{}, fail(40058, "template_card."+fault)
	}
	switch {
	case c.clickable() && p.callback == "":
		return content{}, fail(43012, "")
	case c.TaskID != "" && p.cards.tasks[c.TaskID]:
		return content{}, fail(40058, "template_card.task_id was used before")
	}
	if c.TaskID != "" {
		p.cards.tasks[c.TaskID] = true
	}
	return content{text: c.text(), url: c.Action.URL, card: &c}, nil
}

// fault names the first field that is wrong; empty when all are well.
func (c *card) fault() string {
	switch {
	case !among("text_notice|news_notice|button_interaction|vote_interaction|multiple_interaction", c.Type):
		return "card_type"
	case c.clickable() && !validTask(c.TaskID):
		return "task_id"
	case len(c.Rows) > 6:
		return "horizontal_content_list"
	case len(c.Jumps) > 3:
		return "jump_list"
	case !validKeys(c.Menu.List) || len(c.Menu.List) > 3:
		return "action_menu"
	}
	return c.faultOfType()
}

func (c *card) faultOfType() string {
	switch c.Type {
	case "text_notice", "news_notice":
		if c.Action.Type != 1 && c.Action.Type != 2 {
			return "card_action"
		}
		if c.MainTitle.Title == "" && (c.Type == "news_notice" || c.SubTitle == "") {
			return "main_title"
		}
	case "button_interaction":
		if n := len(c.List); n < 1 || n > 6 || !validKeys(c.List) {
			return "button_list"
		}
	case "vote_interaction":
		if n := len(c.Checkbox.Options); n < 1 || n > 20 {
			return "checkbox"
		}
	case "multiple_interaction":
		if n := len(c.Selects); n < 1 || n > 3 {
			return "select_list"
		}
	}
	if c.interactive() && c.Type != "button_interaction" && !validKeys([]Button{c.Submit}) {
		return "submit_button"
	}
	return ""
}

// interactive tells whether the card itself has something to press.
func (c *card) interactive() bool { return strings.HasSuffix(c.Type, "_interaction") }

// clickable tells whether the application hears of anything that is pressed on it.
func (c *card) clickable() bool { return c.interactive() || len(c.Menu.List) > 0 }

func validTask(id string) bool {
	return id != "" && len(id) <= 128 && strings.Trim(id, letters+"_-@") == ""
}

func validKeys(buttons []Button) bool {
	seen := map[string]bool{}
	for _, b := range buttons {
		if b.Key == "" || len(b.Key) > 1024 || seen[b.Key] {
			return false
		}
		seen[b.Key] = true
	}
	return true
}

// text is what can be read on the card.
func (c *card) text() string {
	lines := []string{c.Source.Desc, c.MainTitle.Title, c.MainTitle.Desc, c.Emphasis.Title, c.Emphasis.Desc, c.Quote.Title, c.Quote.Text, c.SubTitle}
	for _, r := range c.Rows {
		lines = append(lines, r.KeyName+"："+r.Value)
	}
	return readable(lines...)
}

// buttons is what can be pressed on the card.
func (c *card) buttons() []Button {
	var all []Button
	switch {
	case c.Replace != "":
		return greyed(c.Replace)
	case c.Type == "button_interaction":
		all = append(all, c.List...)
	case c.interactive():
		all = append(all, c.Submit)
	}
	for i := range all {
		fill(&all[i].Text, "提交")
	}
	return append(all, c.Menu.List...)
}

// cardXML is a card in a passive reply: the same in CamelCase, lists without a wrapper (1.7).
type cardXML struct {
	CardType              string
	TaskId                string
	MainTitle             struct{ Title, Desc string }
	SubTitleText          string
	HorizontalContentList []struct{ KeyName, Value string }
	ButtonList            []Button
	ReplaceText           string
}

// fault tells what of a card that takes the place of the one that was pressed is missing.
func (x *cardXML) fault() error {
	if x.CardType == "button_interaction" && !validKeys(x.ButtonList) || len(x.ButtonList) > 6 {
		return badReply("the buttons of the card are not valid")
	}
	return nil
}

func (x *cardXML) text() string {
	lines := []string{x.MainTitle.Title, x.MainTitle.Desc, x.SubTitleText}
	for _, r := range x.HorizontalContentList {
		lines = append(lines, r.KeyName+"："+r.Value)
	}
	return readable(lines...)
}

// Pick is what was chosen in one question of a card before it was submitted.
type Pick struct {
	Question string
	Options  []string
}

func pickXML(picks []Pick) string {
	var b strings.Builder
	for _, pick := range picks {
		var ids string
		for _, option := range pick.Options {
			ids += element("OptionId", cdata(option))
		}
		b.WriteString(element("SelectedItem", element("QuestionKey", cdata(pick.Question))+element("OptionIds", ids)))
	}
	return b.String()
}

// greyed is what remains of the buttons of a card that was dealt with.
func greyed(text string) []Button { return []Button{{Text: text, Pressed: true}} }
