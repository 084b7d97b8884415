package wecomtest_test

import (
	"bytes"
	"strings"
	"testing"

	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestSendPicture brings a picture to a phone, through every fault that comes and goes, and shows it once.
func TestSendPicture(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte("p"), 2000)...)
	to := policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}
	send := func() ledger.Outcome { return s.sender.SendPicture(t.Context(), to, png) }
	pictures := func() (n int) {
		for _, l := range s.Chat("LinXiaofeng") {
			if kind, data, ok := s.Media(l.MediaID); ok && kind == "image" && bytes.Equal(data, png) {
				n++
			}
		}
		return n
	}
	if out := send(); out.State != ledger.Sent || out.ID == "" || pictures() != 1 {
		t.Fatalf("%+v, %d pictures", out, pictures())
	}
	if out := send(); out.State != ledger.Sent || pictures() != 1 {
		t.Errorf("the same picture again: %+v, %d on the phone", out, pictures())
	}
	png = append([]byte("\xff\xd8\xff\xe0"), png...) // a JPEG
	if out := send(); out.State != ledger.Sent || pictures() != 1 {
		t.Errorf("a JPEG: %+v, %d on the phone", out, pictures())
	}
	png = append(png, 'q')
	for name, tt := range map[string]struct {
		api   string
		fault wecomtest.Fault
		want  ledger.OutcomeState
	}{
		"token gone":            {"media/upload", wecomtest.TokenGone(), ledger.Sent},
		"upload busy":           {"media/upload", wecomtest.Answer(-1), ledger.Retry},
		"upload, no answer":     {"media/upload", wecomtest.BadGateway(), ledger.Retry}, // nothing was shown to anybody
		"send, no answer":       {"message/send", wecomtest.BadGateway(), ledger.Unknown},
		"media id not known":    {"message/send", wecomtest.Answer(40007), ledger.Retry},
		"no such receiver":      {"message/send", wecomtest.Answer(81013), ledger.Refused},
		"a redirect elsewhere":  {"media/upload", wecomtest.Redirect("http://127.0.0.1:1/"), ledger.Retry},
		"nothing is the matter": {"message/send", wecomtest.Answer(0), ledger.Sent},
	} {
		png = append(png, 'x')
		s.Inject(tt.api, 1, tt.fault)
		if out := send(); out.State != tt.want {
			t.Errorf("%s: %+v", name, out)
		}
		s.Heal()
		if tt.want == ledger.Refused {
			continue
		}
		if out := send(); out.State != ledger.Sent || pictures() > 1 {
			t.Errorf("after %s: %+v, %d pictures", name, out, pictures())
		}
	}
	for name, out := range map[string]ledger.Outcome{
		"nothing":          s.sender.SendPicture(t.Context(), to, nil),
		"too large":        s.sender.SendPicture(t.Context(), to, make([]byte, 10<<20+1)),
		"to everybody":     s.sender.SendPicture(t.Context(), policy.Address{Channel: wecom.Channel, User: "@all"}, png),
		"to somebody else": s.sender.SendPicture(t.Context(), policy.Address{Channel: "mail", User: "LinXiaofeng"}, png),
	} {
		if out.State != ledger.Refused || out.Reason == "" {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if strings.Contains(s.log.String(), "LinXiaofeng") {
		t.Errorf("the log names the receiver: %s", s.log)
	}
}
