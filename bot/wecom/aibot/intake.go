package aibot

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// take deals with one frame; it never ends the connection. What comes while the program ends is taken in, too: nobody would bring it again.
func (r *Robot) take(_ context.Context, l *wire.Line, data []byte) bool {
	f, err := parseFrame(data)
	switch {
	case err != nil:
		r.reject(err)
	case f.Cmd == cmdMessage, f.Cmd == cmdEvent:
		r.receive(l, f)
	case f.Cmd == "":
		if !r.calls.settle(f) {
			r.unawaited(l, f)
		}
	default:
		r.counts.Add("unknown")
	}
	return true
}

// unawaited is the answer to a heartbeat, or one that comes too late. When it says that the platform has forgotten the subscription, nothing would come over
// this connection any more, while heartbeats go on: it is given up.
func (r *Robot) unawaited(l *wire.Line, f frame) {
	if f.ErrCode != nil && *f.ErrCode == codeNotSubscribed && r.link.Current() == l {
		l.End()
	}
}

// reject notes what is not understood or not for us. It is not to be repeated.
func (r *Robot) reject(err error) {
	kind := BadFrame
	if no := (*wire.Rejection)(nil); errors.As(err, &no) {
		kind = no.Kind
	}
	r.counts.Add(string(kind))
	r.log.Warn().Str("kind", string(kind)).Msg("wecom: frame rejected")
}

// receive sorts out what is not for the bot, and gives the rest to its sender's lane.
func (r *Robot) receive(l *wire.Line, f frame) {
	m, err := ParseMessage(f.Body)
	if err == nil && m.Bot != "" && m.Bot != r.config.BotID {
		err = wire.Reject("wecom", BadReceiver)
	}
	if err != nil {
		r.reject(err)
		return
	}
	in := &incoming{line: l, reqID: string(f.Headers.ReqID), release: l.Hold()}
	if m.Type == "event" {
		switch in.event = read[event](m.Event).Type; in.event {
		case eventDisplaced:
			in.release()
			l.Displace()
			return
		case eventEnter, eventClick:
		default:
			in.release()
			r.other(in.event)
			return
		}
	}
	in.said = m.forBot(m.key(r.config.BotID, f.Body), r.now().UTC())
	r.lanes.add(m.From.User, func() { r.handle(in) })
}

// other is an event that nothing is made of: what people think of a reply is theirs to tell the platform, and is not read.
func (r *Robot) other(kind string) {
	if kind == eventFeedback {
		r.counts.Add("feedback")
		return
	}
	r.counts.Add("unknown")
	r.log.Info().Str("event", name(kind)).Msg("wecom: event")
}

// name makes a name that came over the wire fit for a log.
func name(s string) string {
	const longest = 40
	return wire.Clean(s[:wire.RuneBorder(s+" ", min(len(s), longest))])
}

// incoming is a message on its way: where it came from, and where its reply goes.
type incoming struct {
	line    *wire.Line
	reqID   string
	event   string // eventtype; empty: a message
	said    bot.Message
	release func() // of the connection
}

// handle has one message stored, again and again if need be. What is told then waits for what was told the person before.
func (r *Robot) handle(in *incoming) {
	if in.said.From.User == "" {
		r.counts.Add("stranger")
		r.afterwards(in, func() { r.excuse(in, sayStranger) })
		return
	}
	reply, err := r.store(in.said)
	if err != nil {
		r.counts.Add("failed")
		r.log.Error().Err(err).Str("key", in.said.Key).Msg("wecom: message not stored, its sender is asked to say it again")
		r.afterwards(in, func() { r.excuse(in, sayNotStored) })
		return
	}
	r.counts.Add("stored")
	r.afterwards(in, func() { r.reply(in, reply) })
}

// afterwards tells something about a message that is dealt with, and lets go of its connection.
func (r *Robot) afterwards(in *incoming, tell func()) {
	r.replies.add(in.said.From.User, func() {
		defer in.release()
		tell()
	})
}

// reply tells what became of a message that is stored.
func (r *Robot) reply(in *incoming, reply bot.Reply) {
	ctx, cancel := context.WithTimeout(r.life, time.Minute)
	defer cancel()
	switch in.event {
	case eventEnter:
		r.welcome(ctx, in, reply)
	case eventClick:
		r.press(ctx, in, reply)
	default:
		r.answer(ctx, in, reply)
	}
}

// store asks the bot in a place of the workload, until it succeeds or patience ends. A panic is not tried again: it would be the same.
func (r *Robot) store(said bot.Message) (reply bot.Reply, err error) {
	for attempt := 0; ; attempt++ {
		reply, err = r.once(said)
		if err == nil || errors.Is(err, errPanic) || attempt == len(r.opt.Again) || r.life.Err() != nil {
			return reply, err
		}
		r.log.Warn().Err(err).Str("key", said.Key).Msg("wecom: message not stored, trying again")
		wire.Sleep(r.life, r.opt.Again[attempt])
	}
}

var errClosing = errors.New("wecom: the program ended before the message was stored")

// once asks the bot once.
func (r *Robot) once(said bot.Message) (bot.Reply, error) {
	if !r.work.Enter(r.life) {
		return bot.Reply{}, errClosing
	}
	type result struct {
		reply bot.Reply
		err   error
	}
	done := make(chan result, 1)
	if !r.work.Start(func(ctx context.Context) {
		reply, err := r.ask(ctx, said)
		done <- result{reply, err}
	}) {
		return bot.Reply{}, errClosing
	}
	got := <-done
	return got.reply, got.err
}

// ask asks the bot. A panic of the bot becomes an error.
func (r *Robot) ask(ctx context.Context, said bot.Message) (reply bot.Reply, err error) {
	defer r.rescue(&err)
	return r.bot.Handle(ctx, said)
}

var errPanic = errors.New("wecom: panic")

// rescue makes an error of a panic.
func (r *Robot) rescue(err *error) {
	p := recover()
	if p == nil {
		return
	}
	r.counts.Add("panic")
	r.log.Error().Str("panic", wire.PanicText(p)).Bytes("stack", debug.Stack()).Msg("wecom: panic")
	*err = errPanic
}
