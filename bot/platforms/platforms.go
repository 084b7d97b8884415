// Package platforms holds what a school has on the platforms: the ways out by channel, the ways in, the address books, the doors by which people sign in, and
// what is counted of them. It puts the adapters together and tells none of them of the others; it takes values and knows no configuration. What is said and who
// may say it is not known here.
package platforms

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/mail"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Sender brings one text to one address (reminders.Sender).
type Sender interface {
	Send(ctx context.Context, to policy.Address, text string) ledger.Outcome
}

// Platforms are those of one school. The Add methods are called before the first message comes in and not after; everything else may be called at any time.
type Platforms struct {
	store *store.Store
	log   zerolog.Logger
	now   func() time.Time

	wecom    *wecom.Callback // nil: not there, or a smart bot
	smartBot *aibot.Robot    // nil: not there, or an app
	dingtalk *robot          // nil: not there
	mailbox  *mail.Intake    // nil: not there

	senders map[string]Sender
	doors   []web.Door
	books   map[string]func() bot.Directory // by channel
}

// robot is the robot of DingTalk: its ways out and in. Of callback and stream there is one.
type robot struct {
	sender   *dingtalk.Sender
	intake   *dingtalk.Intake
	callback *dingtalk.Callback
	paths    *Paths // nil: a stream
	stream   *dingtalk.Stream
	budget   int // calls of a month
}

// New prepares for platforms on a ledger, in which calls that count against a budget are counted.
func New(st *store.Store, log zerolog.Logger, now func() time.Time) *Platforms {
	return &Platforms{store: st, log: log, now: now, senders: map[string]Sender{}, books: map[string]func() bot.Directory{}}
}

// AddWeCom opens an app of WeCom. robots are the keys of its group robots, by the name of the office.
func (p *Platforms) AddWeCom(app wecom.Config, robots map[string]string, b *bot.Bot) error {
	sender := wecom.NewSender(app, p.log, p.now)
	callback, err := wecom.NewCallback(app, b, p.log, p.now)
	if err != nil {
		return err
	}
	callback.Updating(sender)
	p.wecom = callback
	p.senders[wecom.Channel] = sender
	p.doors = append(p.doors, wecom.NewDoor(app, sender))
	p.books[wecom.Channel] = func() bot.Directory { return wecom.NewDirectory(app, p.now) }
	p.addWeComGroups(app.APIBase, robots)
	return nil
}

// AddSmartBot opens a smart bot of WeCom instead of an app; apiBase is where the group robots are reached.
func (p *Platforms) AddSmartBot(c aibot.Config, apiBase string, robots map[string]string, b *bot.Bot) {
	p.smartBot = aibot.New(c, b, p.log, p.now, aibot.Options{})
	p.senders[wecom.Channel] = p.smartBot
	p.addWeComGroups(apiBase, robots)
}

func (p *Platforms) addWeComGroups(apiBase string, robots map[string]string) {
	if len(robots) > 0 {
		p.senders[policy.GroupChannel(wecom.Channel)] = wecom.NewGroupSender(apiBase, robots, p.log, p.now)
	}
}

// Paths are those of DingTalk's callbacks under the public address.
type Paths struct {
	Robot string // its last segment is a secret
	Card  string
}

// AddDingTalk opens a robot of DingTalk. paths is where its callbacks come in; nil: messages come over a stream that Run keeps up.
func (p *Platforms) AddDingTalk(app dingtalk.Config, paths *Paths, b *bot.Bot) (err error) {
	r := &robot{sender: dingtalk.NewSender(app, p.meter(), p.log, p.now), paths: paths, budget: app.MonthlyCalls}
	r.intake = dingtalk.NewIntake(app, b, r.sender, p.log, p.now)
	if paths == nil {
		r.stream = dingtalk.NewStream(r.intake, dingtalk.StreamOptions{})
	} else if r.callback, err = dingtalk.NewCallback(r.intake); err != nil {
		return err
	}
	p.dingtalk = r
	p.senders[dingtalk.Channel] = r.sender
	p.senders[policy.GroupChannel(dingtalk.Channel)] = dingtalk.NewGroupSender(r.sender)
	p.doors = append(p.doors, dingtalk.NewDoor(r.sender))
	p.books[dingtalk.Channel] = func() bot.Directory { return r.sender.Directory() }
	return nil
}

// together is how many attempts may be under way where DingTalk is served: it takes twenty people in one call, which counts once. WeCom's sender keeps its
// own, lower number.
const together = 24

// Together is how many attempts to send may be under way at once; 0: the default will do.
func (p *Platforms) Together() int {
	if p.dingtalk == nil {
		return 0
	}
	return together
}

// Channels are those on which something can be sent, in order.
func (p *Platforms) Channels() []string { return slices.Sorted(maps.Keys(p.senders)) }

// Sender is the way out on one of the Channels; nil on any other.
func (p *Platforms) Sender(channel string) Sender { return p.senders[channel] }

// Doors are those by which people sign in to the pages.
func (p *Platforms) Doors() []web.Door { return p.doors }

// Run keeps up the connections that the program opens itself until ctx ends, and returns when all have ended.
func (p *Platforms) Run(ctx context.Context) {
	var running sync.WaitGroup
	if p.dingtalk != nil && p.dingtalk.stream != nil {
		running.Go(func() { p.dingtalk.stream.Run(ctx) })
	}
	if p.smartBot != nil {
		running.Go(func() { p.smartBot.Run(ctx) })
	}
	if p.mailbox != nil {
		running.Go(func() { p.mailbox.Run(ctx) })
	}
	running.Wait()
}

// Finish waits until ctx ends for the messages that are still being answered, after the doors have closed.
func (p *Platforms) Finish(ctx context.Context) error {
	var failed []error
	if p.wecom != nil {
		failed = append(failed, p.wecom.Close(ctx))
	}
	if p.smartBot != nil {
		failed = append(failed, p.smartBot.Close(ctx))
	}
	if p.dingtalk != nil {
		failed = append(failed, p.dingtalk.intake.Close(ctx))
	}
	return errors.Join(failed...)
}

// hangUpTime is what calls to the platforms that are still under way are given at the end.
const hangUpTime = time.Second

// HangUp closes the connections to the platforms, when nothing is sent any more. It also works after ctx has ended.
func (p *Platforms) HangUp(ctx context.Context) {
	if p.dingtalk == nil {
		return
	}
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), hangUpTime)
	defer stop()
	if err := p.dingtalk.sender.Close(limit); err != nil {
		p.log.Error().Err(err).Msg("calls to DingTalk were still under way at the end")
	}
}

// Sync compares the address books of the platforms, or only of one, with the list and the bonds (bot.Sync). A book that cannot be read ends it: what was
// compared before stays. A platform that is not there is an error too.
func (p *Platforms) Sync(ctx context.Context, b *bot.Bot, only string, at time.Time, o bot.SyncOptions) (said string, err error) {
	for _, channel := range slices.Sorted(maps.Keys(p.books)) {
		if only != "" && channel != only {
			continue
		}
		text, err := b.Sync(ctx, channel, p.books[channel](), at, o)
		if err != nil {
			return "", fmt.Errorf("%s通讯录没有核对完，什么也没有改：%w", policy.ChannelZh(channel), err)
		}
		said += text
	}
	if said == "" {
		return "", errors.New("没有配置这个平台")
	}
	return said, nil
}
