package wecomtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// content is the object of a message of the application, read and checked.
type content struct {
	kind     string
	text     string // what can be read of it
	url      string
	media    string
	card     *card
	cut      bool
	identity string // the same for the same content
}

// The msgtypes of application messages (2.2), of groups made by the application (2.5), and of group robots (2.9).
const (
	appTypes   = "text|markdown|textcard|news|image|voice|video|file|template_card"
	groupTypes = "text|markdown|textcard|news|image|voice|video|file"
	robotTypes = "text|news|voice|file|template_card" // and what readRobot reads itself
)

// among tells whether a word is one of those that a list names.
func among(list, word string) bool { return strings.Contains("|"+list+"|", "|"+word+"|") }

// line is how the content looks on a phone.
func (w content) line(at time.Time, msgID string) Line {
	l := Line{At: at, From: FromApp, Kind: w.kind, Text: w.text, URL: w.url, MediaID: w.media, MsgID: msgID}
	if w.card != nil {
		l.Buttons = w.card.buttons()
	}
	return l
}

// read finds the object that is named after the msgtype and reads it.
func (p *Platform) read(c *call, msgType string, allowed string) (content, response) {
	var body map[string]json.RawMessage
	if broken := c.decode(&body); broken != nil {
		return content{}, broken
	}
	if !among(allowed, msgType) {
		return content{}, fail(40008, "")
	}
	var o object
	if err := json.Unmarshal(body[msgType], &o); err != nil {
		return content{}, fail(40058, msgType+" is missing or malformed")
	}
	w, refused := p.readObject(msgType, o, body[msgType])
	w.kind, w.identity = msgType, msgType+string(body[msgType])
	return w, refused
}

// object has the fields of all types but cards.
type object struct {
	Content     string
	Title       string
	Description string
	URL         string
	MediaID     string `json:"media_id"`
	Base64      string
	MD5         string
	Articles    []struct{ Title, Description, URL string }
}

func (p *Platform) readObject(msgType string, o object, raw json.RawMessage) (content, response) {
	switch msgType {
	case "text", "markdown":
		return readText(o)
	case "textcard":
		return readTextCard(o)
	case "news":
		return readNews(o)
	case "template_card":
		return p.readCard(raw)
	}
	return p.readMedia(msgType, o)
}

// readText cuts in silence, as the platform does.
func readText(o object) (content, response) {
	if o.Content == "" {
		return content{}, fail(44004, "")
	}
	return content{text: cut(o.Content, maxText), cut: len(o.Content) > maxText}, nil
}

func readTextCard(o object) (content, response) {
	switch {
	case o.Title == "" || o.Description == "":
		return content{}, fail(40058, "textcard needs title and description")
	case o.URL == "" || len(o.URL) > 2048:
		return content{}, fail(40058, "textcard.url")
	}
	return content{text: readable(cut(o.Title, 128), cut(o.Description, 512)), url: o.URL}, nil
}

func readNews(o object) (content, response) {
	if n := len(o.Articles); n < 1 || n > 8 {
		return content{}, fail(40058, fmt.Sprintf("news has %d articles", n))
	}
	var lines []string
	for _, a := range o.Articles {
		if a.Title == "" {
			return content{}, fail(40058, "news article without a title")
		}
		lines = append(lines, a.Title, a.Description)
	}
	return content{text: readable(lines...), url: o.Articles[0].URL}, nil
}

func (p *Platform) readMedia(msgType string, o object) (content, response) {
	m, found := p.store.find(o.MediaID, p.now())
	if !found || m.kind != msgType {
		return content{}, fail(40007, "")
	}
	mark := map[string]string{"image": "[图片]", "voice": "[语音]", "video": "[视频] " + o.Title, "file": "[文件] " + m.name}
	return content{text: readable(mark[msgType], o.Description), media: o.MediaID}, nil
}
