package wecom

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Message is one thing that the platform delivered: a message of a member or an event (protocol 1.6). Which fields are set depends on Type and Event;
// a field that was not sent is empty. Values are as written, nothing in them is trusted but what the platform itself set: From, To, Agent, ID, Created.
type Message struct {
	To      string // ToUserName: the corporation id
	From    string // FromUserName: the member's user id, or "sys"
	Created int64  // CreateTime: unix seconds; 0 when missing or no number
	Type    string // MsgType: text, image, voice, video, location, link, event
	ID      string // MsgId: decimal; empty in events
	Agent   string // AgentID: empty in some events

	Content string // text
	MediaID string // image, voice, video; lives three days
	ThumbID string // video
	PicURL  string // image, link
	Format  string // voice: amr

	Title, Description, URL string // link

	Place Place // location, LOCATION, location_select

	Event      string // name of the event for Type event
	EventKey   string // menu key, button key or URL; it came through the member's client
	ChangeType string // change_contact: create_user ...

	Card     Card      // template_card_event, template_card_menu_event, taskcard_click
	Scan     Scan      // scancode_push, scancode_waitmsg
	Pictures Pictures  // pic_sysphoto, pic_photo_or_album, pic_weixin
	Contact  Contact   // change_contact
	Job      Job       // batch_job_result
	Approval *Approval // open_approval_change, sys_approval_change; else nil
}

// ParseMessage reads the plaintext of a callback. Elements may come in any order; unknown ones are passed over. A text that is not such XML, or has no
// MsgType, is a *Rejection of kind BadMessage. An unknown MsgType or Event is no error: see Known.
func ParseMessage(plain string) (Message, error) {
	var m Message
	x, ok := newScanner(plain)
	if !ok || !x.each(func(name string) bool { return m.read(&x, name) }) || m.Type == "" {
		return Message{}, reject(BadMessage)
	}
	return m, nil
}

// At is the instant at which the platform says that it was written, UTC; zero when the platform did not say.
func (m *Message) At() time.Time {
	if m.Created <= 0 {
		return time.Time{}
	}
	return time.Unix(m.Created, 0).UTC()
}

// Key is the identity under which a retried callback is recognised (protocol 1.7): corporation, application and MsgId of a message. An event has no number;
// sender, second and name are the same for two quick clicks, so its identity is the SHA-256 of the plaintext, which a retry repeats byte for byte.
func (m *Message) Key(corpID string, plain string) string {
	if m.Type != "event" && m.ID != "" {
		return corpID + "|" + m.Agent + "|" + m.ID
	}
	sum := sha256.Sum256([]byte(plain))
	return corpID + "|" + m.Agent + "|" + hex.EncodeToString(sum[:])
}

// read takes one child of the root.
func (m *Message) read(x *scanner, name string) bool {
	field := m.field(name)
	if field != nil {
		text, ok := x.text()
		*field = text
		return ok
	}
	if name == "CreateTime" {
		text, ok := x.text()
		m.Created, _ = strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		return ok
	}
	return m.readEvent(x, name)
}

// field names the place of what messages carry and of what is common to all.
func (m *Message) field(name string) *string {
	switch name {
	case "ToUserName":
		return &m.To
	case "FromUserName":
		return &m.From
	case "MsgType":
		return &m.Type
	case "Content":
		return &m.Content
	case "MsgId":
		return &m.ID
	case "AgentID":
		return &m.Agent
	case "Event":
		return &m.Event
	case "EventKey":
		return &m.EventKey
	case "MediaId":
		return &m.MediaID
	case "ThumbMediaId":
		return &m.ThumbID
	case "PicUrl":
		return &m.PicURL
	case "Format":
		return &m.Format
	case "Title":
		return &m.Title
	case "Description":
		return &m.Description
	case "Url":
		return &m.URL
	case "ChangeType":
		return &m.ChangeType
	}
	return nil
}
