package platforms

import (
	"context"
	"fmt"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Fetch brings what was attached to a message from the platform on which it lies: the one that it names, else WeCom.
func (p *Platforms) Fetch(ctx context.Context, m bot.Media) ([]byte, error) {
	channel := m.Channel
	if channel == "" {
		channel = wecom.Channel
	}
	from, able := p.senders[channel].(interface {
		Fetch(ctx context.Context, m bot.Media) ([]byte, error)
	})
	if !able {
		return nil, fmt.Errorf("no channel %q to fetch a file from", channel)
	}
	return from.Fetch(ctx, m)
}

// TakesFiles tells whether a channel brings files (reminders.FileSender).
func (p *Platforms) TakesFiles(channel string) bool {
	_, able := p.senders[channel].(interface {
		SendFile(ctx context.Context, to policy.Address, name string, data []byte) ledger.Outcome
	})
	return able
}

// ShowsCards tells whether cards are shown on a channel at the moment.
func (p *Platforms) ShowsCards(channel string) bool {
	s, able := p.senders[channel].(interface{ Shows() bool })
	return able && s.Shows()
}
