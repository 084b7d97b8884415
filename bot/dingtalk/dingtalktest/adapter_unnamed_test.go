package dingtalktest_test

import (
	"strings"
	"testing"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/store/ledger"
)

// TestErrorsNameNobody: whom a call was about may be nobody's business (Art. 5.7), and the platform repeats it in what it refuses: the log holds what it says
// without that, whichever way something was to be told.
func TestErrorsNameNobody(t *testing.T) {
	t.Parallel()
	const user, says = "XiaoYu2024", "xiaoyu2024 is not to be reached"
	no := dingtalktest.Refuse(400, "msgParam.invalid", says)
	old := dingtalktest.ErrCode(400013, says)
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People(user), Groups: []string{"cidG"}}, nil)
	b := newNotebook()
	s.connect(t, b, quick())
	for _, row := range []struct {
		name, path string
		fault      dingtalktest.Fault
		tell       func() ledger.Outcome
	}{
		{"text", pathBatch, no, func() ledger.Outcome { return s.send(t.Context(), user, "通知") }},
		{"group", pathGroup, no, func() ledger.Outcome { return s.sender.SendGroup(t.Context(), "cidG", user, "通知") }},
		{"card", "/v1.0/card/instances/createAndDeliver", no, func() ledger.Outcome { return s.sender.SendCard(t.Context(), to(user), dingtalk.Card{ID: "c1"}) }},
		{"card that was made", "/v1.0/card/instances/createAndDeliver", dingtalktest.Undelivered(says), func() ledger.Outcome {
			return s.sender.SendCard(t.Context(), to(user), dingtalk.Card{ID: "c2"})
		}},
		{"change of a card", "/v1.0/card/instances", no, func() ledger.Outcome {
			return s.sender.UpdateCard(t.Context(), "c2", nil, map[string]map[string]string{user: {"reply": "好"}})
		}},
		{"picture", pathUpload, old, func() ledger.Outcome { return s.sender.SendPicture(t.Context(), to(user), []byte("\x89PNG\r\n\x1a\n")) }},
		{"session", pathSess, old, func() ledger.Outcome {
			if _, err := s.Say(t.Context(), user, dingtalktest.Text("你好")); err != nil {
				t.Error(err)
			}
			return s.send(t.Context(), user, "又一条")
		}},
	} {
		s.Inject(row.path, 1, row.fault)
		before := len(s.log.String())
		if out := row.tell(); out.State == ledger.Sent {
			t.Errorf("%s: %+v", row.name, out)
		}
		log := s.log.String()[before:]
		if !strings.Contains(log, "<user> is not to be reached") || strings.Contains(strings.ToLower(log), strings.ToLower(user)) {
			t.Errorf("%s: the log says %s", row.name, log)
		}
	}
}
