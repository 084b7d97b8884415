package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"lianxin/bot/web"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Troubles let things go wrong in the demo, as they do with the real platform (protocol 1.8, 2.12): the simulator misbehaves, the program is killed. To be
// felt at once most of them send somebody a notice of the demo's own, a drill, by the ordinary way through the outbox.
type Troubles struct {
	platform *wecomtest.Platform
	program  *Program
	phones   *Phones
	school   *policy.School
	clock    *Clock

	mu     sync.Mutex // guards what follows
	drills int
	tokens int // how often the token ended: by turns before its time and at it
}

var _ web.Troubles = (*Troubles)(nil)

// NewTroubles builds the troubles of a demo.
func NewTroubles(school *policy.School, phones *Phones, program *Program, clock *Clock) *Troubles {
	return &Troubles{platform: phones.Platform, program: program, phones: phones, school: school, clock: clock}
}

// Started is the start of the program that runs now.
func (t *Troubles) Started() time.Time { return t.program.Started() }

// Brought tells how often the platform brought the last message of a phone.
func (t *Troubles) Brought(user string) int { return t.phones.last(user).brought }

// Cause makes something go wrong. Troubles of before that were not met yet are forgotten, except that the network stays away for its minute.
func (t *Troubles) Cause(ctx context.Context, what web.Trouble, user string) (web.Aftermath, error) {
	t.platform.Heal()
	switch what {
	case web.Repeat:
		return t.repeat(ctx, user)
	case web.NoAnswer:
		t.phones.hangUpOnce()
		return web.Aftermath{}, nil
	case web.Cut:
		t.platform.Cut(time.Minute)
		return t.drill(ctx, user, "断网", 0)
	case web.Token:
		return t.drill(ctx, user, "令牌失效", t.endToken())
	case web.Rate:
		t.platform.Inject("message/send", 1, wecomtest.Answer(tooOften))
		return t.drill(ctx, user, "限流", tooOften)
	case web.Page:
		t.platform.Inject("message/send", 1, wecomtest.BadGateway())
		return t.drill(ctx, user, "返回网页错误", 0)
	case web.Restart:
		return t.restart(ctx, user)
	case web.Heal:
		t.platform.Cut(0)
		t.phones.behave()
		return web.Aftermath{}, nil
	}
	return web.Aftermath{}, fmt.Errorf("demo: no trouble %q", what)
}

// Codes of the platform (2.11).
const (
	tooOften     = 45009
	tokenInvalid = 40014
	tokenExpired = 42001
)

// endToken ends the access token, and tells with which code its use is refused.
func (t *Troubles) endToken() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tokens++; t.tokens%2 == 1 {
		t.platform.Withdraw()
		return tokenInvalid
	}
	t.platform.Expire()
	return tokenExpired
}

// repeat brings the last message of a phone once more, as the platform does when the answer got lost.
func (t *Troubles) repeat(ctx context.Context, user string) (web.Aftermath, error) {
	last := t.phones.last(user)
	if last.plain == "" {
		return web.Aftermath{}, web.ErrNothingSaid
	}
	before, err := t.lines()
	if err != nil {
		return web.Aftermath{}, err
	}
	d, err := t.platform.Raw(ctx, user, last.plain, wecomtest.Manner{})
	if err != nil && !errors.Is(err, wecomtest.ErrUndelivered) {
		return web.Aftermath{}, err
	}
	after, err := t.lines()
	return web.Aftermath{Text: last.text, Accepted: d.Accepted(), Same: d.Reply().Text == last.reply, Written: after != before}, err
}

// lines is the number of the last line of the journal.
func (t *Troubles) lines() (last uint64, err error) {
	err = t.program.View(func(tx *store.Tx) error {
		for line, err := range tx.JournalTail(1) {
			if err != nil {
				return err
			}
			last = line.Seq
		}
		return nil
	})
	return last, err
}

