package dingtalk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"lianxin/bot"
	"lianxin/config/policy"
)

// change is an event of the contacts by which accounts leave the organisation or come into it (protocol 3.9), over HTTP or over the stream. Both spell its
// fields in their own way; JSON does not care about their case.
type change struct {
	Type  string       `json:"EventType"` // over the stream it stands in a header
	Users []string     `json:"UserId"`
	At    milliseconds `json:"TimeStamp"`
	Corp  string       `json:"CorpId"`

	id   string // the same for every repeat
	kind string // what it is for the bot; "" = nothing comes of it
}

// readChange reads an event. What is none of these has no kind.
func readChange(kind, id, plain string) change {
	var c change
	if json.Unmarshal([]byte(plain), &c) != nil {
		return change{}
	}
	if kind != "" {
		c.Type = kind
	}
	if c.id = id; id == "" {
		sum := sha256.Sum256([]byte(plain))
		c.id = hex.EncodeToString(sum[:])
	}
	switch c.Type {
	case "user_leave_org":
		c.kind = bot.EventLeft
	case "user_add_org":
		c.kind = bot.EventBack
	}
	return c
}

// tells tells whether the bot is to hear of it.
func (c *change) tells() bool { return c.kind != "" && len(c.Users) > 0 }

// errLater is an event that could not be kept: the platform brings it again.
var errLater = errors.New("dingtalk: event not stored")

// changed has the bot hear of a change, in the place that the caller has taken in the workload. The channel gets nil once all of it is stored; nil when the
// house is closing.
func (in *Intake) changed(c *change) <-chan error {
	stored := make(chan error, 1)
	received := in.now().UTC()
	started := in.work.Start(func(ctx context.Context) {
		err := errLater
		defer func() { stored <- err }()
		for _, user := range c.Users {
			if !isUserID(user) {
				continue
			}
			said := c.forBot(in.config.RobotCode, user, received)
			if _, fault := in.handle(ctx, said); fault != nil {
				in.failed(said, fault)
				return
			}
		}
		err = nil
	})
	if !started {
		return nil
	}
	return stored
}

// forBot is what the bot hears about one account.
func (c *change) forBot(robot, user string, received time.Time) bot.Message {
	m := bot.Message{
		Key: robot + "|" + c.id + "|" + user, From: policy.Address{Channel: Channel, User: user}, Kind: bot.Event, Event: c.kind,
		At: c.At.time(), Received: received,
	}
	if m.At.IsZero() {
		m.At = received
	}
	return m
}

// eventLater asks the platform to bring an event again.
const eventLater = `{"status":"LATER"}`

// frameEvent takes an event of the stream in. One that the bot is to hear of is acknowledged when that is stored.
func (in *Intake) frameEvent(ctx context.Context, f *frame) (verdict, func(context.Context) verdict) {
	done, later := verdict{codeOK, saysOK, eventSuccess}, verdict{codeOK, saysOK, eventLater}
	in.event(f.Headers["eventType"])
	c := readChange(f.Headers["eventType"], f.Headers["eventId"], f.Data)
	if !c.tells() || !in.mine(c.Corp, "") {
		return done, nil
	}
	if !in.work.Enter(ctx) {
		return later, nil
	}
	stored := in.changed(&c)
	if stored == nil {
		return later, nil
	}
	return verdict{}, func(ctx context.Context) verdict {
		select {
		case err := <-stored:
			if err == nil {
				return done
			}
		case <-ctx.Done():
		}
		return later
	}
}

// eventWithin is how long the platform waits for the answer to an event over HTTP, and a little less: it takes a second and a half.
const eventWithin = 1200 * time.Millisecond

// kept has the bot hear of an event over HTTP; false if that was not stored in time: then it is not acknowledged, and comes again.
func (in *Intake) kept(c *change) bool {
	if !in.work.TryEnter() {
		return false
	}
	stored := in.changed(c)
	if stored == nil {
		return false
	}
	timer := time.NewTimer(eventWithin)
	defer timer.Stop()
	select {
	case err := <-stored:
		return err == nil
	case <-timer.C:
		return false
	}
}
