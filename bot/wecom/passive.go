package wecom

import (
	"strconv"

	"lianxin/bot/wire"
)

// Passive is what may be answered in the HTTP response to a callback (protocol 1.7). The set is closed: PassiveText, PassiveImage, PassiveVoice,
// PassiveVideo, PassiveNews, UpdateButton and UpdateCard.
type Passive interface {
	msgType() string
	appendBody(b []byte) []byte
}

// PassiveText is a text. Past MaxText bytes only the first part is carried: the caller sends the other parts.
type PassiveText string

// PassiveImage is the media id of a picture.
type PassiveImage string

// PassiveVoice is the media id of a voice message.
type PassiveVoice string

// PassiveVideo is a video; Title and Description may be empty.
type PassiveVideo struct{ MediaID, Title, Description string }

// PassiveNews is a list of one to eight articles; more are not carried.
type PassiveNews []Article

// Article is one entry of PassiveNews.
type Article struct{ Title, Description, PicURL, URL string }

// UpdateButton greys the button that was clicked and writes the new name on it, for the one who clicked.
type UpdateButton string

const maxArticles = 8

// AppendPassive appends the plaintext of a passive reply to a member, created at an instant in unix seconds. Codec.AppendSeal encrypts it.
func AppendPassive(b []byte, to, corpID string, created int64, p Passive) []byte {
	b = append(b, "<xml>"...)
	b = appendElement(b, "ToUserName", to)
	b = appendElement(b, "FromUserName", corpID)
	b = append(b, "<CreateTime>"...)
	b = strconv.AppendInt(b, created, 10)
	b = append(b, "</CreateTime>"...)
	b = appendElement(b, "MsgType", p.msgType())
	b = p.appendBody(b)
	return append(b, "</xml>"...)
}

func (PassiveText) msgType() string  { return "text" }
func (PassiveImage) msgType() string { return "image" }
func (PassiveVoice) msgType() string { return "voice" }
func (PassiveVideo) msgType() string { return "video" }
func (PassiveNews) msgType() string  { return "news" }
func (UpdateButton) msgType() string { return "update_button" }

func (p PassiveText) appendBody(b []byte) []byte {
	text := newlines(clean(string(p))) // as its reader reads it, before it is measured
	if len(text) > MaxText {
		text = first(wire.Split(text, MaxText))
	}
	return appendElement(b, "Content", text)
}

// first is the first part, or "" when there is nothing but white space.
func first(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return parts[0]
}

func (p PassiveImage) appendBody(b []byte) []byte { return appendMedia(b, "Image", string(p)) }
func (p PassiveVoice) appendBody(b []byte) []byte { return appendMedia(b, "Voice", string(p)) }

func (p PassiveVideo) appendBody(b []byte) []byte {
	b = append(b, "<Video>"...)
	b = appendElement(b, "MediaId", p.MediaID)
	b = appendElement(b, "Title", p.Title)
	b = appendElement(b, "Description", p.Description)
	return append(b, "</Video>"...)
}

func (p PassiveNews) appendBody(b []byte) []byte {
	p = p[:min(len(p), maxArticles)]
	b = append(b, "<ArticleCount>"...)
	b = strconv.AppendInt(b, int64(len(p)), 10)
	b = append(b, "</ArticleCount><Articles>"...)
	for _, a := range p {
		b = append(b, "<item>"...)
		b = appendElement(b, "Title", a.Title)
		b = appendElement(b, "Description", a.Description)
		b = appendElement(b, "PicUrl", a.PicURL)
		b = appendElement(b, "Url", a.URL)
		b = append(b, "</item>"...)
	}
	return append(b, "</Articles>"...)
}

func (p UpdateButton) appendBody(b []byte) []byte {
	b = append(b, "<Button>"...)
	b = appendElement(b, "ReplaceName", string(p))
	return append(b, "</Button>"...)
}

func appendMedia(b []byte, name, mediaID string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	b = appendElement(b, "MediaId", mediaID)
	return append(append(append(b, "</"...), name...), '>')
}

// appendElement writes <name><![CDATA[text]]></name>. A "]]>" inside the text is divided between two sections.
func appendElement(b []byte, name, text string) []byte {
	b = append(append(append(b, '<'), name...), ">"+cdataOpen...)
	b = appendCDATA(b, clean(text))
	return append(append(append(b, cdataClose+"</"...), name...), '>')
}
