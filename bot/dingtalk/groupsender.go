package dingtalk

import (
	"context"
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// GroupSender posts the notices of the outbox in groups through their custom robots (protocol 3.7). It shares everything with the Sender that it was made
// of; that one is closed for both.
type GroupSender struct{ sender *Sender }

// NewGroupSender builds it over the sender of the application, which knows the robots.
func NewGroupSender(s *Sender) *GroupSender { return &GroupSender{s} }

// Remembers is how long a text that may have been posted is known to have gone out before.
func (g *GroupSender) Remembers() time.Duration { return g.sender.Remembers() }

// Send posts a text in the group of an office and says what became of it. A long one goes out in numbered parts. The wait of a robot that has posted enough is
// no matter of the other groups: it is a Retry without a wait of the channel.
func (g *GroupSender) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	office, _ := to.Group()
	if to.Channel != policy.GroupChannel(Channel) || g.sender.robots[office] == nil {
		return refused(fmt.Sprintf(sayNoRobot, to.User))
	}
	out := g.sender.inParts(ctx, robotKey(office), text, func(ctx context.Context, part Text) ledger.Outcome {
		return g.sender.SayAsRobot(ctx, office, part)
	})
	if out.State == ledger.Retry && out.Reason == sayTooOften && out.Code == 0 {
		out.After = 0
	}
	return out
}

func robotKey(office string) string { return "r/" + office }
