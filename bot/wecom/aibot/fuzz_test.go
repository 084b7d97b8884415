package aibot

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzFrame: whatever comes over the connection, a frame and its message are read or rejected, and what the bot would get names its sender and nothing else.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		`{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":{"msgid":"m","aibotid":"b","chattype":"single","from":{"userid":"u"},"msgtype":"text","text":{"content":"好"}}}`,
		`{"cmd":"aibot_msg_callback","headers":{"req_id":1},"body":{"msgid":2,"chatid":"c","chattype":"group","from":{"userid":"u"},"msgtype":"mixed","mixed":{"msg_item":[{"msgtype":"text","text":{"content":"@机器人 看"}},{"msgtype":"image","image":{"url":"https://x","aeskey":"k"}}]}}}`,
		`{"cmd":"aibot_event_callback","headers":{"req_id":"r"},"body":{"msgid":"m","create_time":1700000000,"msgtype":"event","event":{"eventtype":"template_card_event","template_card_event":{"event_key":"k","task_id":"t"}}}}`,
		`{"headers":{"req_id":"r"},"errcode":0,"errmsg":"ok","body":{"media_id":"x"}}`, `{"errcode":"0"}`, `{"cmd":[]}`, `null`, ``,
	} {
		f.Add([]byte(seed))
	}
	received := time.Unix(1_700_000_000, 0).UTC()
	f.Fuzz(func(t *testing.T, data []byte) {
		fr, err := parseFrame(data)
		if err != nil {
			return
		}
		m, err := ParseMessage(fr.Body)
		if err != nil {
			return
		}
		key := m.key("bot", fr.Body)
		said := m.forBot(key, received)
		switch {
		case !strings.HasPrefix(key, "bot|") || len(key) == len("bot|"):
			t.Errorf("key %q", key)
		case said.Key != key || said.From.Channel != Channel || said.From.User != m.From.User || said.Received != received || said.At.IsZero():
			t.Errorf("%+v", said)
		case said.Group != "" && !m.group():
			t.Errorf("a group of nobody: %+v", said)
		}
		if text := markdown(said.Text); strings.Contains(text, "](") || utf8.ValidString(said.Text) && !utf8.ValidString(text) {
			t.Errorf("%q", text)
		}
	})
}
