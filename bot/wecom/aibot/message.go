package aibot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"lianxin/bot/wire"
)

// Message is one thing that somebody said to the bot, or an event. Which contents are set depends on Type; they are read when they are needed, so that a form
// that is not known yet costs its content and not the message.
type Message struct {
	ID       word   `json:"msgid"`
	Bot      string `json:"aibotid"`
	Chat     string `json:"chatid"`   // of a group
	ChatType string `json:"chattype"` // single, group; may be missing in events
	From     struct {
		User string `json:"userid"`
	} `json:"from"`
	Created json.Number     `json:"create_time"` // unix seconds; mostly in events only
	Type    string          `json:"msgtype"`     // text, image, mixed, voice, file, video, event
	Text    json.RawMessage `json:"text"`
	Voice   json.RawMessage `json:"voice"` // with the recognised words
	Image   json.RawMessage `json:"image"`
	File    json.RawMessage `json:"file"`
	Video   json.RawMessage `json:"video"`
	Mixed   json.RawMessage `json:"mixed"`
	Event   json.RawMessage `json:"event"`
}

// What may be wrong with the body of a frame.
const (
	BadMessage  wire.Kind = "message"        // it is none
	BadReceiver           = wire.BadReceiver // it is for another bot
)

// ParseMessage reads the body of a message or an event. Unknown fields are passed over. A body that is no JSON object, or has no msgtype, is a
// *wire.Rejection of kind BadMessage; an unknown msgtype is no error.
func ParseMessage(body []byte) (Message, error) {
	var m Message
	if json.Unmarshal(body, &m) != nil || m.Type == "" {
		return Message{}, wire.Reject("wecom", BadMessage)
	}
	return m, nil
}

// group tells whether it was said in a group.
func (m *Message) group() bool { return m.ChatType == "group" }

// at is the instant, UTC; zero when the platform does not say.
func (m *Message) at() time.Time {
	seconds, err := m.Created.Int64()
	if err != nil || seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// key is the identity under which a repeated message is recognised: the bot and the msgid; without a msgid, the SHA-256 of the body.
func (m *Message) key(bot string, body []byte) string {
	if m.ID != "" {
		return bot + "|" + string(m.ID)
	}
	sum := sha256.Sum256(body)
	return bot + "|" + hex.EncodeToString(sum[:])
}
