package wecom

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
	"lianxin/config/policy"
)

// answerWithin is how long the platform is kept waiting; it hangs up after five seconds.
const answerWithin = 4 * time.Second

// message makes of a decoded message what the bot knows.
func (c *Callback) message(m *Message, plain string) bot.Message {
	received := c.now().UTC()
	out := bot.Message{
		Key:      m.Key(c.config.CorpID, plain),
		From:     policy.Address{Channel: Channel, User: m.From},
		Kind:     kindOfMessage(m.Type),
		Text:     m.Content,
		Event:    m.Event,
		EventKey: m.EventKey,
		TaskID:   m.Card.Task,
		Right:    m.Card.ResponseCode,
		At:       m.At(),
		Received: received,
	}
	if m.Event == cardPressed {
		out.Kind = bot.Press
	}
	if out.At.IsZero() {
		out.At = received
	}
	m.contactEvent(&out)
	if m.MediaID != "" {
		out.Media = []bot.Media{{ID: m.MediaID, Type: m.Type, URL: m.PicURL}}
	}
	return out
}

func kindOfMessage(msgType string) bot.MessageKind {
	switch msgType {
	case "text":
		return bot.Text
	case "image":
		return bot.Image
	case "voice":
		return bot.Voice
	case "video":
		return bot.Video
	case "location":
		return bot.Location
	case "link":
		return bot.Link
	case "event":
		return bot.Event
	}
	return bot.Other
}

// result is what the bot made of a message.
type result struct {
	reply bot.Reply
	err   error
}

// answer has the message handled and gives the reply, if it comes in time. It is handled here, in the goroutine of the request, for which nobody has to be
// woken twice: what comes too late for an answer is turned away meanwhile, and the connection with it.
func (c *Callback) answer(w http.ResponseWriter, r *http.Request, m *Message, said bot.Message) {
	done := c.work.TryEnter() && c.work.Do(func(ctx context.Context) {
		var t turn
		late := time.AfterFunc(answerWithin, func() { c.turnAway(w, &t, said.Key) })
		defer late.Stop()
		res := c.handle(ctx, said)
		if t.take() {
			c.give(w, r, m, said, res)
			return
		}
		afterwards := func(ctx context.Context) { c.lateFor(ctx, said, res) }
		if !c.work.TryEnter() || !c.work.Start(afterwards) {
			afterwards(ctx)
		}
	})
	if !done {
		c.end(w, http.StatusServiceUnavailable, "busy")
	}
}

// turn is the right to answer a request: whoever takes it first has it.
type turn struct {
	mu    sync.Mutex
	taken bool
}

// take waits for an answer that is being written.
func (t *turn) take() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	first := !t.taken
	t.taken = true
	return first
}

// turnAway answers for a message that is still being handled. Nothing says that it is stored: it is not acknowledged. The platform comes again and finds the
// stored reply.
func (c *Callback) turnAway(w http.ResponseWriter, t *turn, key string) {
	defer func() { // nobody above catches a panic here
		if p := recover(); p != nil {
			c.panicked(p)
		}
	}()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken {
		return
	}
	t.taken = true
	c.owed.add(key)
	c.log.Warn().Str("key", key).Msg("wecom: not handled in time, the platform is asked to come again")
	w.Header().Set("Content-Length", "0")
	w.Header().Set("Connection", "close") // it is of no use before the handling has ended
	c.end(w, http.StatusServiceUnavailable, "late")
	_ = http.NewResponseController(w).Flush() // a platform that has hung up needs no answer
}

// handle asks the bot. A panic of the bot becomes an error.
func (c *Callback) handle(ctx context.Context, said bot.Message) (res result) {
	defer func() {
		if p := recover(); p != nil {
			c.panicked(p)
			res = result{err: errPanic}
		}
	}()
	reply, err := c.bot.Handle(ctx, said)
	return result{reply, err}
}

