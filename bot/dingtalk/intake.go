package dingtalk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// Bot is what the intake needs of the conversation.
type Bot interface {
	// Handle stores a message and everything it causes under its key, and gives the reply; a repeated key gets the stored reply. An error means that
	// nothing was stored.
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
	// Late brings what could not be said in the session to the sender of a message by another way. Called again for the same message and reply, it must not
	// tell it twice.
	Late(ctx context.Context, m bot.Message, r bot.Reply) error
}

// Intake is where messages arrive, whichever way they came. A message is acknowledged when the bot has stored it; then its reply is told in the session of
// the conversation, and if that fails, by the server API or the outbox. A repeated message is handled again, which gives the stored reply, and told nothing
// that was told before.
type Intake struct {
	config Config
	bot    Bot
	sender *Sender
	log    zerolog.Logger
	now    func() time.Time
	counts wire.Tally
	work   *wire.Workload
	told   wire.Told
	clicks clicks
}

// underWay is how many messages are handled at once.
const underWay = 256

// NewIntake builds the intake of one application; replies go out through its sender. Close it after Callback and Stream have ended.
func NewIntake(c Config, b Bot, s *Sender, log zerolog.Logger, now func() time.Time) *Intake {
	return &Intake{config: c.complete(), bot: b, sender: s, log: log, now: now, work: wire.NewWorkload(underWay)}
}

// Close lets nothing more in and waits for what is being handled and told, until ctx ends; then it cancels that and fails.
func (in *Intake) Close(ctx context.Context) error { return in.work.Close(ctx) }

// handled is what became of a message: stored, with what is to be said, or not stored.
type handled struct {
	reply bot.Reply
	err   error
}

// accept takes a believed message in, in the place that the caller has taken in the workload. The channel gets one value once it is stored, or is not. It is
// nil when the house is closing.
func (in *Intake) accept(m *Message) <-chan handled {
	stored := make(chan handled, 1)
	started := in.work.Start(func(ctx context.Context) {
		var err error
		defer in.rescue(&err) // of what lies around the bot
		in.run(ctx, m, stored)
	})
	if !started {
		return nil
	}
	return stored
}

// run handles one message, tells whoever waits that it is stored, and then the member what the bot says.
func (in *Intake) run(ctx context.Context, m *Message, stored chan<- handled) {
	if m.group() && m.Mentioned != nil && !*m.Mentioned {
		in.counts.Add("unmentioned")
		stored <- handled{}
		return
	}
	one := session{m.SessionWebhook, m.SessionWebhookEnd.time()}
	if !in.config.session(one.address) {
		one = session{}
	}
	if m.Sender == "" {
		in.stranger(ctx, m, one, stored)
		return
	}
	said := m.forBot(in.config.RobotCode, in.now().UTC())
	who := personKey(m.Sender)
	if m.group() {
		who = groupKey(m.Conversation)
	}
	if one.open(in.now()) {
		in.sender.sessions.keep(who, one, in.now())
	}
	reply, err := in.handle(ctx, said)
	stored <- handled{reply, err}
	if err != nil {
		in.failed(said, err)
		return
	}
	in.answer(ctx, said, reply)
}

// stranger answers somebody whom the platform gives no user id (protocol 3.3): a member of another organisation, or the application is not published.
func (in *Intake) stranger(ctx context.Context, m *Message, one session, stored chan<- handled) {
	in.counts.Add("stranger")
	stored <- handled{}
	if !one.open(in.now()) || !in.told.Claim(in.config.RobotCode+"|"+m.ID, in.now()) {
		return
	}
	if err := in.sender.post(ctx, one.address, "", Text(sayStranger)); err != nil {
		in.sender.failed(err)
	}
}

