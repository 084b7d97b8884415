package dingtalktest_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const pathUpload = "/media/upload"

// shown counts the pictures or files of a phone that hold these bytes.
func shown(s *site, user, kind string, data []byte) (n int) {
	for _, l := range s.Chat(user) {
		if m, ok := s.Media(l.MediaID); ok && l.Kind == kind && bytes.Equal(m.Data, data) {
			n++
		}
	}
	return n
}

// TestSendPicture brings a picture to a phone through the faults that come and go.
func TestSendPicture(t *testing.T) {
	t.Parallel()
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte("p"), 2000)...)
	to := policy.Address{Channel: dingtalk.Channel, User: "u1"}
	for name, tt := range map[string]struct {
		path  string
		fault dingtalktest.Fault
		want  ledger.OutcomeState
	}{
		"all well":          {"", nil, ledger.Sent},
		"token gone":        {pathUpload, dingtalktest.TokenGone(), ledger.Sent},
		"upload, no answer": {pathUpload, dingtalktest.BadGateway(), ledger.Retry}, // nothing was shown to anybody
		"too large":         {pathUpload, dingtalktest.ErrCode(40006, "x"), ledger.Refused},
		"send, no answer":   {pathBatch, dingtalktest.BadGateway(), ledger.Unknown},
		"invalid person":    {pathBatch, dingtalktest.InvalidStaff("u1"), ledger.Refused},
		"flow controlled":   {pathBatch, dingtalktest.FlowControlled("u1"), ledger.Retry},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
			if tt.fault != nil {
				s.Inject(tt.path, 1, tt.fault)
			}
			out := s.sender.SendPicture(t.Context(), to, png)
			if out.State != tt.want || out.State != ledger.Sent && out.Reason == "" {
				t.Fatalf("%+v", out)
			}
			if tt.want == ledger.Retry || tt.want == ledger.Unknown {
				s.Heal()
				out = s.sender.SendPicture(t.Context(), to, png)
			}
			if want := tt.want != ledger.Refused; want != (out.State == ledger.Sent) || want != (shown(s, "u1", "image", png) == 1) {
				t.Errorf("%+v, %d pictures", out, shown(s, "u1", "image", png))
			}
		})
	}
}

// TestPictureForMany: who gets the same picture shares one upload and the calls.
func TestPictureForMany(t *testing.T) {
	t.Parallel()
	users := []string{"u1", "u2", "u3", "u4", "u5"}
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People(users...)}, nil)
	var all sync.WaitGroup
	for _, u := range users {
		all.Go(func() {
			if out := s.sender.SendPicture(t.Context(), policy.Address{Channel: dingtalk.Channel, User: u}, []byte("\xff\xd8\xff\xe0jpeg")); out.State != ledger.Sent {
				t.Errorf("%s: %+v", u, out)
			}
		})
	}
	all.Wait()
	if c := s.Counts().Calls; c[pathUpload] != 1 || c[pathBatch] >= len(users) {
		t.Errorf("%d uploads, %d calls", c[pathUpload], c[pathBatch])
	}
	s.ForgetMedia() // three days later
	to := policy.Address{Channel: dingtalk.Channel, User: "u1"}
	if out := s.sender.SendPicture(t.Context(), to, []byte("\xff\xd8\xff\xe0jpeg")); out.State != ledger.Retry {
		t.Errorf("with an id that is gone: %+v", out)
	}
	if out := s.sender.SendPicture(t.Context(), to, []byte("\xff\xd8\xff\xe0jpeg")); out.State != ledger.Sent {
		t.Errorf("uploaded anew: %+v", out)
	}
}

// TestSendFile brings a workbook to a phone under its Chinese name, and refuses what the platform does not take.
func TestSendFile(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	to := policy.Address{Channel: dingtalk.Channel, User: "u1"}
	data := []byte("PK\x03\x04 workbook")
	if out := s.sender.SendFile(t.Context(), to, "联系基层台账 2026.xlsx", data); out.State != ledger.Sent || shown(s, "u1", "file", data) != 1 {
		t.Fatalf("%+v", out)
	}
	if told := s.Told("u1"); told[0] != "[file] 联系基层台账 2026.xlsx" {
		t.Errorf("shown as %q", told)
	}
	for name, out := range map[string]ledger.Outcome{
		"a program":        s.sender.SendFile(t.Context(), to, "a.exe", data),
		"no name":          s.sender.SendFile(t.Context(), to, "", data),
		"nothing":          s.sender.SendFile(t.Context(), to, "a.pdf", nil),
		"too large":        s.sender.SendFile(t.Context(), to, "a.pdf", make([]byte, 20<<20+1)),
		"to somebody else": s.sender.SendFile(t.Context(), policy.Address{Channel: "wecom", User: "u1"}, "a.pdf", data),
		"no picture":       s.sender.SendPicture(t.Context(), to, nil),
		"too large a one":  s.sender.SendPicture(t.Context(), to, make([]byte, dingtalk.MaxMedia+1)),
		"in a group robot": s.sender.SayAsRobot(t.Context(), "office", dingtalk.Picture{MediaID: "@1"}),
	} {
		if out.State != ledger.Refused || out.Reason == "" {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if strings.Contains(s.log.String(), s.config.ClientSecret) {
		t.Error("the log holds the secret")
	}
}
