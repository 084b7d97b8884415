package dingtalktest_test

import (
	"strings"
	"testing"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestGroupSender: a row of the outbox goes through the custom robot of its office, signed and in parts, and to nobody else.
func TestGroupSender(t *testing.T) {
	t.Parallel()
	const token, secret = "robottoken0123456789", "SECabcdef"
	s := newSite(t, dingtalktest.Options{Robots: map[string]string{token: secret}}, func(c *dingtalk.Config) {
		c.Robots = map[string]dingtalk.GroupRobot{"党委办公室": {Token: token, Secret: secret}, "没了": {Token: "gone"}}
	})
	groups := dingtalk.NewGroupSender(s.sender)
	for _, row := range []struct {
		to    policy.Address
		text  string
		state ledger.OutcomeState
	}{
		{policy.GroupAddress(dingtalk.Channel, "党委办公室"), "接待日", ledger.Sent},
		{policy.GroupAddress(dingtalk.Channel, "党委办公室"), " ", ledger.Refused},
		{policy.GroupAddress(dingtalk.Channel, "没了"), "接待日", ledger.Refused},
		{policy.GroupAddress(dingtalk.Channel, "谁"), "接待日", ledger.Refused},
		{policy.GroupAddress("wecom", "党委办公室"), "接待日", ledger.Refused},
		{policy.Address{Channel: dingtalk.Channel, User: "党委办公室"}, "接待日", ledger.Refused},
	} {
		if out := groups.Send(t.Context(), row.to, row.text); out.State != row.state {
			t.Errorf("%s %q: %+v", row.to, row.text, out)
		}
	}
	held := false
	for range 30 {
		out := groups.Send(t.Context(), policy.GroupAddress(dingtalk.Channel, "党委办公室"), "接待日")
		switch {
		case out.State == ledger.Retry && out.After == 0:
			held = true
		case out.State != ledger.Sent:
			t.Fatalf("%+v", out)
		}
	}
	if !held {
		t.Error("a robot posts thirty times in a minute")
	}
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), secret) {
		t.Errorf("a secret is logged: %s", &s.log)
	}
}
