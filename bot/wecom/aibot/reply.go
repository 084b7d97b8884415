package aibot

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// answer tells the reply, once: as a finished stream in answer to the message, what does not fit into one after it.
func (r *Robot) answer(ctx context.Context, in *incoming, reply bot.Reply) {
	switch {
	case strings.TrimSpace(reply.Text) == "":
		r.counts.Add("silent")
		return
	case !r.told.Claim(in.said.Key, r.now()):
		r.counts.Add("repeated")
		return
	}
	r.tell(ctx, in, reply, func(ctx context.Context, part string) ledger.Outcome { return r.respond(ctx, in, part) })
}

// tell brings a reply to where the message came from, its first part through begin if there is one; what cannot go that way goes into the outbox.
func (r *Robot) tell(ctx context.Context, in *incoming, reply bot.Reply, begin func(context.Context, string) ledger.Outcome) {
	to := person(in.said.From.User)
	if in.said.Group != "" {
		to = group(in.said.Group)
	}
	if out := r.inParts(ctx, to, reply.Text, begin); out.State == ledger.Sent {
		r.counts.Add("answered")
		return
	}
	r.counts.Add("outbox")
	if err := r.late(context.WithoutCancel(ctx), in.said, reply); err != nil {
		r.told.Release(in.said.Key)
		r.log.Error().Err(err).Str("key", in.said.Key).Msg("wecom: a reply was not told")
	}
}

// respond answers a message on the connection on which it came; on another one its req_id means nothing.
func (r *Robot) respond(ctx context.Context, in *incoming, part string) ledger.Outcome {
	body := fields{"msgtype": "stream", "stream": fields{"id": rand.Text(), "finish": true, "content": markdown(part)}}
	return r.outcome(r.call(ctx, in.line, cmdRespond, in.reqID, body, nil), in.said.From.User)
}

// outcome says what became of a command about somebody, and logs what did not succeed: not who it was, which may be nobody's business (Art. 5.7) and which the
// platform repeats in some of its errors.
func (r *Robot) outcome(err error, who string) ledger.Outcome {
	if err == nil {
		return ledger.Outcome{State: ledger.Sent}
	}
	r.log.Warn().Str("error", wire.Unnamed(err.Error(), who)).Msg("wecom: message not sent")
	return outcomeOf(err)
}

// late hands a reply to the outbox. A panic of the bot becomes an error.
func (r *Robot) late(ctx context.Context, said bot.Message, reply bot.Reply) (err error) {
	defer r.rescue(&err)
	return r.bot.Late(ctx, said, reply)
}

// excuse says that nothing became of a message. It is not tried again.
func (r *Robot) excuse(in *incoming, text string) {
	ctx, cancel := context.WithTimeout(context.Background(), r.opt.Answer)
	defer cancel()
	if in.event == "" {
		r.respond(ctx, in, text)
	}
}

// answerWithin is how long the platform waits for a welcome or for what becomes of a card, less the way there.
const answerWithin = 4500 * time.Millisecond

// welcome greets who opens the chat for the first time of the day, as long as the platform waits for it; nothing is lost when it does not.
func (r *Robot) welcome(ctx context.Context, in *incoming, reply bot.Reply) {
	parts := wire.Split(wire.Clean(reply.Text), maxWelcome)
	switch {
	case len(parts) == 0:
		r.counts.Add("silent")
	case r.now().Sub(in.said.Received) > answerWithin:
		r.counts.Add("late")
	case r.outcome(r.call(ctx, in.line, cmdWelcome, in.reqID, fields{"msgtype": "text", "text": fields{"content": parts[0]}}, nil), in.said.From.User).State == ledger.Sent:
		r.counts.Add("welcomed")
	}
}
