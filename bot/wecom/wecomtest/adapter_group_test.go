package wecomtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const robotKey = "0b1e-robot-key-of-the-office"

// groupSite is a site with one group robot, and the sender of the groups.
func groupSite(t *testing.T) (*site, func(office, text string) ledger.Outcome) {
	t.Helper()
	s := newSite(t, wecomtest.Options{Groups: []string{robotKey}})
	sender := wecom.NewGroupSender(s.config.APIBase, map[string]string{"党委办公室": robotKey, "校长办公室": "a-robot-that-was-removed"}, zerolog.New(s.log), s.now)
	t.Cleanup(func() {
		if printed := fmt.Sprintf("%v %+v %s", sender, sender, s.log); strings.Contains(printed, robotKey) || strings.Contains(printed, "a-robot-that-was-removed") {
			t.Errorf("a key is printed: %s", printed)
		}
	})
	return s, func(office, text string) ledger.Outcome {
		return sender.Send(t.Context(), policy.GroupAddress(wecom.Channel, office), text)
	}
}

func TestGroupPost(t *testing.T) {
	s, post := groupSite(t)
	if out := post("党委办公室", "11月30日接待日"); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	long := strings.Repeat("双周一接待日。", 200)
	if out := post("党委办公室", long); out.State != ledger.Sent {
		t.Fatalf("%+v", out)
	}
	chat := shown(s.Group(robotKey))
	if len(chat) != 4 || chat[0] != "11月30日接待日" {
		t.Fatalf("%d messages: %q", len(chat), chat)
	}
	for _, part := range chat {
		if len(part) > wecom.MaxText {
			t.Errorf("a part of %d bytes", len(part))
		}
	}
	for _, row := range []struct{ office, text string }{{"谁", "x"}, {"党委办公室", " \n"}, {"校长办公室", "x"}} {
		before := len(s.Group(robotKey))
		if out := post(row.office, row.text); out.State != ledger.Refused || out.Reason == "" || len(s.Group(robotKey)) != before {
			t.Errorf("%s %q: %+v", row.office, row.text, out)
		}
	}
	if out := post("校长办公室", "x"); out.Code != 93000 || !strings.Contains(out.Reason, "group_webhooks") {
		t.Errorf("a robot that was removed: %+v", out)
	}
}

func TestGroupAddressIsNoMember(t *testing.T) {
	s, _ := groupSite(t)
	if out := s.sender.Send(t.Context(), policy.GroupAddress(wecom.Channel, "党委办公室"), "x"); out.State != ledger.Refused {
		t.Errorf("the sender of members takes a group: %+v", out)
	}
	groups := wecom.NewGroupSender(s.config.APIBase, map[string]string{"chen": robotKey}, zerolog.Nop(), s.now)
	if out := groups.Send(t.Context(), policy.Address{Channel: wecom.Channel, User: "chen"}, "x"); out.State != ledger.Refused || len(s.Group(robotKey)) != 0 {
		t.Errorf("the sender of groups takes a member: %+v", out)
	}
}

// TestGroupPace: the robot never says more than twenty in a minute, so that the platform never refuses.
func TestGroupPace(t *testing.T) {
	s, post := groupSite(t)
	held := 0
	for i := 0; i < 40; {
		switch out := post("党委办公室", fmt.Sprintf("第 %d 条", i)); {
		case out.State == ledger.Sent:
			i++
		case out.State == ledger.Retry && out.Code == 0 && out.After == 0:
			held++
			s.forward(5 * time.Second)
		default:
			t.Fatalf("%+v", out)
		}
	}
	if len(s.Group(robotKey)) != 40 || held == 0 {
		t.Errorf("%d posted, %d held back", len(s.Group(robotKey)), held)
	}
}

// TestGroupFaults: what is said to the outbox, and what the group shows in the end when it is posted again until it is taken.
func TestGroupFaults(t *testing.T) {
	for name, row := range map[string]struct {
		fault wecomtest.Fault
		first ledger.OutcomeState
		after time.Duration
		shown []string
	}{
		"too often":   {wecomtest.Answer(45009), ledger.Retry, time.Minute, []string{"接待日"}},
		"busy":        {wecomtest.Answer(-1), ledger.Retry, time.Second, []string{"接待日"}},
		"removed":     {wecomtest.Answer(93000), ledger.Refused, 0, nil},
		"disabled":    {wecomtest.Answer(93004), ledger.Refused, 0, nil},
		"not there":   {wecomtest.Answer(93008), ledger.Refused, 0, nil},
		"too long":    {wecomtest.Answer(40058), ledger.Refused, 0, nil},
		"502":         {wecomtest.BadGateway(), ledger.Unknown, 0, []string{"接待日\n（网络不稳，这一条可能是重复的）"}},
		"lost answer": {wecomtest.LostAnswer(), ledger.Unknown, 0, []string{"接待日", "接待日\n（网络不稳，这一条可能是重复的）"}},
		"redirect":    {wecomtest.Redirect("http://127.0.0.1:1/"), ledger.Retry, 0, []string{"接待日"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, post := groupSite(t)
			s.Inject("webhook/send", 1, row.fault)
			out := post("党委办公室", "接待日")
			if out.State != row.first || out.After < row.after || out.Reason == "" {
				t.Fatalf("first: %+v", out)
			}
			if out.State != ledger.Refused {
				s.forward(max(out.After, time.Minute))
				if out = post("党委办公室", "接待日"); out.State != ledger.Sent {
					t.Fatalf("again: %+v", out)
				}
			}
			if got := shown(s.Group(robotKey)); strings.Join(got, "|") != strings.Join(row.shown, "|") {
				t.Errorf("the group shows %q", got)
			}
		})
	}
}

func TestGroupPostEndsWithItsContext(t *testing.T) {
	s, _ := groupSite(t)
	sender := wecom.NewGroupSender(s.config.APIBase, map[string]string{"党委办公室": robotKey}, zerolog.New(s.log), s.now)
	s.Inject("webhook/send", 1, wecomtest.Hang(time.Hour))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go s.giveUp(cancel, "webhook/send")
	if out := sender.Send(ctx, policy.GroupAddress(wecom.Channel, "党委办公室"), "接待日"); out.State != ledger.Unknown {
		t.Errorf("%+v", out)
	}
}
