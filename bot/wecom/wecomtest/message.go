package wecomtest

import (
	"fmt"
	"strconv"
	"strings"
)

// Message is what a member's client hands to the platform: a type, and the fields that belong to it (1.6). It is a value; With gives an enriched copy.
type Message struct {
	kind   string // MsgType
	fields string // XML of the fields between MsgType and MsgId
	shown  string // what the member's own phone shows; nothing for most events
	media  string
	url    string
	event  string // Event, of events
	card   string // msgid of the card that a click belongs to
}

// Text is what a member typed. Characters that XML cannot carry do not reach the platform.
func Text(text string) Message {
	return Message{kind: "text", shown: legible(text)}.With("Content", text)
}

// Picture is a picture that a member took. mediaID comes from Upload when the application is to be able to fetch it.
func Picture(mediaID, url string) Message {
	return Message{kind: "image", shown: "[图片]", media: mediaID, url: url}.With("PicUrl", url).With("MediaId", mediaID)
}

// Voice is a voice message in AMR; WeCom recognises no text in it.
func Voice(mediaID string) Message {
	return Message{kind: "voice", shown: "[语音]", media: mediaID}.With("MediaId", mediaID).With("Format", "amr")
}

// Video is a short film.
func Video(mediaID, thumbMediaID string) Message {
	return Message{kind: "video", shown: "[视频]", media: mediaID}.With("MediaId", mediaID).With("ThumbMediaId", thumbMediaID)
}

// Place is a location that a member chose on the map, in degrees.
func Place(latitude, longitude float64, scale int, label string) Message {
	return Message{kind: "location", shown: "[位置] " + label}.
		WithXML("Location_X", decimal(latitude)).WithXML("Location_Y", decimal(longitude)).WithXML("Scale", strconv.Itoa(scale)).
		With("Label", label).With("AppType", "wxwork")
}

// Link is a page that a member forwarded.
func Link(title, description, url, picURL string) Message {
	return Message{kind: "link", shown: title + "\n" + description, url: url}.
		With("Title", title).With("Description", description).With("Url", url).With("PicUrl", picURL)
}

// Event is something that happened without words: enter_agent, subscribe, click ... The key is that of a menu entry, or empty.
// Events have no MsgId; fields of their own are added with With and WithXML.
func Event(name, key string) Message {
	return happened(name).With("EventKey", key)
}

// Located is the LOCATION event: a phone that tells where it is when the application is opened, in degrees and metres.
func Located(latitude, longitude, precision float64) Message {
	return happened("LOCATION").WithXML("Latitude", decimal(latitude)).WithXML("Longitude", decimal(longitude)).
		WithXML("Precision", decimal(precision)).With("AppType", "wxwork")
}

// ContactChange is a change of the directory, such as update_user. The platform sends it from the user "sys".
func ContactChange(change, userID string) Message {
	return happened("change_contact").With("ChangeType", change).With("UserID", userID)
}

func happened(event string) Message { return Message{kind: "event", event: event}.With("Event", event) }

// takes tells whether the platform shows this kind of passive reply to the message (1.6).
func (m Message) takes(reply string) bool {
	update := among("update_button|update_template_card", reply)
	switch m.event {
	case "", "subscribe", "enter_agent", "LOCATION", "click", "view", "view_miniprogram", "scancode_waitmsg":
		return !update
	case "template_card_menu_event":
		return true
	case "template_card_event":
		return update
	}
	return false
}

// With adds a field whose text is wrapped in CDATA.
func (m Message) With(name, text string) Message { return m.WithXML(name, cdata(legible(text))) }

// WithXML adds a field whose inside is XML as it stands, for numbers and nested fields.
func (m Message) WithXML(name, inside string) Message {
	m.fields += element(name, inside)
	return m
}

// plain writes the XML that is encrypted. at is in seconds; id is left out for events.
func (m Message) plain(corp, user string, agent int, id string, at int64) string {
	var b strings.Builder
	b.WriteString("<xml>" + element("ToUserName", cdata(corp)) + element("FromUserName", cdata(user)))
	b.WriteString(element("CreateTime", strconv.FormatInt(at, 10)) + element("MsgType", cdata(m.kind)) + m.fields)
	if id != "" {
		b.WriteString(element("MsgId", id))
	}
	b.WriteString(element("AgentID", strconv.Itoa(agent)) + "</xml>")
	return b.String()
}

func element(name, inside string) string { return "<" + name + ">" + inside + "</" + name + ">" }

// cdata splits "]]>" over two sections, the only thing that one section cannot hold.
func cdata(text string) string {
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}

func decimal(f float64) string { return fmt.Sprintf("%.6f", f) }

// legible drops what XML 1.0 cannot carry.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF || r < ' ' && !strings.ContainsRune("\t\n\r", r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
