package aibot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// What a check says. Each line names the place in the admin console.
const (
	foundBot       = "企业微信：智能机器人的长连接接通了，BotID 和 Secret 正确"
	foundServed    = "企业微信：智能机器人的长连接由正在运行的程序接着，没有另开连接去查（另开会把它顶掉）"
	foundUnserved  = "企业微信：正在运行的程序没有接上智能机器人的长连接：看它的日志；如果说被顶掉了，停掉另一个用同一个机器人的程序，再重启本程序"
	foundNoBot     = "企业微信：bot_id 或 secret 不对：管理后台 → 智能机器人 → 本机器人 → API 模式 → 长连接，重新抄 BotID 和 Secret"
	foundOff       = "企业微信：平台拒绝了长连接（错误码 %d）：管理后台 → 智能机器人 → 本机器人，确认是 API 模式、选了“使用长连接”"
	foundAway      = "企业微信：连不上 %s：请检查本机网络、代理和 gateway"
	foundDisplaced = "企业微信：刚接通就被另一个程序顶掉了：同一个机器人只能由一个程序用，请停掉另一个"
	foundClock     = "企业微信：本机时钟准确"
	foundSkew      = "企业微信：本机时钟与平台相差 %s：请开启时间同步（NTP）"
	foundPeople    = "企业微信：平台不让查智能机器人的可见范围：请在管理后台 → 智能机器人 → 本机器人 → 可见范围里确认名单上的 %d 个人都在，并请每人先对机器人说一句“你好”，才收得到提醒"
	foundNobody    = "企业微信：名单里没有人有企业微信账号：在 lianxin.yaml 的 people 里写 accounts: {wecom: …}"
)

const (
	mostSkew      = 30 * time.Second // how far the clock may be off without a word
	checkWithin   = 30 * time.Second // how long a connection is waited for
	displacedSoon = 2 * time.Second  // how long another program is waited for that takes the bot back
)

// Serving is what of a program is known that serves with the same bot while a check is made.
type Serving int

// A check makes no connection while a program serves: the program would lose its own.
const (
	NotServing   Serving = iota
	Connected            // and is connected
	NotConnected         // and is not
)

// Check asks the platform whether the bot can be served: connection, BotID and secret, another program with the same bot, clock. Nothing is sent to anybody;
// whoever writes to the bot while it is connected is asked to say it again.
func Check(ctx context.Context, c Config, o bot.CheckOptions, serving Serving, now func() time.Time) []bot.Finding {
	k := &checking{robot: New(c, deaf{}, zerolog.Nop(), now, Options{Again: []time.Duration{}})}
	switch serving {
	case Connected:
		k.good(foundServed)
	case NotConnected:
		k.bad(foundUnserved)
	default:
		k.connect(ctx)
	}
	k.clock(ctx, now)
	switch {
	case o.People != nil && len(o.People) == 0:
		k.bad(foundNobody)
	case o.People != nil:
		k.good(foundPeople, len(o.People))
	}
	return k.found
}

// deaf is the Bot of a check.
type deaf struct{}

var errDeaf = errors.New("wecom: this is only a check")

func (deaf) Handle(context.Context, bot.Message) (bot.Reply, error) { return bot.Reply{}, errDeaf }
func (deaf) Late(context.Context, bot.Message, bot.Reply) error     { return errDeaf }

// checking is one run of a check.
type checking struct {
	robot *Robot
	found []bot.Finding
}

func (k *checking) good(format string, args ...any) {
	k.found = append(k.found, bot.Finding{Say: fmt.Sprintf(format, args...)})
}

func (k *checking) bad(format string, args ...any) {
	k.found = append(k.found, bot.Finding{Bad: true, Say: fmt.Sprintf(format, args...)})
}

// happening is what became of the connection.
type happening struct {
	event wire.LinkEvent
	err   error
}

// connect subscribes with the bot, and stays for a moment to see whether somebody takes it away.
func (k *checking) connect(ctx context.Context) {
	ctx, end := context.WithTimeout(ctx, checkWithin)
	r, happens := k.robot, make(chan happening, 8)
	r.link = wire.NewLink(wire.Peer{
		Name: "wecom: the smart bot", Dial: r.dial, Greet: r.subscribe, Take: r.take,
		Ping: func() []byte { return encode(cmdPing, rand.Text(), nil) },
		Note: func(event wire.LinkEvent, err error) {
			select {
			case happens <- happening{event, err}:
			default: // the first ones say it all
			}
		},
	}, r.opt.Link)
	go r.Run(ctx)
	k.judge(ctx, happens)
	end()
	closing, closed := context.WithTimeout(context.WithoutCancel(ctx), checkWithin)
	defer closed()
	_ = r.Close(closing)
}

func (k *checking) judge(ctx context.Context, happens <-chan happening) {
	select {
	case h := <-happens:
		if h.event != wire.Opened {
			k.failed(h.err)
			return
		}
	case <-ctx.Done():
		k.failed(ctx.Err())
		return
	}
	select {
	case h := <-happens:
		if h.event == wire.Displaced {
			k.bad(foundDisplaced)
			return
		}
	case <-time.After(displacedSoon):
	case <-ctx.Done():
	}
	k.good(foundBot)
}

// failed says what it means that there is no connection.
func (k *checking) failed(err error) {
	e := (*callError)(nil)
	switch {
	case !errors.As(err, &e) || e.Code == 0:
		k.bad(foundAway, k.robot.config.Gateway)
	case e.Code == codeBadSecret, e.Code == 40001, e.Code == 40013, e.Code == 40091:
		k.bad(foundNoBot)
	default:
		k.bad(foundOff, e.Code)
	}
}

// clock compares the clocks. That the platform cannot be reached was said.
func (k *checking) clock(ctx context.Context, now func() time.Time) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	skew, err := wire.Skew(ctx, k.robot.client, strings.Replace(k.robot.config.Gateway, "ws", "http", 1), now)
	k.robot.client.CloseIdleConnections()
	switch {
	case err != nil:
	case skew.Abs() > mostSkew:
		k.bad(foundSkew, skew.Abs().Round(time.Second))
	default:
		k.good(foundClock)
	}
}
