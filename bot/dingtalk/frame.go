package dingtalk

import (
	"encoding/json"
	"strings"
)

// frame is what travels over the stream from the platform (protocol 3.5).
type frame struct {
	Type    string  `json:"type"` // SYSTEM, CALLBACK, EVENT
	Headers headers `json:"headers"`
	Data    string  `json:"data"` // JSON as a string
}

// headers are read whatever form their values have: some are numbers here and strings there.
type headers map[string]string

// UnmarshalJSON takes strings as they are and everything else as it is written.
func (h *headers) UnmarshalJSON(b []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	*h = make(headers, len(raw))
	for k, v := range raw {
		var s string
		if json.Unmarshal(v, &s) != nil {
			s = strings.TrimSpace(string(v))
		}
		(*h)[k] = s
	}
	return nil
}

func (f *frame) topic() string { return f.Headers["topic"] }
func (f *frame) id() string    { return f.Headers["messageId"] }

// Topics.
const (
	topicMessage    = "/v1.0/im/bot/messages/get"
	topicCard       = "/v1.0/card/instances/callback"
	topicPing       = "ping"
	topicDisconnect = "disconnect"
)

// Kinds of frames.
const (
	kindSystem   = "SYSTEM"
	kindCallback = "CALLBACK"
	kindEvent    = "EVENT"
)

// What is answered to a frame.
const (
	codeOK       = 200
	codeBad      = 400 // it will never be understood: not to be repeated
	codeNoTopic  = 404
	codeFailed   = 500 // not stored: to be repeated
	saysOK       = "OK"
	eventSuccess = `{"status":"SUCCESS"}`
	nothing      = `{"response":null}`
)

// verdict is what is answered to a frame; data is JSON.
type verdict struct {
	code    int
	message string
	data    string
}

// encode makes the answer to a frame.
func (v verdict) encode(f *frame) []byte {
	out, _ := json.Marshal(map[string]any{ // strings and a number: it cannot fail
		"code": v.code, "message": v.message, "data": v.data,
		"headers": map[string]string{"messageId": f.id(), "contentType": "application/json"},
	})
	return out
}
