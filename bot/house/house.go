// Package house is the whole program put together: the floors on one another by a configuration, the doors it is reached by, and its end in reverse. It is
// where the configuration becomes parts, which do not know that there is one. What a command line asks for stays in main.
package house

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/clerk"
	"lianxin/bot/dingtalk"
	"lianxin/bot/platforms"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
)

// House is the running program: what demo and serve have in common. It holds the ledger, but does not close it.
type House struct {
	Reminders *reminders.Reminders // plan what is owed
	Outbox    *reminders.Delivery  // deliver it

	school    *policy.School
	store     *store.Store
	bot       *bot.Bot
	platforms *platforms.Platforms
	now       func() time.Time
	log       zerolog.Logger
}

// Options are what a house is built from besides its ledger.
type Options struct {
	Channels  config.Channels
	Mail      config.Mail
	PublicURL string        // how the program is reached from outside, without a slash at the end; "" = it is not
	Spread    time.Duration // over which reminders planned for one moment go out; 0 = the default
	Now       func() time.Time
	Log       zerolog.Logger
}

// New puts the floors on one another: bot, adapters, reminders, on a ledger that is open. Nothing runs before Work.
func New(school *policy.School, st *store.Store, o Options) (*House, error) {
	on := platforms.New(st, o.Log, o.Now)
	b := bot.New(school, st, o.Log, bot.Options{
		Preview: preview(school), NoticeName: reminders.NoticeName, Fetch: on.Fetch, Pictures: []string{wecom.Channel, dingtalk.Channel}, Files: on.TakesFiles,
		Cards: on.ShowsCards,
	})
	if err := open(on, b, o); err != nil {
		return nil, err
	}
	senders := map[string]reminders.Sender{}
	for _, channel := range on.Channels() {
		senders[channel] = on.Sender(channel)
	}
	return &House{
		school: school, store: st, bot: b, platforms: on, now: o.Now, log: o.Log,
		Reminders: reminders.New(school, st, o.Log, reminders.Options{Channels: on.Channels(), Spread: o.Spread}),
		Outbox: reminders.NewDelivery(st, senders, o.Now, o.Log, reminders.DeliveryOptions{
			Concurrency: on.Together(), Hours: reminders.Hours(school), Resolve: reminders.Resolver(school, on.Channels()), Draw: b.Draw, File: b.File,
		}),
	}, nil
}

// preview lets the office ask in chat what will be sent (明天会提醒谁).
func preview(school *policy.School) func(*store.Tx, time.Time, time.Time) ([]bot.Planned, error) {
	return func(tx *store.Tx, from, to time.Time) ([]bot.Planned, error) {
		items, err := reminders.Preview(school, tx, from, to, false)
		var out []bot.Planned
		for _, it := range items {
			out = append(out, bot.Planned{At: it.At, To: it.Receiver(), What: it.Name(), Text: it.Text})
		}
		return out, err
	}
}

// Furnish gives the house what the school brought: the font of its pictures and its own form of the 台账. An error says which file cannot be used, and why.
func (h *House) Furnish(in config.Reports) error {
	form, err := clerk.ReadForm(in.Template)
	h.bot.UseTemplate(form)
	return errors.Join(h.useFont(in.FontPath), err)
}

// useFont has pictures drawn with the font at a path; "" leaves the bundled one.
func (h *House) useFont(path string) error {
	if path == "" {
		return nil
	}
	font, err := os.ReadFile(path)
	if err == nil {
		err = h.bot.UseFont(font)
	}
	if err != nil {
		return fmt.Errorf("reports.font_path %s 不能用：要是带汉字的 TrueType（.ttf）或 WOFF 字体（%w）", path, err)
	}
	return nil
}

// Work runs delivery, the connections to the platforms and cron until ctx ends; wait returns when they have ended.
func (h *House) Work(ctx context.Context, jobs ...reminders.Job) (wait func(), err error) {
	tick := reminders.Job{Name: "tick", Spec: h.school.Reminders.Tick, Do: func(ctx context.Context) error {
		_, err := h.Reminders.Tick(ctx, h.now())
		return err
	}}
	cron, err := reminders.NewCron(h.school.Location, h.log, append(jobs, tick)...)
	if err != nil {
		return nil, err
	}
	if err := tick.Do(ctx); err != nil {
		h.log.Error().Err(err).Msg("the first look at what is owed failed; cron looks again")
	}
	stop := cron.Start(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		if err := h.Outbox.Run(ctx); err != nil {
			h.log.Error().Err(err).Msg("the outbox was not written down at the end")
		}
	})
	running.Go(func() { h.platforms.Run(ctx) })
	return func() { stop(); running.Wait(); h.HangUp(ctx) }, nil
}

// HangUp ends what the platforms still hold open.
func (h *House) HangUp(ctx context.Context) { h.platforms.HangUp(ctx) }

// Nightly are the jobs besides the look at what is due.
func (h *House) Nightly(to config.Backup) []reminders.Job {
	return reminders.Nightly(h.school, h.store, reminders.Backups{Dir: to.Dir, At: to.At.String(), Keep: to.Keep, Recipient: to.Recipient}, h.log, h.now)
}

// Sync compares the address books of the platforms, or of one, with what is known, and says what it found.
func (h *House) Sync(ctx context.Context, only string, at time.Time, o bot.SyncOptions) (string, error) {
	return h.platforms.Sync(ctx, h.bot, only, at, o)
}

// Serve answers on all doors until ctx ends or one of them fails; then every door drains, and the messages still being answered are waited for.
func (h *House) Serve(ctx context.Context, cancel context.CancelFunc, doors ...web.Listening) error {
	return errors.Join(web.ServeAll(ctx, cancel, doors...), h.Finish(ctx))
}

// Finish waits for the messages that are still being answered, five seconds at most, also after ctx has ended.
func (h *House) Finish(ctx context.Context) error {
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	return h.platforms.Finish(limit)
}
