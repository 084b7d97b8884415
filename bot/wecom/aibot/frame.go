package aibot

import (
	"encoding/json"
	"strings"

	"lianxin/bot/wire"
)

// Commands (protocol 2.10).
const (
	cmdMessage   = "aibot_msg_callback"
	cmdEvent     = "aibot_event_callback"
	cmdSubscribe = "aibot_subscribe"
	cmdPing      = "ping"
	cmdRespond   = "aibot_respond_msg"
	cmdWelcome   = "aibot_respond_welcome_msg"
	cmdUpdate    = "aibot_respond_update_msg"
	cmdSend      = "aibot_send_msg"
	cmdUpload    = "aibot_upload_media_init"
	cmdChunk     = "aibot_upload_media_chunk"
	cmdUploaded  = "aibot_upload_media_finish"
)

// frame is what comes from the platform: a command with a body, or without a command the answer to one of ours.
type frame struct {
	Cmd     string          `json:"cmd"`
	Headers headers         `json:"headers"`
	Body    json.RawMessage `json:"body"`
	ErrCode *int            `json:"errcode"`
	ErrMsg  string          `json:"errmsg"`
}

type headers struct {
	ReqID word `json:"req_id"` // an answer must carry that of what it answers
}

// word is read whatever form it has: what is a number today was a string yesterday.
type word string

// UnmarshalJSON takes a string as it is and everything else as it is written.
func (w *word) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		s = strings.TrimSpace(string(b))
	}
	*w = word(s)
	return nil
}

// BadFrame means that what came over the connection is no frame.
const BadFrame wire.Kind = "garbled"

// parseFrame reads a frame; what is neither a command nor an answer is a *wire.Rejection of kind BadFrame.
func parseFrame(data []byte) (frame, error) {
	var f frame
	if json.Unmarshal(data, &f) != nil || f.Cmd == "" && f.ErrCode == nil {
		return frame{}, wire.Reject("wecom", BadFrame)
	}
	return f, nil
}

// encode makes a frame of ours. Bodies hold strings and numbers: it cannot fail.
func encode(cmd, reqID string, body any) []byte {
	out, _ := json.Marshal(struct {
		Cmd     string `json:"cmd"`
		Headers any    `json:"headers"`
		Body    any    `json:"body,omitempty"`
	}{cmd, fields{"req_id": reqID}, body})
	return out
}

type fields map[string]any
