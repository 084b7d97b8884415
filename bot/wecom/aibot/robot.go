package aibot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// Bot is what the robot needs of the conversation.
type Bot interface {
	// Handle stores a message and everything it causes under its key, and gives the reply; a repeated key gets the stored reply. An error means that
	// nothing was stored.
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
	// Late brings what could not be said in reply to the sender of a message by another way. Called again for the same message and reply, it must not tell it
	// twice.
	Late(ctx context.Context, m bot.Message, r bot.Reply) error
}

// Options are the patience of a Robot. Every zero value is replaced by the default named beside it, or by that of wire.LinkOptions.
type Options struct {
	Link   wire.LinkOptions // Beat: 30 s; Exile: 15 min
	Answer time.Duration    // how long the answer to a command is waited for: 5 s
	Again  []time.Duration  // pauses before a message that could not be stored is tried again: 0.1, 0.5, 2, 5, 10 and 20 s
	Wait   int              // how many messages may wait to be stored; beyond that nothing is read: 4096
}

func (o Options) withDefaults() Options {
	if o.Link.Beat <= 0 {
		o.Link.Beat = 30 * time.Second
	}
	if o.Link.Exile <= 0 {
		o.Link.Exile = 15 * time.Minute
	}
	if o.Answer <= 0 {
		o.Answer = 5 * time.Second
	}
	if o.Wait <= 0 {
		o.Wait = mostWait
	}
	if o.Again == nil {
		o.Again = []time.Duration{100 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second}
	}
	return o
}

// Robot is one smart bot: its connection, what comes over it and what goes out. It is safe for concurrent use.
//
// A message is handled in its sender's order; its reply goes back over the connection on which it came, once, however often the platform repeats the message.
// A reply that cannot go that way, because the connection ended or the platform refuses it, goes through Bot.Late. Replies have lanes of their own: their
// receipts lie behind messages that were not read yet, and those are not read before there is room for them. The platform brings no more than three messages of
// a person who was not answered, so that few replies wait.
type Robot struct {
	config   Config
	opt      Options
	bot      Bot
	log      zerolog.Logger
	now      func() time.Time
	client   *http.Client
	link     *wire.Link
	calls    calls
	progress wire.Progress
	counts   wire.Tally
	told     wire.Told
	quiet    atomic.Int64 // no cards are offered before this second
	lanes    *lanes       // of messages, until they are stored
	replies  *lanes       // of what is told then
	work     *wire.Workload
	life     context.Context // of the handling; ended when closing takes too long
	end      context.CancelFunc
	running  sync.WaitGroup
}

const (
	underWay = 256     // how many messages are handled at once
	mostWait = 4096    // and how many may wait, those among them
	maxFrame = 1 << 20 // the longest frame that is read
)

// dialWithin bounds the way to a connection.
const dialWithin = 20 * time.Second

// New builds the robot; it does nothing before Run. Close it after the doors are shut.
func New(c Config, b Bot, log zerolog.Logger, now func() time.Time, opt Options) *Robot {
	r := &Robot{
		config: c.complete(), opt: opt.withDefaults(), bot: b, log: log, now: now, replies: newLanes(0), work: wire.NewWorkload(underWay),
		client: &http.Client{
			Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	r.lanes = newLanes(r.opt.Wait)
	r.life, r.end = context.WithCancel(context.Background())
	r.link = wire.NewLink(wire.Peer{
		Name: "wecom: the smart bot", Dial: r.dial, Greet: r.subscribe, Take: r.take, Note: r.note,
		Ping: func() []byte { return encode(cmdPing, rand.Text(), nil) },
	}, r.opt.Link)
	r.running.Add(1)
	return r
}

// Run keeps connected until ctx ends. What comes until then is taken in, and for a moment replies still go out. It may be called once.
func (r *Robot) Run(ctx context.Context) {
	defer r.running.Done()
	r.link.Run(ctx)
}

// Close waits until Run has ended and everything that was read is handled, until ctx ends; then it cancels that and fails.
func (r *Robot) Close(ctx context.Context) error {
	defer r.client.CloseIdleConnections()
	defer r.end()
	err := wire.Wait(ctx, &r.running)
	for _, l := range []*lanes{r.lanes, r.replies} { // a message that is stored adds its reply before it leaves its lane
		if err == nil {
			err = wire.Wait(ctx, &l.all)
		}
	}
	return errors.Join(err, r.work.Close(ctx))
}

// Connected is nil while the bot is connected, and for a moment after a connection broke.
func (r *Robot) Connected() error { return r.link.Connected() }

// Links tells what happened to the connections.
func (r *Robot) Links() wire.LinkCounts { return r.link.Counts() }

// Counts tells how many messages and frames ended how since the start, by the names of Outcomes.
func (r *Robot) Counts() map[string]uint64 { return r.counts.Copy() }

// Outcomes lists every name under which Counts may count.
func Outcomes() []string {
	return []string{
		"stored", "answered", "silent", "repeated", "outbox", "welcomed", "feedback", "late", "failed", "panic", "stranger", "unknown",
		string(BadFrame), string(BadMessage), string(BadReceiver),
	}
}

func (r *Robot) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	ws, res, err := websocket.Dial(ctx, r.config.Gateway, &websocket.DialOptions{HTTPClient: r.client})
	if err != nil {
		text := scrub(err.Error(), r.config.Secret)
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			text = fmt.Sprintf("HTTP status %d", res.StatusCode)
		}
		return nil, &callError{Cmd: "dial", Text: text}
	}
	ws.SetReadLimit(maxFrame)
	return ws, nil
}

// subscribe says who we are. From its answer on messages come, and whoever was connected before is told that he is displaced.
func (r *Robot) subscribe(ctx context.Context, l *wire.Line) error {
	return r.call(ctx, l, cmdSubscribe, rand.Text(), fields{"bot_id": r.config.BotID, "secret": r.config.Secret}, nil)
}

// note logs what happens to the connections.
func (r *Robot) note(event wire.LinkEvent, err error) {
	switch event {
	case wire.Opened:
		r.log.Info().Str("bot_id", r.config.BotID).Msg("wecom: smart bot connected")
	case wire.Failed:
		r.log.Warn().Str("error", err.Error()).Msg("wecom: the smart bot cannot connect, trying again; with an errcode, check bot_id and secret")
	case wire.Displaced:
		r.log.Error().Str("bot_id", r.config.BotID).Dur("stays_away", r.opt.Link.Exile).
			Msg("wecom: another program has connected with the same smart bot and taken its messages; end it there, one bot serves one program")
	}
}
