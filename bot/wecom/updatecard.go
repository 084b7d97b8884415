package wecom

import "encoding/xml"

// UpdateCard replaces the card that was clicked by a new one, for the one who clicked. Empty fields are left out. It is written by encoding/xml: cards are
// rare, and their names are many.
type UpdateCard struct {
	XMLName    xml.Name         `xml:"TemplateCard"`
	Type       string           `xml:"CardType"` // text_notice, news_notice, button_interaction ...
	Source     *CardSource      `xml:"Source"`
	Menu       *CardMenu        `xml:"ActionMenu"`
	Main       *CardTitle       `xml:"MainTitle"`
	Quote      *CardQuote       `xml:"QuoteArea"`
	Emphasis   *CardTitle       `xml:"EmphasisContent"`
	SubTitle   string           `xml:"SubTitleText,omitempty"`
	Horizontal []CardHorizontal `xml:"HorizontalContentList"` // at most six
	Jumps      []CardLink       `xml:"JumpList"`              // at most three
	Action     *CardLink        `xml:"CardAction"`

	TaskID      string       `xml:"TaskId,omitempty"`
	Buttons     []CardButton `xml:"ButtonList"`            // at most six, of a button_interaction
	ReplaceText string       `xml:"ReplaceText,omitempty"` // stands on one grey button instead of them
}

// CardButton is a button with the key that comes back when it is pressed. Style: 1 to 4.
type CardButton struct {
	Text  string `xml:"Text"`
	Style int    `xml:"Style"`
	Key   string `xml:"Key"`
}

// CardSource says where a card comes from. Color: 0 grey, 1 black, 2 red, 3 green.
type CardSource struct {
	IconURL string `xml:"IconUrl,omitempty"`
	Desc    string `xml:"Desc,omitempty"`
	Color   int    `xml:"DescColor"`
}

// CardMenu is the menu at the top right; it takes one to three actions.
type CardMenu struct {
	Desc    string       `xml:"Desc,omitempty"`
	Actions []CardChoice `xml:"ActionList"`
}

// CardChoice is an action with the key that comes back when it is chosen.
type CardChoice struct {
	Text string `xml:"Text"`
	Key  string `xml:"Key"`
}

// CardTitle is a title with a description.
type CardTitle struct {
	Title string `xml:"Title,omitempty"`
	Desc  string `xml:"Desc,omitempty"`
}

// CardQuote is a quoted text. Type: 0 no link, 1 URL.
type CardQuote struct {
	Type  int    `xml:"Type"`
	URL   string `xml:"Url,omitempty"`
	Title string `xml:"Title,omitempty"`
	Text  string `xml:"QuoteText,omitempty"`
}

// CardHorizontal is a line of name and value. Type: 0 plain, 1 URL.
type CardHorizontal struct {
	Name  string `xml:"KeyName"`
	Value string `xml:"Value,omitempty"`
	Type  int    `xml:"Type"`
	URL   string `xml:"Url,omitempty"`
}

// CardLink is what a click opens. Type: 0 nothing, 1 URL.
type CardLink struct {
	Type  int    `xml:"Type"`
	Title string `xml:"Title,omitempty"`
	URL   string `xml:"Url,omitempty"`
}

func (UpdateCard) msgType() string { return "update_template_card" }

func (p UpdateCard) appendBody(b []byte) []byte {
	body, err := xml.Marshal(p)
	if err != nil { // only strings, numbers and structs of them: it cannot fail
		return b
	}
	return append(b, body...)
}
