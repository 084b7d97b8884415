// Package demo puts the sandbox together: the platform simulator plays WeCom, the sandbox page plays the phones, and a clock that can be moved forward
// plays the weeks. Between them stands the same bot, callback and outbox as in production; this package knows nothing of how they work.
package demo

import (
	"context"
	"fmt"
	"sync"

	"lianxin/bot/web"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
)

// Users lists the WeCom accounts of a school: the members of the simulated corporation.
func Users(school *policy.School) []wecomtest.Member {
	var users []string
	for _, m := range school.Members {
		for _, a := range m.Accounts {
			if a.Channel == "wecom" {
				users = append(users, a.User)
			}
		}
	}
	return wecomtest.People(users...)
}

// Phones shows the chats of a simulated platform to the sandbox page.
type Phones struct {
	Platform *wecomtest.Platform

	mu      sync.Mutex // guards what follows
	said    map[string]said
	hangsUp bool // on the first attempt to bring the next message
}

// said is the last message of a phone. The zero value is none.
type said struct {
	text, plain string // as typed, and as the platform brings it
	reply       string
	brought     int // how often
}

var _ web.Phones = (*Phones)(nil)

// Say writes a text on a phone; it takes the way of a real message.
func (p *Phones) Say(ctx context.Context, user, text string) error {
	d, err := p.Platform.Send(ctx, user, wecomtest.Text(text), p.manner())
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.said == nil {
		p.said = map[string]said{}
	}
	p.said[user] = said{text: text, plain: d.Plain, reply: d.Reply().Text, brought: len(d.Attempts)}
	return err
}

// last is the last message of a phone.
func (p *Phones) last(user string) said {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said[user]
}

// hangUpOnce lets the platform not wait for the first answer to the next message of anybody.
func (p *Phones) hangUpOnce() { p.set(true) }

// behave takes that back.
func (p *Phones) behave() { p.set(false) }

func (p *Phones) set(hangsUp bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hangsUp = hangsUp
}

// manner is how the next message is brought.
func (p *Phones) manner() (m wecomtest.Manner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hangsUp {
		m.CloseEarly, p.hangsUp = 1, false
	}
	return m
}

// Press presses a button of the card that stands n-th in a chat, from 0; it takes the way of a real press.
func (p *Phones) Press(ctx context.Context, user string, n int, key string) error {
	lines := p.Platform.Chat(user)
	if n < 0 || n >= len(lines) {
		return fmt.Errorf("demo: no line %d", n)
	}
	_, err := p.Platform.Click(ctx, user, lines[n].MsgID, key)
	return err
}

// Changed is closed at the next change of any chat.
func (p *Phones) Changed() <-chan struct{} { return p.Platform.Changed() }

// Chat is what stands on a phone.
func (p *Phones) Chat(user string) []web.Line {
	lines := p.Platform.Chat(user)
	out := make([]web.Line, 0, len(lines))
	for _, l := range lines {
		line := web.Line{At: l.At, Mine: l.From == wecomtest.FromMember, Text: l.Text}
		switch kind, data, ok := p.Platform.Media(l.MediaID); {
		case !ok || line.Mine:
		case kind == "image":
			line.PNG = data
		case kind == "file":
			line.File, line.Name = data, p.Platform.MediaName(l.MediaID)
		}
		for _, b := range l.Buttons {
			line.Buttons = append(line.Buttons, web.Button{Key: b.Key, Label: b.Text})
		}
		if l.Failed {
			line.Note = "没有送到"
		}
		out = append(out, line)
	}
	return out
}
