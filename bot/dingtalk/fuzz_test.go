package dingtalk

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lianxin/store/ledger"
)

// FuzzMessage feeds robot messages and clicks: nothing panics, what is taken has an identity, and its text is trimmed.
func FuzzMessage(f *testing.F) {
	f.Add(`{"msgId":"m1","createAt":"1759999990000","conversationType":"1","senderStaffId":"013344","msgtype":"richText","content":{"richText":[{"text":"a"},{"type":"picture","downloadCode":"c"}]}}`)
	f.Add(`{"msgId":"m","msgtype":"audio","createAt":1.5e3,"content":{"recognition":" x ","duration":[]},"text":{"content":"y"}}`)
	f.Add(`{"type":"actionCallback","outTrackId":"1","userId":"2","content":"{\"cardPrivateData\":{\"actionIds\":[\"a\"],\"params\":{}}}"}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, plain string) {
		if m, err := ParseMessage(plain); err == nil {
			out := m.forBot("robot", time.Unix(1, 0))
			if out.Key == "robot|" || out.At.IsZero() || out.Text != strings.TrimSpace(out.Text) {
				t.Errorf("%q became %+v", plain, out)
			}
			for _, media := range out.Media {
				if media.ID == "" || media.Type == "" {
					t.Errorf("media %+v", media)
				}
			}
		}
		if a, err := ParseAction(plain); err == nil {
			out := a.forBot("robot", time.Unix(1, 0), time.Unix(1, 0))
			if out.TaskID == "" || out.From.User == "" || out.Text != "" && !json.Valid([]byte(out.Text)) {
				t.Errorf("%q became %+v", plain, out)
			}
		}
	})
}

// FuzzFrame feeds frames: what can be read can be answered.
func FuzzFrame(f *testing.F) {
	f.Add(`{"type":"SYSTEM","headers":{"topic":"ping","messageId":"1","time":1690362101894},"data":"{\"opaque\":\"x\"}"}`)
	f.Add(`{"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"1"},"data":"no JSON"}`)
	f.Add(`{"headers":{"a":[1,{"b":null}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var one frame
		if json.Unmarshal([]byte(text), &one) != nil {
			return
		}
		var back struct {
			Code    int
			Headers struct{ MessageID string }
			Data    string
		}
		if err := json.Unmarshal(verdict{codeOK, saysOK, one.Data}.encode(&one), &back); err != nil || back.Code != codeOK {
			t.Errorf("%q: %+v %v", text, back, err)
		}
		if utf8.ValidString(one.id()) && back.Headers.MessageID != one.id() {
			t.Errorf("%q: answered to %q", one.id(), back.Headers.MessageID)
		}
	})
}

// FuzzAnswer feeds answers of the server API: whatever comes becomes an outcome with a reason, and no secret is in it.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"errcode":0}`, true)
	f.Add(403, `{"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied","accessdenieddetail":{"requiredScopes":["a"]}}`, false)
	f.Add(200, `{"status":1111,"punish":"deny"}`, true)
	f.Add(502, `<html>`, false)
	f.Add(200, `{"errcode":88,"sub_code":"40014","errmsg":"geheim"}`, true)
	f.Fuzz(func(t *testing.T, status int, body string, old bool) {
		e := judge("/v1.0/x", status, []byte(body), old, "geheim")
		if e == nil {
			return
		}
		if strings.Contains(e.Text, "geheim") {
			t.Errorf("the error holds a secret: %v", e)
		}
		if out := outcomeOf(e); out.State == ledger.Sent || out.Reason == "" {
			t.Errorf("%+v became %+v", e, out)
		}
	})
}
