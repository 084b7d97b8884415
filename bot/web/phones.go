package web

import (
	"context"
	"time"
)

// Phones are the phones of the sandbox: one chat with the bot for each account of the corporation. Say takes the way of a real message, through the
// platform's simulator, encrypted and signed.
type Phones interface {
	// Say writes text as the user and returns when the platform has taken it; what is answered shows up in the Chat.
	Say(ctx context.Context, user, text string) error
	// Press presses the button that has a key, on the card that stands n-th in the user's chat, from 0. What becomes of it shows up in the Chat: the
	// card itself may look different then.
	Press(ctx context.Context, user string, n int, key string) error
	// Chat is what stands on the user's phone, oldest line first. Lines are only ever added at the end; a card changes where it
	// stands. The slice belongs to the caller.
	Chat(user string) []Line
	// Changed is closed at the next change of any chat. It is taken before Chat is read, so that no change goes unnoticed.
	Changed() <-chan struct{}
}

// Line is one message on a phone.
type Line struct {
	At   time.Time
	Mine bool   // written on this phone; else by the bot
	Text string // as written; line breaks count
	PNG  []byte // a picture that was sent instead of words; nil: none
	File []byte // a file that was sent instead of words; nil: none
	Name string // of the file

	Buttons []Button // of a card; nil: it is none

	Note string // what became of it beside the text: "重发", "没有送到"; usually ""
}

// Button is one button of a card. Key is "" where it cannot be pressed any more, and Label says then what was.
type Button struct{ Key, Label string }

// Clock is the clock of the demo, which can be moved forward.
type Clock interface {
	Now() time.Time
	// Advance moves the clock forward by d, stopping at everything that is due on the way, and returns when all of it was carried out.
	Advance(ctx context.Context, d time.Duration) error
}
