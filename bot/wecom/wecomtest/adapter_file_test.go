package wecomtest_test

import (
	"bytes"
	"strings"
	"testing"

	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store/ledger"
)

var _ reminders.FileSender = (*wecom.Sender)(nil)

// TestSendFile brings a file to a phone under its name, through faults that come and go, and shows it once.
func TestSendFile(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	data := bytes.Repeat([]byte("PK book"), 2000)
	to := policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}
	name := "台账-2026-2027学年.xlsx"
	send := func() ledger.Outcome { return s.sender.SendFile(t.Context(), to, name, data) }
	files := func() (names []string) {
		for _, l := range s.Chat("LinXiaofeng") {
			if kind, got, ok := s.Media(l.MediaID); ok && kind == "file" && bytes.Equal(got, data) {
				names = append(names, s.MediaName(l.MediaID))
			}
		}
		return names
	}
	if out := send(); out.State != ledger.Sent || out.ID == "" || len(files()) != 1 || files()[0] != name {
		t.Fatalf("%+v, %q", out, files())
	}
	if out := send(); out.State != ledger.Sent || len(files()) != 1 {
		t.Errorf("the same file again: %+v, %q on the phone", out, files())
	}
	for fault, tt := range map[string]struct {
		api   string
		fault wecomtest.Fault
		want  ledger.OutcomeState
	}{
		"token gone":         {"media/upload", wecomtest.TokenGone(), ledger.Sent},
		"upload, no answer":  {"media/upload", wecomtest.BadGateway(), ledger.Retry},
		"send, no answer":    {"message/send", wecomtest.BadGateway(), ledger.Unknown},
		"media id not known": {"message/send", wecomtest.Answer(40007), ledger.Retry},
		"no such receiver":   {"message/send", wecomtest.Answer(81013), ledger.Refused},
	} {
		data = append(data, 'x')
		s.Inject(tt.api, 1, tt.fault)
		if out := send(); out.State != tt.want {
			t.Errorf("%s: %+v", fault, out)
		}
		s.Heal()
		if tt.want == ledger.Refused {
			continue
		}
		if out := send(); out.State != ledger.Sent || len(files()) != 1 {
			t.Errorf("after %s: %+v, %q", fault, out, files())
		}
	}
	data = append(data, 'y')
	name = strings.Repeat("长", 80) + "\r\n\"a/b.xlsx"
	if out := send(); out.State != ledger.Sent || len(files()) != 1 || !strings.HasSuffix(files()[0], ".xlsx") || strings.ContainsAny(files()[0], "\r\n\"/") || len(files()[0]) > 120 {
		t.Errorf("a name that does not fit: %+v, %q", out, files())
	}
	for what, out := range map[string]ledger.Outcome{
		"too short":        s.sender.SendFile(t.Context(), to, "a.txt", []byte("12345")),
		"too large":        s.sender.SendFile(t.Context(), to, "a.txt", make([]byte, 20<<20+1)),
		"to everybody":     s.sender.SendFile(t.Context(), policy.Address{Channel: wecom.Channel, User: "@all"}, "a.txt", data),
		"to somebody else": s.sender.SendFile(t.Context(), policy.Address{Channel: "mail", User: "LinXiaofeng"}, "a.txt", data),
	} {
		if out.State != ledger.Refused || out.Reason == "" {
			t.Errorf("%s: %+v", what, out)
		}
	}
	if strings.Contains(s.log.String(), "LinXiaofeng") {
		t.Errorf("the log names the receiver: %s", s.log)
	}
}
