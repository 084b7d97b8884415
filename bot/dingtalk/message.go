package dingtalk

import (
	"encoding/json"
	"strings"
	"time"
)

// Message is one thing that somebody said to the robot (protocol 3.3), the same over HTTP and over the stream. Values are as written; only what the platform
// itself sets is relied on, and none of it before the callback was believed.
type Message struct {
	ID                string       `json:"msgId"`
	Conversation      string       `json:"conversationId"`   // of a group: where to answer
	ConversationType  string       `json:"conversationType"` // "1" one to one, "2" group
	CreateAt          milliseconds `json:"createAt"`
	Corp              string       `json:"chatbotCorpId"`
	Robot             string       `json:"robotCode"`     // may be missing
	Sender            string       `json:"senderStaffId"` // the user id; empty for people of other organisations
	Mentioned         *bool        `json:"isInAtList"`
	SessionWebhook    string       `json:"sessionWebhook"` // where to answer, for a while; comes from outside and is checked before use
	SessionWebhookEnd milliseconds `json:"sessionWebhookExpiredTime"`
	Type              string       `json:"msgtype"`
	Text              struct {
		Content string `json:"content"`
	} `json:"text"`
	Content json.RawMessage `json:"content"` // of everything but text; its form depends on Type
}

// milliseconds is an instant in unix milliseconds, written as a number or as a string. What is neither is 0.
type milliseconds int64

// UnmarshalJSON never fails.
func (m *milliseconds) UnmarshalJSON(b []byte) error {
	n, err := json.Number(strings.Trim(string(b), `"`)).Int64()
	if err == nil {
		*m = milliseconds(n)
	}
	return nil
}

// time is the instant, UTC; zero for what is not later than 1970.
func (m milliseconds) time() time.Time {
	if m <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// ParseMessage reads a robot message. Unknown fields are passed over. A text that is no JSON object, or has no msgId or msgtype, is a *Rejection of kind
// BadMessage. An unknown msgtype is no error.
func ParseMessage(plain string) (Message, error) {
	var m Message
	if err := json.Unmarshal([]byte(plain), &m); err != nil || m.ID == "" || m.Type == "" {
		return Message{}, reject(BadMessage)
	}
	return m, nil
}

// group tells whether it was said in a group.
func (m *Message) group() bool { return m.ConversationType == "2" }
