package bot_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/bot/wire"
	"lianxin/reminders"
)

// firstHouse is reached by a WeCom application and a DingTalk webhook.
func (s *soak) firstHouse() *soakHouse {
	app, webhook := &soakWay{name: "wecom app", channel: wecom.Channel}, &soakWay{name: "dingtalk webhook", channel: dingtalk.Channel}
	h := s.house("a", app, webhook)
	senders := map[string]reminders.Sender{wecom.Channel: h.overApp(app), dingtalk.Channel: h.overDingTalk(webhook, false)}
	h.deliver(senders)
	return h
}

// secondHouse is reached by a WeCom smart bot and a DingTalk stream.
func (s *soak) secondHouse() *soakHouse {
	smart, stream := &soakWay{name: "wecom smart bot", channel: aibot.Channel}, &soakWay{name: "dingtalk stream", channel: dingtalk.Channel}
	h := s.house("b", smart, stream)
	senders := map[string]reminders.Sender{aibot.Channel: h.overSmartBot(smart), dingtalk.Channel: h.overDingTalk(stream, true)}
	h.deliver(senders)
	return h
}

// serve answers over HTTP until the soak ends.
func (s *soak) serve(handler http.Handler) (url string) {
	server := httptest.NewServer(handler)
	s.atEnd(server.Close)
	return server.URL
}

// soakKeep is how many lines a phone remembers: what it has shown is counted as it comes.
const soakKeep = 20