// answer tells the reply, once.
func (in *Intake) answer(ctx context.Context, said bot.Message, reply bot.Reply) {
	switch {
	case strings.TrimSpace(reply.Text) == "":
		in.counts.Add("silent")
		return
	case !in.told.Claim(once(said), in.now()):
		in.counts.Add("repeated")
		return
	}
	if out := in.tell(ctx, said, reply.Text); out.State == ledger.Sent {
		in.counts.Add("answered")
		return
	}
	in.counts.Add("outbox")
	if err := in.late(context.WithoutCancel(ctx), said, reply); err != nil {
		in.told.Release(once(said))
		in.log.Error().Err(err).Str("key", said.Key).Msg("dingtalk: a reply was not told")
	}
}

// once names the reply to a message. A message that the platform repeats keeps its instant; the same click an hour later is another one.
func once(said bot.Message) string { return fmt.Sprintf("%s@%d", said.Key, said.At.UnixMilli()) }

// tell says a reply where the message was said. One to one without a session it leaves that to the outbox.
func (in *Intake) tell(ctx context.Context, said bot.Message, text string) ledger.Outcome {
	if said.Group != "" {
		return in.sender.SendGroup(ctx, said.Group, said.From.User, text)
	}
	if _, open := in.sender.sessions.of(personKey(said.From.User), in.now()); !open {
		return ledger.Outcome{State: ledger.Retry}
	}
	return in.sender.Send(ctx, said.From, text)
}

// handle asks the bot. A panic of the bot becomes an error.
func (in *Intake) handle(ctx context.Context, said bot.Message) (reply bot.Reply, err error) {
	defer in.rescue(&err)
	return in.bot.Handle(ctx, said)
}

// late hands a reply to the outbox. A panic of the bot becomes an error.
func (in *Intake) late(ctx context.Context, said bot.Message, reply bot.Reply) (err error) {
	defer in.rescue(&err)
	return in.bot.Late(ctx, said, reply)
}

var errPanic = errors.New("dingtalk: panic")

// rescue makes an error of a panic.
func (in *Intake) rescue(err *error) {
	p := recover()
	if p == nil {
		return
	}
	in.counts.Add("panic")
	in.log.Error().Str("panic", wire.PanicText(p)).Bytes("stack", debug.Stack()).Msg("dingtalk: panic")
	*err = errPanic
}

// failed notes that nothing was stored. The fault of a panic is in the log already.
func (in *Intake) failed(said bot.Message, err error) {
	in.counts.Add("failed")
	if !errors.Is(err, errPanic) {
		in.log.Error().Err(err).Str("key", said.Key).Msg("dingtalk: message not stored")
	}
}

// mine tells whether a message or a click names this robot and this organisation, as far as it names any (protocol 3.2: the signature does not cover them).
func (in *Intake) mine(corp, robot string) bool {
	return (corp == "" || in.config.CorpID == "" || corp == in.config.CorpID) && (robot == "" || robot == in.config.RobotCode)
}

// pending is a click whose answer somebody waits for.
type pending struct {
	done chan handled
	gone chan struct{} // closed when nobody waits any more
}

// wait gives what became of the click; false when it takes longer or ctx ends, and then the member will be told in the chat.
func (p *pending) wait(ctx context.Context, most time.Duration) (handled, bool) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case h := <-p.done:
		return h, true
	case <-timer.C:
	case <-ctx.Done():
	}
	close(p.gone)
	return handled{}, false
}

// click takes a believed click in, in the place that the caller has taken in the workload; nil when the house is closing. What it comes to must be waited for.
func (in *Intake) click(a *Action) *pending {
	received := in.now().UTC()
	said := a.forBot(in.config.RobotCode, in.clicks.first(a.key(in.config.RobotCode), received), received)
	p := &pending{done: make(chan handled), gone: make(chan struct{})}
	started := in.work.Start(func(ctx context.Context) {
		reply, err := in.handle(ctx, said)
		if err != nil {
			in.failed(said, err)
		}
		short, rest := onCard(reply)
		select {
		case p.done <- handled{short, err}:
		case <-p.gone:
			rest = true
		}
		if rest && err == nil {
			in.answer(ctx, said, reply)
		}
	})
	if !started {
		return nil
	}
	return p
}
