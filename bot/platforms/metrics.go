package platforms

import (
	"errors"
	"time"

	"lianxin/bot/dingtalk"
	"lianxin/bot/mail"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/store"
)

// Metrics names what the admin address counts of the platforms.
func (p *Platforms) Metrics(admin *web.Admin) error {
	var err error
	if p.wecom != nil {
		err = errors.Join(err, callbacks(admin, wecom.Channel, wecom.Outcomes(), p.wecom.Counts))
	}
	if p.smartBot != nil {
		err = errors.Join(err, callbacks(admin, aibot.Channel, aibot.Outcomes(), p.smartBot.Counts), connections(admin, aibot.Channel, p.smartBot.Links))
	}
	if p.dingtalk != nil {
		err = errors.Join(err, callbacks(admin, dingtalk.Channel, dingtalk.Outcomes(), p.dingtalk.intake.Counts), p.dingtalkMetrics(admin))
	}
	if p.mailbox != nil {
		for _, outcome := range mail.Outcomes() {
			err = errors.Join(err, admin.Counter("lianxin_letters_total", "Letters of the mailbox by outcome since the start.", web.Labels{"outcome": outcome},
				func() float64 { return float64(p.mailbox.Counts()[outcome]) }))
		}
	}
	return err
}

// callbacks shows what became of what came in on a channel.
func callbacks(admin *web.Admin, channel string, outcomes []string, counts func() map[string]uint64) (err error) {
	for _, outcome := range outcomes {
		labels := web.Labels{"channel": channel, "outcome": outcome}
		err = errors.Join(err, admin.Counter("lianxin_callbacks_total", "Callbacks by outcome since the start.", labels, func() float64 { return float64(counts()[outcome]) }))
	}
	return err
}

// dingtalkMetrics shows the month's calls beside what the organisation may call, and what happens to the stream.
func (p *Platforms) dingtalkMetrics(admin *web.Admin) error {
	r, labels := p.dingtalk, web.Labels{"channel": dingtalk.Channel}
	err := errors.Join(
		admin.Gauge("lianxin_api_calls_month", "Calls of the server API in this month.", labels, func() float64 { return p.calls(p.now()) }),
		admin.Gauge("lianxin_api_budget_month", "Calls of the server API that a month has; 0: not watched.", labels, func() float64 { return float64(r.budget) }),
	)
	if r.stream == nil {
		return err
	}
	return errors.Join(err, connections(admin, dingtalk.Channel, r.stream.Counts))
}

// connections shows what happens to the long connection of a platform.
func connections(admin *web.Admin, channel string, counts func() dingtalk.StreamCounts) (err error) {
	for state, count := range map[string]func(dingtalk.StreamCounts) uint64{
		"opened": func(c dingtalk.StreamCounts) uint64 { return c.Opened }, "failed": func(c dingtalk.StreamCounts) uint64 { return c.Failed },
		"displaced": func(c dingtalk.StreamCounts) uint64 { return c.Displaced }, "broken": func(c dingtalk.StreamCounts) uint64 { return c.Broken },
	} {
		err = errors.Join(err, admin.Counter("lianxin_stream_connections_total", "Connections of the stream by what became of them.",
			web.Labels{"channel": channel, "state": state}, func() float64 { return float64(count(counts())) }))
	}
	return err
}

// meter counts the calls of DingTalk's server API in the ledger, month by month.
func (p *Platforms) meter() dingtalk.Meter {
	return func(month string) (calls uint64, err error) {
		err = p.store.Update(p.now(), func(tx *store.Tx) error {
			tx.Bump(callsOf(month))
			calls = tx.Count(callsOf(month))
			return nil
		})
		return calls, err
	}
}

// calls reads the counter of the month of an instant.
func (p *Platforms) calls(at time.Time) (calls float64) {
	err := p.store.View(func(tx *store.Tx) error {
		calls = float64(tx.Count(callsOf(dingtalk.Month(at))))
		return nil
	})
	if err != nil {
		p.log.Error().Err(err).Msg("the calls of the month cannot be read")
	}
	return calls
}

// callsOf is the counter of a month such as "2026-11".
func callsOf(month string) string { return "dingtalk/calls/" + month }
