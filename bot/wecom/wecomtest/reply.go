package wecomtest

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const (
	maxReply = 1 << 20 // bytes of an answer that are read
	maxText  = 2048    // bytes of a text; the platform cuts the rest (1.7, 2.2)
)

// Reply is a passive reply: what the application said in the HTTP answer to a callback (1.7). The zero Reply is an answer that says nothing.
type Reply struct {
	Kind    string // MsgType: text, image, voice, video, news, update_button, update_template_card
	Text    string // what can be read of it
	MediaID string
	Grey    string // on the grey button of a card that takes the place of another one
	Plain   string // the decrypted XML
}

// says tells whether the member would see the same.
func (r Reply) says(other Reply) bool {
	return r.Kind == other.Kind && r.Text == other.Text && r.MediaID == other.MediaID
}

// BadReply is an answer with status 200 that the platform cannot use: it would not be shown, and the real platform would not say why.
type BadReply struct{ Reason string }

// Error tells what is wrong with the answer, and nothing of its text.
func (e *BadReply) Error() string { return "wecomtest: passive reply: " + e.Reason }

func badReply(format string, args ...any) error {
	return &BadReply{Reason: fmt.Sprintf(format, args...)}
}

// OpenReply verifies, decrypts and reads the body of an answer to a callback of the user. A body that is empty or says "success" is the zero Reply.
// Anything wrong is a *BadReply; a text that is too long is one, too, but the Reply is filled in.
func (p *Platform) OpenReply(user string, body []byte) (Reply, error) {
	if len(body) == 0 || string(body) == "success" {
		return Reply{}, nil
	}
	if len(body) > maxReply {
		return Reply{}, badReply("more than %d bytes", maxReply)
	}
	plain, err := p.unwrap(body)
	if err != nil {
		return Reply{}, err
	}
	return p.readReply(user, plain)
}

func (p *Platform) unwrap(body []byte) (string, error) {
	var e struct {
		XMLName      xml.Name `xml:"xml"`
		Encrypt      string
		MsgSignature string
		TimeStamp    string
		Nonce        string
	}
	if err := xml.Unmarshal(body, &e); err != nil {
		return "", badReply("not the XML of an envelope: %v", err)
	}
	if p.crypt.sign(e.TimeStamp, e.Nonce, e.Encrypt) != e.MsgSignature {
		return "", badReply("signature is wrong")
	}
	plain, err := p.crypt.decrypt(e.Encrypt)
	if err != nil {
		return "", badReply("%v", err)
	}
	return plain, nil
}

// replyXML is the decrypted reply; every type has its own part.
type replyXML struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	Content      string
	Image        struct{ MediaId string }
	Voice        struct{ MediaId string }
	Video        struct{ MediaId, Title, Description string }
	ArticleCount int
	Articles     struct {
		Items []struct{ Title, Description, Url string } `xml:"item"`
	}
	Button       struct{ ReplaceName string }
	TemplateCard cardXML
}

func (p *Platform) readReply(user, plain string) (Reply, error) {
	var x replyXML
	if err := xml.Unmarshal([]byte(plain), &x); err != nil {
		return Reply{}, badReply("not the XML of a message: %v", err)
	}
	switch {
	case x.ToUserName != user || x.FromUserName != p.options.CorpID:
		return Reply{}, badReply("sender and receiver are not those of the message, swapped")
	case x.CreateTime <= 0:
		return Reply{}, badReply("CreateTime is missing")
	}
	r, err := x.reply()
	r.Plain = plain
	return r, err
}

func (x *replyXML) reply() (Reply, error) {
	r := Reply{Kind: x.MsgType}
	switch x.MsgType {
	case "text":
		r.Text = x.Content
		return r, checkText(x.Content)
	case "image":
		return x.media("[图片]", x.Image.MediaId)
	case "voice":
		return x.media("[语音]", x.Voice.MediaId)
	case "video":
		return x.media(readable("[视频] "+x.Video.Title, x.Video.Description), x.Video.MediaId)
	case "news":
		return x.news()
	case "update_button":
		r.Text = x.Button.ReplaceName
	case "update_template_card":
		r.Text, r.Grey = x.TemplateCard.text(), x.TemplateCard.ReplaceText
		if err := x.TemplateCard.fault(); err != nil {
			return r, err
		}
	default:
		return r, badReply("MsgType %q is not one of a passive reply", x.MsgType)
	}
	if r.Text == "" {
		return r, badReply("%s has nothing in it", x.MsgType)
	}
	return r, nil
}

func (x *replyXML) media(text, id string) (Reply, error) {
	if id == "" {
		return Reply{}, badReply("%s has no MediaId", x.MsgType)
	}
	return Reply{Kind: x.MsgType, Text: text, MediaID: id}, nil
}

func checkText(text string) error {
	switch {
	case text == "":
		return badReply("text is empty")
	case len(text) > maxText:
		return badReply("text has %d bytes, %d are shown", len(text), maxText)
	}
	return nil
}

func (x *replyXML) news() (Reply, error) {
	n := len(x.Articles.Items)
	if n < 1 || n > 8 || x.ArticleCount != n {
		return Reply{}, badReply("news has %d articles and says %d", n, x.ArticleCount)
	}
	var lines []string
	for _, item := range x.Articles.Items {
		lines = append(lines, item.Title, item.Description)
	}
	return Reply{Kind: "news", Text: readable(lines...)}, nil
}

// readable joins the lines that have something in them.
func readable(lines ...string) string {
	var kept []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