// tell hands something to Bot.Late. A panic of the bot becomes an error.
func (c *Callback) tell(ctx context.Context, said bot.Message, text string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			c.panicked(p)
			err = errPanic
		}
	}()
	return c.bot.Late(ctx, said, bot.Reply{Text: text})
}

var errPanic = errors.New("wecom: panic")

// give writes the reply. What does not fit, and what the platform would not show in an answer, goes to Late before anything is answered: should that fail,
// the platform comes again.
func (c *Callback) give(w http.ResponseWriter, r *http.Request, m *Message, said bot.Message, res result) {
	var now Passive
	later := ""
	if res.err == nil {
		c.owed.take(said.Key)
		now, later = divide(m, res.reply)
	}
	if res.err == nil && later != "" {
		res.err = c.tell(context.WithoutCancel(r.Context()), said, later)
	}
	switch {
	case res.err != nil:
		c.failed(w, said, res.err)
	case now == nil:
		c.end(w, http.StatusOK, "silent")
	default:
		c.write(w, said.From.User, now)
	}
}

// divide tells what of a reply is said in the answer and what later. A press is answered on its card.
func divide(m *Message, r bot.Reply) (now Passive, later string) {
	if r.Face.Label != "" && m.Event == cardPressed {
		return divideOnCard(r)
	}
	parts := wire.Split(clean(r.Text), MaxText)
	if len(parts) == 0 {
		return nil, ""
	}
	if !m.TakesText() {
		return nil, r.Text
	}
	return PassiveText(parts[0]), strings.Join(parts[1:], "\n")
}

func (c *Callback) write(w http.ResponseWriter, to string, now Passive) {
	at := c.now().Unix()
	buf := c.buffer()
	defer c.giveBack(buf)
	plain := AppendPassive(buf.AvailableBuffer(), to, c.config.CorpID, at, now)
	answer, err := c.codec.AppendSeal(plain[len(plain):], plain, at, rand.Text())
	if err != nil {
		c.log.Error().Err(err).Msg("wecom: reply not encrypted")
		c.end(w, http.StatusInternalServerError, "failed")
		return
	}
	c.counts.Add("answered")
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write(answer)
}

// failed answers that nothing was stored. The fault of a panic is in the log already.
func (c *Callback) failed(w http.ResponseWriter, said bot.Message, err error) {
	if !errors.Is(err, errPanic) {
		c.log.Error().Err(err).Str("key", said.Key).Msg("wecom: message not stored")
	}
	c.end(w, http.StatusInternalServerError, "failed")
}

// retriesTake is how long the platform goes on with its attempts: three of five seconds.
const retriesTake = 15 * time.Second

// late ends the handling of a message whose attempt was turned away. If the platform does not fetch the reply, it is told by another way; a message that
// was not stored is left to the platform.
func (c *Callback) late(ctx context.Context, said bot.Message, res result) {
	if res.err != nil || strings.TrimSpace(res.reply.Text) == "" {
		c.owed.take(said.Key)
		if res.err != nil && !errors.Is(res.err, errPanic) {
			c.log.Error().Err(res.err).Str("key", said.Key).Msg("wecom: message not stored")
		}
		return
	}
	pause(ctx, retriesTake)
	if !c.owed.take(said.Key) {
		return
	}
	c.tellLate(ctx, said, res)
}

// tellLate tells a reply that nobody fetched.
func (c *Callback) tellLate(ctx context.Context, said bot.Message, res result) {
	if err := c.tell(context.WithoutCancel(ctx), said, res.reply.Text); err != nil && !errors.Is(err, errPanic) {
		c.log.Error().Err(err).Str("key", said.Key).Msg("wecom: a late reply was not told")
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// panicked logs a panic.
func (c *Callback) panicked(p any) {
	c.counts.Add("panic")
	c.log.Error().Str("panic", wire.PanicText(p)).Bytes("stack", debug.Stack()).Msg("wecom: panic")
}