func (h *soakHouse) overApp(w *soakWay) reminders.Sender {
	platform, err := wecomtest.New(wecomtest.Options{
		Members: wecomtest.People(w.users...), Now: h.clock, RetryAfter: 20 * time.Millisecond, Keep: soakKeep,
		Console: time.Minute, // a busy machine is not what is tried here
		Shown: func(_ string, l wecomtest.Line) {
			if l.From == wecomtest.FromApp {
				h.phones.show(l.Text)
			}
		},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	o := platform.Options()
	config := wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: h.serve(platform)}
	h.atEnd(platform.Close)
	callback, err := wecom.NewCallback(config, h.bot, zerolog.Nop(), h.clock)
	if err != nil {
		h.t.Fatal(err)
	}
	h.finish(callback.Close)
	if err := platform.SaveURL(h.t.Context(), h.serve(callback)); err != nil {
		h.t.Fatal(err)
	}
	w.say = func(user, text string, _ func() bool) { h.sayApp(platform, user, text) }
	w.heal = func() { platform.Heal(); platform.Cut(0); h.bot.healed.Store(true) }
	send := func(f wecomtest.Fault) func() {
		return func() { platform.Heal(); platform.Inject("message/send", 1, f) }
	} // one at a time waits to be met
	w.harm = func(ctx context.Context) {
		mishap(ctx, 200*time.Millisecond, []func(){
			send(wecomtest.TokenGone()), send(wecomtest.Answer(40014)), send(wecomtest.Answer(42001)), send(wecomtest.Answer(-1)), send(wecomtest.Answer(45033)),
			send(wecomtest.LostAnswer()), send(wecomtest.Truncated()), send(wecomtest.BadGateway()), send(wecomtest.Disconnect()), send(wecomtest.StaleConnection()),
			send(wecomtest.Slow(50 * time.Millisecond)), send(wecomtest.Hang(300 * time.Millisecond)), send(wecomtest.InvalidUsers(w.users[rand.IntN(len(w.users))])),
			func() { platform.Heal(); platform.Inject("gettoken", 1, wecomtest.ShortToken(2*time.Second)) }, platform.Expire,
			func() { platform.Cut(50 * time.Millisecond) },
		})
	}
	return wecom.NewSender(config, zerolog.Nop(), h.clock)
}

// sayApp says something with any manners; what the platform gives up is brought again, and the phone does not show the answer to it then.
func (h *soakHouse) sayApp(platform *wecomtest.Platform, user, text string) {
	var how wecomtest.Manner
	switch rand.IntN(12) {
	case 0:
		how.CloseEarly = 1
	case 1:
		how.Twice = true
	case 2:
		how.Chunked = true
	case 3:
		how.SlowRead = 10 * time.Microsecond
	}
	d, err := platform.Send(context.Background(), user, wecomtest.Text(text), how)
	for errors.Is(err, wecomtest.ErrUndelivered) {
		time.Sleep(20 * time.Millisecond)
		var again wecomtest.Delivery
		if again, err = platform.Raw(context.Background(), user, d.Plain, wecomtest.Manner{}); again.Accepted() {
			h.phones.giveUp(again.Reply().Text)
		}
	}
	if err != nil {
		h.t.Errorf("%s: %v", text, err)
	}
}

// patient are the waits of the long connections: those of production, a hundred times faster.
func patient() wire.LinkOptions {
	return wire.LinkOptions{
		Idle: time.Second, LeastPause: time.Millisecond, LongestWait: 50 * time.Millisecond, Steady: 100 * time.Millisecond, Drain: 500 * time.Millisecond,
	}
}

func (h *soakHouse) overSmartBot(w *soakWay) reminders.Sender {
	platform := wecomtest.NewSmartBot(wecomtest.SmartOptions{
		Members: wecomtest.People(w.users...), CloseAfter: 5 * time.Millisecond, Keep: soakKeep,
		Now: func() time.Time { return h.began.Add(20 * time.Since(h.began)) }, // so that what it remembers for minutes is soon forgotten
		Shown: func(_ string, l wecomtest.Line) {
			if l.From == wecomtest.FromApp {
				h.phones.show(l.Text)
			}
		},
	})
	platform.Listen(h.serve(platform))
	h.atEnd(platform.Close)
	platform.Greeted(w.users...)
	o := platform.Options()
	opt := aibot.Options{Link: patient(), Answer: 500 * time.Millisecond, Again: []time.Duration{time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond}}
	opt.Link.Beat, opt.Link.Exile = 100*time.Millisecond, 10*time.Millisecond
	robot := aibot.New(aibot.Config{BotID: o.BotID, Secret: o.Secret, Gateway: platform.Gateway()}, h.bot, zerolog.Nop(), h.clock, opt)
	ctx, cancel := context.WithCancel(context.Background())
	go robot.Run(ctx)
	h.finish(func(ctx context.Context) error { cancel(); return robot.Close(ctx) })
	w.say = func(user, text string, stored func() bool) { saySmart(platform, user, text, stored) }
	w.heal = func() { platform.Heal(); h.bot.healed.Store(true) }
	inject := func(cmd string, f wecomtest.SmartFault) func() {
		return func() { platform.Heal(); platform.Inject(cmd, 1, f) }
	}
	w.harm = func(ctx context.Context) {
		mishap(ctx, 400*time.Millisecond, []func(){
			platform.Drop, platform.Silence, platform.Displace, platform.Forget, func() { _ = platform.Garbage(ctx, "{") },
			inject("aibot_respond_msg", wecomtest.SmartRefuse(846605)), inject("aibot_respond_msg", wecomtest.SmartMute()), inject("aibot_respond_msg", wecomtest.SmartBreak()),
			inject("aibot_send_msg", wecomtest.SmartBreak()), inject("aibot_send_msg", wecomtest.SmartMute()), inject("aibot_send_msg", wecomtest.SmartRefuse(-1)),
			inject("aibot_send_msg", wecomtest.SmartRefuse(40008)), inject("aibot_subscribe", wecomtest.SmartIgnore()),
			inject("aibot_subscribe", wecomtest.SmartRefuse(45009)), inject("", wecomtest.SmartSlow(50*time.Millisecond)),
		})
	}
	return robot
}

// saySmart says something until it is stored: this platform asks for no receipt, and what it brings on a connection that is about to break is lost.
func saySmart(platform *wecomtest.SmartBot, user, text string, stored func() bool) {
	id, err := platform.Say(context.Background(), user, wecomtest.SmartText(text))
	for {
		for until := time.Now().Add(time.Second); err == nil && time.Now().Before(until); time.Sleep(2 * time.Millisecond) {
			if stored() {
				if rand.IntN(20) == 0 {
					_ = platform.Again(context.Background(), id)
				}
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
		if id == "" {
			id, err = platform.Say(context.Background(), user, wecomtest.SmartText(text))
		} else {
			err = platform.Again(context.Background(), id)
		}
	}
}

func (h *soakHouse) overDingTalk(w *soakWay, overStream bool) reminders.Sender {
	platform := dingtalktest.New(dingtalktest.Options{
		Members: dingtalktest.People(w.users...), Now: h.clock, RetryAfter: 20 * time.Millisecond, AckWithin: 5 * time.Second, PingEvery: 100 * time.Millisecond,
		CloseAfter: 50 * time.Millisecond, Session: 3 * time.Minute, Keep: soakKeep,
		Shown: func(_ string, l dingtalktest.Line) {
			if l.From == "" {
				h.phones.show(l.Text)
			}
		},
	})
	base := h.serve(platform)
	platform.Listen(base)
	h.atEnd(platform.Close)
	o := platform.Options()
	config := dingtalk.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, CorpID: o.CorpID, RobotCode: o.RobotCode, APIBase: base, OldAPIBase: base}
	sender := dingtalk.NewSender(config, nil, zerolog.Nop(), h.clock)
	h.finish(sender.Close)
	in := dingtalk.NewIntake(config, h.bot, sender, zerolog.Nop(), h.clock)
	h.finish(in.Close)
	if overStream {
		stream := dingtalk.NewStream(in, patient())
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { defer close(ended); stream.Run(ctx) }()
		h.atEnd(func() { cancel(); <-ended })
	} else {
		callback, err := dingtalk.NewCallback(in)
		if err != nil {
			h.t.Fatal(err)
		}
		platform.CallBack(h.serve(callback))
	}
	w.say = func(user, text string, _ func() bool) { h.sayDingTalk(platform, user, text) }
	w.heal = func() { platform.Heal(); h.bot.healed.Store(true) }
	w.harm = func(ctx context.Context) { mishap(ctx, 200*time.Millisecond, dingTalkHarms(platform, w, overStream)) }
	return sender
}

// sayDingTalk says something until it is acknowledged, sometimes twice at once, and sometimes once more afterwards.
func (h *soakHouse) sayDingTalk(platform *dingtalktest.Platform, user, text string) {
	body, _ := platform.Prepare(user, "", dingtalktest.Text(text))
	var twin sync.WaitGroup
	if rand.IntN(20) == 0 {
		twin.Go(func() { _, _ = platform.Attempt(context.Background(), body) })
	}
	for {
		_, err := platform.Deliver(context.Background(), body)
		if err == nil {
			break
		}
		if !errors.Is(err, dingtalktest.ErrUndelivered) {
			h.t.Errorf("%s: %v", text, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	twin.Wait()
	if rand.IntN(20) == 0 {
		_, _ = platform.Attempt(context.Background(), body)
	}
}

// Paths of DingTalk on which things go wrong.
const (
	pathSession = "/robot/sendBySession"
	pathBatch   = "/v1.0/robot/oToMessages/batchSend"
	pathOpen    = "/v1.0/gateway/connections/open"
)

func dingTalkHarms(platform *dingtalktest.Platform, w *soakWay, overStream bool) []func() {
	inject := func(path string, f dingtalktest.Fault) func() {
		return func() { platform.Heal(); platform.Inject(path, 1, f) }
	}
	anybody := func() string { return w.users[rand.IntN(len(w.users))] }
	harms := []func(){
		inject(pathSession, dingtalktest.ErrCode(300001, "session 不存在")), inject(pathSession, dingtalktest.ErrCode(-1, "系统繁忙")),
		inject(pathSession, dingtalktest.LostAnswer()), inject(pathSession, dingtalktest.Truncated()), inject(pathSession, dingtalktest.BadGateway()),
		inject(pathSession, dingtalktest.Disconnect()), inject(pathSession, dingtalktest.Hang(300*time.Millisecond)),
		inject(pathBatch, dingtalktest.TokenGone()), inject(pathBatch, dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForApi", "x")),
		inject(pathBatch, dingtalktest.Refuse(503, "ServiceUnavailable", "x")), inject(pathBatch, dingtalktest.LostAnswer()),
		inject(pathBatch, dingtalktest.Truncated()), inject(pathBatch, dingtalktest.BadGateway()), inject(pathBatch, dingtalktest.Disconnect()),
		inject(pathBatch, dingtalktest.Refuse(400, "staffId.notExisted", "x")), inject(pathBatch, dingtalktest.Slow(50*time.Millisecond)),
		func() { inject(pathBatch, dingtalktest.FlowControlled(anybody(), anybody()))() },
		func() { inject(pathBatch, dingtalktest.InvalidStaff(anybody(), anybody()))() },
		platform.CloseSessions,
	}
	if !overStream {
		return harms
	}
	return append(harms, platform.Drop, platform.Displace, platform.Silence, inject(pathOpen, dingtalktest.BadGateway()),
		func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_ = platform.Garbage(ctx, "}{")
		})
}