// restart kills the program while the platform has a notice and has not said so yet, and starts it again.
func (t *Troubles) restart(ctx context.Context, user string) (web.Aftermath, error) {
	wait(ctx, onItsWay, func() bool { return t.settled(user) }) // one after the other: what waits from before goes first
	known := t.platform.Counts().Swallowed
	died := make(chan struct{})
	t.platform.Inject("message/send", 1, wecomtest.SilentUntil(died))
	row, err := t.send(user, "重启程序")
	if err != nil {
		close(died)
		return web.Aftermath{}, err
	}
	wait(ctx, onItsWay, func() bool { return t.shown(user, row.Text) > 0 })
	time.AfterFunc(dying, func() { close(died) })
	down, err := t.program.Restart()
	if err != nil {
		return web.Aftermath{}, err
	}
	t.platform.Heal()
	after, err := t.watch(ctx, row)
	after.Unsure, after.Known, after.Down = after.Attempts > 1, t.platform.Counts().Swallowed > known, down
	return after, err
}

const (
	onItsWay = 6 * time.Second        // until the platform has a drill
	dying    = 100 * time.Millisecond // until the connections of a killed program break: it has stopped writing by then
	atOnce   = 8 * time.Second        // until a drill was tried
)

// settled tells whether somebody has no drill in the outbox that may still be tried.
func (t *Troubles) settled(user string) bool {
	open := false
	err := t.program.View(func(tx *store.Tx) error {
		open = false
		for n, err := range tx.NoticesTo(policy.Address{Channel: "wecom", User: user}, 10) {
			if err != nil {
				return err
			}
			open = open || n.Kind == drillKind && !n.Settled()
		}
		return nil
	})
	return err == nil && !open
}

// drillKind is the Kind of a drill: nobody is reminded of anything.
const drillKind = "drill"

// drill sends a notice and looks what becomes of it at once.
func (t *Troubles) drill(ctx context.Context, user, about string, code int) (web.Aftermath, error) {
	row, err := t.send(user, about)
	if err != nil {
		return web.Aftermath{}, err
	}
	after, err := t.watch(ctx, row)
	after.Code = code
	return after, err
}

// send puts a drill into the outbox. Its text is its own: the platform swallows what it has heard before.
func (t *Troubles) send(user, about string) (ledger.Notice, error) {
	t.mu.Lock()
	t.drills++
	n := t.drills
	t.mu.Unlock()
	now, to := t.clock.Now(), policy.Address{Channel: "wecom", User: user}
	row := ledger.Notice{
		Key: fmt.Sprintf("drill/%s/%d", now.UTC().Format("20060102T150405.000"), n), Kind: drillKind, To: to,
		Text: fmt.Sprintf("【演练 %d】%s，测试通知“%s”。", n, now.In(t.school.Location).Format("15:04:05"), about),
		Made: now.UTC(), Due: now.UTC(),
	}
	if m := t.school.MemberAt(to); m != nil {
		row.Member = m.ID
	}
	return row, t.program.Update(func(tx *store.Tx) error {
		_, err := tx.Notify(row)
		return err
	})
}

// watch waits until a drill was tried and tells what came of it.
func (t *Troubles) watch(ctx context.Context, row ledger.Notice) (web.Aftermath, error) {
	var now ledger.Notice
	var fault error
	wait(ctx, atOnce, func() bool {
		fault = t.program.View(func(tx *store.Tx) (err error) {
			now, err = tx.Notice(row.Key)
			return err
		})
		return fault != nil || now.Settled() || now.Attempts > 0 && now.Sending.IsZero()
	})
	return web.Aftermath{
		State: now.State(t.Started()), Attempts: now.Attempts, Reason: now.Reason, Next: now.Due, Shown: t.shown(row.To.User, row.Text),
	}, fault
}

// shown counts how often a text stands on a phone.
func (t *Troubles) shown(user, text string) (n int) {
	for _, l := range t.platform.Chat(user) {
		if l.From == wecomtest.FromApp && l.Text == text {
			n++
		}
	}
	return n
}

// wait waits for something to become true, no longer than most, and tells whether it did.
func wait(ctx context.Context, most time.Duration, is func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for !is() {
		select {
		case <-ctx.Done():
			return is()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return true
}
