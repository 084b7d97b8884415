// Package demo puts the sandbox together: the platform simulator plays WeCom, the sandbox page plays the phones, and a clock that can be moved forward
// plays the weeks. Between them stands the same bot, callback and outbox as in production; this package knows nothing of how they work.
package demo

import (
	"context"
	"fmt"

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
type Phones struct{ Platform *wecomtest.Platform }

var _ web.Phones = Phones{}

// Say writes a text on a phone; it takes the way of a real message.
func (p Phones) Say(ctx context.Context, user, text string) error {
	_, err := p.Platform.Say(ctx, user, text)
	return err
}

// Press presses a button of the card that stands n-th in a chat, from 0; it takes the way of a real press.
func (p Phones) Press(ctx context.Context, user string, n int, key string) error {
	lines := p.Platform.Chat(user)
	if n < 0 || n >= len(lines) {
		return fmt.Errorf("demo: no line %d", n)
	}
	_, err := p.Platform.Click(ctx, user, lines[n].MsgID, key)
	return err
}

// Changed is closed at the next change of any chat.
func (p Phones) Changed() <-chan struct{} { return p.Platform.Changed() }

// Chat is what stands on a phone.
func (p Phones) Chat(user string) []web.Line {
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
